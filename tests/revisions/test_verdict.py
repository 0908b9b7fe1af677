"""A sheet of paper gets the verdict of its reader's day; the ledger and the list of reprints say what it needs."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest
from kit.verdicts import LEDGERS, ledger, record, status_on, verdict

from planpress.model.identity import records_from_json, records_json
from planpress.model.vocabulary import status_names
from planpress.revisions.ledger import in_force, ledger_json
from planpress.revisions.reprints import reprints, still_due


@pytest.mark.parametrize("case", LEDGERS, ids=[case["ledger"] for case in LEDGERS])
def test_program_gives_the_verdicts_of_the_cases(case: dict[str, Any]) -> None:
    known = ledger(case)
    for code, fingerprint, day, outcome, revision, *current in case["verdicts"]:
        found = verdict(known, code, fingerprint, day)
        said = found.revision and found.revision.json
        assert (found.outcome, said) == (outcome, revision), (code, fingerprint, day)
        assert not current or found.current == (current[0] or ""), (code, fingerprint, day)
    for day, statuses in case["statuses"]:
        assert [status_on(known, one.version, day) for one in known.revisions] == statuses, day
    for day, number in case["in_force"]:
        current = in_force(known, day)
        assert (current.version.json if current else None) == number, day


def test_ledger_as_json_says_all_that_a_page_needs() -> None:
    shown = json.loads(json.dumps(ledger_json(ledger(LEDGERS[0]))))

    assert [entry["effective"] for entry in shown["revisions"]] == [
        "2030-01-01",
        "2030-02-01",
        "2030-03-01",
        "2030-04-01",
    ]
    assert shown["codes"]["B"]["spans"] == [
        {"fingerprint": "BBBB1111", "first": 1, "last": 1},
        {"fingerprint": "BBBB2222", "first": 2, "last": 2},
        {"fingerprint": "BBBB1111", "first": 3, "last": 3},
        {"fingerprint": "BBBB3333", "first": 4, "last": 4},
    ]


def test_every_code_of_a_sheet_leads_to_its_one_record() -> None:
    codes = ledger_json(ledger(LEDGERS[-2]))["codes"]

    assert codes["A"] == codes["C"]
    assert (codes["A"]["code"], codes["A"]["title"]) == ("C", "QUAYS")
    assert codes["A"]["spans"] == [
        {"fingerprint": "AAAA1111", "first": 1, "last": 1, "code": "A"},
        {"fingerprint": "AAAA1111", "first": 2, "last": 2},
        {"fingerprint": "AAAA2222", "first": 3, "last": 3},
    ]


def test_code_of_two_sheets_leads_to_the_last_of_them_and_beside_it_to_the_other() -> None:
    codes = ledger_json(ledger(LEDGERS[-1]))["codes"]
    found = {code: (record["title"], [other["title"] for other in record["others"]]) for code, record in codes.items()}

    assert found == {"A": ("CRANES", ["QUAYS"]), "B": ("QUAYS", ["CRANES"]), "C": ("LOCKS", ["GATES"])}
    assert codes["C"]["others"][0]["code"] == "C"


def test_sheet_that_is_printed_now_owns_its_code_before_any_that_had_it() -> None:
    now = replace(record("A", "AAAA3333 QUAYS"), title="Quays")
    codes = ledger_json(ledger(LEDGERS[-1]), [now])["codes"]

    assert codes["A"]["title"] == "Quays"
    assert (codes["A"]["fingerprint"], codes["B"]["fingerprint"]) == ("AAAA3333", "AAAA3333")
    assert (codes["B"]["code"], codes["B"]["others"][0]["fingerprint"]) == ("A", "")


def test_reprints_name_new_changed_and_gone_sheets_only() -> None:
    old = {code: record(code, code * 8) for code in "ABC"}
    new = {"A": record("A", "A" * 8), "B": record("B", "X" * 8), "D": record("D", "D" * 8)}

    found = [(reprint.sheet.code, reprint.state, reprint.replaces) for reprint in reprints(old, new)]

    assert found == [("B", "changed", "B" * 8), ("C", "gone", "C" * 8), ("D", "new", "")]
    moved = {"E": record("E", "A" * 8 + " A"), "A": record("A", "C" * 8 + " C"), "B": record("B", "Y" * 8 + " B")}
    found = [(reprint.sheet.code, reprint.state, reprint.replaces) for reprint in reprints(old, moved)]
    assert found == [("B", "changed", "B" * 8)]
    assert records_from_json(json.loads(json.dumps(records_json(old)))) == old


def test_reports_of_days_before_the_revision_are_not_printed_again() -> None:
    days = ("2031-10-01", "2031-10-08", "")
    old, new = ({day: replace(record(day or "X", mark), day=day) for day in days} for mark in ("F", "G"))
    found = reprints(old, new)

    assert {one.sheet.day for one in still_due(found, datetime.date(2031, 10, 8))} == {"2031-10-08", ""}
    assert still_due(found, None) == found
    gone = reprints(old, {})
    assert {one.sheet.day for one in still_due(gone, datetime.date(2031, 10, 9))} == {""}


def test_statuses_have_the_words_of_an_office() -> None:
    assert list(status_names("zh").values()) == ["尚未生效", "现行有效", "已校订", "已修改", "已废止", "已撤回"]
