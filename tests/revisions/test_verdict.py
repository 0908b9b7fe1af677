"""A sheet of paper gets the verdict of its reader's day."""

from __future__ import annotations

import datetime
import json

import pytest

from planpress.model.revision import Meta
from planpress.model.vocabulary import outcome_names, status_names
from planpress.revisions.reprints import SheetRecord, records_from_json, records_json, reprints
from planpress.revisions.verdict import Ledger, in_force, ledger_json, ledger_of, status_on, verdict


def _sheet(code: str, fingerprint: str) -> SheetRecord:
    return SheetRecord(code, fingerprint, f"print/{code}.pdf", code, "list", "office", None)


def _meta(number: int, effective: str, kind: str = "revision") -> Meta:
    day = datetime.date.fromisoformat(effective)
    return Meta.model_validate(
        {"number": number, "kind": kind, "approved_by": "office", "issued": day, "effective": day, "reason": "x"}
    )


def _ledger(*rows: tuple[str, dict[str, str]], kinds: dict[int, str] | None = None) -> Ledger:
    return ledger_of(
        (
            _meta(number, day, (kinds or {}).get(number, "revision")),
            {code: _sheet(code, print_) for code, print_ in codes.items()},
        )
        for number, (day, codes) in enumerate(rows, 1)
    )


LEDGER = _ledger(
    ("2030-01-01", {"A": "AAAA1111", "B": "BBBB1111", "C": "CCCC1111"}),
    ("2030-02-01", {"A": "AAAA1111", "B": "BBBB2222"}),
    ("2030-03-01", {"A": "AAAA1111", "B": "BBBB1111", "D": "DDDD1111"}),
    ("2030-04-01", {"A": "AAAA2222", "B": "BBBB3333", "D": "DDDD1111"}),
)


@pytest.mark.parametrize(
    ("code", "fingerprint", "day", "outcome", "revision"),
    [
        ("A", "AAAA1111", "2029-12-31", "not-yet", 1),
        ("A", "AAAA1111", "2030-01-01", "in-force", 1),
        ("A", "AAAA1111", "2030-03-15", "unchanged-since", 1),
        ("A", "AAAA1111", "2030-04-01", "replaced", 4),
        ("A", "AAAA2222", "2030-03-31", "not-yet", 4),
        ("A", "AAAA2222", "2030-04-01", "in-force", 4),
        ("B", "BBBB1111", "2030-02-10", "replaced", 2),
        ("B", "BBBB1111", "2030-03-10", "in-force", 3),
        ("B", "BBBB1111", "2030-04-10", "replaced", 4),
        ("B", "BBBB2222", "2030-04-10", "replaced", 3),
        ("C", "CCCC1111", "2030-02-01", "repealed", 2),
        ("D", "DDDD1111", "2030-04-10", "unchanged-since", 3),
        ("D", "DDDD1111", "2030-02-10", "not-yet", 3),
        ("D", "DDDD9999", "2030-04-10", "unknown", None),
        ("E", "AAAA1111", "2030-04-10", "unknown", None),
    ],
)
def test_verdict_by_day(code: str, fingerprint: str, day: str, outcome: str, revision: int | None) -> None:
    found = verdict(LEDGER, code, fingerprint, datetime.date.fromisoformat(day))

    assert (found.outcome, found.revision) == (outcome, revision)


def test_a_repeal_ends_every_sheet_from_its_day() -> None:
    ledger = _ledger(("2030-01-01", {"A": "AAAA1111"}), ("2030-06-01", {}), kinds={2: "repeal"})
    before, after = datetime.date(2030, 5, 31), datetime.date(2030, 6, 1)

    assert verdict(ledger, "A", "AAAA1111", before).outcome == "in-force"
    assert verdict(ledger, "A", "AAAA1111", after).outcome == "repealed"
    assert [status_on(ledger, number, before) for number in (1, 2)] == ["in-force", "not-yet"]
    assert [status_on(ledger, number, after) for number in (1, 2)] == ["repealed", "repealed"]


def test_status_of_each_revision_by_day() -> None:
    day = datetime.date(2030, 3, 5)

    assert [status_on(LEDGER, number, day) for number in (1, 2, 3, 4)] == ["amended", "amended", "in-force", "not-yet"]
    assert in_force(LEDGER, datetime.date(2029, 1, 1)) is None


def test_correction_that_holds_before_the_revision_it_corrects_holds() -> None:
    ledger = _ledger(("2030-01-01", {"A": "1"}), ("2030-09-01", {"A": "2"}), ("2030-02-01", {"A": "3"}))

    assert verdict(ledger, "A", "3", datetime.date(2030, 3, 1)).outcome == "in-force"
    assert verdict(ledger, "A", "2", datetime.date(2030, 10, 1)).outcome == "replaced"


def test_ledger_as_json_says_all_that_a_page_needs() -> None:
    shown = json.loads(json.dumps(ledger_json(LEDGER)))

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


def test_reprints_name_new_changed_and_gone_sheets_only() -> None:
    old = {code: _sheet(code, code * 8) for code in "ABC"}
    new = {"A": _sheet("A", "A" * 8), "B": _sheet("B", "X" * 8), "D": _sheet("D", "D" * 8)}

    found = [(reprint.sheet.code, reprint.state, reprint.replaces) for reprint in reprints(old, new)]

    assert found == [("B", "changed", "B" * 8), ("C", "gone", "C" * 8), ("D", "new", "")]
    assert records_from_json(json.loads(json.dumps(records_json(old)))) == old


def test_statuses_and_verdicts_have_the_words_of_an_office() -> None:
    assert list(status_names("zh").values()) == ["尚未生效", "现行有效", "已修改", "已废止"]
    outcomes = outcome_names("zh")
    assert outcomes["unchanged-since"] % {"number": 2} == "仍然有效（本表自第2版起未变）"
    assert outcomes["replaced"] % {"number": 3} == "已被第3版替代"
    assert outcomes["unknown"] == "无此表"
