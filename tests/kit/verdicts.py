"""What became of a sheet of paper: the rule of `assets/js/verdict.js` told once more, and cases that hold both to it.

By this telling tests prove the ledger with thousands of sheets, and compare what pages say on many days.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import yaml

from kit.paths import CASES
from planpress.model.identity import SheetRecord
from planpress.model.version import Version
from planpress.model.vocabulary import Outcome, Status
from planpress.revisions.ledger import Ledger, LedgerRevision, SheetPast, in_force, ledger_of, times_in_force

LEDGERS: list[dict[str, Any]] = yaml.safe_load((CASES / "verdict.yml").read_text("utf-8"))


def record(code: str, fingerprint: str) -> SheetRecord:
    """A sheet that is told by its code; by the word behind its fingerprint where it has another."""
    mark, _blank, owner = fingerprint.partition(" ")
    return SheetRecord(code, mark, f"print/{owner or code}.pdf", owner or code, "list", (owner or code).lower(), None)


def ledger(case: dict[str, Any]) -> Ledger:
    return ledger_of(
        (
            LedgerRevision(
                Version.from_json(one.get("version", number)),
                one["effective"],
                one["effective"],
                one.get("repeal", False),
                taken_back=one.get("taken_back", False),
            ),
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
            `replaced`: by which it was replaced; `withdrawn`, `repealed`: which no longer has it; `taken-back`: which
            was; `not-yet`: which will have it. None for `unknown`.
        current: The fingerprint that holds on that day; empty where none does.
    """

    outcome: Outcome
    revision: Version | None = None
    current: str = ""


def status_on(ledger: Ledger, version: Version, today: datetime.date) -> Status:
    """Return what a revision is on `today`."""
    if any(one.taken_back for one in ledger.revisions if one.version == version):
        return "taken-back"
    current = in_force(ledger, today)
    if current is not None and version <= current.version and (current.repeal or version == current.version):
        return "repealed" if current.repeal else "in-force"
    holding = [one.revision.version for one in times_in_force(ledger)]
    if (current is None or version > current.version) and version in holding:
        return "not-yet"
    # One that was overtaken by a later revision before its day never holds.
    later = [one for one in (current.version if current else version, *holding) if one > version]
    return "corrected" if later and later[0].number == version.number else "amended"


def verdict(ledger: Ledger, code: str, fingerprint: str, today: datetime.date) -> Verdict:
    """Tell what became of a sheet.

    Args:
        ledger: Of the sealed revisions.
        code: As printed.
        fingerprint: As printed, without blanks, in capitals.
        today: The reader's day.
    """
    owners = [past for past in ledger.sheets.values() if code in {span.code for span in past.spans}]
    bore = [past for past in owners if (code, fingerprint) in {(span.code, span.fingerprint) for span in past.spans}]
    marks = marks_of(ledger, (bore or owners)[0]) if owners else {}
    taken = {one.version: one.taken_back for one in ledger.revisions}
    repeals = {one.version: one.repeal for one in ledger.revisions}
    times = times_in_force(ledger)
    begun = [one.revision.version for one in times if one.first <= today]
    coming = [one.revision.version for one in times if one.first > today]
    now = begun[-1] if begun else Version(0)
    current = marks.get(now, "")
    bearing = [number for number, mark in marks.items() if mark == fingerprint]
    stands = [number for number in bearing if not taken[number]]
    if not bearing:
        return Verdict("unknown", None, current)
    if not stands:
        return Verdict("taken-back", bearing[-1], current)
    if current == fingerprint:
        first = since(begun, marks)
        return Verdict("in-force" if first == now else "unchanged-since", first, current)
    if past := [number for number in stands if number < now]:
        if current:
            return Verdict("replaced", next(one for one in begun if one > past[-1] and one in marks), current)
        by = since(begun, marks)
        return Verdict("repealed" if repeals[by] else "withdrawn", by)
    if will := [number for number in coming if marks.get(number) == fingerprint]:
        return Verdict("not-yet", will[0], current)
    return Verdict("replaced", next(one for one in coming if one > stands[-1]), current)


def marks_of(ledger: Ledger, past: SheetPast) -> dict[Version, str]:
    """Return revision → fingerprint of the sheet in it, where it has one."""
    known = [one.version for one in ledger.revisions]
    first_to_last = ((span, known[known.index(span.first) : known.index(span.last) + 1]) for span in past.spans)
    return {version: span.fingerprint for span, versions in first_to_last for version in versions}


def since(begun: list[Version], marks: dict[Version, str]) -> Version:
    """Return the first of those revisions, at the end of `begun`, in which the sheet is as in the last."""
    same = takewhile(lambda number: marks.get(number) == marks.get(begun[-1]), reversed(begun))
    return list(same)[-1]
