"""Sheets → what a holder of paper asks: is this one still valid?

In: the sheets, the edition and the sealed revisions. Out: `status.json`, and the same as a script, which
a page opened from a disk may load. Pure.

The verdict depends on the reader's day, so it is not written down; `assets/js/verdict.js` gives it.
"""

import json
from collections.abc import Sequence
from typing import Any

from planpress.model.addresses import STATUS_JS, STATUS_JSON
from planpress.model.campaign import Campaign
from planpress.revisions.history import NONE_SEALED, History
from planpress.revisions.ledger import LedgerRevision, ledger_json, ledger_of
from planpress.sheets.edition import Edition
from planpress.sheets.printed import records_of
from planpress.sheets.sheet import Sheet

NAME = "planpressStatus"
"""What the script calls its value; `assets/js/check.js` reads it."""


def status_of(
    campaign: Campaign, sheets: Sequence[Sheet], edition: Edition, history: History = NONE_SEALED
) -> dict[str, Any]:
    """Return what is known of every code that a sheet has or had, sorted; without clock time.

    `revisions` says when each took effect. A record of `codes` has the `code` and the `fingerprint` of the sheet as
    this site prints it (the last code, and no fingerprint, where it prints none), and `spans`: from which revision to
    which it had which fingerprint. Both together give every verdict, on any day.
    """
    printed = records_of(sheets)  # a notice is no sheet to check: it says itself what it is
    known = history.ledger if history.sealed else ledger_of((one, printed) for one in revisions_of(edition, history))
    return {
        "campaign": campaign.plan.id,
        "revision": edition.revision.json,
        "issued": edition.issued.isoformat() if edition.issued else "",
        "effective": edition.effective.isoformat() if edition.effective else "",
        "draft": edition.draft,
        **ledger_json(known, printed.values()),
    }


def revisions_of(edition: Edition, history: History) -> tuple[LedgerRevision, ...]:
    """Return every revision that a site knows; of a plan of which nothing has been sealed there is one."""
    if history.sealed or edition.issued is None or edition.draft:
        return history.ledger.revisions
    return (LedgerRevision(edition.revision, edition.issued, edition.issued),)


def files_of(status: dict[str, Any]) -> dict[str, str]:
    """Return the text of both files by name: a code a line, so that two revisions compare well."""
    head = {key: value for key, value in status.items() if key != "codes"}
    records = [f"{json.dumps(code)}: {_json(record)}" for code, record in status["codes"].items()]
    codes = "{\n" + ",\n".join(records) + "\n}" if records else "{}"
    text = _json(head)[:-1] + f', "codes": {codes}}}\n'
    return {STATUS_JSON: text, STATUS_JS: f"var {NAME} = {text.rstrip()};\n"}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
