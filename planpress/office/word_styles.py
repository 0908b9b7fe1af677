"""What each style of a document for a word processor looks like → its style sheet and its list of faces.

In: a language, and how long the longest name at the head of the letter is. Out: XML; pure. Nothing in the document is
set by hand: whoever changes a style changes all that looks so.

Source:
    GB/T 9704-2012: text of 16 pt, 28 pt from line to line, two characters in; titles of 22 pt; the name of the office
    in red over a red line.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from planpress.content.word.marks import clause_style
from planpress.i18n import faces_of_document, of_office

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RED = "E60012"
TEXT_PT, LINE_PT, TITLE_PT, TABLE_PT = 16, 28, 22, 10.5
PAGE_PT = 440
"""Width of the text of a page."""

RED_HEAD_PT = (18, 36)
"""The least and the most size of the name of the office."""

TITLE, FIRST, SECOND, TEXT = range(4)
"""Which of the faces of a document."""

DEEPEST = 9
"""So many levels have a style, of headings and of text."""


@dataclass(frozen=True)
class Look:
    """How a style of paragraphs looks.

    Attributes:
        name: What programs call it.
        face: Which of the faces.
        size: Of its signs, in pt.
        line: From line to line, in pt; 0 for what the signs take.
        align: `both`, `left`, `center` or `right`.
        first: How many characters its first line is moved in; less than 0 where the others are, behind so many.
        around: The room before and behind it, in lines.
        inner: How many characters it is moved in from the left and the right.
        deep: How deep it stands as a heading, from 0; None for none.
        kept: Whether it stays on the page of what follows.
        extra: What else XML says of it, of the paragraph and of its signs.
    """

    name: str
    face: int = TEXT
    size: float = TEXT_PT
    line: float = LINE_PT
    align: str = "both"
    first: int = 2
    around: tuple[float, float] = (0, 0)
    inner: tuple[int, int] = (0, 0)
    deep: int | None = None
    kept: bool = False
    extra: tuple[str, str] = ("", "")


BREAK = "<w:pageBreakBefore/>"
RULE = '<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'


def style_id(name: str) -> str:
    """Return the name that paragraphs call a style by."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def looks_of(red_pt: float, bold: str) -> list[Look]:
    """Return all styles of paragraphs; `bold` is what tells headings where no face does."""
    under = RULE.format(side="bottom", size=12, space=8, color=RED)
    ruled = "".join(RULE.format(side=side, size=8, space=1, color="000000") for side in ("top", "bottom", "between"))
    red = f'<w:color w:val="{RED}"/>'
    title = Look("heading 1", TITLE, TITLE_PT, 35, "center", 0, (0, 1), deep=0, kept=True, extra=("", bold))
    # a tab leads to the right edge of the text, 156 mm
    right = '<w:tabs><w:tab w:val="right" w:pos="8844"/></w:tabs>'
    return [
        Look("Letter mark", first=0, align="left"),
        Look("Letter urgency", FIRST, first=0, align="left"),
        Look("Red head", TITLE, red_pt, 0, "center", 0, (1, 0), extra=("", red)),
        Look("Document number", align="center", first=0, around=(2, 0), extra=(f"<w:pBdr>{under}</w:pBdr>", "")),
        Look("Signatory", align="left", first=0, around=(2, 0), extra=(f"<w:pBdr>{under}</w:pBdr>{right}", "")),
        Look("Title", TITLE, TITLE_PT, 35, "center", 0, (2, 1), kept=True, extra=("", bold)),
        Look("Addressees", align="left", first=0, kept=True),
        Look("Attachment", align="left", first=-3, inner=(5, 0)),
        Look("Signature", align="right", first=0, inner=(0, 2), kept=True),
        Look("Date", align="right", first=0, inner=(0, 4)),
        Look("Remark", first=2),
        Look("Imprint", size=14, line=24, align="left", first=0, extra=(f"<w:pBdr>{ruled}</w:pBdr>{right}", "")),
        Look("Annex label", FIRST, align="left", first=0, around=(0, 1), kept=True, extra=(BREAK, "")),
        title,
        Look("Plan title", TITLE, TITLE_PT, 35, "center", 0, (0, 1), deep=0, kept=True, extra=(BREAK, bold)),
        *(Look(f"heading {deep + 1}", min(deep, 3), deep=deep, kept=True, extra=("", bold)) for deep in range(1, DEEPEST)),
        *(Look(clause_style(depth)) for depth in range(DEEPEST)),
        Look("Checklist title", FIRST, align="left", first=0, deep=1, kept=True, extra=("", bold)),
        Look("Table head", FIRST, TABLE_PT, 0, "center", 0, extra=("", bold)),
        Look("Table text", TEXT, TABLE_PT, 0, "left", 0),
        Look("Table number", TEXT, TABLE_PT, 0, "center", 0),
        Look("Table category", FIRST, TABLE_PT, 0, "left", 0, kept=True),
        Look("Section end", TEXT, 1, 1, "left", 0),
        Look("footer", TEXT, 14, 0, "left", 0, inner=(1, 1)),
        Look("footer right", TEXT, 14, 0, "right", 0, inner=(1, 1)),
    ]


