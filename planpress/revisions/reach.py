"""A campaign → which units a change in it concerns.

In: a `Campaign`. Out: ids of units for each part of it that can change; pure. A unit is concerned by
what binds it, and by what its sheets show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from planpress.model import Campaign, Place, walk
from planpress.sheets import sheets_of

Units = frozenset[str]


@dataclass(frozen=True)
class Reach:
    """The campaign, with what is asked about several changes looked up once."""

    campaign: Campaign

    @cached_property
    def everyone(self) -> Units:
        """Every unit that is bound in some sector."""
        return frozenset(part.unit.id for part in self.campaign.parts)

    @cached_property
    def by_sector(self) -> dict[str, Units]:
        """The units bound in each sector."""
        found: dict[str, set[str]] = defaultdict(set)
        for part in self.campaign.parts:
            found[part.sector.id].add(part.unit.id)
        return {sector.id: frozenset(found[sector.id]) for sector in self.campaign.sectors}

    @cached_property
    def by_form(self) -> dict[str, Units]:
        """The units that print each form."""
        found: dict[str, set[str]] = {form.id: set() for form in self.campaign.forms}
        for sheet in sheets_of(self.campaign):
            if sheet.unit is not None and sheet.form in found:
                found[sheet.form].add(sheet.unit)
        return {form: frozenset(units) for form, units in found.items()}

    def named(self, ids: Iterable[str]) -> Units:
        """The units that `ids` name, groups replaced by their members."""
        return frozenset(unit.id for unit in self.campaign.members(tuple(ids)))

    def sector(self, sector: str) -> Units:
        """The units bound in `sector`, and those that lead it; none where it does not exist."""
        if sector not in self.by_sector:
            return frozenset()
        return self.by_sector[sector] | self.named(self.campaign.sector_by_id[sector].lead)

    def place(self, place: Place) -> Units:
        """The units that a clause or row concerns.

        A row concerns whoever is bound in its sector. A clause concerns those it names; where it names
        nobody, those that the clause around it names, and failing those whoever is bound in its sector, or
        by the plan at all.
        """
        return self._bound(place) | self._citing(place)

    def below(self, place: Place) -> Units:
        """The units concerned by a clause and by those below it, which bear its number too."""
        found = self.place(place)
        if place.clause is not None:
            for clause, _above in walk(place.clause.clauses):
                found |= self.place(self.campaign.places[f"{place.ref.partition('#')[0]}#{clause.id}"])
        return found

    def _bound(self, place: Place) -> Units:
        for clause in (place.clause, *reversed(place.above)):
            if clause is None:
                continue
            named = (*clause.responsible, *(unit for duty in clause.duties for unit in duty.units))
            if named:
                return self.named(named)
        return self.sector(place.sector.id) if place.sector else self.everyone

    def _citing(self, place: Place) -> Units:
        """The units that print a form which cites the clause."""
        found: Units = frozenset()
        for form in self._forms_on.get(place.ref, ()):
            found |= self.by_form[form]
        return found if place.sector is None else found & self.sector(place.sector.id)

    @cached_property
    def _forms_on(self) -> dict[str, list[str]]:
        """Place → the forms that name it as their basis."""
        found: dict[str, list[str]] = defaultdict(list)
        for form in self.campaign.forms:
            for ref in form.basis:
                found[ref].append(form.id)
        return found

    @cached_property
    def reporting(self) -> Units:
        """The units that report, and the one they report to."""
        reporting = self.campaign.plan.reporting
        if reporting is None:
            return frozenset()
        return (self.named(reporting.from_units) or self.everyone) | {reporting.to}

    def unit(self, unit: str) -> Units:
        """The units whose sheets show the name of `unit`, and itself."""
        plan = self.campaign.plan
        found = frozenset({unit}) | self.listing("units")
        for sector in self.campaign.sectors:
            if unit in self.named(sector.lead):
                found |= self.sector(sector.id)
        if plan.contact is not None and plan.contact.unit == unit:
            found |= self.everyone
        if plan.reporting is not None and plan.reporting.to == unit:
            found |= self.reporting
        return found

    def listing(self, rows: str) -> Units:
        """The units that print a form with a table of these rows (`units`, `sectors`, `indicators`)."""
        found: Units = frozenset()
        for form in self.campaign.forms:
            if any(block.table is not None and block.table.rows == rows for block in form.blocks):
                found |= self.by_form[form.id]
        return found
