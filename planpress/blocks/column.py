"""A column of a table: what it says, prints and is wide, and whether that fits.

In: a column as the YAML has it, and the width of the page in mm. Out: `Column`, where it prints, and what is wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from planpress.blocks.head import head_of, parts_of
from planpress.blocks.kind import Fault, Steps
from planpress.fit import MM_A_POINT, Place, height_of, lines_of, too_long, too_wide
from planpress.i18n import Translate
from planpress.record import AS_MEASURE, Flag, Id, Key, Record, Text, Words, measured
from planpress.view import ARRANGED, BESIDE, LATER

WRITE = 0.85
"""By how much columns that one writes in are narrower in large print; see `macros/paper/table.html`."""

HEAD_MM, HEAD_SHARE = 60.0, 0.3
"""What the head of a table may take of a page: so much, or this part of a high one."""

HEAD_LINE_MM = 13 * 1.3 * MM_A_POINT
"""A line of it, in large print."""

HEAD_PADDING_MM = 3.6
"""What each of its cells takes besides."""

BUILT_IN = ("number", "label", "text", "name", "date", "target", "answer")
"""What a column prints without a row's saying so in its `values`."""

CENTRED = frozenset({"number", "label", "name", "date", "target"})
"""Values that stand in the middle of their column."""


class Rate(Record):
    """A share in per cent: of what is counted in the column `of`, by that of the column `to`, both named by `id`."""

    of: Id
    to: Id


class Column(Record):
    """A table column. Neighbours with the same `group` share an upper head.

    `value` is what it prints of each row: one of `BUILT_IN`, or a name that rows have among their `values`.
    `ticks` are boxes printed in every cell of a column one writes in; with `numbers`, numbers are written or printed
    there, which a spreadsheet can add up: `total` asks for their sum in the last row, `rate` for a share of two columns
    with an `id`. `head` are the heads above `group`, the outermost first; `unit` says below them in what is counted.

    With `merge`, equal neighbours stand as one tall cell, within one of the merged column before; `key` columns are
    repeated where a table takes pages side by side.
    """

    id: Annotated[Id | None, BESIDE] = None
    label: Text
    group: Words = ""
    head: Annotated[tuple[Text, ...], LATER] = ()
    unit: Annotated[Words, LATER] = ""
    width_mm: Annotated[float, Field(gt=0), AS_MEASURE]
    value: Key = ""
    ticks: Annotated[tuple[Text, ...], LATER] = ()
    numbers: Annotated[Flag, BESIDE, ARRANGED] = False
    total: Annotated[Flag, BESIDE, ARRANGED] = False
    rate: Annotated[Rate | None, BESIDE, ARRANGED] = None
    merge: Annotated[Flag, LATER] = False
    key: Annotated[Flag, BESIDE, ARRANGED] = False

    @property
    def centred(self) -> bool:
        """Whether what stands in it, or is ticked or counted there, stands in the middle."""
        return self.value in CENTRED or bool(self.ticks) or self.counts

    @property
    def look(self) -> str:
        """How what stands in it looks on paper."""
        return self.value if self.value in BUILT_IN else "digits" if self.value and self.numbers else "write"

    @property
    def counts(self) -> bool:
        """Whether numbers stand in it."""
        return self.numbers or self.rate is not None

    @property
    def path(self) -> tuple[str, ...]:
        """The words above its rows, the outermost first."""
        return (*self.head, *filter(None, [self.group]), self.label)


def path_of(column: Mapping[str, Any]) -> list[str]:
    """Return the words above the rows of a plain column, the outermost first."""
    head = column.get("head")
    words = [*(head if isinstance(head, list) else []), column.get("group"), column.get("label")]
    return [word for word in words if isinstance(word, str) and word]


