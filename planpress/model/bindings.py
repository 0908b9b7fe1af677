"""Whom a clause, a checklist row, a sector or the plan names, binds and concerns.

In: a validated `Campaign`. Out: `Bindings`; pure. Web, paper, office files, search, calendars and
revisions all ask here, so that they cannot disagree.

Three questions, each wider than the one before:

- whom the words *name*: who answers for a clause, and whom its duties bind;
- whom a clause or row *binds*: whom it names; else whom the nearest clause above names; else every unit
  bound in the sector, or by the plan; and who receives what it has reported, who need do nothing else. A row
  stands below the clauses that it comes from (`basis`): it binds all whom one of them binds;
- whom it *concerns*: whose paper or page changes with it. Whom it binds, whoever prints a form that cites or
  shows it, and whoever has it repeated below a clause of his own.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from planpress.blocks.kind import RowsOf
from planpress.model.addresses import PLAN
from planpress.model.forms import Form, Printing, printings_of
from planpress.model.involvement import Bond, Involvement, bonds_of, involvements_of, roles_in_whole, takes_part
from planpress.model.lists import listed
from planpress.model.records import Clause, Due, Place, Sector, Unit, walk
from planpress.model.reporting import ReportDay, ReportRule
from planpress.model.vocabulary import ROLES, Role

if TYPE_CHECKING:
    from planpress.model.campaign import Campaign

Units = frozenset[str]
"""Ids of units."""


class Work(NamedTuple):
    """One clause that a unit must act on, with its dates that the unit must keep.

    `roles` is what the unit is bound to by it, in the order of `ROLES`: none where it only answers for it,
    which is `responsible`. `sectors` are those that a duty of the main plan extends to, by number.
    """

    place: Place
    roles: tuple[Role, ...]
    responsible: bool
    sectors: tuple[Sector, ...]
    due: tuple[Due, ...]


class Deadline(NamedTuple):
    """A due date, the clause it stands in, and the units that must keep it."""

    date: datetime.date
    due: Due
    place: Place
    units: tuple[Unit, ...]


class Recurring(NamedTuple):
    """What comes round, lasts, or has no one day: when, the clause it stands in, and the units that must keep it."""

    due: Due
    place: Place
    units: tuple[Unit, ...]


def naming(clause: Clause) -> tuple[str, ...]:
    """Return the units and groups that a clause names: who answers for it, then whom it binds; each once."""
    return tuple(dict.fromkeys((*clause.responsible, *(unit for duty in clause.duties for unit in duty.units))))


def acting(clause: Clause) -> tuple[str, ...]:
    """Return the units and groups that a clause names, without those that only receive what others report."""
    bound = (unit for duty in clause.duties if duty.role != "receive" for unit in duty.units)
    return tuple(dict.fromkeys((*clause.responsible, *bound)))


def repeated(clause: Clause) -> Iterator[Clause]:
    """Yield the clauses below that are repeated wherever `clause` is: all but those with duties of their own.

    A clause that binds someone by itself is repeated for whom it binds.
    """
    return (below for below in clause.clauses if not below.duties)


@dataclass(frozen=True)
class Bindings:
    """The campaign, with what is asked about many places looked up once."""

    campaign: Campaign

    # ------------------------------------------------------------ duties

    @cached_property
    def bonds(self) -> tuple[Bond, ...]:
        """Every unit × clause × role × sector, in printed order."""
        return tuple(bonds_of(self.campaign))

    @cached_property
    def bonds_of(self) -> dict[str, list[Bond]]:
        """Bonds by unit, in printed order."""
        return listed((bond.unit.id, bond) for bond in self.bonds)

    @cached_property
    def involvements(self) -> tuple[Involvement, ...]:
        """Every unit × sector in which the unit is bound: units in file order, sectors by number."""
        return involvements_of(self.campaign, self.bonds)

    @cached_property
    def involvements_of(self) -> dict[str, list[Involvement]]:
        """Involvements by unit, by number of the sector."""
        return listed((held.unit.id, held) for held in self.involvements)

    @cached_property
    def in_whole(self) -> dict[str, tuple[Role, ...]]:
        """Unit → its roles in the plan as a whole, in the order of `ROLES`."""
        return roles_in_whole(self.bonds)

    @cached_property
    def fields(self) -> tuple[Sector | None, ...]:
        """Where units take part: in the sectors, and in the plan as a whole (None) where some unit does so alone."""
        alone = any(unit.id not in self.involvements_of for unit in self.in_plan)
        return (*((None,) if alone else ()), *self.campaign.sectors)

    def roles(self, unit: Unit, sector: Sector | None) -> tuple[Role, ...]:
        """Return the roles of `unit` in a sector, or in the plan as a whole where None."""
        if sector is None:
            return self.in_whole.get(unit.id, ())
        return next((held.roles for held in self.involvements_of[unit.id] if held.sector.id == sector.id), ())

    def work(self, unit: Unit, sector: Sector | None) -> tuple[Work, ...]:
        """Return the clauses of `sector` (of the main plan where None) that bind `unit` or name it responsible.

        Each stands once, in printed order.
        """
        bonds = listed((bond.place.ref, bond) for bond in self.bonds_of[unit.id])
        found = []
        for place in self._telling[sector.id if sector else None]:
            here = bonds[place.ref]
            responsible = (place.ref, unit.id) in self._responsible
            if here or responsible:
                roles = tuple(role for role in ROLES if any(bond.role == role for bond in here))
                within = {bond.sector.id for bond in here if bond.sector is not None}
                sectors = () if sector else tuple(one for one in self.campaign.sectors if one.id in within)
                all_due = place.clause.due if place.clause else ()
                due = tuple(one for one in all_due if unit in self.keepers(place, one))
                found.append(Work(place, roles, responsible, sectors, due))
        return tuple(found)

    @cached_property
    def _responsible(self) -> frozenset[tuple[str, str]]:
        """Every clause × unit that it names responsible."""
        named = ((place, place.clause.responsible) for place in self.campaign.places.values() if place.clause)
        return frozenset((place.ref, unit.id) for place, ids in named for unit in self.campaign.members(ids))

    @cached_property
    def _telling(self) -> dict[str | None, list[Place]]:
        """Sector (None: the main plan) → its clauses that bind someone or name someone responsible."""
        places = (place for place in self.campaign.places.values() if place.clause and naming(place.clause))
        return listed((place.sector.id if place.sector else None, place) for place in places)

    # ------------------------------------------------------------ named, bound, concerned

    def named(self, place: Place) -> tuple[Unit, ...]:
        """Return the units that the clause itself names, groups replaced by their members; none for a row."""
        return self.campaign.members(naming(place.clause)) if place.clause else ()

    def _nearest(self, place: Place) -> tuple[Unit, ...]:
        """Return who must act on a clause, failing that on the nearest clause above; none where nobody is named.

        A row has those of the clauses that it comes from, and none where one of these names nobody: it binds all, then.
        """
        if place.item is not None:
            basis = [self._nearest(self.campaign.places[f"{place.document}#{name}"]) for name in place.item.basis]
            return tuple(dict.fromkeys(chain.from_iterable(basis))) if all(basis) else ()
        for clause in (place.clause, *reversed(place.above)):
            if clause is not None and (names := acting(clause)):
                return self.campaign.members(names)
        return ()

    def bound(self, place: Place) -> tuple[Unit, ...]:
        """Return the units that a clause or row binds.

        Those named first, else all of the sector, or of the plan; then who only receives reports.
        """
        found = self._nearest(place) or (self.in_sector(place.sector) if place.sector else self.in_plan)
        return tuple(dict.fromkeys((*found, *self.named(place))))

    def in_sector(self, sector: Sector) -> tuple[Unit, ...]:
        """Return the units bound in `sector`, those that lead it among them, in file order."""
        return tuple(self._by_sector[sector.id])

    @cached_property
    def _by_sector(self) -> dict[str, list[Unit]]:
        return listed((held.sector.id, held.unit) for held in self.involvements)

    @cached_property
    def in_plan(self) -> tuple[Unit, ...]:
        """The units that are bound in some sector, or take part in the plan as a whole; in file order."""
        return tuple(
            unit
            for unit in self.campaign.units
            if unit.id in self.involvements_of
            or (self.campaign.prints_sheets(unit) and takes_part(self.in_whole.get(unit.id, ())))
        )

    @cached_property
    def everyone(self) -> Units:
        """The ids of the units that are bound in some sector, or take part in the plan as a whole."""
        return _ids(self.in_plan)

    def concerned(self, place: Place) -> Units:
        """Return whose paper or page changes with a clause or row."""
        return _ids(self.bound(place)) | self._citing(place) | self.repeating(place) | self._showing(place)

    def concerned_below(self, place: Place) -> Units:
        """Return whom a clause concerns, or one below it: those bear its number too."""
        found = self.concerned(place)
        for clause, _above in walk(place.clause.clauses if place.clause else ()):
            found |= self.concerned(self.campaign.places[f"{place.document}#{clause.id}"])
        return found

    def _citing(self, place: Place) -> Units:
        """Return the units that print a form which names the clause as its basis, as far as the sector's sheets do."""
        found: Units = frozenset().union(*map(self.printing, self._forms_on[place.ref]))
        return found if place.sector is None else found & _ids(self.in_sector(place.sector))

    def _showing(self, place: Place) -> Units:
        """Return the units that print the checklist in which a row stands."""
        if place.item is None:
            return frozenset()
        sheets = (sheet for sheet in self.printings if sheet.sector == place.sector and sheet.form.lists("items"))
        return frozenset(sheet.unit.id for sheet in sheets if sheet.unit)

    def repeating(self, place: Place) -> Units:
        """Return the units for which a clause above is repeated, and this one with it."""
        found: Units = frozenset()
        below = place.clause
        for clause in reversed(place.above):
            if below is None or below.duties:
                break
            found |= _ids(self.campaign.members(naming(clause)))
            below = clause
        return found

    @cached_property
    def _forms_on(self) -> dict[str, list[Form]]:
        """Place → the forms that name it as their basis."""
        return listed((ref, form) for form in self.campaign.forms for ref in form.basis)

    # ------------------------------------------------------------ dates and reports

    def answerable(self, place: Place) -> tuple[Unit, ...]:
        """Return the units that must keep a date of the clause.

        Where neither the clause nor one above names anyone, the sector's leaders see to it: a date on the
        cover of every unit's pack, with nothing the unit could do about it, would be wrong paper.
        """
        lead = self.campaign.members(place.sector.lead) if place.sector else ()
        return self._nearest(place) or lead or self.bound(place)

    def keepers(self, place: Place, due: Due) -> tuple[Unit, ...]:
        """Return the units that must keep one due of the clause: those that it names itself, else who is answerable."""
        return self.campaign.members(due.units) or self.answerable(place)

    @cached_property
    def _dues(self) -> tuple[tuple[Due, Place, tuple[Unit, ...]], ...]:
        return tuple(
            (due, place, self.keepers(place, due))
            for place in self.campaign.places.values()
            for due in (place.clause.due if place.clause else ())
        )

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Every due date, earliest first; what has no one day is in `recurring`."""
        found = (Deadline(due.date, due, place, units) for due, place, units in self._dues if due.date)
        return tuple(sorted(found, key=lambda deadline: deadline.date))

    def deadlines_of(self, unit: Unit | None) -> tuple[Deadline, ...]:
        """Return the due dates that `unit` must keep; all of them where None."""
        return tuple(self._deadlines_of[unit.id]) if unit else self.deadlines

    @cached_property
    def _deadlines_of(self) -> dict[str, list[Deadline]]:
        return listed((unit.id, deadline) for deadline in self.deadlines for unit in deadline.units)

    @cached_property
    def recurring(self) -> tuple[Recurring, ...]:
        """All that comes round, lasts, or has no one day, in its order."""
        found = (Recurring(*held) for held in self._dues if held[0].date is None)
        return tuple(sorted(found, key=lambda one: one.due.order))

    def recurring_of(self, unit: Unit | None) -> tuple[Recurring, ...]:
        """Return what comes round for `unit`; all of it where None."""
        return tuple(self._recurring_of[unit.id]) if unit else self.recurring

    @cached_property
    def _recurring_of(self) -> dict[str, list[Recurring]]:
        return listed((unit.id, one) for one in self.recurring for unit in one.units)

    def dated(self, unit: Unit) -> bool:
        """Tell whether `unit` has dates of its own: to keep, that come round, or of reports."""
        found = self.deadlines_of(unit), self.recurring_of(unit), self.reports_of(unit), self.received_by(unit)
        return any(found)

    def report_days_of(self, unit: Unit | None) -> tuple[ReportDay, ...]:
        """Return the reports that `unit` makes or receives, but those without a day; all of them where None."""
        rules = {rule.id for rule in (*self.reports_of(unit), *self.received_by(unit))} if unit else set()
        return tuple(one for one in self.campaign.report_days if one.day and (unit is None or one.rule.id in rules))

    def reports_of(self, unit: Unit) -> tuple[ReportRule, ...]:
        """Return the rules by which `unit` reports progress."""
        return tuple(rule for rule in self.campaign.plan.reporting if self.reports(unit, rule))

    def received_by(self, unit: Unit) -> tuple[ReportRule, ...]:
        """Return the rules by which progress is reported to `unit`."""
        return tuple(rule for rule in self.campaign.plan.reporting if rule.to == unit.id)

    def reports(self, unit: Unit, rule: ReportRule) -> bool:
        """Tell whether `unit` reports by a rule: where it names no one, all that take part and have sheets do."""
        return self.campaign.prints_sheets(unit) and unit.id in (self._senders[rule.id] or self.everyone)

    def reporters(self, rule: ReportRule) -> tuple[Unit, ...]:
        """Return the units that report by a rule, in file order."""
        return tuple(unit for unit in self.campaign.units if self.reports(unit, rule))

    @cached_property
    def _senders(self) -> dict[str, Units]:
        return {rule.id: _ids(self.campaign.members(rule.from_units)) for rule in self.campaign.plan.reporting}

    def reporting(self, rule: ReportRule) -> Units:
        """Return the units that report by a rule, and the one they report to."""
        return (self._senders[rule.id] or _ids(self.in_plan)) | {rule.to}

    def reporting_place(self, rule: ReportRule) -> Place:
        """Return the clause that says when and to whom progress is reported."""
        return self.campaign.places[f"{PLAN}#{rule.clause}"]

    # ------------------------------------------------------------ forms

    @cached_property
    def printings(self) -> tuple[Printing, ...]:
        """Every sheet of a form that has to exist: those of each unit, then the blanks."""
        return tuple(printings_of(self.campaign))

    def printing(self, form: Form) -> Units:
        """Return the units that print `form`."""
        return self._by_form.get(form.id, frozenset())

    @cached_property
    def _by_form(self) -> dict[str, Units]:
        units = listed((sheet.form.id, sheet.unit) for sheet in self.printings if sheet.unit)
        return {form: _ids(printing) for form, printing in units.items()}

    def listing(self, rows: RowsOf) -> Units:
        """Return the units that print a form with a table of these rows (`units`, `sectors`, `indicators`)."""
        return frozenset().union(*(self.printing(form) for form in self.campaign.forms if form.lists(rows)))

    # ------------------------------------------------------------ records

    def concerned_by_sector(self, sector: str) -> Units:
        """Return whom a change of a sector's head concerns: the units bound in it; none where it does not exist."""
        return _ids(self._by_sector[sector])

    def concerned_by_unit(self, name: str) -> Units:
        """Return the unit called `name`, and those whose sheets show its name."""
        plan = self.campaign.plan
        found = frozenset({name}) | self.listing("units")
        for sector in self.campaign.sectors:
            if any(unit.id == name for unit in self.campaign.members(sector.lead)):
                found |= self.concerned_by_sector(sector.id)
        if plan.contact is not None and plan.contact.unit == name:
            found |= self.everyone
        return found.union(*(self.reporting(rule) for rule in plan.reporting if rule.to == name))


def _ids(units: Iterable[Unit]) -> Units:
    return frozenset(unit.id for unit in units)
