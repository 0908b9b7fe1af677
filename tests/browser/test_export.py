"""What another engine makes of an exported site: its home, a unit and a sector are opened and used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from kit.site import built_by

from planpress.revisions.history import NONE_SEALED
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.web.export import export
from planpress.web.site import site_of


@pytest.mark.browser
@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_home_a_unit_and_a_sector_are_read_and_used(
    engine: str, harbour, tmp_path: Path, open_page: Callable, address_of
) -> None:
    export(site_of(harbour, printed_now(harbour, NONE_SEALED).all, edition_of(harbour)), tmp_path / "tree")
    home = address_of(built_by(tmp_path / "tree", engine, "--clean", "--strict"))
    page = open_page("about:blank")
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(home)
    assert page.locator(".edition").inner_text().startswith("Revision 3")
    page.locator("article a[href='units/east-basin.html']").first.click()
    page.wait_for_url("**/units/east-basin.html")
    assert page.locator("h1").inner_text().split("\n")[-1] == "East Basin Wardens"
    # chosen on the home page, by a script of ours that both pages name
    assert page.get_attribute(".unit-choose", "aria-pressed") == "true"
    page.locator("article a[href$='sectors/quays.html']").first.click()
    page.wait_for_url("**/sectors/quays.html*")
    page.locator("h2#do").wait_for()
    assert page.locator("table.checklist tbody tr").count() > 1
    assert page.locator("h2 .headerlink >> nth=0").evaluate("mark => getComputedStyle(mark).position") == "absolute"
    assert page.locator("article a[href$='.pdf']").count() > 1
    assert failed == []
    assert [url for url in page.asked if not url.startswith((home, "data:", "about:"))] == []
