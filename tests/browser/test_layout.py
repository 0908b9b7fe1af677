"""A phone shows every page without sideways scrolling; no page asks another machine for anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect


@pytest.mark.browser
def test_no_page_scrolls_sideways_on_a_phone(real_site: Path, open_page) -> None:
    page = open_page(f"{real_site.as_uri()}/index.html", 390, 844)
    wide = []
    units = [real_site / "units" / f"{name}.html" for name in ("emergency", "mazhuang", "grid-workers")]
    for path in [*units, *sorted(path for path in real_site.rglob("*.html") if path.parent.name != "units")]:
        page.goto(path.as_uri())
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            wide.append(f"{path.relative_to(real_site)}: {width}")
    assert wide == []


@pytest.mark.browser
def test_no_page_asks_another_machine(real_site: Path, open_page, address_of) -> None:
    home = address_of(real_site)
    page = open_page(home + "index.html")
    for name in ("sectors/gas.html", "units/yaomeng.html", "print.html", "terms.html", "notes.html"):
        page.goto(home + name)
    page.click(".md-search__input")
    page.wait_for_timeout(500)
    assert [url for url in page.asked if not url.startswith((home, "data:"))] == []


@pytest.mark.browser
def test_a_row_is_reached_by_its_address_and_lit(real_site: Path, open_page) -> None:
    page = open_page(f"{real_site.as_uri()}/sectors/gas.html#item-9", 390, 844)
    expect(page.locator("#item-9")).to_be_in_viewport()
    lit = page.evaluate("getComputedStyle(document.querySelector('#item-9 > td')).backgroundColor")
    assert lit != page.evaluate("getComputedStyle(document.querySelector('#item-8 > td')).backgroundColor")


@pytest.mark.browser
def test_a_note_leads_to_its_place_and_back(real_site: Path, open_page) -> None:
    page = open_page(f"{real_site.as_uri()}/plan/index.html")
    mark = page.locator("sup.editor-note a").first
    clause = mark.evaluate("mark => mark.closest('[id]').id")
    mark.click()
    page.wait_for_url("**/notes.html#*")
    page.click(f"{page.evaluate('location.hash')} .place")
    page.wait_for_url(f"**/plan/index.html#{clause}")
