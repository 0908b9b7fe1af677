"""A table of a file → the rows of a checklist, or the table kept whole, with the reason where it is no blank form.

In: a `Table` and the loose paragraphs above it that belong to it. Out: `Checklist` or `Kept`. What is no check table
for sure is kept: a list of data that became rows would be printed for hands to answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from planpress.content.word.columns import columns_of
from planpress.content.word.document import Cell, Paragraph, Table
from planpress.content.word.grid import Grid, grid_of
from planpress.content.word.headings import kind_of
from planpress.content.word.outline import Checklist, Kept
from planpress.content.word.rows import rows_below, split_label
from planpress.i18n import Translate

LONGEST_TITLE = 60
"""Signs of a line that is taken for the title of a table."""

BLANKS = re.compile(r"_{2,}|[:\uff1a]\s*$|[:\uff1a]\s{2,}")
"""What a line to fill in has: blanks, or a colon with nothing behind it."""


def table_of(table: Table, above: tuple[Paragraph, ...], _: Translate) -> Checklist | Kept:
    """Return what a table becomes: rows to check, or a table kept whole, with the reason where it is no blank form."""
    grid = grid_of(table)
    inside = [tuple(cell for cell in row if cell.words) for row in grid.above]
    title, lines = _title(above, inside)
    columns = columns_of(grid, " ".join([title.text if title else "", *lines]))
    if columns is None:
        return Kept(title.words if title else "", table, lines, _reason(table, _))
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


def together(first: Table, second: Table) -> Table | None:
    """Return two tables as one, where the second goes on with the first: as wide, its head again or none at all."""
    before, after = grid_of(first), grid_of(second)
    same = before.headings == after.headings
    if first.columns != second.columns or after.above or not (same or not after.paths or not _names(after)):
        return None
    moved = tuple(
        Cell(cell.paragraphs, cell.row + first.rows, cell.column, cell.rows, cell.columns) for cell in second.cells
    )
    return Table(first.number, first.cells + moved, first.rows + second.rows, first.columns, first.heads)


def _title(above: Sequence[Paragraph], inside: Sequence[Sequence[Cell]]) -> tuple[Paragraph | None, tuple[str, ...]]:
    """Return the title of a table, and the other lines above its rows, those of its own form head behind."""
    titles = [paragraph for paragraph in above if _is_title(paragraph)]
    lines = [paragraph.words for paragraph in above if paragraph not in titles[-1:] and paragraph.words.strip()]
    for row in inside:
        first = row[0].paragraphs[0] if row and row[0].paragraphs else None
        if not titles and not lines and len(row) == 1 and first and _is_title(first) and row[0].words == first.words:
            titles = [first]
        else:
            lines += [cell.words for cell in row]
    return (titles[-1] if titles else None), tuple(lines)


def _is_title(paragraph: Paragraph) -> bool:
    words = paragraph.words.strip()
    return 0 < len(words) <= LONGEST_TITLE and not BLANKS.search(words) and words[-1] not in "\u3002.;\uff1b,\uff0c"


def _names(grid: Grid) -> bool:
    """Tell whether the words above the columns are headings, and not the words of a row."""
    return any(kind_of(path[-1]) for path in grid.paths if path)


def _reason(table: Table, _: Translate) -> str:
    """Return why a table is no blank form; nothing where it is one."""
    said = [cell for cell in table.cells if len(cell.words) > LONGEST_TITLE]
    return _("It is no check table, and holds words that no blank form has") if said else ""