def pages_of(columns: Sequence[Mapping[str, Any]], page_mm: float) -> list[list[int]]:
    """Return which of the plain columns stand on each of the pages side by side, or on the one there is."""
    widths = [measured(column.get("width_mm")) for column in columns]
    keys = leading(columns, "key")
    wide = keys and sum(widths) > page_mm
    parts = parts_of(list(map(path_of, columns)), widths, keys, page_mm) if wide else ()
    return [list(part) for part in parts] or [list(range(len(columns)))]


def beside(column: Mapping[str, Any], columns: Sequence[Mapping[str, Any]], page_mm: float) -> list[Mapping[str, Any]]:
    """Return the plain columns on the first page side by side that shows `column`, one of them."""
    parts = [[columns[at] for at in part] for part in pages_of(columns, page_mm)]
    return next(part for part in parts if column in part)


def leading(columns: Sequence[Mapping[str, Any]], key: str) -> int:
    """Return how many of the plain columns, from the first, say that they are `key`."""
    return next((at for at, one in enumerate(columns) if one.get(key) != "true"), len(columns))


# ---------------------------------------------------------------- where it prints


def cell_place(
    column: Mapping[str, Any],
    columns: Sequence[Mapping[str, Any]],
    page_mm: float,
    head: bool = False,
    write: float = WRITE,
) -> Place:
    """Return where what stands in `column` prints, or its label in the `head` of the table.

    In large print the columns that one writes in give way to the others, by `write`. `columns` are those on its page.
    """
    widths = [measured(other.get("width_mm")) for other in columns]
    page_mm = min(page_mm, sum(widths) or page_mm)
    large = [mm * (1 if other.get("value") else write) for mm, other in zip(widths, columns, strict=True)]
    usual_mm = measured(column.get("width_mm")) / (sum(widths) or 1) * page_mm
    large_mm = measured(column.get("width_mm")) * (1 if column.get("value") else write) / (sum(large) or 1) * page_mm
    if head:
        return Place(usual_mm - 2.4, 11, large_mm - 0.8, 13, True)
    if column.get("ticks"):
        return Place(usual_mm - 2.4 - 5.6, 10.5, large_mm - 1.4 - 5.4, 14)
    narrow = column.get("value") in ("label", "number")
    return Place(usual_mm - (2.4 if narrow else 4.4), 10.5, large_mm - (1.2 if narrow else 3.6), 14)


def head_mm(columns: Sequence[Mapping[str, Any]], page_mm: float, write: float = WRITE) -> float:
    """Return how high the head of a table is, at most, in large print, on the page where it is highest."""
    parts = pages_of(columns, page_mm)
    numbered = HEAD_PADDING_MM + HEAD_LINE_MM if len(parts) > 1 else 0
    return numbered + max(_head_mm([columns[at] for at in part], page_mm, write) for part in parts)


def _head_mm(columns: Sequence[Mapping[str, Any]], page_mm: float, write: float) -> float:
    room = [cell_place(column, columns, page_mm, True, write).large_signs for column in columns]
    rows = head_of(list(map(path_of, columns)), [str(column.get("unit") or "") for column in columns])
    heights = [0.0] * len(rows)
    tall = []
    for number, row in enumerate(rows):
        for cell in row:
            lines = lines_of(cell.text, sum(room[cell.at : cell.at + cell.across]))
            tall.append((cell.down, number, HEAD_PADDING_MM + HEAD_LINE_MM * lines))
    for down, number, mm in sorted(tall):  # what stands over several rows has room in all of them
        last = number + down - 1
        heights[last] = max(heights[last], mm - sum(heights[number:last]))
    return sum(heights)


# ---------------------------------------------------------------- what is wrong with it


def column_faults(columns: Sequence[Mapping[str, Any]], _: Translate) -> Iterator[Fault]:
    """Yield what is wrong with columns besides their widths: each prints one thing, and counts what is a number."""
    for place in range(len(columns)):
        yield from _prints_one_thing(columns[place], ("columns", place), _)
        yield from _counts(columns, place, _)
        yield from _apart(columns, place, _)


