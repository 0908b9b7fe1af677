"""What an import writes: YAML that says each word letter for letter, and ids that stay."""

from __future__ import annotations

import pytest
import yaml

from planpress.content.unit_list import id_of
from planpress.content.word.facts.found import Spot
from planpress.content.word.intake.ids import names_of, shorts_of
from planpress.content.word.outline import LETTER, Checklist, Letter, Outline, Part, Piece, Row
from planpress.content.word.yaml_text import Apart, Comment, InLine, Record, proposal, text_of


@pytest.mark.parametrize(
    "words",
    [
        "yes",
        "1.",
        "11:00",
        "2022-11-10",
        "2022\u5e7411\u670810\u65e5",
        "\uff08\u4e00\uff09",
        "- dash",
        "# no comment",
        'say "so"',
        "{{ braces }} %s",
        "C:\\path\ttab",
        "two\nlines",
        "blank \n behind",
        " leading",
        "key: value",
        "|-",
        "~",
    ],
)
def test_words_are_read_back_letter_for_letter(words: str) -> None:
    record = Record(
        [
            ("text", words),
            ("list", (words, "b")),
            ("below", [Record([("id", "a"), ("text", words)])]),
            ("in_line", [InLine(text=words, units=(words,))]),
        ]
    )
    assert yaml.load(text_of(record), yaml.BaseLoader) == {
        "text": words,
        "list": [words, "b"],
        "below": [{"id": "a", "text": words}],
        "in_line": [{"text": words, "units": [words]}],
    }


def test_proposals_hold_once_their_signs_are_deleted() -> None:
    duties = Record([("duties", [InLine(units=("fire", "police"), role="lead")])])
    text = text_of(Record([("clauses", Apart([Record([("id", "a"), ("text", "x"), *proposal(duties)])]))]))

    assert text == "clauses:\n  - id: a\n    text: x\n    # duties:\n    #   - {units: [fire, police], role: lead}\n"
    assert yaml.safe_load(text) == {"clauses": [{"id": "a", "text": "x"}]}
    assert yaml.safe_load(text.replace("# ", ""))["clauses"][0]["duties"] == [
        {"units": ["fire", "police"], "role": "lead"}
    ]


def test_empty_values_and_comments() -> None:
    assert text_of(Record([Comment("head"), ("a", "x"), Comment(""), ("b", ""), ("c", ())])) == "# head\na: x\n"


def test_ids_say_kind_and_number_and_none_stands_twice() -> None:
    lead = Piece(text="a", kind="lead", pieces=(Piece(text="b"), Piece(text="c")))
    second = Piece(text="d", kind="lead")
    titled = Piece(title="\u65f6\u95f4\u5b89\u6392", pieces=(Piece(text="e"),))
    rows = (Row("", "Exits", heading=True), Row("1", "Free"), Row("2", "Lit"))
    annex = Part("Annex 1", "Fire safety", (Piece(title="Item"), Piece(text="f")), Checklist("", "List", rows))
    outline = Outline(
        Part("", "Plan", (lead, second, titled, Piece(text="g"))), (annex,), Letter(pieces=(Piece(text="h"),))
    )
    names = names_of(outline)

    assert names.clauses[Spot(LETTER, 0)] == "notice-1"
    assert [names.clauses[Spot(0, at)] for at in range(7)] == [
        "lead",
        "lead-1",
        "lead-2",
        "lead-3",
        "shi-jian-an-pai",
        "shi-jian-an-pai-1",
        "clause-4",
    ]
    assert names.parts == ("plan", "fire-safety")
    assert [names.clauses[Spot(1, at)] for at in range(2)] == ["item", "clause-2"]
    assert names.rows == ((), ("category-1", "item-1", "item-2"))


@pytest.mark.parametrize(
    ("titles", "shorts"),
    [
        (["Gas safety plan", "Fire safety plan"], ["Gas", "Fire"]),
        (["Gasworks", "Fireworks"], ["Gasworks", "Fireworks"]),
        (
            ["\u71c3\u6c14\u5b89\u5168\u65b9\u6848", "\u6d88\u9632\u5b89\u5168\u65b9\u6848"],
            ["\u71c3\u6c14", "\u6d88\u9632"],
        ),
        (["\u71c3\u6c14\n\u65b9\u6848", "\u6d88\u9632\n\u65b9\u6848"], ["\u71c3\u6c14", "\u6d88\u9632"]),
        (["Plan", "Plan"], ["Plan", "Plan 2"]),
        (["A title that is far too long for a menu of any site"], ["Annex 1"]),
    ],
)
def test_annexes_are_called_by_what_is_their_own(titles: list[str], shorts: list[str]) -> None:
    assert shorts_of([(f"Annex {number}", title) for number, title in enumerate(titles, 1)]) == shorts


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("\u5b89\u5168 2", "an-quan-2"),
        ("\u2605", "usual"),
        ("a" * 60, "a" * 44),
        ("extraordinary administrative accountability inspection", "extraordinary-administrative-accountability"),
    ],
)
def test_ids_end_with_a_word_and_leave_room_for_a_number(words: str, made: str) -> None:
    assert id_of(words, "usual") == made
