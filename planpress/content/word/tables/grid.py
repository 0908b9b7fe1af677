"""A table of a file → its real columns with the words above them, and its rows; what stands above and below them.

In: a `Table`, whose grid may have three times the columns one sees, since cells are joined. Out: a `Grid`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from planpress.content.word.document import Cell, Table, one_line
from planpress.content.word.tables.vocabulary import is_number, kind_of, name_of, ticks_of

MOST_ABOVE = 12
"""How many rows of a form may stand above the row that names the columns."""

DEEPEST = 4
"""Rows of a head."""

LONGEST = 24
"""Signs of a heading."""

OFTEN = 0.3
"""In how many of the rows a cell must begin at a place that no head has, for a column to begin there."""

WEIGHT = {"number": 3, "content": 3, "": 0}
"""What a known heading tells of a row that names columns; others tell 1."""

Line = tuple[tuple[Cell, ...], ...]
"""A row: in each real column the cells that stand there; one that is merged stands in each that it covers."""


@dataclass(frozen=True)
class Grid:
    """A table by its real columns.

    Attributes:
        above: The rows above the head, as cells.
        paths: The words above each column, the outermost first; none where nothing names it.
        head: The cells of the head.
        lines: The rows below it.
        again: The words of heads that are there twice, side by side.
    """

    above: tuple[tuple[Cell, ...], ...]
    paths: tuple[tuple[str, ...], ...]
    head: tuple[Cell, ...]
    lines: tuple[Line, ...]
    again: tuple[str, ...] = ()

    def cells(self, column: int) -> list[Cell]:
        """Return the cells of a column, each once, from above."""
        return list(dict.fromkeys(cell for line in self.lines for cell in line[column]))

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands above each column; heads of several rows are parted by a line break."""
        return tuple("\n".join(path) for path in self.paths)


def cells_of(line: Line) -> list[Cell]:
    """Return the cells of a row, each once."""
    return list(dict.fromkeys(cell for cells in line for cell in cells))


def filled_of(line: Line) -> list[Cell]:
    """Return the cells of a row that say something, each once."""
    return [cell for cell in cells_of(line) if cell.words]


def said(cells: Iterable[Cell]) -> str:
    """Return what cells say, a line each."""
    return "\n".join(cell.words for cell in cells if cell.words)


def line_of_form(row: Sequence[Cell]) -> str:
    """Return the line of a row of a form head: a label with room beside it ends with a colon."""
    parts: list[str] = []
    for cell, beside in zip_longest(row, row[1:]):
        words = one_line(cell.words) if cell else ""
        is_label = beside is not None and not beside.words and len(words) <= LONGEST
        if words and is_label and words[-1] not in ":\uff1a":
            words += ":" if words.isascii() else "\uff1a"
        parts += filter(None, [words])
    return "\u3000".join(parts)


def grid_of(table: Table) -> Grid:
    """Return a table by its real columns; without a head where no row names columns."""
    rows = rows_of(table)
    first, last = _head(table, rows)
    head = tuple(dict.fromkeys(cell for row in rows[first:last] for cell in row))
    edges = _edges(head, rows[last:])
    above = tuple(tuple(cell for cell in row if cell.row == number) for number, row in enumerate(rows[:first]))
    paths = tuple(_path(rows[first:last], edge) for edge in edges)
    grid = Grid(above, paths, head, tuple(_line(row, edges, table.columns) for row in rows[last:]))
    half = len(paths) // 2
    if half > 1 and paths[:half] == paths[half:]:
        grid = _stacked(grid, edges[half])
    return _without_blank(grid)


def _stacked(grid: Grid, edge: int) -> Grid:
    """Return a list that goes on beside itself, from a column on, as one below the other."""
    half = len(grid.paths) // 2
    lines = (*(line[:half] for line in grid.lines), *(line[half:] for line in grid.lines))
    again = tuple(one_line(cell.words) for cell in grid.head if cell.column >= edge)
    return Grid(grid.above, grid.paths[:half], grid.head, lines, again)


