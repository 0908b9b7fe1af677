"""Plain text, Markdown and PDF: lines, tables and headings as they were meant."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from kit.reading import balance, printed, read, refused, shown

WORDS = "关于印发《方案》的通知"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_read_in_every_encoding_of_offices(encoding: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"{WORDS}{end}{end}　　一、甲{end}".encode(encoding))

    document = read(path)

    assert [(one.number, one.text) for one in document.paragraphs() if one.text] == [(1, WORDS), (3, "一、甲")]
    assert balance(path, document) == ({}, {})


HEAD = "\tNo.\n\tWhat\n\tWho\nand when\n"
CASES = {
    "cells one below the other": (
        f"a\n{HEAD}\n\t1\n\tw\n\t\n\n\t2\n\tv\n\t\n\nb",
        ["a", ["No. | What | Who\nand when", "1 | w | ", "2 | v | "], "", "b"],
    ),
    "what follows a blank cell is none of it": (
        f"{HEAD}\n\t1\n\tw\n\t\nb",
        [["No. | What | Who\nand when", "1 | w | "], "b"],
    ),
    "a row with fewer cells": (
        f"{HEAD}\n\tgroup\n\n\t1\n\tw\n\t",
        [["No. | What | Who\nand when", "group |  | ", "1 | w | "]],
    ),
    "paragraphs indented by tabs are no table": ("\ta\n\tb\n\n\tc\nd", ["a", "b", "", "c", "d"]),
    "one row is no table": ("\ta\n\tb\n\nc", ["a", "b", "", "c"]),
    "cells beside each other": ("a\n1\tb\tc\n2\t\td\ne", ["a", ["1 | b | c", "2 |  | d"], "e"]),
    "a tab in a line is no table": ("a\tb\nc", ["a\tb", "c"]),
    "blank cells at the end of a row": ("a\tb\tc\n1\t\t\n2\t\t\nd", [["a | b | c", "1 |  | ", "2 |  | "], "d"]),
    "a tab behind the number of a paragraph": ("1、\ta\n（2）\tb\n3.\tc", ["1、\ta", "（2）\tb", "3.\tc"]),
    "a new page is a new line": ("a\fb", ["a", "b"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_tables_in_plain_text(case: str, tmp_path: Path) -> None:
    text, wanted = CASES[case]
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8", newline="")

    document = read(path)

    assert shown(document) == wanted
    assert balance(path, document) == ({}, {})


def test_tables_of_the_first_plan_are_whole(project: Path) -> None:
    path = project / "content" / "source" / "original.txt"

    document = read(path)

    tables = [block for block in shown(document) if isinstance(block, list)]
    assert sum(len(rows) - 1 for rows in tables) == 122
    assert {len(row.split(" | ")) for rows in tables for row in rows} == {6}
    assert balance(path, document) == ({}, {})


def test_markdown(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    text = (
        "# Plan\n\n1. **First.** Words\n- point\n  - below\n\n| No. | What |\n|:--|---|\n| 1 | a \\| b |\n## End ##\n"
    )
    path.write_text(text, "utf-8")

    document = read(path)

    assert shown(document) == [
        "Plan",
        "",
        "1. First. Words",
        "•point",
        "•below",
        "",
        ["No. | What", "1 | a | b"],
        "End",
        "",
    ]
    looks = [(one.level, one.style, one.bold) for one in document.paragraphs() if one.text and one.label + one.style]
    assert looks == [(0, "Heading 1", 0), (0, "", 0), (1, "", 0), (1, "Heading 2", 0)]


# ---------------------------------------------------------------- PDF


def pdf(path: Path, *pages: list[tuple[int, int, str]], large: str = "") -> Path:
    """Write a PDF with words at places, or without where a page has none; the words `large` in a high face."""
    with pymupdf.open() as file:
        for lines in pages:
            page = file.new_page(width=400, height=600)
            for left, top, words in lines:
                size = 30 if words == large else 12
                page.insert_text((left, top), words, fontname="china-s", fontsize=size)
        file.save(path)
    return path


def test_lines_of_a_pdf_are_joined(tmp_path: Path) -> None:
    full = "一" * 25
    first = [
        (150, 50, "方案"),
        (74, 80, full[:23]),
        (50, 100, full),
        (50, 120, "完。"),
        (74, 140, "二、甲"),
        (190, 590, "- 1 -"),
    ]
    path = pdf(tmp_path / "a.pdf", first, [(74, 50, "三、乙")])

    document = read(path)

    assert printed(document) == ["方案", full[:23] + full + "完。", "二、甲", "三、乙"]
    assert [one.text for one in document.beside] == ["- 1 -"]
    assert "compare each with the original" in document.draft
    assert balance(path, document) == ({}, {})


def test_words_in_one_row_of_a_pdf_are_one_line(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [(260, 50, "录"), (90, 50, "目")])
    assert [one.text for one in read(path).paragraphs()] == ["目 录"]


def test_high_face_on_a_base_line_makes_no_line_of_its_own(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [(50, 50, "甲"), (90, 50, "乙"), (150, 50, "丙")], large="乙")
    assert [one.text for one in read(path).paragraphs()] == ["甲 乙 丙"]


def test_pdf_of_pictures_is_refused(tmp_path: Path) -> None:
    assert "pictures of its pages" in refused(pdf(tmp_path / "a.pdf", [], []))


def test_pdf_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    damaged, locked = tmp_path / "a.pdf", tmp_path / "b.pdf"
    damaged.write_bytes(b"%PDF-1.7\nx")
    with pymupdf.open() as file:
        file.new_page().insert_text((50, 50), "words")
        file.save(locked, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="a", owner_pw="b")

    assert "damaged" in refused(damaged)
    assert "password" in refused(locked)
