"""What was sealed with each revision → which sheet had which fingerprint in which revision.

In: what is said about each revision, and the sheets it lists. Out: a `Ledger`, and the same as JSON values, by
which a page gives every verdict on the day on which it is read; pure.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
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


@dataclass(frozen=True)
class Span:
    """Revisions in a row, the first and the last, in which a sheet had one fingerprint."""

    fingerprint: str
    first: int
    last: int


@dataclass(frozen=True)
class CodeRecord:
    """What the ledger knows of one code.

    Attributes:
        sheet: As it was listed last.
        spans: In order; the same fingerprint may come again.
    """

    sheet: SheetRecord
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Ledger:
    """Every code that was ever sealed, and every revision, in order."""

    revisions: tuple[LedgerRevision, ...]
    codes: Mapping[str, CodeRecord]


def ledger_of(sealed: Iterable[tuple[Meta, Mapping[str, SheetRecord]]]) -> Ledger:
    """Return the ledger of sealed revisions.

    Args:
        sealed: What is said of each and the sheets it lists, in order.
    """
    revisions = []
    spans: dict[str, list[Span]] = {}
    latest: dict[str, SheetRecord] = {}
    for meta, sheets in sealed:
        repeal = meta.kind == "repeal"
        revisions.append(LedgerRevision(meta.number, meta.issued, meta.effective, repeal, meta.document_number))
        for code, record in sheets.items():
            row = spans.setdefault(code, [])
            last = row[-1] if row else None
            if last and last.fingerprint == record.fingerprint and last.last == meta.number - 1:
                row[-1] = Span(last.fingerprint, last.first, meta.number)
            else:
                row.append(Span(record.fingerprint, meta.number, meta.number))
            latest[code] = record
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
