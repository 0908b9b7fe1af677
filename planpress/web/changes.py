"""Changes → how pages arrange them.

In: the `Past` of a site, and changes in printed order. Out: groups for `web_revision.html`; pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from planpress.model.addresses import PLAN
from planpress.revisions.change import Change
from planpress.web.past import Past, of_a_place

RENUMBERING: tuple[str, ...] = ("moved", "renumbered", "split", "merged")
"""Operations after which something bears another number."""


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
        """Arrange changes by document, in printed order; those of place alone are listed as numbers.

        Args:
            prefix: Of the anchors, where a page shows several revisions.
        """
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
            ChangeGroup(prefix + _anchor(name), titles[name], tuple(found[name])) for name in titles if name in found
        )

    def numbers(self) -> tuple[Change, ...]:
        """Return the changes after which a clause or row bears another number."""
        return tuple(change for change in self.all if change.operation in RENUMBERING and of_a_place(change))


def counted(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes that change more than a number."""
    return tuple(change for change in changes if change.operation != "renumbered")


def _group_of(change: Change) -> str:
    """Return the document a change belongs to; for what is in no document, its kind."""
    if "#" in change.target:
        return change.target.partition("#")[0]
    if change.kind == "sector":
        return change.target.partition(":")[2]
    return PLAN if change.kind == "plan" else f"_{change.kind}"


def _anchor(group: str) -> str:
    """Return the anchor of a group of changes: a sector may be called as something else on the page."""
    return group if group.startswith("_") else f"_{PLAN}" if group == PLAN else f"_sector-{group}"
