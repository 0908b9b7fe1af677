"""Plans of other shapes: of text alone, of annexes alone, of years with phases, with letters that change."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from kit import lettered
from kit.once import made_once
from kit.paper import stamped, text_of
from kit.paths import HARBOUR, LETTERED, SCHOOL
from kit.revision import pages_at
from kit.site import built, faults_below

from planpress.content.validate import read
from planpress.difference import difference
from planpress.difference import text_of as told
from planpress.model import addresses
from planpress.model.campaign import Campaign
from planpress.office.calendars import calendars_of
from planpress.office.charts import charts_of
from planpress.office.matrix import matrix_of
from planpress.release import prepare, seal
from planpress.revisions.changes import changes_between
from planpress.revisions.history import NONE_SEALED, history_of
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.sheets.sheet import Sheet
from planpress.web.page import Pages
from planpress.web.pages import pages_of

EMPTY = re.compile(r"<(ul|ol|dl|tbody|table)\b(?![^>]*md-)[^>]*>\s*</\1>")


@pytest.fixture(scope="module")
def school() -> Campaign:
    """A plan of text alone, read without a word."""
    reading = read(SCHOOL)
    assert reading.warnings == ()
    return reading.campaign


def sheets_of(campaign: Campaign) -> tuple[Sheet, ...]:
    return printed_now(campaign, NONE_SEALED).all


def pages(campaign: Campaign) -> Pages:
    return pages_of(campaign, sheets_of(campaign), edition_of(campaign))


# ---------------------------------------------------------------- text alone


def test_unit_bound_by_the_main_plan_alone_gets_its_sheets(school: Campaign) -> None:
    printed = {(sheet.form, sheet.day) for sheet in sheets_of(school) if sheet.unit == "clinic"}
    assert {"hazard-ledger", addresses.PACK_FORM} == {form for form, day in printed if not day}
    assert {day for form, day in printed if day} == {day.isoformat() for day in school.report_dates}
    assert not [sheet for sheet in sheets_of(school) if sheet.unit == "safety-group"]


def test_who_only_looks_on_does_none_of_the_work(real: Campaign) -> None:
    bindings = real.bindings
    assert bindings.roles(real.unit_by_id["discipline"], None) == ("supervise",)
    assert real.unit_by_id["discipline"] not in bindings.in_plan
    assert None not in bindings.fields


def test_plan_of_text_alone_builds_a_site_without_dead_places(
    school: Campaign, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def make(folder: Path) -> None:
        built(school, sheets_of(school), edition_of(school), folder / "site")

    site = made_once(tmp_path_factory, "school", make) / "site"
    assert not [fault for fault in faults_below(site) if ".html" in fault.partition(": ")[2]]
    assert not (site / addresses.SECTORS_PAGE).exists()
    assert not (site / addresses.PRINT_BY_SECTOR).exists()
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert not EMPTY.search(text), page
        assert addresses.SECTORS_PAGE not in text
    home = (site / addresses.HOME).read_text("utf-8")
    assert "领域" not in re.sub(r"(?s)<(head|header|footer|nav)\b.*?</\1>", "", home)
    assert home.count("<li data-start=") == len(school.plan.period.phases)


def test_plan_without_forms_is_printed_and_read(school: Campaign) -> None:
    bare = replace(school, forms=())
    assert {sheet.form for sheet in sheets_of(bare)} == {addresses.PLAN, addresses.CATALOGUE_FORM}
    files = pages(bare).files
    assert addresses.PLAN_PDF in files["print.md"]
    assert "_by-unit" not in files["print.md"]
    assert addresses.source_of(addresses.PRINT_BY_FORM) not in files


def test_paper_of_a_plan_of_text_alone(school: Campaign, tmp_path: Path) -> None:
    found = {sheet.path: sheet for sheet in sheets_of(school)}
    texts = {}
    for path in (addresses.unit_pack_pdf("clinic"), addresses.PLAN_PDF):
        (tmp_path / "sheet.pdf").write_bytes(stamped(found[path], edition_of(school)))
        texts[path] = "".join(text_of(tmp_path / "sheet.pdf").split())
    cover, plan = texts.values()
    assert all(phase.name in cover for phase in school.plan.period.phases)
    assert "领域" not in cover
    assert "开展应急演练" in plan


def test_matrix_has_a_column_for_the_plan_as_a_whole(school: Campaign) -> None:
    book = openpyxl.load_workbook(io.BytesIO(matrix_of(school, edition_of(school))))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [row[2] for row in rows if row[1] in ("总务处", "校医室")] == ["牵头、配合", "牵头、配合"]
    assert rows[0][1] == school.plan.name


def test_phases_stand_in_calendars_and_drawings(school: Campaign) -> None:
    calendar = calendars_of(school, edition_of(school))[addresses.unit_calendar("clinic")].decode()
    drawing = charts_of(school, edition_of(school))[addresses.TIMELINE_CHART]
    for phase in school.plan.period.phases:
        assert f"UID:{school.plan.id}/phase/{phase.id}" in calendar
        assert f">{phase.name}<" in drawing
    months = [(float(x), words) for x, words in re.findall(r'chart__small" x="([0-9.]+)" y="57">([^<]+)<', drawing)]
    assert [words for _x, words in months if "年" in words] == ["2025年1月", "2026年1月"]
    assert all(after - before > 24 for (before, _w), (after, _v) in pairwise(months))


def test_phases_that_move_are_told(school: Campaign) -> None:
    plan, period = school.plan, school.plan.period
    phases = (*period.phases[:-1], period.phases[-1].model_copy(update={"name": "总结提升阶段"}))
    later = replace(school, plan=plan.model_copy(update={"period": period.model_copy(update={"phases": phases})}))
    (change,) = changes_between(school, later)
    assert (change.operation, change.target) == ("period", "plan:period")
    assert "巩固提升阶段 2026年1月1日" in change.old_text
    assert "总结提升阶段 2026年1月1日" in change.new_text


# ---------------------------------------------------------------- annexes alone


@pytest.fixture(scope="module")
def annexes() -> Campaign:
    """The harbour's plan without a main plan."""
    campaign = read(HARBOUR).campaign
    plan = campaign.plan.model_copy(update={"clauses": (), "reporting": ()})
    forms = tuple(form.model_copy(update={"basis": ()}) for form in campaign.forms)
    return replace(campaign, plan=plan, forms=forms, terms=(), notes=())


