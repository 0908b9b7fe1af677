"""What tables of files become: rows to check, or kept whole."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml

from planpress.content.word.document import Paragraph, Table
from planpress.content.word.files.reading import read_document
from planpress.content.word.outline import Checklist, Kept
from planpress.content.word.tables.parting import forms_parted
from planpress.content.word.tables.tables import lists_of, table_of, tables_joined
from planpress.i18n import translations
from tests.kit.drawn import drawn
from tests.kit.paths import CASES, PROJECT

_ = translations("zh").gettext
CHECKS: list[dict[str, Any]] = yaml.safe_load((CASES / "word" / "check_tables.yml").read_text("utf-8"))
OTHERS: list[dict[str, Any]] = yaml.safe_load((CASES / "word" / "other_tables.yml").read_text("utf-8"))


def made_of(case: dict[str, Any]) -> Checklist | Kept:
    above = tuple(Paragraph(number, text) for number, text in enumerate(filter(None, [case.get("above")]), 1))
    return table_of(drawn(case["table"]), above, _)


@pytest.mark.parametrize("case", CHECKS, ids=lambda case: case["name"])
def test_check_tables_become_rows(case: dict[str, Any]) -> None:
    found = made_of(case)
    assert isinstance(found, Checklist), found.reason
    rows = [[row.label, row.text, *(["heading"] if row.heading else [])] for row in found.rows]
    assert rows == case["rows"]
    asked = [row for row in found.rows if not row.heading]
    for name, values in case.get("values", {}).items():
        assert [dict(row.values).get(name, "") for row in asked] == values
    known = {
        "title": found.title,
        "columns": list(found.columns),
        "text": found.columns[found.text_at],
        "label": None if found.label_at is None else found.columns[found.label_at],
        "above_lines": list(found.above),
        "below": list(found.below),
        "ticks": {name: list(one) for name, one in zip(found.columns, found.ticks, strict=False) if one},
    }
    assert {key: known[key] for key in known if key in case} == {key: case[key] for key in known if key in case}


@pytest.mark.parametrize("case", CHECKS, ids=lambda case: case["name"])
def test_no_sign_of_a_check_table_is_lost(case: dict[str, Any]) -> None:
    found = made_of(case)
    assert isinstance(found, Checklist)
    said = [found.label, found.title, *found.columns, *found.above, *found.below, *found.told]
    said += [word for words in found.ticks for word in words]
    said += [part for row in found.rows for part in (row.label, row.text, *(value for _name, value in row.values))]
    cells = [cell.words for cell in drawn(case["table"]).cells]
    signs = Counter(sign for words in cells for sign in words if not sign.isspace() and sign != "\u25a1")
    kept = Counter("".join(said))
    assert not {sign for sign in signs if sign not in kept}
    assert not {sign: count for sign, count in signs.items() if kept[sign] < count and not found.ticks}


@pytest.mark.parametrize("case", OTHERS, ids=lambda case: case["name"])
def test_other_tables_are_kept_whole(case: dict[str, Any]) -> None:
    found = made_of(case)
    assert isinstance(found, Kept)
    assert found.table == drawn(case["table"])
    assert (not found.reason) == case["form"], found.reason
    assert found.title == case["above"]


def test_the_checklists_of_the_first_campaign_are_read_whole() -> None:
    document = read_document(PROJECT / "content" / "source" / "original.txt", _)
    found = [table_of(block, (), _) for block in document.blocks if isinstance(block, Table)]
    written = [yaml.safe_load(path.read_text("utf-8"))["checklist"] for path in sorted(PROJECT.glob("sectors/*.yml"))]
    rows = [[(str(item["label"]), item["text"]) for item in checklist["items"]] for checklist in written]
    assert [[(row.label, row.text) for row in one.rows] for one in found if isinstance(one, Checklist)] == rows
    assert sum(map(len, rows)) == 122
    columns = {one.columns for one in found if isinstance(one, Checklist)}
    form = yaml.safe_load((PROJECT / "content/forms/rectification-checklist.yml").read_text("utf-8"))
    assert columns == {tuple(column["label"] for column in form["blocks"][0]["table"]["columns"])}


def test_a_table_that_goes_on_in_the_next_is_one() -> None:
    first = drawn("No. | What to check | Yes\n1 | Exits are free |\n2 | Doors open |")
    more = drawn("No. | What to check | Yes\n3 | Alarms sound |")
    bare = drawn("4 | Hoses are whole |\n5 | Lamps burn |")
    other = drawn("Name | Telephone\nA. Brown | 555 0101")
    one, left = tables_joined([first, more, bare, other])
    assert left == other
    assert isinstance(one, Table)
    found = table_of(one, (), _)
    assert isinstance(found, Checklist)
    assert [row.label for row in found.rows] == list("12345")
    assert found.told == ("No.", "What to check", "Yes")
    parted = [first, Paragraph(9, "Between"), more]
    assert list(tables_joined(parted)) == parted


def test_a_list_with_other_columns_or_a_head_of_its_own_is_another() -> None:
    table = drawn("No. | What to check | Yes\n1 | Exits are free |\n2 | Doors open |")
    wider = drawn("No. | What to check | Yes | Remarks\n1 | Exits are free | |\n2 | Doors open | |")
    owned = drawn("Permit No.: | | <\nNo. | What to check | Yes\n1 | Hoses hold |\n2 | Valves close |")
    tables = [(table, "A"), (table, "B"), (wider, "C"), (owned, "D")]
    found = [table_of(one, (Paragraph(1, title),), _) for one, title in tables]
    first, second, third = lists_of(found)
    assert [row.text for row in first.rows] == ["Exits are free", "Doors open", "B", "Exits are free", "Doors open"]
    assert [second.title, third.title, third.above] == ["C", "D", ("Permit No.:",)]


def test_forms_in_one_table_are_parted() -> None:
    head = "Site: | | < | <\nFIRE CHECK | < | < | <\nNo. | What to check | Yes | <\n"
    rows = "1 | Exits are free | | <\n2 | Doors open | | <\n3 | Hoses hold | | <\nInspector: | | < | <\n"
    log = "Faults found | < | < | <\nNumber | Fault | Place | Mended\n | | |\n | | |"
    fire, gas, faults = forms_parted(drawn(head + rows + head.replace("FIRE", "GAS") + rows + log))
    made = [table_of(one, (), _) for one in (fire, gas, faults)]
    lists = [one for one in made if isinstance(one, Checklist)]
    assert [(one.title, [row.label for row in one.rows], one.below) for one in lists] == [
        ("FIRE CHECK", ["1", "2", "3"], ("Inspector:",)),
        ("GAS CHECK", ["1", "2", "3"], ("Inspector:",)),
    ]
    assert isinstance(made[2], Kept)
    assert made[2].title == "Faults found"
