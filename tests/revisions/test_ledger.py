"""Which revision is in force when follows from the rule of verdicts."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from kit.verdicts import LEDGERS, ledger, verdict

from planpress.model.version import Version
from planpress.revisions.ledger import Ledger, LedgerRevision, in_force, outdated, taking_effect, times_in_force

VALID = ("in-force", "unchanged-since")
ONE_DAY = datetime.timedelta(days=1)


def test_times_in_force_agree_with_the_rule_on_every_day() -> None:
    days = [
        datetime.date.fromisoformat(text)
        for text in ("2031-01-10", "2031-03-01", "2031-02-01", "2031-02-01", "2031-04-01")
    ]
    ledger = Ledger(tuple(LedgerRevision(Version(number), day, day) for number, day in enumerate(days, 1)), {})
    times = times_in_force(ledger)
    day = datetime.date.fromisoformat("2031-01-01")
    while day < datetime.date.fromisoformat("2031-05-01"):
        held = [time.revision for time in times if time.first <= day and (time.until is None or day < time.until)]
        assert held == [revision for revision in [in_force(ledger, day)] if revision]
        day += ONE_DAY
    assert [time.revision.version.number for time in times] == [1, 4, 5]
    brought = [taking_effect(ledger, Version(number)) for number in range(1, 7)]
    assert [held.revision.version.number if held else None for held in brought] == [1, 4, 4, 4, 5, None]


@pytest.mark.parametrize("case", LEDGERS, ids=[case["ledger"] for case in LEDGERS])
def test_what_is_listed_as_outdated_is_what_the_rule_says(case: dict[str, Any]) -> None:
    known = ledger(case)
    firsts = {held.revision.version: held.first for held in times_in_force(known)}
    rows = [(version, row) for version, found in outdated(known).items() for row in found]
    listed = {(row.code, row.fingerprint): (version, row.new) for version, row in rows}
    assert len(listed) == len(rows)
    for code, mark in {(span.code, span.fingerprint) for past in known.sheets.values() for span in past.spans}:
        days = {day: verdict(known, code, mark, day) for first in firsts.values() for day in (first - ONE_DAY, first)}
        holds = days[max(firsts.values())].outcome in VALID
        assert ((code, mark) in listed) != holds, (code, mark)
        version, new = listed.get((code, mark), (None, ""))
        if version in firsts:
            first = firsts[version]
            assert (days[first].outcome in VALID, days[first - ONE_DAY].outcome in VALID) == (False, True)
            assert days[first].current == new
        elif version:
            assert not any(found.outcome in VALID for found in days.values())
