"""YAML is edited in place: what changes, changes; every other byte stays."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from kit.paths import CASES, HARBOUR, LETTERED, PROJECT, SCHOOL, TESTS

from planpress.content.source import Loc
from planpress.content.word.patching.blocks import Blocks, Entry
from planpress.content.word.patching.scalars import Marked, edited
from planpress.errors import BuildError

SCALARS = yaml.safe_load((CASES / "word" / "scalars.yml").read_text("utf-8"))
FILES = sorted(
    path
    for root in (PROJECT, HARBOUR, LETTERED, SCHOOL, TESTS / "campaigns" / "joint")
    for folder in ("content", "sectors")
    for path in (root / folder).glob("*.yml")
)


def way(text: str) -> Loc:
    return tuple(int(step) if step.isdecimal() else step for step in text.split("."))


@pytest.mark.parametrize("name", SCALARS)
def test_values_are_replaced_at_their_marks(name: str) -> None:
    case = SCALARS[name]
    assert edited(case["before"], {way(key): value for key, value in case["said"].items()}) == case["after"]


def test_every_value_of_every_campaign_can_be_said_again() -> None:
    for path in FILES:
        text = path.read_bytes().decode("utf-8-sig")
        found = yaml.load(text, Loader=yaml.CBaseLoader)
        said = {}
        for loc in Marked(text).marks:
            value = found
            for step in loc:
                value = value[step]
            if isinstance(value, str):
                said[loc] = value.rstrip("\n")
        assert edited(text, said) == text, path


def below(path: str, loc: Loc, value: dict[str, list[dict]]) -> tuple[Entry, ...]:
    ways = [((*loc, "clauses", number), one) for number, one in enumerate(value.get("clauses", ()))]
    return tuple(Entry(path, at, below=below(path, at, one)) for at, one in ways)


def test_lists_that_stay_keep_every_byte() -> None:
    for path in FILES:
        text = path.read_bytes().decode("utf-8-sig")
        found = yaml.load(text, Loader=yaml.CBaseLoader)
        lists = {("clauses",): below("f", (), found)} if "clauses" in found else {}
        if "checklist" in found:
            items = range(len(found["checklist"]["items"]))
            lists["checklist", "items"] = tuple(Entry("f", ("checklist", "items", number)) for number in items)
        assert Blocks({"f": text}, str).arranged("f", lists) == text, path


LIST = """\
# of the file
clauses:
  # of the list
  - id: a
    text: one

  # of b
  - id: b
    text: |-
      two
      lines
    clauses:
      - id: c
        text: three
        # in c
  - id: d
    text: four
# of the end
id: x
"""


def arranged(*entries: Entry) -> str:
    return Blocks({"f": LIST}, str).arranged("f", {("clauses",): entries})


A, B, D = (Entry("f", ("clauses", number)) for number in range(3))
C = Entry("f", ("clauses", 1, "clauses", 0))


def test_elements_go_with_their_comments() -> None:
    text = arranged(Entry("f", B.loc, below=(C,)), A, D)
    assert text.startswith("# of the file\nclauses:\n  # of the list\n  # of b\n  - id: b\n    text: |-\n      two\n")
    assert text.endswith("        # in c\n\n  - id: a\n    text: one\n  - id: d\n    text: four\n# of the end\nid: x\n")


def test_an_element_stands_as_deep_as_its_new_neighbours() -> None:
    text = arranged(A, Entry("f", B.loc), C, D)
    assert "    text: |-\n      two\n      lines\n\n  - id: c\n    text: three\n    # in c\n  - id: d\n" in text
    assert yaml.safe_load(text)["clauses"][1] == {"id": "b", "text": "two\nlines"}


def test_new_ones_get_their_place_and_what_is_below() -> None:
    new = Entry(said={"id": "n", "label": "1", "text": "x: y"}, below=(Entry(said={"id": "m", "text": "z"}),))
    text = arranged(Entry("f", A.loc, below=(new,)), Entry("f", B.loc, below=(C,)), D)
    assert '    text: one\n    clauses:\n      - id: n\n        label: "1"\n        text: "x: y"\n' in text
    assert "        clauses:\n          - id: m\n            text: z\n\n  # of b\n" in text


def test_a_list_in_one_line_is_told() -> None:
    blocks = Blocks({"f": "clauses: [{id: a, text: b}, {id: c, text: d}]\n"}, str)
    both = [Entry("f", ("clauses", 0)), Entry("f", ("clauses", 1))]
    assert blocks.arranged("f", {("clauses",): both}) == blocks.files["f"].text
    with pytest.raises(BuildError, match="f:1"):
        blocks.arranged("f", {("clauses",): both[::-1]})


def test_files_exist() -> None:
    assert {Path("plan.yml"), Path("02-gas.yml")} <= {Path(path.name) for path in FILES}
