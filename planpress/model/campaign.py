"""All records of one campaign → `Campaign`, which joins them.

In: validated records. Out: a frozen `Campaign`: places by address, dates, who is bound.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from planpress.model.addresses import PLAN
from planpress.model.bindings import Bindings
from planpress.model.forms import Form
from planpress.model.kinds import UnitKind, kinds_by_id
from planpress.model.lists import listed
from planpress.model.plan import Plan
from planpress.model.reasons import Reasons
from planpress.model.records import Group, Note, Place, Sector, Synonym, Term, Unit, walk
from planpress.model.reporting import ReportDay, dates_in, report_days
from planpress.model.revision import Mark, Retired, Standing

T = TypeVar("T")


@dataclass(frozen=True)
class Campaign:
    """A whole validated campaign: sectors by number, units and forms in file order; no `standing` before a seal.

    `sealed_days` are the reporting days that revisions printed, by their codes (`Owners.days`).
    """

    plan: Plan
    sectors: tuple[Sector, ...]
    units: tuple[Unit, ...]
    groups: tuple[Group, ...]
    terms: tuple[Term, ...]
    notes: tuple[Note, ...]
    forms: tuple[Form, ...]
    kinds: tuple[UnitKind, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    retired: tuple[Retired, ...] = ()
    marks: tuple[Mark, ...] = ()
    standing: Standing | None = None
    sealed_days: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def unit_by_id(self) -> dict[str, Unit]:
        """Units by id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def kind_by_id(self) -> dict[str, UnitKind]:
        """Kinds of units by id, as readers look for them: those that the campaign names, then ours."""
        return kinds_by_id(self.kinds, self.plan.language)

    def kind_of(self, unit: Unit) -> UnitKind:
        """Return what a unit is."""
        return self.kind_by_id[unit.kind]

    def prints_sheets(self, unit: Unit) -> bool:
        """Tell whether a unit has sheets of its own: a body that the plan only names has none."""
        return self.kind_of(unit).prints_sheets

    def by_kind(self, units: Iterable[Unit]) -> dict[UnitKind, list[Unit]]:
        """Arrange units by what they are; kinds without a unit are left out."""
        found: dict[str, list[Unit]] = {name: [] for name in self.kind_by_id}
        for unit in units:
            found[unit.kind].append(unit)
        return {self.kind_by_id[name]: members for name, members in found.items() if members}

    @cached_property
    def sector_by_id(self) -> dict[str, Sector]:
        """Sectors by id."""
        return {sector.id: sector for sector in self.sectors}

    @cached_property
    def form_by_id(self) -> dict[str, Form]:
        """Forms by id."""
        return {form.id: form for form in self.forms}

    @cached_property
    def group_by_id(self) -> dict[str, Group]:
        """Groups by id."""
        return {group.id: group for group in self.groups}

    def members(self, ids: tuple[str, ...]) -> tuple[Unit, ...]:
        """Return the units that `ids` name, groups replaced by their members, each once."""
        if (found := self._members.get(ids)) is None:
            groups = self.group_by_id
            flat = dict.fromkeys(one for name in ids for one in (groups[name].members if name in groups else (name,)))
            found = self._members[ids] = tuple(self.unit_by_id[name] for name in flat)
        return found

    @cached_property
    def _members(self) -> dict[tuple[str, ...], tuple[Unit, ...]]:
        return {}

    def groups_of(self, unit: Unit) -> tuple[Group, ...]:
        """Return the groups that `unit` belongs to."""
        return tuple(self._groups[unit.id])

    @cached_property
    def _groups(self) -> dict[str, list[Group]]:
        return listed((name, group) for group in self.groups for name in dict.fromkeys(group.members))

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every clause and checklist row by `Ref`, in printed order."""
        notice = self.plan.notice.clauses if self.plan.notice else ()
        found = [Place(f"{PLAN}#{one.id}", None, above, one) for one, above in walk((*notice, *self.plan.clauses))]
        for sector in self.sectors:
            items = sector.checklist.items if sector.checklist else ()
            found += [Place(f"{sector.id}#{one.id}", sector, above, one) for one, above in walk(sector.clauses)]
            found += [Place(f"{sector.id}#{item.id}", sector, (), None, item) for item in items]
        return {place.ref: place for place in found}

    @cached_property
    def report_days(self) -> tuple[ReportDay, ...]:
        """Every report that is due, rule by rule, as the codes and addresses of sheets name their days."""
        return report_days(self.plan.reporting, self.plan.period, self.sealed_days)

    def reports_on(self, form: Form) -> tuple[ReportDay, ...]:
        """Return the reports that `form` is for: those of the rules that it names, or of all."""
        return tuple(one for one in self.report_days if form.is_for(one.rule))

    @cached_property
    def report_dates(self) -> tuple[datetime.date, ...]:
        """The days on which progress is reported, each once, earliest first."""
        return dates_in(self.report_days)

    @cached_property
    def bindings(self) -> Bindings:
        """Whom each place, sector and unit names, binds and concerns."""
        return Bindings(self)

    @cached_property
    def reasons(self) -> Reasons:
        """The words or notes by which each clause binds whom it binds."""
        return Reasons(self)

    def once(self, make: Callable[[Campaign], T]) -> T:
        """Return what `make` makes of the campaign; it is made once, since the campaign never changes."""
        if make not in self._made:
            self._made[make] = make(self)
        found: T = self._made[make]
        return found

    @cached_property
    def _made(self) -> dict[Callable[[Campaign], Any], Any]:
        return {}

    def cite(self, ref: str) -> str:
        """Return how a form cites a place: the document's name and the labels down to it.

        Example: `Annex 2 II.(a)`.
        """
        place = self.places[ref]
        sector = place.sector
        document = self.plan.short if sector is None else sector.label or sector.title
        labels = [clause.label for clause in place.above]
        if place.clause is not None:
            labels.append(place.clause.label)
        elif place.item is not None and sector is not None and sector.checklist is not None:
            labels += [sector.checklist.label, sector.checklist.number_of(place.item)]
        return f"{document} {''.join(labels)}".strip()


OF_THE_EDITION: Mapping[str, Any] = {
    "status": "final",
    "site_url": None,
    "variant": "normal",
    "timezone": None,
    "revision": None,
}
"""Fields of the plan that are about the edition, not about the campaign, and what stands for each."""


def spoken(campaign: Campaign) -> Campaign:
    """Return `campaign` without what is about the edition alone: two that are equal then say the same."""
    beside: dict[str, Any] = {"synonyms": (), "retired": (), "marks": (), "standing": None, "sealed_days": {}}
    return replace(campaign, plan=campaign.plan.model_copy(update=OF_THE_EDITION), **beside)
