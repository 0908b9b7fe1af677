"""What a reader does, step by step: find the unit, open its pack; on a phone, find a row and print the blank.

Over HTTP and from a disk, with the mouse and with the keyboard alone, and without JavaScript.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest
from playwright.sync_api import Browser, Page

from planpress.packs import packs_of
from planpress.revisions.history import history_of
from planpress.revisions.printing import printed_now
from planpress.sheets import edition_of, sheets_of

UNIT = "yaomeng"
NAME = "姚孟办事处"
BLANK = "print/blank/gas-checklist.pdf"
LIMIT_MS = 20_000
FEW_TABS = 60


@pytest.fixture(scope="session")
def real_paper(real, real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site with the paper of one unit and one blank; the rest is not needed to prove the way there."""
    from paper_kit import faces

    from planpress.paper import packing, press

    folder = tmp_path_factory.mktemp("paper")
    site = folder / "site"
    shutil.copytree(real_site, site)
    sheets, edition, cache = sheets_of(real), edition_of(real), folder / "cache"
    packs = [pack for pack in packs_of(real, sheets) if pack.sheet.unit == UNIT]
    wanted = [*packs[0].parts, *(sheet for sheet in sheets if sheet.path == BLANK)]
    workers = os.cpu_count() or 1
    done = press.press(wanted, edition, site, cache, faces(), workers)
    packing.bind_packs(packs, done, edition, site, cache, faces(), workers)
    return site


@pytest.fixture(params=["http", "file"])
def home(request: pytest.FixtureRequest, real_paper: Path, address_of) -> str:
    return address_of(real_paper) if request.param == "http" else f"{real_paper.as_uri()}/"


def file_behind(page: Page, home: str, site: Path, link: str) -> Path:
    """Return the file that the link leads to, from where the page is."""
    address = page.locator(link).first.evaluate("link => link.href")
    assert address.startswith(home)
    return site / address.removeprefix(home)


def search(page: Page, query: str) -> None:
    """Type into the search as a reader does."""
    page.keyboard.insert_text(query)
    page.press(".md-search__input", "End")
    page.wait_for_selector(".md-search-result__item a")


@pytest.mark.browser
def test_from_home_to_the_pack_of_the_unit(home: str, real_paper: Path, open_page: Callable) -> None:
    page = open_page(home + "index.html")
    page.click(f"#_units ~ .finder a:text-is('{NAME}')")
    page.wait_for_url(f"**/units/{UNIT}.html")
    assert page.locator("h1").inner_text().strip() == NAME
    pack = file_behind(page, home, real_paper, ".actions .md-button--primary")
    with pymupdf.open(pack) as pdf:
        texts = [text for leaf in pdf if (text := leaf.get_text())]
    assert len(texts) > 10
    printed = [text for text in texts if "PZA29" in text]
    assert printed
    assert all(NAME in text for text in printed if "-YM" in text)
    assert not any(f"填表单位 {other}" in text for text in texts for other in ("荆山办事处", "曹镇乡"))


@pytest.mark.browser
def test_the_chosen_unit_is_remembered_and_forgotten(home: str, open_page: Callable) -> None:
    page = open_page(home + "index.html")
    assert page.locator("#_mine").is_hidden()
    page.click(f".finder a:text-is('{NAME}')")
    page.wait_for_url(f"**/units/{UNIT}.html")
    assert page.get_attribute(".unit-choose", "aria-pressed") == "true"
    page.goto(home + "index.html")
    assert page.locator(".mine__unit").inner_text() == NAME
    assert page.get_attribute(".mine__unit", "href").endswith(f"units/{UNIT}.html")
    page.click(".mine__forget")
    assert page.locator("#_mine").is_hidden()
    page.reload()
    assert page.locator("#_mine").is_hidden()


@pytest.mark.browser
def test_on_a_phone_a_row_is_found_opened_and_its_blank_printed(
    home: str, real_paper: Path, open_page: Callable
) -> None:
    page = open_page(home + "index.html", 390, 844)
    page.click("label.md-header__button[for=__search]")
    page.click(".md-search__input")
    search(page, "燃气 液化石油气瓶")
    page.click(".md-search-result__item a[href*='sectors/gas.html'] >> nth=0")
    page.wait_for_url("**/sectors/gas.html*")
    page.click(".contents a[href='#_checklist']")
    row = page.locator("#item-9")
    row.scroll_into_view_if_needed()
    row.locator("a.headerlink").click()
    page.wait_for_url("**#item-9")
    page.click(".contents a[href='#_checklist']")
    blank = file_behind(page, home, real_paper, ".tools .pdf-button")
    assert blank == real_paper / BLANK
    with pymupdf.open(blank) as pdf:
        assert "PZA29-02-QD-00" in pdf[0].get_text()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on `selector`."""
    for _ in range(FEW_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"not reached with {FEW_TABS} tabs: {selector}")


@pytest.mark.browser
def test_the_same_with_the_keyboard_alone(home: str, real_paper: Path, open_page: Callable) -> None:
    page = open_page(home + "index.html")
    tab_to(page, ".hero__actions a[href='#_units']")
    page.keyboard.press("Enter")
    tab_to(page, f".finder a[data-unit='{UNIT}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/units/{UNIT}.html")
    page.keyboard.press("Tab")  # skip the head of the page
    page.keyboard.press("Enter")
    tab_to(page, ".actions .md-button--primary")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    assert file_behind(page, home, real_paper, ":focus").name == "pack.pdf"


@pytest.mark.browser
def test_without_javascript_every_pdf_is_reached(
    home: str, real, project: Path, real_paper: Path, browser: Browser
) -> None:
    printed = printed_now(real, history_of(project))
    wanted = {sheet.path for sheet in printed.all} | {"print/packs.zip"}
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(LIMIT_MS)
    page = context.new_page()
    page.goto(home + "index.html")
    page.click(".hero__actions a[href='print.html']")
    for way in ("print-by-sector.html", "print-by-form.html", "print.html"):
        page.click(f".ways a[href='{way}']")
        page.wait_for_url(f"**/{way}*")
        assert page.locator("#_find-words").is_hidden()
    links = page.locator("a[href*='print/']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert set(links) == wanted
    inside = page.locator("#_unit-yaomeng")
    assert inside.locator("table a.pdf").first.is_hidden()
    inside.locator("summary").click()
    assert inside.locator("table a.pdf").first.is_visible()
    with pymupdf.open(real_paper / inside.locator("table a.pdf").first.get_attribute("href")) as pdf:
        assert NAME in pdf[0].get_text()
    context.close()
