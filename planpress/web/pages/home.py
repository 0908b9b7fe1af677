"""The home page: where the period is, what is due next, every unit, sector and date."""

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.model.bindings import Deadline
from planpress.model.records import Sector, Unit
from planpress.model.reporting import dates_in
from planpress.web.changes import UnitPast
from planpress.web.context import Context
from planpress.web.entries import Entry, asked
from planpress.web.page import Page
from planpress.web.parting import filled
from planpress.web.period import PeriodDrawing, ahead, period_drawing, wait_for
from planpress.web.sheet_lists import saved_title

CARD = 400
"""About how many bytes the card of a unit takes."""

NEXT_DATES = 3
"""How many due dates are shown as the next."""


@dataclass(frozen=True)
class NextDate:
    """A due date, how long it is until then, and what is due: lines by sector, None for the main plan."""

    date: datetime.date
    wait: str
    lines: dict[Sector | None, list[Deadline]]


@dataclass(frozen=True)
class Home:
    """What is computed for the page; `cards_from` are the first ids of the scripts of cards."""

    period: PeriodDrawing
    next_dates: tuple[NextDate, ...]
    cards_from: tuple[str, ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield the home page."""
    campaign = site.campaign
    due = [entry.date for entry in campaign.bindings.deadlines]
    period = period_drawing(campaign.plan.period, due, campaign.report_dates, site.today, site.language)
    view = Home(period, tuple(_next_dates(site)), tuple(part[0].id for part in _cards(site)))
    scripts = ("js/period.js", "js/unit.js")
    nav = (site.say("Home"),)
    title, names = campaign.plan.name, asked(nav[-1], site.say("home, start"))
    entries = (Entry(addresses.HOME, names=names),)
    yield Page(addresses.HOME, title, "index.md", view, nav, ("navigation", "toc"), 0.5, entries, scripts)


def _cards(site: Context) -> list[tuple[Unit, ...]]:
    """Return the units of each script of cards, in the order of their ids, by which `js/unit.js` finds one."""
    return filled(sorted(site.campaign.units, key=lambda unit: unit.id), lambda unit: CARD)


def unit_cards(site: Context, changed: Callable[[UnitPast], str]) -> Iterator[tuple[str, str]]:
    """Yield the scripts of what home tells whoever chose a unit, by address.

    Of each unit: its page and its name, its days, its pack and how that is saved, and the page of its revisions with
    what these `changed` for it, in words; as far as there are any.
    """
    for number, units in enumerate(_cards(site), 1):
        cards = {}
        for unit in units:
            pack = site.sheets.pack(unit)
            card = {"page": addresses.unit_page(unit.id), "name": unit.name, "days": [*map(str, _days(site, unit))]}
            if pack:
                card |= {"pack": pack.path, "saved": f"{pack.code} {saved_title(site.campaign, pack)}.pdf"}
            if site.past.sealed:
                card |= {"changes": addresses.unit_changes_page(unit.id), "changed": changed(UnitPast(site, unit.id))}
            cards[unit.id] = card
        words = json.dumps(cards, ensure_ascii=False, separators=(",", ":"))
        yield addresses.unit_cards_js(number), f"var planpressUnits={words};\n"


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
