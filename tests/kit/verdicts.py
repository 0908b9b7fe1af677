"""The cases to which both tellers of verdicts are held: the program and the script of the page."""

from __future__ import annotations

import datetime
from typing import Any

import yaml

from kit.paths import CASES
from planpress.model.revision import Meta
from planpress.revisions.ledger import Ledger, ledger_of
from planpress.revisions.reprints import SheetRecord

LEDGERS: list[dict[str, Any]] = yaml.safe_load((CASES / "verdict.yml").read_text("utf-8"))


def record(code: str, fingerprint: str) -> SheetRecord:
    return SheetRecord(code, fingerprint, f"print/{code}.pdf", code, "list", "office", None)


def meta(number: int, day: datetime.date, repeal: bool = False) -> Meta:
    kind = "repeal" if repeal else "revision"
    return Meta(number=number, kind=kind, approved_by="office", issued=day, effective=day, reason="x")


def ledger(case: dict[str, Any]) -> Ledger:
    return ledger_of(
        (
            meta(number, one["effective"], one.get("repeal", False)),
            {code: record(code, mark) for code, mark in one["sheets"].items()},
        )
        for number, one in enumerate(case["revisions"], 1)
    )
