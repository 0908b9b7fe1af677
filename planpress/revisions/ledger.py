"""What was sealed with each revision → which sheet had which fingerprint in which revision, and which is in force when.

In: what is said about each revision, and the sheets it lists. Out: a `Ledger`, the same as JSON values, by which a
page gives every verdict on the day on which it is read, and `InForce` values; pure. They hold for every day, so that a
page that is read long after it was made still tells the truth.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from planpress.model.revision import Meta
from planpress.revisions.reprints import SheetRecord


@dataclass(frozen=True)
class LedgerRevision:
    """A revision in the ledger; `repeal` says that it ended the plan."""

    number: int
    issued: datetime.date
    effective: datetime.date
    repeal: bool = False
    document_number: str = ""

    @classmethod
    def of(cls, meta: Meta) -> LedgerRevision:
        """Return what the ledger keeps of a revision."""
        return cls(meta.number, meta.issued, meta.effective, meta.kind == "repeal", meta.document_number)


@dataclass(frozen=True)
class Span:
    """Revisions in a row, the first and the last, in which a sheet had one fingerprint."""

    fingerprint: str
    first: int
    last: int


@dataclass(frozen=True)
class CodeRecord:
    """What the ledger knows of one code: the sheet as it was listed last, and its spans in order.

    The same fingerprint may come again.
    """

    sheet: SheetRecord
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Ledger:
    """Every code that was ever sealed, and every revision, in order."""

    revisions: tuple[LedgerRevision, ...]
    codes: Mapping[str, CodeRecord]


def ledger_of(sealed: Iterable[tuple[LedgerRevision, Mapping[str, SheetRecord]]]) -> Ledger:
    """Return the ledger of sealed revisions, which come in order, each with the sheets it lists."""
    revisions = []
    spans: dict[str, list[Span]] = {}
    latest: dict[str, SheetRecord] = {}
    for revision, sheets in sealed:
        revisions.append(revision)
        for code, record in sheets.items():
            row = spans.setdefault(code, [])
            first = revision.number
            if row and row[-1].fingerprint == record.fingerprint and row[-1].last == first - 1:
                first = row.pop().first
            row.append(Span(record.fingerprint, first, revision.number))
        latest |= sheets
    return Ledger(tuple(revisions), {code: CodeRecord(latest[code], tuple(spans[code])) for code in sorted(spans)})


def shown(sheet: SheetRecord) -> dict[str, str | None]:
    """Return what a page tells of a sheet besides its code and fingerprint."""
    return {"title": sheet.title, "unit": sheet.unit, "sector": sheet.sector, "path": sheet.path}


def ledger_json(ledger: Ledger) -> dict[str, Any]:
    """Return the ledger as JSON values: all that a page needs to give every verdict by its reader's day."""
    return {
        "revisions": [
            {**asdict(one), "issued": one.issued.isoformat(), "effective": one.effective.isoformat()}
            for one in ledger.revisions
        ],
        "codes": {
            code: {**shown(record.sheet), "spans": [asdict(span) for span in record.spans]}
            for code, record in ledger.codes.items()
        },
    }


# ---------------------------------------------------------------- in force


@dataclass(frozen=True)
class InForce:
    """The days on which one revision is in force.

    `until` is the first day of the revision that follows, whose number is `by`; None where none is known.
    """

    revision: LedgerRevision
    first: datetime.date
    until: datetime.date | None = None
    by: int | None = None


def in_force(ledger: Ledger, today: datetime.date) -> LedgerRevision | None:
    """Return the revision in force on `today`: the highest number whose first day has come; None before the first."""
    begun = [revision for revision in ledger.revisions if revision.effective <= today]
    return begun[-1] if begun else None


def times_in_force(ledger: Ledger) -> tuple[InForce, ...]:
    """Return when each revision is in force, the earliest first.

    A revision that was overtaken before its first day never is.
    """
    found: list[InForce] = []
    for day in sorted({revision.effective for revision in ledger.revisions}):
        revision = in_force(ledger, day)
        if revision is None or (found and found[-1].revision == revision):
            continue
        if found:
            found[-1] = replace(found[-1], until=day, by=revision.number)
        found.append(InForce(revision, day))
    return tuple(found)
