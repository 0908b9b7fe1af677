"""The script that tells a reader what became of a sheet follows the rule of the program."""

from __future__ import annotations

from typing import Any

import pytest
from kit.paths import PROJECT
from kit.verdicts import LEDGERS, ledger
from playwright.sync_api import Browser

from planpress.revisions.ledger import ledger_json

SCRIPT = PROJECT / "site_templates" / "assets" / "js" / "verdict.js"

ASK = """([status, verdicts, statuses, days]) => ({
  verdicts: verdicts.map(([code, fingerprint, day]) => {
    if (!status.codes[code]) return ["unknown", null, null];
    const record = planpressVerdict.recordOf(status.codes, code, fingerprint);
    const found = planpressVerdict.verdict(status, record, fingerprint, day);
    return [found.answer, found.number || null, found.held?.fingerprint ?? null];
  }),
  statuses: statuses.map(([day]) =>
    status.revisions.map((one) => planpressVerdict.statusOn(status.revisions, one.number, day))),
  inForce: days.map(([day]) => planpressVerdict.inForce(status.revisions, day)?.number ?? null),
})"""


@pytest.mark.browser
@pytest.mark.parametrize("case", LEDGERS, ids=[case["ledger"] for case in LEDGERS])
def test_script_gives_the_verdicts_of_the_cases(case: dict[str, Any], browser: Browser) -> None:
    page = browser.new_page()
    page.add_script_tag(path=SCRIPT)
    status = {**ledger_json(ledger(case)), "draft": False}
    dated = [
        [[str(value) for value in row[:length]] for row in rows]
        for rows, length in ((case["verdicts"], 3), (case["statuses"], 1), (case["in_force"], 1))
    ]
    found = page.evaluate(ASK, [status, *dated])
    page.close()

    # A fingerprint that no revision had is told apart from a code that none had.
    for (answer, number, current), row in zip(found["verdicts"], case["verdicts"], strict=True):
        assert [answer.replace("unlike", "unknown"), number, current][: len(row) - 3] == row[3:], row
    assert found["statuses"] == [row[1] for row in case["statuses"]]
    assert found["inForce"] == [row[1] for row in case["in_force"]]
