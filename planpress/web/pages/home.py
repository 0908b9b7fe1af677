"""The home page: where the period is, what is due next, every unit, sector and date."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.model.bindings import Deadline
from planpress.model.records import Sector, Unit
from planpress.model.reporting import dates_in
from planpress.web.changes import UnitPast
from planpress.web.context import Context
from planpress.web.entries import Entry, asked
from planpress.web.page import Page
from planpress.web.period import PeriodDrawing, ahead, period_drawing, wait_for

NEXT_DATES = 3
"""How many due dates are shown as the next."""


@dataclass(frozen=True)
class NextDate:
    """A due date, how long it is until then, and what is due: lines by sector, None for the main plan."""

    date: datetime.date
    wait: str
    lines: dict[Sector | None, list[Deadline]]


@dataclass(frozen=True)
class UnitCard:
    """What the page tells whoever chose a unit: its days, and the revisions as it has seen them."""

    days: tuple[datetime.date, ...]
    seen: UnitPast


@dataclass(frozen=True)
class Home:
    """What is computed for the page; `cards` are by the ids of the units."""

    period: PeriodDrawing
    next_dates: tuple[NextDate, ...]
    cards: dict[str, UnitCard]


def pages(site: Context) -> Iterator[Page]:
    """Yield the home page."""
    campaign = site.campaign
    due = [entry.date for entry in campaign.bindings.deadlines]
    period = period_drawing(campaign.plan.period, due, campaign.report_dates, site.today, site.language)
    cards = {unit.id: UnitCard(_days(site, unit), UnitPast(site, unit.id)) for unit in campaign.units}
    view = Home(period, tuple(_next_dates(site)), cards)
    scripts = ("js/period.js", "js/unit.js")
    nav = (site.say("Home"),)
    title, names = campaign.plan.name, asked(nav[-1], site.say("home, start"))
    entries = (Entry(addresses.HOME, names=names),)
    yield Page(addresses.HOME, title, "index.md", view, nav, ("navigation", "toc"), 0.5, entries, scripts)


def _days(site: Context, unit: Unit) -> tuple[datetime.date, ...]:
    """Return the days on which something is due from `unit`, or is reported."""
    bindings = site.campaign.bindings
    return tuple(
        sorted({*(entry.date for entry in bindings.deadlines_of(unit)), *dates_in(bindings.report_days_of(unit))})
    )


def _next_dates(site: Context) -> Iterator[NextDate]:
    """Yield the next due dates, each with what is due; all of them where the day is not known."""
    by_day: dict[datetime.date, dict[Sector | None, list[Deadline]]] = {}
    for deadline in site.campaign.bindings.deadlines:
        by_day.setdefault(deadline.date, {}).setdefault(deadline.place.sector, []).append(deadline)
    for day in ahead(by_day, site.today, NEXT_DATES):
        yield NextDate(day, wait_for(day, site.today, site.language), by_day[day])
