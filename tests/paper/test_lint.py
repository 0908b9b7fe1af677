"""Print lint: each flaw is found where it is, and a good sheet has none."""

from __future__ import annotations

import pikepdf
import pytest
from kit.paper import faces, written
from kit.paths import PROJECT

from planpress.paper.fonts import SOURCES
from planpress.paper.lint import Layout, Run, flaws_of
from planpress.paper.typeset import typeset

PAGE = (0.0, 0.0, 100.0, 100.0)
CHARSETS = {family: frozenset(map(ord, "ab ")) for family in SOURCES}


@pytest.fixture(scope="module")
def good_pdf() -> bytes:
    html = '<html lang="zh"><title>t</title><style>html{font-family:Num}</style><p>abx</p></html>'
    return written(typeset(html, ("@page{size:A4}",), PROJECT, faces()))


def run(text: str = "a", page: int = 1, bounds=(10.0, 10.0, 20.0, 20.0), **more) -> Run:
    return Run(page, text, ("Num",), bounds, PAGE, **more)


def messages(layout: Layout, pdf: bytes) -> list[tuple[int, str]]:
    return [(flaw.page, flaw.message) for flaw in flaws_of(layout, pdf, CHARSETS, str)]


@pytest.mark.parametrize(
    ("layout", "wanted"),
    [
        (Layout((PAGE[2:],), (run(),)), []),
        (Layout((PAGE[2:],), (run("a\u200bb"),)), []),
        (Layout((PAGE[2:],), (run("ax"),)), [(1, "No face has the character x (U+0078).")]),
        (Layout((PAGE[2:],), (run(bounds=(95.0, 0.0, 102.0, 5.0)),)), [(1, "Text stands outside its place: a")]),
        (Layout((PAGE[2:],), (run(bounds=(0.0, 98.0, 5.0, 104.0)),)), [(1, "Text stands outside its place: a")]),
        (
            Layout((PAGE[2:],), (run(),), blanks=((1, (9.0, 0.0, 102.0, 5.0), PAGE),)),
            [(1, "A line to write on or a box to tick stands outside its place.")],
        ),
        (Layout((PAGE[2:],), (run(),), blanks=((1, (9.0, 0.0, 100.5, 5.0), PAGE),)), []),
        (Layout((PAGE[2:],), (run(" ", bounds=(99.0, 0.0, 104.0, 5.0)),)), []),
        (
            Layout((PAGE[2:],) * 2, (run(), run(page=2)), ((1, 7), (2, 7))),
            [(2, "A table row is split between two pages.")],
        ),
        (
            Layout((PAGE[2:],) * 2, (run(), run(page=2, closing=True), run(page=2, margin=True))),
            [(2, "Signatures or remarks stand alone on a page.")],
        ),
        (Layout((PAGE[2:],) * 2, (run(), run(page=2), run(page=2, closing=True))), []),
        (Layout((PAGE[2:],), (run(),), rooms=((1, 11.9, 12.0), (1, 20.0, 20.0))), []),
        (
            Layout((PAGE[2:],), (run(),), rooms=((1, 11.0, 12.0),)),
            [(1, "A place to write in is 11.0 mm high; it has to be 12 mm.")],
        ),
        (Layout((PAGE[2:],), (run(),), lengths=((1, 9.8, "line"), (1, 34.8, "signature"), (1, 29.8, "date"))), []),
        (
            Layout((PAGE[2:],), (run(),), lengths=((1, 9.5, "line"),)),
            [(1, "A line to write on is 9.5 mm long; it has to be 10 mm.")],
        ),
        (
            Layout((PAGE[2:],), (run(),), lengths=((1, 11.1, "signature"),)),
            [(1, "A line to sign on is 11.1 mm long; it has to be 35 mm.")],
        ),
        (
            Layout((PAGE[2:],), (run(),), lengths=((1, 29.5, "date"),)),
            [(1, "The blanks of a date are 29.5 mm long; they have to be 30 mm.")],
        ),
        (Layout((PAGE[2:],), (run(),), source=" a\n"), []),
        (Layout((PAGE[2:],), (run("aba"),)), [(1, "Text cannot be copied from the file: a")]),
        (Layout((PAGE[2:],), (run(),), source="aa"), [(0, "Text is lost on paper: a")]),
    ],
)
def test_each_flaw_of_a_layout_is_found_on_its_page(layout, wanted, good_pdf):
    assert messages(layout, good_pdf) == wanted


def change_size(document: pikepdf.Pdf) -> None:
    document.pages[0].mediabox = [0, 0, 612, 792]


def drop_tags(document: pikepdf.Pdf) -> None:
    del document.Root["/StructTreeRoot"]


def rename_font(document: pikepdf.Pdf) -> None:
    next(iter(document.pages[0].Resources.Font.values())).BaseFont = pikepdf.Name("/ABCDEF+Arial")


def drop_characters(document: pikepdf.Pdf) -> None:
    del next(iter(document.pages[0].Resources.Font.values()))["/ToUnicode"]


def drop_file(document: pikepdf.Pdf) -> None:
    font = next(iter(document.pages[0].Resources.Font.values()))
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


@pytest.mark.parametrize(
    ("spoil", "wanted"),
    [
        (change_size, (1, "The page is neither A4 nor A3.")),
        (drop_tags, (0, "The file has no tags for screen readers.")),
        (rename_font, (0, "A font is not one of ours: Arial")),
        (drop_characters, (0, "Text of a font cannot be copied: Num")),
        (drop_file, (0, "A font is not embedded: Num")),
    ],
)
def test_each_fault_of_a_file_is_found(spoil, wanted, good_pdf, tmp_path):
    (tmp_path / "good.pdf").write_bytes(good_pdf)
    with pikepdf.open(tmp_path / "good.pdf") as document:
        spoil(document)
        document.save(tmp_path / "bad.pdf")
    assert messages(Layout((PAGE[2:],), ()), (tmp_path / "bad.pdf").read_bytes()) == [wanted]
