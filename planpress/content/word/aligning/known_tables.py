"""Tables of a file with the head of a checklist of the campaign → that checklist, whatever the reader made of them.

In: outlines. Out: the outline of the file, in which such a table has rows, their numbers are labels, and their columns
are called as the campaign calls them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from planpress.content.rules.names import folded
from planpress.content.word.document import Cell, Table
from planpress.content.word.outline import Checklist, Kept, Outline, Part, Row

Heads = Mapping[tuple[str, ...], Checklist]
"""Checklists of the campaign by what stands above their columns, and by what stands right above them, folded."""


def as_known(old: Outline, new: Outline) -> Outline:
    """Return what a file says, its tables read by the heads that the campaign has."""
    known = [part.checklist for part in old.parts if part.checklist]
    heads = {_head(one.columns): one for one in known} | {one.columns: one for one in known}
    return replace(new, plan=_part(new.plan, heads), annexes=tuple(_part(part, heads) for part in new.annexes))


def _head(columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(right_above, columns))


def right_above(column: str) -> str:
    """Return what stands right above a column, folded."""
    return folded(column.rpartition("\n")[2])


def _part(part: Part, heads: Heads) -> Part:
    if part.checklist:
        return replace(part, checklist=_labelled(part.checklist, heads))
    for kept in part.tables:
        known = heads.get(_head(kept.table.grid[0])) if kept.table.rows else None
        rows = tuple(_rows(kept.table, known)) if known else ()
        if known and rows:
            others = tuple(one for one in part.tables if one is not kept)
            return replace(part, checklist=_checklist(kept, known, rows), tables=others)
    return part


def _labelled(checklist: Checklist, heads: Heads) -> Checklist:
    """Return a checklist with the columns of the campaign; numbers in one of labels are labels."""
    known = heads.get(checklist.columns) or heads.get(_head(checklist.columns))
    if known is None:
        return checklist
    names = dict(zip(checklist.columns, known.columns, strict=True))
    rows = list(checklist.rows)
    rows = [replace(row, values=tuple((names.get(name, name), one) for name, one in row.values)) for row in rows]
    if known.label_at is not None and checklist.label_at is None:
        name = known.columns[known.label_at]
        rows = [replace(row, label=row.label or dict(row.values).get(name, "")) for row in rows]
    label_at = known.label_at if checklist.label_at is None else checklist.label_at
    return replace(checklist, rows=tuple(rows), columns=known.columns, label_at=label_at)


def _checklist(kept: Kept, known: Checklist, rows: tuple[Row, ...]) -> Checklist:
    return Checklist(
        "", kept.title, rows, known.columns, known.text_at, known.label_at, kept.above, number=kept.table.number
    )


def _rows(table: Table, known: Checklist) -> Iterator[Row]:
    """Yield each row that says something; what is alike in all columns is a category."""
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    for number, line in enumerate(table.grid[1:], 1):
        cell = cells.get((number, known.text_at)) or cells.get((number, 0))
        if cell and line[known.text_at] and number >= table.heads:
            heading = len(set(line)) == 1 and len(line) > 1
            label = "" if heading or known.label_at is None else line[known.label_at]
            values = () if heading else tuple(zip(known.columns, line, strict=False))
            yield Row(label, line[known.text_at], heading, values, _number(cell), marks=_marks(cell))


def _number(cell: Cell) -> int:
    return cell.paragraphs[0].number if cell.paragraphs else 0


def _marks(cell: Cell) -> tuple[str, ...]:
    return tuple(mark for paragraph in cell.paragraphs for mark in paragraph.marks)
