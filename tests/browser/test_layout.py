"""A phone shows every page without sideways scrolling; no page asks another machine for anything."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

UNITS = ("emergency", "mazhuang", "grid-workers")


def wide_ones(page: Page, home: str, site: Path, width: int) -> list[str]:
    """List the pages of a site, of units but some, that scroll sideways."""
    found = []
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if path.parent.name == "units" and path.stem not in UNITS:
            continue
        page.goto(home + name)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{name}: {wide}")
    return found


@pytest.mark.browser
def test_no_page_scrolls_sideways_on_a_phone(real_site: Path, open_page, address_of) -> None:
    home = address_of(real_site)
    page = open_page(home + "index.html", 320, 844)
    page.wait_for_selector(".md-version")
    assert wide_ones(page, home, real_site, 320) == []


@pytest.mark.browser
def test_no_page_of_a_site_alone_scrolls_sideways(built_site: Path, open_page) -> None:
    home = f"{built_site.as_uri()}/"
    assert wide_ones(open_page(home + "index.html", 390, 844), home, built_site, 390) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390])
def test_the_selector_leaves_the_head_of_a_phone_readable(real_site: Path, open_page, address_of, width: int) -> None:
    page = open_page(address_of(real_site) + "units/yaomeng.html", width, 844)
    page.wait_for_selector(".md-version__current")
    parts = (".md-header__topic:first-child .md-ellipsis", ".md-version__current", "form .md-header__button:visible",
             "label[for=__search].md-header__button")  # fmt: skip
    boxes = [page.locator(part).first.bounding_box() for part in parts]
    ends = [(box["x"], box["x"] + box["width"]) for box in boxes]
    assert all(end <= start for (_, end), (start, _) in pairwise(ends)), ends
    assert ends[-1][1] <= width
    assert boxes[0]["width"] > 60  # some letters of the title
    page.focus(".md-version__current")
    expect(page.locator(".md-version__link", has_text="第1版")).to_be_in_viewport(ratio=1)


@pytest.mark.browser
def test_no_page_asks_another_machine(real_site: Path, open_page, address_of) -> None:
    home = address_of(real_site)
    page = open_page(home + "index.html")
    for name in ("sectors/gas.html", "units/yaomeng.html", "print.html", "terms.html", "notes.html"):
        page.goto(home + name)
    page.click(".md-search__input")
    page.wait_for_timeout(500)
    assert [url for url in page.asked if not url.startswith((home.removesuffix("2/"), "data:"))] == []


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
