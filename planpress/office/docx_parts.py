"""What tables and paragraphs of a letter are made of that the library has no call for.

In: parts of a letter as the library knows them. Out: the same, changed.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

SMALL_PT = 9

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the earliest that the file format knows."""

RULE = {"val": "single", "sz": "4", "space": "0", "color": "000000"}
"""How a line along a cell looks."""

ALL_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def packed(parts: Iterable[tuple[str, bytes]], begun: bytes = b"") -> bytes:
    """Return the file of `parts`, in their order; those of the file that is `begun` stand first."""
    target = io.BytesIO(begun)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def add(parent: Any, name: str, **values: str) -> Any:
    """Add an element that the library has no call for."""
    made = OxmlElement(name, {qn(f"w:{key}"): value for key, value in values.items()})
    parent.append(made)
    return made


def add_field(paragraph: Any, instruction: str) -> None:
    """Add a number that the word processor counts, such as that of the page."""
    for kind in ("begin", "text", "separate", "shown", "end"):
        run = paragraph.add_run("1" if kind == "shown" else "")
        run.font.size = Pt(SMALL_PT)
        if kind == "text":
            add(run._r, "w:instrText").text = instruction
        elif kind != "shown":
            add(run._r, "w:fldChar", fldCharType=kind)


def rule(cell: Any, *sides: str) -> None:
    """Draw a line along these sides of a cell."""
    _borders(cell._tc.get_or_add_tcPr(), "w:tcBorders", sides, ("w:shd", "w:noWrap", "w:tcMar", "w:vAlign"))


def rule_all(table: Any) -> None:
    """Draw lines around every cell of a table."""
    _borders(table._tbl.tblPr, "w:tblBorders", ALL_SIDES, ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"))


def _borders(properties: Any, name: str, sides: Sequence[str], before: Sequence[str]) -> None:
    """Add borders `before` other elements: word processors read them in one order alone."""
    borders = OxmlElement(name)
    properties.insert_element_before(borders, *before)
    for side in sides:
        add(borders, f"w:{side}", **RULE)


def set_padding(table: Any, side_mm: float, bottom_mm: float) -> None:
    """Set what each cell of a table takes from its width at either side, and from its height below."""
    margins = OxmlElement("w:tblCellMar")
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    for side, mm in (("left", side_mm), ("bottom", bottom_mm), ("right", side_mm)):
        add(margins, f"w:{side}", w=str(Mm(mm).twips), type="dxa")


def keep_whole(row: Any) -> None:
    """Let a row grow with what one writes, but never go on on the next page."""
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    add(row._tr.get_or_add_trPr(), "w:cantSplit")


def keep_with_next(element: Any) -> None:
    """Keep every paragraph of an element on the page of what follows it."""
    for paragraph in element.iter(qn("w:p")):
        paragraph.get_or_add_pPr().get_or_add_keepNext()


def keep_with_before(table: Any) -> None:
    """Keep a whole table on one page, with the last paragraph or row before it."""
    for row in table._tbl.tr_lst[:-1]:
        keep_with_next(row)
    before = table._tbl.getprevious()
    while before is not None and before.tag == qn("w:p") and not "".join(before.itertext()):
        keep_with_next(before)
        before = before.getprevious()
    if before is not None:
        keep_with_next(before.tr_lst[-1] if before.tag == qn("w:tbl") else before)
