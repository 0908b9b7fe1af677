"""Which sheet a sheet is, for ever; and a sheet or pack as a sealed revision lists it.

In: permanent ids. Out: an `Identity`; a `SheetRecord`, the same as JSON and back; pure. A code is a label that people
print, read out and type: it may change, so nothing is compared by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from planpress.model.addresses import CARRY_OVER_FORM, COMPARISON_FORM, WITHDRAWN_FORM

OF_ONE_ADDRESS = (COMPARISON_FORM, CARRY_OVER_FORM, WITHDRAWN_FORM)
"""What is about one revision, or stands at one address, for good: its address is made of permanent names alone."""


@dataclass(frozen=True, order=True)
class Identity:
    """Which sheet it is, by permanent ids; empty where it is for no sector, unit or day.

    `address` tells the sheets of a unit about several revisions apart; empty for all others, which may move.
    """

    form: str
    sector: str = ""
    unit: str = ""
    day: str = ""
    address: str = ""


def identity_of(form: str, sector: str | None, unit: str | None, day: str, path: str) -> Identity:
    """Return which sheet it is, from the fields of a `Sheet` or `SheetRecord`."""
    return Identity(form, sector or "", unit or "", day, path if form in OF_ONE_ADDRESS else "")


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

    @cached_property
    def identity(self) -> Identity:
        """Which sheet it is."""
        return identity_of(self.form, self.sector, self.unit, self.day, self.path)


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
