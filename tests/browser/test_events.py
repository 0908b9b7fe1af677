"""What became of a revision after its pages were written: every publication tells it, on the reader's day.

Three constructed revisions are published one after the other. The second is read before its first day and after it,
then taken back; the third is not yet in force when it comes, and so the first holds. At last the plan is repealed. One
folder stands for each state.
"""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from kit.once import made_once
from kit.publish import differences, published_pages, rolled_back
from kit.revision import constructed
from playwright.sync_api import Browser, Page

from planpress.release import prepare, seal
from planpress.revisions.request import ReleaseRequest

QUAYS, CRANES = "HWR-01-IL-QO", "HWR-02-IL-CO"
LIST = "print/units/quay-office/quays-list.pdf"
LIMIT_MS = 20_000


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of publications in each state: `pending`, `rolled` back, with the `third`, and `repealed`."""
    return made_once(tmp_path_factory, "events", _make)


def _make(folder: Path) -> None:
    root = folder / "third"
    for number in (1, 2):
        published_pages(root, constructed(folder / str(number), number))
    shutil.copytree(root, folder / "pending", symlinks=True)
    rolled_back(root)
    shutil.copytree(root, folder / "rolled", symlinks=True)
    last = constructed(folder / "3", 3)
    published_pages(root, last)
    ended = Path(shutil.copytree(root, folder / "repealed", symlinks=True))
    first, issued = datetime.date(2032, 1, 1), datetime.date(2031, 12, 20)
    seal(last, prepare(last, ReleaseRequest("repeal", "Winter is over", issued, first)))
    published_pages(ended, last)


@pytest.fixture(scope="module")
def mark(states: Path) -> Callable[[str, int], str]:
    """Return the fingerprint of a code in a revision."""
    codes = json.loads((states / "third" / "3" / "status.json").read_text("utf-8"))["codes"]

    def found(code: str, number: int) -> str:
        spans = codes[code]["spans"]
        return next(span["fingerprint"] for span in spans if span["first"] <= number <= span["last"])

    return found


@pytest.fixture
def page_on(states: Path, open_page: Callable) -> Callable[[str, str], Page]:
    """Open a page of a state from a disk on a day, on a telephone."""

    page = open_page("about:blank", 390, 844)
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))

    def opened(address: str, day: str) -> Page:
        page.clock.set_fixed_time(f"{day}T12:00:00")
        page.goto(f"{states.as_uri()}/{address}")
        assert failed == []
        return page

    return opened


NOT_YET, HELD, TAKEN = "Not yet in force.", "Valid: this is the current sheet.", "Not valid: taken back."

ANSWERS = [
    # where, the revision whose sheet is scanned, the day → the answer, the revision to use, where its sheet lies
    ("pending/latest", 2, "2031-10-07", NOT_YET, 1, f"../1/{LIST}"),
    ("pending/latest", 1, "2031-10-07", HELD, 1, f"../1/{LIST}"),
    ("pending/latest", 2, "2031-10-08", HELD, 2, LIST),
    ("pending/1", 2, "2031-10-07", NOT_YET, 1, LIST),
    ("pending/1", 1, "2031-10-07", HELD, 1, LIST),
    ("pending/1", 1, "2031-10-08", "Not valid: replaced by revision 2.", 2, f"../2/{LIST}"),
    ("pending/1", 2, "2031-10-08", HELD, 2, f"../2/{LIST}"),
    ("rolled/latest", 2, "2031-10-20", TAKEN, 1, LIST),
    ("rolled/2", 2, "2031-10-20", TAKEN, 1, f"../1/{LIST}"),
    ("rolled/2", 1, "2031-10-20", HELD, 1, f"../1/{LIST}"),
    ("third/latest", 3, "2031-11-30", NOT_YET, 1, f"../1/{LIST}"),
    ("third/latest", 2, "2031-11-30", TAKEN, 1, f"../1/{LIST}"),
    ("third/latest", 1, "2031-11-30", HELD, 1, f"../1/{LIST}"),
    ("third/1", 3, "2031-12-01", HELD, 3, f"../3/{LIST}"),
    ("third/2", 1, "2031-12-01", "Not valid: replaced by revision 3.", 3, f"../3/{LIST}"),
    ("repealed/latest", 3, "2031-12-31", HELD, 3, f"../3/{LIST}"),
]


@pytest.mark.browser
def test_every_publication_gives_the_same_answer_by_the_readers_day(page_on: Callable, mark: Callable) -> None:
    for where, number, day, words, held, address in ANSWERS:
        page = page_on(f"{where}/check.html?c={QUAYS}&f={mark(QUAYS, number)}", day)
        text = page.locator("#_answer").inner_text()
        use = mark(QUAYS, held)
        assert text.startswith(words), (where, number, day, text)
        assert f"Current fingerprint {use[:4]} {use[4:]}" in text, (where, number, day)
        assert page.locator(".answer__sheet a").get_attribute("href") == address, (where, number, day)
        assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.browser
def test_what_is_withdrawn_or_taken_back_is_told_with_what_to_use(page_on: Callable, mark: Callable) -> None:
    page = page_on(f"third/1/check.html?c={CRANES}&f={mark(CRANES, 1)}", "2031-12-01")
    assert page.locator("#_answer").get_attribute("data-answer") == "withdrawn"
    assert "Since revision 3 (from 2031-12-01) there has been no such sheet." in page.locator("#_answer").inner_text()
    page = page_on(f"rolled/latest/check.html?c={QUAYS}&f={mark(QUAYS, 2)}", "2031-09-01")
    assert "Today no sheet with this code is in force." in page.locator("#_answer").inner_text()
    assert page.locator(".answer__sheet a").count() == 0
    for where in ("repealed/latest", "repealed/1"):
        page = page_on(f"{where}/check.html?c={QUAYS}&f={mark(QUAYS, 3)}", "2032-01-01")
        words = "Revision 4 repealed the plan on 2032-01-01: none of its sheets is valid."
        assert page.locator("#_answer").get_attribute("data-answer") == "repealed"
        assert words in page.locator("#_answer").inner_text()


@pytest.mark.browser
def test_differences_lead_to_the_publication_that_tells_them(page_on: Callable, mark: Callable) -> None:
    page = page_on(f"pending/1/check.html?c={QUAYS}&f={mark(QUAYS, 1)}", "2031-10-08")
    link = page.locator(".answer__differences a")
    assert link.get_attribute("href") == "../2/revisions/2.html"
    link.click()
    page.wait_for_url("**/pending/2/revisions/2.html")


@pytest.mark.browser
def test_every_page_says_what_its_revision_is_on_the_day(page_on: Callable) -> None:
    for where, day, words, address in (
        ("pending/latest", "2031-10-07", "Not yet in force: revision 2 holds from 2031-10-08. Today revision 1", "1"),
        ("pending/latest", "2031-10-08", "", ""),
        ("pending/1", "2031-10-07", "In force until revision 2 takes effect on 2031-10-08.", "2"),
        ("pending/1", "2031-10-08", "This revision is not in force any more. Today revision 2 holds.", "2"),
        ("rolled/2", "2031-10-20", "This revision was taken back: nothing of it is in force. Today revision 1", "1"),
        ("rolled/latest", "2031-10-20", "", ""),
        ("third/latest", "2031-11-30", "Not yet in force: revision 3 holds from 2031-12-01. Today revision 1", "1"),
        ("third/2", "2031-12-01", "This revision was taken back: nothing of it is in force. Today revision 3", "3"),
        ("repealed/latest", "2031-12-31", "Not yet in force: revision 4 holds from 2032-01-01. Today revision 3", "3"),
        ("repealed/1", "2032-01-01", "The plan has been repealed since 2032-01-01.", "4"),
        ("repealed/4", "2032-01-01", "The plan has been repealed since 2032-01-01.", ""),
    ):
        page = page_on(f"{where}/sectors/quays.html", day)
        line = page.locator("#_pending")
        assert line.is_visible() == bool(words), (where, day)
        assert line.inner_text().startswith(words) or not words, (where, day)
        if address:
            line.get_by_role("link").click()
            page.wait_for_url(f"**/{where.partition('/')[0]}/{address}/sectors/quays.html")


@pytest.mark.browser
def test_statuses_of_revisions_follow_what_was_published_later(page_on: Callable) -> None:
    page = page_on("third/3/revisions/index.html", "2031-11-30")
    assert page.locator(".revisions .standing").all_inner_texts() == ["not yet in force", "taken back", "in force"]
    for where in ("revisions/3.html", "units/quay-office/changes.html"):
        page = page_on(f"third/3/{where}", "2031-11-30")
        assert page.get_by_text("Revision 2 was taken back: whoever holds paper of an earlier one").count() == 1
    for where, day, words, address in (
        ("third/2", "2031-10-20", "Revision 1", "1.html"),
        ("third/2", "2031-12-24", "To revision 3", "../../3/index.html"),
        ("third/2", "2031-09-01", "On that day no revision was in force yet.", None),
    ):
        page = page_on(f"{where}/revisions/index.html?d={day}", "2031-11-30")
        answer = page.locator("#_day-answer")
        assert words in answer.inner_text(), (where, day)
        link = answer.get_by_role("link", name=words)
        assert (link.get_attribute("href") if address else None) == address


@pytest.mark.browser
def test_dates_stand_without_javascript(states: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(LIMIT_MS)
    page = context.new_page()
    for name, words in (
        ("pending/2", "Revision 2 holds from October 8, 2031; until then revision 1 holds."),
        ("third/3", "Revision 3 holds from December 1, 2031; until then revision 1 holds."),
    ):
        page.goto(f"{states.as_uri()}/{name}/units/quay-office.html")
        assert words in page.locator("#_pending").inner_text()
        page.get_by_role("link", name="To revision 1").click()
        page.wait_for_url("**/1/units/quay-office.html")
    page.goto(f"{states.as_uri()}/rolled/1/units/quay-office.html")
    assert page.locator("#_pending").is_hidden()
    context.close()


@pytest.mark.browser
def test_page_that_cannot_read_of_the_others_says_so(states: Path, tmp_path: Path, open_page, mark: Callable) -> None:
    shutil.copytree(states / "pending" / "2", tmp_path / "2")
    newer = (states / "third" / "revisions.js").read_text("utf-8")
    known = "this page answers by what it knew when it was made"
    others = (newer.replace('"format": 1', '"format": 3'), newer.replace('"number": 2', '"number": 9'))
    for text in (None, *others, newer):  # at last, a part is missing
        if text:
            (tmp_path / "revisions.js").write_text(text, "utf-8")
        page = open_page("about:blank")
        page.clock.set_fixed_time("2031-10-20T12:00:00")
        page.goto(f"{(tmp_path / '2').as_uri()}/check.html?c={QUAYS}&f={mark(QUAYS, 2)}")
        assert page.locator("#_answer").inner_text().startswith(HELD)
        assert known in page.locator("#_answer").inner_text()
    for part in (states / "third").glob("publications-*.js"):
        shutil.copy(part, tmp_path)
    page.reload()
    assert page.locator("#_answer").inner_text().startswith(TAKEN)
    assert known not in page.locator("#_answer").inner_text()


@pytest.mark.browser
def test_page_obeys_its_policy_over_http_too(states: Path, address_of: Callable, open_page, mark: Callable) -> None:
    home = address_of(states / "rolled")
    page = open_page(f"{home}latest/check.html?c={QUAYS}&f={mark(QUAYS, 2)}")
    assert page.locator("#_answer").inner_text().startswith(TAKEN)
    assert f"{home}revisions.js" in page.asked
    assert f"{home}publications.js" not in page.asked
    assert [name for name in page.asked if name.startswith(f"{home}publications-")]


def test_publications_are_as_they_were_published(states: Path) -> None:
    for name in ("pending", "rolled", "third"):
        assert differences(states / name) == []
