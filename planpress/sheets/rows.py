"""Campaign, sector and copies → the rows of tables.

In: what a sheet is for. Out: for each kind of rows, what there is and what is known of it; pure.
"""

from collections.abc import Callable, Iterable, Iterator

from planpress.blocks.kind import Row, Rows, RowsOf
from planpress.model.campaign import Campaign
from planpress.model.records import Sector
from planpress.model.reporting import ReportDay, dates_in
from planpress.templates import long_date


def rows_for(
    campaign: Campaign, sector: Sector | None = None, copies: int = 0, reports: Iterable[ReportDay] = ()
) -> Rows:
    """Return what the tables of a sheet may list: of one sector, of numbered copies, of days of `reports`."""
    language = campaign.plan.language
    sources: dict[RowsOf, Callable[[], Iterable[Row]]] = {
        "items": lambda: _items(sector),
        "units": lambda: (
            Row(unit.id, {"name": unit.name, "text": unit.name}) for unit in campaign.units if unit.prints_sheets
        ),
        "weeks": lambda: (Row(day.isoformat(), {"date": long_date(day, language)}) for day in dates_in(reports)),
        "indicators": lambda: _indicators(campaign),
        "sectors": lambda: (
            Row(one.id, {"label": one.label, "name": one.short, "text": one.title}) for one in campaign.sectors
        ),
        "copies": lambda: (Row(str(number), {"label": str(number)}) for number in range(1, copies + 1)),
        "blank": lambda: (),
    }
    return lambda of: tuple(sources[of]())


def _items(sector: Sector | None) -> Iterator[Row]:
    if sector is not None and sector.checklist is not None:
        for item in sector.checklist.items:
            yield Row(f"{sector.id}#{item.id}", {"label": item.label, "text": item.text})


def _indicators(campaign: Campaign) -> Iterator[Row]:
    for place in campaign.places.values():
        for one in place.clause.indicators if place.clause and place.sector is None else ():
            yield Row(one.id, {"text": one.text, "name": one.text, "target": one.target})
