"""Every date: what is due, and when progress is reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model.addresses import TIMELINE_PAGE
from planpress.model.records import Unit
from planpress.web.context import Context
from planpress.web.page import Page


@dataclass(frozen=True)
class TimelineView:
    """The units with a calendar of their own."""

    units: tuple[Unit, ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield the timeline."""
    bindings = site.campaign.bindings
    units = (unit for unit in site.campaign.units if bindings.reports(unit) or bindings.deadlines_of(unit))
    title = site.say("Timeline")
    nav = (site.say("Overview"), title)
    yield Page(TIMELINE_PAGE, title, "timeline.md", TimelineView(tuple(units)), nav, ("navigation", "toc"), 0.5)
