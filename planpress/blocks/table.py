"""Kind `table`: a ruled table, its rows from the campaign, named, or blank."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from planpress.blocks.kind import BlockView, Fault, Kind, Row, Rows, RowsOf
from planpress.blocks.page import Page
from planpress.i18n import Translate
from planpress.record import AS_MEASURE, AS_WHOLE, MEASURE, Flag, Record, Text, Words
from planpress.view import LATER, beside, later

WIDTH_TOLERANCE_MM = 0.5

CENTRED = frozenset({"number", "label", "name", "date", "target"})
"""Values that stand in the middle of their column."""


class Column(Record):
    """A table column. Neighbours with the same `group` share an upper head.

    `ticks` are boxes printed in every cell of a column one writes in.
    """

    label: Text
    group: Words = ""
    width_mm: Annotated[float, Field(gt=0), AS_MEASURE]
    value: Literal["", "number", "label", "text", "name", "date", "target", "answer"] = ""
    ticks: Annotated[tuple[Text, ...], LATER] = ()

    @property
    def centred(self) -> bool:
        """Whether what stands in it, or is ticked there, stands in the middle."""
        return self.value in CENTRED or bool(self.ticks)


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


def table_view(table: Table, rows: Rows) -> TableView:
    """Return what `table` shows."""
    found = list(rows(table.rows))
    blank = 0 if table.rows == "copies" and found else table.count
    found += [Row(f"name:{number}", {"name": name, "text": name}) for number, name in enumerate(table.names, 1)]
    found += [Row(f"line:{number}", {}) for number in range(1, blank + 1)]
    shown = [{"number": str(number), **row.values} for number, row in enumerate(found, 1)]
    cells = tuple(tuple(values.get(column.value, "") for column in table.columns) for values in shown)
    return TableView(table.row_height_mm, table.columns, cells, tuple(row.id for row in found), table.fill)


def _check(value: Any, page_width_mm: float | None, _: Translate) -> Iterator[Fault]:
    """A table of blank rows says how many; columns fill the page; boxes to tick stand in columns one writes in."""
    if not isinstance(value, dict):
        return
    if value.get("rows") in ("blank", "copies") and not value.get("names") and value.get("count", "") in ("", "0"):
        message = _("A table with 'rows: %(rows)s' needs a count of rows, such as 'count: 10'")
        yield Fault(("count",) if "count" in value else (), message % {"rows": value["rows"]})
    columns = value.get("columns")
    widths: list[float] = []
    for place, column in enumerate(columns if isinstance(columns, list) else []):
        if not isinstance(column, dict):
            continue
        if column.get("ticks") and column.get("value"):
            message = _("A column prints either a value or boxes to tick: delete one of the two")
            yield Fault(("columns", place, "ticks"), message, str(column["value"]))
        width = column.get("width_mm")
        widths.append(float(width) if isinstance(width, str) and re.fullmatch(MEASURE, width) else 0)
    total = sum(widths)
    if page_width_mm is None or not all(widths):
        return  # a width that is wrong by itself is told there
    if abs(total - page_width_mm) > WIDTH_TOLERANCE_MM:
        message = _("The column widths must add up to %(width)s mm, the width of the page")
        yield Fault(("columns",), message % {"width": f"{page_width_mm:g}"}, f"{total:g}")


TABLE: Kind[Table] = Kind("table", Table, table_view, _check, lambda table: table.rows)
