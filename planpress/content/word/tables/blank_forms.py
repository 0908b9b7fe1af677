"""A table that is none to check by → the blank form that it is: a ledger, or labels with room beside them.

In: a `Table`. Out: a `Ledger`, or each `Entry` in order; None where it holds data, or has another shape. Every sign of
it stands in what is returned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from planpress.content.word.document import Cell, Table, one_line
from planpress.content.word.tables.grid import Grid, Line, cells_of, filled_of, grid_of, line_of_form, rows_of, said
from planpress.content.word.tables.vocabulary import (
    is_blank,
    is_date,
    is_foot,
    is_number,
    kind_of,
    says,
    ticks_of,
    ticks_of_all,
)

LONGEST_LABEL = 40
"""Signs of a label beside which one writes."""

HIGH = 2
"""Blank lines in a cell that one writes sentences in."""


@dataclass(frozen=True)
class Ledger:
    """A blank table: a head, rows to fill in, and lines around it.

    Attributes:
        columns: The words above each column, the outermost first.
        label: The column of numbers; None where there is none.
        ticks: The boxes in each column.
        named: The column in which rows have names already; None where they have none.
        names: These names.
        count: How many further rows are blank.
    """

    above: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    label: int | None
    ticks: tuple[tuple[str, ...], ...]
    named: int | None
    names: tuple[str, ...]
    count: int
    below: tuple[str, ...]


class Entry(NamedTuple):
    """A place of a form: a label with room beside or below it, boxes to tick, a line to sign on, or words alone.

    `options` are the boxes, or the blanks of the date of who signs; `across` is how many places stand in its row.
    """

    kind: Literal["field", "box", "ticks", "sign", "words"]
    label: str
    options: tuple[str, ...] = ()
    across: int = 1


def blank_of(table: Table) -> Ledger | tuple[Entry, ...] | None:
    """Return the blank form that a table is; None where it is none."""
    grid = grid_of(table)
    return _ledger(grid) or _entries(table)


# ---------------------------------------------------------------- ledgers


def _ledger(grid: Grid) -> Ledger | None:
    lines, foot = _parted(grid) if len(grid.paths) > 1 and all(grid.paths) and grid.lines else ([], [])
    if not lines:
        return None
    rows = [[one_line(said(cells)) for cells in line] for line in lines]
    columns = [[row[at] for row in rows] for at in range(len(grid.paths))]
    ticks = tuple(map(ticks_of_all, columns))
    label = next((at for at in (0, 1) if _numbers(columns[at], grid.paths[at])), None)
    written = [at for at, column in enumerate(columns) if at != label and not ticks[at] and any(map(_says, column))]
    named = written[0] if written else None
    names = tuple(filter(_says, columns[named])) if named is not None else ()
    if not _may_be_named(grid, label, written) or len(set(names)) < len(names):
        return None  # rows below tall cells are no list of names
    above = tuple(filter(None, map(line_of_form, grid.above)))
    return Ledger(above, grid.paths, label, ticks, named, names, len(lines) - len(names), tuple(foot))


def _may_be_named(grid: Grid, label: int | None, written: Sequence[int]) -> bool:
    """Tell whether at most one column is filled, as one of the first, beside which there is one to write in."""
    if not written:
        return True
    one_of_first = len(written) == 1 and written[0] <= 1 and kind_of(grid.paths[written[0]][-1]) != "answer"
    return one_of_first and len(grid.paths) > len({label, *written} - {None})


def _parted(grid: Grid) -> tuple[list[Line], list[str]]:
    """Return the rows of a ledger, and the lines of its foot: rows whose cells are joined otherwise."""
    usual = max(len(cells_of(line)) for line in grid.lines)
    last = max((at for at, line in enumerate(grid.lines, 1) if len(cells_of(line)) == usual), default=0)
    firsts = [next((cell.words for cell in filled_of(line)), "") for line in grid.lines[:last]]
    signed = (at for at, words in enumerate(firsts) if is_foot(words.rstrip(":\uff1a")) and not is_number(words))
    end = next(signed, 0) or last
    foot = dict.fromkeys(cell for line in grid.lines[end:] for cell in filled_of(line))
    return list(grid.lines[:end]), [one_line(cell.words) for cell in foot]


def _numbers(column: Sequence[str], path: Sequence[str]) -> bool:
    filled = [one for one in column if _says(one)]
    return all(map(is_number, filled)) and (kind_of(path[-1]) == "number" or (bool(filled) and not kind_of(path[-1])))


def _says(text: str) -> bool:
    return not is_blank(text)


# ---------------------------------------------------------------- labels with room beside them


def _entries(table: Table) -> tuple[Entry, ...] | None:
    made: list[Entry] = []
    for number, row in enumerate(rows_of(table)):
        cells = [cell for cell in row if cell.row == number]
        found = list(_of_row(cells, len(row) == 1))
        if None in found:
            return None
        made += [entry._replace(across=len(found)) for entry in found if entry is not None]
    blanks = [entry for entry in made if entry.kind != "words"]
    return tuple(made) if blanks and len(blanks) * 2 >= len(made) else None


def _of_row(cells: Sequence[Cell], alone: bool) -> Iterator[Entry | None]:
    """Yield the entries of a row; None where something stands in it that no form has."""
    at = 0
    while at < len(cells):
        words, beside = one_line(cells[at].words), cells[at + 1] if at + 1 < len(cells) else None
        at += 1
        if not words:
            continue  # room beside what stands above
        if beside is not None and len(words) <= LONGEST_LABEL and not _written(words):
            if is_blank(beside.words):
                at += 1
                yield Entry(_kind(words, beside, len(cells) == 2), words)
                continue
            if ticks_of(beside.words):
                at += 1
                yield Entry("ticks", words, ticks_of(beside.words))
                continue
        entry = _single(words, cells[at - 1], alone)
        if entry and entry.kind == "sign" and beside is not None and is_date(beside.words):
            at, entry = at + 1, entry._replace(options=(beside.words,))
        yield entry


def _single(words: str, cell: Cell, alone: bool) -> Entry | None:
    """Return the entry of a cell with nothing beside it that belongs to it; None where it is data."""
    if says("sign", words) and len(words) <= LONGEST_LABEL:
        return Entry("sign", words)
    if _written(words) or is_date(words):
        return Entry("words", words)
    if alone:
        blank = sum(not paragraph.words.strip() for paragraph in cell.paragraphs)
        is_box = kind_of(words) in ("answer", "remark") and len(words) <= LONGEST_LABEL and "\u3002" not in words
        return Entry("box" if is_box or blank >= HIGH else "words", words)
    return None


def _kind(words: str, beside: Cell, whole: bool) -> Literal["field", "box", "sign"]:
    if says("sign", words):
        return "sign"
    high = len(beside.paragraphs) > HIGH or beside.rows > 1
    return "box" if high or (whole and kind_of(words) in ("answer", "remark")) else "field"


def _written(words: str) -> bool:
    """Tell whether words have their blanks in themselves: lines to write on, or a colon with nothing behind it."""
    return "__" in words or words[-1] in ":\uff1a" or bool(ticks_of(words))
