"""Constructed revisions → what the pages say of them, at addresses that never go away."""

from __future__ import annotations

import datetime
import html
import json
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from kit import folder
from kit.paths import HARBOUR
from kit.revision import FIRST, SECOND, constructed, edit, pages_at, printed_of
from kit.revision_maker import OPERATIONS, Maker
from kit.site import built, faults_below

from planpress.content.validate import read
from planpress.model.addresses import OWN_FORMS
from planpress.model.version import Version
from planpress.release import prepare, seal
from planpress.revisions.history import history_of
from planpress.revisions.request import ReleaseRequest
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.web.page import Pages
from planpress.web.pages.comparison import COMPARED

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://harbour.example/winter/"
ONE_DAY = datetime.timedelta(days=1)

read_day = datetime.date.fromisoformat


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return constructed(tmp_path_factory.mktemp("three"))


@pytest.fixture(scope="module")
def pages(root: Path) -> Pages:
    return pages_at(root, SITE)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return pages_at(constructed(tmp_path_factory.mktemp("two"), last=2), SITE)


def text_of(page: str) -> str:
    """Return what a reader reads, without what only a screen reader says."""
    page = re.sub(r'<span class="heard">.*?</span>', "", page)
    return html.unescape(re.sub(r"<[^>]+>", "", page.replace("<br>", "\n")))


def section(page: str, start: str, end: str = "\n## ") -> str:
    """Return the part of a page that begins with `start`."""
    return page[page.index(start) :].partition(end)[0] if end else page[page.index(start) :]


def addresses(pages: Pages) -> Iterator[str]:
    """Yield every address of a site that must never go away: its pages, and the clauses and rows of each."""
    for path, text in pages.files.items():
        page = path.replace(".md", ".html")
        yield page
        if path.startswith(("plan/", "sectors/", "revisions/")):
            # What begins with a line is of ours, and moves with what it is about.
            yield from (
                f"{page}#{name}"
                for pair in re.findall(r'id="([^"]+)"|\{ #([\w-]+)', text)
                for name in pair
                if name[:1].isalpha()
            )
    yield from (name for name in pages.data if not name.startswith("status-"))  # a page looks up such parts


# ---------------------------------------------------------------- addresses


def test_every_address_of_a_revision_still_answers_after_it(tmp_path: Path) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    edit(root, 1)
    maker = Maker(root, random.Random(7))
    day = ReleaseRequest("original", "First issue", read(root).campaign.plan.period.start)
    seal(root, prepare(root, day))
    before: set[str] = set()
    for name in OPERATIONS:
        while not maker.revise(name).truths:
            pass
        seal(root, prepare(root, ReleaseRequest("revision", "Constructed for a test", day.issued)))
        after = set(addresses(pages_at(root, SITE)))
        assert before - after == set(), name
        before = after


def test_all_links_of_the_site_lead_somewhere(root: Path, tmp_path: Path) -> None:
    campaign = read(root).campaign
    history = history_of(root)
    printed = printed_of(campaign, history)
    built(campaign, printed, edition_of(campaign, SITE), tmp_path / "site", history=history)
    faults = faults_below(tmp_path / "site", SITE)
    # PDFs, office files and charts are made beside the pages.
    assert [fault for fault in faults if not fault.endswith((".pdf", ".zip", ".ics", ".xlsx", ".docx", ".svg"))] == []


def test_a_withdrawn_sector_and_unit_say_so_where_they_stood(pages: Pages) -> None:
    sector = pages.files["sectors/cranes.md"]
    assert "not been part of the plan since revision 3 (from December 1, 2031)" in text_of(sector)
    assert 'id="item-c"' in sector
    unit = text_of(pages.files["units/west-basin.md"])
    assert "West Basin Wardens" in unit
    assert "not been part of the plan since revision 3" in unit


def test_a_deleted_row_is_told_at_its_old_place(pages: Pages) -> None:
    gone = section(pages.files["sectors/quays.md"], 'id="item-d"')
    assert "deleted by revision 3" in text_of(gone)
    assert 'href="../revisions/2/quays.html#item-d"' in gone
    assert 'id="item-d"' in pages.files["revisions/2/quays.md"]


def test_pages_to_compare_stay_when_revisions_are_added() -> None:
    def pairs(last: int) -> set[tuple[int, int]]:
        return {(old, new) for new in range(1, last + 1) for old in range(1, new) if new - COMPARED <= old}

    assert all(pairs(last) <= pairs(last + 1) for last in range(1, 30))


