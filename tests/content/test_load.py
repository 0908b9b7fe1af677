"""YAML is read strictly: nothing gets another meaning unseen, and every value keeps its line."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from kit.paths import CASES

from planpress.content.characters import caret
from planpress.content.load import MAX_BYTES, Source, load
from planpress.i18n import translations

_ = translations("en").gettext


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in sorted((CASES / "load").glob("*.yml"))
        for case in yaml.safe_load(file.read_text("utf-8"))
    ]


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """A campaign with nothing but its three needed files."""
    for name in ("content/plan.yml", "content/units.yml", "sectors/gas.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("id: x\n", "utf-8")
    return tmp_path


def _load(root: Path, data: bytes) -> Source:
    (root / "sectors" / "gas.yml").write_bytes(data)
    return load(root, _)


@pytest.mark.parametrize("case", _cases())
def test_file_is_read_or_refused(case: dict[str, Any], campaign: Path) -> None:
    data = bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode(case.get("encoding", "utf-8"))

    source = _load(campaign, data)

    assert [str(problem) for problem in source.problems] == case["problems"]
    assert source.files[-1].value == case["value"]


def test_every_key_and_list_element_keeps_its_line(campaign: Path) -> None:
    head = b"# first\nid: x\nlead:\n  - a\n  - b\n"
    text = head + b"clauses:\n  - id: c\n    text: |\n      d\n      e\n    due: [{text: f}]\n"

    file = _load(campaign, text).files[-1]

    assert file.lines == {
        (): 2,
        ("id",): 2,
        ("lead",): 3,
        ("lead", 0): 4,
        ("lead", 1): 5,
        ("clauses",): 6,
        ("clauses", 0): 7,
        ("clauses", 0, "id"): 7,
        ("clauses", 0, "text"): 8,
        ("clauses", 0, "due"): 11,
        ("clauses", 0, "due", 0): 11,
        ("clauses", 0, "due", 0, "text"): 11,
    }
    assert file.line(("clauses", 0, "due", 0, "date")) == 11
    assert file.line(("nowhere",)) == 2


def test_problem_names_the_nearest_record(campaign: Path) -> None:
    file = _load(campaign, b"id: gas\nclauses:\n  - id: lead\n    due: [{text: x}]\n").files[-1]

    assert file.problem(("clauses", 0, "due", 0, "text"), "m", "x").where == "lead"
    assert file.problem(("clauses",), "m").where == "gas"


def test_fault_in_one_file_does_not_stop_the_others(campaign: Path) -> None:
    (campaign / "content" / "plan.yml").write_bytes("标题".encode("gbk"))
    (campaign / "content" / "units.yml").write_text("id：x\n", "utf-8")

    source = _load(campaign, b'title: "x\n')

    assert [problem.path for problem in source.problems] == ["content/plan.yml"] * 2 + [
        "content/units.yml",
        "sectors/gas.yml",
    ]


def test_five_thousand_brackets_are_refused_at_once(campaign: Path) -> None:
    start = time.monotonic()

    source = _load(campaign, b"[" * 5000)

    assert [str(problem) for problem in source.problems] == ["sectors/gas.yml:1: Nested deeper than 20 levels"]
    assert time.monotonic() - start < 1


def test_file_that_is_too_large_is_not_read(campaign: Path) -> None:
    source = _load(campaign, b"#" * (MAX_BYTES + 1))

    assert [str(problem) for problem in source.problems] == [
        "sectors/gas.yml:0: The file must not be larger than 2000000 bytes: '2000001'"
    ]
    assert source.files[-1].value is None


def test_folder_in_the_place_of_a_file_is_told(campaign: Path) -> None:
    (campaign / "sectors" / "fire.yml").mkdir()

    problems = load(campaign, _).problems

    assert [str(problem) for problem in problems] == ["sectors/fire.yml:0: A folder stands where a file must be"]


def test_link_that_leads_nowhere_is_told(campaign: Path) -> None:
    (campaign / "sectors" / "fire.yml").symlink_to("/nowhere.yml")

    assert [str(problem) for problem in load(campaign, _).problems] == [
        "sectors/fire.yml:0: The file cannot be read: the link leads to no file"
    ]


def test_file_without_the_right_to_read_it_is_told(campaign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert "the right to read it" in str(load(campaign, _).problems[0])


def test_files_come_in_the_order_of_their_paths(campaign: Path) -> None:
    for name in ("02-b.yml", "01-a.yml", "10-c.yml"):
        (campaign / "sectors" / name).write_text("id: x\n", "utf-8")

    paths = [file.path for file in load(campaign, _).files]

    assert paths == sorted(paths)


def test_rest_of_a_file_is_read_around_a_fault_of_syntax(campaign: Path) -> None:
    file = _load(campaign, 'id: x\ntitle: "九小"场所\nlabel: 一\n'.encode()).files[-1]

    assert file.value == {"id": "x", "label": "一"}
    assert file.partial
    assert not file.whole


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("name：x", 4, "  name：x\n      ^"),
        ("文字：x", 2, "  文字：x\n      ^"),
        ("a\u200bb\u200b", 3, "  a<U+200B>b<U+200B>\n            ^"),
        ("x" * 100, 60, f"  ...{'x' * 60}\n     {' ' * 30}^"),
    ],
)
def test_caret_stands_under_the_fault(line: str, column: int, expected: str) -> None:
    assert caret(line, column) == expected
