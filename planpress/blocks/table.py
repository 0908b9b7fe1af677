"""Kind `table`: a ruled table, its rows from the campaign, named, or blank."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field

from planpress.blocks.answers import AnswerSet, legend
from planpress.blocks.column import Column, column_faults, head_mm, leading, words_fit
from planpress.blocks.head import HeadCell, head_of, parts_of
from planpress.blocks.joined import Begins, begins_of
from planpress.blocks.kind import BlockView, Fault, Kind, Row, Rows, RowsOf
from planpress.blocks.page import Page
from planpress.i18n import Translate
from planpress.record import AS_MEASURE, AS_WHOLE, MEASURE, Flag, Record, Text, Words, measured
from planpress.view import arranged, beside, later

WIDTH_TOLERANCE_MM = 0.5

LINE = "line:"
"""Begins the id of a blank row; how many of those are above it, counting itself, follows."""

ROOM_MM = 12.0
"""The least height of a row that one writes in."""

NO_TOTAL = "\u2014"
"""Stands in the last row where a column has no total."""

NO_RATE = "/"
"""Stands for a share of nothing."""


class Table(Record):
    """A ruled table.

    `rows` says where its rows come from. After those come rows that only bear one of `names`, and
    last `count` blank rows, where a list goes on by hand; with `fill`, as many more as the page holds.
    A table of numbered copies has a row for each; its blank rows stand where no copies were issued.
    With `restart`, the column `number` counts anew below each category.

    With `per`, each of them is a place of so many rows, for which columns with `merge` have one tall cell. `typed`:
    one types in it, so that its rows may be lower than a hand needs. `total` is what the last row is called, in
    which columns with `total` are added up.
    """

    rows: RowsOf
    names: tuple[Text, ...] = ()
    fill: Flag = False
    restart: Flag = False
    count: Annotated[int, Field(ge=0, le=200), AS_WHOLE] = 0
    per: Annotated[int, Field(ge=1, le=20), AS_WHOLE] = 1
    row_height_mm: Annotated[float, Field(ge=6, le=120), AS_MEASURE] = 12
    typed: Flag = False
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    total: Words = ""


class _Ruled:
    """What both a table and a part of it tell of their columns and rows."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    headings: tuple[int, ...]
    answers: tuple[AnswerSet | None, ...]

    @property
    def head(self) -> tuple[tuple[HeadCell, ...], ...]:
        """The rows of its head."""
        return head_of([column.path for column in self.columns], [column.unit for column in self.columns])

    @property
    def named(self) -> int:
        """Over how many columns the name of the last row stands: the key columns, or fewer, up to the first total."""
        first = next((at for at, one in enumerate(self.columns) if one.total), 0)
        return min(filter(None, (self.keys, first)), default=1)

    @property
    def keys(self) -> int:
        """How many columns, from the first, tell the rows apart."""
        return next((at for at, column in enumerate(self.columns) if not column.key), 0)

    def lines(self) -> Iterator[tuple[tuple[str, ...], bool, AnswerSet | None]]:
        """Yield the cells of each row, whether it is a category, and what it is answered with."""
        for place, cells in enumerate(self.rows):
            yield cells, place in self.headings, self.answers[place] if self.answers else None


