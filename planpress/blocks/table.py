"""Kind `table`: a ruled table, its rows from the campaign, named, or blank."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Self

from pydantic import Field

from planpress.blocks.answers import AnswerSet, legend
from planpress.blocks.kind import BlockView, Fault, Kind, Row, Rows, RowsOf
from planpress.blocks.page import Page
from planpress.fit import MM_A_POINT, Place, lines_of, too_long, too_wide
from planpress.i18n import Translate
from planpress.record import AS_MEASURE, AS_WHOLE, Flag, Key, Record, Text, Words, measured
from planpress.view import BESIDE, LATER, beside, later

WIDTH_TOLERANCE_MM = 0.5

LINE = "line:"
"""Begins the id of a blank row; how many of those are above it, counting itself, follows."""

ROOM_MM = 12.0
"""The least height of a row that one writes in."""

WRITE = 0.85
"""By how much columns that one writes in are narrower in large print; see `macros/paper/table.html`."""

HEAD_MM = 60.0
"""What the head of a table may take of a page."""

HEAD_LINE_MM = 13 * 1.3 * MM_A_POINT
"""A line of it, in large print."""

BUILT_IN = ("number", "label", "text", "name", "date", "target", "answer")
"""What a column prints without a row's saying so in its `values`."""

CENTRED = frozenset({"number", "label", "name", "date", "target"})
"""Values that stand in the middle of their column."""


class Column(Record):
    """A table column. Neighbours with the same `group` share an upper head.

    `value` is what it prints of each row: one of `BUILT_IN`, or a name that rows have among their `values`.
    `ticks` are boxes printed in every cell of a column one writes in; with `numbers`, numbers are written or printed
    there, which a spreadsheet can add up.
    """

    label: Text
    group: Words = ""
    width_mm: Annotated[float, Field(gt=0), AS_MEASURE]
    value: Key = ""
    ticks: Annotated[tuple[Text, ...], LATER] = ()
    numbers: Annotated[Flag, BESIDE] = False

    @property
    def centred(self) -> bool:
        """Whether what stands in it, or is ticked or counted there, stands in the middle."""
        return self.value in CENTRED or bool(self.ticks) or self.numbers


class Table(Record):
    """A ruled table.

    `rows` says where its rows come from. After those come rows that only bear one of `names`, and
    last `count` blank rows, where a list goes on by hand; with `fill`, as many more as the page holds.
    A table of numbered copies has a row for each; its blank rows stand where no copies were issued.
    With `restart`, the column `number` counts anew below each category.
    """

    rows: RowsOf
    names: tuple[Text, ...] = ()
    fill: Flag = False
    restart: Flag = False
    count: Annotated[int, Field(ge=0, le=200), AS_WHOLE] = 0
    row_height_mm: Annotated[float, Field(ge=6, le=120), AS_MEASURE] = 12
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]


@dataclass(frozen=True)
class TableView(BlockView):
    """What a table shows: in each cell what its column asks for, nothing where one writes by hand.

    `row_ids` tell the rows apart for good: the id or address of what each shows, or how many lines down it is.
    `headings` are the places, from 0, of the rows that are categories: their text stands in the first cell, for all.
    `answers` tell of each row what it is answered with; none where no row is.
    """

    row_height_mm: float
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    row_ids: tuple[str, ...] = beside()
    fill: bool = later(False)
    headings: tuple[int, ...] = later(())
    answers: tuple[AnswerSet | None, ...] = later(())
    restart: bool = beside(False)
    kind: str = field(default="table", init=False)

    def write(self, page: Page) -> None:
        """Write the table, and below it what its marks mean."""
        page.table(self)
        for line in legend_of(self.columns, self.answers, page.say):
            page.line(line)

    def widths_mm(self) -> Sequence[float]:
        """Return the widths of its columns."""
        return [column.width_mm for column in self.columns]

    def lines(self) -> Iterator[tuple[tuple[str, ...], bool, AnswerSet | None]]:
        """Yield the cells of each row, whether it is a category, and what it is answered with."""
        for place, cells in enumerate(self.rows):
            yield cells, place in self.headings, self.answers[place] if self.answers else None

    def grown(self, count: int) -> Self:
        """Return the table with blank rows behind its own, numbered on, so that it has at least `count`."""
        more = range(len(self.rows), count)
        lines = sum(name.startswith(LINE) for name in self.row_ids)
        numbers = [_number(place, self.headings, self.restart) for place in more]
        return replace(
            self,
            rows=self.rows + tuple(_cells(self.columns, number, {}) for number in numbers),
            row_ids=self.row_ids + tuple(f"{LINE}{lines + step}" for step in range(1, len(more) + 1)),
            answers=self.answers and (*self.answers, *(None for _row in more)),
        )


