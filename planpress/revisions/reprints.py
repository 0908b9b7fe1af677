"""The sheets of two revisions → what a unit must print again.

In: what `sheets.json` of each revision lists. Out: `Reprint` values, sorted by path; pure.
"""

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
    """A sheet that is not what it was: as it is now, or as it was last where it is gone.

    `replaces` is the fingerprint that is no longer current; empty for a new sheet.
    """

    state: Literal["new", "changed", "gone"]
    sheet: SheetRecord
    replaces: str = ""


def record_json(record: SheetRecord) -> dict[str, str]:
    """Return `record` as JSON values; what is empty is left out."""
    return {key: value for key, value in asdict(record).items() if value}


def records_json(records: Mapping[str, SheetRecord]) -> dict[str, dict[str, str]]:
    """Return `records` as JSON values: code → the rest."""
    shown = {code: record_json(record) for code, record in records.items()}
    return {code: {key: value for key, value in one.items() if key != "code"} for code, one in shown.items()}


def records_from_json(value: Mapping[str, Any]) -> dict[str, SheetRecord]:
    """Return the records that `records_json` wrote; raise `ValueError` or one of its kin where it did not."""
    records = {code: SheetRecord(code=code, **record) for code, record in sorted(value.items())}
    for code, record in records.items():
        if not all(isinstance(text, str) or text is None for text in vars(record).values()):
            raise ValueError(code)
    return records


def reprints(old: Mapping[str, SheetRecord], new: Mapping[str, SheetRecord]) -> tuple[Reprint, ...]:
    """Return every sheet that differs between two revisions, sorted by path.

    A sheet that is not listed is still valid as it was printed.
    """
    found = [Reprint("gone", sheet, sheet.fingerprint) for code, sheet in old.items() if code not in new]
    for code, sheet in new.items():
        if code not in old:
            found.append(Reprint("new", sheet))
        elif old[code].fingerprint != sheet.fingerprint:
            found.append(Reprint("changed", sheet, old[code].fingerprint))
    return tuple(sorted(found, key=lambda reprint: (reprint.sheet.path, reprint.sheet.code)))
