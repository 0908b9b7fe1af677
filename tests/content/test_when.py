"""A rule is said the same everywhere: what the source gives, what a calendar adds, and what nobody knows."""

from __future__ import annotations

import pytest

from planpress.content.days import months_said
from planpress.content.when import briefly, told, when
from planpress.model.campaign import Campaign
from planpress.model.records import Due

FEASTS = {
    "on": [{"name": "元旦", "date": "2023-01-01"}, {"name": "清明", "date": "2023-04-05"}, {"name": "腊八"}],
    "reference": "2023年日历",
}
FEASTS_WITH_DATES = "元旦（2023年1月1日）、清明（2023年4月5日，不在行动期内）、腊八（未注明日期）"


@pytest.mark.parametrize(
    ("rule", "brief", "dated", "whole"),
    [
        ({"date": "2022-11-30"}, "2022年11月30日", "2022年11月30日", "2022年11月30日"),
        ({"every": "half-year"}, "每半年", "每半年", "每半年"),
        ({"during": "2022-11"}, "2022年11月", "2022年11月", "2022年11月"),
        (
            {"during": "2022-11", "reference": "某通知"},
            "2022年11月（原文之外）",
            "2022年11月（原文之外）",
            "2022年11月（原文之外），据：某通知",
        ),
        ({"during": "end"}, "行动后期", "行动后期（原文未定日期）", "行动后期（原文未定日期）"),
        ({"on": [{"name": "腊八"}]}, "腊八", "腊八（未注明日期）", "腊八（未注明日期）"),
        (
            FEASTS,
            "元旦、清明、腊八",
            f"{FEASTS_WITH_DATES}，日期为原文之外",
            f"{FEASTS_WITH_DATES}，日期为原文之外，据：2023年日历",
        ),
    ],
)
def test_rule_in_words(real: Campaign, rule: dict[str, object], brief: str, dated: str, whole: str) -> None:
    due = Due.model_validate({"text": "x", **rule})

    assert (briefly(due, real.plan), when(due, real.plan), told(due, real.plan)) == (brief, dated, whole)


def test_rule_in_the_words_of_another_language(harbour: Campaign) -> None:
    rules = ({"every": "quarter"}, {"during": "2031-11"}, {"during": "end"})
    dues = [Due.model_validate({"text": "x", **rule}) for rule in rules]

    assert [when(due, harbour.plan) for due in dues] == [
        "every quarter",
        "November 2031",
        "near the end (the source gives no day)",
    ]


@pytest.mark.parametrize(
    ("language", "text", "months"),
    [
        ("zh", "在11月开展", ["11"]),
        ("zh", "2022年11月至2023年１月", ["2022-11", "2023-1"]),
        ("zh", "119消防宣传月", []),
        ("zh", "三个月内", []),
        ("en", "in November 2031", ["2031-11"]),
        ("en", "each quarter", []),
    ],
)
def test_words_name_months(language: str, text: str, months: list[str]) -> None:
    said = months_said(text, language)

    assert ["-".join(str(part) for part in (one.year, one.month) if part) for one in said] == months
