"""A campaign is read whole or every fault in it is told, each at its line."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from kit.paths import CASES

from planpress.content.validate import language_of, read, summary
from planpress.errors import BuildError, ContentError, Problem
from planpress.i18n import translations

SOUND = CASES / "validate" / "campaign"


def _cases() -> list[Any]:
    files = sorted((CASES / "validate").glob("*.yml"))
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in files
        for case in yaml.safe_load(file.read_text("utf-8"))
    ]


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """A sound small campaign to do harm to."""
    return Path(shutil.copytree(SOUND, tmp_path / "campaign"))


def _edit(root: Path, edit: dict[str, Any]) -> None:
    path = root / edit["file"]
    if edit.get("remove"):
        path.unlink()
        return
    text = edit["put"]
    if "find" in edit:
        before = path.read_text("utf-8")
        assert before.count(edit["find"]) == 1, f"{edit['find']!r} must stand once in {edit['file']}"
        text = before.replace(edit["find"], text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(edit.get("encoding", "utf-8")))


def _problems(root: Path, language: str | None = "en") -> tuple[Problem, ...]:
    try:
        return read(root, language).warnings
    except ContentError as error:
        return error.problems


def test_sound_campaign_is_read_without_a_word() -> None:
    reading = read(SOUND)

    assert reading.warnings == ()
    assert [sector.id for sector in reading.campaign.sectors] == ["gas", "fire"]
    assert [unit.id for unit in reading.campaign.units][:2] == ["office", "city-management"]
    assert len(reading.campaign.forms) == 2
    assert reading.campaign.plan.period.end.isoformat() == "2023-01-31"


@pytest.mark.parametrize("case", _cases())
def test_fault_is_told_at_its_line(case: dict[str, Any], campaign: Path) -> None:
    for found in case["edits"]:
        for edit in found if isinstance(found, list) else [found]:  # a list is shared by several cases
            _edit(campaign, edit)

    problems = _problems(campaign)

    assert [str(problem) for problem in problems if not problem.warning] == case["problems"]
    assert [str(problem) for problem in problems if problem.warning] == case.get("warnings", [])


@pytest.mark.parametrize("name", ["all_wrong", "twelve"])
def test_campaign_full_of_faults_is_told_whole(name: str, campaign: Path) -> None:
    case = yaml.safe_load((CASES / "all_wrong" / f"{name}.yml").read_text("utf-8"))
    for edit in case["edits"]:
        _edit(campaign, edit)

    problems = _problems(campaign, language=None)
    shown = [str(problem) for problem in problems] + [summary(problems, translations("zh").gettext)]

    expected = (CASES / "all_wrong" / f"{name}.txt").read_text("utf-8")
    assert "\n".join(shown) + "\n" == expected


def test_twelve_mistakes_in_six_files_stand_on_twelve_lines(campaign: Path) -> None:
    case = yaml.safe_load((CASES / "all_wrong" / "twelve.yml").read_text("utf-8"))
    for edit in case["edits"]:
        _edit(campaign, edit)

    problems = _problems(campaign)

    assert len({problem.path for problem in problems}) == 6
    assert len({(problem.path, problem.line) for problem in problems}) == len(problems) == 12


def test_problems_are_sorted_by_path_and_line(campaign: Path) -> None:
    for path in campaign.rglob("*.yml"):
        path.write_text("id: A\nid: B\nx：\n", "utf-8")

    places = [(problem.path, problem.line) for problem in _problems(campaign)]

    assert places == sorted(places)
    assert len({path for path, _line in places}) == 8


def test_any_damage_is_told_and_never_raises(campaign: Path) -> None:
    chance = random.Random(20221110)
    pieces = [
        "\t",
        "：",
        "“",
        '"',
        "[",
        "}",
        "- ",
        "id: ",
        ": ",
        " #",
        "\u3000",
        "\u200b",
        "&a ",
        "*a",
        "|",
        "\n",
        "~",
        "，",
    ]
    files = sorted(campaign.rglob("*.yml"))
    for _round in range(300):
        path = chance.choice(files)
        sound = path.read_bytes()
        text = sound.decode()
        for _blow in range(chance.randint(1, 4)):
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice([*pieces, ""]) + text[at + chance.randint(0, 6) :]
        path.write_bytes(text.encode(chance.choice(["utf-8", "utf-8", "gb18030", "utf-16"])))

        for problem in _problems(campaign):
            assert problem.message
            assert 0 <= problem.line <= text.count("\n") + 1 or problem.path != path.relative_to(campaign).as_posix()
        path.write_bytes(sound)


def test_messages_speak_the_language_of_the_plan(campaign: Path) -> None:
    _edit(campaign, {"file": "sectors/02-fire.yml", "find": "number: 2", "put": "number: 0"})
    assert "不得小于" in str(_problems(campaign, language=None)[0])

    _edit(campaign, {"file": "content/plan.yml", "find": "id: demo", "put": "id: demo\nlanguage: en"})
    assert language_of(campaign) == "en"
    assert "at least" in str(_problems(campaign, language=None)[0])


@pytest.mark.parametrize(
    ("file", "find", "put", "meant"),
    [
        ("content/plan.yml", "dates: [2022-11-30, 2022-12-30]", "weekday: 星期五", "friday"),
        ("content/plan.yml", "dates: [2022-11-30, 2022-12-30]", "weekday: 周一", "monday"),
        ("content/plan.yml", "dates: [2022-11-30, 2022-12-30]", "weekday: Sunday", "sunday"),
        ("sectors/01-gas.yml", "role: enforce", "role: 牵头", "lead"),
        ("content/forms/sign-off.yml", "seal: true", "seal: 是", "true"),
    ],
)
def test_word_of_the_office_gets_the_word_to_write(campaign: Path, file: str, find: str, put: str, meant: str) -> None:
    _edit(campaign, {"file": file, "find": find, "put": put})

    (problem,) = _problems(campaign, language="zh")

    assert f"，是否想写 '{meant}'？: '{put.partition(': ')[2]}'" in str(problem)


def test_folder_that_holds_no_campaign_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="Not the folder of a campaign"):
        read(tmp_path, "en")


def test_folder_without_the_right_to_read_it_is_refused(campaign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "sectors")

    with pytest.raises(BuildError, match=r"right to read this folder: .*sectors$"):
        read(campaign, "en")


def test_language_is_chinese_where_no_plan_says_otherwise(tmp_path: Path) -> None:
    assert language_of(tmp_path) == "zh"


def test_summary_counts_problems_and_files_but_no_warnings() -> None:
    problems = [Problem("a.yml", 1, "", "x"), Problem("a.yml", 2, "", "x"), Problem("b.yml", 1, "", "x", warning=True)]

    assert summary(problems, translations("zh").gettext) == "检查未通过：1 个文件中有 2 处问题"
    assert summary(problems, translations("en").gettext) == "Check failed. Problems: 2, files: 1"
