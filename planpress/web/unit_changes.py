"""Sealed revisions → what each of them changed for a unit.

In: `ChangeViews`. Out: plain values for templates.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from planpress.model.addresses import OWN_FORMS
from planpress.revisions.history import Sealed
from planpress.web.changes import ChangeViews, unit_changes_page
from planpress.web.views import View


def unit_feed(unit: str) -> str:
    """Return the address of the feed of `unit`."""
    return f"units/{unit}/atom.xml"


@dataclass(frozen=True)
class UnitChanges(ChangeViews):
    """What each revision changed for a unit."""

    @property
    def feeds(self) -> bool:
        """Whether there are feeds: one that no address leads to cannot be subscribed to."""
        return bool(self.history.sealed and self.views.edition.site_url)

    def unit_changes(self, unit: str) -> View:
        """Tell what each revision changed for a unit, the latest first."""
        entries = [self.unit_step(unit, sealed) for sealed in reversed(self.steps)]
        first = self.first_naming(unit)
        kept = self.unchanged_since(unit)
        return {
            "name": self.unit_names[unit],
            "href": f"units/{unit}.html",
            "standings": self.standings(),
            "steps": [entry for entry in entries if entry is not None],
            "first": self.revision_view(self.history.sealed[first]) if first else None,
            "unchanged": self.title(kept) if kept else "",
            "pack": next(
                ({"href": pack.path, "code": pack.code} for pack in self.views.packs if pack.unit == unit), None
            ),
            "feed": unit_feed(unit) if self.feeds and first else "",
            "member": unit in self.present.unit_by_id,
        }

    def unit_step(self, unit: str, sealed: Sealed) -> View | None:
        """Tell what one revision changed for a unit; None where it knew no such unit."""
        before = self.history.sealed[sealed.number - 1]
        if unit not in sealed.campaign.unit_by_id and unit not in before.campaign.unit_by_id:
            return None
        changes = [change for change in sealed.changes if unit in change.units]
        found = [one for one in self.reprints_of(sealed.number) if one.sheet.unit == unit]
        total = sum(1 for sheet in sealed.sheets.values() if sheet.unit == unit and sheet.form not in OWN_FORMS)
        view = self.reprint_view(found)
        carry = f"print/units/{unit}/carry-over-{sealed.number}.pdf"
        return {
            "revision": self.revision_view(sealed),
            "id": Markup(f"_{sealed.number}"),
            "groups": self.groups(changes, f"_{sealed.number}"),
            "numbers": self.numbers(changes),
            "sheets": view,
            "again": view["changed"] + view["new"],
            "kept": total - view["changed"] - view["new"],
            "concerned": bool(changes or found),
            "left": unit not in sealed.campaign.unit_by_id,
            "joined": unit not in before.campaign.unit_by_id,
            "carry": carry if self.on_site(carry) else "",
        }

    def first_naming(self, unit: str) -> int:
        """Return the first revision that names a unit; 0 where only the draft does."""
        return min((number for number, campaign in self.states.items() if unit in campaign.unit_by_id), default=0)

    def unchanged_since(self, unit: str) -> int:
        """Return the revision since which nothing changed for a unit.

        0 where the last one changed something, and where only the draft names the unit.
        """
        for sealed in reversed(self.steps):
            changed = any(unit in change.units for change in sealed.changes)
            if changed or any(one.sheet.unit == unit for one in self.reprints_of(sealed.number)):
                return 0 if sealed is self.steps[-1] else sealed.number
        return self.first_naming(unit)

    def unit_line(self, unit: str) -> View:
        """Say in a line what the last revision changed for a unit."""
        kept = self.unchanged_since(unit)
        step = self.unit_step(unit, self.steps[-1]) if self.steps and not kept else None
        return {
            "href": unit_changes_page(unit),
            "new": not self.first_naming(unit),
            "unchanged": self.title(kept) if kept else "",
            "latest": step and step["revision"]["title"],
            "again": step["again"] if step else 0,
            "changes": sum(len(group["changes"]) for group in step["groups"]) if step else 0,
        }
