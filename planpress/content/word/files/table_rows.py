"""The rows of a table in XML → cells with their places, merged ones once.

In: a table, and the paragraphs of its cells, one after another. Out: `Cell`s.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from planpress.content.word.document import Cell, Paragraph
from planpress.content.word.files.xml import W, flag, number_of, value, words_of

MOST_COLUMNS = 200
MOST_HEADS = 3
"""Rows of a head that is typed again."""


def is_one_cell(table: Any) -> bool:
    """Tell whether a table only sets a frame around other tables."""
    cells = table.findall(f"{W}tr/{W}tc")
    return len(cells) == 1 and cells[0].find(W + "tbl") is not None


@dataclass
class _Open:
    """A cell that may go on in the next row."""

    paragraphs: tuple[Paragraph, ...]
    row: int
    column: int
    rows: int
    columns: int


class Rows:
    """A table while it is read; `again` are the rows in which the head is typed again after a page."""

    def __init__(self, table: Any) -> None:
        """Take the rows of a table."""
        rows = table.findall(W + "tr")
        heads = (at for at, row in enumerate(rows) if not _is_head(row))
        self.heads = next(heads, len(rows))
        again = _again(rows, max(1, self.heads))
        self.again = {rows[at] for at in again}
        self.many = len(rows) - len(again)
        self._made: list[_Open] = []
        self._open: dict[int, _Open] = {}
        self._row, self._column = -1, 0

    def begin(self, row: Any) -> None:
        """Begin the next row."""
        self._row += 1
        self._column = _some(number_of(row.find(W + "trPr"), "gridBefore"))
        self._open = {at: one for at, one in self._open.items() if one.row + one.rows == self._row}

    def goes_on(self, cell: Any) -> bool:
        """Tell whether a cell goes on with the one above it."""
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        return merge is not None and merge.get(W + "val", "continue") == "continue" and self._column in self._open

    def add(self, cell: Any, paragraphs: tuple[Paragraph, ...]) -> None:
        """Add the next cell of the row."""
        properties = cell.find(W + "tcPr")
        wide = max(1, _some(number_of(properties, "gridSpan")))
        if self.goes_on(cell):
            above = self._open[self._column]
            above.rows += 1
            above.paragraphs += paragraphs
        elif value(properties, "hMerge") == "continue" and self._made:
            self._made[-1].columns += wide
            self._made[-1].paragraphs += tuple(one for one in paragraphs if one.words)
        else:
            made = _Open(paragraphs, self._row, self._column, 1, wide)
            self._made.append(made)
            if flag(properties, "vMerge"):
                self._open[self._column] = made
        self._column += wide

    def cells(self) -> tuple[Cell, ...]:
        """Return all cells; places where none begins are no columns."""
        begins = self._begins()

        def column(place: int) -> int:
            return bisect_left(begins, place)

        return tuple(
            Cell(one.paragraphs, one.row, at := column(one.column), one.rows, column(one.column + one.columns) - at)
            for one in self._made
        )

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self._begins())

    def _begins(self) -> list[int]:
        return sorted({one.column for one in self._made})


def _some(number: int) -> int:
    return min(max(number, 0), MOST_COLUMNS)


def _is_head(row: Any) -> bool:
    return flag(row.find(W + "trPr"), "tblHeader")


def _again(rows: list[Any], heads: int) -> set[int]:
    """Return which rows repeat the first ones; below a row of one cell they head a group of their own."""
    said = [tuple(words_of(cell) for cell in row.iter(W + "tc")) for row in rows]
    found: set[int] = set()
    if not said or sum(map(bool, said[0])) < 2:
        return found
    at = heads + 1
    while at < len(said):
        many = 0
        if said[at] == said[0] and len(said[at - 1]) > 1:
            pairs = zip(said[at : at + MOST_HEADS], said, strict=False)
            many = len(list(takewhile(lambda pair: pair[0] == pair[1] and sum(map(bool, pair[0])) > 1, pairs)))
        found.update(range(at, at + many))
        at += max(1, many)
    return found
