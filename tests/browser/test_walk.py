"""What a reader does, step by step: find the unit, open its pack; on a phone, find a row and print the blank.

Over HTTP and from a disk, with the mouse and with the keyboard alone, and without JavaScript.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pymupdf
import pytest
from kit.once import made_once
from playwright.sync_api import Browser, Page, expect

from planpress.model.addresses import CARRY_OVER_FORM, COMPARISON_FORM
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.packs import Pack, packs_of

UNIT = "yaomeng"
NAME = "姚孟办事处"
OTHER = "荆山办事处"
BLANK = "print/blank/gas-checklist.pdf"
BLANK_CODE = "PZA29-02-QD-00"
BLANK_NAME = f"{BLANK_CODE} 安全生产专项整治清单 燃气.pdf"
PACK_NAME = f"PZA29-PK-YM {NAME} 成套打印.pdf"
ROW = "item-9"
QUERY = "燃气 第9行"
LIMIT_MS = 20_000
FEW_TABS = 60


@pytest.fixture(scope="session")
def pack(real) -> Pack:
    """What the unit prints, in one file."""
    return next(pack for pack in packs_of(real, sheets_of(real)) if pack.sheet.unit == UNIT)


@pytest.fixture(scope="session")
def real_paper(real, pack: Pack, real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site with the paper of one unit and one blank; the rest is not needed to prove the way there."""
    from kit.paper import faces, print_all

    from planpress.paper.press import Setup

    def make(folder: Path) -> None:
        site = Path(shutil.copytree(real_site.parent, folder / "public")) / real_site.name
        setup = Setup(edition_of(real), folder / "cache", faces())
        wanted = [*pack.parts, *(sheet for sheet in sheets_of(real) if sheet.path == BLANK)]
        print_all(wanted, [pack], setup, site)

    return made_once(tmp_path_factory, "paper-of-one-unit", make) / "public" / real_site.name


@pytest.fixture(params=["http", "file"])
def home(request: pytest.FixtureRequest, real_paper: Path, address_of) -> str:
    return address_of(real_paper) if request.param == "http" else f"{real_paper.as_uri()}/"


def saved(page: Page, press: Callable[[], None], name: str) -> Path:
    """Return the file that a reader gets who presses a link, under a name that says whose it is.

    From a disk a browser shows the file where it lies.
    """
    if page.url.startswith("file:"):
        with page.expect_navigation(url="**/*.pdf"):
            press()
        return Path(unquote(urlsplit(page.url).path))
    with page.expect_download() as download:
        press()
    assert download.value.suggested_filename == name
    return download.value.path()


# ---------------------------------------------------------------- what is on paper

PACK_PAGE = re.compile(r"成套\s*第\d+页/共\d+页")
FILLED_IN_BY = re.compile(r"(?<!被)(?:填表|填报|检查)单位：[ \t]*(\S*)")
"""What stands where a sheet names the unit that fills it in."""

COVER_OR_HEAD = re.compile(r"攻坚行动\n(?:平湛安〔2022〕29号\n)?(\S+)\n")
"""What stands below the name of the campaign, on a cover, and beside it, in the head of a page."""

CODE = re.compile(r"PZA29-[0-9A-Z-]*[0-9A-Z]")


def words_of(leaf: pymupdf.Page) -> str:
    """Return what a page says besides its number in the pack."""
    return PACK_PAGE.sub("", leaf.get_text()).strip()


def owners(words: str) -> set[str]:
    """Return whose page it is by its cover, head and foot; a unit that a clause names does not count."""
    return {*COVER_OR_HEAD.findall(words), *FILLED_IN_BY.findall(words)}


def flaws(pdf: pymupdf.Document, pack: Pack, name: str) -> dict[int, str]:
    """Tell page by page what is wrong in a file that should be the `pack` of the unit `name`."""
    known = {sheet.code for sheet in pack.parts} | {pack.sheet.code}
    found = {}
    for number, leaf in enumerate(pdf, start=1):
        words = words_of(leaf)
        if not words:
            if number % 2 or number == len(pdf) or not words_of(pdf[number]):
                found[number] = "empty, and not the back of a leaf"
        elif (whose := owners(words)) != {name}:
            found[number] = f"is not the unit's: {whose}"
        elif not (codes := set(CODE.findall(words))) or codes - known:
            found[number] = f"bears no code, or a strange one: {codes - known}"
    return found


