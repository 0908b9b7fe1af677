"""YAML is read strictly: nothing gets another meaning unseen, and every value keeps its line."""

from __future__ import annotations

import time

from planpress.content.reader import read_text
from planpress.content.source import SourceFile
from planpress.errors import Problem
from planpress.i18n import translations

_ = translations("en").gettext


def _read(data: bytes) -> tuple[SourceFile, list[Problem]]:
    return read_text(data.decode(), "sectors/gas.yml", [], _)


def test_every_key_and_list_element_keeps_its_line() -> None:
    head = b"# first\nid: x\nlead:\n  - a\n  - b\n"
    text = head + b"clauses:\n  - id: c\n    text: |\n      d\n      e\n    due: [{text: f}]\n"

    file = _read(text)[0]

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


def test_problem_names_the_nearest_record() -> None:
    file = _read(b"id: gas\nclauses:\n  - id: lead\n    due: [{text: x}]\n")[0]

    assert file.problem(("clauses", 0, "due", 0, "text"), "m", "x").where == "lead"
    assert file.problem(("clauses",), "m").where == "gas"


def test_five_thousand_brackets_are_refused_at_once() -> None:
    start = time.monotonic()

    _file, problems = _read(b"[" * 5000)

    assert [str(problem) for problem in problems] == ["sectors/gas.yml:1: Nested deeper than 20 levels"]
    assert time.monotonic() - start < 1


def test_rest_of_a_file_is_read_around_a_fault_of_syntax() -> None:
    file = _read('id: x\ntitle: "九小"场所\nlabel: 一\n'.encode())[0]

    assert file.value == {"id": "x", "label": "一"}
    assert file.gap == 2
    assert not file.whole
