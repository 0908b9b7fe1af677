"""What tables of files become: rows to check, or kept whole."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml

from planpress.content.word.document import Paragraph
from planpress.content.word.outline import Checklist, Kept
from planpress.content.word.tables import table_of, together
from planpress.i18n import translations
from tests.kit.drawn import drawn
from tests.kit.paths import CASES

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
