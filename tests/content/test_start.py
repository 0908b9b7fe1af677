"""`build.py start`: a small, sound campaign from a name and a list of units, or nothing and what to mend."""

from __future__ import annotations

import datetime
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml
from kit.paths import CASES, PROJECT

import build
from planpress.content.shipped import form_text, shipped
from planpress.content.start import Wish, files_of, start
from planpress.content.validate import Reading, read
from planpress.errors import BuildError, ContentError
from planpress.i18n import catalogues
from planpress.sheets.listing import sheets_of

LISTS = yaml.safe_load((CASES / "start" / "lists.yml").read_text("utf-8"))
FIRST, LAST = datetime.date(2031, 10, 1), datetime.date(2031, 12, 19)
NAMES = {"zh": "冬季安全大检查", "en": "Winter Safety Check"}


def wish(language: str = "en", units: Path | None = None, **more: Any) -> Wish:
    return Wish(language, NAMES[language], FIRST, LAST, units=units, **more)


def started(folder: Path, wanted: Wish) -> Reading:
    start(folder, wanted)
    return read(folder)


@pytest.mark.parametrize("language", NAMES)
def test_what_is_written_is_sound_whole_and_the_same_each_time(language: str, tmp_path: Path) -> None:
    reading = started(tmp_path / "a", wish(language))
    start(tmp_path / "b", wish(language))

    assert reading.warnings == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    files = {path.relative_to(tmp_path / "a"): path.read_bytes() for path in (tmp_path / "a").rglob("*.*")}
    assert files == {path.relative_to(tmp_path / "b"): path.read_bytes() for path in (tmp_path / "b").rglob("*.*")}
    assert {".gitattributes", ".gitignore", "Makefile", "README.md"} <= {
        path.name for path in (tmp_path / "a").iterdir()
    }
    campaign = reading.campaign
    assert (campaign.plan.language, campaign.plan.name) == (language, NAMES[language])
    assert len(campaign.sectors) == 2
    forms = {sheet.form for sheet in sheets_of(campaign) if sheet.unit}
    assert forms >= {
        "checklist",
        "sign-off",
        "hazard-list",
        "responsibility-list",
        "weekly-report",
        "inspection-record",
    }


@pytest.mark.parametrize("case", LISTS, ids=[case["name"] for case in LISTS])
def test_list_of_units(case: dict[str, Any], tmp_path: Path) -> None:
    path, folder = tmp_path / "list.csv", tmp_path / "campaign"
    path.write_bytes(case["text"].encode("gb18030"))
    if "units" in case:
        found = started(folder, wish(case["language"], path)).campaign.units
        assert [f"{unit.id} {unit.code} {unit.kind}" for unit in found] == case["units"]
        return
    with pytest.raises((ContentError, BuildError)) as caught:
        start(folder, wish(case["language"], path))
    assert str(caught.value).split("\n") == case.get("told", [case.get("refused")])
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_list_in_any_encoding_that_offices_use(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_bytes("单位名称,类别\n气象局,部门\n".encode(encoding))
    assert [unit.name for unit in wish("zh", tmp_path / "名单.csv").listed] == ["气象局"]


def workbook(path: Path, rows: list[list[str]], joined: str = "") -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
        if joined:
            sheet.merge_range(joined, rows[2][1])
    return path


def test_a_workbook_is_a_list_too_and_joined_cells_are_told(tmp_path: Path) -> None:
    rows = [["Units"], ["Name", "Kind"], ["Head Office", "department"], ["East Ward", "ward"], ["West Ward", "ward"]]
    found = wish("en", workbook(tmp_path / "list.xlsx", rows)).listed
    assert [(unit.row, unit.name, unit.kind) for unit in found][1:] == [
        (4, "East Ward", "ward"),
        (5, "West Ward", "ward"),
    ]
    with pytest.raises(ContentError) as caught:
        start(tmp_path / "made", wish("en", workbook(tmp_path / "joined.xlsx", rows, "B3:B5")))
    message = "Cells are joined here: split them, and write the value in each row"
    assert str(caught.value) == f"joined.xlsx:3: {message}"


@pytest.mark.parametrize("data", [b"PK\x03\x04 no", b"\xd0\xcf\x11\xe0\0\0", b"name\n\xff\xff\0"])
def test_what_is_no_table_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "list.xls").write_bytes(data)
    with pytest.raises(ContentError, match=r"list\.xls:0: The file is no table that can be read: save it as \.xlsx"):
        start(tmp_path / "made", wish("en", tmp_path / "list.xls"))
    assert not (tmp_path / "made").exists()


def test_a_folder_that_holds_anything_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(BuildError, match="among the files of another"):
        start(PROJECT / "content" / "inside", wish())
    with pytest.raises(BuildError, match="must be new or empty"):
        start(tmp_path, wish())
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "a\nb"}, "needs a name"),
        ({"end": FIRST.replace(year=2030)}, "last day"),
    ],
)
def test_what_nothing_can_start_from_is_refused(more: dict[str, Any], words: str, tmp_path: Path) -> None:
    given = {"language": "en", "name": "Check", "start": FIRST, "end": LAST, **more}
    with pytest.raises(BuildError, match=words):
        start(tmp_path / "made", Wish(**given))


