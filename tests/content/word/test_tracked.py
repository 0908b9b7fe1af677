"""Tracked changes are accepted or rejected as a word processor does; what goes is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.reading import balance, printed, read, refused, shown, told
from kit.word import AUTHOR, MARK_GONE, MARK_NEW, docx, gone, ins, numbered, p, row, run, table

ROW_GONE, ROW_NEW = f"<w:del {AUTHOR}/>", f"<w:ins {AUTHOR}/>"
MOVED = f"<w:moveFrom {AUTHOR}>{run('m')}</w:moveFrom>", f"<w:moveTo {AUTHOR}>{run('m')}</w:moveTo>"
LOOKED = f"<w:pPrChange {AUTHOR}><w:pPr>{{}}</w:pPr></w:pPrChange>"
NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'

CASES = {
    "words": (
        [p("a", ins(run("b")), gone("c"), "d")],
        (["abd"], [("deleted", 1, "c")]),
        (["acd"], [("inserted", 1, "b")]),
    ),
    "put in and taken out again": (
        [p("a", ins(run("b") + gone("c")), "d")],
        (["abd"], [("deleted", 1, "c")]),
        (["ad"], [("inserted", 1, "bc")]),
    ),
    "moved": (
        [p("a", MOVED[0]), p(MOVED[1], "b")],
        (["a", "mb"], [("deleted", 1, "m")]),
        (["am", "b"], [("inserted", 2, "m")]),
    ),
    "a paragraph taken out": (
        [p("a"), p(gone("b"), mark=MARK_GONE), p("c")],
        (["a", "c"], [("deleted", 2, "b")]),
        (["a", "b", "c"], []),
    ),
    "a paragraph put in": (
        [p("a"), p(ins(run("b")), mark=MARK_NEW), p("c")],
        (["a", "b", "c"], []),
        (["a", "c"], [("inserted", 2, "b")]),
    ),
    "paragraphs joined": ([p("a", mark=MARK_GONE), p("b"), p("c")], (["ab", "c"], []), (["a", "b", "c"], [])),
    "three joined": (
        [p("a", mark=MARK_GONE), p("b", mark=MARK_GONE), p("c")],
        (["abc"], []),
        (["a", "b", "c"], []),
    ),
    "a paragraph cut in two": ([p("a", mark=MARK_NEW), p("b")], (["a", "b"], []), (["ab"], [])),
    "the last one before a table": (
        [p("a"), p(gone("b"), mark=MARK_GONE), table(["c", "d"])],
        (["a", ["c | d"]], [("deleted", 2, "b")]),
        (["a", "b", ["c | d"]], []),
    ),
    "a row": (
        [table(["a", "b"], row(p(gone("c")), "d", look=ROW_GONE), row("e", "f", look=ROW_NEW))],
        ([["a | b", "e | f"]], [("deleted", 3, "c\nd")]),
        ([["a | b", "c | d"]], [("inserted", 4, "e\nf")]),
    ),
    "a whole table": (
        [p("a"), table(row("b", "c", look=ROW_GONE)), p("d")],
        (["a", "d"], [("deleted", 2, "b\nc")]),
        (["a", ["b | c"], "d"], []),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_changes_are_made_or_taken_back(case: str, tmp_path: Path) -> None:
    blocks, *wanted = CASES[case]
    path = docx(tmp_path / "a.docx", *blocks)

    for tracked, (words, beside) in zip(("accept", "reject"), wanted, strict=True):
        document = read(path, tracked)  # type: ignore[arg-type]

        assert (shown(document), told(document)) == (words, beside), tracked
        assert balance(path, document) == ({}, {})


@pytest.mark.parametrize("case", CASES)
def test_file_with_changes_is_refused_until_someone_says(case: str, tmp_path: Path) -> None:
    assert "--accept-changes or --reject-changes" in refused(docx(tmp_path / "a.docx", *CASES[case][0]))


def test_refusal_names_the_paragraphs(tmp_path: Path) -> None:
    said = refused(docx(tmp_path / "a.docx", p("a"), p(ins(run("b"))), p("c"), p(gone("d"), gone("e"))))

    assert said.startswith("a.docx:2: ")
    assert "paragraphs 2, 4:" in said


def test_paragraph_that_goes_does_not_count(tmp_path: Path) -> None:
    blocks = [p("a", num=(1, 0)), p(gone("b"), num=(1, 0), mark=MARK_GONE), p("c", num=(1, 0))]
    path = docx(tmp_path / "a.docx", *blocks, numbering=numbered(("decimal", "%1.")))

    assert printed(read(path, "accept")) == ["1.a", "2.c"]
    assert printed(read(path, "reject")) == ["1.a", "2.b", "3.c"]


def test_joined_paragraph_looks_like_the_first_that_has_words(tmp_path: Path) -> None:
    blocks = [p("a", num=(1, 0), mark=MARK_GONE), p("b"), p(gone("c"), mark=MARK_GONE), p("d", num=(1, 0))]
    path = docx(tmp_path / "a.docx", *blocks, numbering=numbered(("decimal", "%1.")))

    assert printed(read(path, "accept")) == ["1.ab", "2.d"]


def test_change_of_a_number_is_one_of_the_words(tmp_path: Path) -> None:
    """One of the look alone is none."""
    numbering = numbered(("decimal", "%1."))
    number = docx(tmp_path / "a.docx", p("a", look=NUMBER + LOOKED.format("")), numbering=numbering)
    look = docx(
        tmp_path / "b.docx",
        p(
            run("b", f"<w:b/><w:rPrChange {AUTHOR}><w:rPr/></w:rPrChange>"),
            look='<w:jc w:val="center"/>' + LOOKED.format(""),
        ),
    )

    assert "tracked changes" in refused(number)
    assert printed(read(number, "accept")) == ["1.a"]
    assert printed(read(number, "reject")) == ["a"]
    assert printed(read(look)) == ["b"]
