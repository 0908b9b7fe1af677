"""Revisions that are published beside each other, in a real browser: Material's selector leads from one to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from kit.publish import DAY, with_manifest
from kit.site import built

from planpress.disk import staging
from planpress.model.version import Version
from planpress.publishing.publications import read_publications, staging_of
from planpress.publishing.publish import publish
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.packs import packs_of, with_packs


@pytest.fixture(scope="module")
def served(harbour, tmp_path_factory: pytest.TempPathFactory, address_of) -> tuple[Path, str]:
    """Two revisions of the second campaign, without PDFs, and their public address."""
    root = tmp_path_factory.mktemp("served") / "public"
    root.mkdir()
    address = address_of(root)
    sheets = sheets_of(harbour)
    printed = with_packs(sheets, packs_of(harbour, sheets))
    for revision in (Version(1), Version(2)):
        edition = replace(edition_of(harbour, f"{address}latest/"), revision=revision)
        with staging(staging_of(root)) as folder:
            site = built(harbour, printed, edition, folder / "site", beside={})
            with_manifest(site, harbour, revision)
            publish(read_publications(root, "en"), site, harbour, edition, DAY)
    return root, address


@pytest.mark.browser
def test_selector_leads_to_the_same_page_of_another_revision(served: tuple[Path, str], open_page: Callable) -> None:
    page = open_page("about:blank")
    page.clock.set_fixed_time("2031-09-20T12:00:00")
    page.goto(f"{served[1]}latest/sectors/cranes.html")
    chosen = page.locator(".md-version__current")
    chosen.wait_for()
    assert chosen.inner_text() == "Revision 2"
    assert page.locator("#_pending").is_hidden()
    chosen.focus()
    page.get_by_role("link", name="Revision 1").click()
    page.wait_for_url(f"{served[1]}1/sectors/cranes.html")
    banner = page.locator("#_pending")
    assert "This revision is not in force any more. Today revision 2 holds." in banner.inner_text()
    assert page.locator(".md-version__current").inner_text() == "Revision 1"
    banner.get_by_role("link").click()
    page.wait_for_url(f"{served[1]}2/sectors/cranes.html")


@pytest.mark.browser
def test_entrance_leads_to_the_current_revision(served: tuple[Path, str], open_page: Callable) -> None:
    for address in (served[1], f"{served[0].as_uri()}/index.html"):
        page = open_page(address)
        page.wait_for_url("**/2/index.html")
        assert "Revision 2" in page.locator(".edition").inner_text()
        assert all(asked.startswith(address.removesuffix("index.html")) for asked in page.asked)
