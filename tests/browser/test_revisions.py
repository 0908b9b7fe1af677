"""Old paper, untouched paper and a unit's list of changes, in a real browser: from a disk, on any day."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from kit.paths import AXE
from kit.revision import constructed, printed_of
from kit.site import built, codes_of
from kit.verdicts import status_on, verdict
from playwright.sync_api import Browser, Page

from planpress.content.validate import read
from planpress.model.version import Version
from planpress.revisions.history import History, history_of
from planpress.sheets.edition import edition_of

LIMIT_MS = 20_000
QUAYS, CRANES = "HWR-01-IL-QO", "HWR-02-IL-CO"
KINDS = (
    "revisions/index.html",
    "revisions/1.html",
    "revisions/2.html",
    "revisions/1/plan.html",
    "revisions/1/quays.html",
    "revisions/compare-1-3.html",
    "revisions/clauses/quays.html",
    "revisions/outdated.html",
    "units/quay-office/changes.html",
    "units/west-basin.html",
    "units/west-basin/changes.html",
    "sectors/cranes.html",
    "sectors/quays.html",
    f"check.html?c={QUAYS}&f=",
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return constructed(tmp_path_factory.mktemp("three"))


@pytest.fixture(scope="module")
def history(root: Path) -> History:
    return history_of(root)


@pytest.fixture(scope="module")
def site(root: Path, history: History, tmp_path_factory: pytest.TempPathFactory) -> Path:
    campaign, out = read(root).campaign, tmp_path_factory.mktemp("pages") / "site"
    built(campaign, printed_of(campaign, history), edition_of(campaign), out, history=history)
    return out


def fingerprint(history: History, number: int, code: str) -> str:
    return history.sealed[Version(number)].sheets[code].fingerprint


def on(page: Page, day: str) -> None:
    page.clock.set_fixed_time(f"{day}T12:00:00")


@pytest.fixture
def answer(site: Path, open_page: Callable) -> Callable[[str, str, str], tuple[str | None, str]]:
    """Scan a sheet on a day; return the kind of answer and its words."""
    page = open_page(f"{site.as_uri()}/check.html", 390, 844)

    def scan(code: str, mark: str, day: str) -> tuple[str | None, str]:
        on(page, day)
        page.goto(f"{site.as_uri()}/check.html?c={code}&f={mark}")
        box = page.locator("#_answer")
        return box.get_attribute("data-answer"), box.inner_text()

    return scan


@pytest.mark.browser
def test_an_old_sheet_is_replaced_and_its_differences_are_shown(history: History, site: Path, open_page) -> None:
    page = open_page(f"{site.as_uri()}/check.html", 390, 844)
    on(page, "2031-11-10")
    page.goto(f"{site.as_uri()}/check.html?c={QUAYS}&f={fingerprint(history, 1, QUAYS)}")
    box = page.locator("#_answer")
    assert box.get_attribute("data-answer") == "replaced"
    assert "Not valid: replaced by revision 2." in box.inner_text()
    assert "What is different on the current sheet" in box.inner_text()
    assert "tightly" in page.locator("#_answer ins").first.inner_text()
    assert page.locator("#_answer ins .heard").count() > 0
    assert page.locator("#_answer a[href='revisions/2.html']").count() == 1


@pytest.mark.browser
def test_an_untouched_sheet_is_still_valid(history: History, answer) -> None:
    assert fingerprint(history, 1, CRANES) == fingerprint(history, 2, CRANES)
    kind, words = answer(CRANES, fingerprint(history, 1, CRANES), "2031-10-20")
    assert kind == "unchanged-since"
    assert "Still valid: this sheet has not changed since revision 1." in words


@pytest.mark.browser
@pytest.mark.parametrize(
    ("code", "number", "day", "kind"),
    [
        (QUAYS, 2, "2031-10-07", "not-yet"),
        (QUAYS, 1, "2031-10-07", "in-force"),
        (QUAYS, 2, "2031-10-08", "in-force"),
        (CRANES, 2, "2031-11-30", "unchanged-since"),
        (CRANES, 2, "2031-12-01", "withdrawn"),
        (QUAYS, 1, "2031-09-14", "not-yet"),
    ],
)
def test_the_answer_follows_the_readers_day(
    history: History, answer, code: str, number: int, day: str, kind: str
) -> None:
    assert answer(code, fingerprint(history, number, code), day)[0] == kind


@pytest.mark.browser
def test_what_never_was_is_unknown(answer) -> None:
    assert answer("HWR-99-XX-00", "00000000", "2031-10-20")[0] == "unknown"
    assert answer(QUAYS, "00000000", "2031-10-20")[0] == "unlike"


@pytest.mark.browser
def test_script_and_program_give_the_same_verdicts(history: History, site: Path, open_page) -> None:
    page = open_page(f"{site.as_uri()}/check.html")
    days = ("2031-09-14", "2031-09-15", "2031-10-07", "2031-10-08", "2031-11-30", "2031-12-01", "2032-01-01")
    cases = [
        (sheet.sheet.code, span.fingerprint, day)
        for sheet in history.ledger.sheets.values()
        for span in (*sheet.spans, *next(iter(history.ledger.sheets.values())).spans)
        for day in days
    ]
    found = page.evaluate(
        """([cases, codes]) => cases.map(([code, fingerprint, day]) => {
          const record = planpressVerdict.recordOf(codes, code, fingerprint);
          const found = planpressVerdict.verdict(planpressStatus, record, fingerprint, day);
          return [found.answer, found.number || null];
        })""",
        [cases, codes_of(site)],
    )
    for (code, mark, day), (kind, number) in zip(cases, found, strict=True):
        expected = verdict(history.ledger, code, mark, datetime.date.fromisoformat(day))
        assert kind.replace("unlike", "unknown") == expected.outcome, (code, mark, day)
        assert number == (expected.revision and expected.revision.json), (code, mark, day)
    statuses = page.evaluate(
        "days => days.map(day => planpressStatus.revisions.map(one => "
        "planpressVerdict.statusOn(planpressStatus.revisions, one.number, day)))",
        list(days),
    )
    for day, row in zip(days, statuses, strict=True):
        when = datetime.date.fromisoformat(day)
        assert row == [status_on(history.ledger, number, when) for number in history.sealed]


@pytest.mark.browser
def test_status_words_follow_the_readers_day(site: Path, open_page) -> None:
    page = open_page(f"{site.as_uri()}/revisions/index.html")
    for day, words in (
        ("2031-10-01", ["not yet in force", "not yet in force", "in force"]),
        ("2031-12-24", ["in force", "since amended", "since amended"]),
    ):
        on(page, day)
        page.reload()
        assert page.locator(".revisions .standing").all_inner_texts() == words


@pytest.mark.browser
def test_a_date_leads_to_the_revision_in_force_then(site: Path, open_page) -> None:
    page = open_page(f"{site.as_uri()}/revisions/index.html")
    for typed in ("20 October", "2031-13-01"):
        page.fill("#_date", typed)
        page.press("#_date", "Enter")
        assert "such as 2031-" in page.locator("#_day-answer").inner_text()
    for typed in ("2031-10-20", "2031年10月20日", "2031/10/20", "２０３１．１０．２０", "20311020"):
        page.fill("#_date", typed)
        page.press("#_date", "Enter")
        assert "Revision 2" in page.locator("#_day-answer").inner_text(), typed
    page.locator("#_day-answer a", has_text="Full text").click()
    page.wait_for_url("**/revisions/2/plan.html")
    page.goto(f"{site.as_uri()}/revisions/index.html?d=2031-01-01")
    assert "no revision was in force yet" in page.locator("#_day-answer").inner_text()


@pytest.mark.browser
def test_changes_of_a_unit_fit_a_phone(history: History, site: Path, open_page) -> None:
    page = open_page(f"{site.as_uri()}/units/quay-office/changes.html", 390, 844)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    step = page.locator("table.reprints").first
    assert fingerprint(history, 3, QUAYS)[:4] in step.inner_text()
    assert page.locator("ins").first.evaluate("mark => getComputedStyle(mark).textDecorationLine") == "underline"
    assert page.locator(".redline del").first.evaluate("mark => getComputedStyle(mark).textDecorationLine") == (
        "line-through"
    )


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    history: History, site: Path, open_page, width: int, dark: bool
) -> None:
    found = []
    page = open_page(f"{site.as_uri()}/index.html", width, dark=dark)
    for name in KINDS:
        address = name + fingerprint(history, 1, QUAYS) if name.endswith("f=") else name
        page.goto(f"{site.as_uri()}/{address}")
        page.evaluate(AXE.read_text("utf-8"))  # the policy of the page refuses a script tag
        violations = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
        found += [f"{name}: {v['id']}: {node['html'][:160]}" for v in violations for node in v["nodes"][:3]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{name}: scrolls sideways")
    assert found == []


@pytest.mark.browser
def test_pages_can_be_read_without_javascript(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(LIMIT_MS)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/revisions/index.html")
    assert page.locator("#_day").is_hidden()
    assert page.locator(".standing").first.is_hidden()
    rows = page.locator("table.reigns tbody tr").all_inner_texts()
    assert ["October 8, 2031" in row for row in rows] == [False, True, False]
    assert "November 30, 2031" in rows[1]
    page.goto(f"{site.as_uri()}/revisions/compare-1-2.html")
    assert page.locator("ins").count() > 1
    page.goto(f"{site.as_uri()}/revisions/outdated.html")
    assert page.locator("tbody tr", has_text=QUAYS).count() == 2
    context.close()


@pytest.mark.browser
def test_pages_ask_no_one_and_run_no_script_of_their_own(site: Path, open_page, address_of) -> None:
    home = address_of(site)
    page = open_page(home + "index.html")
    for name in KINDS[:-1]:
        page.goto(home + name)
        text = (site / name).read_text("utf-8")
        article = text[text.index("<article") : text.index("</article>")]
        assert "<script" not in article
        assert "style=" not in article
    assert [url for url in page.asked if not url.startswith((home, "data:"))] == []
    assert json.loads((site / "status.json").read_text("utf-8"))["revisions"]
