"""A ledger → which revision is in force when.

In: a `Ledger`. Out: `InForce` values in order of time; pure. They hold for every day, so that a page that is
read long after it was made still tells the truth.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from planpress.revisions.ledger import Ledger, LedgerRevision
from planpress.revisions.verdict import in_force


@dataclass(frozen=True)
class InForce:
    """The days on which one revision is in force.

    Attributes:
        revision: The revision.
        first: First day.
        until: First day on which another is in force; None where none is known.
        by: Number of the revision that follows; None where none is known.
    """

    revision: LedgerRevision
    first: datetime.date
    until: datetime.date | None = None
    by: int | None = None


def times_in_force(ledger: Ledger) -> tuple[InForce, ...]:
    """Return when each revision is in force, the earliest first.

    A revision that was overtaken before its first day never is.
    """
    found: list[tuple[datetime.date, LedgerRevision]] = []
    for day in sorted({revision.effective for revision in ledger.revisions}):
        revision = in_force(ledger, day)
        if revision is not None and (not found or found[-1][1] != revision):
            found.append((day, revision))
    ends: list[tuple[datetime.date | None, int | None]] = [(day, revision.number) for day, revision in found[1:]]
    ends.append((None, None))
    return tuple(InForce(revision, day, *end) for (day, revision), end in zip(found, ends, strict=False))