# ---------------------------------------------------------------- what they say


def test_pages_of_constructed_revisions(second: Pages, golden) -> None:
    written = {path: text for path, text in second.files.items() if path.startswith("revisions/")}
    written |= {path: text for path, text in second.files.items() if path.endswith("/changes.md")}
    written |= {path: text for path, text in second.data.items() if "status" not in path}
    golden("harbour-revisions", written)


def test_pages_are_the_same_each_time(root: Path, pages: Pages) -> None:
    again = pages_at(root, SITE)
    assert again == pages


def test_redline_holds_both_texts(pages: Pages) -> None:
    for path in ("revisions/2.md", "revisions/3.md", "revisions/compare-1-3.md"):
        for line in re.findall(r'<p class="redline">(.*?)</p>', pages.files[path], re.DOTALL):
            assert len(re.findall("<(?:ins|del)>", line)) == line.count('<span class="heard">') / 2
    line = re.search(r'<p class="redline">(.*tightly.*?)</p>', pages.files["revisions/2.md"])
    assert line
    assert text_of(re.sub("<ins>.*?</ins>", "", line[1])) == "Grit bin is full, lid shuts."
    assert text_of(re.sub("<del>.*?</del>", "", line[1])) == "Grit bin is full, lid shuts tightly."


def test_a_renumbered_row_stands_among_the_numbers_only(pages: Pages) -> None:
    page = pages.files["revisions/2.md"]
    assert "Ladder has the right colur." not in text_of(section(page, "## Changes"))
    row = section(page, "## Old and new numbers")
    assert "Ladder has the right colur." in text_of(row)


def test_a_unit_is_told_exactly_what_to_print_again(root: Path, pages: Pages) -> None:
    history = history_of(root)
    old, new = history.sealed[Version(1)].sheets, history.sealed[Version(2)].sheets
    for unit in ("quay-office", "crane-office", "east-basin", "west-basin"):
        step = section(pages.files[f"units/{unit}/changes.md"], "## Revision 2")
        again = {
            code
            for code, sheet in new.items()
            if sheet.unit == unit
            and sheet.form not in OWN_FORMS
            and (code not in old or old[code].fingerprint != sheet.fingerprint)
        }
        shown = set(re.findall(r"HWR(?:&#45;[A-Z0-9]+)+", step))
        assert {html.unescape(code) for code in shown} - {c for c in new if new[c].form in OWN_FORMS} == again, unit
        assert f"{len(again)} sheet{'s' * (len(again) != 1)} to print" in text_of(step) or not again


def test_a_unit_that_a_revision_does_not_touch_reads_no_change(tmp_path: Path) -> None:
    root = constructed(tmp_path, last=1)
    path = root / "sectors" / "02-cranes.yml"
    path.write_text(path.read_text("utf-8").replace("Anemometer turns.", "Anemometer turns freely."), "utf-8")
    seal(root, prepare(root, ReleaseRequest("revision", "Constructed for a test", FIRST.issued)))
    pages = pages_at(root)
    calm = text_of(pages.files["units/quay-office/changes.md"])
    assert "No change" in calm
    assert "all its sheets stay valid" in calm
    assert "Unchanged for this unit since Revision 1" in text_of(pages.files["units/quay-office.md"])
    assert "1 change for this unit" in text_of(pages.files["units/crane-office.md"])


def test_with_one_revision_nothing_is_empty(tmp_path: Path) -> None:
    pages = pages_at(constructed(tmp_path, last=1))
    files = {path: text for path, text in pages.files.items() if "revision" in path or "changes" in path}
    assert "revisions/1.md" in files
    for path, text in files.items():
        assert not re.search(r"<tbody>\s*</tbody>|<ul[^>]*>\s*</ul>|<dd>\s*</dd>", text), path
    assert "compare" not in "".join(files)
    assert "revisions/outdated.md" not in files
    assert "The plan stands as it was first issued" in files["revisions/index.md"]
    assert not any("differences" in name for name in pages.data)


def test_nothing_is_said_of_revisions_where_none_is_sealed(harbour) -> None:
    pages = pages_at(HARBOUR, SITE)
    assert [path for path in (*pages.files, *pages.data) if "revision" in path or "changes" in path] == []


