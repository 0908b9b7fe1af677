"""What pages do for the reader where scripts run: mark the day, find a sheet, show what concerns a unit, copy."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from kit.site import built
from playwright.sync_api import Browser

from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.packs import packs_of, with_packs


def on_day(open_page: Callable, address: str, day: str):
    """Open a page on a device whose clock shows noon of `day`."""
    page = open_page("about:blank")
    page.clock.set_fixed_time(datetime.datetime.fromisoformat(f"{day}T12:00:00"))
    page.goto(address)
    return page


@pytest.fixture(scope="module")
def dated_site(harbour, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small campaign, drawn for a day in it."""
    sheets = sheets_of(harbour)
    folder = tmp_path_factory.mktemp("dated") / "site"
    printed = with_packs(sheets, packs_of(harbour, sheets))
    built(harbour, printed, edition_of(harbour), folder, datetime.date(2031, 10, 11))
    return folder


# ---------------------------------------------------------------- the period


@pytest.mark.browser
@pytest.mark.parametrize(
    ("day", "words", "mark", "ahead"),
    [
        ("2022-11-01", "行动尚未开始", False, ["2022-11-30", "2022-12-31", "2023-11-30"]),
        ("2022-11-10", "行动期第 1 天，共 83 天，还剩 82 天", True, ["2022-11-30", "2022-12-31", "2023-11-30"]),
        ("2022-11-30", "第 21 天", True, ["2022-11-30", "2022-12-31", "2023-11-30"]),
        ("2022-12-01", "第 22 天", True, ["2022-12-31", "2023-11-30"]),
        ("2023-01-31", "还剩 0 天", True, ["2023-11-30"]),
        ("2023-02-01", "已于2023年1月31日结束", False, ["2023-11-30"]),
        ("2024-02-01", "已于2023年1月31日结束", False, []),
    ],
)
def test_the_readers_own_day_is_marked(
    real_site: Path, open_page: Callable, day: str, words: str, mark: bool, ahead: list[str]
) -> None:
    page = on_day(open_page, f"{real_site.as_uri()}/index.html", day)
    assert words in page.locator(".period__words").inner_text()
    assert (page.get_attribute(".period__mark", "visibility") == "visible") == mark
    shown = page.locator(".next__day:visible").evaluate_all("days => days.map(day => day.dataset.day)")
    assert shown == ahead
    assert page.locator(".next__none").count() == (not ahead)


@pytest.mark.browser
def test_a_page_drawn_for_a_day_keeps_it_and_says_the_readers_own_beside(dated_site: Path, open_page: Callable) -> None:
    page = on_day(open_page, f"{dated_site.as_uri()}/index.html", "2032-05-01")
    assert page.locator(".period__words").inner_text() == "As of October 11, 2031: day 11 of 80, 69 to go."
    assert page.locator(".period__own").inner_text() == "As of May 1, 2032: over; the last day was December 19, 2031."
    assert page.locator(".next__day:visible").count() > 0
    page = on_day(open_page, f"{dated_site.as_uri()}/index.html", "2031-10-11")
    assert page.locator(".period__own").is_hidden()


# ---------------------------------------------------------------- the print centre


@pytest.mark.browser
@pytest.mark.parametrize("page_name", ["print.html", "print-by-sector.html", "print-by-form.html"])
def test_a_sheet_is_found_by_unit_sector_and_code(real_site: Path, open_page: Callable, page_name: str) -> None:
    page = open_page(f"{real_site.as_uri()}/{page_name}")
    for words, path in {
        "姚孟 燃气 整治清单": "print/units/yaomeng/gas-checklist.pdf",
        "pza29-02-qd-czx": "print/units/caozhen/gas-checklist.pdf",
        "ＰＺＡ29-02-QD-00": "print/blank/gas-checklist.pdf",
    }.items():
        page.fill("#_find-words", words)
        assert page.locator("#_found a").first.get_attribute("href").endswith(path), words
    page.fill("#_find-words", "没有这样的表")
    assert "没有符合的表单" in page.locator("#_found").inner_text()
    page.fill("#_find-words", "整治清单")
    assert page.locator("#_found a").count() == 30
    assert "另有" in page.locator("#_found").inner_text()
    page.fill("#_find-words", " ")
    assert page.locator("#_found").inner_text() == ""


# ---------------------------------------------------------------- a sector's page


@pytest.mark.browser
def test_what_names_other_units_alone_is_hidden_on_demand(real_site: Path, open_page: Callable) -> None:
    page = open_page(f"{real_site.as_uri()}/sectors/gas.html")
    page.select_option("#_concern-unit", label="商务部门")
    assert page.locator("#duties-3").is_visible()
    assert page.locator("#duties-4").is_hidden()
    assert page.locator("#item-9").is_visible()
    assert "已隐藏" in page.locator(".concern").inner_text()
    page.evaluate("location.hash = '#duties-4'")
    page.wait_for_selector("#duties-4:visible")
    page.select_option("#_concern-unit", "")
    assert page.locator("[data-units][hidden]").count() == 0


@pytest.mark.browser
def test_rows_that_name_units_are_hidden_with_them(real_site: Path, open_page: Callable) -> None:
    page = open_page(f"{real_site.as_uri()}/sectors/fire.html")
    page.select_option("#_concern-unit", "caozhen")
    assert page.locator("#item-17").is_visible()
    page.select_option("#_concern-unit", "fire-rescue")
    assert page.locator("#item-17").is_hidden()
    assert page.locator("#item-2").is_visible()


@pytest.mark.browser
def test_the_mark_beside_a_row_copies_its_whole_address(real_site: Path, open_page: Callable, address_of) -> None:
    home = address_of(real_site)
    page = open_page(home + "sectors/gas.html", 390, 844)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#item-9 a.headerlink").click()
    page.wait_for_url("**/sectors/gas.html#item-9")
    page.wait_for_selector(".md-dialog--active")
    assert page.evaluate("navigator.clipboard.readText()") == f"{home}sectors/gas.html#item-9"


# ---------------------------------------------------------------- where one is


@pytest.mark.browser
def test_a_note_that_the_address_names_is_unfolded(harbour_site: Path, open_page: Callable) -> None:
    page = open_page(f"{harbour_site.as_uri()}/notes.html")
    assert page.locator("details[open]").count() == 0
    page = open_page(f"{harbour_site.as_uri()}/notes.html#grit-bins")
    assert page.locator("details[open]").count() == 1
    assert page.locator("#grit-bins").is_visible()


@pytest.mark.browser
def test_a_page_of_notes_without_scripts_shows_them_all(harbour_site: Path, browser: Browser) -> None:
    """A browser of 2020 unfolds nothing by itself."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{harbour_site.as_uri()}/notes.html#grit-bins")
    assert page.locator(".note").count() == page.locator(".note:visible").count() > 0
    context.close()


@pytest.mark.browser
def test_the_bar_of_headings_marks_the_one_that_was_passed(harbour_site: Path, open_page: Callable) -> None:
    page = open_page(f"{harbour_site.as_uri()}/sectors/quays.html", 390, 844)
    assert page.locator(".contents a").first.get_attribute("href") == "#_checklist"
    assert page.locator(".contents [aria-current]").count() == 0
    page.click(".contents a[href='#_checklist']")
    page.wait_for_selector(".contents a[href='#_checklist'][aria-current]")
