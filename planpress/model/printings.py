"""What units are in their sectors, and forms → the sheets of forms that have to exist.

In: a validated `Campaign`. Out: `Printing` values: those of each unit, then the blanks; pure.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from planpress.model.forms import Form, covers, prints
from planpress.model.records import Sector, Unit

if TYPE_CHECKING:
    from planpress.model.bindings import Involvement
    from planpress.model.campaign import Campaign


class Printing(NamedTuple):
    """A sheet of a form that has to exist: for a unit, a sector and a reporting day, each as far as it has one.

    `week` is the number of the reporting day, from 1, and the day.
    """

    form: Form
    unit: Unit | None = None
    sector: Sector | None = None
    week: tuple[int, datetime.date] | None = None


def printings_of(campaign: Campaign) -> Iterator[Printing]:
    """Yield every sheet of a form that has to exist: those of each unit, then the blanks."""
    for held in campaign.bindings.involvements_of.values():
        if held[0].unit.prints_sheets:
            for form in campaign.forms:
                yield from _of_unit(campaign, form, held[0].unit, held)
    for form in campaign.forms:
        if form.blank:
            yield from _blanks(campaign, form)


def _of_unit(campaign: Campaign, form: Form, unit: Unit, held: Sequence[Involvement]) -> Iterator[Printing]:
    if form.scope == "unit-sector":
        for one in held:
            if prints(form, unit, one.roles) and covers(form, one.sector):
                yield Printing(form, unit, one.sector)
        return
    roles = tuple({role for one in held if not form.sectors or one.sector.id in form.sectors for role in one.roles})
    if not roles or not prints(form, unit, roles):
        return
    if form.scope == "unit":
        yield Printing(form, unit)
    elif form.scope == "unit-week" and campaign.bindings.reports(unit):
        for week in enumerate(campaign.report_dates, 1):
            yield Printing(form, unit, week=week)


def _blanks(campaign: Campaign, form: Form) -> Iterator[Printing]:
    if form.scope not in ("unit-sector", "sector"):
        yield Printing(form)
        return
    for sector in campaign.sectors:
        if covers(form, sector):
            yield Printing(form, sector=sector)
