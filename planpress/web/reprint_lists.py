"""Sheets that a revision made outdated, or new → how pages list them.

In: `Reprint` values. Out: frozen values for `web_revision.html`; pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from planpress.model.addresses import OWN_FORMS
from planpress.revisions.reprints import Reprint

State = Literal["new", "changed", "gone"]


def grouped(fingerprint: str) -> str:
    """Return a fingerprint as it is printed: two groups of four."""
    return f"{fingerprint[:4]} {fingerprint[4:]}".strip()


@dataclass(frozen=True)
class ReprintDays:
    """The sheets of one form for reporting days, in one line."""

    title: str
    state: State
    sheets: tuple[Reprint, ...]


@dataclass(frozen=True)
class ReprintList:
    """What a revision makes one print again, by code: sheets by themselves, and those for reporting days.

    Attributes:
        found: Everything that is not what it was, but for packs and the like.
        fingerprints: Of the sheets of this site, by address.
    """

    found: tuple[Reprint, ...]
    fingerprints: Mapping[str, str]

    def sheets(self, *states: State) -> tuple[Reprint, ...]:
        """Return the single sheets of these states, state by state; codes sort them by sector."""
        return tuple(one for state in states for one in self.found if one.state == state and not one.sheet.day)

    def days(self, *states: State) -> tuple[ReprintDays, ...]:
        """Return the forms for reporting days in these states."""
        days: dict[tuple[State, str], list[Reprint]] = defaultdict(list)
        for one in self.found:
            if one.sheet.day and one.state in states:
                days[one.state, one.sheet.title.rpartition(" · ")[0]].append(one)
        return tuple(ReprintDays(title, state, tuple(sheets)) for (state, title), sheets in days.items())

    def count(self, *states: State) -> int:
        """Return how many sheets are in these states."""
        return sum(one.state in states for one in self.found)

    def href(self, one: Reprint) -> str:
        """Return the address of a sheet; empty where the site has another state of it, or none."""
        current = self.fingerprints.get(one.sheet.path) == one.sheet.fingerprint and one.state != "gone"
        return one.sheet.path if current else ""


def reprint_list(found: Iterable[Reprint], fingerprints: Mapping[str, str]) -> ReprintList:
    """Arrange sheets to reprint; see `ReprintList`."""
    forms = (one for one in found if one.sheet.form not in OWN_FORMS)
    return ReprintList(tuple(sorted(forms, key=lambda one: one.sheet.code)), fingerprints)
