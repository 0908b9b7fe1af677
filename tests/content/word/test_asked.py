"""What a command line asks of an import that cannot be: told plainly, and nothing is read for ever or written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from kit.paths import SCHOOL
from kit.renewed import copied, files_at, said_at, version_of
from kit.word import docx, p

import build
from planpress.content.together import JOURNAL, finish
from planpress.content.validate import read
from planpress.content.word.aligning.matching import Answers
from planpress.content.word.intake.report import PAGE
from planpress.content.word.patching.drafting import Decided
from planpress.errors import BuildError

PICTURE = "<w:r><w:drawing><a:graphic><a:graphicData><a:blip/></a:graphicData></a:graphic></w:drawing></w:r>"


@pytest.mark.parametrize(
    "options", [["--write"], ["--same", "2=plan#a"], ["--not", "2=plan#a"], ["--answers", "a.yml"]]
)
def test_option_of_a_new_version_is_none_of_a_new_campaign(options: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        build.main(["import", "a.txt", "--into", str(tmp_path / "a"), *options])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["language=en", "units=a.csv", "name=A", "code=A"])
def test_option_of_a_new_campaign_is_none_of_a_new_version(option: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        build.main(["import", "a.txt", "--onto", str(SCHOOL), f"--{option}"])


def test_pipe_is_never_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.txt", "a.csv", "a.yml"):
        os.mkfifo(tmp_path / name)
    (tmp_path / "b.txt").write_text("Plan\n1. Aim\nRest.\n")
    into, text = ["--into", str(tmp_path / "made")], str(tmp_path / "b.txt")

    assert build.main(["import", str(tmp_path / "a.txt"), *into]) == 1
    assert build.main(["import", str(tmp_path / "a.txt"), "--onto", str(SCHOOL)]) == 1
    assert build.main(["import", text, *into, "--units", str(tmp_path / "a.csv")]) == 1
    assert build.main(["import", text, "--onto", str(SCHOOL), "--answers", str(tmp_path / "a.yml")]) == 1
    assert capsys.readouterr().err.count("不能是链接、管道或设备") == 2
    assert not (tmp_path / "made").exists()


def test_folder_that_one_stands_in_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    assert build.main(["import", "../a.txt", "--into", "."]) == 1
    assert str(tmp_path / "here") in capsys.readouterr().err
    assert list((tmp_path / "here").iterdir()) == []


def test_all_is_said_in_the_language_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = docx(tmp_path / "a.docx", p("Winter Plan"), p("1. Aim"), p("Every office looks for hazards.", PICTURE))

    assert build.main(["import", str(file), "--into", str(tmp_path / "made"), "--name", "Plan\u202e"]) == 0
    told = capsys.readouterr().out
    assert "A picture or an object stands here" in told
    assert (told + (tmp_path / "made" / PAGE).read_text("utf-8")).isascii() or "\u6b64" not in told


@pytest.mark.parametrize(
    ("decided", "message"),
    [
        (Decided(take=frozenset({"plan#nothing"})), "does not have"),
        (Decided(keep=frozenset({"sector:nothing"})), "does not have"),
        (Decided(take=frozenset({"plan:head"}), keep=frozenset({"plan:head"})), "contradicts"),
    ],
)
def test_decision_that_ends_no_conflict_is_refused(decided: Decided, message: str) -> None:
    with pytest.raises(BuildError, match=message):
        version_of(SCHOOL, said_at(SCHOOL), answers=(Answers(), decided))


@pytest.mark.parametrize("journal", ['{"../a.txt": {"before": "", "after": "x"}}', "[]", "{", '{"a": 1}'])
def test_journal_that_is_none_of_ours_writes_nothing(journal: str, tmp_path: Path) -> None:
    root = copied(SCHOOL, tmp_path)
    (root / JOURNAL).write_text(journal)
    before = files_at(tmp_path)

    with pytest.raises(BuildError, match="move it away"):
        finish(root, str)
    assert files_at(tmp_path) == before


def test_new_annex_before_others_takes_its_number_and_none_of_their_codes(tmp_path: Path) -> None:
    annex = "Annex %d\n%s\n1. Aim of %s\nLook at every %s pipe and tank.\n"
    gas, oil, wood = (lambda number, name=name: annex % (number, *[name] * 3) for name in ("Gas", "Oil", "Wood"))
    plan = "Winter Plan\n1. Tasks\n(1) Inspect halls.\n(2) Keep lists.\n"
    (tmp_path / "old.txt").write_text(plan + gas(1) + wood(2))
    (tmp_path / "new.txt").write_text(plan + oil(1) + gas(2) + wood(3))

    assert build.main(["import", str(tmp_path / "old.txt"), "--into", str(tmp_path / "made")]) == 0
    assert build.main(["import", str(tmp_path / "new.txt"), "--onto", str(tmp_path / "made"), "--write"]) == 0
    found = {one.title: (one.number, one.code) for one in read(tmp_path / "made").campaign.sectors}
    assert found == {"Oil": (1, "03"), "Gas": (2, "01"), "Wood": (3, "02")}
