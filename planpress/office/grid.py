"""A table in a spreadsheet: its joined head, its rows, tall cells, numbers, sums and shares.

In: a table, the page it is written to, and the row where it begins. Out: the row behind it. The sums of the last row
and the shares of two columns are the only formulas: of cells of this table alone, with no word of a plan in them.
"""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from planpress.blocks.answers import AnswerSet
from planpress.blocks.column import Column
from planpress.blocks.joined import spans_of
from planpress.blocks.table import NO_RATE, TableView
from planpress.office.wording import lines_in, size_for
from planpress.office.worksheet import BODY_PT, HEAD, IDS, LABEL, NUMBER, PADDING_MM, WRITE, Worksheet, height_of

MOST_FROZEN_MM = 80.0
"""How high what always stays in view may be, and how wide; more would leave no room for the rows."""

PERCENT = "%"
"""The unit below which a share is a number of hundredths; without a unit each cell says so itself."""


def write_table(cells: Worksheet, table: TableView, first: int) -> int:
    """Write `table` from the row `first` on; return the row behind it."""
    last = _head(cells, table, first)
    cells.text(last, IDS, IDS, "id")
    cells.sheet.repeat_rows(first, last)
    if table.parts:
        cells.sheet.repeat_columns(IDS, table.keys)
    high, wide = (
        sum(cells.heights_mm.values()) <= MOST_FROZEN_MM,
        sum(table.widths_mm()[: table.keys]) <= MOST_FROZEN_MM,
    )
    if high or (wide and table.keys):
        cells.sheet.freeze_panes((last + 1) * high, (table.keys + 1) * bool(wide and table.keys))
    begin = last + 1
    end = _rows(cells, table, begin)
    for number, column in enumerate(table.columns, 1):
        if table.rows:
            cells.offer(column.ticks, begin, end - 1, number)
    if table.total:
        _total(cells, table, begin, end)
    return end + bool(table.total)


def _head(cells: Worksheet, table: TableView, first: int) -> int:
    """Write the head, joined across and down as on paper; return its last row."""
    widths = table.widths_mm()
    for row, found in enumerate(table.head, first):
        lines = 1
        for cell in found:
            mm = sum(widths[cell.at : cell.at + cell.across]) - PADDING_MM
            size = size_for(cell.text, mm, BODY_PT)
            if cell.down == 1 or row == first:
                lines = max(lines, -(-lines_in(cell.text, mm, BODY_PT) // cell.down))
            cells.text(row, cell.at + 1, cell.at + cell.across, cell.text, row + cell.down - 1, font_size=size, **HEAD)
        cells.height(row, height_of(lines, BODY_PT) + 1)
    return first + len(table.head) - 1


def _rows(cells: Worksheet, table: TableView, begin: int) -> int:
    """Write the rows, each with its id in the hidden column; return the row behind them."""
    spans = spans_of(table.begins)
    for row, (name, (texts, category, asked)) in enumerate(zip(table.row_ids, table.lines(), strict=True)):
        cells.text(begin + row, IDS, IDS, name)
        if category:
            cells.text(begin + row, 1, len(texts), texts[0], bold=True, **WRITE)
            lines = lines_in(texts[0], sum(table.widths_mm()) - PADDING_MM, BODY_PT)
            cells.height(begin + row, height_of(lines, BODY_PT))
            continue
        height = table.row_height_mm
        for at, (column, text) in enumerate(zip(table.columns, texts, strict=True)):
            tall = spans[row][at] if spans else 1
            if asked and column.value == "answer":
                _answer(cells, asked, begin + row, at + 1)
            elif tall:
                _cell(cells, table, begin + row, at, text, tall)
            lines = lines_in(text, column.width_mm - PADDING_MM, BODY_PT)
            height = max(height, height_of(lines, BODY_PT) / max(1, tall)) if tall else height
        cells.height(begin + row, height)
    return begin + len(table.rows)


def _cell(cells: Worksheet, table: TableView, row: int, at: int, text: str, tall: int) -> None:
    """Write one cell, `tall` rows high."""
    column, last = table.columns[at], row + tall - 1
    if text and (column.value == "number" or column.numbers):
        cells.number(row, at + 1, float(text), last)
    elif column.rate and not text:
        _share(cells, table, row, column)
    else:
        looks = NUMBER if column.counts else LABEL if column.centred else WRITE
        cells.text(row, at + 1, at + 1, text, last, **looks)


def _answer(cells: Worksheet, asked: AnswerSet, row: int, number: int) -> None:
    """Offer the answers to choose from, faults with their mark; or leave room to write, or for a number."""
    offered = cells.offer(asked.marked, row, row, number)
    unit = asked.unit.replace('"', "")
    looks = NUMBER | {"num_format": f'General"{unit}"'} if unit else NUMBER if asked.kind == "number" else WRITE
    left = "" if offered or asked.kind != "choice" else asked.words
    cells.text(row, number, number, left, **looks)


def _total(cells: Worksheet, table: TableView, begin: int, row: int) -> None:
    """Write the last row: its name, and below each column that has one its sum, or the share of two sums."""
    named = table.named
    cells.text(row, 1, named, table.total[0], **HEAD)
    for at, column in enumerate(table.columns[named:], named):
        if column.rate and column.total:
            _share(cells, table, row, column)
        elif column.total:
            counted = xl_range(begin, at + 1, row - 1, at + 1)
            cells.formula(row, at + 1, f'=IF(COUNT({counted})=0,"",SUM({counted}))', _shown(table.total[at]))
        else:
            cells.text(row, at + 1, at + 1, table.total[at], **LABEL)
    cells.height(row, table.row_height_mm)


def _share(cells: Worksheet, table: TableView, row: int, column: Column) -> None:
    """Write the share of one column in another of the same row; a stroke where there is nothing to share."""
    assert column.rate is not None
    numbers = {one.id: number for number, one in enumerate(table.columns, 1) if one.id}
    part, whole = (xl_rowcol_to_cell(row, numbers[name]) for name in (column.rate.of, column.rate.to))
    share = f"{part}/{whole}*100" if column.unit == PERCENT else f"{part}/{whole}"
    looks: Mapping[str, Any] = {"num_format": "0.0" if column.unit == PERCENT else "0.0%"}
    at = table.columns.index(column) + 1
    formula = f'=IF({whole}="","",IF({whole}=0,"{NO_RATE}",{share}))'
    cells.formula(row, at, formula, "", **looks)


def _shown(text: str) -> str | float:
    return float(text) if text else ""
