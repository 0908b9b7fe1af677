"""A ledger → which revision was in force when.

In: a `Ledger`. Out: `Reign` values in order of time; pure. They hold for every day, so that a page that is
read long after it was made still tells the truth.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from planpress.revisions.verdict import Entry, Ledger, in_force


@dataclass(frozen=True)
class Reign:
    """The days on which one revision is in force.

    Attributes:
        entry: The revision.
        first: First day.
        until: First day on which another is in force; None where none is known.
        by: The revision that follows; None where none is known.
    """

    entry: Entry
    first: datetime.date
    until: datetime.date | None = None
    by: int | None = None


def reigns_of(ledger: Ledger) -> tuple[Reign, ...]:
    """Return when each revision is in force, the earliest first.

    A revision that was overtaken before its first day has no reign.
    """
    starts = sorted({entry.effective for entry in ledger.entries})
    found: list[tuple[datetime.date, Entry]] = []
    for day in starts:
        entry = in_force(ledger, day)
        if entry is not None and (not found or found[-1][1] != entry):
            found.append((day, entry))
    ends: list[tuple[datetime.date | None, int | None]] = [(day, entry.number) for day, entry in found[1:]]
    ends.append((None, None))
    return tuple(Reign(entry, day, until, by) for (day, entry), (until, by) in zip(found, ends, strict=False))