def prove_pack(file: Path, pack: Pack) -> None:
    """Every page of the file at hand is of the unit; every sheet of the unit is there, in its order."""
    with pymupdf.open(file) as pdf:
        assert flaws(pdf, pack, NAME) == {}
        printed = {number: words for number, leaf in enumerate(pdf, start=1) if (words := words_of(leaf))}
        assert set(flaws(pdf, pack, OTHER)) == set(printed)  # were it another unit's, each page would be told
    bodies = [set(CODE.findall(words)) for words in printed.values() if pack.sheet.code not in words]
    assert all(len(codes) == 1 for codes in bodies)
    assert [code for code, _ in groupby(code for codes in bodies for code in codes)] == [
        sheet.code for sheet in pack.parts
    ]


def prove_blank(file: Path, row_text: str) -> None:
    """The file is the blank check list of the sector, holds the row, and no unit is filled in."""
    with pymupdf.open(file) as pdf:
        texts = [leaf.get_text() for leaf in pdf]
    assert all(BLANK_CODE in text for text in texts)
    assert squeezed(row_text) in squeezed("".join(texts))
    assert FILLED_IN_BY.findall(texts[0]) in ([""], ["被检查单位："])


def squeezed(text: str) -> str:
    """Return `text` without blanks and line ends."""
    return re.sub(r"\s", "", text)


def search(page: Page, query: str) -> None:
    """Type into the search as a reader does."""
    page.keyboard.insert_text(query)
    page.press(".md-search__input", "End")
    page.wait_for_selector(".md-search-result__item a")


@pytest.fixture(scope="session")
def row_text(real) -> str:
    """The words of the row that is looked for."""
    gas = next(sector for sector in real.sectors if sector.id == "gas")
    return next(item.text for item in gas.checklist.items if item.id == ROW)


def prove_row(page: Page, row_text: str) -> None:
    """The window shows the row, lit, and no other row is."""
    expect(page.locator(f"#{ROW}")).to_be_in_viewport()
    assert squeezed(row_text) in squeezed(page.locator(f"#{ROW}").inner_text())
    colours = page.locator(".checklist tbody tr[id]").evaluate_all(
        "rows => rows.map(row => [row.id, getComputedStyle(row.querySelector('td')).backgroundColor])"
    )
    plain = Counter(colour for _, colour in colours).most_common(1)[0][0]
    assert [row for row, colour in colours if colour != plain] == [ROW]


@pytest.mark.browser
def test_from_home_to_the_pack_of_the_unit(home: str, pack: Pack, open_page: Callable) -> None:
    page = open_page(home + "index.html")
    page.click(f".finder a:text-is('{NAME}')")
    page.wait_for_url(home + f"units/{UNIT}.html")
    assert page.locator("h1").evaluate("head => head.firstChild.data.trim()") == NAME
    prove_pack(saved(page, lambda: page.click(".actions .md-button--primary"), PACK_NAME), pack)


@pytest.mark.browser
def test_the_chosen_unit_is_remembered_and_forgotten(home: str, pack: Pack, open_page: Callable) -> None:
    page = open_page(home + "index.html")
    assert page.locator("#_mine").is_hidden()
    page.click(f".finder a:text-is('{NAME}')")
    page.wait_for_url(f"**/units/{UNIT}.html")
    assert page.get_attribute(".unit-choose", "aria-pressed") == "true"
    page.goto(home + "index.html")
    assert page.locator(".mine__unit").inner_text() == NAME
    assert page.get_attribute(".mine__unit", "href").endswith(f"units/{UNIT}.html")
    assert page.get_attribute(".mine__next", "href").endswith(f"units/{UNIT}.html#_dates")
    assert page.get_attribute(".mine__changes", "href").endswith(f"units/{UNIT}/changes.html")
    prove_pack(saved(page, lambda: page.click(".mine__pack"), PACK_NAME), pack)
    page.goto(home + "index.html")  # from a disk the browser shows the file instead
    page.click(".mine__forget")
    assert page.locator("#_mine").is_hidden()
    page.reload()
    assert page.locator("#_mine").is_hidden()


