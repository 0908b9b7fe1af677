"""A page printed by the browser is clean paper: the words, without what only a screen needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

SCREEN_ONLY = ("打印空白清单", "目录", "首页", "搜索", "下一页", "本页内容", "只看涉及", "¶")
A4_PT = (595, 842)


def paper_of(page) -> pymupdf.Document:
    return pymupdf.open(stream=page.pdf(prefer_css_page_size=True), filetype="pdf")


@pytest.mark.browser
@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "sectors/gas.html",
        "units/yaomeng.html",
        "print.html",
        "plan/index.html",
        "terms.html",
        "check.html",
    ],
)
def test_paper_bears_the_words_alone(real_site: Path, open_page: Callable, name: str) -> None:
    page = open_page(f"{real_site.as_uri()}/{name}")
    title = page.locator("h1").inner_text().split("\n")[-1].strip()
    with paper_of(page) as pdf:
        assert {tuple(round(side) for side in leaf.rect.br) for leaf in pdf} == {A4_PT}
        text = "".join("".join(leaf.get_text().split()) for leaf in pdf)
    assert "".join(title.split()) in text
    assert "第2版" in text
    if name != "print.html":
        assert [words for words in SCREEN_ONLY if f"{words}" in text and words != "目录"] == []


@pytest.mark.browser
def test_every_row_of_a_checklist_is_printed_under_a_repeated_head(real, real_site: Path, open_page: Callable) -> None:
    page = open_page(f"{real_site.as_uri()}/sectors/industry-trade.html")
    with paper_of(page) as pdf:
        texts = ["".join(leaf.get_text().split()) for leaf in pdf]
    items = real.sector_by_id["industry-trade"].checklist.items
    starts = ["".join(item.text.split())[:12] for item in items]
    bearing = [number for number, text in enumerate(texts) if "正文依据" in text]
    assert len(bearing) > 1
    assert bearing == list(range(bearing[0], bearing[-1] + 1))
    rest = "".join(texts[bearing[0] :])
    assert [start for start in starts if start not in rest] == []


@pytest.mark.browser
def test_no_heading_stands_last_on_a_leaf(real_site: Path, open_page: Callable) -> None:
    page = open_page(f"{real_site.as_uri()}/units/yaomeng.html")
    heads = {"".join(head.split()) for head in page.locator("article :is(h2, h3, h4, .part-line)").all_inner_texts()}
    heads = {head.removesuffix("¶") for head in heads}
    with paper_of(page) as pdf:
        last = ["".join(leaf.get_text("blocks", sort=True)[-1][4].split()) for leaf in list(pdf)[:-1]]
    assert [line for line in last if line in heads] == []


@pytest.mark.browser
def test_a_link_that_leaves_the_site_shows_its_address(real_site: Path, open_page: Callable) -> None:
    page = open_page(f"{real_site.as_uri()}/terms.html")
    page.evaluate(
        "document.querySelector('article p').insertAdjacentHTML('beforeend', '<a href=\"https://example.org/law\">law</a>')"
    )
    with paper_of(page) as pdf:
        assert "law (https://example.org/law)" in pdf[0].get_text().replace("\n", " ")
