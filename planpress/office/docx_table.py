"""A ruled table in a letter: its joined head, its rows, tall cells and totals.

In: the table, or the part of it that is one page wide, and the empty cells of the letter. Out: the cells, written.
"""

from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from planpress.blocks.answers import GAP, AnswerSet, boxed
from planpress.blocks.head import HeadCell
from planpress.blocks.joined import spans_of
from planpress.blocks.table import Leaf
from planpress.office import docx_parts
from planpress.office.docx_styles import BODY_PT
from planpress.office.wording import lines_in, size_for

PADDING_MM = 1.0
"""What a cell with rules around it takes from its width at either side; on paper it is no less."""


def write_rows(
    leaf: Leaf, grid: Sequence[Sequence[Any]], rows: Sequence[Any], row_height_mm: float, widths_mm: Sequence[float]
) -> None:
    """Write the rows of a table, and the last with its totals; its columns are so wide in the letter."""
    spans = spans_of(leaf.begins)
    for number, (texts, category, asked) in enumerate(leaf.lines()):
        docx_parts.keep_whole(rows[number])
        if category:
            _category(grid[number], texts[0])
            continue
        rows[number].height = Mm(row_height_mm)
        for at, (column, text) in enumerate(zip(leaf.columns, texts, strict=True)):
            tall, cell = spans[number][at] if spans else 1, grid[number][at]
            if asked and column.value == "answer":
                write(cell, _answers(asked, widths_mm[at] - 2 * PADDING_MM))
            elif tall:
                write(cell, text or "\n".join(boxed(column.ticks)), centred=column.centred and not column.ticks)
            if tall > 1:
                cell.merge(grid[number + tall - 1][at])
    if leaf.total:
        docx_parts.keep_whole(rows[-1])
        rows[-1].height = Mm(row_height_mm)
        write(grid[-1][0], leaf.total[0], head=True)
        grid[-1][0].merge(grid[-1][leaf.named - 1])
        for cell, text in zip(grid[-1][leaf.named :], leaf.total[leaf.named :], strict=True):
            write(cell, text, centred=True)


def write_head(grid: Sequence[Sequence[Any]], head: Sequence[Sequence[HeadCell]], widths_mm: Sequence[float]) -> None:
    """Write the head into the first rows of a grid, joined across and down; its columns are so wide in the letter."""
    for row, found in enumerate(head):
        for text, at, across, down, _unit in found:
            size = size_for(text, sum(widths_mm[at : at + across]) - 2 * PADDING_MM, BODY_PT)
            write(grid[row][at], text, head=True, size_pt=size)
            if across > 1 or down > 1:
                grid[row][at].merge(grid[row + down - 1][at + across - 1])


def _answers(asked: AnswerSet, width_mm: float) -> str:
    """Return boxes in as few lines as hold them, broken here: not every program keeps a box in the line of its word."""
    lines: list[str] = []
    for box in boxed(asked.marked):
        longer = f"{lines[-1]}{GAP}{box}" if lines else ""
        if longer and lines_in(longer, width_mm, BODY_PT) == 1:
            lines[-1] = longer
        else:
            lines.append(box)
    return "\n".join(lines) or asked.blank


def _category(cells: Sequence[Any], text: str) -> None:
    """Write the name of a category over all cells of its row; it stays with the row below."""
    write(cells[0], text, head=True)
    cells[0].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
    cells[0].paragraphs[0].paragraph_format.keep_with_next = True
    if len(cells) > 1:
        cells[0].merge(cells[-1])


def write(
    cell: Any,
    text: str,
    *,
    head: bool = False,
    centred: bool = False,
    low: bool = False,
    size_pt: float = BODY_PT,
) -> None:
    """Write into an empty cell: in the middle of its height, or `low` down; in a `head` bold and centred."""
    paragraph = Paragraph(cell._tc.p_lst[0], cell)
    paragraph._p.append(deepcopy(_line_look(head or centred)))
    cell._tc.tcPr.append(deepcopy(_cell_look(low)))
    run = paragraph.add_run(text)
    if head:
        run.bold = True
    if size_pt != BODY_PT:
        run.font.size = Pt(size_pt)


@cache
def _line_look(centred: bool) -> Any:
    """Return the properties of a line in a cell; to copy them is much faster than to set them anew."""
    look = docx_parts.add(OxmlElement("w:p"), "w:pPr")
    docx_parts.add(look, "w:spacing", after="0")
    if centred:
        docx_parts.add(look, "w:jc", val="center")
    return look


@cache
def _cell_look(low: bool) -> Any:
    """Return the property of a cell that says how high its text stands."""
    return docx_parts.add(OxmlElement("w:tcPr"), "w:vAlign", val="bottom" if low else "center")
