"""A publication behind a real nginx with the settings that the README offers: read, searched, checked, renewed."""

from __future__ import annotations

import gzip
import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest
from kit.folder import write
from kit.nginx import serving
from kit.publish import DAY, with_manifest
from kit.revision import constructed
from playwright.sync_api import Browser, Page

from planpress.content.validate import read
from planpress.disk import staging
from planpress.office.files import office_files, write_files
from planpress.publishing.earlier import earlier_of, write_withdrawn_pages
from planpress.publishing.publications import read_publications, staging_of
from planpress.publishing.publish import publish
from planpress.revisions.history import history_of
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.web.finish import finish_pages
from planpress.web.mkdocs import build_site
from planpress.web.site import site_of

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
FOR_EVER = "public, max-age=31536000, immutable"
PAGE = "sectors/quays.html"
OLD = "old-page.html"
"""A page that only the first revision has."""

LEFT_OUT = re.compile(r"404\.html|units/(?!east-basin)|handbook/(?!index)")
"""What a server shows where nothing is, and pages of a kind that is looked at already."""

WATCH = (
    """document.addEventListener("securitypolicyviolation", event => console.error("violation", event.blockedURI));"""
)


class Publication(NamedTuple):
    """A folder behind nginx, and a window that had read its first revision before the second was published."""

    root: Path
    home: str
    warm: Page


def put(root: Path, campaign_root: Path, home: str, more: dict[str, str]) -> None:
    """Publish the campaign, without paper; its paper is one small file."""
    campaign, history, before = read(campaign_root).campaign, history_of(campaign_root), read_publications(root, "en")
    edition, earlier = edition_of(campaign, f"{home}latest/"), earlier_of(before)
    printed = printed_now(campaign, history, earlier.sheets)
    with staging(staging_of(root)) as folder:
        site = folder / "site"
        build_site(site_of(campaign, printed.all, edition, beside=earlier.beside, history=history), site)
        write_files(site, office_files(campaign, printed.sheets, edition, None))
        write(site, {"print/plan.pdf": "%PDF-1.7", **more})
        write_withdrawn_pages(earlier, site, campaign, edition.language)
        finish_pages(site, edition.language)
        with_manifest(site, campaign, edition.revision)
        publish(before, site, campaign, edition, DAY)


@pytest.fixture(scope="module")
def publication(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publication]:
    folder = tmp_path_factory.mktemp("nginx")
    root, context = folder / "public", browser.new_context()
    root.mkdir()
    with serving(root, folder) as home:
        page = '<html><head><meta charset="utf-8"><link rel="icon" href="img/mark.svg"></head><body></body></html>'
        put(root, constructed(folder / "a", 1), home, {OLD: page})
        warm = context.new_page()
        warm.goto(home)
        warm.wait_for_url("**/1/index.html")
        warm.goto(f"{home}latest/{PAGE}")
        put(root, constructed(folder / "b", 2), home, {})
        yield Publication(root, home, warm)
        context.close()


def answer(address: str, *, packed: bool = False) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"} if packed else {})
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


KINDS = {
    "index.html": "text/html; charset=utf-8",
    "css/site.css": "text/css; charset=utf-8",
    "js/common.js": "application/javascript; charset=utf-8",
    "status.json": "application/json; charset=utf-8",
    "calendar/all.ics": "text/calendar; charset=utf-8",
    "files/matrix.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "files/**/*.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "charts/matrix.svg": "image/svg+xml",
    "revisions/atom.xml": "text/xml; charset=utf-8",
    "print/plan.pdf": "application/pdf",
}


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_has_its_type_its_headers_and_its_time_to_be_kept(
    publication: Publication, kind: str
) -> None:
    path = min((publication.root / "2").glob(kind)).relative_to(publication.root / "2").as_posix()
    for folder, keep in (("2", FOR_EVER), ("latest", "no-cache")):
        status, headers, body = answer(f"{publication.home}{folder}/{path}")
        assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, KINDS[kind], keep)
        assert body == (publication.root / "2" / path).read_bytes()
        assert headers["Content-Security-Policy"].startswith("default-src 'none'" if path.endswith(".svg") else POLICY)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.browser
