"""The sheets of two revisions → what a unit must print again.

In: what `sheets.json` of each revision lists. Out: `Reprint` values, sorted by path; pure.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from planpress.model.identity import SheetRecord


@dataclass(frozen=True)
class Reprint:
    """A sheet that is not what it was: as it is now, or as it was last where it is gone.

    `replaces` is the fingerprint that is no longer current; empty for a new sheet.
    """

    state: Literal["new", "changed", "gone"]
    sheet: SheetRecord
    replaces: str = ""


def reprints(old: Mapping[str, SheetRecord], new: Mapping[str, SheetRecord]) -> tuple[Reprint, ...]:
    """Return every sheet that differs between two revisions, sorted by path.

    A sheet that is not listed is still valid as it was printed, also where its code is another now.
    """
    before = {sheet.identity: sheet for sheet in old.values()}
    after = {sheet.identity: sheet for sheet in new.values()}
    found = [Reprint("gone", sheet, sheet.fingerprint) for identity, sheet in before.items() if identity not in after]
    for identity, sheet in after.items():
        if identity not in before:
            found.append(Reprint("new", sheet))
        elif before[identity].fingerprint != sheet.fingerprint:
            found.append(Reprint("changed", sheet, before[identity].fingerprint))
    return tuple(sorted(found, key=lambda reprint: (reprint.sheet.path, reprint.sheet.code)))


def still_due(found: Iterable[Reprint], first: datetime.date | None) -> tuple[Reprint, ...]:
    """Return `found` without reports of days before `first`, the first day of the revision; all where it has none.

    Such a report has been given: its paper is replaced, but nobody prints it again.
    """
    day = first.isoformat() if first else ""
    return tuple(one for one in found if not one.sheet.day or one.sheet.day >= day)
