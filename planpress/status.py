"""Sheets → what a holder of paper asks: is this one still valid?

In: the sheets and the edition. Out: `status.json`, and the same as a script, which a page opened
from a disk may load. Pure.

A code has one record. Whatever later revisions have to add (earlier fingerprints, dates) goes into
that record beside the current state, so that a reader of today understands the file of tomorrow.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from planpress.model import Campaign
from planpress.sheets import Edition, Sheet

STATUS = "status.json"
SCRIPT = "status.js"
NAME = "planpressStatus"
"""What the script calls its value; `assets/js/check.js` reads it."""


def status_of(campaign: Campaign, sheets: Sequence[Sheet], edition: Edition) -> dict[str, Any]:
    """Return the current state of every code, sorted; without clock time."""
    return {
        "campaign": campaign.plan.id,
        "revision": edition.revision,
        "issued": edition.issued.isoformat() if edition.issued else "",
        "codes": {
            sheet.code: {
                "fingerprint": sheet.fingerprint,
                "title": sheet.title,
                "unit": sheet.unit,
                "sector": sheet.sector,
                "path": sheet.path,
            }
            for sheet in sorted(sheets, key=lambda sheet: sheet.code)
        },
    }


def files_of(status: dict[str, Any]) -> dict[str, str]:
    """Return the text of both files by name: a code a line, so that two revisions compare well."""
    head = {key: value for key, value in status.items() if key != "codes"}
    records = [f"{json.dumps(code)}: {_json(record)}" for code, record in status["codes"].items()]
    codes = "{\n" + ",\n".join(records) + "\n}" if records else "{}"
    text = _json(head)[:-1] + f', "codes": {codes}}}\n'
    return {STATUS: text, SCRIPT: f"var {NAME} = {text.rstrip()};\n"}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
