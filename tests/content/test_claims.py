"""Where words and values part ways, it is told, and nothing is told of words that leave it open."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from kit.paths import CASES

from planpress.content.days import days_said
from planpress.content.files import load
from planpress.content.rules.registry import check_rules
from planpress.i18n import translations
from planpress.model.owners import Owners

SOUND = CASES / "validate" / "campaign"
_ = translations("en").gettext


@pytest.mark.parametrize(
    ("language", "text", "days", "left"),
    [
        ("zh", "2022年11月底前", ["2022-11-30"], False),
        ("zh", "到2023年2月末", ["2023-02-28"], False),
        ("zh", "2022 年 12 月 5 日前", ["2022-12-05"], False),
        ("zh", "２０２２年１２月５日", ["2022-12-05"], False),
        ("zh", "2022.12.5", ["2022-12-05"], False),
        ("zh", "2024年底", ["2024-12-31"], False),
        ("zh", "年底前完成", ["2022-12-31"], False),
        ("zh", "11月30日前", ["2022-11-30"], False),
        ("zh", "11月10日至30日", ["2022-11-10"], True),
        ("zh", "11月10日至11月30日", ["2022-11-10", "2022-11-30"], False),
        ("zh", "12月中旬前", [], True),
        ("zh", "2022年11底前", [], True),
        ("zh", "13月40日", [], False),
        ("zh", "每月底前", [], False),
        ("zh", "即日起三个月内", [], False),
        ("en", "before 19 December 2031", ["2031-12-19"], False),
        ("en", "by Dec 19, 2031", ["2031-12-19"], False),
        ("en", "by the end of February 2024", ["2024-02-29"], False),
        ("en", "by the end of the year", ["2022-12-31"], False),
        ("en", "2031-10-31", ["2031-10-31"], False),
        ("en", "by 5 October", ["2022-10-05"], False),
        ("en", "in May be early", [], False),
        ("en", "within 3 days", [], True),
    ],
)
def test_words_say_days(language: str, text: str, days: list[str], left: bool) -> None:
    said, rest = days_said(text, language)

    assert [one.in_year(2022).isoformat() for one in said] == days
    assert any(char.isdigit() for char in rest) is left


def test_day_without_a_year_is_one_of_any_year() -> None:
    ((said,), _rest) = days_said("2月底前", "zh")

    assert said.is_on(datetime.date(2023, 2, 28))
    assert said.is_on(datetime.date(2024, 2, 29))
    assert not said.is_on(datetime.date(2024, 2, 28))


def _told(before: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check_rules(load(SOUND, _), Owners(), _, lambda: [before])]


def test_unit_that_was_renamed_is_told_where_clauses_print_the_old_name() -> None:
    units = (SOUND / "content" / "units.yml").read_text("utf-8")
    was = {
        "consumed": units.replace("name: 消防救援大队", "name: 占用"),  # in no clause
        "printed": units.replace("name: 消防救援大队", "name: 城管部门"),  # but the new name is printed too
        "told": units.replace("name: 西街道办事处", "name: 街道办事处"),
    }

    assert {name: _told({"content/units.yml": text}) for name, text in was.items()} == {
        "consumed": [],
        "printed": [],
        "told": [
            "content/units.yml:22: west-street: The clauses still print '街道办事处', as the unit was called: "
            "name it in aliases, or mend the clauses: '西街道办事处'"
        ],
    }


def test_what_a_row_comes_from_may_be_gone_where_it_was_sealed(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)  # what is read is kept: never change it in place
    fire = tmp_path / "sectors" / "02-fire.yml"
    text = fire.read_text("utf-8")
    assert text.count("  - id: lead\n") == 1
    fire.write_text(text.replace("  - id: lead\n", "  - id: lead\n    from: [old-1, gas#old-2, old-3]\n"), "utf-8")
    source = load(tmp_path, _)
    before = {"sectors/1.yml": "id: fire\nclauses:\n  - id: old-1\n", "sectors/2.yml": "id: 'gas'\nx: [{id: old-2}]\n"}

    told = [problem.found for problem in check_rules(source, Owners(), _, lambda: [{}, before])]

    assert told == ["old-3"]


@pytest.mark.parametrize(
    ("text", "day", "after"),
    [("2023年1月1日前", "2022-12-31", True), ("1月1日前", "2022-12-31", True), ("1月1日前", "9999-12-31", False)],
)
def test_who_must_be_done_before_a_day_is_done_the_day_before(text: str, day: str, after: bool) -> None:
    ((said,), _rest) = days_said(text, "zh")

    assert said.is_after(datetime.date.fromisoformat(day)) is after
