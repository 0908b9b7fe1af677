"""A street office's yes/no form with its disposition and second look: on paper, in office files, on pages, compared."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pymupdf
import pytest
from kit.folder import edit
from kit.paper import EDITION, faces, press, set_in_type, text_of, written
from kit.paper import sheet as form_sheet
from kit.paths import STREET

from planpress.blocks.answers import AnswerSet
from planpress.blocks.column import Column
from planpress.blocks.kind import Row
from planpress.blocks.table import Table, table_view
from planpress.content.validate import counts, read
from planpress.model.campaign import Campaign
from planpress.office.letters import Letters
from planpress.office.workbooks import Workbooks
from planpress.paper.press import Setup
from planpress.revisions.change import Change
from planpress.revisions.changes import changes_between
from planpress.revisions.shown import borne_by, shown_on
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.sheet import Sheet
from planpress.web.pages import pages_of

SECTOR = "sectors/01-places.yml"
FORM = "content/forms/check.yml"


@pytest.fixture(scope="module")
def street() -> Campaign:
    reading = read(STREET)
    assert reading.warnings == ()
    return reading.campaign


def sheet_of(campaign: Campaign, form: str, unit: str | None = None) -> Sheet:
    return next(sheet for sheet in sheets_of(campaign) if (sheet.form, sheet.unit) == (form, unit))


# ---------------------------------------------------------------- paper


@pytest.fixture(scope="module", params=["normal", "large"])
def paper(
    request: pytest.FixtureRequest, street: Campaign, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The check form, the shops' own and the annex; whatever does not fit stops that."""
    out = tmp_path_factory.mktemp("street")
    sheets = [sheet_of(street, form) for form in ("check", "self-check", "annex")]
    press(sheets, Setup(edition_of(street, "", request.param), out / "cache", faces(), 1), out)
    return {sheet.form: out / sheet.path for sheet in sheets}


def test_faults_are_marked_and_said_in_a_line_below(paper: dict[str, Path]) -> None:
    for form in ("check", "self-check", "annex"):
        text = text_of(paper[form])
        assert "标▲的选项为问题选项，勾选即为存在问题" in text, form
        assert "答“不涉及”的行按缺项处理，不计入总数" in text, form
        assert text.count("是▲") == 10, form
        assert text.count("否▲") == 13, form
    assert "具" in text_of(paper["check"])


def test_categories_stand_with_a_row_below_them(paper: dict[str, Path]) -> None:
    for path in paper.values():
        with pymupdf.open(path) as pdf:
            pages = ["".join(page.get_text().split()) for page in pdf]
        for category, row in (("二、安全疏散", "安全出口、疏散通道"), ("四、用火用电用气", "电气线路")):
            assert any(category in page and row in page.partition(category)[2] for page in pages), path.name


@pytest.mark.parametrize("first", [0, 1])
def test_no_page_ends_with_a_category(first: int) -> None:
    columns = (Column(label="序号", width_mm=20, value="number"), Column(label="内容", width_mm=150, value="text"))
    rows = [Row(f"a#{place}", {"text": "查"}, "" if (place + first) % 4 else "一类") for place in range(30)]
    view = table_view(Table(rows="items", columns=columns, row_height_mm=9), lambda _of: rows)
    with pymupdf.open(stream=written(set_in_type(form_sheet(view), EDITION))) as pdf:
        bodies = ["".join(page.get_text().split()).partition("冬季检查")[0] for page in pdf]
    assert len(bodies) > 1
    assert all(body.endswith("查") for body in bodies[:-1]), bodies


# ---------------------------------------------------------------- office files


def test_spreadsheet_offers_the_answers_of_each_row(street: Campaign) -> None:
    page = openpyxl.load_workbook(io.BytesIO(Workbooks(edition_of(street)).file(sheet_of(street, "self-check")))).active
    row = {cell.value: cell.row for (cell,) in page.iter_rows(max_col=1) if cell.value}
    offered = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert offered[f"D{row['places#locked']}"] == '"是▲,否"'
    assert offered[f"D{row['places#lamps']}"] == '"是,否▲,不涉及"'
    assert page.cell(row["places#locked"], 4).value is None
    assert page.cell(row["places#number"], 4).number_format == 'General"具"'
    category = row["places#sec-ways"]
    assert page.cell(category, 2).value == "二、安全疏散"
    assert f"B{category}:E{category}" in {str(area) for area in page.merged_cells.ranges}
    assert "标▲的选项为问题选项，勾选即为存在问题" in [cell.value for (cell,) in page.iter_rows(min_col=2, max_col=2)]


def test_letter_keeps_boxes_with_their_words(street: Campaign) -> None:
    letter = docx.Document(io.BytesIO(Letters(edition_of(street)).file(sheet_of(street, "check"))))
    table = next(table for table in letter.tables if table.rows[0].cells[0].text == "序号")
    cells = {row.cells[1].text: row.cells[-1].text for row in table.rows}
    assert cells["营业期间安全出口是否上锁"] == "□\u00a0是▲\u3000□\u00a0否"
    assert cells["灭火器数量"] == "____具"
    assert "\n□\u00a0小旅馆\u3000□\u00a0其他____" in cells["场所类型"]
    assert cells["二、安全疏散"] == "二、安全疏散"  # one cell over all columns