def test_plan_of_annexes_alone_is_printed_without_an_empty_main_plan(annexes: Campaign) -> None:
    forms = {sheet.form for sheet in sheets_of(annexes)}
    assert {addresses.PLAN, addresses.ANNEX} <= forms
    assert addresses.MAIN_FORM not in forms


def test_page_of_a_plan_of_annexes_alone_leads_to_them(annexes: Campaign) -> None:
    text = pages(annexes).files[addresses.source_of(addresses.PLAN_PAGE)]
    assert all(f"sectors/{sector.id}.html" in text for sector in annexes.sectors)
    assert not EMPTY.search(text)


# ---------------------------------------------------------------- letters that change


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan with lettered annexes: sealed, amended as a draft."""
    root = lettered.first(tmp_path_factory.mktemp("lettered") / "campaign")
    seal(root, prepare(root, lettered.FIRST))
    lettered.amend(root)
    return root


def test_cited_annexes_that_moved_or_went_are_told(revised: Path) -> None:
    assert read(LETTERED).warnings == ()
    assert [str(warning) for warning in read(revised).warnings] == [
        "content/plan.yml:45: work-shelters: The words say 'Annex C', but this is 'Annex B' now: "
        "write a note on the clause: 'shelters'",
        "content/plan.yml:57: work-stock: The words still cite what content/changes.yml says is gone: "
        "write a note on the clause: 'livestock'",
    ]


def test_difference_says_in_words_what_became_of_annexes(revised: Path) -> None:
    lines = "\n".join(told(difference(revised)))
    for words in (
        "plan#work-shelters · what the words cite is called otherwise\n  Annex [C]{B}",
        "plan#work-stock · what the words cite is called otherwise\n  Annex D{: no longer part of the plan}",
        "Annex B · sector:flood-posts · withdrawn · material\n  [Flood warning posts\n"
        "  It holds: 2 clauses, 2 checklist rows]",
        "Annex C → Annex B · sector:shelters · renumbered\n  Public shelters",
    ):
        assert words in lines
    assert "plan#work-schools · what the words cite" not in lines  # the body amended these words


def test_one_tombstone_an_annex_seals_and_pages_tell_of_it(revised: Path, tmp_path: Path) -> None:
    seal(revised, prepare(revised, lettered.SECOND))
    assert all("ACW-SH-CL-00" in one.sheets for one in history_of(revised).sealed.values())
    made = pages_at(revised)
    revision = made.files["revisions/2.md"]
    assert "Annex B" in revision
    assert re.search(r"Annex C</td><td[^>]*><a href=\"[^\"]*sectors/shelters.html\">Annex B", revision)
    plan = made.files[addresses.source_of(addresses.PLAN_PAGE)]
    assert re.search(r"Annex C as soon.*?cites.*?sectors/shelters\.html\">Annex B<", plan, re.DOTALL)
    assert re.search(r"no longer part of the plan:.*?revisions/1/livestock\.html\">Annex D", plan, re.DOTALL)
