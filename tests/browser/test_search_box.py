"""Ten searches typed into the real page show the page an office would expect first."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

EXPECTED = {
    "动火": "sectors/hazardous-chemicals.html",
    "有限空间": "sectors/construction.html",
    "气瓶": "sectors/gas.html",
    "网格员": "units/grid-workers.html",
    "三查三签字": "terms.html",
    "加臭": "sectors/gas.html",
    "电动自行车": "sectors/fire.html",
    "防火码": "sectors/forest-fire.html",
    "氨制冷": "sectors/industry-trade.html",
    "备案": "sectors/childcare.html",
    "燃气": "sectors/gas.html",
    "姚孟": "units/yaomeng.html",
    "城市管理局": "units/urban-management.html",
}


def first_hits(page, home: str) -> dict[str, str]:
    """Type each query and return the address of the first result, relative to the site."""
    page.click(".md-search__input")
    found = {}
    for query in EXPECTED:
        page.fill(".md-search__input", "")
        page.press(".md-search__input", "End")
        expect(page.locator(".md-search-result__item")).to_have_count(0)
        page.keyboard.insert_text(query)
        page.press(".md-search__input", "End")
        link = page.wait_for_selector(".md-search-result__item a")
        found[query] = link.evaluate("link => link.href").removeprefix(home).partition("?")[0].partition("#")[0]
    return found


@pytest.mark.browser
def test_searches_find_the_right_page_over_http(real_site: Path, open_page, address_of) -> None:
    home = address_of(real_site)
    page = open_page(home + "index.html")
    assert first_hits(page, home) == EXPECTED


@pytest.mark.browser
def test_searches_find_the_right_page_from_a_disk_without_network(real_site: Path, open_page) -> None:
    home = f"{real_site.as_uri()}/"
    page = open_page(home + "index.html", 390, 844, offline=True)
    page.click("label.md-header__button[for=__search]")
    assert first_hits(page, home) == EXPECTED
    assert [url for url in page.asked if not url.startswith((home, "data:"))] == []
