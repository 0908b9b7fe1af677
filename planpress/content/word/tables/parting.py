"""A table that holds several forms → each as a table of its own.

In: a `Table`. Out: tables, in order, with all its cells. A form ends where the head of the list is typed again below
lines of its own, and where a blank table with another head follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from planpress.content.word.document import Cell, Table, one_line
from planpress.content.word.tables.grid import LONGEST, grid_of, rows_of
from planpress.content.word.tables.vocabulary import is_blank, is_foot

Rows = Sequence[Sequence[Cell]]


def forms_parted(table: Table) -> Iterator[Table]:
    """Yield the forms in a table."""
    rows, head = rows_of(table), grid_of(table).head
    first = min((cell.row for cell in head), default=table.rows)
    starts = sorted({*_again(rows, first), *_blank_table(rows, first)})
    for start, end in pairwise([0, *starts, table.rows]):
        if start == 0 and end == table.rows:
            yield table
        else:
            cells = [cell for cell in table.cells if start <= cell.row < end]
            moved = tuple(replace(one, row=one.row - start, rows=min(one.rows, end - one.row)) for one in cells)
            number = table.number if not start else next((one.number for one in moved if one.number), table.number)
            yield Table(number, moved, end - start, table.columns, 0 if start else table.heads)


def _again(rows: Rows, first: int) -> Iterator[int]:
    """Yield where forms begin that have the same head: above it, below the last row of the list before, or its foot."""
    usual = Counter(map(_cut, rows)).most_common(1)[0][0] if rows else ()
    for number in range(first + 1, len(rows)):
        if _words(rows[number]) == _words(rows[first]):
            start = number
            while start - 1 > first and _cut(rows[start - 1]) != usual and not _ends(rows[start - 1]):
                start -= 1
            if number - start > 1 or (number > start and _ends(rows[start - 1])):
                yield start


def _blank_table(rows: Rows, first: int) -> Iterator[int]:
    """Yield where a title across the table stands above another head with nothing but blank rows below."""
    for at in range(first + 2, len(rows) - 2):
        title, head, below = rows[at : at + 3]
        is_head = len(head) > 2 and all(0 < len(one_line(cell.words)) <= LONGEST for cell in head)
        blank = all(is_blank(cell.words) for cell in below) and _cut(below) == _cut(head)
        if len(title) == 1 and title[0].words and is_head and blank and _cut(head) != _cut(rows[first]):
            yield at


def _cut(row: Sequence[Cell]) -> tuple[int, ...]:
    return tuple(cell.column for cell in row)


def _words(row: Sequence[Cell]) -> list[str]:
    return [one_line(cell.words) for cell in row]


def _ends(row: Sequence[Cell]) -> bool:
    """Tell whether a row is one to sign on or the like."""
    return is_foot(next((cell.words for cell in row if cell.words), ""))
