"""What became of a sheet of paper: the rule of `assets/js/verdict.js` told once more, and cases that hold both to it.

By this telling tests prove the ledger with thousands of sheets, and compare what pages say on many days.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

import yaml

from kit.paths import CASES
from planpress.model.identity import SheetRecord
from planpress.model.vocabulary import Outcome, Status
from planpress.revisions.ledger import Ledger, LedgerRevision, in_force, ledger_of

LEDGERS: list[dict[str, Any]] = yaml.safe_load((CASES / "verdict.yml").read_text("utf-8"))


def record(code: str, fingerprint: str) -> SheetRecord:
    """A sheet that is told by its code; by the word behind its fingerprint where it has another."""
    mark, _blank, owner = fingerprint.partition(" ")
    return SheetRecord(code, mark, f"print/{owner or code}.pdf", owner or code, "list", (owner or code).lower(), None)


def ledger(case: dict[str, Any]) -> Ledger:
    return ledger_of(
        (
            LedgerRevision(number, one["effective"], one["effective"], one.get("repeal", False)),
            {code: record(code, mark) for code, mark in one["sheets"].items()},
        )
        for number, one in enumerate(case["revisions"], 1)
    )


# ---------------------------------------------------------------- the rule


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


def status_on(ledger: Ledger, number: int, today: datetime.date) -> Status:
    """Return what revision `number` is on `today`."""
    current = in_force(ledger, today)
    if current is None or number > current.number:
        # One that was overtaken by a later revision before its day never holds.
        return "not-yet"
    if current.repeal:
        return "repealed"
    return "in-force" if number == current.number else "amended"


def verdict(ledger: Ledger, code: str, fingerprint: str, today: datetime.date) -> Verdict:
    """Tell what became of a sheet.

    Args:
        ledger: Of the sealed revisions.
        code: As printed.
        fingerprint: As printed, without blanks, in capitals.
        today: The reader's day.
    """
    owners = [past for past in ledger.sheets.values() if code in {span.code for span in past.spans}]
    if not owners:
        return Verdict("unknown")
    bore = [past for past in owners if (code, fingerprint) in {(span.code, span.fingerprint) for span in past.spans}]
    record = (bore or owners)[0]
    runs = [replace(run[0], last=run[-1].last) for run in record.runs]
    spans = [run for run in runs if run.fingerprint == fingerprint]
    if not spans:
        return Verdict("unknown", sheet=record.sheet)
    effective = {revision.number: revision.effective for revision in ledger.revisions}
    current = in_force(ledger, today)
    now = current.number if current else 0
    held = next((run for run in runs if run.first <= now <= run.last), None)
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
