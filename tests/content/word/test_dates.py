"""Sentences → the days that they say: found, and none too many."""

import datetime
from typing import Any

import pytest
import yaml
from kit.paths import CASES

from planpress.content.word.facts.dates import Near, When, whens

SENTENCES = [
    (language, case)
    for language, cases in yaml.load((CASES / "word" / "dates.yml").read_text("utf-8"), yaml.BaseLoader).items()
    for case in cases
]
ISSUED, END = "2022-11-10", "2023-01-31"


def said(when: When) -> str:
    """Return it as the cases write it."""
    if when.every:
        return " ".join(filter(None, ("every", when.every, *when.on, when.time)))
    if when.kind == "month" and when.first and not (when.by or when.since):
        return f"in {when.first:%Y-%m}"
    if when.kind == "span":
        return f"{when.first}..{when.last}"
    mark = "by " if when.by or when.kind == "end" else ""
    return " ".join(filter(None, (f"{'from ' if when.since else mark}{when.last}", when.time)))


def of_case(language: str, case: dict[str, Any]) -> list[str]:
    issued, end = case.get("issued", ISSUED), case.get("end", END if "issued" not in case else "")
    near = Near(*(datetime.date.fromisoformat(day) if day else None for day in (issued, end)))
    return [said(when) for when in whens(case["text"], language, near)]


@pytest.mark.parametrize(("language", "case"), SENTENCES, ids=str)
def test_days_are_found_and_none_too_many(language, case):
    assert of_case(language, case) == case["says"]
