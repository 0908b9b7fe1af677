"""What each revision changed for a unit, and what it must print again; for every unit there ever was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model.addresses import unit_changes_page
from planpress.web.context import Context
from planpress.web.page import VERDICT_SCRIPTS, Page
from planpress.web.unit_past import UnitPast


@dataclass(frozen=True)
class UnitChangesView:
    """The revisions as the unit sees them."""

    seen: UnitPast


def pages(site: Context) -> Iterator[Page]:
    """Yield a page a unit, where something has been sealed."""
    for unit, name in site.past.unit_names.items() if site.past.sealed else ():
        title, view = site.say("Revisions for %(unit)s") % {"unit": name}, UnitChangesView(UnitPast(site, unit))
        yield Page(unit_changes_page(unit), title, "unit-changes.md", view, boost=0, scripts=VERDICT_SCRIPTS)
