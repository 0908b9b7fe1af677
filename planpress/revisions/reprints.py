"""The sheets of two revisions → what a unit must print again.

In: what `sheets.json` of each revision lists. Out: `Reprint` values, sorted by path; pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class SheetRecord:
    """A sheet or pack as a sealed revision lists it; the fields mean what they mean in `Sheet`."""

    code: str
    fingerprint: str
    path: str
    title: str
    form: str
    unit: str | None = None
    sector: str | None = None
    day: str = ""


@dataclass(frozen=True)
class Reprint:
    """A sheet that is not what it was.

    Attributes:
        state: `new`: there was none of this code; `changed`: it shows something else now;
            `gone`: there is none any more.
        sheet: As it is now, or as it was last where it is gone.
        replaces: The fingerprint that is no longer current; empty for a new sheet.
    """

    state: Literal["new", "changed", "gone"]
    sheet: SheetRecord
    replaces: str = ""


def records_json(records: Mapping[str, SheetRecord]) -> dict[str, Any]:
    """Return `records` as JSON values: code → the rest."""
    shown = {code: asdict(record) for code, record in records.items()}
    return {
        code: {key: value for key, value in record.items() if key != "code" and value not in (None, "")}
        for code, record in shown.items()
    }


def records_from_json(value: Mapping[str, Any]) -> dict[str, SheetRecord]:
    """Return the records that `records_json` wrote."""
    return {code: SheetRecord(code=code, **record) for code, record in sorted(value.items())}


def reprints(old: Mapping[str, SheetRecord], new: Mapping[str, SheetRecord]) -> tuple[Reprint, ...]:
    """Return every sheet that differs between two revisions, sorted by path.

    A sheet that is not listed is still valid as it was printed.
    """
    found = []
    for code in old.keys() | new.keys():
        before, after = old.get(code), new.get(code)
        if before is None and after is not None:
            found.append(Reprint("new", after))
        elif before is not None and after is None:
            found.append(Reprint("gone", before, before.fingerprint))
        elif before is not None and after is not None and before.fingerprint != after.fingerprint:
            found.append(Reprint("changed", after, before.fingerprint))
    return tuple(sorted(found, key=lambda reprint: (reprint.sheet.path, reprint.sheet.code)))
