"""Kind `table`: a ruled table, its rows from the campaign, named, or blank."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from planpress.blocks.kind import BlockView, Fault, Kind, Row, Rows, RowsOf
from planpress.blocks.page import Page
from planpress.fit import MM_A_POINT, Place, lines_of, too_long, too_wide
from planpress.i18n import Translate
from planpress.record import AS_MEASURE, AS_WHOLE, Flag, Record, Text, Words, measured
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

CENTRED = frozenset({"number", "label", "name", "date", "target"})
"""Values that stand in the middle of their column."""


class Column(Record):
    """A table column. Neighbours with the same `group` share an upper head.

    `ticks` are boxes printed in every cell of a column one writes in; with `numbers`, one writes numbers there, which
    a spreadsheet can add up.
    """

    label: Text
    group: Words = ""
    width_mm: Annotated[float, Field(gt=0), AS_MEASURE]
    value: Literal["", "number", "label", "text", "name", "date", "target", "answer"] = ""
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
    """

    rows: RowsOf
    names: tuple[Text, ...] = ()
    fill: Flag = False
    count: Annotated[int, Field(ge=0, le=200), AS_WHOLE] = 0
    row_height_mm: Annotated[float, Field(ge=6, le=120), AS_MEASURE] = 12
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]


@dataclass(frozen=True)
class TableView(BlockView):
    """What a table shows: in each cell what its column asks for, nothing where one writes by hand.

    `row_ids` tell the rows apart for good: the id or address of what each shows, or how many lines down it is.
    """

    row_height_mm: float
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    row_ids: tuple[str, ...] = beside()
    fill: bool = later(False)
    kind: str = field(default="table", init=False)

    def write(self, page: Page) -> None:
        """Write the table."""
        page.table(self)

    def widths_mm(self) -> Sequence[float]:
        """Return the widths of its columns."""
        return [column.width_mm for column in self.columns]

    def grown(self, count: int) -> Self:
        """Return the table with blank rows behind its own, numbered on, so that it has at least `count`."""
        more = range(len(self.rows), count)
        lines = sum(name.startswith(LINE) for name in self.row_ids)
        return replace(
            self,
            rows=self.rows + tuple(_cells(self.columns, row, {}) for row in more),
            row_ids=self.row_ids + tuple(f"{LINE}{lines + step}" for step in range(1, len(more) + 1)),
        )


def _cells(columns: Sequence[Column], row: int, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return what stands in a row, counted from 0."""
    shown = {"number": str(row + 1), **values}
    return tuple(shown.get(column.value, "") for column in columns)


def table_view(table: Table, rows: Rows) -> TableView:
    """Return what `table` shows."""
    found = list(rows(table.rows))
    blank = 0 if table.rows == "copies" and found else table.count
    found += [Row(f"name:{number}", {"name": name, "text": name}) for number, name in enumerate(table.names, 1)]
    found += [Row(f"{LINE}{number}", {}) for number in range(1, blank + 1)]
    cells = tuple(_cells(table.columns, place, row.values) for place, row in enumerate(found))
    return TableView(table.row_height_mm, table.columns, cells, tuple(row.id for row in found), table.fill)


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
        if column.get("numbers") == "true" and (column.get("value") or column.get("ticks")):
            message = _("Numbers are written in a column that prints neither a value nor boxes to tick")
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
