"""Paper whose code has changed since is answered for its own sheet, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from kit.office import Office, listed
from kit.site import built, codes_of

from planpress.content.validate import read
from planpress.model.version import Version
from planpress.sheets.edition import edition_of


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Three revisions: annexes swapped and one put before them; a unit, a form and the plan lettered anew."""
    made = Office(tmp_path_factory.mktemp("lettered") / "campaign")
    made.seal()
    made.sectors["quays"]["number"], made.sectors["cranes"]["number"] = "2", "1"
    made.add("sluices", 1)
    made.mend()
    made.units["east-basin"].update(code="EAST", name="East Basin Watch")
    made.seal()
    made.remove("locks")
    made.plan["code"], made.form("inspection-list")["code"] = "HW2", "LIST"
    made.sectors["quays"]["checklist"]["items"][0]["text"] = "Grit bin is full, lid shuts tightly."
    made.seal()
    return made


@pytest.fixture(scope="module")
def site(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    campaign, out = read(office.root).campaign, tmp_path_factory.mktemp("pages") / "site"
    return built(campaign, office.printed(), edition_of(campaign), out, history=office.history)


@pytest.mark.browser
def test_every_paper_is_answered_for_its_own_sheet(office: Office, site: Path, open_page) -> None:
    page = open_page(f"{site.as_uri()}/check.html")
    history = office.history
    papers = {(sheet.code, sheet.fingerprint): sheet.identity for _number, sheet in listed(history)}
    found = page.evaluate(
        """([papers, codes]) => papers.map(([code, fingerprint]) => {
          const record = planpressVerdict.recordOf(codes, code, fingerprint);
          return [record.code, record.path, planpressVerdict.verdict(planpressStatus, record, fingerprint, "2040-01-01")
            .answer];
        })""",
        [list(papers), codes_of(site)],
    )
    last, now = history.ledger.sheets, {sheet.identity: sheet for sheet in history.last.sheets.values()}
    for ((code, mark), identity), (label, path, answer) in zip(papers.items(), found, strict=True):
        assert (label, path) == (last[identity].sheet.code, last[identity].sheet.path), code
        held = now[identity].fingerprint == mark if identity in now else None
        kinds = {True: ("in-force", "unchanged-since"), False: ("replaced",), None: ("withdrawn",)}
        assert answer in kinds[held], (code, mark)


@pytest.mark.browser
def test_old_code_is_told_the_new_one_and_what_differs(office: Office, site: Path, open_page) -> None:
    sealed = office.history.sealed
    page = open_page(f"{site.as_uri()}/check.html")

    def answer(number: int, code: str) -> tuple[str | None, str]:
        page.goto(f"{site.as_uri()}/check.html?c={code}&f={sealed[Version(number)].sheets[code].fingerprint}")
        box = page.locator("#_answer")
        return box.get_attribute("data-answer"), box.inner_text()

    page.clock.set_fixed_time("2032-01-01T12:00:00")
    kind, words = answer(1, "HWR-01-IL-QO")
    assert kind == "replaced"
    assert "Today this sheet has the code HW2-01-LIST-QO;" in words
    assert "tightly" in page.locator("#_answer ins").first.inner_text()
    assert page.locator("#_answer .answer__sheet a").get_attribute("href") == "print/units/quay-office/quays-list.pdf"
    kind, words = answer(2, "HWR-02-IL-EAST")
    assert kind == "unchanged-since"
    assert "HW2-02-LIST-EAST" in words
    assert answer(1, "HWR-03-IL-QO")[0] == "withdrawn"
    # The list that needs no script names the codes of paper that holds still.
    rows = page.locator(".codes tr", has=page.locator("th", has_text=re.compile("^(HWR-02-IL|HW2-02-LIST)-EAST$")))
    assert len(set(rows.locator("td:nth-child(2)").all_text_contents())) == 1
    assert rows.count() == 2
    assert page.locator(".codes th", has_text="HWR-01-IL-QO").count() == 0