def test_values_are_numbers_where_their_column_says_so() -> None:
    columns = (
        Column(label="序号", width_mm=20, value="number"),
        Column(label="内容", width_mm=130, value="text"),
        Column(label="分值", width_mm=20, value="points", numbers=True),
    )
    rows = [
        Row("a#1", {}, "甲"),
        Row("a#2", {"text": "一", "points": "5"}),
        Row("a#3", {}, "乙"),
        Row("a#4", {"text": "二", "points": "2.5"}, "", AnswerSet(id="x", options=("有", "无"))),
    ]
    table = Table(rows="items", columns=columns, restart=True, count=1)
    view = table_view(table, lambda _of: rows)
    assert view.rows == (("甲", "", ""), ("1", "一", "5"), ("乙", "", ""), ("1", "二", "2.5"), ("2", "", ""))
    assert view.headings == (0, 2)
    grown = view.grown(6)
    assert grown.rows[-1] == ("3", "", "")
    assert [one and one.options for one in grown.answers] == [None, None, None, ("有", "无"), None, None]
    going_on = table_view(table.model_copy(update={"restart": False}), lambda _of: rows)
    assert [cells[0] for cells in going_on.rows] == ["甲", "1", "乙", "2", "3"]
    page = openpyxl.load_workbook(io.BytesIO(Workbooks(EDITION).file(form_sheet(view)))).active
    assert [cell.value for (cell,) in page.iter_rows(min_col=4, max_col=4)].count(2.5) == 1


# ---------------------------------------------------------------- pages


@pytest.fixture(scope="module")
def pages(street: Campaign) -> Any:
    return pages_of(street, sheets_of(street), edition_of(street))


def test_page_shows_answers_values_and_categories_and_no_basis(pages: Any) -> None:
    text = pages.files["sectors/places.md"]
    assert '<th colspan="2" scope="rowgroup">二、安全疏散' in text
    assert '<span class="answer"><i class="answer__box" aria-hidden="true"></i>是▲</span>' in text
    assert "<dt>检查依据</dt><dd>消防法第28条</dd>" in text
    assert "正文未见" not in text
    assert "checklist__basis" not in text


def test_rows_are_counted_and_found_without_categories(street: Campaign, pages: Any) -> None:
    assert "25 行清单" in counts(street, 0)
    rows = {entry.location: entry for page in pages.pages for entry in page.entries if "#" in entry.location}
    locked = next(entry for place, entry in rows.items() if place.endswith("#locked"))
    assert "二、安全疏散" in locked.title
    assert "消防法第28条" in locked.words
    assert not any(place.endswith("#sec-ways") for place in rows)


# ---------------------------------------------------------------- what changed


def changed(tmp_path: Path, *edits: tuple[str, str, str]) -> tuple[Campaign, Campaign, dict[tuple[str, str], Change]]:
    """Return the campaign before and after edits, and what changed by operation and target."""
    root = Path(shutil.copytree(STREET, tmp_path / "street"))
    for path, find, put in edits:
        edit(root, path, find, put)
    old, new = read(STREET).campaign, read(root).campaign
    return old, new, {(one.operation, one.target): one for one in changes_between(old, new)}


def test_answers_faults_values_and_categories_are_told_row_by_row(tmp_path: Path) -> None:
    lines = (STREET / SECTOR).read_text("utf-8").splitlines(keepends=True)
    row = next(line for line in lines if "id: bars" in line)
    _old, _new, found = changed(
        tmp_path,
        (SECTOR, "是否上锁, answer: yes-no, faulty: [是]", "是否上锁, answer: yes-no-none, faulty: [是]"),
        (SECTOR, "夹层, answer: yes-no, faulty: [是]", "夹层, answer: yes-no"),
        (
            SECTOR,
            "责任人, answer: yes-no, values: {law: 消防法第16条}",
            "责任人, answer: yes-no, values: {law: 消防法第17条}",
        ),
        (SECTOR, row, ""),
        (SECTOR, "    - {id: wires", row + "    - {id: wires"),
        (SECTOR, "text: 五、日常管理", "text: 五、日常消防管理"),
    )
    texts = {key: (change.old_text, change.new_text) for key, change in found.items()}
    assert texts["answer", "places#locked"] == (
        "营业期间安全出口是否上锁\n□\u00a0是▲\u3000□\u00a0否",
        "营业期间安全出口是否上锁\n□\u00a0是▲\u3000□\u00a0否\u3000□\u00a0不涉及\u3000缺项：不涉及",
    )
    assert texts["answer", "places#change"][1].endswith("\n□\u00a0是\u3000□\u00a0否▲")
    assert texts["value", "places#person"] == (
        "是否明确消防安全责任人\n检查依据 消防法第16条",
        "是否明确消防安全责任人\n检查依据 消防法第17条",
    )
    assert [text.partition("\n")[2] for text in texts["category", "places#bars"]] == [
        "二、安全疏散",
        "四、用火用电用气",
    ]
    assert texts["reworded", "places#sec-daily"] == ("五、日常管理", "五、日常消防管理")
    assert {key for key in found if key[0] in ("answer", "value", "category", "amended")} == {
        ("answer", "places#locked"),
        ("answer", "places#change"),
        ("value", "places#person"),
        ("category", "places#bars"),
    }
    assert found["answer", "places#locked"].material
    assert not found["category", "places#bars"].material


def test_set_that_changed_is_told_of_every_row(tmp_path: Path) -> None:
    _old, _new, found = changed(tmp_path, (FORM, "kind: number, unit: 具", "kind: number, unit: 只"))
    told = {key: change.new_text for key, change in found.items() if change.kind == "item"}
    assert told == {("answer", "places#number"): "灭火器数量\n____只"}


def test_replaced_paper_tells_the_rows_that_differ(tmp_path: Path) -> None:
    old, new, found = changed(tmp_path, (SECTOR, "夹层, answer: yes-no, faulty: [是]", "夹层, answer: yes-no"))
    [change] = found.values()
    for form in ("check", "annex"):
        before, after = (borne_by(sheet_of(one, form).view) for one in (old, new))
        assert shown_on(None, before, after, [(change, ())]) == (0,), form
