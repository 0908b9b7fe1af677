"""Ids, codes and names that an import makes of words."""

from __future__ import annotations

import pytest
import yaml
from kit.paths import CASES

from planpress.content.unit_list import code_of, id_of
from planpress.content.word.intake.ids import kind_of, names_of, subject_of
from planpress.content.word.outline import Outline, Part

NAMES = yaml.load((CASES / "word" / "names.yml").read_text("utf-8"), yaml.BaseLoader)


@pytest.mark.parametrize("case", NAMES, ids=lambda case: case["id"])
def test_id_code_and_kind_are_those_of_the_name(case: dict[str, str]) -> None:
    subject = subject_of(case["name"])
    assert (id_of(subject, "plan"), code_of(subject), kind_of(case["name"])) == (case["id"], case["code"], case["kind"])


def test_an_annex_that_is_cited_by_its_label_has_the_id_of_its_title() -> None:
    title = "关于河东区沿江路段夜间照明设施排查情况的报告"
    names = names_of(Outline(Part("", "方案", ()), (Part("附件1", title, ()),)))
    assert names.shorts[1] == "附件1"
    assert names.parts[1] == "he-dong-qu-yan-jiang-lu-duan-ye-jian-zhao"
