"""`build.py import FILE --into DIR`: a sound campaign and its report, or nothing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from kit.hard import hard
from kit.paths import PROJECT
from kit.reading import _ as translate
from kit.reading import shown
from kit.word import box, docx, numbered, p, run, table

import build
from planpress.content.validate import read
from planpress.content.word.aligning.known import outline_of_campaign
from planpress.content.word.files.reading import read_document
from planpress.content.word.grammar.grammar import outline_of
from planpress.content.word.intake import intake
from planpress.content.word.intake.intake import Wish, import_into
from planpress.content.word.intake.report import PAGE, Report, gathered, lines_of
from planpress.content.word.outline import Doubt, Outline, Piece
from planpress.errors import BuildError
from planpress.model.campaign import Campaign

ORIGINAL = PROJECT / "content" / "source" / "original.txt"
UNITS = PROJECT / "content" / "units.yml"
DAY = datetime.date(2031, 5, 6)

SMALL = """Winter Safety Plan
1. Aim
From 1 November 2031 to 20 December 2031 every office looks for hazards.
2. Tasks
(1) The Fire Brigade inspects all halls.
(2) The Harbour Office reports each Friday.
"""


def imported(folder: Path, file: Path, **more: Any) -> Report:
    return import_into(Wish(file, folder, DAY, **more))


def written(folder: Path, words: str, name: str = "plan.txt") -> Path:
    (folder / name).write_text(words, "utf-8")
    return folder / name


def said(outline: Outline) -> Iterator[object]:
    """Yield all that an outline says, without addresses, paragraphs and bookmarks."""
    letter = outline.letter
    yield replace(letter, pieces=(), marks=()) if letter else None
    for pieces in (letter.pieces if letter else (), *(part.pieces for part in outline.parts)):
        yield tuple(map(_said, pieces))
    for part in outline.parts:
        checklist = part.checklist
        rows = [(row.label, row.text, row.heading) for row in checklist.rows] if checklist else []
        yield part.label, part.title, checklist and (checklist.label, checklist.title, rows)


def _said(piece: Piece) -> tuple[object, ...]:
    return piece.kind, piece.label, piece.title, piece.text, tuple(map(_said, piece.pieces))


# ---------------------------------------------------------------- what a file becomes


def test_source_of_the_plan_becomes_what_was_typed_by_hand(tmp_path: Path, real: Campaign) -> None:
    report = imported(tmp_path / "made", ORIGINAL, units=UNITS)

    assert report.asks == ()
    made = read(tmp_path / "made").campaign
    assert list(said(outline_of_campaign(made))) == list(said(outline_of_campaign(real)))
    assert {(unit.id, unit.code) for unit in real.units} <= {(unit.id, unit.code) for unit in made.units}
    assert (tmp_path / "made/content/source/original.txt").read_bytes() == ORIGINAL.read_bytes()
    assert made.plan.status == "draft"
    assert not any(place.clause.duties for place in made.places.values() if place.clause), "duties are only proposed"


def test_files_of_a_word_processor_say_what_the_source_says(tmp_path: Path) -> None:
    """Plain, every line a paragraph; and hard, with all that offices do to a file."""
    text = read_document(ORIGINAL, translate)
    lines = [one if isinstance(one, str) else [row.split(" | ") for row in one] for one in shown(text) if one]
    plain = docx(tmp_path / "plain.docx", *(p(one) if isinstance(one, str) else table(*one) for one in lines))
    files = [
        read_document(plain, translate),
        read_document(hard(tmp_path / "hard.docx", lines, head=2), translate, tracked="accept"),
    ]
    wanted = list(said(outline_of(text, translate)))
    for file in files:
        assert list(said(outline_of(file, translate))) == wanted


def test_same_file_becomes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        imported(tmp_path / name, written(tmp_path, SMALL))

    files = [{path.name: path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()} for name in "ab"]
    assert files[0] == files[1]
    assert {"plan.yml", "units.yml", "Makefile", "README.md", ".gitignore", ".gitattributes", PAGE} <= files[0].keys()


def test_english_file_of_a_word_processor_is_read_as_english(tmp_path: Path) -> None:
    levels = numbered(("decimal", "%1."), ("lowerLetter", "(%2)"))
    blocks = [
        p("Winter\nSafety Plan", look='<w:jc w:val="center"/>'),
        p(run("Tasks", "<w:b/>"), num=(1, 0)),
        p("The Fire Brigade inspects all halls.", num=(1, 1)),
        p("The Harbour Office keeps a list.", num=(1, 1)),
        p("Annex A"),
        p("Fire inspection checklist"),
        table(["No.", "What to check", "Result"], ["1", "Exits are free.", ""], ["2", "Alarms sound.", ""]),
    ]
    report = imported(tmp_path / "made", docx(tmp_path / "plan.docx", *blocks, numbering=levels))

    assert report.language == "en"
    campaign = read(tmp_path / "made").campaign
    assert (campaign.plan.id, campaign.plan.name) == ("winter-safety-plan", "Winter Safety Plan")
    assert [(clause.id, clause.label.strip(), clause.title) for clause in campaign.plan.clauses] == [
        ("tasks", "1.", "Tasks")
    ]
    below = campaign.plan.clauses[0].clauses
    assert [(one.id, one.label.strip(), one.text) for one in below] == [
        ("tasks-1", "(a)", "The Fire Brigade inspects all halls."),
        ("tasks-2", "(b)", "The Harbour Office keeps a list."),
    ]
    (sector,) = campaign.sectors
    assert (sector.label.strip(), sector.title, sector.clauses) == ("Annex A", "Fire inspection checklist", ())
    assert sector.checklist
    assert [(item.id, item.label, item.text) for item in sector.checklist.items] == [
        ("item-1", "1", "Exits are free."),
        ("item-2", "2", "Alarms sound."),
    ]
    assert (tmp_path / "made/content/source/plan.docx").read_bytes() == (tmp_path / "plan.docx").read_bytes()
    text = (tmp_path / "made/content/source/plan.txt").read_text("utf-8")
    assert "(a)The Fire Brigade inspects all halls.\n" in text


def test_wide_blanks_behind_a_number_become_one(tmp_path: Path) -> None:
    imported(tmp_path / "made", written(tmp_path, SMALL.replace("1. Aim", "1.     Aim")))

    assert read(tmp_path / "made").campaign.plan.clauses[0].label == "1. "


def test_list_of_units_is_who_there_is(tmp_path: Path) -> None:
    units = written(tmp_path, "name,code\nFire Brigade,FB\nHarbour Office,HO\n", "units.csv")
    imported(tmp_path / "made", written(tmp_path, SMALL), units=units, name="Winter", code="WIN")

    campaign = read(tmp_path / "made").campaign
    assert {"fire-brigade": "FB", "harbour-office": "HO"}.items() <= {
        one.id: one.code for one in campaign.units
    }.items()
    assert (campaign.plan.name, campaign.plan.code) == ("Winter", "WIN")


def test_what_no_words_say_is_plain_and_told(tmp_path: Path) -> None:
    report = imported(
        tmp_path / "made", written(tmp_path, "Plan of rest\n1. Aim\nRest.\nAnnex 1\nSleep\n1. Aim\nLie down.\n")
    )

    assert report.asks == ()
    campaign = read(tmp_path / "made").campaign
    assert campaign.plan.period.start == DAY
    assert campaign.plan.issuers == campaign.sectors[0].lead == ("to-be-named",)
    lines = "\n".join(lines_of(report))
    for words in ("The period is set to", "Who issues the plan is set to: Unit to be named", "Who leads it is set to"):
        assert words in lines


def test_period_that_no_words_say_lasts_through_the_last_month_that_is_due(tmp_path: Path) -> None:
    text = "Notice on rest\nTo all:\nRest by 3 July 2031.\nBeds are made in November 2031.\nRest Office\n5 May 2031\n"
    imported(tmp_path / "made", written(tmp_path, text))

    period = read(tmp_path / "made").campaign.plan.period
    assert (str(period.start), str(period.end)) == ("2031-05-05", "2031-11-30")


def test_aliases_of_other_places_are_comments_unless_they_need_none(tmp_path: Path) -> None:
    units = """# ours