def test_what_leads_readers_is_asked_for_anew_and_text_is_packed(publication: Publication) -> None:
    for name in ("", "index.html", "versions.json", "publications.js", "journal.jsonl", "verify.py", "latest/"):
        status, headers, _body = answer(publication.home + name)
        assert (status, headers["Cache-Control"]) == (200, "no-cache"), name
        assert headers["ETag"], name
    for name in (PAGE, "css/site.css", "search/text.js", "charts/matrix.svg"):
        _status, headers, body = answer(f"{publication.home}latest/{name}", packed=True)
        assert headers["Content-Encoding"] == "gzip", name
        assert gzip.decompress(body) == (publication.root / "2" / name).read_bytes()


@pytest.mark.browser
def test_what_is_no_part_of_the_publication_is_not_served(publication: Publication) -> None:
    write(publication.root, {".staging/half/index.html": "half", "2/.hidden": "hidden"})
    for name in (".staging/half/index.html", ".staging/", "2/.hidden", "2/../../etc/hostname", "%2e%2e/etc/hostname"):
        status, headers, body = answer(publication.home + name)
        assert status in {400, 404}, name
        if status == 404:
            assert headers["Cache-Control"] is None
            assert b"md-header" in body, "the page of the site that says so"


@pytest.mark.browser
def test_a_link_that_somebody_else_has_put_there_is_not_followed(publication: Publication) -> None:
    link = publication.root / "outside"
    link.symlink_to("/etc/hostname")
    if os.geteuid() == 0:  # whose file that is
        os.chown(link, 65534, -1, follow_symlinks=False)
    assert answer(f"{publication.home}outside")[0] == 403
    link.unlink()


@pytest.mark.browser
def test_every_page_is_shown_without_a_word_in_the_console(publication: Publication, open_page: Callable) -> None:
    page = open_page("about:blank")
    page.add_init_script(WATCH)
    told: list[str] = []
    page.on("console", lambda message: told.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    names = [path.relative_to(publication.root / "2").as_posix() for path in (publication.root / "2").rglob("*.html")]
    names = [f"latest/{name}" for name in sorted(names) if not LEFT_OUT.match(name)]
    assert len(names) > 20
    for name in (*names, f"1/{PAGE}", f"1/{OLD}", "1/index.html", "latest/charts/matrix.svg"):
        assert page.goto(publication.home + name).status in {200, 304}, name
    assert told == []


@pytest.mark.browser
def test_a_cache_that_is_warm_shows_the_new_revision_as_the_latest(publication: Publication) -> None:
    warm, home = publication.warm, publication.home
    assert "lid shuts tightly" not in warm.locator("article").inner_text()
    warm.goto(f"{home}latest/{PAGE}")
    assert "lid shuts tightly" in warm.locator("article").inner_text()
    assert "Revision 2" in warm.locator(".edition").inner_text()
    warm.goto(home)
    warm.wait_for_url("**/2/index.html")


@pytest.mark.browser
def test_old_addresses_answer_and_lead_on(publication: Publication, open_page: Callable) -> None:
    page = open_page("about:blank")
    page.clock.set_fixed_time("2031-10-20T12:00:00")
    page.goto(f"{publication.home}1/{PAGE}")
    assert "This revision is not in force any more." in page.locator("#_pending").inner_text()
    assert "lid shuts tightly" not in page.locator("article").inner_text()
    page.locator(".md-version__current").focus()
    page.locator(".md-version__link", has_text="Revision 2").click()
    page.wait_for_url(f"{publication.home}2/{PAGE}")
    page.goto(f"{publication.home}latest/{OLD}")
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    page.locator("a >> nth=0").click()
    page.wait_for_url(f"{publication.home}1/{OLD}")


@pytest.mark.browser
def test_a_code_from_paper_is_answered(publication: Publication, open_page: Callable) -> None:
    codes = json.loads((publication.root / "2" / "status.json").read_text("utf-8"))["codes"]
    code, record = next(iter(codes.items()))
    page = open_page(f"{publication.home}latest/check.html?c={code}&f={record['fingerprint']}")
    assert page.get_attribute("#_answer", "data-answer") not in {None, "unknown", "compare"}
    page.fill("#_fingerprint", "00000000")
    page.press("#_fingerprint", "Enter")
    assert page.get_attribute("#_answer", "data-answer") == "unlike"


@pytest.mark.browser
def test_a_chinese_word_is_found(real_site: Path, tmp_path: Path, open_page: Callable) -> None:
    with serving(real_site, tmp_path) as home:
        page = open_page(home + "index.html")
        page.fill(".md-search__input", "电动自行车")
        page.locator(".md-search-result__item a").first.click()
        page.wait_for_url("**?h=*")
        assert "电动自行车" in page.locator("article").inner_text()
