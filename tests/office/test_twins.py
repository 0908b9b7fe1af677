"""Forms → spreadsheets and letters that an office fills in: as many rows as paper, one cell a value, nothing shifts."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pymupdf
import pytest
from docx.oxml.ns import qn
from kit.paper import EDITION, STAGE, faces, press
from kit.paper import sheet as form_sheet

from planpress.blocks.box import BoxView
from planpress.blocks.column import Column
from planpress.blocks.heading import HeadingView
from planpress.blocks.signatures import Signature, SignaturesView
from planpress.blocks.stages import StagesView
from planpress.blocks.table import TableView
from planpress.blocks.ticks import TicksView
from planpress.model.campaign import Campaign
from planpress.office.blanks import Blanks, Measure, put_in
from planpress.office.files import companions, office_files
from planpress.office.letters import Letters
from planpress.office.wording import Wording
from planpress.office.workbooks import Workbooks
from planpress.paper.press import Setup
from planpress.sheets.edition import edition_of
from planpress.sheets.forms import FieldView, FormSheetView
from planpress.sheets.listing import sheets_of
from planpress.sheets.sheet import Sheet

ENGLISH = replace(EDITION, language="en")

COLUMNS = (
    Column(label="序号", width_mm=14, value="number"),
    Column(label="场所", width_mm=66),
    Column(label="级别", width_mm=20, ticks=("一般", "重大")),
    Column(label="应查（家）", width_mm=20, numbers=True),
    Column(label="日期", width_mm=50),
)
BLANK = TableView(20.0, COLUMNS, (("1", "", "", "", ""), ("2", "", "", "", "")), ("line:1", "line:2"), fill=True)

SIGNED = SignaturesView("", 1, (Signature(label="检查人（签字）"), Signature(label="负责人（签字）", seal=True)))


def page_of(sheet: Sheet) -> Any:
    return openpyxl.load_workbook(io.BytesIO(Workbooks(EDITION).file(sheet))).active


def row_of(page: Any, text: str) -> list[Any]:
    """The cells of the row in which a cell says `text`, without those that another one covers."""
    return next(list(row) for row in page.iter_rows() if text in [cell.value for cell in row])


def areas_in(page: Any, row: int) -> list[tuple[int, int]]:
    """First and last column of everything in a row that has a line around it."""
    wide = {area.min_col: area.max_col for area in page.merged_cells.ranges if area.min_row <= row <= area.max_row}
    firsts = [cell.column for cell in page[row] if cell.border.left.style and type(cell).__name__ == "Cell"]
    return [(first, wide.get(first, first)) for first in firsts]


def letter_of(*blocks: Any, edition: Any = EDITION, **form: Any) -> Any:
    return docx.Document(io.BytesIO(Letters(edition).file(form_sheet(*blocks, **form))))


# ---------------------------------------------------------------- as many rows as paper


def test_twins_have_as_many_rows_as_the_pressed_sheet(tmp_path: Path) -> None:
    sheets = [
        form_sheet(BLANK, code="T-1"),
        form_sheet(BLANK, SIGNED, BoxView("情况", 60.0), code="T-2"),
        form_sheet(replace(BLANK, fill=False), code="T-3"),
        form_sheet(BLANK, HeadingView("续"), replace(BLANK, row_height_mm=30.0), code="T-4"),
    ]
    setup = Setup(EDITION, tmp_path / "cache", faces(), 1)
    done, again = ({file.code: file.rows for file in press(sheets, setup, tmp_path)} for _time in range(2))
    assert again == done
    assert done["T-3"] == ()
    for sheet in sheets:
        with pymupdf.open(tmp_path / sheet.path) as pdf:
            tables = [table for page in pdf for table in page.find_tables().tables]
            last = [max(int(row[0]) for row in table.extract() if row[0].isdecimal()) for table in tables]
        counts = list(done[sheet.code]) or [2]
        assert last == counts
        assert min(counts) > 2 or sheet.code == "T-3"


@pytest.mark.parametrize(("count", "more"), [(0, 0), (2, 0), (5, 3)])
def test_blank_rows_go_on_with_the_numbers_and_ids(count: int, more: int) -> None:
    listed = replace(BLANK, rows=(("甲", "", "", "", ""), *BLANK.rows[:1]), row_ids=("quays#item-a", "line:1"))
    grown = listed.grown(count)
    assert [row[0] for row in grown.rows[2:]] == ["3", "4", "5"][:more]
    assert grown.row_ids[2:] == ("line:2", "line:3", "line:4")[:more]
    assert all(set(row[1:]) == {""} for row in grown.rows[2:])


def test_office_files_take_the_rows_of_paper(harbour: Campaign) -> None:
    form = harbour.form_by_id["inspection-list"]
    table = form.blocks[0].content.model_copy(update={"fill": True})
    block = form.blocks[0].model_copy(update={"content": table})
    others = tuple(one for one in harbour.forms if one.id != form.id)
    campaign = replace(harbour, forms=(*others, form.model_copy(update={"blocks": (block,)})))
    sheet = next(sheet for sheet in sheets_of(campaign) if sheet.form == form.id)
    path = companions(sheet)["xlsx"]
    for rows, wanted in (({}, 3), ({sheet.path: (9,)}, 9)):
        content = office_files(campaign, [sheet], edition_of(campaign), None, rows)[path]
        page = openpyxl.load_workbook(io.BytesIO(content)).active
        ids = [cell.value for cell in page["A"] if cell.value and re.match(r"\w+[#:]", cell.value)]
        assert len(ids) == wanted


# ---------------------------------------------------------------- spreadsheets


def test_label_and_value_stand_in_cells_of_their_own() -> None:
    fields = (FieldView("填表单位", "东港办事处", "unit", 50), FieldView("登记编号", "", "", 50))
    page = page_of(
        form_sheet(TicksView("场所类别", ("门店", "其他____")), BLANK, BoxView("情况", 40.0), SIGNED, fields=fields)
    )
    first = row_of(page, "填表单位")
    found = areas_in(page, first[0].row)
    assert [first[at - 1].value for at, _ in found] == ["填表单位", "东港办事处", "登记编号", None]
    assert found[0][0] == 2
    assert found[-1][1] == len(COLUMNS) + 1
    box = row_of(page, "情况")[0].row
    assert areas_in(page, box) == areas_in(page, box + 1) == [(2, 6)]
    assert page.cell(box + 1, 2).value is None
    for label, behind in (("检查人（签字）", "____年___月___日"), ("负责人（签字）", "（盖章） ____年___月___日")):
        cells = row_of(page, label)
        assert [cells[at - 1].value for at, _ in areas_in(page, cells[0].row)] == [label, None, behind]
    ticks = row_of(page, "□\u00a0门店  □\u00a0其他____")[0].row
    [(label, _), (value, _)] = areas_in(page, ticks)
    assert page.cell(ticks, label).value == "场所类别"
    choices = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert choices[page.cell(ticks, value).coordinate] == '"门店,其他____"'


@pytest.mark.parametrize("count", range(1, 6))
def test_few_columns_hold_everything(count: int) -> None:
    columns = tuple(Column(label=f"栏{number}", width_mm=170 / count) for number in range(count))
    table = TableView(15.0, columns, (("",) * count,), ("line:1",))
    fields = tuple(FieldView(f"字段{number}", f"值{number}", "", 33) for number in range(3))
    signed = replace(SIGNED, across=2)
    page = page_of(form_sheet(TicksView("问", ("是", "否")), table, signed, fields=fields))
    texts = [cell.value for row in page.iter_rows() for cell in row if cell.value]
    for words in ("字段0", "值0", "字段2", "值2", "问", "检查人（签字）", "负责人（签字）", "____年___月___日"):
        assert words in texts, words
    covered = [cell for area in page.merged_cells.ranges for row in area.rows for cell in row]
    assert len(covered) == len(set(covered))


def test_numbers_are_numbers_and_words_stay_words() -> None:
    page = page_of(form_sheet(BLANK))
    first = next(row for row in page.iter_rows() if row[1].value == 1)
    assert [cell.number_format for cell in first[1:6]] == ["General", "@", "@", "General", "@"]
    assert first[1].data_type == "n"
    [choice] = page.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"一般,重大"', f"D{first[0].row}:D{first[0].row + 1}")


# ---------------------------------------------------------------- letters


def _kept(element: Any) -> bool:
    return all(line.pPr is not None and line.pPr.keepNext is not None for line in element.iter(qn("w:p")))


@pytest.mark.parametrize("before", [BoxView("情况", 40.0), BLANK, TicksView("问", ("是",))])
def test_signatures_stay_with_what_stands_before_them(before: Any) -> None:
    letter = letter_of(before, replace(SIGNED, title="签字"))
    *_others, signed = letter.element.body.tbl_lst
    assert all(_kept(row) for row in signed.tr_lst[:-1])
    assert not _kept(signed.tr_lst[-1])
    assert _kept(signed.getprevious())
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in signed.tr_lst)


def test_blanks_to_sign_are_cells_with_a_line_and_nothing_typed_moves_another() -> None:
    letter = letter_of(SIGNED)
    *_fields, signed = letter.tables
    assert [[cell.text for cell in row.cells] for row in signed.rows] == [
        ["检查人（签字）：", "", "", "", "年", "", "月", "", "日", ""],
        ["负责人（签字）：", "", "（盖章）", "", "年", "", "月", "", "日", ""],
    ]
    for row in signed.rows:
        lined = [cell._tc.tcPr.find(qn("w:tcBorders")) is not None for cell in row.cells]
        assert lined == [False, True, False, True, False, True, False, True, False, False]
    assert signed._tbl.tblPr.find(qn("w:tblBorders")) is None
    assert signed._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
    assert "_" not in "".join(letter.element.body.itertext())


@pytest.mark.parametrize(("orientation", "across"), [("portrait", 1), ("landscape", 2)])
def test_signatures_stand_beside_each_other_where_there_is_room(orientation: str, across: int) -> None:
    signed = replace(SIGNED, across=2, signatures=(Signature(label="甲"), Signature(label="乙", seal=True)))
    letter = letter_of(signed, orientation=orientation)
    assert len(letter.tables[-1].rows) == 2 // across
    assert sum(column.width.mm for column in letter.tables[-1].columns) <= (170 if across == 1 else 257) + 0.5


def test_label_of_a_box_and_room_below_it_stand_in_one_row_that_no_page_breaks() -> None:
    letter = letter_of(BoxView("情况", 40.0), StagesView((STAGE,)))
    for cell in (letter.tables[-2].rows[0].cells[0], letter.tables[-1].rows[0].cells[1].tables[1].rows[0].cells[0]):
        assert [line.text for line in cell.paragraphs] == ["情况：", ""]
        assert cell._tc.getparent().trPr.find(qn("w:cantSplit")) is not None


def test_no_box_to_tick_is_parted_from_its_word() -> None:
    letter = letter_of(TicksView("问", ("门店", "其他____")), BLANK, StagesView((STAGE,)))
    runs = [part.text or "" for part in letter.element.body.iter(qn("w:t")) if "□" in (part.text or "")]
    assert len(runs) == 2 + 2 * len(BLANK.rows) + len(STAGE.ticks)
    assert all(run.rindex("□") == 0 for run in runs)
    assert all(
        part.getparent().findall(qn("w:br"))
        for part in letter.element.body.iter(qn("w:t"))
        if part.text == "□\u00a0一般"
    )


def test_more_boxes_than_a_line_holds_go_on_below() -> None:
    options = tuple(f"第{number}种情况及其处理" for number in range(12))
    letter = letter_of(TicksView("问", options))
    lines = [[cell.text for cell in table.rows[0].cells if cell.text] for table in letter.tables[1:]]
    assert [text.strip("□\u00a0") for line in lines for text in line] == ["问：", *options]
    assert 1 < len(lines) < 6


@pytest.mark.parametrize("word", ["Responsibility", "No.", "Site", "Acknowledged by"])
def test_no_word_of_a_head_is_broken(word: str) -> None:
    columns = (Column(label=word, width_mm=20), Column(label="Rest", width_mm=150))
    table = TableView(15.0, columns, (("", ""),), ("line:1",))
    letter = letter_of(table, edition=ENGLISH)
    cell = letter.tables[-1].rows[0].cells[0]
    size = cell.paragraphs[0].runs[0].font.size
    points = size.pt if size else 10.5
    longest = max(map(len, word.split()))
    assert longest * 0.6 * points * 25.4 / 72 <= 20 - 2
    assert points == 10.5 or longest > 8
    page = openpyxl.load_workbook(io.BytesIO(Workbooks(ENGLISH).file(form_sheet(table)))).active
    [head] = [cell for row in page.iter_rows() for cell in row if cell.value == word]
    assert longest * 0.6 * head.font.size * 25.4 / 72 <= 20 - 2


@pytest.mark.parametrize(("edition", "language"), [(EDITION, "zh-CN"), (ENGLISH, "en-GB")])
def test_a_letter_is_in_the_language_of_the_plan(edition: Any, language: str) -> None:
    with zipfile.ZipFile(io.BytesIO(Letters(edition).file(form_sheet(BLANK)))) as archive:
        parts = "".join(archive.read(f"word/{name}.xml").decode() for name in ("settings", "styles"))
    found = re.findall(r"<w:(?:lang|themeFontLang) ([^>]+)/>", parts)
    assert len(found) == 3
    for attributes in found:
        assert f'w:val="{language}"' in attributes
        assert f'w:eastAsia="{language}"' in attributes


# ---------------------------------------------------------------- what a file is


@pytest.mark.parametrize(
    ("edition", "line"),
    [
        (EDITION, "表号 T-1  校验码 {}（请勿删改）"),
        (ENGLISH, "Code T-1  Fingerprint {} (please leave this line as it is)"),
    ],
)
def test_the_last_line_of_the_body_tells_code_and_fingerprint(edition: Any, line: str) -> None:
    sheet = form_sheet(BLANK, BoxView("情况", 40.0))
    line = line.format(sheet.mark)
    letter = docx.Document(io.BytesIO(Letters(edition).file(sheet)))
    assert [paragraph.text for paragraph in letter.paragraphs if paragraph.text][-1] == line
    book = openpyxl.load_workbook(io.BytesIO(Workbooks(edition).file(sheet)))
    page = book.active
    assert page["A1"].value == line
    assert page.column_dimensions["A"].hidden
    assert [row[1].value for row in page.iter_rows() if row[1].value][-1] == line
    assert not page.protection.sheet
    assert set(book.defined_names) == set()


# ---------------------------------------------------------------- blanks that sheets share


def alone(maker: Blanks, sheet: Sheet) -> dict[str, str]:
    """The parts of the file of a sheet that is written for it alone, without a stand-in in what its form shows."""
    words = Wording(sheet, maker.edition)
    slots, _shared = maker.slots(words)
    values = {name: maker.escaped(value) for name, value in slots.items()}
    return {name: put_in(part.decode(), values) for name, part in maker.write(words, Measure(slots))}


def named(sheets: list[Sheet]) -> list[Sheet]:
    """Some sheets, and again with names of units that take more lines, or that a part of a file must not hold as is."""
    names = ("很长的名称" * 40, "a" * 90, "&G <b> _x0041_ ]]> '", "&" * 300)
    found = [sheet for sheet in sheets if sheet.unit][:1]
    return [*sheets, *(replace(found[0], view=found[0].view.filled({"unit": name})) for name in names * len(found))]


@pytest.mark.parametrize(("place", "draft"), [("harbour", False), ("real", True)])
def test_a_file_that_is_filled_in_is_the_one_that_is_written_for_its_sheet(
    place: str, draft: bool, request: pytest.FixtureRequest
) -> None:
    campaign = request.getfixturevalue(place)
    edition = replace(edition_of(campaign, "https://a.example/b/"), draft=draft)
    last = campaign.sectors[-1].id
    found = [one for one in sheets_of(campaign) if isinstance(one.view, FormSheetView) and one.sector in (None, last)]
    forms = [[sheet for sheet in found if sheet.form == form.id] for form in campaign.forms]
    makers = {"docx": Letters(edition), "xlsx": Workbooks(edition)}
    for sheet in (sheet for sheets in forms if sheets for sheet in named([*sheets[:2], sheets[-1]])):
        for kind in companions(sheet):
            with zipfile.ZipFile(io.BytesIO(makers[kind].file(sheet))) as archive:
                assert {name: archive.read(name).decode() for name in archive.namelist()} == alone(makers[kind], sheet)
