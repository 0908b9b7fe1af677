"""Built pages → finished ones: each read once, and what it leads to told."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.folder import write

from planpress.errors import BuildError
from planpress.web.finish import PageLinks, finish_pages

HEAD = '<html><head><meta charset="utf-8"></head><body>'


def test_a_page_gets_sizes_and_policy_and_its_links_are_told(tmp_path: Path) -> None:
    link = '<a id="here" href="../print/a.pdf">A<span class="size">{}</span></a><p id="here"></p><img src="b.png">'
    write(tmp_path, {"units/a.html": HEAD + link.format(""), "b.txt": link.format("")})
    links = finish_pages(tmp_path, {"print/a.pdf": (2, 1500)}, "en")
    text = (tmp_path / "units" / "a.html").read_text("utf-8")
    assert text.endswith(link.format("2 pages · 2 KB"))
    assert text.count("Content-Security-Policy") == 1
    assert (tmp_path / "b.txt").read_text("utf-8") == link.format("")
    assert links == {
        "units/a.html": PageLinks(frozenset({"../print/a.pdf", "b.png"}), frozenset({"here"}), frozenset({"here"}))
    }


def test_a_page_of_another_make_stops_the_build_and_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": HEAD, "units/b.html": "<p>bare</p>"})
    with pytest.raises(BuildError, match=r"expected once in units/b\.html"):
        finish_pages(tmp_path)
