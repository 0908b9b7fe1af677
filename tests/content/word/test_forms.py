"""The forms of tables: sound in a campaign, one for checklists alike, and with every sign of a blank table."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from planpress.content.start import Wish, start
from planpress.content.validate import read
from planpress.content.word.document import Paragraph
from planpress.content.word.outline import Checklist, Kept
from planpress.content.word.tables.forms import Forms, Wanted, form_files
from planpress.content.word.tables.tables import table_of
from planpress.content.word.yaml_text import Apart, Record, text_of
from planpress.i18n import translations
from planpress.record import ID_LENGTH
from tests.kit.drawn import drawn
from tests.kit.paths import CASES

CHECKS, OTHERS = (
    yaml.safe_load((CASES / "word" / f"{name}_tables.yml").read_text("utf-8")) for name in ("check", "other")
)


def made_of(case: dict[str, Any]) -> Checklist | Kept:
    above = tuple(Paragraph(number, text) for number, text in enumerate(filter(None, [case.get("above")]), 1))
    return table_of(drawn(case["table"]), above, translations("zh").gettext)


def test_forms_of_all_tables_are_sound_in_a_campaign(tmp_path: Path) -> None:
    folder = tmp_path / "campaign"
    start(folder, _wish())
    tables = [made_of(case) for case in [*CHECKS, *OTHERS]]
    names = [f"part-{number}" for number in range(1, len(tables) + 1)]
    made = form_files(
        [Wanted(name, "plan#work-2", table) for name, table in zip(names, tables, strict=True)],
        "zh",
        frozenset(path.stem for path in (folder / "content/forms").glob("*.yml")),
        frozenset(re.findall("^code: (.*)$", _texts(folder / "content/forms"), re.MULTILINE)),
    )
    for path, text in made.files.items():
        assert not (folder / path).exists()
        (folder / path).write_text(text, "utf-8")
    for number, (name, table) in enumerate(zip(names, tables, strict=True), 3):
        printing = made.printing[number - 3]
        sector = _sector(name, number, table if isinstance(table, Checklist) else None, printing.form, printing.values)
        (folder / "sectors" / f"{number:02}-{name}.yml").write_text(sector, "utf-8")
    campaign, warnings = read(folder)
    assert [warning for warning in warnings if "content/forms" in warning.path] == []
    forms = {form.id for form in campaign.forms}
    assert forms >= {one.form for one in made.printing if one.form}


def _wish() -> Wish:
    return Wish("zh", "Sound", datetime.date(2026, 1, 1), datetime.date(2026, 3, 1))


def _texts(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.yml")))


def _sector(name: str, number: int, checklist: Checklist | None, form: str, values: dict[str, str]) -> str:
    items = Apart()
    for at, row in enumerate(checklist.rows if checklist else (), 1):
        own = Record([(values[heading], value) for heading, value in row.values if value])
        label = row.label or ("" if row.heading else str(at))
        kind = [("kind", "heading")] if row.heading else []
        items.append(Record([("id", f"item-{at}"), *kind, ("label", label), ("text", row.text), ("values", own)]))
    record = Record(
        [("id", name), ("number", number), ("code", f"P{number}"), ("label", f"{number}."), ("title", name)]
    )
    record += [("short", f"S{number}"), ("lead", ("xiao-fang-jiu-yuan-da-dui",))]
    record.append(("clauses", [Record([("id", "one"), ("label", "1."), ("text", "Words.")])]))
    if checklist:
        title = checklist.title or "Title"
        record.append(
            ("checklist", Record([("title", title), ("form", form), ("stands_alone", True), ("items", items)]))
        )
    return text_of(record)


def test_checklists_alike_print_in_one_form() -> None:
    first = made_of(CHECKS[0])
    assert isinstance(first, Checklist)
    other = replace(first, title="Another", rows=first.rows[:1])
    made = form_files([Wanted("a", "a#x", first), Wanted("b", "b#x", other)], "zh")
    assert [one.form for one in made.printing] == [made.printing[0].form] * 2
    (text,) = made.files.values()
    form = yaml.safe_load(text)
    assert (form["basis"], form["title"]) == (["a#x", "b#x"], translations("zh").gettext("Checklist"))


def test_a_form_that_ships_is_taken_where_its_columns_are_the_same() -> None:
    say = translations("en").gettext
    words = ("No.", "What to look at", "What was found", "What is to be done", "By when", "Responsible")
    table = drawn(" | ".join(map(say, words)) + "\n1 | Exits are free | | | |\n2 | Doors open outwards | | | |")
    made = form_files([Wanted("a", "a#x", table_of(table, (), say))], "en")
    assert made.printing[0].form == "checklist"
    assert list(made.files) == ["content/forms/checklist.yml"]


@pytest.mark.parametrize("case", [case for case in OTHERS if case["form"]], ids=lambda case: case["name"])
def test_a_blank_form_says_all_that_the_table_says(case: dict[str, Any]) -> None:
    kept = made_of(case)
    made = form_files([Wanted("plan", "plan#x", kept)], "zh")
    (text,) = made.files.values()
    signs = Counter(sign for cell in drawn(case["table"]).cells for sign in cell.words if sign.isalpha())
    said = Counter(text)
    date = translations("zh").gettext("____ / ___ / ___")
    assert not {sign: count for sign, count in signs.items() if said[sign] < count and sign not in date}


def test_a_table_of_data_has_no_form_but_a_reason() -> None:
    made = [form_files([Wanted("plan", "plan#x", made_of(case))], "zh") for case in OTHERS if not case["form"]]
    assert all(one.files == {} and one.printing[0].form == "" and one.printing[0].reason for one in made)


def test_a_long_title_makes_no_id_that_is_too_long() -> None:
    table = drawn("No. | What to check | Yes\n1 | Exits are free |\n2 | Doors open |")
    title = Paragraph(1, "Extraordinary administrative accountability inspection lists")
    made = form_files([Wanted("plan", "plan#x", table_of(table, (title,), str))], "en")
    assert 0 < len(made.printing[0].form) <= ID_LENGTH


def test_nothing_wanted_makes_nothing() -> None:
    assert form_files([], "zh") == Forms({}, ())


def test_columns_to_write_in_have_room_and_no_row_is_higher_than_a_page() -> None:
    head = "No. | What to check | Fault | Action | Done | Who\n"
    tall = "1 | " + "No record of the drill is kept for the shift, and none is signed. " * 15 + "| | | |\n"
    for rows, most in (("1 | Exits are free | | | |\n2 | Doors open outwards | | | |", 128), (tall * 2, 257)):
        table = table_of(drawn(head + rows), (), translations("en").gettext)
        files = form_files([Wanted("fire", "plan#work-2", table)], "en").files
        form = yaml.safe_load(next(iter(files.values())))
        widths = {column["label"]: column["width_mm"] for column in form["blocks"][0]["table"]["columns"]}
        assert form["orientation"] == "landscape"
        assert sum(widths.values()) == 257
        assert widths["What to check"] <= most
        assert most == 257 or min(widths[name] for name in ("Fault", "Action", "Done", "Who")) >= 25
        assert most == 128 or widths["What to check"] > 128
