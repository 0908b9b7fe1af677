"""What each revision changed for a unit, and what it must print again; for every unit there ever was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model.addresses import unit_changes_page
from planpress.web.changes import ChangeGroup, NumberRow, groups_of, numbers_of
from planpress.web.context import Context
from planpress.web.page import VERDICT_SCRIPTS, Page
from planpress.web.unit_steps import UnitStep, first_naming, unchanged_since, unit_step


@dataclass(frozen=True)
class UnitChangesView:
    """What the page shows.

    Attributes:
        unit: Id of the unit.
        unchanged: The revision since which nothing has changed; 0 where the last one changed something.
        steps: What each revision changed, the latest first, with its redlines and new numbers.
        first: The first revision that names the unit; 0 where only the draft does.
    """

    unit: str
    unchanged: int
    steps: tuple[tuple[UnitStep, tuple[ChangeGroup, ...], tuple[NumberRow, ...]], ...]
    first: int


def pages(site: Context) -> Iterator[Page]:
    """Yield a page a unit, where something has been sealed."""
    past = site.past
    for unit, name in past.unit_names.items() if past.sealed else ():
        steps = (unit_step(site, unit, sealed) for sealed in reversed(past.steps))
        shown = tuple(
            (step, groups_of(past, step.changes, f"_{step.sealed.number}"), numbers_of(past, step.changes))
            for step in steps
            if step is not None
        )
        view = UnitChangesView(unit, unchanged_since(past, unit), shown, first_naming(past, unit))
        title = site.say("Revisions for %(unit)s") % {"unit": name}
        yield Page(unit_changes_page(unit), title, "unit-changes.md", view, boost=0, scripts=VERDICT_SCRIPTS)
