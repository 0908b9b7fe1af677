"""Campaign → sheets: which exist, how they are numbered, when a fingerprint changes."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace

import pytest

from planpress.model.campaign import Campaign
from planpress.model.forms import Form
from planpress.model.version import Version
from planpress.paper.worker import html_of
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.sheet import ALPHABET, fingerprint_of
from planpress.view import plain


def edited(campaign: Campaign, old: str, new: str) -> Campaign:
    """Return `campaign` with one wording replaced wherever the plan or a sector prints it."""
    parts = {}
    for name in ("plan", "sectors", "forms"):
        value = getattr(campaign, name)
        records = value if isinstance(value, tuple) else (value,)
        made = [
            type(r).model_validate_json(r.model_dump_json(exclude_defaults=True).replace(old, new)) for r in records
        ]
        parts[name] = tuple(made) if isinstance(value, tuple) else made[0]
    return Campaign(units=campaign.units, groups=campaign.groups, terms=campaign.terms, notes=campaign.notes, **parts)


def changed_codes(before: Campaign, after: Campaign) -> set[str]:
    old = {sheet.code: sheet.fingerprint for sheet in sheets_of(before)}
    new = {sheet.code: sheet.fingerprint for sheet in sheets_of(after)}
    assert old.keys() == new.keys()
    return {code for code in old if old[code] != new[code]}


def test_harbour_prints_exactly_these_sheets(harbour, golden):
    tree = {
        f"{sheet.path}.json": json.dumps(
            {"code": sheet.code, "title": sheet.title, "fingerprint": sheet.fingerprint, "view": plain(sheet.view)},
            ensure_ascii=False,
            indent=1,
            sort_keys=True,
        )
        + "\n"
        for sheet in sheets_of(harbour)
    }
    golden("harbour-sheets", tree)


def test_every_bound_unit_has_checklist_and_sign_off_in_each_sector(real):
    sheets = sheets_of(real)
    assert real.bindings.involvements
    for part in real.bindings.involvements:
        forms = {sheet.form for sheet in sheets if (sheet.unit, sheet.sector) == (part.unit.id, part.sector.id)}
        if part.unit.kind == "body":
            assert not forms
        else:
            assert "rectification-checklist" in forms, part
            assert forms & {"sign-off-territorial", "sign-off-enterprise"}, part


def test_territorial_units_follow_one_definition_and_leads_both(real):
    sheets = sheets_of(real)
    for part in real.bindings.involvements:
        if part.unit.kind == "body":
            continue
        forms = {sheet.form for sheet in sheets if (sheet.unit, sheet.sector) == (part.unit.id, part.sector.id)}
        territorial, enterprise = "sign-off-territorial" in forms, "sign-off-enterprise" in forms
        if real.kind_of(part.unit).audience == "territorial":
            assert (territorial, enterprise) == (True, False)
        elif "lead" in part.roles:
            assert (territorial, enterprise) == (True, True)


def test_each_sector_is_offered_blank_in_both_definitions(real):
    blanks = {(sheet.sector, sheet.form) for sheet in sheets_of(real) if sheet.path.startswith("print/blank/")}
    for sector in real.sectors:
        for form in ("rectification-checklist", "sign-off-territorial", "sign-off-enterprise"):
            assert (sector.id, form) in blanks


@pytest.mark.parametrize("name", ["real", "harbour"])
def test_codes_and_paths_are_unique_and_sorted(name, request):
    sheets = sheets_of(request.getfixturevalue(name))
    assert len({sheet.code for sheet in sheets}) == len(sheets)
    paths = [sheet.path for sheet in sheets]
    assert paths == sorted(set(paths))


@pytest.mark.parametrize("name", ["real", "harbour"])
def test_fingerprint_is_eight_unmistakable_characters(name, request):
    for sheet in sheets_of(request.getfixturevalue(name)):
        assert re.fullmatch(f"[{ALPHABET}]{{8}}", sheet.fingerprint)
        assert sheet.fingerprint == fingerprint_of(json.loads(json.dumps(plain(sheet.view))))


def test_one_word_in_one_row_changes_only_the_sheets_that_show_it(harbour):
    after = edited(harbour, "Anemometer", "Wind gauge")
    assert changed_codes(harbour, after) == {
        "HWR",
        "HWR-02",
        "HWR-02-IL-00",
        "HWR-02-IL-CO",
        "HWR-02-IL-EB",
        "HWR-02-IL-WB",
    }


def test_words_of_the_main_plan_change_the_plan_alone(harbour):
    assert changed_codes(harbour, edited(harbour, "ice & storm", "ice and storm")) == {"HWR", "HWR-MP"}


def test_the_main_plan_alone_is_the_whole_without_annexes(harbour):
    by_code = {sheet.code: sheet for sheet in sheets_of(harbour)}
    whole, alone = plain(by_code["HWR"].view), plain(by_code["HWR-MP"].view)
    assert len(whole.pop("sectors")) == 2
    assert alone.pop("sectors") == []
    assert alone == whole
    assert by_code["HWR-MP"].path == "print/plan-main.pdf"


def test_revision_number_leaves_every_fingerprint(harbour):
    plan = harbour.plan.model_copy(
        update={"revision": harbour.plan.revision.model_copy(update={"number": 4})},
    )
    after = Campaign(plan, harbour.sectors, harbour.units, harbour.groups, harbour.terms, harbour.notes, harbour.forms)
    assert changed_codes(harbour, after) == set()
    assert edition_of(after).revision == Version(4)


def test_each_reporting_unit_has_a_report_for_each_report_day(real):
    reports = [sheet for sheet in sheets_of(real) if sheet.form == "weekly-report" and sheet.unit]
    (rule,) = real.plan.reporting
    senders = {unit.id for unit in real.members(rule.from_units)}
    assert len(real.report_dates) == 12
    assert Counter(sheet.unit for sheet in reports) == dict.fromkeys(senders, 12)
    fields = {field.label: field.value for field in reports[2].view.form.fields}
    assert fields["周次"] == "第3周 · 2022年11月25日"
    assert fields["最迟"] == "2022年11月25日 11:00"
    assert fields["报送"] == "区安委会办公室"


def test_a_form_of_some_sectors_is_printed_for_those_alone(real):
    found = {(sheet.form, sheet.sector) for sheet in sheets_of(real)}
    for form in real.forms:
        if form.sectors and "sector" in form.scope:
            assert {sector for name, sector in found if name == form.id} == set(form.sectors)
    fire = {sheet.unit for sheet in sheets_of(real) if sheet.form == "fire-three-lists" and sheet.unit}
    assert fire == {
        part.unit.id for part in real.bindings.involvements if part.sector.id == "fire" and part.unit.kind != "body"
    }


def test_a_form_of_some_sectors_is_no_ledger_of_units_at_work_elsewhere(real):
    forms = [form.model_copy(update={"sectors": ("childcare",)}) for form in real.forms if form.id == "list-inspection"]
    sheets = sheets_of(replace(real, forms=(*forms, *(form for form in real.forms if form.id != "list-inspection"))))
    found = {sheet.unit for sheet in sheets if sheet.form == "list-inspection" and sheet.unit}
    assert found == {
        part.unit.id
        for part in real.bindings.involvements
        if part.sector.id == "childcare" and part.unit.kind != "body"
    }


TERRITORIAL = "caozhen yaomeng jingshan mazhuang nanhuan jiulishan qinggong gaoyang beidu hebin"
FOREST_FIRE = "yaomeng jingshan emergency agriculture police development-reform forest-fire-office"


@pytest.mark.parametrize(
    ("form", "units", "sector"),
    [
        ("report-slip", TERRITORIAL, None),
        ("referral-slip", "transport police market emergency", None),
        ("key-people-register", "yaomeng jingshan", "forest-fire"),
        ("issue-ledger", FOREST_FIRE, "forest-fire"),
        ("issue-rectification-ledger", FOREST_FIRE, "forest-fire"),
        ("five-secured-transport", "", "transport"),
        ("grid-ledger", TERRITORIAL, None),
    ],
)
def test_what_a_clause_orders_is_printed_by_whom_it_binds_and_blank(real, form, units, sector):
    sheets = [sheet for sheet in sheets_of(real) if sheet.form == form]
    assert {sheet.unit for sheet in sheets} == {*units.split(), None}
    assert {sheet.sector for sheet in sheets} == {sector}
    assert len(sheets) == len(units.split()) + 1


def test_every_form_but_that_of_the_office_rests_on_a_clause(real):
    assert [form.id for form in real.forms if not form.basis] == ["copy-register"]
    (blank,) = [sheet for sheet in sheets_of(real) if sheet.form == "copy-register"]
    assert blank.view.basis == ()
    page = html_of(blank, edition_of(real))
    assert "编者拟制，供发放单位内部使用，方案没有要求" in page
    assert "依据" not in page


def test_every_unit_at_work_has_the_three_lists(real):
    sheets = sheets_of(real)
    for part in real.bindings.involvements:
        if part.unit.kind != "body":
            own = {(sheet.form, sheet.sector) for sheet in sheets if sheet.unit == part.unit.id}
            assert {("list-responsibility", part.sector.id), ("list-inspection", None)} <= own
            assert ("list-rectification", None) in own


def test_the_responsibility_list_has_the_rows_of_the_checklist(real):
    for sheet in sheets_of(real):
        if sheet.form == "list-responsibility":
            checklist = real.sector_by_id[sheet.sector].checklist
            rows = sheet.view.form.blocks[0].rows
            assert [row[:2] for row in rows] == [(item.label, item.text) for item in checklist.items]


def test_a_sheet_of_one_sector_cites_no_other(real):
    sheets = [sheet for sheet in sheets_of(real) if sheet.form == "five-fixed"]
    assert [sheet.view.basis for sheet in sheets] == [("附件1（1） 一、（三）",), ("附件1（7） 一、（三）",)]


def test_a_clause_without_labels_is_cited_by_its_first_words(real):
    report = next(sheet for sheet in sheets_of(real) if sheet.form == "weekly-report")
    assert report.view.basis[0].startswith("实施方案“‘攻坚行动’期间，")


def test_rows_come_from_the_source_then_by_name_then_blank(harbour):
    columns = [{"label": "Work", "width_mm": 150, "value": "name"}, {"label": "Done", "width_mm": 20, "ticks": ["yes"]}]
    table = {"rows": "sectors", "names": ["Sum"], "count": "2", "columns": columns, "fill": "true"}
    base = harbour.forms[0].model_dump()
    form = Form.model_validate(
        {**base, "id": "sums", "slug": None, "code": "S", "scope": "unit", "blocks": [{"table": table}], "fields": []}
    )
    (blank,) = [
        sheet
        for sheet in sheets_of(replace(harbour, forms=(*harbour.forms, form)))
        if sheet.path.endswith("blank/sums.pdf")
    ]
    block = blank.view.form.blocks[0]
    assert block.rows == (*((sector.short, "") for sector in harbour.sectors), ("Sum", ""), ("", ""), ("", ""))
    assert block.row_ids == (*(sector.id for sector in harbour.sectors), "name:1", "line:1", "line:2")
    assert (block.columns[1].ticks, block.fill) == (("yes",), True)