def test_an_issuer_that_the_list_lacks_receives_the_reports(tmp_path: Path) -> None:
    campaign = started(tmp_path / "made", wish("zh", issuer="县安全生产委员会", code="AQ7")).campaign
    assert (campaign.plan.code, campaign.plan.issuers) == ("AQ7", ("xian-an-quan-sheng-chan-wei-yuan-hui",))
    issuer = campaign.unit_by_id[campaign.plan.issuers[0]]
    assert not campaign.prints_sheets(issuer)
    assert [rule.to for rule in campaign.plan.reporting] == [issuer.id]


# ---------------------------------------------------------------- the command line


def test_the_command_writes_checks_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "made"
    words = ["--language", "en", "--name", "Winter Safety Check", "--start", "2031-10-01", "--end", "2031-12-19"]
    assert build.main(["start", str(made), *words]) == 0
    done = capsys.readouterr()
    assert "2 sectors," in done.out
    assert done.err == ""
    assert files_of(wish()) == {
        path.relative_to(made).as_posix(): path.read_text("utf-8") for path in made.rglob("*") if path.is_file()
    }
    assert build.main(["start", str(made), *words]) == 1
    assert "must be new or empty" in capsys.readouterr().err


def test_without_a_terminal_a_name_is_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["start", str(tmp_path / "made"), "--language", "en"]) == 1
    assert capsys.readouterr().err == "A campaign needs a name of one line: add --name\n"


def test_on_a_terminal_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["en", "", "Winter Safety Check", "Harbour Board"])
    monkeypatch.setattr("planpress.terminal.answer", lambda _question: next(answers))
    assert build.main(["start", str(tmp_path / "made")]) == 0
    assert read(tmp_path / "made").campaign.plan.issuers == ("harbour-board",)


def test_its_makefile_runs_the_program_or_says_how(tmp_path: Path) -> None:
    start(tmp_path / "made", wish())
    bare = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    told = subprocess.run(
        ["make", "check"], cwd=tmp_path / "made", env=bare, capture_output=True, text=True, check=False
    )
    assert told.returncode != 0
    assert "planpress is not installed" in told.stderr
    fake = tmp_path / "planpress"
    fake.write_text('#!/bin/sh\necho "$@"\n', "utf-8")
    fake.chmod(0o755)
    found = {**bare, "PATH": f"{tmp_path}{os.pathsep}{bare['PATH']}"}
    ran = subprocess.run(["make", "site"], cwd=tmp_path / "made", env=found, capture_output=True, text=True, check=True)
    assert ran.stdout == "--campaign . build --site site\n"


# ---------------------------------------------------------------- the library of forms


@pytest.mark.parametrize("language", catalogues())
def test_every_form_that_ships_fits_and_says_what_it_is_for(language: str, tmp_path: Path) -> None:
    start(tmp_path / "made", wish(language))
    known = shipped(language)
    for form in known.values():
        path = tmp_path / "made" / "content" / "forms" / f"{form.id}.yml"
        if not path.exists():
            path.write_text(form_text(form.id, language, {"basis": ["plan#work-2"]}), "utf-8")
    assert read(tmp_path / "made").warnings == ()
    assert len(known) >= 8
    assert len({form.code for form in known.values()}) == len(known)
    assert all(form.title and len(form.purpose) > 8 for form in known.values())


def test_forms_are_listed_and_copied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start(tmp_path / "made", wish())
    root = ["--campaign", str(tmp_path / "made")]
    assert build.main([*root, "forms"]) == 0
    assert "delivery-receipt      Receipt of delivery \u2014 Proves that" in capsys.readouterr().out
    assert build.main([*root, "new", "form", "--from", "delivery-receipt", "--basis", "plan#work-2"]) == 0
    assert (
        build.main(
            [
                *root,
                "new",
                "form",
                "handed",
                "--from",
                "delivery-receipt",
                "--code",
                "HD",
                "--title",
                "Handed",
                "--basis",
                "plan#work-2",
            ]
        )
        == 0
    )
    forms = read(tmp_path / "made").campaign.form_by_id
    assert (forms["delivery-receipt"].code, forms["handed"].title, forms["handed"].origin) == ("DR", "Handed", "editor")
    capsys.readouterr()
    for words, message in (
        (["--from", "delivery-receipt"], "The id 'delivery-receipt' is in use"),
        (["other", "--from", "delivery-receipt"], "The code 'DR' is in use"),
        (["--from", "nothing"], "The library has no form 'nothing', only: checklist, "),
    ):
        assert build.main([*root, "new", "form", *words]) == 1
        assert message in capsys.readouterr().err


# ---------------------------------------------------------------- nobody's campaign

OF_THE_FIRST = (
    "湛河",
    "平湛",
    "姚孟",
    "荆山",
    "曹镇",
    "安委",
    "攻坚",
    "乡办",
    "zhanhe",
    "yaomeng",
    "caozhen",
    "PZA29",
    "2201101",
)
"""Names, ids and codes of the campaign that lies beside the program."""


def test_nothing_of_ours_knows_the_first_campaign() -> None:
    folders = ("planpress", "macros", "site_templates", "schemas")
    files = [path for folder in folders for path in (PROJECT / folder).rglob("*") if path.is_file()]
    texts = {path: path.read_text("utf-8") for path in files if path.suffix not in (".pyc", ".png")}
    assert {f"{path}: {word}" for path, text in texts.items() for word in OF_THE_FIRST if word in text} == set()
