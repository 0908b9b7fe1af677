"""Which revision is in force when follows from the rule of verdicts."""

from __future__ import annotations

import datetime

from planpress.revisions.ledger import Ledger, LedgerRevision, in_force, times_in_force

ONE_DAY = datetime.timedelta(days=1)


def test_times_in_force_agree_with_the_rule_on_every_day() -> None:
    days = [
        datetime.date.fromisoformat(text)
        for text in ("2031-01-10", "2031-03-01", "2031-02-01", "2031-02-01", "2031-04-01")
    ]
    ledger = Ledger(tuple(LedgerRevision(number, day, day) for number, day in enumerate(days, 1)), {})
    times = times_in_force(ledger)
    day = datetime.date.fromisoformat("2031-01-01")
    while day < datetime.date.fromisoformat("2031-05-01"):
        held = [time.revision for time in times if time.first <= day and (time.until is None or day < time.until)]
        assert held == [revision for revision in [in_force(ledger, day)] if revision]
        day += ONE_DAY
    assert [time.revision.number for time in times] == [1, 4, 5]
