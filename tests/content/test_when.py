"""A rule is said the same everywhere: what the source gives, what a calendar adds, and what nobody knows."""

from __future__ import annotations

import pytest

from planpress.content.days import months_said
from planpress.content.when import briefly, told, what, when
from planpress.model.campaign import Campaign
from planpress.model.records import Clause, Due

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


@pytest.mark.parametrize(
    ("title", "text", "dues", "expected"),
    [
        (
            "",
            "Mend homes by May. Mend shops by June.",
            ("by May", "by June"),
            ["Mend homes by May.", "Mend shops by June."],
        ),
        ("", "先改住户；甲5月底前。再改商户6月底前。", ("甲5月底前", "6月底前"), ["甲5月底前。", "再改商户6月底前。"]),
        ("", "Found an office. By May.", ("By May",), ["Found an office. By May."]),
        ("", "Mend. By May; by June", ("Mend. By May", "by June"), ["Mend. By May; by June", "by June"]),
        ("Pipes.", "Mend homes by May. Mend shops by June.", ("by May", "by June"), ["Pipes.", "Pipes."]),
    ],
)
def test_each_due_is_told_with_what_is_due(title: str, text: str, dues: tuple[str, ...], expected: list[str]) -> None:
    due = [Due.model_validate({"text": words, "date": "2022-11-30"}) for words in dues]
    clause = Clause(id="c", title=title, text=text, due=tuple(due))
    assert [what(clause, one) for one in due] == expected
