"""The columns of a table → what each holds, where the table is one to check by.

In: a `Grid`, and the words above it. Out: `Columns`, or None: a register, a list of data or a form to fill in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planpress.content.word.document import one_line
from planpress.content.word.tables.grid import Grid, Line, filled_of, said
from planpress.content.word.tables.vocabulary import Heading, is_blank, is_foot, is_number, kind_of, says, ticks_of_all

MOSTLY, HARDLY = 0.5, 0.2
"""In how many rows of a column something stands that is filled, or is open to be written in."""

MARK = 3
"""Signs of what stands in a column of numbers, where that is no number, such as a letter."""

ALIKE = 3
"""So many rows at least say the same where that is a choice, such as yes/no."""

TERSE, TERSE_ALONE = 6, 12
"""Signs of words that name something, rather than say what is to be so; and where nothing is answered beside them."""

COARSER = 0.7
"""What a cell counts that may be a category of what is checked."""


@dataclass(frozen=True)
class Columns:
    """What the columns of a check table hold: its words, its numbers if any, and the boxes of each."""

    text: int
    label: int | None
    ticks: tuple[tuple[str, ...], ...]


def columns_of(grid: Grid, title: str, lines: Sequence[str] = ()) -> Columns | None:
    """Return what the columns hold; None where the table is not one to check by, for all one can see.

    `title` and `lines` stand above it.
    """
    said_in = filter(filled_of, grid.lines[: conclusion(grid)])
    body = [line for line in said_in if not across(line) and not _beside_rows(grid, line)]
    if not body or not grid.paths:
        return None
    known = _Known(grid, body)
    text = known.text
    if (
        text is None
        or (len(body) < 2 and (known.kinds[text] != "content" or known.label is None))
        or known.filled(text) < MOSTLY
        or not _to_check(known, text, title, lines)
    ):
        return None
    return Columns(text, known.label, known.ticks)


def conclusion(grid: Grid) -> int:
    """Return the first line of what closes a table, such as a conclusion above questions; the end where none does."""
    half = len(grid.lines) // 2
    closing = (at for at, line in enumerate(grid.lines[half:], half) if across(line) and is_foot(said(line[0])))
    return next(closing, len(grid.lines))


def across(line: Line) -> bool:
    """Tell whether a row is one cell, or one behind a number, that reaches over the others."""
    cells = filled_of(line)
    wide = [cell for cell in cells if sum(cell in column for column in line) > 1]
    others = [cell for cell in cells if cell not in wide]
    return len(wide) == 1 and wide[0] in line[-1] and (not others or (len(others) == 1 and is_number(others[0].words)))


def _beside_rows(grid: Grid, line: Line) -> bool:
    """Tell whether a line is no row: the head again, a total, or places to sign."""
    words, again = [cell.words for cell in filled_of(line)], {one_line(cell.words) for cell in grid.head}
    wide = any(sum(cell in column for column in line) > 1 for cell in filled_of(line)[1:])
    return bool(words) and (
        (wide and is_foot(words[0]))
        or says("total", words[0])
        or all(one_line(one) in again for one in words)
        or all(map(is_foot, words))
    )


class _Known:
    """What is known of the columns of a grid; `lines` are its rows without those that reach across."""

    def __init__(self, grid: Grid, lines: Sequence[Line]) -> None:
        self.grid, self.lines = grid, lines
        self.kinds: tuple[Heading, ...] = tuple(map(_kind, grid.paths))
        self.ticks = tuple(map(self._ticks, range(len(grid.paths))))
        self.label = self._label()
        self.text = self._text()

    def words(self, column: int) -> list[str]:
        """Return what each row says in a column."""
        return [one_line(said(line[column])) for line in self.lines]

    def cells(self, column: int) -> int:
        """Return how many cells say something in a column; one that stands in others too is theirs."""
        found = {cell for line in self.lines for cell in line[column][:1] if not is_blank(cell.words)}
        return len(found)

    def filled(self, column: int) -> float:
        """Return in how many rows of a column, of one, something is said."""
        words = self.words(column)
        return sum(not is_blank(one) for one in words) / len(words)

    def _ticks(self, column: int) -> tuple[str, ...]:
        return ticks_of_all(self.words(column))

    def _label(self) -> int | None:
        """Return the column of numbers: one that is called so, or the first where it holds nothing else."""
        called = (at for at, kind in enumerate(self.kinds) if kind == "number")
        shared = len(self.kinds) > 1 and self.grid.paths[0] == self.grid.paths[1]  # one heading above numbers and words
        for at in [*called, *([0] if shared or self.kinds[:1] in (("",), ("subject",)) else [])]:
            said = [one for one in self.words(at) if one]
            numbers = sum(is_number(one) or (self.kinds[at] == "number" and len(one) <= MARK) for one in said)
            if numbers >= 0.6 * len(said) and (numbers or self.kinds[at] == "number"):
                return at
        return None

    def _text(self) -> int | None:
        """Return the column of what is to be checked: the one called so that says the most by itself."""
        others = [at for at in range(len(self.kinds)) if at != self.label and not self.ticks[at]]
        open_to = [at for at in others if self.kinds[at] in ("content", "subject") and self.filled(at) >= MOSTLY]
        if open_to:
            return max(open_to, key=self._rank)
        others = [at for at in others if self.kinds[at] in ("", "given")]
        return max(others, key=lambda at: sum(map(len, self.words(at))), default=None)

    def is_data(self, column: int) -> bool:
        """Tell whether a column holds what only a list of data has, such as names and days."""
        return self.kinds[column] == "data" and self.filled(column) >= MOSTLY and not self.is_open(column)

    def terse(self, column: int, most: int = TERSE) -> bool:
        """Tell whether a column rather names things than says what is to be so."""
        return sum(map(len, self.words(column))) < most * len(self.lines)

    def _rank(self, column: int) -> tuple[float, bool, int, int]:
        """Return how much a column looks like that of the words: by its cells, then its kind, its length, its place."""
        is_content = self.kinds[column] == "content"
        weight = self.cells(column) * (1 if is_content else COARSER)
        return weight, is_content, sum(map(len, self.words(column))), -column

    def is_open(self, column: int) -> bool:
        """Tell whether one answers in a column: it is blank, has boxes, or says the same of all rows."""
        if self.kinds[column] in ("remark", "number"):
            return bool(self.ticks[column])
        words = [one for one in self.words(column) if not is_blank(one)]
        alike = self.kinds[column] == "answer" and len(set(words)) == 1 and self.cells(column) >= ALIKE
        return bool(self.ticks[column]) or self.filled(column) < HARDLY or alike


def _to_check(known: _Known, text: int, title: str, lines: Sequence[str]) -> bool:
    """Tell whether rows are there to be checked, and the table is no list of data."""
    others = [at for at in range(len(known.kinds)) if at not in (text, known.label)]
    data, headings = any(map(known.is_data, others)), known.grid.headings
    answered = [at for at in others if known.is_open(at) and not (data and known.kinds[at] == "data")]
    if any(says("other", words) for words in (title, headings[text])):
        return False
    if known.kinds[text] == "content":
        return bool(answered) or not (data or known.terse(text, TERSE_ALONE))
    if known.kinds.count("data") > 1 or not answered or says("log", title):
        return False
    named = any(says("check", one) for one in (title, *lines, *(headings[at] for at in answered)))
    return any(known.ticks) or (named and not data and not known.terse(text))


def _kind(path: Sequence[str]) -> Heading:
    return next(filter(None, map(kind_of, reversed(path))), "")
