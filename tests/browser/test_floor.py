"""Everything works in the oldest browsers that offices run, and a page says so where its scripts do not run."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from kit import floor
from kit.paths import CASES, OLDER
from playwright.sync_api import Browser

KNOWN = yaml.safe_load((CASES / "floor.yml").read_text("utf-8"))
LIMIT_S = 60


# ---------------------------------------------------------------- what is shipped


@pytest.mark.browser
def test_scripts_are_of_2020_and_ours_ask_for_nothing_newer(harbour_site: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.add_script_tag(path=floor.ACORN)
    new: set[str] = set()
    for path in sorted(harbour_site.rglob("*.js")):
        names = page.evaluate(floor.NAMES, path.read_text("utf-8"))  # fails where the syntax is newer
        if path.relative_to(harbour_site).parts[0] != "assets":  # Material's, whose names no one can tell apart
            new |= floor.new_in_script(names)
    page.close()
    assert (new - KNOWN["scripts"].keys(), KNOWN["scripts"].keys() - new) == (set(), set())


def test_style_sheets_say_nothing_newer_that_a_reader_would_miss(harbour_site: Path) -> None:
    new: set[str] = set()
    for path in harbour_site.glob("css/*.css"):
        new |= floor.new_in_sheet(path.read_text("utf-8"))
    assert sorted(new) == sorted(KNOWN["sheets"])


@pytest.mark.browser
@pytest.mark.parametrize("script", ["a.b ??= 1", "class A { static { } }", "const million = 1_000_000"])
def test_newer_syntax_is_found(browser: Browser, script: str) -> None:
    page = browser.new_page()
    page.add_script_tag(path=floor.ACORN)
    with pytest.raises(Exception, match="SyntaxError"):
        page.evaluate(floor.NAMES, script)
    page.close()


@pytest.mark.browser
def test_newer_names_are_found(browser: Browser) -> None:
    page = browser.new_page()
    page.add_script_tag(path=floor.ACORN)
    script = "list.at(-1); Object.hasOwn(a, b); 'x'.replaceAll('x', ''); structuredClone(a); box.replaceChildren();"
    found = floor.new_in_script(page.evaluate(floor.NAMES, f"{script} class A extends EventTarget {{}} [].map(f);"))
    page.close()
    assert sorted(found) == ["EventTarget", "Object.hasOwn", "at", "replaceAll", "replaceChildren", "structuredClone"]
    sheet = "a { inset: 0; aspect-ratio: 1 } b:where(c) { top: min(1px, 2px) } :is(d, e) { color: red }"
    assert sorted(floor.new_in_sheet(sheet)) == [":is", ":where", "aspect-ratio", "inset"]


# ---------------------------------------------------------------- the page that checks


def asked(site: Path, code: str) -> str:
    """Return the address that asks for a sheet, as its symbol has it."""
    mark = json.loads((site / "status.json").read_text("utf-8"))["codes"][code]["fingerprint"]
    return f"check.html?c={code}&f={mark}"


@pytest.mark.browser
def test_the_check_works_without_what_is_newer(harbour_site: Path, open_page: Callable) -> None:
    page = open_page("about:blank")
    page.clock.set_fixed_time("2031-10-20T12:00:00")
    page.add_init_script(path=OLDER)
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    address = asked(harbour_site, "HWR-01-IL-QO")
    page.goto(f"{harbour_site.as_uri()}/{address}")
    assert page.evaluate("typeof [].at + typeof Object.hasOwn") == "undefinedundefined"
    assert page.get_attribute("#_answer", "data-answer") == "in-force"
    for name in ("index.html", "print.html", "sectors/quays.html", "units/quay-office.html"):
        page.goto(f"{harbour_site.as_uri()}/{name}")
    assert failed == []


@pytest.mark.browser
def test_the_oldest_chromium_itself_answers(published: Path, address_of: Callable, tmp_path: Path) -> None:
    """Of everything in one browser: syntax, names, the policy, Material's bundle, what lies beside the folder."""
    home, site = address_of(published), published / "2"
    address = asked(site, "PZA29-02-QD-CZX")
    for name, shown in ((address, 'data-answer="unchanged-since"'), ("index.html", 'class="js-focus-visible js"')):
        command = [floor.CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        command += ["--enable-logging=stderr", f"--user-data-dir={tmp_path}", "--dump-dom", f"{home}2/{name}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=True)
        assert shown in done.stdout
        assert re.search(r'id="_unscripted"[^>]* hidden', done.stdout)
        assert re.findall(r"CONSOLE.*Uncaught.*", done.stderr) == []


# ---------------------------------------------------------------- where scripts do not run


@pytest.mark.browser
def test_a_page_whose_script_did_not_run_says_so(harbour_site: Path, open_page: Callable, address_of: Callable) -> None:
    home = address_of(harbour_site)
    page = open_page(home + "check.html")
    assert page.locator(".unscripted:visible").count() == 0
    for name in ("common.js", "check.js", "verdict.js"):
        page.route(f"**/js/{name}", lambda route: route.fulfill(body="a.b ??= ;", content_type="text/javascript"))
        page.goto(home + "check.html?c=HWR")
        assert page.get_attribute("#_unscripted", "hidden") is None, name
        assert page.locator(".answer .unscripted").count() == 1, name
        page.unroute(f"**/js/{name}")
    page.wait_for_selector("#_unscripted:visible")
    assert "did not run" in page.locator("#_unscripted").inner_text()


@pytest.mark.browser
def test_a_page_without_any_script_says_so(harbour_site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{harbour_site.as_uri()}/check.html")
    page.wait_for_selector("#_unscripted:visible")
    assert page.locator(".answer .unscripted").is_visible()
    context.close()


@pytest.mark.browser
def test_wechat_is_told_how_to_leave_it(harbour_site: Path, browser: Browser) -> None:
    for agent, told in (("Mozilla/5.0 MicroMessenger/8.0.2", True), ("Mozilla/5.0 Chrome/80.0", False)):
        context = browser.new_context(user_agent=agent)
        page = context.new_page()
        page.goto(f"{harbour_site.as_uri()}/check.html")
        page.wait_for_selector("#_check:visible")
        assert page.locator("#_in-wechat").is_hidden() != told
        context.close()
