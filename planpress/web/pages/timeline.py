"""Every date: what is due, what comes round, and when progress is reported."""

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.model.records import Unit
from planpress.web.context import Context
from planpress.web.entries import Entry, asked
from planpress.web.page import Page


@dataclass(frozen=True)
class TimelineView:
    """The units with a calendar of their own."""

    units: tuple[Unit, ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield the timeline."""
    bindings = site.campaign.bindings
    units = filter(bindings.dated, site.campaign.units)
    view, nav = TimelineView(tuple(units)), (site.say("Timeline"),)
    words = site.say("dates, due dates, deadlines, calendar, schedule, report days")
    text = site.say(", ").join(dict.fromkeys(entry.due.text for entry in bindings.deadlines))
    entry = Entry(addresses.TIMELINE_PAGE, nav[-1], text, asked(nav[-1], words))
    yield Page(addresses.TIMELINE_PAGE, nav[-1], "timeline.md", view, nav, ("navigation", "toc"), 0.5, (entry,))
