"""Where lines may break: marks that show nothing, the same for paper and for what measures without it."""

from __future__ import annotations

import pytest

from planpress.breaks import BREAK, JOIN, bare, marked, titled
from planpress.fit import balanced, chunks_of, halved


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("100千克以上", "100+千+克以上"),
        ("30分钟、2小时", "30+分+钟、2+小+时"),
        ("每平方米3人", "每平方米3+人"),
        ("50 kg", "50 +kg"),
        ("3 号楼", "3 号楼"),
        ("300㎡以上", "300+㎡以上"),
        ("高于45℃", "高于45+℃"),
        ("整改率100%", "整改率100+%"),
        ("阿卜杜拉·买买提", "阿卜杜拉+·买买提"),
        ("一月—三月", "一月+—三月"),
        ("管理——直到", "管理——直到"),
        ("做到“应查尽查”", "做到/“应查尽查”"),
        ("⚠\ufe0f 小心", "⚠ 小心"),
        ("plain words, 3 of them", "plain words, 3 +of them"),
    ],
)
def test_marks_stand_where_no_line_begins(text: str, wanted: str) -> None:
    assert marked(text).replace(JOIN, "+").replace(BREAK, "/") == wanted
    assert bare(marked(text)) == text.replace("\ufe0f", "")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("整改时限", "整改时+限"), ("检查结果（是/否）", "检查结果（是/否）"), ("Sound", "Sound"), ("限", "限")],
)
def test_last_line_of_a_head_is_more_than_one_character(text: str, wanted: str) -> None:
    assert titled(text).replace(JOIN, "+") == wanted


def test_what_is_held_together_is_measured_so() -> None:
    words = list(chunks_of("储量100千克，50 kg以上"))
    assert words == ["储", "量", "100千克，", "50 kg", "以", "上"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("安全生产指挥中心", ("安全生产", "指挥中心")),
        ("Harbour Winter Board", ("Harbour", "Winter Board")),
        ("Harbour", ("Harbour",)),
        ("储量100千克", ("储量", "100千克")),
    ],
)
def test_two_lines_of_a_name_are_about_equally_long(text: str, wanted: tuple[str, ...]) -> None:
    assert halved(text) == wanted


def test_a_title_keeps_its_own_lines_and_parts_those_that_are_too_long() -> None:
    assert balanced("冬季检查\n安全生产指挥中心", 6) == ("冬季检查", "安全生产", "指挥中心")
