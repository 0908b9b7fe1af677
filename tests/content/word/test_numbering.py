"""Automatic numbers are those that a word processor prints, in each of its formats and ways to count."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.reading import printed, read, refused
from kit.word import PLAN_LEVELS, abstract, cell, docx, field, level, num, numbered, p, restart, style, table

from planpress.content.word.files.numerals import numeral


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("decimal", {1: "1", 12: "12", 100: "100"}),
        ("decimalZero", {1: "01", 12: "12", 100: "100"}),
        ("decimalFullWidth", {1: "１", 12: "１２"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerLetter", {2: "b", 28: "bb"}),
        ("upperRoman", {4: "IV", 1994: "MCMXCIV"}),
        ("lowerRoman", {9: "ix", 48: "xlviii"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: None}),
        ("japaneseCounting", {3: "三", 21: "二十一"}),
        (
            "chineseCountingThousand",
            {10: "十", 19: "十九", 100: "一百", 101: "一百零一", 110: "一百一十", 1001: "一千零一"},
        ),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 25: "贰拾伍", 107: "壹佰零柒"}),
        ("ideographDigital", {1: "一", 10: "一〇", 105: "一〇五"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: None}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: None}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: None}),
        ("decimalEnclosedCircleChinese", {10: "⑩", 11: None}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: None}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛", 21: None}),
        ("numberInDash", {2: "- 2 -"}),
        ("none", {1: "", 7: ""}),
        ("hindiVowels", {1: None}),
    ],
)
def test_number_is_written_as_the_format_says(form: str, wanted: dict[int, str | None]) -> None:
    assert {number: numeral(number, form) for number in wanted} == wanted


def n(at: int, words: str = "w", of: int = 1) -> str:
    return p(words, num=(of, at))


LEGAL = (level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", more="<w:isLgl/>"))
NEVER = (level(0, "decimal", "%1."), level(1, "decimal", "(%2)", more='<w:lvlRestart w:val="0"/>'))
AFTER_FIRST = (
    level(0, "decimal", "%1."),
    level(1, "decimal", "(%2)"),
    level(2, "lowerLetter", "%3", more='<w:lvlRestart w:val="1"/>'),
)
BULLET = (level(0, "bullet", "\uf0b7"), level(1, "bullet", "\uf0fe"), level(2, "bullet", "-"))
CASES = {
    "levels begin again below a higher one": (
        numbered(*PLAN_LEVELS),
        [n(0), n(1), n(2), n(2), n(1), n(2), n(0), n(1), n(4)],
        "一、 （一） 1. 2. （二） 1. 二、 （一） ①",
    ),
    "a level that was skipped shows where it starts": (
        numbered(("decimal", "%1"), ("decimal", "%1.%2")),
        [n(1), n(1)],
        "1.1 1.2",
    ),
    "legal numbers are decimal": (numbered(*LEGAL), [n(0), n(1), n(0), n(1), n(1)], "第一章 1.1 第二章 2.1 2.2"),
    "a level that never begins again": (numbered(*NEVER), [n(0), n(1), n(0), n(1)], "1. (1) 2. (2)"),
    "a level that begins again below the first alone": (
        numbered(*AFTER_FIRST),
        [n(0), n(1), n(2), n(1), n(2), n(0), n(2)],
        "1. (1) a (2) b 2. a",
    ),
    "a start": (numbered(level(0, "decimal", "%1)", start=5)), [n(0), n(0)], "5) 6)"),
    "a list without a start counts from nought": (
        numbered('<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>'),
        [n(0), n(0)],
        "0 1",
    ),
    "two lists of one definition go on": (
        abstract(0, [("decimal", "%1.")]) + num(1, 0) + num(2, 0),
        [n(0), n(0, of=2), n(0)],
        "1. 2. 3.",
    ),
    "an override starts anew, once": (
        abstract(0, [("decimal", "%1.")]) + num(1, 0) + num(2, 0, restart(0)),
        [n(0), n(0), n(0, of=2), n(0, of=2), n(0)],
        "1. 2. 1. 2. 3.",
    ),
    "an override with a level of its own": (
        abstract(0, [("decimal", "%1.")])
        + num(1, 0, f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'),
        [n(0), n(0)],
        "A) B)",
    ),
    "two definitions count apart": (
        abstract(0, [("decimal", "%1.")]) + abstract(1, [("decimal", "(%1)")]) + num(1, 0) + num(2, 1),
        [n(0), n(0, of=2), n(0), n(0, of=2)],
        "1. (1) 2. (2)",
    ),
    "a definition by way of a style": (
        abstract(0, [], '<w:numStyleLink w:val="L"/>')
        + abstract(1, [("decimal", "%1.")], '<w:styleLink w:val="L"/>')
        + num(1, 0)
        + num(2, 1),
        [n(0), n(0, of=2)],
        "1. 2.",
    ),
    "a picture or a sign of a face": (
        numbered(*BULLET),
        [n(0), n(1), n(2)],
        "• • -",
    ),
    "the blank behind a number is none of it": (numbered(("decimal", "%1． ")), [n(0)], "1．"),
    "numbers with noughts before them": (
        numbered(
            '<w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
            '<w:lvlText w:val="%1"/></w:lvl>'
        ),
        [n(0), n(0)],
        "009 010",
    ),
    "no number at all": (numbered(("decimal", "%1.")), [n(0), p("w", num=(0, 0)), p("w", num=(7, 0)), n(0)], "1.   2."),
    "blank paragraphs count where they have a number": (
        numbered(("decimal", "%1.")),
        [n(0), p(num=(1, 0)), n(0)],
        "1. 2. 3.",
    ),
    "cells count with the text": (
        numbered(("decimal", "%1.")),
        [n(0), table([cell(n(0)), cell(n(0))], [cell(n(0)), "b"]), n(0)],
        "1. 2. 3. 4.  5.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_paragraphs_get_the_numbers_that_are_printed(case: str, tmp_path: Path) -> None:
    numbering, blocks, wanted = CASES[case]

    document = read(docx(tmp_path / "a.docx", *blocks, numbering=numbering))

    assert " ".join(one.label for one in document.paragraphs()) == wanted


def linked(at: int, form: str, pattern: str, name: str) -> str:
    return level(at, form, pattern, more=f'<w:pStyle w:val="{name}"/>')


def test_style_numbers_its_paragraphs_on_the_level_that_names_it(tmp_path: Path) -> None:
    """A style that is based on it does too, one may take the number away, and a paragraph says it last."""
    by_list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    none = '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
    styles = (
        style("H1", by_list)
        + style("H2", by_list)
        + style("Own", '<w:basedOn w:val="H2"/>')
        + style("Bare", f'<w:basedOn w:val="H1"/>{none}')
    )
    numbering = numbered(linked(0, "chineseCounting", "%1、", "H1"), linked(1, "decimal", "%1.%2", "H2"))
    names = ("H1", "H2", "Own", "Bare", "H1", "H2")
    blocks = [
        *(p("w", style=name) for name in names),
        p("w", style="H1", look='<w:numPr><w:ilvl w:val="1"/></w:numPr>'),
    ]

    document = read(docx(tmp_path / "a.docx", *blocks, numbering=numbering, styles=styles))

    labels = [(one.label, one.level) for one in document.paragraphs()]
    assert labels == [("一、", 0), ("一.1", 1), ("一.2", 1), ("", None), ("二、", 0), ("二.1", 1), ("二.2", 1)]


@pytest.mark.parametrize(("form", "many"), [("hindiVowels", 1), ("decimalEnclosedCircleChinese", 11)])
def test_number_that_nobody_can_know_is_refused(form: str, many: int, tmp_path: Path) -> None:
    blocks = [n(0, f"word {at}") for at in range(1, many + 1)]

    said = refused(docx(tmp_path / "a.docx", *blocks, numbering=numbered((form, "%1"))))

    assert said.startswith(f"a.docx:{many}: ")
    assert f"'{form}'" in said
    assert f"'word {many}'" in said


@pytest.mark.parametrize("code", [" LISTNUM ", "AUTONUM \\* Arabic"])
def test_field_that_counts_is_refused(code: str, tmp_path: Path) -> None:
    assert "A field counts here by itself" in refused(docx(tmp_path / "a.docx", p(field(code), "words")))


def test_print_of_a_whole_plan(tmp_path: Path) -> None:
    blocks = [n(0, "总体要求"), n(1, "目标。"), n(1, "原则。"), n(2, "甲"), n(0, "任务")]

    document = read(docx(tmp_path / "a.docx", *blocks, numbering=numbered(*PLAN_LEVELS)))

    assert printed(document) == ["一、总体要求", "（一）目标。", "（二）原则。", "1.甲", "二、任务"]
