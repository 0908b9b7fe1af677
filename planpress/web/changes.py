"""What revisions changed → how pages arrange it: by document, by number, by sheet to print again, for a unit.

In: the `Past` of a site, changes in printed order, reprints. Out: frozen values for `web_revision.html`; pure.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from planpress.model import addresses
from planpress.model.version import Version
from planpress.revisions.change import Change
from planpress.revisions.history import Sealed
from planpress.revisions.reprints import Reprint
from planpress.web.context import Context
from planpress.web.past import Past, of_a_place

RENUMBERING = ("moved", "renumbered", "split", "merged")
"""Operations after which something bears another number."""

State = Literal["new", "changed", "gone"]


@dataclass(frozen=True)
class ChangeGroup:
    """The changes of one document, or of one kind of what is in no document."""

    anchor: str
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Changes:
    """What is different between two states, in printed order."""

    past: Past
    all: tuple[Change, ...]

    def groups(self, prefix: str = "") -> tuple[ChangeGroup, ...]:
        """Arrange changes by document; `prefix` begins the anchors, where a page shows several revisions."""
        say = self.past.say
        titles = {
            **self.past.documents,
            "_unit": say("Units"),
            "_group": say("Groups of units"),
            "_form": say("Forms"),
            "_term": say("Terms"),
            "_note": say("Editor's notes"),
        }
        found: dict[str, list[Change]] = defaultdict(list)
        for change in counted(self.all):
            found[_group_of(change)].append(change)
        return tuple(
            ChangeGroup(prefix + anchor_of(name), title, tuple(found[name]))
            for name, title in titles.items()
            if name in found
        )

    def numbers(self) -> tuple[Change, ...]:
        """Return the changes after which a clause, a row or an annex bears another number."""
        named = (change for change in self.all if change.operation in RENUMBERING)
        return tuple(change for change in named if of_a_place(change) or change.kind == "sector")


def counted(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes that change more than a number."""
    return tuple(change for change in changes if change.operation != "renumbered")


def _group_of(change: Change) -> str:
    """Return the document a change belongs to; for what is in no document, its kind."""
    if "#" in change.target:
        return change.target.partition("#")[0]
    if change.kind == "sector":
        return change.target.partition(":")[2]
    return addresses.PLAN if change.kind == "plan" else f"_{change.kind}"


def anchor_of(group: str) -> str:
    """Return the anchor of a document, or of a group of changes: a sector may be called as something else here."""
    return group if group.startswith("_") else f"_{group}" if group == addresses.PLAN else f"_sector-{group}"


@dataclass(frozen=True)
class ReprintList:
    """What a revision makes one print again: sheets by themselves, and those for reporting days."""

    found: tuple[Reprint, ...]

    @cached_property
    def forms(self) -> tuple[Reprint, ...]:
        """Those of forms and documents, by code, which sorts them by sector; packs and the like only repeat them."""
        forms = (one for one in self.found if one.sheet.form not in addresses.OWN_FORMS)
        return tuple(sorted(forms, key=lambda one: one.sheet.code))

    @cached_property
    def front(self) -> bool:
        """Whether of a pack only the pages in front of its sheets are others: the cover, the duties."""
        changed = any(one.sheet.form == addresses.PACK_FORM and one.state == "changed" for one in self.found)
        return changed and not self.count("changed", "new", "gone")

    def sheets(self, *states: State) -> tuple[Reprint, ...]:
        """Return the single sheets of these states, state by state."""
        return tuple(one for state in states for one in self.forms if one.state == state and not one.sheet.day)

    def days(self, *states: State) -> dict[tuple[State, str], list[Reprint]]:
        """Return the sheets for reporting days in these states, by state and title of the form."""
        found: dict[tuple[State, str], list[Reprint]] = defaultdict(list)
        for one in self.forms:
            if one.sheet.day and one.state in states:
                found[one.state, one.sheet.title.rpartition(" · ")[0]].append(one)
        return found

    def count(self, *states: State) -> int:
        """Return how many sheets are in these states."""
        return sum(one.state in states for one in self.forms)


@dataclass(frozen=True)
class UnitStep:
    """What one revision changed for a unit: the sheets it prints again, and how many stay valid.

    From then on the unit is not part of the plan where it `left`, and is where it `joined`. `carry_over` is the
    address of the sheet that tells which answers still hold; empty where there is none.
    """

    sealed: Sealed
    changes: Changes
    sheets: ReprintList
    kept: int
    left: bool
    joined: bool
    carry_over: str

    @property
    def concerned(self) -> bool:
        """Whether anything of this concerns the unit."""
        return bool(self.changes.all or self.sheets.found)


@dataclass(frozen=True)
class UnitPast:
    """The revisions as a unit sees them."""

    site: Context
    unit: str

    @cached_property
    def steps(self) -> tuple[UnitStep, ...]:
        """What each revision that knew the unit, or the one before it, changed for it; the latest first."""
        found = []
        for sealed in reversed(self.site.past.steps):
            left = self.unit not in sealed.campaign.unit_by_id
            before = self.site.past.history.before(sealed.version)
            joined = before is not None and self.unit not in before.campaign.unit_by_id
            if not (left and joined):
                found.append(self._step(sealed, left, joined))
        return tuple(found)

    def _step(self, sealed: Sealed, left: bool, joined: bool) -> UnitStep:
        past, own = self.site.past, (sealed.version, self.unit)
        changes = Changes(past, tuple(past.changes_of[own]))
        sheets, kept = ReprintList(past.reprints_of(*own)), past.still_valid[own]
        carry_over = self.site.sheets.existing(addresses.carry_over_pdf(self.unit, sealed.version))
        return UnitStep(sealed, changes, sheets, kept, left, joined, carry_over)

    @cached_property
    def first(self) -> Version | None:
        """The first revision that names the unit; None where only the draft does."""
        sealed = self.site.past.sealed.items()
        return next((version for version, one in sealed if self.unit in one.campaign.unit_by_id), None)

    @cached_property
    def unchanged(self) -> Version | None:
        """The revision since which nothing changed for the unit; None where the last did, or the draft alone has it."""
        changed = next((step.sealed for step in self.steps if step.concerned), None)
        if changed is None:
            return self.first
        return None if changed is self.site.past.last else changed.version
