"""What each style of a document for a word processor looks like → its style sheet and its list of faces.

In: a language, and how long the longest name at the head of the letter is. Out: XML; pure. Nothing in the document is
set by hand: whoever changes a style changes all that looks so.

Source:
    GB/T 9704-2012: text of 16 pt, 28 pt from line to line, two characters in; titles of 22 pt; the name of the office
    in red over a red line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.sax.saxutils import quoteattr

from planpress.content.word.marks import LIST_TITLE, PLAN_TITLE, ROWS, clause_style
from planpress.i18n import faces_of_document, of_office

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

RED = "E60012"
TEXT_PT, LINE_PT, TITLE_PT, TITLE_LINE_PT, TABLE_PT, IMPRINT_PT = 16, 28, 22, 35, 10.5, 14
PAGE_PT = 440
"""Width of the text of a page."""

RED_HEAD_PT = (18, 36)
"""The least and the most size of the name of the office."""

TITLE, FIRST, SECOND, TEXT = range(4)
"""Which of the faces of a document."""

DEEPEST = 9
"""So many levels have a style, of headings and of text."""

BREAK = "<w:pageBreakBefore/>"
RULE = '<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'
RED_LINE = "<w:pBdr>{}</w:pBdr>".format(RULE.format(side="bottom", size=12, space=8, color=RED))
LINES = "<w:pBdr>{}</w:pBdr>".format(
    "".join(RULE.format(side=side, size=8, space=1, color="000000") for side in ("top", "bottom", "between"))
)
RIGHT = f'<w:tabs><w:tab w:val="right" w:pos="{PAGE_PT * 20}"/></w:tabs>'
"""A tab leads to the right edge of the text."""


@dataclass(frozen=True)
class Look:
    """How a style of paragraphs looks.

    Attributes:
        name: What programs call it.
        face: Which of the faces.
        size: Of its signs, in pt.
        line: From line to line, in pt; 0 for what the signs take.
        align: `both`, `left`, `center`, `right` or `distribute`.
        first: How many characters its first line is moved in; less than 0 where the others are, behind so many.
        around: The room before and behind it, in lines.
        inner: How many characters it is moved in from the left and the right.
        deep: How deep it stands as a heading, from 0; None for none.
        kept: Whether it stays on the page of what follows.
        bold: Whether it is bold where no face tells it from the text.
        color: Of its signs; empty for black.
        alike: Whether there is no room between paragraphs of the style.
        extra: What else XML says of the paragraph.
    """

    name: str
    face: int = TEXT
    size: float = TEXT_PT
    line: float = LINE_PT
    align: str = "left"
    first: int = 0
    around: tuple[float, float] = (0, 0)
    inner: tuple[int, int] = (0, 0)
    deep: int | None = None
    kept: bool = False
    bold: bool = False
    color: str = ""
    alike: bool = False
    extra: str = ""


def style_id(name: str) -> str:
    """Return the name that paragraphs call a style by."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def looks_of(red_pt: float) -> list[Look]:
    """Return all styles of paragraphs; the name of the office has signs of that size."""
    title = Look("Title", TITLE, TITLE_PT, TITLE_LINE_PT, "center", around=(2, 1), kept=True, bold=True)
    red = Look("Red head", TITLE, red_pt, 0, "center", around=(1, 0), color=RED)
    of_table = Look(ROWS[0], TEXT, TABLE_PT, 0)
    number = Look("Document number", align="center", around=(2, 0), extra=RED_LINE)
    return [
        Look("Letter mark"),
        Look("Letter urgency", FIRST),
        red,
        replace(red, name="Red names", align="distribute", around=(0.5, 0)),
        number,
        replace(number, name="Signatory", align="left", extra=RED_LINE + RIGHT),
        title,
        Look("Addressees", kept=True),
        Look("Attachment", first=-3, around=(1, 0), inner=(5, 0), kept=True),
        Look("Attachment next", first=-1, inner=(6, 0), kept=True),
        Look("Signature", align="right", around=(2, 0), inner=(0, 2), kept=True, alike=True),
        Look("Signed date", align="right", inner=(0, 4)),
        Look("Date", align="right", around=(2, 0), inner=(0, 4)),
        Look("Remark", first=2),
        Look("Imprint", size=IMPRINT_PT, line=24, extra=LINES + RIGHT),
        Look("Annex label", FIRST, around=(0, 1), kept=True, extra=BREAK),
        replace(title, name="heading 1", around=(0, 1), deep=0),
        replace(title, name=PLAN_TITLE, around=(0, 1), deep=0, extra=BREAK),
        *(_heading(deep) for deep in range(1, DEEPEST)),
        *(Look(clause_style(depth), align="both", first=2) for depth in range(DEEPEST)),
        Look(LIST_TITLE, FIRST, deep=1, kept=True, bold=True),
        of_table,
        replace(of_table, name=ROWS[1], align="center"),
        replace(of_table, name="Table head", face=FIRST, align="center", bold=True),
        replace(of_table, name="Table category", face=FIRST, kept=True, bold=True),
        Look("Section end", size=1, line=1),
        Look("footer", size=IMPRINT_PT, line=0, inner=(1, 1)),
        Look("footer right", size=IMPRINT_PT, line=0, align="right", inner=(1, 1)),
    ]


