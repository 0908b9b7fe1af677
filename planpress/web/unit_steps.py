"""Sealed revisions → what each of them changed for a unit.

In: a `Context`, and the id of a unit. Out: frozen values for templates and feeds; pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from planpress.model.addresses import OWN_FORMS, carry_over_pdf
from planpress.revisions.change import Change
from planpress.revisions.history import Sealed
from planpress.web.context import Context
from planpress.web.past import Past
from planpress.web.reprint_lists import ReprintList, reprint_list


@dataclass(frozen=True)
class UnitStep:
    """What one revision changed for a unit.

    Attributes:
        sealed: The revision.
        changes: Those that concern the unit.
        sheets: What it prints again.
        again: How many sheets that are.
        kept: How many of its sheets stay valid.
        concerned: Whether anything of this concerns it.
        left: Whether the unit is not part of the plan from then on.
        joined: Whether it is part of it from then on.
        carry_over: Address of the sheet that tells which answers still hold; empty where there is none.
    """

    sealed: Sealed
    changes: tuple[Change, ...]
    sheets: ReprintList
    again: int
    kept: int
    concerned: bool
    left: bool
    joined: bool
    carry_over: str


@dataclass(frozen=True)
class UnitLine:
    """What the page of a unit says of revisions in a line.

    Attributes:
        unit: Its id.
        new: Whether only the draft names it.
        unchanged: The revision since which nothing has changed; 0 where the last one changed something.
        step: What that changed.
        changes: How many changes that are.
    """

    unit: str
    new: bool
    unchanged: int
    step: UnitStep | None = None
    changes: int = 0


def unit_step(site: Context, unit: str, sealed: Sealed) -> UnitStep | None:
    """Tell what one revision changed for a unit; None where it knew no such unit."""
    before = site.past.sealed[sealed.number - 1]
    left, joined = (unit not in one.campaign.unit_by_id for one in (sealed, before))
    if left and joined:
        return None
    changes = tuple(change for change in sealed.changes if unit in change.units)
    found = [one for one in site.past.reprints[sealed.number] if one.sheet.unit == unit]
    sheets = reprint_list(found, site.sheets.fingerprints)
    again = sheets.count("changed", "new")
    total = sum(sheet.unit == unit and sheet.form not in OWN_FORMS for sheet in sealed.sheets.values())
    carry_over = site.sheets.existing(carry_over_pdf(unit, sealed.number))
    concerned = bool(changes or found)
    return UnitStep(sealed, changes, sheets, again, total - again, concerned, left, joined, carry_over)


def first_naming(past: Past, unit: str) -> int:
    """Return the first revision that names a unit; 0 where only the draft does."""
    return min((number for number, one in past.sealed.items() if unit in one.campaign.unit_by_id), default=0)


def unchanged_since(past: Past, unit: str) -> int:
    """Return the revision since which nothing changed for a unit.

    0 where the last one changed something, and where only the draft names the unit.
    """
    for sealed in reversed(past.steps):
        changed = any(unit in change.units for change in sealed.changes)
        if changed or any(one.sheet.unit == unit for one in past.reprints[sealed.number]):
            return 0 if sealed is past.steps[-1] else sealed.number
    return first_naming(past, unit)


def unit_line(site: Context, unit: str) -> UnitLine | None:
    """Say in a line what the last revision changed for a unit; None where none has been sealed."""
    past = site.past
    if not past.sealed:
        return None
    kept, new = unchanged_since(past, unit), not first_naming(past, unit)
    step = unit_step(site, unit, past.steps[-1]) if past.steps and not kept else None
    told = sum(change.operation != "renumbered" for change in step.changes) if step else 0
    return UnitLine(unit, new, kept, step, told)
