"""A code and a fingerprint, or an address → what became of them.

In: a `Ledger`: which sheet had which fingerprint in which revision, and when each revision took
effect. Out: a `Verdict` for a day; pure. The same ledger as JSON lets a page decide by the day on
which it is read.

The revision in force on a day is the one with the highest number whose first day has come.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from planpress.model.revision import Meta
from planpress.model.vocabulary import Outcome, Status
from planpress.revisions.reprints import SheetRecord


@dataclass(frozen=True)
class Entry:
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

    entries: tuple[Entry, ...]
    codes: Mapping[str, CodeRecord]


@dataclass(frozen=True)
class Verdict:
    """What became of a sheet of paper.

    Attributes:
        outcome: See `Outcome`.
        revision: `in-force`, `unchanged-since`: the revision since which the sheet is what it is;
            `replaced`: by which it was replaced; `repealed`: which no longer has it; `not-yet`: which
            will have it. None for `unknown`.
        effective: First day of that revision.
        current: The fingerprint that holds instead, for `replaced`.
        sheet: The record of the code; None for `unknown` codes.
    """

    outcome: Outcome
    revision: int | None = None
    effective: datetime.date | None = None
    current: str = ""
    sheet: SheetRecord | None = None


def ledger_of(revisions: Iterable[tuple[Meta, Mapping[str, SheetRecord]]]) -> Ledger:
    """Return the ledger of sealed revisions.

    Args:
        revisions: What is said of each and the sheets it lists, in order.
    """
    entries = []
    spans: dict[str, list[Span]] = {}
    latest: dict[str, SheetRecord] = {}
    for meta, sheets in revisions:
        entries.append(Entry(meta.number, meta.issued, meta.effective, meta.kind == "repeal", meta.document_number))
        for code, record in sheets.items():
            row = spans.setdefault(code, [])
            last = row[-1] if row else None
            if last and last.fingerprint == record.fingerprint and last.last == meta.number - 1:
                row[-1] = Span(last.fingerprint, last.first, meta.number)
            else:
                row.append(Span(record.fingerprint, meta.number, meta.number))
            latest[code] = record
    codes = {code: CodeRecord(latest[code], tuple(spans[code])) for code in sorted(spans)}
    return Ledger(tuple(entries), codes)


def in_force(ledger: Ledger, today: datetime.date) -> Entry | None:
    """Return the revision in force on `today`; None before the first took effect."""
    begun = [entry for entry in ledger.entries if entry.effective <= today]
    return begun[-1] if begun else None


def status_on(ledger: Ledger, number: int, today: datetime.date) -> Status:
    """Return what revision `number` is on `today`."""
    entry = next(entry for entry in ledger.entries if entry.number == number)
    current = in_force(ledger, today)
    if current is None or entry.number > current.number:
        # One that was overtaken by a later revision before its day never holds.
        return "not-yet"
    if current.repeal:
        return "repealed"
    return "in-force" if entry == current else "amended"


def verdict(ledger: Ledger, code: str, fingerprint: str, today: datetime.date) -> Verdict:
    """Tell what became of a sheet.

    Args:
        ledger: Of the sealed revisions.
        code: As printed.
        fingerprint: As printed, without blanks, in capitals.
        today: The reader's day.
    """
    record = ledger.codes.get(code)
    if record is None:
        return Verdict("unknown")
    spans = [span for span in record.spans if span.fingerprint == fingerprint]
    if not spans:
        return Verdict("unknown", sheet=record.sheet)
    effective = {entry.number: entry.effective for entry in ledger.entries}
    current = in_force(ledger, today)
    now = current.number if current else 0
    held = next((span for span in record.spans if span.first <= now <= span.last), None)
    if held and held.fingerprint == fingerprint:
        outcome: Outcome = "in-force" if held.first == now else "unchanged-since"
        return Verdict(outcome, held.first, effective[held.first], sheet=record.sheet)
    past = [span for span in spans if span.last < now]
    if not past:
        coming = spans[0]
        first = min(range(coming.first, coming.last + 1), key=lambda number: (effective[number], number))
        return Verdict("not-yet", first, effective[first], sheet=record.sheet)
    ended = past[-1].last + 1
    if held is None:
        return Verdict("repealed", ended, effective[ended], sheet=record.sheet)
    return Verdict("replaced", ended, effective[ended], held.fingerprint, record.sheet)


def ledger_json(ledger: Ledger) -> dict[str, Any]:
    """Return the ledger as JSON values: all that a page needs to give every verdict by its reader's day."""
    return {
        "revisions": [
            {
                "number": entry.number,
                "issued": entry.issued.isoformat(),
                "effective": entry.effective.isoformat(),
                "repeal": entry.repeal,
                "document_number": entry.document_number,
            }
            for entry in ledger.entries
        ],
        "codes": {
            code: {
                "title": record.sheet.title,
                "unit": record.sheet.unit,
                "sector": record.sheet.sector,
                "path": record.sheet.path,
                "spans": [
                    {"fingerprint": span.fingerprint, "first": span.first, "last": span.last} for span in record.spans
                ],
            }
            for code, record in ledger.codes.items()
        },
    }


# ---------------------------------------------------------------- addresses


@dataclass(frozen=True)
class Fate:
    """What became of the address of a clause or row.

    Attributes:
        outcome: `in-force`: it stands in the last revision; `replaced`: `successors` came of it;
            `repealed`: it was deleted, or its sector was withdrawn; `unknown`: it never was.
        revision: The revision that did it; None where nothing was done.
        successors: Addresses, in order, that stand in the last revision.
    """

    outcome: Literal["in-force", "replaced", "repealed", "unknown"]
    revision: int | None = None
    successors: tuple[str, ...] = ()


def fate_of(ref: str, standing: Iterable[str], gone: Sequence[tuple[int, Mapping[str, tuple[str, ...]]]]) -> Fate:
    """Follow an address through the revisions.

    Args:
        ref: `plan#…` or `<sector>#…`.
        standing: The addresses of the last revision.
        gone: For each revision, in order, the addresses it no longer has, each with what came of it.
    """
    alive = frozenset(standing)
    if ref in alive:
        return Fate("in-force")
    for number, ended in gone:
        if ref not in ended:
            continue
        ends = [after for successor in ended[ref] for after in _ends(successor, alive, gone)]
        kept = tuple(dict.fromkeys(ends))
        return Fate("replaced" if kept else "repealed", number, kept)
    return Fate("unknown")


def _ends(ref: str, alive: frozenset[str], gone: Sequence[tuple[int, Mapping[str, tuple[str, ...]]]]) -> list[str]:
    if ref in alive:
        return [ref]
    return list(fate_of(ref, alive, gone).successors)
