"""The columns of a form → how wide each is, and on which page they stand.

In: what stands above and in each column. Out: widths in mm that fill the page. What `check` asks of a table is asked
here, too, so that a table that fits nowhere is told before anything is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planpress.blocks.column import WRITE, cell_place, head_mm
from planpress.blocks.table import TABLE
from planpress.content.word.yaml_text import InLine, Record, plain_of
from planpress.fit import LINE_MM, MM_A_POINT, PAGE, chunks_of, lines_of
from planpress.i18n import Translate
from planpress.signs import width_of

LARGE_MM = 14 * MM_A_POINT
"""A sign in large print."""

LEAST_MM, NUMBER_MM, MOST_VALUE_MM = 17.0, 12.0, 60.0
"""The least width of a column that one writes in, and of one of numbers; the most of one that prints values."""

UPRIGHT = 5
"""So many columns stand on an upright page."""

WORDS, WRITTEN = 4.0, 1.0
"""What a column of the words to check, and one to write in, gets at least of the width that is left."""

ROOM_MM, WORDS_MM = 28.0, 70.0
"""Of each of several columns to write in, where the page has room for them and that much for the words to check."""

MOST_WORDS = 0.5
"""Of the page that the words get beside several such columns, where their rows are no higher than a page for that."""

SHEET, DOCUMENT = 15.0, (225.0, 138.0, 0.45)
"""What a page of a sheet has besides its table, in mm; and width and height of a checklist's page in the plan, with by
how much its columns to write in are narrower."""

MORE, TRIES = 1.3, 8
"""By how much words that are too high get more of the width, and how often."""

SIGNS = 8.0
"""So many signs of the longest words in a column get as much as a column to write in: rows are as high in each."""


class Column(NamedTuple):
    """A column: the words above it, the outermost first, what it prints, its boxes, and what is printed there."""

    path: tuple[str, ...]
    value: str = ""
    ticks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    merge: bool = False


def set_columns(columns: Sequence[Column], table: Record, _: Translate) -> tuple[str, list[InLine]] | str:
    """Return the page and the columns as they are written; or what is wrong, where they fit no page.

    `table` is what else the table says, such as where its rows come from.
    """
    fault = ""
    for page in [name for name in PAGE if name != "portrait" or len(columns) <= UPRIGHT]:
        shares = list(map(_share, columns))
        for _try in range(TRIES):
            widths = _widths(columns, shares, PAGE[page][0])
            written = [_written(column, mm) for column, mm in zip(columns, widths, strict=True)]
            found = next(iter(TABLE.check(plain_of(Record([*table, ("columns", written)])), PAGE[page][0], _)), None)
            tall = _too_tall(columns, written, page)
            if found is None and tall is None:
                return page, written
            if found or tall is None:
                break
            shares[tall] *= MORE
        if found:
            fault = f"{found.message}: {found.found}" if found.found else found.message
        else:
            fault = _("A row takes more lines than a page has")
    return fault


def _too_tall(columns: Sequence[Column], written: Sequence[InLine], page: str) -> int | None:
    """Return the column with words higher than a page, of the form or of the plan; None where there is none."""
    plain = [plain_of(one) for one in written]
    width, height = PAGE[page]
    for wide, high, write in ((width, height - SHEET, WRITE), DOCUMENT):
        most = int((high - head_mm(plain, wide, write)) / LINE_MM)
        for at, column in enumerate(columns):
            signs = cell_place(plain[at], plain, wide, write=write).large_signs
            if any(lines_of(words, signs) > most for words in column.words):
                return at
    return None


def _written(column: Column, mm: int) -> InLine:
    *head, label = column.path
    return InLine(
        label=label,
        group=head[-1] if head else "",
        head=tuple(head[:-1]),
        width_mm=mm,
        value=column.value,
        ticks=column.ticks,
        merge=column.merge or "",
    )


def _widths(columns: Sequence[Column], shares: Sequence[float], page_mm: float) -> list[int]:
    """Return whole widths that add up to the page: the least that each needs, and a share of what is left."""
    least = [_least(column) for column in columns]
    written = [at for at, column in enumerate(columns) if not column.value and not column.ticks]
    rows = next((at for at, column in enumerate(columns) if column.value == "text"), None)
    if rows is not None and len(written) > 1 and shares[rows] == _share(columns[rows]):
        roomy = [max(mm, ROOM_MM) if at in written else mm for at, mm in enumerate(least)]
        least = roomy if sum(roomy) - roomy[rows] + WORDS_MM <= page_mm else least
    rest = max(0.0, page_mm - sum(least))
    whole = sum(shares) or 1
    found = [int(mm + rest * share / whole) for mm, share in zip(least, shares, strict=True)]
    widest = max(range(len(columns)), key=lambda at: (shares[at], found[at]))
    if rows is not None and len(written) > 1 and shares[rows] == _share(columns[rows]):
        over = max(0, found[rows] - max(int(MOST_WORDS * page_mm), int(least[rows]) + 1))
        found = [
            mm - over if at == rows else mm + over // len(written) * (at in written) for at, mm in enumerate(found)
        ]
    found[widest] += int(page_mm) - sum(found)
    return found


def _least(column: Column) -> float:
    head = max((width_of(chunk, True) for word in column.path for chunk in chunks_of(word)), default=0) * LARGE_MM
    if column.value in ("label", "number"):
        return max(NUMBER_MM, head + 4, max(map(width_of, column.words), default=0) * LARGE_MM + 4)
    if column.ticks:
        return max(LEAST_MM, (head + 4) / WRITE, (max(map(width_of, column.ticks)) * LARGE_MM + 9) / WRITE)
    if not column.value:
        return max(LEAST_MM, (head + 4) / WRITE)
    chunk = max((width_of(one) for word in column.words for one in chunks_of(word)), default=0) * LARGE_MM
    return min(max(LEAST_MM, head + 4, chunk + 5), MOST_VALUE_MM)


def _share(column: Column) -> float:
    if column.value in ("label", "number") or column.ticks:
        return 0
    least = WORDS if column.value == "text" else WRITTEN if column.value in ("", "name") else WRITTEN / 2
    return max(least, max(map(width_of, column.words), default=0) / SIGNS)
