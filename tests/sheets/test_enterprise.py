"""An enterprise rates itself by points and keeps wide ledgers: on paper, in office files, in packs, compared."""

from __future__ import annotations

import io
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pymupdf
import pytest
from kit.folder import edit
from kit.paper import faces, print_all
from kit.paths import ENTERPRISE

from planpress.blocks.column import Column
from planpress.blocks.kind import Row
from planpress.blocks.table import Table, TableView, table_view
from planpress.content.validate import read
from planpress.errors import ContentError
from planpress.model.campaign import Campaign
from planpress.office.letters import Letters
from planpress.office.workbooks import Workbooks
from planpress.paper.press import Setup
from planpress.revisions.changes import changes_between
from planpress.revisions.history import history_of
from planpress.sheets.edition import edition_of
from planpress.sheets.packs import packs_of
from planpress.sheets.printed import printed_now
from planpress.sheets.sheet import Sheet
from planpress.view import plain

A3_POINTS = (1191, 842)
FORMS = "content/forms"


@pytest.fixture(scope="module")
def enterprise() -> Campaign:
    reading = read(ENTERPRISE)
    assert reading.warnings == ()
    return reading.campaign


@pytest.fixture(scope="module")
def sheets(enterprise: Campaign) -> dict[str, Sheet]:
    """The sheets of one workshop, by form."""
    printed = printed_now(enterprise, history_of(ENTERPRISE)).sheets
    return {sheet.form: sheet for sheet in printed if sheet.unit == "first-shop"}


@pytest.fixture(scope="module", params=["normal", "large"])
def paper(
    request: pytest.FixtureRequest,
    enterprise: Campaign,
    sheets: dict[str, Sheet],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Path]:
    """The three forms of a workshop, and its pack; whatever is wrong with their layout or tags stops that."""
    out = tmp_path_factory.mktemp("enterprise")
    setup = Setup(edition_of(enterprise, "", request.param), out / "cache", faces(), 1)
    (pack,) = packs_of(enterprise, sheets.values())[:1]
    print_all(sheets.values(), (pack,), setup, out)
    return {**{form: out / sheet.path for form, sheet in sheets.items()}, "pack": out / pack.sheet.path}


def pages_of(path: Path) -> list[str]:
    with pymupdf.open(path) as pdf:
        return ["".join(page.get_text().split()) for page in pdf]


# ---------------------------------------------------------------- paper


def test_tall_cells_begin_again_on_each_page(paper: dict[str, Path], enterprise: Campaign) -> None:
    """What joins rows of a page stands once there, and again where its rows go on on the next page."""
    (sector,) = enterprise.sectors
    assert sector.checklist is not None
    pages = pages_of(paper["rating"])
    assert len(pages) > 2
    repeated = 0
    for name in ("element", "part", "rule"):
        on = Counter[str]()
        for page in pages:
            here = {item.values[name] for item in sector.checklist.items if item.text in page}
            for words in here:
                assert page.count(words) == 1 or name != "rule", words
            on.update(here)
        repeated += sum(count > 1 for count in on.values())
    assert repeated


def test_the_last_row_adds_up_what_is_printed(paper: dict[str, Path], sheets: dict[str, Sheet]) -> None:
    table = sheets["rating"].view.form.blocks[0]
    assert table.total[0] == "合计"
    assert table.total[5] == str(sum(int(row[5]) for row in table.rows)) == "106"
    assert (table.total[6], table.total[7]) == ("\u2014", "")
    assert "合计106" in pages_of(paper["rating"])[-1]


def test_head_of_six_rows_and_its_units_print_on_one_a3_page(paper: dict[str, Path]) -> None:
    (page,) = pages_of(paper["monthly"])
    for words in ("列入治理计划", "其中", "逾期", "万元", "全年合计", "十二月"):
        assert words in page, words
    with pymupdf.open(paper["monthly"]) as pdf:
        assert tuple(round(side) for side in pdf[0].rect.br) == A3_POINTS


