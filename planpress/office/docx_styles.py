"""The blank letter of the library → one of ours: its styles, its language, and what it says of itself.

In: a language; a letter, and the words of a sheet. Out: the file of a blank letter; the same letter, changed.
"""

import datetime
import io
from functools import cache
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from planpress.i18n import of_office
from planpress.office.docx_parts import add
from planpress.office.wording import Wording

BODY_PT, TITLE_PT = 10.5, 22

KEPT_STYLES = frozenset(
    {"Normal", "Header", "Footer", "Heading 1", "Heading 2", "Default Paragraph Font", "Normal Table", "No List"}
    | {"Header Char", "Footer Char", "Heading 1 Char", "Heading 2 Char"}
)
"""What is left of the library's styles: the others make a letter three times as large."""

NOT_NEEDED = ("stylesWithEffects", "thumbnail", "customXml")
"""Parts of the library's blank letter that say nothing."""


@cache
def blank_letter(language: str) -> bytes:
    """Return the file of a letter without a word: its styles, and what it is written in."""
    made = docx.Document()
    _strip(made)
    _set_styles(made, *of_office(language))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _strip(made: Any) -> None:
    """Take away what the library's blank letter has and ours does not need."""
    for style in list(made.styles):
        if style.name not in KEPT_STYLES:
            style.element.getparent().remove(style.element)
    for relations in (made.part.rels, made.part.package.rels):
        for relation in list(relations.values()):
            if any(word in relation.reltype for word in NOT_NEEDED):
                del relations[relation.rId]


def _set_styles(made: Any, language: str, face: str) -> None:
    """Set the face, sizes and the language of everything."""
    for name, size in (("Normal", BODY_PT), ("Heading 1", TITLE_PT), ("Heading 2", 12)):
        style = made.styles[name]
        style.font.name, style.font.size = face, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        fonts.set(qn("w:eastAsia"), face)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(0 if name == "Normal" else 6)
        style.paragraph_format.space_after = Pt(2)
    spoken = {"val": language, "eastAsia": language}
    add(made.styles["Normal"].element.get_or_add_rPr(), "w:lang", **spoken)
    # the library's blank letter is in American English and Japanese, which chooses the shapes of characters
    for given in (*made.styles.element.iter(qn("w:lang")), *made.settings.element.iter(qn("w:themeFontLang"))):
        for key, value in spoken.items():
            given.set(qn(f"w:{key}"), value)


def set_properties(made: Any, words: Wording) -> None:
    """Set what programs show of a file; it bears code and fingerprint, too."""
    about, sheet, edition = made.core_properties, words.sheet, words.edition
    about.title, about.subject, about.author, about.comments = sheet.title, sheet.code, "", ""
    about.created = about.modified = datetime.datetime.combine(edition.file_day, datetime.time())
    about.last_modified_by, about.revision, about.language = "", edition.revision.number, edition.language
    about.identifier = f"{sheet.code} {sheet.fingerprint}"