groups:
  - {id: both, name: Both, members: [brigade, harbour]}
units:
  - id: brigade
    name: Fire Brigade
    code: FB
    kind: department
    aliases:
      - text: fire fighters
        where: [plan#elsewhere]
      - text: Fire Brig
        where: [plan#elsewhere]
      - text: brigade
  - {id: harbour, name: Harbour Office, code: HO, kind: department}
"""
    report = imported(tmp_path / "made", written(tmp_path, SMALL), units=written(tmp_path, units, "units.yml"))

    text = (tmp_path / "made/content/units.yml").read_text("utf-8")
    kept = units.replace("Brig\n        where: [plan#elsewhere]\n", "Brig\n")
    assert text.startswith(kept.replace("      - text: fire", "      # - text: fire").replace("  where", "  # where"))
    campaign = read(tmp_path / "made").campaign
    assert [alias.text for alias in campaign.unit_by_id["brigade"].aliases] == ["Fire Brig", "brigade"]
    facts = next(len(one.told) for one in report.sections if one.title == "Read from the words")
    assert report.counts.endswith(f" {len(campaign.units)} units; read from the words: {facts}")


@pytest.mark.parametrize(
    "units",
    [
        "units:\n- {id: brigade, name: Fire Brigade, code: FB, kind: department}\nkinds: []\n",
        "groups:\n    - {id: all, name: All, members: [brigade]}\n\nunits:\n    - id: brigade\n"
        "      name: Fire Brigade\n      code: FB\n      kind: department\n",
    ],
)
def test_who_is_in_no_list_stands_behind_those_that_are(units: str, tmp_path: Path) -> None:
    words = SMALL + "Annex 1\nHalls\n1. Aim\nLook.\n"
    report = imported(tmp_path / "made", written(tmp_path, words), units=written(tmp_path, units, "units.yml"))

    assert report.asks == ()
    campaign = read(tmp_path / "made").campaign
    assert [unit.id for unit in campaign.units] == ["brigade", "to-be-named"]
    assert set(units.splitlines()) <= set((tmp_path / "made/content/units.yml").read_text("utf-8").splitlines())


def test_list_in_one_line_is_refused(tmp_path: Path) -> None:
    units = "units: [{id: brigade, name: Fire Brigade, code: FB, kind: department}]\n"
    with pytest.raises(BuildError, match=r"units\.yml:1"):
        imported(tmp_path / "made", written(tmp_path, SMALL), units=written(tmp_path, units, "units.yml"))
    assert not (tmp_path / "made").exists()


def test_signs_that_no_yaml_may_hold_are_taken_out_and_told(tmp_path: Path) -> None:
    words = SMALL.replace("halls", "ha\u200bl\u202els").replace("Aim", "\u2f00 Aim")
    report = imported(tmp_path / "made", written(tmp_path, words), language="en")

    clauses = read(tmp_path / "made").campaign.plan.clauses
    assert clauses[0].title == "\u4e00 Aim"
    assert "inspects all halls." in clauses[1].clauses[0].text
    told = "\n".join(lines_of(report))
    assert "U+200B" in told
    assert "U+202E" in told
    assert "U+2F00" in told


def test_what_stands_beside_the_text_is_told(tmp_path: Path) -> None:
    file = docx(tmp_path / "plan.docx", p("Winter Plan"), p("1. Rest", box(p("Confidential words"))), p("Sleep."))
    imported(tmp_path / "made", file, language="en")

    page = (tmp_path / "made" / PAGE).read_text("utf-8")
    assert "Confidential words" in page
    assert "a text box" in page
    assert not re.search(r"https?:", page)


def test_what_is_the_same_of_several_paragraphs_is_told_once() -> None:
    told = [Doubt(3, "", "Left out", ""), Doubt(5, "Head", "Left out", ""), Doubt(7, "", "Left out", "")]
    told += [Doubt(0, "Foot", "Left out", "")] * 2

    assert [(one.number, one.done) for one in gathered(told, str)] == [
        (3, "Left out; so in paragraphs 7"),
        (5, "Left out"),
        (0, "Left out (2 times)"),
    ]


# ---------------------------------------------------------------- nothing is written


def test_lost_character_stops_the_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that drops text boxes."""
    file = docx(tmp_path / "plan.docx", p("Winter Plan"), p("1. Rest", box(p("ZQ"))), p("Sleep."))

    def drops(*given: Any, **more: Any) -> Any:
        return replace(read_document(*given, **more), beside=())

    monkeypatch.setattr(intake, "read_document", drops)
    with pytest.raises(BuildError, match="2 characters would be lost"):
        imported(tmp_path / "made", file, language="en")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.docx"]


def test_lost_paragraph_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def drops(*_given: Any) -> list[str]:
        return ["Winter Safety Plan"]

    monkeypatch.setattr(intake, "words_kept", drops)
    with pytest.raises(BuildError, match=r"Paragraphs: 2, 3, 4, 5, 6"):
        imported(tmp_path / "made", written(tmp_path, SMALL), language="en")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.txt", b""),
        ("plan.docx", b"PK\x03\x04 broken"),
        ("plan.exe", b"MZ"),
        ("plan.docx", None),
        ("missing.docx", "missing"),
    ],
)
def test_bad_file_is_refused_and_nothing_is_left(
    name: str, data: bytes | str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    if data is None:
        file.mkdir()
    elif isinstance(data, bytes):
        file.write_bytes(data)
    before = sorted(tmp_path.iterdir())

    assert build.main(["import", str(file), "--into", str(tmp_path / "made" / "deep")]) == 1
    assert name in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before


def test_folder_that_holds_anything_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, SMALL)

    assert build.main(["import", str(file), "--into", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["plan.txt"]


def test_run_that_is_stopped_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_report: Report) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(intake, "page_of", stopped)
    with pytest.raises(KeyboardInterrupt):
        imported(tmp_path / "made", written(tmp_path, SMALL))
    assert [path.name for path in tmp_path.iterdir()] == ["plan.txt"]


def test_command_says_what_check_still_asks_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, SMALL.replace("halls", "halls \ue000"))  # a sign that only some font has

    assert build.main(["import", str(file), "--into", str(tmp_path / "made")]) == 1
    told = capsys.readouterr()
    assert "content/plan.yml" in told.err
    assert "check still asks for this" in (tmp_path / "made" / PAGE).read_text("utf-8")
    assert PAGE in told.out
