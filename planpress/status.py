"""Sheets → what a holder of paper asks: is this one still valid?

In: the sheets, the edition and the sealed revisions. Out: `status.json`, and the same as scripts, which a page opened
from a disk may load: one tells of all revisions and in which other each code stands. Pure.

The verdict depends on the reader's day, so it is not written down; `assets/js/verdict.js` gives it.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from planpress.model.addresses import STATUS_JS, STATUS_JSON, status_part
from planpress.model.campaign import Campaign
from planpress.revisions.history import NONE_SEALED, History
from planpress.revisions.ledger import LedgerRevision, ledger_json, ledger_of
from planpress.sheets.edition import Edition
from planpress.sheets.printed import records_of
from planpress.sheets.sheet import Sheet

NAME, CODES = "planpressStatus", "planpressCodes"
"""What the script calls its value, and each part of it; `assets/js/check.js` reads them."""

MOST_CODES = 250
"""So many codes stand in one part, and those that look like the last of them."""

_LOOKALIKES = str.maketrans("oil", "011")


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


def files_of(status: Mapping[str, Any], owners: Mapping[str, str]) -> dict[str, str]:
    """Return the text of all files by name: a code a line, so that two revisions compare well.

    `owners` are the names of the units by their ids: a page is told whose sheet it is.
    """
    head = {key: value for key, value in status.items() if key != "codes"}
    records = {code: json_of(record) for code, record in status["codes"].items()}
    told = {
        code: f'{text[:-1]}, "owner": {json_of(owners[status["codes"][code]["unit"]])}}}'
        if status["codes"][code]["unit"] in owners
        else text
        for code, text in records.items()
    }
    parts, files = parted(told, status_part)
    script = f"var {NAME} = {json_of({**head, 'parts': parts})};\n"
    return {STATUS_JSON: f'{json_of(head)[:-1]}, "codes": {lines_of(records)}}}\n', STATUS_JS: script, **files}


def parted(records: Mapping[str, str], name: Callable[[str], str]) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Part what is told of codes into scripts; `records` holds it as JSON, and `name` makes a name of a sum.

    Why:
        A page asks of one sheet. It fetches the one part that can hold a code, which bears the sum of what it says, so
        that a page never takes a part of another publication than its list is of.

    Returns:
        Of each part, by which `signs` it begins and its name, sorted; and the text of each by its name.
    """
    groups: list[list[tuple[str, str]]] = []
    for one in sorted((signs(code), code) for code in records):
        if not groups or (len(groups[-1]) >= MOST_CODES and groups[-1][-1][0] != one[0]):
            groups.append([])
        groups[-1].append(one)
    parts, files = [], {}
    for group in groups:
        text = f"var {CODES} = {lines_of({code: records[code] for _signs, code in group})};\n"
        file = name(hashlib.sha256(text.encode()).hexdigest()[:16])
        parts.append((group[0][0], file))
        files[file] = text
    return parts, files


def signs(code: str) -> str:
    """Return a code without what a hand mixes up or leaves out, as `check.js` reads what was typed."""
    return re.sub("[^0-9a-z]", "", unicodedata.normalize("NFKC", code).lower()).translate(_LOOKALIKES)


def lines_of(records: Mapping[str, str]) -> str:
    """Return a JSON object of `records`, which are JSON, a line each."""
    lines = ",\n".join(f"{json.dumps(code)}: {text}" for code, text in records.items())
    return f"{{\n{lines}\n}}" if lines else "{}"


def json_of(value: object) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)