def test_a_draft_is_compared_with_the_last_revision(tmp_path: Path) -> None:
    root = constructed(tmp_path, last=1)
    edit(root, 2)
    pages = pages_at(root)
    assert "This is a draft: nothing of it is in force." in text_of(pages.files["revisions/draft.md"])
    assert "tightly" in pages.files["revisions/draft.md"]
    assert 'href="draft.html"' in pages.files["revisions/index.md"]


@pytest.mark.parametrize("name", ["changes", "unit"])
def test_a_sector_may_be_called_as_a_part_of_a_page(name: str, tmp_path: Path) -> None:
    root = constructed(tmp_path, last=0)
    edit(root, 1)
    for path in root.rglob("*.yml"):
        path.write_text(re.sub(r"\bquays\b", name, path.read_text("utf-8")), "utf-8")
    seal(root, prepare(root, FIRST))
    edit(root, 2)
    seal(root, prepare(root, SECOND))
    page = pages_at(root).files["revisions/2.md"]
    anchors = re.findall(r' id="([^"]+)"|\{ #([\w-]+)', page)
    assert len(anchors) == len(set(anchors))


def test_a_draft_leads_to_the_history_of_what_has_one_already(tmp_path: Path) -> None:
    root = constructed(tmp_path, last=2)
    folder.edit(root, "sectors/01-quays.yml", "Ladders are painted", "Ladders are painted yellow")
    folder.edit(root, "sectors/01-quays.yml", "shuts tightly", "shuts very tightly")
    page = pages_at(root).files["revisions/draft.md"]
    assert "yellow" in page
    assert re.findall('href="(clauses/[^"]*)"', page) == ["clauses/quays.html#item-a"]


def test_a_unit_that_only_the_draft_names_reads_so(tmp_path: Path) -> None:
    root = constructed(tmp_path, last=2)
    pilots = "  - {id: pilots, name: Pilots, code: PI, kind: department}\n"
    folder.edit(root, "content/units.yml", "groups:\n", f"{pilots}groups:\n")
    files = pages_at(root, SITE).files
    for path in ("units/pilots.md", "units/pilots/changes.md"):
        text = text_of(files[path])
        assert "This unit is new in the draft." in text, path
        assert "nchanged" not in text, path
        assert "Revision 1" not in text, path
        assert "atom.xml" not in files[path], path


def test_a_repeal_is_told_as_one(tmp_path: Path) -> None:
    root = constructed(tmp_path, last=1)
    seal(root, prepare(root, ReleaseRequest("repeal", "Winter is over", FIRST.issued)))
    pages = pages_at(root)
    assert "it repeals the plan" in text_of(pages.files["revisions/2.md"])
    assert "the plan is repealed" in text_of(pages.files["units/quay-office/changes.md"].lower())
    assert "repealed from September 15, 2031" in text_of(pages.files["revisions/index.md"])
    for path, text in pages.files.items():  # no sheet is left
        assert not re.search(r'<tbody>\s*</tbody>|<ul[^>]*>\s*</ul>|<p class="[^"]*">\s*</p>', text), path


def test_a_changed_clause_leads_to_its_history(pages: Pages) -> None:
    page = pages.files["sectors/quays.md"]
    row = section(page, '<tr id="item-a"', "</tr>")
    assert 'href="../revisions/clauses/quays.html#item-a"' in row
    assert "revised" not in section(page, '<tr id="item-b"', "</tr>")
    story = section(pages.files["revisions/clauses/quays.md"], "{ #item-a }")
    assert "lid shuts tightly." in text_of(story)
    assert text_of(story).rstrip().endswith("Grit bin is full, lid shuts.")


def test_full_text_of_each_revision_stays(pages: Pages) -> None:
    first, last = pages.files["revisions/1/quays.md"], pages.files["revisions/3/quays.md"]
    assert "Grit bin is full, lid shuts." in text_of(first)
    assert "tightly" not in first
    assert "tightly" in last
    assert "This is the text of Revision 1." in text_of(first)
    assert "revision 2 holds from October 8, 2031" in text_of(first)


def test_published_beside_others_a_text_leads_to_its_own_sheets(root: Path) -> None:
    beside = pages_at(root, published=True).files
    assert 'data-beside="1" data-page="print.html"' in html.unescape(beside["revisions/1/plan.md"])
    assert "data-beside=" not in beside["revisions/3/plan.md"]
    alone = pages_at(root).files["revisions/1/plan.md"]
    assert "data-beside=" not in alone
    assert "in the folder 1/" in text_of(alone)


