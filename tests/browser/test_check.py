"""The page that tells whether a sheet is valid: scanned, typed, from a disk, and without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

CODE = "PZA29-08-QD-CZX"  # of the sector that the second revision changed
VALID = ("in-force", "unchanged-since")
LIMIT_MS = 20_000


@pytest.fixture(params=["http", "file"])
def home(request: pytest.FixtureRequest, real_site: Path, address_of) -> str:
    return address_of(real_site) if request.param == "http" else f"{real_site.as_uri()}/"


@pytest.fixture(scope="module")
def codes(real_site: Path) -> dict:
    return json.loads((real_site / "status.json").read_text("utf-8"))["codes"]


def answer(page: Page) -> tuple[str | None, str]:
    """Return the kind of answer, and its words, once what it takes has been fetched."""
    page.wait_for_selector("#_answer:not([aria-busy])", state="attached")
    box = page.locator("#_answer")
    return box.get_attribute("data-answer"), box.inner_text()


def ask(page: Page, code: str, fingerprint: str) -> str | None:
    page.fill("#_code", code)
    page.fill("#_fingerprint", fingerprint)
    page.press("#_fingerprint", "Enter")
    return answer(page)[0]


@pytest.mark.browser
def test_scanned_sheet_is_answered_at_once(home: str, codes: dict, open_page: Callable) -> None:
    record = codes[CODE]
    page = open_page(f"{home}check.html?c={CODE}&f={record['fingerprint']}", 390, 844)
    kind, words = answer(page)
    assert kind == "in-force"
    assert "现行有效" in words
    assert f"曹镇乡 · {record['title']}" in words
    assert page.get_attribute("#_answer a", "href") == record["path"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "kind", "words"),
    [
        (f"?c={CODE}", "compare", "请再核对校验码"),
        ("?c=PZA29-99-QD-CZX&f=00000000", "unknown", "查无此表"),
        ("?c=constructor&f=x", "unknown", "查无此表"),
        ("?c=%3Cimg%20src%3Dx%3E&f=%22%3E", "unknown", "查无此表"),
        ("", None, ""),
    ],
)
def test_every_other_sheet_gets_its_answer(
    home: str, open_page: Callable, query: str, kind: str | None, words: str
) -> None:
    page = open_page(f"{home}check.html{query}")
    found, text = answer(page)
    assert found == kind
    assert words in text
    assert page.locator("#_answer img").count() == 0


@pytest.mark.browser
def test_unlike_sheet_shows_the_current_fingerprint(home: str, codes: dict, open_page: Callable) -> None:
    page = open_page(f"{home}check.html?c={CODE}&f=00000000")
    mark = codes[CODE]["fingerprint"]
    assert f"{mark[:4]} {mark[4:]}" in answer(page)[1]


@pytest.mark.browser
def test_typing_forgives_what_a_hand_mixes_up(home: str, codes: dict, open_page: Callable) -> None:
    page = open_page(home + "check.html")
    mark = codes[CODE]["fingerprint"]
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in mark)
    for typed in (mark, mark.lower(), f" {mark[:4]}  {mark[4:]} ", f"{mark[:4]}-{mark[4:]}", full_width):
        assert ask(page, CODE, typed) in VALID, typed
    for typed in (CODE.lower(), CODE.replace("-", " "), CODE.replace("-", ""), CODE.replace("0", "O"), f" {CODE} "):
        assert ask(page, typed, mark) in VALID, typed
    code, mark = next((c, r["fingerprint"]) for c, r in codes.items() if {"0", "1"} <= set(r["fingerprint"]))
    for one in ("I", "l"):
        assert ask(page, code, mark.replace("0", "o").replace("1", one)) in VALID, mark
    assert ask(page, CODE, codes[code]["fingerprint"]) == "unlike"
    assert ask(page, "", mark) == "unlike"  # the browser asks for a code; the answer stays


@pytest.mark.browser
def test_answer_is_told_to_a_screen_reader_and_fields_have_names(home: str, open_page: Callable) -> None:
    page = open_page(home + "check.html")
    assert page.get_by_label("表号").get_attribute("name") == "c"
    assert page.get_by_label("校验码").get_attribute("name") == "f"
    assert page.locator("#_answer").get_attribute("aria-live") == "polite"


@pytest.mark.browser
def test_every_code_stands_in_the_page_without_javascript(home: str, codes: dict, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(LIMIT_MS)
    page = context.new_page()
    page.goto(f"{home}check.html?c={CODE}&f=00000000")
    shown = page.locator(".codes tbody th").all_text_contents()
    assert sorted(shown) == sorted(codes)
    assert page.locator("#_check").is_hidden()
    row = page.locator(".codes tr", has=page.locator(f"th:text-is('{CODE}')"))
    assert row.is_hidden()
    page.locator("details", has=row).locator("summary").click()
    assert codes[CODE]["fingerprint"][:4] in row.inner_text()
    context.close()


@pytest.mark.browser
def test_page_works_under_a_strict_content_policy(real_site: Path, codes: dict, browser: Browser, address_of) -> None:
    home = address_of(real_site)
    context = browser.new_context()
    context.set_default_timeout(LIMIT_MS)
    page = context.new_page()

    def strict(route) -> None:
        fetched = route.fetch()
        headers = {**fetched.headers, "content-security-policy": "script-src 'self'; form-action 'self'"}
        route.fulfill(response=fetched, headers=headers)

    page.route("**/check.html*", strict)
    page.goto(f"{home}check.html?c={CODE}&f={codes[CODE]['fingerprint']}")
    assert answer(page)[0] == "in-force"
    context.close()
