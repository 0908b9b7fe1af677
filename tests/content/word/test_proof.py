"""The count of characters shares no code with the reader, so a reader that loses something is found out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from kit.reading import balance, read
from kit.word import box, docx, field, gone, ins, numbered, p, packed, part, run, table

from planpress.content.word.files import docx as reader
from planpress.content.word.files.proof import characters_of, invented, lost

BLOCKS = [
    p("plan", num=(1, 0)),
    p("red", box(p("boxed"))),
    p("a", field("REF q", "7"), ins(run("new")), gone("old")),
    table(["No.", "What"], ["1", "words"], ["No.", "What"]),
]


def made(path: Path) -> Path:
    notes = {"footnotes": ("footnotes", part("footnotes", f'<w:footnote w:id="2">{p("note")}</w:footnote>'))}
    return docx(path, *BLOCKS, numbering=numbered(("decimal", "%1.")), parts=notes)


@pytest.mark.parametrize("tracked", ["accept", "reject"])
def test_nothing_is_lost_and_nothing_invented(tracked, tmp_path: Path) -> None:
    path = made(tmp_path / "a.docx")

    assert balance(path, read(path, tracked)) == ({}, {})


def test_reader_that_drops_a_text_box_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path / "a.docx")
    monkeypatch.setattr(reader._Reader, "drawn", lambda self, element: None)

    assert balance(path, read(path, "accept")) == (Counter("boxed"), {})


def test_reader_that_reads_a_box_twice_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path / "a.docx")
    drawn = reader._Reader.drawn
    monkeypatch.setattr(reader._Reader, "drawn", lambda self, one: (drawn(self, one), drawn(self, one)))

    assert balance(path, read(path, "accept")) == ({}, Counter("boxed"))


def test_words_that_are_drawn_are_counted_and_told(tmp_path: Path) -> None:
    """Letters across the page, and what the columns of a chart are called."""
    chart = '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:pt><c:v>gas</c:v></c:pt></c:chart>'
    letters = '<w:r><w:pict><v:shape><v:textpath string="SAMPLE"/></v:shape></w:pict></w:r>'
    path = docx(tmp_path / "a.docx", p("words", letters), parts={"chart1": ("chart", chart)})
    document = read(path)

    assert balance(path, document) == ({}, {})
    assert [one.text for one in document.beside] == ["SAMPLE", "gas"]


def test_numbers_of_the_word_processor_are_not_in_the_file(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p("plan", num=(1, 0)), numbering=numbered(("decimal", "%1.")))

    assert characters_of(path) == Counter("plan")
    assert invented(path, ["1.plan"], []) == Counter("1.")
    assert invented(path, ["1.plan"], [], made=["1."]) == {}
    assert lost(path, ["plan"], [], made=["1."]) == Counter("1.")


def test_what_is_no_text_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = part("document", f"<w:body>{p('a')}</w:body>")
    packed(path, {"word/document.xml": document, "word/glossary/document.xml": document, "docProps/app.xml": document})

    assert characters_of(path) == Counter("a")


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("a.txt", "a b\u3000\n\tc\u200b\f", "abc"),
        ("a.md", "# a\n- **b**\n\n| c | d |\n|---|---|\n| e<br>f | g |\n", "abcdefg"),
    ],
)
def test_plain_files_are_counted_without_blanks(name: str, text: str, wanted: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")

    assert characters_of(path) == Counter(wanted)
    assert balance(path, read(path)) == ({}, {})