def test_every_outdated_sheet_is_listed_without_a_script(root: Path, pages: Pages) -> None:
    ledger = history_of(root).ledger
    ended = [(span.code, span) for sheet in ledger.sheets.values() for span in sheet.spans if span.last < Version(3)]
    page = text_of(pages.files["revisions/outdated.md"])
    assert len(ended) == pages.files["revisions/outdated.md"].count('<th scope="row">')
    for code, span in ended:
        assert code in page
        assert f"{span.fingerprint[:4]} {span.fingerprint[4:]}" in page


def test_status_knows_every_fingerprint_ever_sealed(root: Path, pages: Pages) -> None:
    status = json.loads(pages.data["status.json"])
    assert [(one["number"], one["effective"]) for one in status["revisions"]] == [
        (1, "2031-09-15"),
        (2, "2031-10-08"),
        (3, "2031-12-01"),
    ]
    for sealed in history_of(root).sealed.values():
        for code, sheet in sealed.sheets.items():
            spans = status["codes"][code]["spans"]
            assert any(
                span["fingerprint"] == sheet.fingerprint and span["first"] <= sealed.version.number <= span["last"]
                for span in spans
            )


# ---------------------------------------------------------------- feeds


def feed(pages: Pages, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(pages.data[address])


def test_feed_tells_every_revision_by_its_date(pages: Pages) -> None:
    tree = feed(pages, "revisions/atom.xml")
    entries = tree.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [
        "2031-11-03T00:00:00+00:00",
        "2031-10-01T00:00:00+00:00",
        "2031-09-15T00:00:00+00:00",
    ]
    assert tree.findtext(f"{ATOM}updated") == "2031-11-03T00:00:00+00:00"
    assert entries[1].findtext(f"{ATOM}title") == "Revision 2 · HB 2031/17"
    links = [link.get("href") for link in tree.iter(f"{ATOM}link")]
    assert all(link and link.startswith(SITE) for link in links)


def test_feed_of_a_unit_tells_what_concerns_it(pages: Pages) -> None:
    entries = feed(pages, "units/crane-office/atom.xml").findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    assert titles[0] == "Revision 3"
    assert titles[-1] == "Revision 1"
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"{SITE}units/crane-office/changes.html#_3"


def test_ids_of_a_feed_stay_when_the_site_moves_and_are_all_different(root: Path, pages: Pages) -> None:
    def ids(found: Pages) -> list[str]:
        return [
            node.text or ""
            for address in sorted(found.data)
            if address.endswith(".xml")
            for node in ElementTree.fromstring(found.data[address]).iter(f"{ATOM}id")
        ]

    moved = pages_at(root, "https://elsewhere.example/")
    assert ids(moved) == ids(pages)
    assert len(set(ids(pages))) == len(ids(pages))


def test_a_site_without_an_address_has_no_feed(root: Path) -> None:
    pages = pages_at(root)
    assert not any(name.endswith(".xml") for name in pages.data)
    assert not any("atom.xml" in text for text in pages.files.values())


# ---------------------------------------------------------------- which changes a sheet shows


def test_every_outdated_sheet_of_a_unit_has_its_differences(root: Path, pages: Pages) -> None:
    sealed = history_of(root).sealed
    told = {}
    for number in (2, 3):
        found = told[number] = json.loads(pages.data[f"differences-{number}.js"].partition(" = ")[2].rstrip(";\n"))
        before, after = ({s.code: s for s in sheets_of(sealed[Version(n)].campaign)} for n in (number - 1, number))
        changed = {c for c in before.keys() & after.keys() if before[c].fingerprint != after[c].fingerprint}
        packs = {code for code, sheet in sealed[Version(number)].sheets.items() if sheet.form in OWN_FORMS}
        assert found["sheets"].keys() - packs == changed
        assert all(found["sheets"][code] for code in changed)
    quays = [code for code, sheet in after.items() if sheet.sector == "quays" and sheet.form == "inspection-list"]
    assert quays
    for code in quays:
        words = [told[2]["changes"][at] for at in told[2]["sheets"][code]]
        assert any([1, "tightly"] in [[mark, text.strip(" .")] for mark, text in one["pieces"]] for one in words), code
