"""Built pages + pressed files → lengths and sizes beside the links."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from kit.paths import HARBOUR

from planpress.revisions.history import history_of
from planpress.sheets.printed import printed_now
from planpress.web.sizes import fill_in, size_of


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


def test_each_place_is_filled_from_its_own_link(tmp_path: Path) -> None:
    (tmp_path / "units").mkdir()
    page = tmp_path / "units" / "east.html"
    page.write_text(
        '<a class="pdf" href="../print/a.pdf" data-code="A">A<span class="size"></span></a>'
        '<a href="../print/b.pdf">B</a>'
        '<a class="pdf" href="../print/c.pdf"><span>C</span><span class="size"></span></a>'
        '<a href="#here">no file <span class="size"></span></a>',
        "utf-8",
    )
    top = tmp_path / "index.html"
    top.write_text('<a href="print/a.pdf">A<span class="size"></span></a>', "utf-8")
    files = {"print/a.pdf": (2, 1500), "print/b.pdf": (3, 2500), "print/c.pdf": (1, 900)}
    assert fill_in(tmp_path, files, "en") == 3
    assert page.read_text("utf-8") == (
        '<a class="pdf" href="../print/a.pdf" data-code="A">A<span class="size">2 pages · 2 KB</span></a>'
        '<a href="../print/b.pdf">B</a>'
        '<a class="pdf" href="../print/c.pdf"><span>C</span><span class="size">1 page · 1 KB</span></a>'
        '<a href="#here">no file <span class="size"></span></a>'
    )
    assert top.read_text("utf-8") == '<a href="print/a.pdf">A<span class="size">2 pages · 2 KB</span></a>'


def test_every_link_to_paper_with_a_place_is_filled_in_a_real_site(harbour, harbour_site: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(harbour_site, site)
    files = {sheet.path: (1, 1000) for sheet in printed_now(harbour, history_of(HARBOUR)).all}
    files["print/packs.zip"] = (0, 1000)
    number = fill_in(site, files, "en")
    texts = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}
    assert number == sum(text.count('<span class="size">1 ') for text in texts.values())
    assert [name for name, text in texts.items() if '<span class="size"></span>' in text] == []
    assert 'href="print/packs.zip"' in texts["print.html"]
