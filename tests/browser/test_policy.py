"""Every page runs under its own strict policy without one violation, over HTTP and from a disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture(params=["http", "file"])
def home(request: pytest.FixtureRequest, real_site: Path, address_of) -> str:
    return address_of(real_site) if request.param == "http" else f"{real_site.as_uri()}/"


@pytest.mark.browser
def test_no_page_violates_its_policy_or_asks_another_machine(home: str, real_site: Path, open_page: Callable) -> None:
    page = open_page("about:blank")
    page.add_init_script(WATCH)
    failed = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    paths = sorted(real_site.rglob("*.html"))
    if home.startswith("file:"):  # pages of a folder are of a kind; a server shows 404.html, from its own root
        of_folders = {path.parent: path for path in reversed(paths) if path.parent != real_site}
        paths = [*of_folders.values(), *(path for path in real_site.glob("*.html") if path.name != "404.html")]
    for path in sorted(paths):
        name = path.relative_to(real_site).as_posix()
        page.goto(home + name)
        assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1, name
        failed += [f"{name}: {violation}" for violation in page.evaluate("violations")]
    assert failed == []
    ours = (home.removesuffix("2/"), "data:", "about:")
    assert [url for url in page.asked if not url.startswith(ours)] == []


@pytest.mark.browser
def test_search_choice_and_copying_stay_within_the_policy(home: str, open_page: Callable) -> None:
    page = open_page("about:blank")
    page.add_init_script(WATCH)
    page.goto(home + "sectors/fire.html")
    page.click(".md-search__input")
    page.keyboard.insert_text("电动自行车")
    page.press(".md-search__input", "End")
    page.wait_for_selector(".md-search-result__item a")
    page.press(".md-search__input", "Escape")
    page.select_option("#_concern-unit", "caozhen")
    page.locator("#item-3 a.headerlink").click()  # last, since the theme closes the search soon after
    page.hover(".term:visible >> nth=0")
    assert page.evaluate("violations") == []


@pytest.mark.browser
def test_the_policy_refuses_a_script_that_was_slipped_in(real_site: Path, open_page: Callable, tmp_path: Path) -> None:
    text = (real_site / "terms.html").read_text("utf-8")
    slipped = "<script>document.title = 'slipped'</script><img src=x onerror=\"document.title = 'slipped'\"></body>"
    (tmp_path / "terms.html").write_text(text.replace("</body>", slipped), "utf-8")
    page = open_page((tmp_path / "terms.html").as_uri())
    assert page.title() != "slipped"


@pytest.mark.browser
@pytest.mark.parametrize("way", ["http", "file"])
def test_icons_are_files_and_on_a_disk_data(way: str, built_site: Path, address_of, open_page: Callable) -> None:
    """A browser takes no file for a mask of a page that it opened from a disk."""
    home = address_of(built_site) if way == "http" else f"{built_site.as_uri()}/"
    page = open_page(home + "index.html")
    page.wait_for_load_state("networkidle")
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("console", lambda message: failed.append(message.text))
    page.reload()
    for name, element in ((".icon", None), (".md-nav__icon", "::after")):
        mask = page.locator(name).first.evaluate("(icon, part) => getComputedStyle(icon, part).maskImage", element)
        assert ("data:image/svg" if home.startswith("file:") else f"{home}img/icons/") in mask
    assert failed == []