def _without_blank(grid: Grid) -> Grid:
    """Return a grid without columns that have no heading and say nothing."""
    said = [bool(path) or any(cell.words for cell in grid.cells(at)) for at, path in enumerate(grid.paths)]
    kept = [at for at, says in enumerate(said) if says]
    paths = tuple(grid.paths[at] for at in kept)
    return replace(grid, paths=paths, lines=tuple(tuple(line[at] for at in kept) for line in grid.lines))


def rows_of(table: Table) -> list[list[Cell]]:
    """Return the cells that stand in each row, from the left."""
    rows: list[list[Cell]] = [[] for _row in range(table.rows)]
    for cell in sorted(table.cells, key=lambda one: (one.column, one.row)):
        for row in rows[cell.row : cell.row + cell.rows]:
            row.append(cell)
    return rows


def _head(table: Table, rows: Sequence[Sequence[Cell]]) -> tuple[int, int]:
    """Return the first row of the head, and the one behind its last; the same where there is none."""
    scores = [_score(row, number) for number, row in enumerate(rows[:MOST_ABOVE])]
    best = max(scores, default=0)
    if best >= 2:
        first = scores.index(best)
    elif table.heads or (rows and _may_be_head(rows[0]) and len(rows) > 1):
        first = 0
    else:
        return 0, 0
    first = min(cell.row for cell in rows[first])
    last = max([first + table.heads * (first == 0), *(cell.row + min(cell.rows, DEEPEST) for cell in rows[first])])
    while last < len(rows) and last - first < DEEPEST and _goes_on(rows[first], rows[last]):
        last += 1
    return first, last


def _score(row: Sequence[Cell], number: int) -> int:
    """Return how much a row looks like one that names columns: by known headings, at least half of its cells."""
    begun = [cell for cell in row if cell.row == number]
    words = [cell.words for cell in begun if cell.words]
    known = [kind_of(text) for text in words if len(name_of(text)) <= LONGEST and not re.search("[:\uff1a_]", text)]
    if len(words) < 2 or 2 * len(list(filter(None, known))) < len(begun) or len(words) < 0.7 * len(begun):
        return 0
    if any(map(is_number, words)):  # no column is called so
        return 0
    return sum(WEIGHT.get(kind, 1) for kind in known)


def _may_be_head(row: Sequence[Cell]) -> bool:
    """Tell whether a row may name columns: short words in each cell, which are no numbers, questions or boxes."""
    words = [one_line(cell.words) for cell in row]
    return len(words) > 1 and all(0 < len(text) <= LONGEST and _may_name(text) for text in words)


def _may_name(text: str) -> bool:
    return text[-1] not in ":\uff1a?\uff1f\u3002" and not is_number(text) and not ticks_of(text)


def _goes_on(head: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Tell whether a row parts wide heads, and says nothing below the others, which nobody joined."""
    wide = [cell for cell in head if cell.columns > 1]
    under = [[one for one in row if cell.column <= one.column < cell.column + cell.columns] for cell in wide]
    parted = [cell for found in under if len(found) > 1 for cell in found]
    others = [cell for cell in row if cell not in parted]
    return bool(parted) and _may_be_head(parted) and not any(cell.words for cell in others)


def _edges(head: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> list[int]:
    """Return where real columns begin."""
    begun = Counter(column for row in body for column in {cell.column for cell in row})
    often = {column for column, count in begun.items() if count >= OFTEN * len(body)}
    return sorted({cell.column for cell in head} | often)


def _path(head: Sequence[Sequence[Cell]], edge: int) -> tuple[str, ...]:
    cells = (cell for row in head for cell in row if cell.column <= edge < cell.column + cell.columns)
    return tuple(dict.fromkeys(filter(None, (one_line(cell.words) for cell in cells))))


def _line(row: Sequence[Cell], edges: Sequence[int], width: int) -> Line:
    """Return what stands in each real column of a row; a cell that begins inside of one stands there."""
    ends = [*edges[1:], width]
    return tuple(
        tuple(
            cell
            for cell in row
            if first <= cell.column < end or (cell.column <= first and end <= cell.column + cell.columns)
        )
        for first, end in zip(edges, ends, strict=True)
    )