@dataclass(frozen=True)
class Leaf(_Ruled):
    """What of a table stands on one of several pages side by side, or all of it where one page holds it.

    `begins` says where tall cells begin, see `joined.py`; `total` are the cells of the last row. Of `headings` and
    `answers` see `TableView`.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    begins: Begins = ()
    total: tuple[str, ...] = ()
    headings: tuple[int, ...] = ()
    answers: tuple[AnswerSet | None, ...] = ()
    number: int = 1
    of: int = 1


@dataclass(frozen=True)
class TableView(_Ruled, BlockView):
    """What a table shows: in each cell what its column asks for, nothing where one writes by hand.

    `row_ids` tell the rows apart for good: the id or address of what each shows, or how many lines down it is.
    `headings` are the places, from 0, of the rows that are categories: their text stands in the first cell, for all.
    `answers` tell of each row what it is answered with; none where no row is.
    `total` are the cells of the last row, where there is one; `parts` the columns of each page side by side, where
    one page does not hold them.
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
    total: tuple[str, ...] = later(())
    parts: tuple[tuple[int, ...], ...] = later(())
    per: int = later(1)
    typed: bool = arranged(False)

    def write(self, page: Page) -> None:
        """Write the table, and below it what its marks mean."""
        page.table(self)
        for line in legend_of(self.columns, self.answers, page.say):
            page.line(line)

    def on(self, width_mm: float) -> Self:
        """Return the table as it stands on pages of that width."""
        widths, keys = self.widths_mm(), self.keys
        wide = keys and sum(widths) > width_mm + WIDTH_TOLERANCE_MM
        return replace(self, parts=parts_of([one.path for one in self.columns], widths, keys, width_mm) if wide else ())

    @property
    def begins(self) -> Begins:
        """Where its tall cells begin."""
        return begins_of(self.rows, [column.merge for column in self.columns], self.headings, self.per)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The table by the pages side by side that it takes."""
        parts, begins = self.parts or (tuple(range(len(self.columns))),), self.begins
        return tuple(
            Leaf(
                tuple(self.columns[at] for at in part),
                tuple(tuple(row[at] for at in part) for row in self.rows),
                tuple(tuple(row[at] for at in part) for row in begins),
                tuple(self.total[at] for at in part if self.total and self._sums(part)),
                self.headings,
                self.answers,
                number,
                len(parts),
            )
            for number, part in enumerate(parts, 1)
        )

    def _sums(self, part: Sequence[int]) -> bool:
        """Tell whether a page side by side has columns that are added up, besides those that all pages repeat."""
        own = [self.columns[at] for at in part if not self.columns[at].key or not self.parts]
        return any(column.total or column.rate for column in own)

    def widths_mm(self) -> Sequence[float]:
        """Return the widths of its columns."""
        return [column.width_mm for column in self.columns]

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
    cells: list[tuple[str, ...]] = []
    for place, row in enumerate(found):
        own = _cells(table.columns, _number(place, headings, table.restart), row.values)
        cells += [(row.heading, *("" for _column in table.columns[1:])) if row.heading else own] * table.per
    return TableView(
        table.row_height_mm,
        table.columns,
        tuple(cells),
        tuple(name for row in found for name in _ids(row.id, table.per)),
        table.fill,
        headings,
        answers if any(answers) else (),
        table.restart,
        _total(table, cells, headings) if table.total else (),
        per=table.per,
        typed=table.typed,
    )


def _ids(name: str, per: int) -> list[str]:
    """Return the ids of the rows of a place."""
    return [name] if per == 1 else [f"{name}.{number}" for number in range(1, per + 1)]


def _total(table: Table, rows: Sequence[Sequence[str]], headings: Sequence[int]) -> tuple[str, ...]:
    """Return the last row: its name, and below each column that has a total the sum of what is printed there.

    A tall cell counts once. Where rows are written by hand, so is the sum.
    """
    begins = begins_of(rows, [column.merge for column in table.columns], headings, table.per)
    named = Leaf(table.columns, ()).named
    cells = []
    for at, column in enumerate(table.columns):
        own = (number for number in range(len(rows)) if number not in headings and column.total)
        printed = [rows[number][at] for number in own if not begins or begins[number][at] == number]
        numbers = [Decimal(text) for text in printed if re.fullmatch(f"-?{MEASURE}", text)]
        shown = table.total if at == 0 else "" if at < named or column.total else NO_TOTAL
        cells.append(f"{sum(numbers):f}" if numbers and not table.count else shown)
    return tuple(cells)


def _check(value: Any, page_width_mm: float | None, _: Translate) -> Iterator[Fault]:
    """A table of blank rows says how many; columns fill the page; each prints one thing and counts numbers."""
    if not isinstance(value, dict):
        return
    if value.get("rows") in ("blank", "copies") and not value.get("names") and value.get("count", "") in ("", "0"):
        message = _("A table with 'rows: %(rows)s' needs a count of rows, such as 'count: 10'")
        yield Fault(("count",) if "count" in value else (), message % {"rows": value["rows"]})
    given = value.get("columns")
    columns = [column for column in given if isinstance(column, dict)] if isinstance(given, list) else []
    yield from _heights(value, _)
    if not columns or len(columns) != len(given or ()):
        return  # what is no column at all is told by its shape
    yield from column_faults(columns, _)
    yield from _rows_join(value, columns, _)
    yield from _total_faults(value, columns, _)
    if page_width_mm is not None and all(measured(column.get("width_mm")) for column in columns):
        yield from _widths(value, columns, page_width_mm, _)  # a width that is wrong by itself is told there


def _widths(value: dict[str, Any], columns: list[dict[str, Any]], page_mm: float, _: Translate) -> Iterator[Fault]:
    """The columns are as wide as the page; or wider, with key columns that leave room for each of the others."""
    yield from words_fit(columns, page_mm, _)
    widths, keys = [measured(column.get("width_mm")) for column in columns], leading(columns, "key")
    total = sum(widths)
    if total > page_mm + WIDTH_TOLERANCE_MM and 0 < keys < len(columns):
        widest = max(range(keys, len(columns)), key=widths.__getitem__)
        if (found := sum(widths[:keys]) + widths[widest]) > page_mm:
            message = _("The key columns and this one are %(found)s mm wide; the page is %(width)s mm wide")
            at = ("columns", keys - 1 if sum(widths[:keys]) > page_mm else widest, "width_mm")
            yield Fault(at, message % {"found": f"{found:g}", "width": f"{page_mm:g}"})
        if value.get("fill") == "true":
            yield Fault(("fill",), _("A table on pages side by side has a count of rows: delete 'fill'"))
    elif abs(total - page_mm) > WIDTH_TOLERANCE_MM:
        message = _("The column widths must add up to %(width)s mm, the width of the page")
        if total > page_mm:
            message = _(
                "The column widths must add up to %(width)s mm, the width of the page; or mark the first columns"
                " 'key: true', which are repeated on pages side by side"
            )
        yield Fault(("columns",), message % {"width": f"{page_mm:g}"}, f"{total:g}")


def _rows_join(value: dict[str, Any], columns: list[dict[str, Any]], _: Translate) -> Iterator[Fault]:
    """Tall cells stand beside single ones, in a table of a fixed number of rows; a place of several rows has some."""
    merged = [at for at, column in enumerate(columns) if column.get("merge") == "true"]
    if merged and len(merged) == len(columns):
        yield Fault(("columns", 0, "merge"), _("A table needs a column whose cells are not joined"))
    if merged and value.get("fill") == "true":
        yield Fault(("fill",), _("A table that joins cells has a count of rows: delete 'fill'"))
    if value.get("per", "1") != "1" and not merged:
        yield Fault(("per",), _("Say which columns have one cell for so many rows: 'merge: true'"), str(value["per"]))
    if value.get("per", "1") != "1" and value.get("rows") == "items":
        yield Fault(("per",), _("A row of a checklist is one row: 'per' is for other rows"), str(value["per"]))


def _total_faults(value: dict[str, Any], columns: list[dict[str, Any]], _: Translate) -> Iterator[Fault]:
    """The last row has a name, which stands below the first column, and totals."""
    added = [at for at, column in enumerate(columns) if column.get("total") == "true"]
    if added and not value.get("total"):
        message = _("Say what the row of totals is called, as the table's own key: 'total: Total'")
        yield Fault(("columns", added[0], "total"), message, str(columns[added[0]].get("label")))
    if value.get("total") and not added:
        yield Fault(("total",), _("No column has a total: write 'total: true' there"), str(value["total"]))
    if added and added[0] == 0:
        yield Fault(("columns", 0, "total"), _("Below the first column stands the name of the row of totals"))


def _heights(value: dict[str, Any], _: Translate) -> Iterator[Fault]:
    """A row that one writes in has room for a hand."""
    height, columns = value.get("row_height_mm"), value.get("columns")
    rows = columns if isinstance(columns, list) else []
    written = value.get("typed") != "true" and any(isinstance(one, dict) and not one.get("value") for one in rows)
    if written and 0 < measured(height) < ROOM_MM:
        message = _("A row with a column to write in must be at least %(least)s mm high; or 'typed: true'")
        yield Fault(("row_height_mm",), message % {"least": f"{ROOM_MM:g}"}, str(height))


def _last(value: Any, page_width_mm: float) -> float:
    """Return how high the last row is, which stands below a head."""
    columns = value.get("columns") if isinstance(value, dict) else None
    known = [column for column in columns if isinstance(column, dict)] if isinstance(columns, list) else []
    rows = 1 + bool(value.get("total")) if known else 0
    return head_mm(known, page_width_mm) + rows * measured(value.get("row_height_mm", "12")) if known else 0


TABLE: Kind[Table] = Kind("table", Table, table_view, _check, lambda table: table.rows, _last)
