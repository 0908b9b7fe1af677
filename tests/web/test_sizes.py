"""Built pages + pressed files → lengths and sizes beside the links."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.paths import HARBOUR

from planpress.revisions.history import history_of
from planpress.sheets.printed import printed_now
from planpress.web.sizes import size_of, with_sizes


@pytest.mark.parametrize(
    ("pages", "size", "words"),
    [
        (1, 400, "1 page · 1 KB"),
        (2, 101_499, "2 pages · 101 KB"),
        (68, 999_499, "68 pages · 999 KB"),
        (68, 1_000_000, "68 pages · 1.0 MB"),
        (0, 15_040_000, "15.0 MB"),
    ],
)
def test_a_length_and_size_in_words(pages: int, size: int, words: str) -> None:
    assert size_of(pages, size, "en") == words


SIZES = {"print/a.pdf": "2 pages · 2 KB", "print/b.pdf": "3 pages · 2 KB", "print/c.pdf": "1 page · 1 KB"}


def test_each_place_is_filled_from_its_own_link() -> None:
    page = (
        '<a class="pdf" href="../print/a.pdf" data-code="A">A<span class="size">{}</span></a>'
        '<a href="../print/b.pdf">B</a>'
        '<a class="pdf" href="../print/c.pdf"><span>C</span><span class="size">{}</span></a>'
        '<a href="#here">no file <span class="size">{}</span></a>'
        '<a href="../print/a.pdf">A</a><span class="size">{}</span>'
        '<a href="../print/d.pdf">D<span class="size">{}</span></a>'
    )
    text = with_sizes(page.format("", "", "", "", ""), "units/east.html", SIZES)
    assert text == page.format(SIZES["print/a.pdf"], SIZES["print/c.pdf"], "", "", "")
    top = '<a href="print/a.pdf">A<span class="size">{}</span></a>'
    assert with_sizes(top.format(""), "index.html", SIZES) == top.format(SIZES["print/a.pdf"])
    assert with_sizes('<p><span class="size"></span></p>', "index.html", SIZES) == '<p><span class="size"></span></p>'


def test_every_link_to_paper_with_a_place_is_filled_in_a_real_site(harbour, harbour_site: Path) -> None:
    sizes = dict.fromkeys((sheet.path for sheet in printed_now(harbour, history_of(HARBOUR)).all), "1 page")
    sizes["print/packs.zip"] = "1 KB"
    names = [path.relative_to(harbour_site).as_posix() for path in harbour_site.rglob("*.html")]
    texts = {name: with_sizes((harbour_site / name).read_text("utf-8"), name, sizes) for name in names}
    assert sum(text.count('<span class="size">1 ') for text in texts.values()) > 20
    assert [name for name, text in texts.items() if '<span class="size"></span>' in text] == []
    assert 'href="print/packs.zip"' in texts["print.html"]
