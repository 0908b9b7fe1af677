"""Sealed revisions → what each of them changed for a unit.

In: a `Context`, and the id of a unit. Out: frozen values for templates and feeds; pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from planpress.model.addresses import OWN_FORMS, carry_over_pdf
from planpress.revisions.history import Sealed
from planpress.web.changes import Changes
from planpress.web.context import Context
from planpress.web.reprint_lists import ReprintList, reprint_list


@dataclass(frozen=True)
class UnitStep:
    """What one revision changed for a unit.

    Attributes:
        sealed: The revision.
        changes: Those that concern the unit.
        sheets: What it prints again.
        kept: How many of its sheets stay valid.
        concerned: Whether anything of this concerns it.
        left: Whether the unit is not part of the plan from then on.
        joined: Whether it is part of it from then on.
        carry_over: Address of the sheet that tells which answers still hold; empty where there is none.
    """

    sealed: Sealed
    changes: Changes
    sheets: ReprintList
    kept: int
    concerned: bool
    left: bool
    joined: bool
    carry_over: str


@dataclass(frozen=True)
class UnitPast:
    """The revisions as a unit sees them."""

    site: Context
    unit: str

    @cached_property
    def steps(self) -> tuple[UnitStep, ...]:
        """What each revision that knew the unit changed for it, the latest first."""
        found = (self._step(sealed) for sealed in reversed(self.site.past.steps))
        return tuple(step for step in found if step is not None)

    def _step(self, sealed: Sealed) -> UnitStep | None:
        left = self.unit not in sealed.campaign.unit_by_id
        joined = self.unit not in self.site.past.sealed[sealed.number - 1].campaign.unit_by_id
        if left and joined:
            return None
        changes = tuple(change for change in sealed.changes if self.unit in change.units)
        found = [one for one in self.site.past.reprints[sealed.number] if one.sheet.unit == self.unit]
        sheets = reprint_list(found, self.site.sheets.fingerprints)
        total = sum(sheet.unit == self.unit and sheet.form not in OWN_FORMS for sheet in sealed.sheets.values())
        return UnitStep(
            sealed,
            Changes(self.site.past, changes),
            sheets,
            total - sheets.count("changed", "new"),
            bool(changes or found),
            left,
            joined,
            self.site.sheets.existing(carry_over_pdf(self.unit, sealed.number)),
        )

    @cached_property
    def first(self) -> int:
        """The first revision that names the unit; 0 where only the draft does."""
        sealed = self.site.past.sealed.items()
        return min((number for number, one in sealed if self.unit in one.campaign.unit_by_id), default=0)

    @cached_property
    def unchanged(self) -> int:
        """The revision since which nothing changed for the unit.

        0 where the last one changed something, and where only the draft names the unit.
        """
        changed = next((step.sealed for step in self.steps if step.concerned), None)
        if changed is None:
            return self.first
        return 0 if changed is self.site.past.last else changed.number