def legend_of(columns: Sequence[Column], answers: Sequence[AnswerSet | None], say: Translate) -> tuple[str, ...]:
    """Return the lines under a table that say what its marks mean; none where no column prints the answers."""
    return tuple(legend(answers, say)) if any(column.value == "answer" for column in columns) else ()


def _number(place: int, headings: Sequence[int], restart: bool) -> int:
    """Return the number of the row at a place from 0: categories are not counted, with `restart` nor what is above."""
    above = [heading for heading in headings if heading < place]
    return place - above[-1] if restart and above else place + 1 - len(above)


def _cells(columns: Sequence[Column], number: int, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return what stands in a row with such a number."""
    shown = {"number": str(number), **values}
    return tuple(shown.get(column.value, "") for column in columns)


def table_view(table: Table, rows: Rows) -> TableView:
    """Return what `table` shows."""
    found = list(rows(table.rows))
    blank = 0 if table.rows == "copies" and found else table.count
    found += [Row(f"name:{number}", {"name": name, "text": name}) for number, name in enumerate(table.names, 1)]
    found += [Row(f"{LINE}{number}", {}) for number in range(1, blank + 1)]
    headings = tuple(place for place, row in enumerate(found) if row.heading)
    answers = tuple(row.answer for row in found)
    return TableView(
        table.row_height_mm,
        table.columns,
        tuple(
            (row.heading, *("" for _column in table.columns[1:]))
            if row.heading
            else _cells(table.columns, _number(place, headings, table.restart), row.values)
            for place, row in enumerate(found)
        ),
        tuple(row.id for row in found),
        table.fill,
        headings,
        answers if any(answers) else (),
        table.restart,
    )


def _check(value: Any, page_width_mm: float | None, _: Translate) -> Iterator[Fault]:
    """A table of blank rows says how many; columns fill the page; boxes to tick stand in columns one writes in."""
    if not isinstance(value, dict):
        return
    if value.get("rows") in ("blank", "copies") and not value.get("names") and value.get("count", "") in ("", "0"):
        message = _("A table with 'rows: %(rows)s' needs a count of rows, such as 'count: 10'")
        yield Fault(("count",) if "count" in value else (), message % {"rows": value["rows"]})
    columns = value.get("columns")
    yield from _heights(value, _)
    widths: list[float] = []
    for place, column in enumerate(columns if isinstance(columns, list) else []):
        if not isinstance(column, dict):
            continue
        if column.get("ticks") and column.get("value"):
            message = _("A column prints either a value or boxes to tick: delete one of the two")
            yield Fault(("columns", place, "ticks"), message, str(column["value"]))
        if column.get("numbers") == "true" and (column.get("value") in BUILT_IN or column.get("ticks")):
            message = _("Numbers stand in a column that one writes in, or that prints a value of the rows")
            yield Fault(("columns", place, "numbers"), message)
        widths.append(measured(column.get("width_mm")))
    total = sum(widths)
    if page_width_mm is None or not all(widths):
        return  # a width that is wrong by itself is told there
    yield from _words(columns if isinstance(columns, list) else [], page_width_mm, _)
    if abs(total - page_width_mm) > WIDTH_TOLERANCE_MM:
        message = _("The column widths must add up to %(width)s mm, the width of the page")
        yield Fault(("columns",), message % {"width": f"{page_width_mm:g}"}, f"{total:g}")


def _heights(value: dict[str, Any], _: Translate) -> Iterator[Fault]:
    """A row that one writes in has room for a hand."""
    height, columns = value.get("row_height_mm"), value.get("columns")
    rows = columns if isinstance(columns, list) else []
    written = any(isinstance(column, dict) and not column.get("value") for column in rows)
    if written and 0 < measured(height) < ROOM_MM:
        message = _("A row with a column to write in must be at least %(least)s mm high")
        yield Fault(("row_height_mm",), message % {"least": f"{ROOM_MM:g}"}, str(height))


def cell_place(
    column: dict[str, Any], columns: Sequence[dict[str, Any]], page_mm: float, head: bool = False, write: float = WRITE
) -> Place:
    """Return where what stands in `column` prints, or its label in the `head` of the table.

    In large print the columns that one writes in give way to the others, by `write`.
    """
    widths = [measured(other.get("width_mm")) for other in columns]
    large = [mm * (1 if other.get("value") else write) for mm, other in zip(widths, columns, strict=True)]
    usual_mm = measured(column.get("width_mm")) / (sum(widths) or 1) * page_mm
    large_mm = measured(column.get("width_mm")) * (1 if column.get("value") else write) / (sum(large) or 1) * page_mm
    if head:
        return Place(usual_mm - 2.4, 11, large_mm - 0.8, 13, True)
    if column.get("ticks"):
        return Place(usual_mm - 2.4 - 5.6, 10.5, large_mm - 1.4 - 5.4, 14)
    narrow = column.get("value") in ("label", "number")
    return Place(usual_mm - (2.4 if narrow else 4.4), 10.5, large_mm - (1.2 if narrow else 3.6), 14)


def _words(columns: list[Any], page_mm: float, _: Translate) -> Iterator[Fault]:
    """The words in the head of a table, and the boxes to tick, fit their columns."""
    known = [column for column in columns if isinstance(column, dict)]
    if (tall := head_mm(known, page_mm)) > HEAD_MM:
        message = _("The head of a table is at most %(most)s mm high; this one takes up to %(found)s mm")
        longest = max(known, key=lambda column: len(str(column.get("label"))) + len(str(column.get("group"))))
        found = {"most": f"{HEAD_MM:g}", "found": f"{tall:.0f}"}
        yield Fault(("columns", columns.index(longest), "label"), message % found, str(longest.get("label")))
    for at, column in enumerate(known if len(known) == len(columns) else []):
        label, ticks = column.get("label"), column.get("ticks")
        if isinstance(label, str) and (message := too_wide(label, cell_place(column, known, page_mm, True), _)):
            yield Fault(("columns", at, "label"), message, label)
        for place, tick in enumerate(ticks if isinstance(ticks, list) else []):
            if isinstance(tick, str) and (message := too_long(tick, cell_place(column, known, page_mm), _)):
                yield Fault(("columns", at, "ticks", place), message, tick)


def head_mm(columns: Sequence[dict[str, Any]], page_mm: float, write: float = WRITE) -> float:
    """Return how high the head of a table is, at most, in large print."""
    room = {name: cell_place(column, columns, page_mm, True, write).large_signs for name, column in enumerate(columns)}
    lines = sum(
        max(
            (lines_of(str(column.get(key, "")), room[name]) for name, column in enumerate(columns) if column.get(key)),
            default=0,
        )
        for key in ("label", "group")
    )
    return 6.4 + HEAD_LINE_MM * lines


def _last(value: Any, page_width_mm: float) -> float:
    """Return how high the last row is, which stands below a head."""
    columns = value.get("columns") if isinstance(value, dict) else None
    known = [column for column in columns if isinstance(column, dict)] if isinstance(columns, list) else []
    return head_mm(known, page_width_mm) + measured(value.get("row_height_mm", "12")) if known else 0


TABLE: Kind[Table] = Kind("table", Table, table_view, _check, lambda table: table.rows, _last)
