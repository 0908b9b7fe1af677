"""What stands in a .docx is read as it is printed; what is beside the text is told at its paragraph."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.hard import BOX, STRUCK, hard
from kit.reading import balance, printed, read, shown, told
from kit.word import (
    bookmark,
    box,
    cell,
    docx,
    field,
    numbered,
    p,
    part,
    row,
    run,
    style,
    table,
)

MARK, OTHER = "_pp0123456789abcdef", "_ppfedcba9876543210"
HIDDEN = "<w:vanish/>"
HEAD = row("No.", "What", head=True)

CASES = {
    "full-width indents and blanks at the ends are left out": (
        [p("　　words　"), p("\u00a0 a\n　b ")],
        ["words", "a\nb"],
    ),
    "soft breaks and tabs": ([p("a\nb\tc")], ["a\nb\tc"]),
    "a break of the page is none of the words": ([p(run("a", inside='<w:br w:type="page"/>'), "b")], ["ab"]),
    "hyphens that do not break": (
        [p("a", "<w:r><w:noBreakHyphen/></w:r>", "b", "<w:r><w:softHyphen/></w:r>")],
        ["a-b"],
    ),
    "signs of a face": (
        [p('<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>', "是")],
        ["□是"],
    ),
    "links, smart tags, controls": (
        [
            p("<w:hyperlink>" + run("a") + "</w:hyperlink><w:smartTag>" + run("b") + "</w:smartTag>"),
            f"<w:sdt><w:sdtPr/><w:sdtContent>{p('c')}</w:sdtContent></w:sdt>",
            p(f"<w:sdt><w:sdtContent>{run('d')}</w:sdtContent></w:sdt>"),
        ],
        ["ab", "c", "d"],
    ),
    "the result of a field": ([p("page ", field(" PAGE ", "7"), ".")], ["page 7."]),
    "a field in a field": ([p(field("IF " + "x", "a"), field("REF b"), "c")], ["ac"]),
    "two alternatives are one": (
        [
            p(
                "<mc:AlternateContent><mc:Choice>" + run("new") + "</mc:Choice><mc:Fallback>" + run("old")
                + "</mc:Fallback></mc:AlternateContent>"
            )
        ],
        ["new"],
    ),
    "a frame is a paragraph": ([p("head", look="<w:framePr/>"), p("b")], ["head", "b"]),
    "cells over several places": (
        [table([cell("a", wide=2), "b"], [cell("c", tall="restart"), "d", "e"], [cell(tall="continue"), "f", "g"])],
        [["a | a | b", "c | d | e", "c | f | g"]],
    ),
    "places where no cell begins are no columns": (
        [table([cell("a", wide=3), cell("b", wide=2)], [cell("c", wide=3), "d", "e"])],
        [["a | b | b", "c | d | e"]],
    ),
    "a row that begins further in": (
        [table(["a", "b"], row("c", look='<w:gridBefore w:val="1"/>'))],
        [["a | b", " | c"]],
    ),
    "words in a cell that goes on are kept": (
        [table([cell("a", tall="restart"), "b"], [cell("c", tall="continue"), "d"])],
        [["a\nc | b", "a\nc | d"]],
    ),
    "a table inside a cell is written one below the other": (
        [table([cell("a", table(["b", "c"])), "d"])],
        [["a\nb\nc | d"]],
    ),
    "a table around another is a frame": ([table([cell(p("a"), table(["b", "c"]))])], ["a", ["b | c"], ""]),
    "a head that is typed again": (
        [table(HEAD, ["1", "a"], ["No.", "What"], ["2", "b"])],
        [["No. | What", "1 | a", "2 | b"]],
    ),
    "a head of two rows, unmarked": (
        [table(["A", "B"], ["C", "D"], ["1", ""], ["A", "B"], ["C", "D"], ["1", ""], ["2", ""])],
        [["A | B", "C | D", "1 | ", "1 | ", "2 | "]],
    ),
    "a group with a head of its own keeps it": (
        [table([cell("I", wide=2)], ["A", "B"], ["1", "x"], [cell("II", wide=2)], ["A", "B"], ["2", "y"])],
        [["I | I", "A | B", "1 | x", "II | II", "A | B", "2 | y"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_words_are_read_as_printed(case: str, tmp_path: Path) -> None:
    blocks, wanted = CASES[case]
    path = docx(tmp_path / "a.docx", *blocks)

    document = read(path)

    assert shown(document) == wanted
    assert balance(path, document) == ({}, {})


TOLD = {
    "a text box, once": ([p("a"), p("b", box(p("c"), p("d")))], ["a", "b"], [("box", 2, "c\nd")]),
    "hidden words": ([p("a", run("b", HIDDEN), "c")], ["ac"], [("hidden", 1, "b")]),
    "a hidden paragraph": (
        [p("a"), p(run("b", HIDDEN), mark=HIDDEN), p("c")],
        ["a", "c"],
        [("hidden", 2, "b")],
    ),
    "a hidden mark joins two": ([p("a", mark=HIDDEN), p("b")], ["ab"], []),
    "the code of a field": ([p(field(" REF x "), "a")], ["a"], [("field", 1, "REF x")]),
    "a field that is one element": (
        [p('<w:fldSimple w:instr="DATE">' + run("2030") + "</w:fldSimple>")],
        ["2030"],
        [("field", 1, "DATE")],
    ),
    "how a word is read aloud": (
        [p("<w:r><w:ruby><w:rt>" + run("r") + "</w:rt><w:rubyBase>" + run("b") + "</w:rubyBase></w:ruby></w:r>")],
        ["b"],
        [("hidden", 1, "r")],
    ),
    "a head that is typed again": (
        [table(HEAD, ["1", "a"], ["No.", "What"])],
        ["No.", "What", "1", "a"],
        [("repeated", 4, "No.\nWhat")],
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_what_stands_beside_is_told_at_its_paragraph(case: str, tmp_path: Path) -> None:
    blocks, wanted, beside = TOLD[case]
    path = docx(tmp_path / "a.docx", *blocks)

    document = read(path)

    assert printed(document) == wanted
    assert told(document) == beside
    assert balance(path, document) == ({}, {})


def test_hidden_paragraphs_do_not_count(tmp_path: Path) -> None:
    """By a style, too."""
    styles = style("Gone", f"<w:rPr>{HIDDEN}</w:rPr>")
    blocks = [p("a", num=(1, 0)), p("b", num=(1, 0), style="Gone"), p("c", num=(1, 0))]

    document = read(docx(tmp_path / "a.docx", *blocks, numbering=numbered(("decimal", "%1.")), styles=styles))

    assert printed(document) == ["1.a", "2.c"]


def test_notes_comments_heads_and_feet_are_told(tmp_path: Path) -> None:
    note = '<w:r><w:{0}Reference w:id="{1}"/></w:r>'
    parts = {
        "footnotes": ("footnotes", part("footnotes", f'<w:footnote w:id="2">{p("foot")}</w:footnote>')),
        "endnotes": ("endnotes", part("endnotes", f'<w:endnote w:id="3">{p("end")}</w:endnote>')),
        "comments": ("comments", part("comments", f'<w:comment w:id="4">{p("why?")}</w:comment>')),
        "header1": ("header", part("hdr", p("top"))),
        "footer1": ("footer", part("ftr", p("page ", field("PAGE", "1")))),
        "footer2": ("footer", part("ftr", p('<w:fldSimple w:instr="DATE"/>', box(p("seal"))))),
    }
    blocks = [p("a"), p("b", note.format("footnote", 2), note.format("endnote", 3)), p("c", note.format("comment", 4))]
    path = docx(tmp_path / "a.docx", *blocks, parts=parts)

    document = read(path)

    assert sorted(told(document)) == [
        ("comment", 3, "why?"),
        ("endnote", 2, "end"),
        ("footer", 0, "DATE\nseal"),
        ("footer", 0, "page PAGE1"),
        ("footnote", 2, "foot"),
        ("header", 0, "top"),
    ]
    assert balance(path, document) == ({}, {})


def test_pictures_and_formulas_are_told(tmp_path: Path) -> None:
    inline = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="a seal"/>{}</wp:inline></w:drawing></w:r>'
    picture, line = inline.format("<a:graphic><a:blip/></a:graphic>"), inline.format("")
    formula = "<m:oMath><m:r><m:t>x</m:t></m:r><m:r><m:t>2</m:t></m:r></m:oMath>"

    document = read(docx(tmp_path / "a.docx", p("a", picture), p("b ", formula, line)))

    assert printed(document) == ["a", "b x2"]
    assert [(number, message[:9]) for number, message in document.remarks] == [(1, "A picture"), (2, "A formula")]
    assert "a seal" in document.remarks[0][1]


# ---------------------------------------------------------------- how paragraphs look


def test_look_is_that_of_style_paragraph_and_run(tmp_path: Path) -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
        + style(
            "H",
            '<w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr>',
            called="heading 2",
        )
        + style("C", '<w:rPr><w:b/><w:sz w:val="32"/></w:rPr>', "character")
    )
    blocks = [
        p("a b", style="H"),
        p(run("　bold", '<w:rStyle w:val="C"/>'), run(" x", "<w:b/>"), "plain words that are longer"),
        p("right", look='<w:jc w:val="right"/>'),
        p(run("thin", '<w:b w:val="0"/>'), style="H"),
    ]

    first, second, third, fourth = read(docx(tmp_path / "a.docx", *blocks, styles=styles)).paragraphs()

    assert (first.style, first.level, first.centred, first.bold) == ("heading 2", 1, True, 3)
    assert (second.bold, second.text[: second.bold], second.size_pt) == (6, "bold x", 10.5)
    assert (third.right, third.centred, third.bold) == (True, False, 0)
    assert fourth.bold == 0


# ---------------------------------------------------------------- bookmarks and origin

MARKS = {
    "around the words": ([p("a", ours=MARK), p("b")], [(MARK,), ()]),
    "foreign ones are nobody's": ([p(bookmark("_GoBack", run("a")))], [()]),
    "over two paragraphs": (
        [p(f'<w:bookmarkStart w:id="1" w:name="{MARK}"/>', run("a")), p("b"), p(run("c"), '<w:bookmarkEnd w:id="1"/>')],
        [(MARK,), (MARK,), (MARK,)],
    ),
    "begun between paragraphs": (
        [f'<w:bookmarkStart w:id="1" w:name="{MARK}"/>', p("a"), p(), '<w:bookmarkEnd w:id="1"/>', p("b")],
        [(MARK,), (), ()],
    ),
    "ended before the words of the next": (
        [p(f'<w:bookmarkStart w:id="1" w:name="{MARK}"/>', run("a")), p('<w:bookmarkEnd w:id="1"/>', run("b"))],
        [(MARK,), ()],
    ),
    "two, in the order in which they begin": (
        [p(bookmark(OTHER, run("a")), bookmark(MARK, run("b")))],
        [(OTHER, MARK)],
    ),
    "without words, or without an end": (
        [
            p(f'<w:bookmarkStart w:id="1" w:name="{MARK}"/><w:bookmarkEnd w:id="1"/>'),
            p(f'<w:bookmarkStart w:id="2" w:name="{OTHER}"/>', run("a")),
            p("b"),
        ],
        [(MARK,), (OTHER,), ()],
    ),
    "in the first cell of a row": ([table([cell(p("a", ours=MARK)), "b"])], [(MARK,), ()]),
    "in a table, between its rows": (
        [f'<w:tbl><w:bookmarkStart w:id="1" w:name="{MARK}"/>{row("a")}<w:bookmarkEnd w:id="1"/>{row("b")}</w:tbl>'],
        [(MARK,), ()],
    ),
    "ended in a head that is typed again": (
        [
            table(
                HEAD,
                [cell(p(f'<w:bookmarkStart w:id="1" w:name="{MARK}"/>', run("a"))), "b"],
                ["No.", cell(p("What", '<w:bookmarkEnd w:id="1"/>'))],
                ["c", "d"],
            )
        ],
        [(), (), (MARK,), (MARK,), (), ()],
    ),
    "a copy": ([p("a", ours=f"{MARK}_Copy_1")], [(f"{MARK}_Copy_1",)]),
}  # fmt: skip


@pytest.mark.parametrize("case", MARKS)
def test_bookmarks_of_ours_stand_at_their_paragraphs(case: str, tmp_path: Path) -> None:
    blocks, wanted = MARKS[case]

    assert [one.marks for one in read(docx(tmp_path / "a.docx", *blocks)).paragraphs()] == wanted


def test_file_of_ours_says_where_it_comes_from(tmp_path: Path) -> None:
    said = {"planpressPlan": "harbour", "planpressRevision": "3", "planpressFingerprint": "ab", "Other": "x"}

    origin = read(docx(tmp_path / "a.docx", p("a"), properties=said)).origin

    assert (origin.plan, origin.revision, origin.fingerprint) == ("harbour", "3", "ab")


# ---------------------------------------------------------------- a whole text


def test_hard_file_says_the_same_as_the_text(project: Path, tmp_path: Path) -> None:
    """Numbers in cells, a red head in a table, tracked changes, heads typed again, merged cells, a text box."""
    text = read(project / "content" / "source" / "original.txt")
    lines = [one if isinstance(one, str) else [row.split(" | ") for row in one] for one in shown(text) if one]
    path = hard(tmp_path / "hard.docx", lines, head=2)

    document = read(path, "accept")

    head, *others = (one for one in shown(document) if one)
    assert head == ["\n".join(lines[:2])]
    assert others == [one for one in shown(text) if one][2:]
    assert sum(bool(one.label) for one in document.paragraphs()) > 250
    assert {BOX} == {one.text for one in document.beside if one.kind == "box"}
    assert STRUCK in {one.text for one in document.beside if one.kind == "deleted"}
    assert balance(path, document) == ({}, {})
