"""The files of a folder are read or refused, each for a reason of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from kit.paths import CASES

from planpress.content import files
from planpress.content.files import MAX_BYTES, load
from planpress.content.source import Source
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


def test_fault_in_one_file_does_not_stop_the_others(campaign: Path) -> None:
    (campaign / "content" / "plan.yml").write_bytes("标题".encode("gbk"))
    (campaign / "content" / "units.yml").write_text("id：x\n", "utf-8")

    source = _load(campaign, b'title: "x\n')

    assert [problem.path for problem in source.problems] == ["content/plan.yml"] * 2 + [
        "content/units.yml",
        "sectors/gas.yml",
    ]


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
        "sectors/fire.yml:0: Links are not followed: put the file or the folder itself here"
    ]


def test_file_without_the_right_to_read_it_is_told(campaign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(root: Path, name: str) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "read_bytes", refuse)

    assert "the right to read it" in str(load(campaign, _).problems[0])


def test_files_come_in_the_order_of_their_paths(campaign: Path) -> None:
    for name in ("02-b.yml", "01-a.yml", "10-c.yml"):
        (campaign / "sectors" / name).write_text("id: x\n", "utf-8")

    paths = [file.path for file in load(campaign, _).files]

    assert paths == sorted(paths)