def test_parts_repeat_keys_and_bear_their_number(paper: dict[str, Path]) -> None:
    pages = pages_of(paper["ledger"])
    parts = [next(number for number in (1, 2, 3) if f"第{number}联（共3联）" in page) for page in pages]
    assert sorted(set(parts)) == [1, 2, 3]
    assert parts == sorted(parts)
    assert all("场所、装置" in page for page in pages)
    assert len({parts.count(number) for number in parts}) == 1  # pages beside each other hold the same rows
    assert [("验收人" in page, "措施" in page) for page in pages[:: len(pages) // 3]] == [
        (False, False),
        (False, True),
        (True, False),
    ]


def test_pack_holds_both_sizes_each_on_a_front(paper: dict[str, Path]) -> None:
    with pikepdf.open(paper["pack"]) as pdf:
        wide = [number for number, page in enumerate(pdf.pages) if round(float(page.mediabox[2])) == A3_POINTS[0]]
    assert wide
    assert wide[0] % 2 == 0


def test_grids_close_and_heads_are_tagged(paper: dict[str, Path]) -> None:
    """Pressing refuses what breaks PDF/UA; here, that spans are told at all."""
    with pikepdf.open(paper["monthly"]) as pdf:
        cells = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"]
        spans = [(int(cell.A.get("/ColSpan", 1)), int(cell.A.get("/RowSpan", 1))) for cell in cells]
    assert max(across for across, _down in spans) == 10
    assert max(down for _across, down in spans) == 6


# ---------------------------------------------------------------- office files


def sheet_of(sheet: Sheet, campaign: Campaign) -> Any:
    return openpyxl.load_workbook(io.BytesIO(Workbooks(edition_of(campaign)).file(sheet))).active


def cell_of(page: Any, text: str) -> Any:
    return next(cell for row in page.iter_rows() for cell in row if cell.value == text)


def test_spreadsheet_adds_up_and_shares(enterprise: Campaign, sheets: dict[str, Sheet]) -> None:
    page = sheet_of(sheets["monthly"], enterprise)
    total = cell_of(page, "全年合计").row
    first = cell_of(page, "一月").row
    assert (total - first, page.cell(total, 4).value) == (
        12,
        f'=IF(COUNT(D{first}:D{first + 11})=0,"",SUM(D{first}:D{first + 11}))',
    )
    share = cell_of(page, "整改率").column_letter
    assert page[f"{share}{first}"].value == f'=IF(M{first}="","",IF(M{first}=0,"/",N{first}/M{first}*100))'
    assert page[f"{share}{total}"].value == f'=IF(M{total}="","",IF(M{total}=0,"/",N{total}/M{total}*100))'
    assert page.freeze_panes == f"D{first}"
    assert page.page_setup.paperSize == 8
    formulas = {cell.column_letter for row in page.iter_rows() for cell in row if cell.data_type == "f"}
    assert "C" not in formulas


def test_spreadsheet_joins_heads_and_tall_cells(enterprise: Campaign, sheets: dict[str, Sheet]) -> None:
    page = sheet_of(sheets["rating"], enterprise)
    joined = {str(area) for area in page.merged_cells.ranges}
    row = cell_of(page, "机构和职责").row
    assert f"B{row}:B{row + 6}" in joined
    assert {f"C{row}:C{row + 1}", f"C{row + 2}:C{row + 3}", f"C{row + 4}:C{row + 6}"} <= joined
    assert page.cell(row, 7).value == 2
    ledger = sheet_of(sheets["ledger"], enterprise)
    row = next(cell.row for cell in ledger["B"] if cell.value == 1)
    assert f"C{row}:C{row + 2}" in {str(area) for area in ledger.merged_cells.ranges}
    assert [brk.id for brk in ledger.col_breaks.brk] == [10, 16, 25]


def test_letter_has_a_table_a_part(enterprise: Campaign, sheets: dict[str, Sheet]) -> None:
    """No form of its is a letter; a form with a second table would be."""
    letter = docx.Document(io.BytesIO(Letters(edition_of(enterprise)).file(sheets["ledger"])))
    tables = [table for table in letter.tables if "序号" in table.rows[0].cells[0].text]
    assert [len(table.columns) for table in tables] == [9, 8, 11]
    assert [table.rows[-1].cells[0].text == "合计" for table in tables] == [False, True, True]
    body = tables[0].columns[0].cells[2:5]
    assert len({cell._tc for cell in body}) == 1
    assert body[0].text == "1"


# ---------------------------------------------------------------- two states


@pytest.mark.parametrize(
    ("find", "put", "words"),
    [
        ("group: 列入治理计划, unit: 万元", "group: 列入治理计划, unit: 元", ("万元", "元")),
        ("head: [奖惩]", "head: [奖励和处罚]", ("奖惩", "奖励和处罚")),
        ("label: 计划, group: 排查次数, unit: 次, width_mm: 12, numbers: true, total: true",
         "label: 计划, group: 排查次数, unit: 次, width_mm: 12, numbers: true", ("（有合计）", "")),
        ("label: 月份, width_mm: 18, value: name", "label: 月份, width_mm: 18, value: name, merge: true",
         ("", "（相同内容合并）")),
    ],
)  # fmt: skip
def test_what_changed_of_a_column_is_said_in_words(
    find: str, put: str, words: tuple[str, str], enterprise: Campaign, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(ENTERPRISE, tmp_path / "campaign"))
    path = root / FORMS / "monthly.yml"
    path.write_text(path.read_text("utf-8").replace(find, put), "utf-8")
    (change,) = changes_between(enterprise, read(root).campaign)
    old, new = (Counter(text.split("\n")) for text in (change.old_text, change.new_text))
    assert change.target == "form:monthly"
    assert set(old - new) == ({words[0]} if words[0] else set())
    assert set(new - old) == ({words[1]} if words[1] else set())


# ---------------------------------------------------------------- bad input

BAD = [
    ("monthly", "value: number, key: true", "value: number", "monthly: 关键列须排在最前"),
    ("monthly", "orientation: landscape\n", "", "monthly: A3 幅面须横向"),
    ("monthly", "value: name, key: true", "value: name, key: true, total: true", "monthly: 合计只对数字列"),
    ("monthly", "{of: usual-done, to: usual}", "{of: usual-done, to: month}", "monthly: 比率须由两个"),
    ("monthly", "      total: 全年合计\n", "", "monthly: 请在表格处写明合计行的名称"),
    ("monthly", "{label: 计划, ", "{label: 计划, id: found, ", "found: 有两列用了同一个 id"),
    ("monthly", "{label: 备注, ", "{label: 备注, group: 排查次数, ", "monthly: 同一表头下的各列须相邻"),
    ("monthly", "      typed: true\n", "", "monthly: 有填写栏的表格，行高至少为 12 毫米"),
    (
        "ledger",
        "label: 场所、装置, width_mm: 34",
        "label: 场所、装置, width_mm: 240",
        "ledger: 关键列与本列共宽 313 毫米",
    ),
    ("ledger", "{label: 措施, group: 治理, width_mm: 60", "{label: 措施, group: 治理, width_mm: 216", "共宽 261 毫米"),
    ("ledger", "      count: 4\n", "      count: 4\n      fill: true\n", "ledger: 分联印制的表格行数固定"),
    ("ledger", "value: number, key: true, merge: true", "value: number, merge: true", "各列宽度之和必须等于版心宽度"),
    ("rating", "      row_height_mm: 12\n", "      row_height_mm: 12\n      per: 2\n", "rating: 清单的一行就是一行"),
    ("rating", "      total: 合计\n", "      total: 合计\n      fill: true\n", "rating: 合并单元格的表格行数固定"),
]


@pytest.mark.parametrize(("form", "find", "put", "message"), BAD, ids=[message for *_rest, message in BAD])
def test_what_no_table_can_be_is_told_at_its_place(
    form: str, find: str, put: str, message: str, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(ENTERPRISE, tmp_path / "campaign"))
    edit(root, f"{FORMS}/{form}.yml", find, put)
    with pytest.raises(ContentError) as caught:
        read(root)
    assert any(message in line and line.startswith(f"{FORMS}/{form}.yml:") for line in str(caught.value).splitlines())


@pytest.mark.parametrize("key", ["numbers", "total", "key"])
def test_what_only_sets_a_column_is_in_the_key_of_the_cache_and_not_in_the_fingerprint(key: str) -> None:
    columns = [Column(label="n", width_mm=20, **{key: asked}) for asked in (False, True)]
    one, other = (TableView(12, (column,), (("1",),), ("a",)) for column in columns)
    assert plain(one) == plain(other)
    assert plain(one, arranged=True) != plain(other, arranged=True)


def test_a_sum_stands_beside_key_columns_and_is_left_to_the_hand_where_rows_are() -> None:
    columns = [{"label": "n", "width_mm": 20, "key": "true", "value": "name"}]
    columns += [{"label": "p", "width_mm": 20, "key": "true", "value": "points", "numbers": "true", "total": "true"}]
    rows = [Row("a", {"name": "a", "points": "7"}), Row("b", {"name": "b", "points": "13"})]
    for count, told in (("0", "20"), ("2", "")):
        shape = {"rows": "items", "count": count, "total": "Sum", "columns": columns}
        view = table_view(Table.model_validate(shape), lambda _rows: rows)
        assert view.leaves[0].named == 1
        assert view.total == ("Sum", told)
