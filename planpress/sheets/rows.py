"""Campaign, sector and copies → the rows of tables.

In: what a sheet is for. Out: for each kind of rows, what there is and what is known of it; pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from planpress.blocks.kind import Row, RowsOf
from planpress.model.campaign import Campaign
from planpress.model.records import Sector
from planpress.templates import long_date


@dataclass(frozen=True)
class SheetRows:
    """The rows that blocks of one sheet may ask for.

    Attributes:
        campaign: Validated.
        sector: Whose checklist is listed; None on a sheet of no single sector.
        copies: How many numbered copies there are.
    """

    campaign: Campaign
    sector: Sector | None = None
    copies: int = 0

    def rows(self, of: RowsOf) -> Sequence[Row]:
        """Return the rows there are, in order."""
        return tuple(_ROWS[of](self))


def _items(sheet: SheetRows) -> Iterable[Row]:
    sector = sheet.sector
    if sector is not None and sector.checklist is not None:
        for item in sector.checklist.items:
            yield Row(f"{sector.id}#{item.id}", {"label": item.label, "text": item.text})


def _units(sheet: SheetRows) -> Iterable[Row]:
    units = (unit for unit in sheet.campaign.units if unit.prints_sheets)
    return (Row(unit.id, {"name": unit.name, "text": unit.name}) for unit in units)


def _weeks(sheet: SheetRows) -> Iterable[Row]:
    language = sheet.campaign.plan.language
    return (Row(day.isoformat(), {"date": long_date(day, language)}) for day in sheet.campaign.report_dates)


def _indicators(sheet: SheetRows) -> Iterable[Row]:
    for place in sheet.campaign.places.values():
        for one in place.clause.indicators if place.clause and place.sector is None else ():
            yield Row(one.id, {"text": one.text, "name": one.text, "target": one.target})


def _sectors(sheet: SheetRows) -> Iterable[Row]:
    for sector in sheet.campaign.sectors:
        yield Row(sector.id, {"label": sector.label, "name": sector.short, "text": sector.title})


def _copies(sheet: SheetRows) -> Iterable[Row]:
    return (Row(str(number), {"label": str(number)}) for number in range(1, sheet.copies + 1))


_ROWS: Mapping[RowsOf, Callable[[SheetRows], Iterable[Row]]] = {
    "items": _items,
    "units": _units,
    "weeks": _weeks,
    "indicators": _indicators,
    "sectors": _sectors,
    "copies": _copies,
    "blank": lambda _sheet: (),
}
