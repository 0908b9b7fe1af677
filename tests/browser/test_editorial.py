"""A revision that its editor has corrected, in a real browser: what old paper and old pages answer."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from kit.folder import edit
from kit.publish import published_pages
from kit.revision import constructed

from planpress.release import prepare, seal
from planpress.revisions.history import history_of
from planpress.revisions.request import ReleaseRequest

PACK, LIST = "HWR-PK-CO", "HWR-02-IL-CO"
DAY = datetime.date(2031, 9, 20)
DUTY = ("content/plan.yml", "{units: [crane-office], role: lead, sectors: [cranes]}")
"""What is put there binds the Crane Office by the quays, too: its pack shows that, its checklist does not."""


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Revision 1, published, and its editorial correction, too."""
    folder = tmp_path_factory.mktemp("corrected")
    root, public = constructed(folder, 1), folder / "public"
    published_pages(public, root)
    edit(root, *DUTY, DUTY[1].replace("lead", "support"))
    seal(root, prepare(root, ReleaseRequest("editorial", "It supports", DAY)))
    published_pages(public, root)
    return public


@pytest.fixture(scope="module")
def marks(public: Path) -> dict[str, str]:
    """The fingerprints that paper of revision 1 bears."""
    first = next(iter(history_of(public.with_name("campaign")).sealed.values()))
    return {code: sheet.fingerprint for code, sheet in first.sheets.items()}


@pytest.mark.browser
@pytest.mark.parametrize("folder", ["latest", "1"])
def test_paper_of_the_revision_holds_unless_it_shows_what_was_mended(
    public: Path, marks: dict[str, str], open_page: Callable, folder: str
) -> None:
    page = open_page(f"{public.as_uri()}/{folder}/check.html")

    def answer(code: str, day: str) -> tuple[str | None, str]:
        page.clock.set_fixed_time(f"{day}T12:00:00")
        page.goto(f"{public.as_uri()}/{folder}/check.html?c={code}&f={marks[code]}")
        box = page.locator("#_answer")
        return box.get_attribute("data-answer"), box.inner_text()

    assert answer(PACK, "2031-09-19")[0] == "in-force"
    kind, words = answer(PACK, "2031-09-20")
    assert (kind, "Not valid: replaced by revision 1 · editorial 1." in words) == ("replaced", True)
    assert "no word of the plan: what was answered on your sheet holds" in words
    assert page.locator("#_answer a[href$='revisions/1.1.html']").count() == 1
    kind, words = answer(LIST, "2031-09-21")
    assert kind == "unchanged-since"
    assert "Revision 1 · editorial 1 is in force; it did not touch this sheet." in words


@pytest.mark.browser
def test_pages_of_the_revision_say_that_its_editor_has_corrected_it(public: Path, open_page: Callable) -> None:
    page = open_page(f"{public.as_uri()}/1/index.html")
    page.clock.set_fixed_time("2031-09-19T12:00:00")
    page.reload()
    line = page.locator("#_pending")
    assert "In force until revision 1 · editorial 1 takes effect on 2031-09-20." in line.inner_text()
    page.clock.set_fixed_time("2031-09-21T12:00:00")
    page.reload()
    assert "The editor has corrected this revision since; no word of the plan is different." in line.inner_text()
    assert page.locator("#_pending a").inner_text() == "To revision 1 · editorial 1"
    assert page.locator("#_pending a").get_attribute("href").endswith("/../1.1/index.html")
    page.goto(f"{public.as_uri()}/latest/revisions/index.html")
    standings = page.locator("li.revision .standing")
    assert standings.all_inner_texts() == ["in force", "since corrected by its editor"]
    page.goto(f"{public.as_uri()}/latest/revisions/index.html?d=2031-09-25")
    assert "Revision 1 · editorial 1" in page.locator("#_day-answer").inner_text()