def _prints_one_thing(column: Mapping[str, Any], at: Steps, _: Translate) -> Iterator[Fault]:
    if column.get("ticks") and column.get("value"):
        message = _("A column prints either a value or boxes to tick: delete one of the two")
        yield Fault((*at, "ticks"), message, str(column["value"]))
    if column.get("numbers") == "true" and (column.get("value") in BUILT_IN or column.get("ticks")):
        message = _("Numbers stand in a column that one writes in, or that prints a value of the rows")
        yield Fault((*at, "numbers"), message)


def _counts(columns: Sequence[Mapping[str, Any]], place: int, _: Translate) -> Iterator[Fault]:
    """A total and a rate are of numbers, each in a column that one can name."""
    column, at = columns[place], ("columns", place)
    counting = [one.get("id") for one in columns if one.get("id") and one.get("numbers") == "true"]
    rate = column["rate"] if isinstance(column.get("rate"), dict) else {}
    if column.get("total") == "true" and column.get("numbers") != "true" and not rate:
        message = _("A total is of numbers: write 'numbers: true' too, or delete 'total'")
        yield Fault((*at, "total"), message, str(column.get("label")))
    for key, of in rate.items():
        if key in Rate.model_fields and isinstance(of, str) and of not in counting:
            message = _("A rate is of two columns with an 'id' and 'numbers: true'")
            yield Fault((*at, "rate", key), message, of)
    if column.get("id") and column["id"] in [one.get("id") for one in columns[:place]]:
        yield Fault((*at, "id"), _("Two columns have this id"), str(column["id"]))


def _apart(columns: Sequence[Mapping[str, Any]], place: int, _: Translate) -> Iterator[Fault]:
    """Key columns stand first; a head that has ended does not begin again: its columns stand beside each other."""
    if columns[place].get("key") == "true" and place >= leading(columns, "key"):
        yield Fault(("columns", place, "key"), _("Key columns stand first"), str(columns[place].get("label")))
    paths = list(map(path_of, columns))
    above = paths[place][:-1]
    for deep in range(1, len(above) + 1):
        same = [at for at, path in enumerate(paths[:place]) if path[:deep] == above[:deep] and len(path) > deep]
        if same and same[-1] != place - 1:
            key = "group" if columns[place].get("group") else "head"
            message = _("Columns below one head stand beside each other")
            yield Fault(("columns", place, key), message, above[deep - 1])
            return


def words_fit(columns: Sequence[Mapping[str, Any]], page_mm: float, _: Translate) -> Iterator[Fault]:
    """The words in the head of a table, and the boxes to tick, fit their columns; the head leaves room for rows."""
    most = max(HEAD_MM, HEAD_SHARE * height_of(page_mm))
    if (tall := head_mm(columns, page_mm)) > most:
        message = _("The head of a table is at most %(most)s mm high; this one takes up to %(found)s mm")
        longest = max(range(len(columns)), key=lambda at: sum(map(len, path_of(columns[at]))))
        found = {"most": f"{most:.0f}", "found": f"{tall:.0f}"}
        yield Fault(("columns", longest, "label"), message % found, str(columns[longest].get("label")))
    told: set[int] = set()
    for part in pages_of(columns, page_mm):
        known = [columns[at] for at in part]
        for at in (at for at in part if at not in told):
            told.add(at)
            place = cell_place(columns[at], known, page_mm, True)
            for key in ("label", "unit"):
                text = columns[at].get(key)
                if isinstance(text, str) and (message := too_wide(text, place, _)):
                    yield Fault(("columns", at, key), message, text)
            ticks = columns[at].get("ticks")
            for number, tick in enumerate(ticks if isinstance(ticks, list) else []):
                if isinstance(tick, str) and (message := too_long(tick, cell_place(columns[at], known, page_mm), _)):
                    yield Fault(("columns", at, "ticks", number), message, tick)
