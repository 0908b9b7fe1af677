"""The rows below the head of a check table → rows of a checklist, its categories, and what stands below them.

In: a `Grid` and what its columns hold. Out: `Below`. Nothing that is said is lost: what is no row stands in `below`,
or is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from planpress.content.word.document import Cell, Paragraph, one_line
from planpress.content.word.grammar.labels import BULLET, labels_of
from planpress.content.word.marks import ROWS
from planpress.content.word.outline import Row
from planpress.content.word.tables.columns import MARK, Columns, across, conclusion
from planpress.content.word.tables.grid import Grid, Line, filled_of, said
from planpress.content.word.tables.vocabulary import is_blank, is_foot, is_number, says, ticks_of

SHORT = 24
"""Signs of a category."""


MARKS = "\u221a\u00d7\u2713\u2714\u2717\u2718\n "
"""Signs of answers, as in a form that somebody filled: they are no words of it."""


@dataclass(frozen=True)
class Below:
    """What stands below a head: the rows, the lines below them, and words that stand in neither."""

    rows: tuple[Row, ...]
    below: tuple[str, ...]
    told: tuple[str, ...]


class _Words(NamedTuple):
    """Words of a row with the number before them, and the paragraph that they stand in."""

    label: str
    text: str
    number: int
    marks: tuple[str, ...] = ()


def split_label(text: str) -> tuple[str, str]:
    """Return the number that words begin with, and the words; no number where they begin with none."""
    found = next((one for one in labels_of(Paragraph(0, text)) if one.kind != BULLET), None)
    typed = found.typed if found else 0
    return (text[:typed].strip(), text[typed:].strip()) if text[typed:].strip() else ("", text.strip())


def rows_below(grid: Grid, columns: Columns) -> Below:
    """Return what stands below the head of a check table."""
    maker = _Maker(grid, columns)
    last = maker.last
    for line in grid.lines[:last]:
        maker.add(line)
    apart = [*maker.signed, *grid.lines[last:]]
    within = {cell for line in grid.lines if line not in apart for cell in filled_of(line)}
    rows = list(categories_joined(_headed(maker.rows)))
    left = [rows.pop() for _row in rows[-1:] if rows[-1].heading]  # a category of nothing is a line
    below = [row.label + row.text for row in left]
    for words in _foot(apart, within):
        (maker.told if is_number(words) or words in below else below).append(words)
    boxes = [
        cell.words for at, ticks in enumerate(columns.ticks) if ticks for cell in grid.cells(at) if ticks_of(cell.words)
    ]
    return Below(tuple(rows), tuple(below), (*grid.again, *maker.told, *boxes))


class _Maker:
    """Makes the rows of a table one after the other."""

    def __init__(self, grid: Grid, columns: Columns) -> None:
        self.grid, self.columns = grid, columns
        self.rows: list[Row] = []
        self.told: list[str] = []
        self.signed: list[Line] = []
        self._heads = {one_line(cell.words) for cell in grid.head}
        self._done: dict[Cell, tuple[int, int]] = {}
        self._ticked: set[Cell] = set()

    @property
    def last(self) -> int:
        """How many lines there are down to the last row that asks something; what follows is the foot."""
        lines = self.grid.lines[: conclusion(self.grid)]
        asked = [number for number, line in enumerate(lines, 1) if self._asks(line)]
        return asked[-1] if asked else 0

    def _asks(self, line: Line) -> bool:
        text = line[self.columns.text]
        first = next((cell.words for cells in line for cell in cells if cell.words), "")
        if _is_joined(line):
            return True
        if across(line) or is_blank(said(text)) or says("total", first) or self._is_category(line):
            return False
        if self._is_numbered and self._lacks_number(line):
            return False
        return not self._is_foot(line, first)

    def _lacks_number(self, line: Line) -> bool:
        """Tell whether words stand where rows have their number, or reach over that."""
        beside = line[self.columns.label] if self.columns.label is not None else ()
        words = one_line(said(beside))
        return bool(set(line[self.columns.text]) & set(beside)) or (len(words) > MARK and not is_number(words))

    def _is_foot(self, line: Line, first: str) -> bool:
        """Tell whether a row is a place to sign or the like; a number makes it one to check."""
        label = said(line[self.columns.label]) if self.columns.label is not None else ""
        cells = filled_of(line)
        if cells and all(map(_is_signed, cells)):
            return True
        if not _names_foot(first) or is_number(label) or split_label(first)[0]:
            return False
        reaches = any(cell in line[-1] for cell in line[self.columns.text])
        return reaches or _blank_answers(self.grid, line, self.columns) or all(_names_foot(one.words) for one in cells)

    @cached_property
    def _counts(self) -> bool:
        """Whether the words of rows begin with numbers, one after the other, that nothing parts from them."""
        cells = dict.fromkeys(cell for line in self.grid.lines for cell in line[self.columns.text][:1])
        numbers = [int(hit[1]) for cell in cells if (hit := _BARE.match(cell.words))]
        return len(numbers) > 2 and numbers == list(range(1, len(numbers) + 1))

    @cached_property
    def _is_numbered(self) -> bool:
        """Whether most rows have a number beside them."""
        label = self.columns.label
        own = [said(line[label]) for line in self.grid.lines if not across(line)] if label is not None else []
        return 2 * sum(map(is_number, own)) > len(own)

    def add(self, line: Line) -> None:
        """Add what a line says."""
        cells = filled_of(line)
        if not cells:
            return
        text = [cell for cell in line[self.columns.text] if not is_blank(cell.words)]
        is_total = says("total", cells[0].words)
        if all(one_line(cell.words) in self._heads for cell in cells) or (is_total and len(cells) == 1):
            self.told += [cell.words for cell in cells]
        elif is_total or self._is_foot(line, cells[0].words):
            self.signed.append(line)
        elif across(line) or self._is_category(line):
            self._category(line)
        elif not text:
            self._without_text(line, cells)
        elif text[0] in self._done:
            self._again(text[0], line)
        elif self._goes_on(line):
            self.rows[-1] = replace(self.rows[-1], text=f"{self.rows[-1].text}\n{said(text)}")
        else:
            made = [self._row(words, line) for words in self._words(text, line)]
            self._done[text[0]] = (len(self.rows), len(self.rows) + len(made))
            self.rows += made

    def _words(self, text: Sequence[Cell], line: Line) -> list[_Words]:
        """Return the words to check in a cell, one after the other; where there are no numbers beside, those in it."""
        marks = tuple(mark for cell in text for mark in cell.marks)
        number = next((cell.number for cell in text if cell.number), 0)
        label = self.columns.label
        if label is not None and not set(text) & set(line[label]):
            return [_Words(said(line[label]), said(text), number, marks)]
        found = _numbered(text) or [_Words("", said(text), number, marks)]
        return list(map(_parted, found)) if label is None and self._counts else found

    def _row(self, words: _Words, line: Line) -> Row:
        if not words.text:
            words = words._replace(label="", text=words.label)
        if words.label == _INTRO:
            return Row("", words.text, True, (), words.number, marks=words.marks)
        return Row(words.label, words.text, False, tuple(self._values(line)), words.number, marks=words.marks)

    def _values(self, line: Line) -> Iterator[tuple[str, str]]:
        """Yield what else a line says, by the heading of the column; boxes to tick are of the form."""
        taken = set(line[self.columns.text])
        for at, cells in enumerate(line):
            if self.columns.ticks[at]:
                self.told += [cell.words for cell in cells if cell not in self._ticked]
                self._ticked.update(cells)
            if at in (self.columns.text, self.columns.label) or self.columns.ticks[at]:
                continue
            own = [cell for cell in cells if cell.words and cell not in taken]
            taken.update(own)
            if said(own).strip(MARKS) == "":
                self.told += [cell.words for cell in own]
            else:
                yield self.grid.headings[at], said(own)

    def _again(self, text: Cell, line: Line) -> None:
        """Add what further lines say beside a tall cell that was read already."""
        first, last = self._done[text]
        for at in range(first, last):
            values = dict(self.rows[at].values)
            for name, value in self._values(line):
                known = values.get(name, "")
                values[name] = known if value in known.split("\n\n") else "\n\n".join(filter(None, [known, value]))
            if not self.rows[at].heading:
                tidy = tuple((name, value.replace("\n\n", "\n")) for name, value in values.items())
                self.rows[at] = replace(self.rows[at], values=tidy)

    def _is_category(self, line: Line) -> bool:
        """Tell whether a row that nobody joined is a category: it has another kind of number, or none, and no more."""
        cells, label = filled_of(line), self.columns.label
        beside = [
            cell
            for cell in cells
            if cell not in line[self.columns.text] and cell not in (line[label] if label is not None else ())
        ]
        if label is None or beside or not cells or len(said(line[self.columns.text])) > SHORT:
            return False
        if not self._counts_in_digits or not _blank_answers(self.grid, line, self.columns):
            return False
        number = said(line[label])
        named = number or split_label(said(line[self.columns.text]))[0]
        return bool(named) and not re.fullmatch(r"[\s0-9.()\uff0e\uff08\uff09\u3001-]+", named)

    @cached_property
    def _counts_in_digits(self) -> bool:
        """Whether most rows are numbered in digits; looked for once, since a table may have thousands."""
        own = [said(line[self.columns.label or 0]) for line in self.grid.lines if not across(line)]
        return 2 * sum(one[:1].isascii() and one[:1].isdigit() for one in own) >= len(own)

    def _category(self, line: Line) -> None:
        cells = filled_of(line)
        *before, text = cells if len(cells) > 1 else [*cells]
        words = one_line(text.words)
        label, words = (said(before), words) if before else split_label(words)
        self.rows.append(Row(label, words, not _is_joined(line), (), text.number, marks=text.marks))

    def _without_text(self, line: Line, cells: Sequence[Cell]) -> None:
        """A row that asks nothing: blank, numbered for further ones, or with more of what stands above it."""
        filled = [cell for cell in cells if not is_blank(cell.words)]
        if all(is_number(cell.words) for cell in filled) or not self.rows or self.rows[-1].heading:
            self.told += [cell.words for cell in filled]
        else:
            self._done.setdefault(filled[0], (len(self.rows) - 1, len(self.rows)))
            self._again(filled[0], line)

    def _goes_on(self, line: Line) -> bool:
        """Tell whether a row has no number where all have one: a page ended inside of the row before."""
        label = self.columns.label
        if label is None or not self.rows or self.rows[-1].heading or not is_blank(said(line[label])):
            return False
        return any(is_number(said(other[label])) for other in self.grid.lines)


def _is_joined(line: Line) -> bool:
    """Tell whether a line that reads as a category is a row of a file of ours, whose cells somebody joined."""
    lines = (one for cell in filled_of(line) for one in cell.paragraphs)
    return across(line) and any(one.marks and one.style in ROWS for one in lines)


def _names_foot(words: str) -> bool:
    return is_foot(words) or is_foot(one_line(words))


def _is_signed(cell: Cell) -> bool:
    """Tell whether a cell has a line to sign on below who signs."""
    lines = [line.strip() for line in cell.words.split("\n")]
    return len(lines) > 1 and any(line[-1:] in (":", "\uff1a") and says("sign", line) for line in lines)


def _parted(words: _Words) -> _Words:
    hit = _BARE.match(words.text)
    return words._replace(label=hit[1], text=words.text[hit.end() :]) if hit and not words.label else words


_BARE = re.compile(r"(\d{1,3})\s*(?=[^\W\d_]|[\u201c(\uff08])")
"""A number and words, with no stop between them."""

_INTRO = "\0"
"""In place of a number: words before the numbered ones in a cell, which are their category."""


def _numbered(text: Sequence[Cell]) -> list[_Words]:
    """Return the words of a cell by the numbers in it, those of one kind; what has none goes on before it.

    Words before the first number that end with a colon are a category.
    """
    lines = [line for cell in text for paragraph in cell.paragraphs for line in _lines(paragraph)]
    kinds = [kind for _words, kind in lines]
    first = next(filter(None, kinds), "")
    before = kinds.index(first) if first else len(kinds)
    leading = "\n".join(words.text for words, _kind in lines[:before])
    if kinds.count(first) < 2 and before > 0:
        return []
    if leading and leading[-1] not in ":\uff1a":
        return []
    found = [_Words(_INTRO, leading, lines[0][0].number, lines[0][0].marks)] if leading else []
    for words, kind in lines[before:]:
        if kind == first:
            found.append(words)
        else:
            found[-1] = found[-1]._replace(text=f"{found[-1].text}\n{words.label}{words.text}")
    return found


def _lines(paragraph: Paragraph) -> Iterator[tuple[_Words, str]]:
    """Yield the lines of a paragraph, each with the kind of the number before it; none where it has none."""
    for number, line in enumerate(paragraph.text.split("\n")):
        one = replace(paragraph, text=line.strip(), label="" if number else paragraph.label)
        if one.words:
            found = next((label for label in labels_of(one) if label.kind != BULLET), None)
            label, text = (found.text.strip(), one.text[found.typed :].strip()) if found else ("", one.words)
            is_label = bool(label and text)
            words = (label, text) if is_label else ("", one.words)
            yield _Words(*words, paragraph.number, paragraph.marks), found.kind if found and is_label else ""


def _headed(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows; one whose number the next one goes on, such as 1. above 1.1, is their category."""
    for row, below in zip_longest(rows, rows[1:]):
        number = row.label.rstrip(".\u3001\uff0e ")
        is_head = below and number.isdigit() and re.match(rf"{number}[.\uff0e]\d", below.label)
        is_head = is_head and not row.values and len(row.text) <= SHORT
        yield replace(row, heading=True) if is_head else row


def categories_joined(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows; of categories with nothing between them, one: rows stand below each."""
    waiting: Row | None = None
    for row in rows:
        if row.heading and waiting:
            waiting = replace(waiting, text=f"{waiting.text}\n{row.label}{row.text}", marks=waiting.marks + row.marks)
        elif row.heading:
            waiting = row
        else:
            if waiting:
                yield waiting
            waiting = None
            yield row
    if waiting:
        yield waiting


def _foot(lines: Sequence[Line], done: set[Cell]) -> Iterator[str]:
    """Yield the lines of the foot, each cell once: a label with what is said beside it; `done` are cells of rows."""
    for line in lines:
        cells = [cell for cell in filled_of(line) if cell not in done]
        done.update(cells)
        if cells:
            yield "\u3000".join(one_line(cell.words) for cell in cells)


def _blank_answers(grid: Grid, line: Line, columns: Columns) -> bool:
    others = [at for at in range(len(grid.paths)) if at not in (columns.text, columns.label)]
    return all(is_blank(said(line[at])) for at in others)
