"""Built pages → finished ones: each read once, with sizes and a policy, and what it leads to told."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import material
import pytest
from kit.folder import write
from kit.paths import HARBOUR

from planpress.errors import BuildError
from planpress.revisions.history import history_of
from planpress.sheets.printed import printed_now
from planpress.web.finish import POLICY, PageLinks, finish_pages, proved, size_of, with_policy, with_sizes

HEAD = '<html><head><meta charset="utf-8"></head><body>'


def test_a_page_gets_sizes_and_policy_and_its_links_are_told(tmp_path: Path) -> None:
    link = '<a id="here" href="../print/a.pdf">A<span class="size">{}</span></a><p id="here"></p><img src="b.png">'
    write(tmp_path, {"units/a.html": HEAD + link.format(""), "b.txt": link.format("")})
    links = finish_pages(tmp_path, "en", {"print/a.pdf": (2, 1500)})
    text = (tmp_path / "units" / "a.html").read_text("utf-8")
    assert text.endswith(link.format("2 pages · 2 KB"))
    assert text.count("Content-Security-Policy") == 1
    assert (tmp_path / "b.txt").read_text("utf-8") == link.format("")
    here = frozenset({"here"})
    assert links == {"units/a.html": PageLinks(frozenset({"../print/a.pdf", "b.png"}), here, here, frozenset({"size"}))}


def test_a_page_of_another_make_stops_the_build_and_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": HEAD, "units/b.html": "<p>bare</p>"})
    with pytest.raises(BuildError, match=r"expected once in units/b\.html"):
        finish_pages(tmp_path, "en")


# ---------------------------------------------------------------- sizes


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


# ---------------------------------------------------------------- policy


def policed(page: str) -> str:
    return with_policy(proved(page, "a.html", "en")[0])


def test_nothing_is_allowed_wholesale() -> None:
    assert "default-src 'none'" in POLICY
    assert not re.search(r"unsafe|sha256|\*|https?:", POLICY)


def test_the_policy_stands_before_everything_it_governs() -> None:
    text = policed(HEAD + '<script src="a.js"></script><script type="application/json">{"a": 1}</script></body></html>')
    head = f'<html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    assert text.startswith(head)


@pytest.mark.parametrize(
    "tag",
    [
        '<p style="color: red">',
        '<a onclick="x()">',
        "<img src=x\nonerror=x()>",
        "<SCRIPT>x()</SCRIPT>",
        '<script type="module">x()</script>',
        "<style>p {}</style>",
        "<svg><style>p {}</style></svg>",
        '<a href="javascript:x()">',
    ],
)
def test_a_page_with_what_the_policy_refuses_stops_the_build(tag: str) -> None:
    with pytest.raises(BuildError, match=r"a\.html refuses"):
        policed(HEAD + tag)


def test_a_page_of_another_make_stops_the_build() -> None:
    for page in ("<html><head><meta charset='utf-8'></head>", ""):
        with pytest.raises(BuildError, match=r"expected once in a\.html"):
            policed(page)


def test_every_page_of_a_site_has_its_policy(harbour_site: Path) -> None:
    for path in harbour_site.rglob("*.html"):
        assert f'http-equiv="Content-Security-Policy" content="{POLICY}"' in path.read_text("utf-8"), path


INLINE = {
    "base": "d6113712bc4deb30",
    "palette": "8790389765ea6036",
    "content": "3722e156f0f6339d",
    "outdated": "13165dec361fce13",
}
"""Of each part of Material that holds a script, the sum of what `theme/js/theme.js` was written after."""


@pytest.mark.parametrize("part", INLINE)
def test_the_scripts_of_the_theme_are_those_that_ours_was_written_after(part: str) -> None:
    path = Path(material.__file__).parent / "templates" / "partials" / "javascripts" / f"{part}.html"
    assert hashlib.sha256(path.read_bytes()).hexdigest()[:16] == INLINE[part], "mend site_templates/theme/js/theme.js"