def _heading(deep: int) -> Look:
    """Return the style of a clause that is a heading; the first two kinds have faces of their own."""
    return Look(f"heading {deep + 1}", min(deep, TEXT), first=2, align="both", deep=deep, kept=True, bold=True)


def style_sheet(language: str, longest: int) -> bytes:
    """Return the styles of a document whose letter has names at its head of so many characters, at most."""
    spoken, faces = quoteattr(of_office(language)[0]), [names[0] for names in faces_of_document(language)]
    red_pt = int(max(RED_HEAD_PT[0], min(RED_HEAD_PT[1], PAGE_PT / max(longest, 1))))
    usual = f"{_face(faces[TEXT])}{_size(TEXT_PT)}<w:lang w:val={spoken} w:eastAsia={spoken}/>"
    signs = _style("character", "Default Paragraph Font", "<w:semiHidden/>", usual=True)
    for number in (FIRST, SECOND, TEXT):
        # bold, so that it reads as a title in any face
        signs += _style("character", f"Lead {number}", f"<w:qFormat/><w:rPr>{_face(faces[number])}<w:b/></w:rPr>")
    alike = faces[FIRST] == faces[TEXT]
    lines = "".join(_paragraph(look, faces[look.face], look.bold and alike) for look in looks_of(red_pt))
    return (
        f'{HEAD}<w:styles xmlns:w="{SPACE}">'
        f"<w:docDefaults><w:rPrDefault><w:rPr>{usual}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        f"{_style('paragraph', 'Normal', '<w:qFormat/>', usual=True)}{signs}{_tables()}{lines}</w:styles>"
    ).encode()


def font_table(language: str) -> bytes:
    """Return the list of faces, each with those that stand for it."""
    fonts = ""
    for name, *others in dict.fromkeys(faces_of_document(language)):
        instead = f"<w:altName w:val={quoteattr(','.join(others))}/>" if others else ""
        fonts += f"<w:font w:name={quoteattr(name)}>{instead}</w:font>"
    return f'{HEAD}<w:fonts xmlns:w="{SPACE}">{fonts}</w:fonts>'.encode()


def _style(kind: str, name: str, content: str, *, usual: bool = False) -> str:
    """Return a style; `usual` is that of what has none. Word processors know theirs by their names."""
    known = usual or name in ("Title", "footer") or name.startswith("heading ")
    which = ' w:default="1"' if usual else "" if known else ' w:customStyle="1"'
    return f'<w:style w:type="{kind}"{which} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>{content}</w:style>'


def _face(name: str) -> str:
    return "<w:rFonts {}/>".format(" ".join(f"w:{of}={quoteattr(name)}" for of in ("ascii", "hAnsi", "eastAsia", "cs")))


def _size(pt: float) -> str:
    return f'<w:sz w:val="{round(pt * 2)}"/><w:szCs w:val="{round(pt * 2)}"/>'


def _paragraph(look: Look, face: str, bold: bool) -> str:
    """Return a style of paragraphs; what XML says of one has an order."""
    before, behind = (round(lines * LINE_PT * 20) for lines in look.around)
    line = f'w:line="{round(look.line * 20)}" w:lineRule="exact"' if look.line else 'w:line="240" w:lineRule="auto"'
    moved = {
        "left": look.inner[0],
        "right": look.inner[1],
        "firstLine" if look.first >= 0 else "hanging": abs(look.first),
    }
    sides = " ".join(
        f'w:{side}Chars="{count * 100}" w:{side}="{round(count * look.size * 20)}"' for side, count in moved.items()
    )
    about = "".join(
        (
            '<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>',
            "<w:keepNext/>" if look.kept else "",
            f'{look.extra}<w:spacing w:before="{before}" w:after="{behind}" {line}/><w:ind {sides}/>',
            "<w:contextualSpacing/>" if look.alike else "",
            f'<w:jc w:val="{look.align}"/>',
            "" if look.deep is None else f'<w:outlineLvl w:val="{look.deep}"/>',
            f"</w:pPr><w:rPr>{_face(face)}",
            "<w:b/>" if bold else "",
            f'<w:color w:val="{look.color}"/>' if look.color else "",
            f"{_size(look.size)}</w:rPr>",
        )
    )
    return _style("paragraph", look.name, about)


def _tables() -> str:
    """Return the styles of tables: without rules, and with."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    rules = "".join(RULE.format(side=side, size=4, space=0, color="000000") for side in sides)
    pads = "".join(f'<w:{side} w:w="{85 if side in ("left", "right") else 45}" w:type="dxa"/>' for side in sides[:4])
    ruled = f"<w:tblPr><w:tblBorders>{rules}</w:tblBorders><w:tblCellMar>{pads}</w:tblCellMar></w:tblPr>"
    usual = _style("table", "Normal Table", "<w:semiHidden/>", usual=True)
    return usual + _style("table", "Plan table", f'<w:basedOn w:val="NormalTable"/>{ruled}')