@pytest.mark.browser
def test_on_a_phone_a_row_is_found_opened_and_its_blank_printed(home: str, row_text: str, open_page: Callable) -> None:
    page = open_page(home + "index.html", 390, 844)
    page.click("label.md-header__button[for=__search]")
    page.click(".md-search__input")
    search(page, QUERY)
    found = page.locator(".md-search-result__item >> nth=0").locator("a:visible")
    found.filter(has_text=re.compile("第\u200b?9\u200b?行")).click()
    page.wait_for_url(re.compile(re.escape(home) + rf"sectors/gas\.html(\?[^#]*)?#{ROW}$"))
    prove_row(page, row_text)
    page.click(".contents a[href='#_checklist']")
    prove_blank(saved(page, lambda: page.click(".tools .pdf-button"), BLANK_NAME), row_text)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on `selector`."""
    for _ in range(FEW_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"not reached with {FEW_TABS} tabs: {selector}")


@pytest.mark.browser
def test_the_same_with_the_keyboard_alone(home: str, pack: Pack, open_page: Callable) -> None:
    page = open_page(home + "index.html")
    tab_to(page, f".finder a[data-unit='{UNIT}']")
    page.keyboard.press("Enter")
    page.wait_for_url(home + f"units/{UNIT}.html")
    page.keyboard.press("Tab")  # skip the head of the page
    page.keyboard.press("Enter")
    tab_to(page, ".actions .md-button--primary")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    prove_pack(saved(page, lambda: page.keyboard.press("Enter"), PACK_NAME), pack)


@pytest.mark.browser
def test_on_a_phone_the_same_with_the_keyboard_alone(home: str, row_text: str, open_page: Callable) -> None:
    page = open_page(home + "index.html", 390, 844)
    tab_to(page, ".md-search__input")
    expect(page.locator(".md-search__form")).to_be_in_viewport()
    search(page, QUERY)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(home) + rf"sectors/gas\.html(\?[^#]*)?#{ROW}$"))
    prove_row(page, row_text)
    page.goto(page.url.partition("#")[0])  # a reader who goes on from the head of the page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, ".actions .md-button--primary")
    prove_blank(saved(page, lambda: page.keyboard.press("Enter"), BLANK_NAME), row_text)


@pytest.mark.browser
def test_without_javascript_every_pdf_is_reached(home: str, real, real_paper: Path, browser: Browser) -> None:
    listed = json.loads((real_paper / "manifest.json").read_text("utf-8"))["sheets"]
    of_revisions = (COMPARISON_FORM, CARRY_OVER_FORM)  # what a revision brings lies on its own pages
    wanted = {sheet["path"] for sheet in listed if sheet["form"] not in of_revisions} | {"print/packs.zip"}
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(LIMIT_MS)
    page = context.new_page()
    page.goto(home + "index.html")
    page.click(".hero__actions a[href='print.html']")
    reached = {}
    for way in ("print-by-sector.html", "print-by-form.html", "print.html"):
        page.click(f".ways a[href='{way}']")
        page.wait_for_url(f"**/{way}*")
        assert page.locator("#_find-words").is_hidden()
        links = page.locator("a[href*='print/']").evaluate_all("links => links.map(link => link.href)")
        reached[way] = {link.removeprefix(home) for link in links}
    of_units = {sheet.path for sheet in sheets_of(real) if sheet.form in real.form_by_id and sheet.unit}
    assert reached["print.html"] == wanted - of_units
    assert set().union(*reached.values()) == wanted
    page.click("#_unit-yaomeng .pack__count")
    page.wait_for_url("**/units/yaomeng.html#_sheets")
    first = page.locator(".pdf-list a.pdf").first
    assert first.is_visible()
    with pymupdf.open(real_paper / "units" / first.get_attribute("href")) as pdf:
        assert NAME in pdf[0].get_text()
    context.close()
