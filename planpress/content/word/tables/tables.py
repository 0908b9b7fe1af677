"""A table of a file → the rows of a checklist, or the table kept whole, with the reason where it is no blank form.

In: a `Table` and the loose paragraphs above it that belong to it. Out: `Checklist` or `Kept`. What is no check table
for sure is kept: a list of data that became rows would be printed for hands to answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from planpress.content.word.document import Block, Cell, Paragraph, Table, one_line
from planpress.content.word.marks import LIST_TITLE
from planpress.content.word.outline import Checklist, Kept, Row
from planpress.content.word.tables.blank_forms import blank_of
from planpress.content.word.tables.checklist_rows import categories_joined, rows_below, split_label
from planpress.content.word.tables.columns import columns_of
from planpress.content.word.tables.grid import Grid, grid_of, line_of_form
from planpress.content.word.tables.vocabulary import is_foot, kind_of, says
from planpress.i18n import Translate

LONGEST_TITLE = 60
"""Signs of a line that is taken for the title of a table."""

_ENDS = "\u3002.;\uff1b,\uff0c"

BLANKS = re.compile(r"_{2,}|[:\uff1a]\s*$|[:\uff1a]\s{2,}")
"""What a line to fill in has: blanks, or a colon with nothing behind it."""


def table_of(table: Table, above: tuple[Paragraph, ...], _: Translate, heading: str = "") -> Checklist | Kept:
    """Return what a table becomes: rows to check, or a table kept whole, with the reason where it is no blank form.

    `heading` is the title of what it stands in.
    """
    grid = grid_of(table)
    title, lines = _title(above, grid.above)
    columns = columns_of(grid, title.text if title else heading, lines)
    if columns is None:
        outside = tuple(paragraph.words for paragraph in above if paragraph is not title and paragraph.words.strip())
        return Kept(title.words if title else "", table, outside, _reason(table, _))
    found = rows_below(grid, columns)
    label, words = split_label(title.words) if title else ("", "")
    return Checklist(
        label,
        words,
        found.rows,
        grid.headings,
        columns.text,
        columns.label,
        lines,
        title.number if title else table.number,
        title.marks if title else (),
        found.below,
        columns.ticks if any(columns.ticks) else (),
        found.told,
    )


def tables_joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks, as one table what goes on in the next, where nothing stands between the two."""
    before: Block | None = None
    for block in blocks:
        both = _together(before, block) if isinstance(before, Table) and isinstance(block, Table) else None
        if both is None and before is not None:
            yield before
        before = both or block
    if before is not None:
        yield before


def _together(first: Table, second: Table) -> Table | None:
    """Return two tables as one, where the second is as wide, and has the same head again or none at all."""
    before, after = grid_of(first), grid_of(second)
    again = before.headings == after.headings and not after.above
    if first.columns != second.columns or not before.paths or not (again or not _names(after)):
        return None
    moved = (replace(cell, row=cell.row + first.rows) for cell in second.cells)
    return replace(first, cells=(*first.cells, *moved), rows=first.rows + second.rows)


def lists_of(found: Sequence[Checklist | Kept]) -> tuple[Checklist, ...]:
    """Return the checklists of a part: one with the same columns as an earlier one, and no form head, goes on in it."""
    groups: list[list[Checklist]] = []
    for one in found:
        if isinstance(one, Checklist):
            group = next((group for group in groups[::-1] if _printed(group[0]) == _printed(one)), None)
            if group is None or one.above:
                groups.append([one])
            else:
                group.append(one)
    return tuple(map(_as_one, groups))


def _printed(one: Checklist) -> tuple[object, ...]:
    return one.columns, one.text_at, one.label_at, one.ticks


def _as_one(lists: Sequence[Checklist]) -> Checklist:
    """Return lists with the same columns as one; lines below stand there once, and are told again."""
    first, *others = lists
    rows, told = list(first.rows), list(first.told)
    below = dict.fromkeys(first.below)
    for one in others:
        if one.title:
            rows.append(Row(one.label, one.title, True, (), one.number, marks=one.marks))
        rows += one.rows
        told += [*map(one_line, one.columns), *one.told]
        told += [line for line in one.below if line in below]
        below |= dict.fromkeys(one.below)
    rows = list(categories_joined(rows))
    return replace(first, rows=tuple(rows), below=tuple(below), told=tuple(told))


def _title(above: Sequence[Paragraph], inside: Sequence[Sequence[Cell]]) -> tuple[Paragraph | None, tuple[str, ...]]:
    """Return the title of a table, and the other lines above its rows, those of its own form head behind."""
    titles = [paragraph for paragraph in above if _is_title(paragraph)][-1:]
    lines = [paragraph.words for paragraph in above if paragraph not in titles and paragraph.words.strip()]
    found = [] if titles else list(_titles_in(inside))
    named = [cell for cell in found if says("check", cell.words)]
    inner = max(named, key=lambda cell: len(cell.words)) if named else next(iter(found), None)
    if inner:
        titles = [replace(inner.paragraphs[0], text=one_line(inner.words), label="")]
    lines += filter(None, (line_of_form([cell for cell in row if cell is not inner]) for row in inside))
    return (titles[0] if titles else None), tuple(lines)


def _titles_in(rows: Sequence[Sequence[Cell]]) -> Iterator[Cell]:
    """Yield the cells in the rows above a head that may be the title: the first alone, and what is called a check."""
    for number, row in enumerate(rows):
        for cell, beside in zip_longest(row, row[1:]):
            if cell and _may_be_title(cell):
                named = says("check", cell.words) and kind_of(cell.words) != "data" and (beside is None or beside.words)
                wide = 4 * cell.columns >= sum(one.columns for one in row)
                if (number == 0 and len(row) == 1) or (named and wide):
                    yield cell


def _may_be_title(cell: Cell) -> bool:
    if not cell.paragraphs or cell.words[:1] in ("(", "\uff08") or is_foot(cell.words):
        return False
    return _is_title(replace(cell.paragraphs[0], text=one_line(cell.words), label=""))


def _is_title(paragraph: Paragraph) -> bool:
    if paragraph.marks and paragraph.style == LIST_TITLE:
        return True
    words = paragraph.words.strip()
    before, colon, _behind = words.replace("\uff1a", ":").partition(":")
    filled = bool(colon) and kind_of(before) in ("data", "subject", "answer")
    return 0 < len(words) <= LONGEST_TITLE and not filled and not BLANKS.search(words) and words[-1] not in _ENDS


def _names(grid: Grid) -> bool:
    """Tell whether the words above the columns are headings, and not the words of a row."""
    return any(kind_of(path[-1]) for path in grid.paths if path)


def _reason(table: Table, _: Translate) -> str:
    """Return why a table is no blank form; nothing where it is one."""
    return "" if blank_of(table) else _("It is no table to check by, and holds words that no blank form has")
