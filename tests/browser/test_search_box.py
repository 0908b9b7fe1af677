"""The box of the search opens the place that someone wants; on a server and from a disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.paths import OLDER
from kit.searching import cases, wrong
from playwright.sync_api import Page, expect

QUERIES = cases("queries")[::4] + [case for case in cases("people") if not case["query"].isalnum()]
"""Of those that `tests/web/test_search.py` asks without a browser: each kind, and all with marks."""


# What the key Enter opens: in the first result the link with the highest score, as Material chooses it.
BEST = """() => [...document.querySelector(".md-search-result__item").querySelectorAll(":first-child [href]")]
  .map(link => [parseFloat(link.firstElementChild.dataset.mdScore), link.href])
  .reduce((best, next) => next[0] > best[0] ? next : best)[1]"""


STATE = ".md-search-result__meta"
ASKING = "键入以开始搜索"


def type_in(page: Page, query: str) -> None:
    page.fill(".md-search__input", query)
    page.press(".md-search__input", "End")  # Material listens to keys, not to changes


def first_hits(page: Page, home: str) -> list[str]:
    """Type each query and return the place that Enter would open, relative to the site."""
    found = []
    for case in QUERIES:
        type_in(page, "")
        expect(page.locator(STATE)).to_have_text(ASKING)
        type_in(page, case["query"])
        expect(page.locator(STATE)).not_to_have_text(ASKING)
        address = page.evaluate(BEST) if page.locator(".md-search-result__item").count() else ""
        path, mark, anchor = address.removeprefix(home).partition("#")
        found.append(path.partition("?")[0] + mark + anchor)
    return found


def texts(page: Page) -> list[str]:
    """What was fetched to be searched."""
    return [url.rpartition("/")[2] for url in page.asked if url.endswith(("/search/text.js", "/minisearch.min.js"))]


@pytest.mark.browser
def test_searches_open_the_right_place_over_http(real_site: Path, open_page, address_of) -> None:
    home = address_of(real_site)
    page = open_page(home + "index.html")
    page.wait_for_function("document.querySelector('.md-search-result__meta').innerText")
    assert texts(page) == []
    page.click(".md-search__input")
    assert len(wrong(QUERIES, first_hits(page, home))) <= 1
    assert sorted(texts(page)) == ["minisearch.min.js", "text.js"]


@pytest.mark.browser
def test_searches_open_the_right_place_from_a_disk_without_network(real_site: Path, open_page) -> None:
    home = f"{real_site.as_uri()}/"
    page = open_page(home + "index.html", 390, 844, offline=True)
    page.click("label.md-header__button[for=__search]")
    assert len(wrong(QUERIES, first_hits(page, home))) <= 1
    beside = f"{real_site.parent.as_uri()}/"  # what the folder of publications tells all its pages
    assert [url for url in page.asked if not url.startswith((beside, "data:"))] == []


@pytest.mark.browser
def test_an_old_browser_finds_too_on_a_server_and_from_a_disk(real_site: Path, open_page, address_of) -> None:
    for home in (address_of(real_site), f"{real_site.as_uri()}/"):
        page = open_page("about:blank", 390, 844)
        failed: list[str] = []
        page.on("pageerror", lambda error, failed=failed: failed.append(str(error)))
        page.add_init_script(path=OLDER)
        page.goto(home + "index.html")
        page.click("label.md-header__button[for=__search]")
        type_in(page, "塔式起重机")
        page.wait_for_selector(".md-search-result__item a[href*='construction.html']")
        assert failed == []


@pytest.mark.browser
def test_whoever_goes_to_the_box_need_not_wait_for_the_text(real_site: Path, open_page, address_of) -> None:
    page = open_page(address_of(real_site) + "index.html")
    with page.expect_request("**/search/text.js"):
        page.focus(".md-search__input")
    assert page.input_value(".md-search__input") == ""
    expect(page.locator(STATE)).to_have_text(ASKING)


@pytest.mark.browser
def test_a_row_found_opens_lit_at_its_anchor(real_site: Path, open_page) -> None:
    page = open_page(f"{real_site.as_uri()}/index.html", 390, 844, offline=True)
    page.click("label.md-header__button[for=__search]")
    type_in(page, "燃气 第9行")
    page.wait_for_selector(".md-search-result__item a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sectors/gas.html*#item-9")
    expect(page.locator("#item-9")).to_be_in_viewport()
    lit = page.evaluate("getComputedStyle(document.querySelector('#item-9 > td')).backgroundColor")
    assert lit != page.evaluate("getComputedStyle(document.querySelector('#item-8 > td')).backgroundColor")


@pytest.mark.browser
def test_words_that_no_key_has_typed_are_searched(real_site: Path, open_page) -> None:
    """As a telephone puts them in: from a list of words, by voice, or pasted."""
    page = open_page(f"{real_site.as_uri()}/index.html", 390, 844)
    page.click("label.md-header__button[for=__search]")
    page.click(".md-search__input")
    page.keyboard.insert_text("燃气 第9行")  # no key
    page.wait_for_selector(".md-search-result__item a[href*='sectors/gas.html'][href$='#item-9']")


@pytest.mark.browser
def test_hidden_words_are_found_but_not_shown(real_site: Path, open_page) -> None:
    page = open_page(f"{real_site.as_uri()}/index.html")
    page.click(".md-search__input")
    type_in(page, "csglj")
    result = page.wait_for_selector(".md-search-result__item a")
    assert "区城市管理局" in result.inner_text().replace("\u200b", "")
    assert "csglj" not in page.locator(".md-search-result").inner_text()


@pytest.mark.browser
def test_whoever_finds_nothing_is_told_what_to_try(real_site: Path, open_page) -> None:
    page = open_page(f"{real_site.as_uri()}/index.html")
    page.click(".md-search__input")
    type_in(page, "qqqqzzzz")
    expect(page.locator(STATE)).to_contain_text("拼音首字母")