def style_sheet(language: str, longest: int) -> bytes:
    """Return the styles of a document whose letter has names at its head of so many characters, at most."""
    spoken, faces = of_office(language)[0], [names[0] for names in faces_of_document(language)]
    bold = "<w:b/>" if faces[FIRST] == faces[TEXT] else ""
    red_pt = int(max(RED_HEAD_PT[0], min(RED_HEAD_PT[1], PAGE_PT / max(longest, 1))))
    lang = f"<w:lang w:val={quoteattr(spoken)} w:eastAsia={quoteattr(spoken)}/>"
    usual = f"{_face(faces[TEXT])}{_size(TEXT_PT)}{lang}"
    leads = "".join(_lead(number, faces[number]) for number in (FIRST, SECOND, TEXT))
    looks = "".join(_style(look, faces[look.face]) for look in looks_of(red_pt, bold))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{SPACE}">'
        f"<w:docDefaults><w:rPrDefault><w:rPr>{usual}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
        f"{_tables()}{leads}{looks}</w:styles>"
    ).encode()


def font_table(language: str) -> bytes:
    """Return the list of faces, each with those that stand for it."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}>{f'<w:altName w:val={quoteattr(chr(44).join(others))}/>' if others else ''}</w:font>"
        for name, *others in dict.fromkeys(faces_of_document(language))
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{SPACE}">{fonts}</w:fonts>'.encode()


def _face(name: str) -> str:
    return "<w:rFonts {}/>".format(" ".join(f"w:{use}={quoteattr(name)}" for use in ("ascii", "hAnsi", "eastAsia", "cs")))


def _size(pt: float) -> str:
    return f'<w:sz w:val="{round(pt * 2)}"/><w:szCs w:val="{round(pt * 2)}"/>'


def _lead(number: int, face: str) -> str:
    """Return the style of a title that text follows in its line: bold, so that it reads as one in any face."""
    name = f"Lead {number}"
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/><w:qFormat/>'
        f"<w:rPr>{_face(face)}<w:b/></w:rPr></w:style>"
    )


def _style(look: Look, face: str) -> str:
    builtin = look.name[0].islower() and look.name != "footer right" or look.name == "Title"
    of_paragraph, of_signs = look.extra
    before, after = (round(lines * LINE_PT * 20) for lines in look.around)
    line = f' w:line="{round(look.line * 20)}" w:lineRule="exact"' if look.line else ' w:line="240" w:lineRule="auto"'
    chars, unit = abs(look.first), round(look.size * 20)
    kind = "firstLine" if look.first >= 0 else "hanging"
    left, right = look.inner
    brk, rest = (BREAK, of_paragraph.removeprefix(BREAK)) if of_paragraph.startswith(BREAK) else ("", of_paragraph)
    ind = (
        f'<w:ind w:leftChars="{left * 100}" w:left="{left * unit}" w:rightChars="{right * 100}" w:right="{right * unit}"'
        f' w:{kind}Chars="{chars * 100}" w:{kind}="{chars * unit}"/>'
    )
    deep = "" if look.deep is None else f'<w:outlineLvl w:val="{look.deep}"/>'
    bold, color = (of_signs, "") if of_signs == "<w:b/>" else ("", of_signs)
    return (
        f'<w:style w:type="paragraph"{"" if builtin else " w:customStyle=" + quoteattr("1")} w:styleId="{style_id(look.name)}">'
        f'<w:name w:val="{look.name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{"<w:keepNext/>" if look.kept else ""}{brk}'
        f'{rest}<w:spacing w:before="{before}" w:after="{after}"{line}/>{ind}<w:jc w:val="{look.align}"/>{deep}</w:pPr>'
        f"<w:rPr>{_face(face)}{bold}{color}{_size(look.size)}</w:rPr></w:style>"
    )


def _tables() -> str:
    """Return the styles of tables: without rules, and with."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    rules = "".join(RULE.format(side=side, size=4, space=0, color="000000") for side in sides)
    pads = "".join(f'<w:{side} w:w="{wide}" w:type="dxa"/>' for side, wide in zip(sides, (45, 85, 45, 85), strict=False))
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="PlanTable"><w:name w:val="Plan table"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{rules}</w:tblBorders><w:tblCellMar>{pads}</w:tblCellMar>'
        "</w:tblPr></w:style>"
    )
