"""Ids, codes and names that an import makes of words."""

from __future__ import annotations

import pytest
import yaml
from kit.paths import CASES

from planpress.content.unit_list import code_of, id_of
from planpress.content.word.intake.ids import kind_of, subject_of

NAMES = yaml.load((CASES / "word" / "names.yml").read_text("utf-8"), yaml.BaseLoader)


@pytest.mark.parametrize("case", NAMES, ids=lambda case: case["id"])
def test_id_code_and_kind_are_those_of_the_name(case: dict[str, str]) -> None:
    subject = subject_of(case["name"])
    assert (id_of(subject, "plan"), code_of(subject), kind_of(case["name"])) == (case["id"], case["code"], case["kind"])
