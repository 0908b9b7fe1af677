"""Papers of an enforcement office: each bears its number on every page, cites that of another, and is entered."""

from __future__ import annotations

import csv
import io
import re
import shutil
import signal
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pymupdf
import pytest
from kit.kill import apart, killed_at, spread, steps_of
from kit.paper import faces, press, pressing_here, text_of
from kit.paths import TESTS

import build
from planpress.content.validate import read
from planpress.errors import BuildError
from planpress.model.campaign import Campaign
from planpress.model.forms import Form, Printing
from planpress.office.letters import Letters
from planpress.office.workbooks import Workbooks
from planpress.paper import issue_documents as issuing
from planpress.paper.docket import DOCKET
from planpress.paper.issue_documents import Issue, Wanted, issue_documents
from planpress.paper.press import Setup
from planpress.revisions.compare_records import record_changes
from planpress.revisions.side import Side
from planpress.sheets.edition import edition_of
from planpress.sheets.forms import Given, form_sheet
from planpress.sheets.sheet import Sheet

ROOT = TESTS / "campaigns" / "enforcement"
DAY = "2031-11-03"

PAPERS = {
    "inspection-plan": (),
    "site-record": ("（清）应急检查〔2031〕002号",),
    "rectify-order": ("（清）应急检记〔2031〕003号",),
    "recheck-opinion": ("（清）应急责改〔2031〕001号",),
    "continuation": ("（清）应急检记〔2031〕003号",),
}
"""What is issued, three of each, in this order: form → what it cites."""


def wanted(form: str, **more: object) -> Wanted:
    sector = "trade" if form == "inspection-plan" else ""
    return replace(Wanted(form, "emergency", 3, DAY, sector), **more)


def setup(folder: Path, variant: str = "") -> Setup:
    return Setup(edition_of(campaign(), variant=variant), folder / "cache", faces(), 2)


@cache
def campaign() -> Campaign:
    return read(ROOT).campaign


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("papers")


@pytest.fixture(scope="module")
def issues(folder: Path) -> dict[str, Issue]:
    held, made = campaign(), setup(folder)
    with pressing_here():
        return {
            form: issue_documents(held, wanted(form, citing=citing), made, folder / "issued")
            for form, citing in PAPERS.items()
        }


def test_campaign_has_no_fault() -> None:
    assert read(ROOT).warnings == ()


def test_each_page_bears_the_number(issues: dict[str, Issue]) -> None:
    for issue in issues.values():
        assert len(issue.files) == 3
        for number, path in issue.files.items():
            with pymupdf.open(path) as pdf:
                assert all(number in "".join(page.get_text().split()) for page in pdf)
                assert pdf.metadata["title"].rpartition(" · ")[0].endswith(number)
    with pymupdf.open(next(iter(issues["site-record"].files.values()))) as pdf:
        assert len(pdf) == 2


def test_numbers_run_on_and_cite_each_other(issues: dict[str, Issue]) -> None:
    for form, citing in PAPERS.items():
        assert [re.sub("[^0-9]", "", number) for number in issues[form].files] == ["2031001", "2031002", "2031003"]
        assert issues[form].unknown == ()
        for path in issues[form].files.values():
            assert all(number in text_of(path) for number in citing)


def test_documents_differ_in_their_number_alone(issues: dict[str, Issue], folder: Path) -> None:
    for issue in issues.values():
        assert len({text_of(path).replace(number, "") for number, path in issue.files.items()}) == 1
    layouts = list((folder / "cache").glob("??/*.layout"))
    assert len(layouts) == len(PAPERS)


def test_docket_tells_every_document(issues: dict[str, Issue], folder: Path) -> None:
    found = (folder / "issued" / DOCKET).read_text("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(found))
    assert head == ["编号", "文书", "单位", "印发日期", "引用编号", "表号", "校验码", "文件"]
    assert [line[0] for line in lines] == [number for issue in issues.values() for number in issue.files]
    assert {line[3] for line in lines} == {DAY}
    assert all((folder / "issued" / line[7]).is_file() for line in lines)
    codes = {(line[5], line[6]) for line in lines}
    assert codes <= {(sheet.code, sheet.mark) for sheet in map(sheet_of, PAPERS)}


def sheet_of(form: str, given: Given | None = None, held: Campaign | None = None) -> Sheet:
    held = held or campaign()
    sector = held.sector_by_id["trade"] if form == "inspection-plan" else None
    printing = Printing(held.form_by_id[form], held.unit_by_id["emergency"], sector)
    return form_sheet(held, printing, **({"given": given} if given else {}))


def test_fingerprint_is_of_the_pattern_not_of_the_number() -> None:
    plain = sheet_of("rectify-order")
    given = sheet_of(
        "rectify-order", Given("（清）应急责改〔2031〕001号", {"site-record": "（清）应急检记〔2031〕003号"})
    )
    assert (given.code, given.fingerprint) == (plain.code, plain.fingerprint)
    assert given.view != plain.view
    held = campaign()
    for form, pattern in (("rectify-order", "责改〔{year}〕{serial:3}号"), ("site-record", "检记〔{year}〕{serial}号")):
        forms = tuple(one.model_copy(update={"number": pattern}) if one.id == form else one for one in campaign().forms)
        assert sheet_of("rectify-order", held=replace(held, forms=forms)).fingerprint != plain.fingerprint
    units = tuple(unit.model_copy(update={"short": "源"}) for unit in held.units)
    assert sheet_of("rectify-order", held=replace(held, units=units)).fingerprint != plain.fingerprint


def test_large_print_holds_it_all(folder: Path) -> None:
    sheets = [sheet_of(form, Given(f"（清城河）应急〔2031〕{'9' * 9}号")) for form in PAPERS]
    press(sheets, setup(folder, "large"), folder / "large")
    assert all("（清城河）应急〔2031〕999999999号" in text_of(folder / "large" / sheet.path) for sheet in sheets)


# ---------------------------------------------------------------- what is refused


BAD = {
    "没有带编号的表单“notes”": {"form": "notes"},
    "单位“committee”不打印表单“site-record”": {"unit": "committee"},
    "请用 --sector 写明哪个领域：trade, chemicals": {"form": "inspection-plan", "sector": ""},
    "请用 --sector 写明哪个领域：无": {"sector": "trade"},
    "（清）应急检记〔2031〕003号 已经发出：下一个序号是 4": {"first": 3},
    "编号的位数最多到 999；从 998 起只够 2 份，不够 3 份": {"first": 998},
    "不引用这样编号的文书：'（清）应急检查〔2031〕2号'": {"citing": ("（清）应急检查〔2031〕2号",)},
    "只引用一个“inspection-plan”的文书编号，不能是两个": {
        "citing": ("（清）应急检查〔2031〕001号", "（清）应急检查〔2031〕002号")
    },
}


@pytest.mark.parametrize("message", BAD)
def test_what_cannot_be_issued_is_told(message: str, issues: dict[str, Issue], folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    with pytest.raises(BuildError, match=re.escape(message)):
        issue_documents(campaign(), replace(wanted("site-record"), **BAD[message]), setup(folder), folder / "issued")
    assert sorted(folder.rglob("*")) == before


def test_pattern_without_a_year_takes_none(tmp_path: Path) -> None:
    forms = tuple(form.model_copy(update={"number": f"{form.code}{{serial:2}}"}) for form in campaign().forms)
    held = replace(campaign(), forms=forms)
    with pytest.raises(BuildError, match="编号中没有年份"):
        issue_documents(held, wanted("site-record", year=2031), setup(tmp_path), tmp_path / "issued")


def test_count_is_a_number_from_one(capsys: pytest.CaptureFixture[str]) -> None:
    for count in ("0", "1000", "-1"):
        with pytest.raises(SystemExit):
            build.main(["issue", "--form", "site-record", "--unit", "emergency", "--count", count])
    assert "from 1 to 999: 0" in capsys.readouterr().err


# ---------------------------------------------------------------- the docket, whatever happens


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sheets that take no time to press."""

    def write(sheets: list[Sheet], _setup: Setup, out: Path, _progress: object) -> None:
        for sheet in sheets:
            (out / sheet.path).parent.mkdir(parents=True, exist_ok=True)
            (out / sheet.path).write_bytes(b"%PDF " + sheet.title.encode())

    monkeypatch.setattr(issuing, "press", write)


def issue_in(root: Path, **more: object) -> Issue:
    return issue_documents(campaign(), wanted("site-record", **more), setup(root), root / "issued")


def serials(issue: Issue) -> list[int]:
    return [int(re.findall("[0-9]+", number)[-1]) for number in issue.files]


@pytest.mark.usefixtures("quick")
def test_serials_run_on_by_year_and_unit(tmp_path: Path) -> None:
    assert serials(issue_in(tmp_path)) == [1, 2, 3]
    assert serials(issue_in(tmp_path, count=1)) == [4]
    assert serials(issue_in(tmp_path, first=40, count=2)) == [40, 41]
    assert serials(issue_in(tmp_path, unit="hekou", count=1)) == [1]
    assert serials(issue_in(tmp_path, year=2032, count=1)) == [1]
    assert issue_in(tmp_path, count=1, citing=("（清）应急检查〔2031〕007号",)).unknown == (
        "（清）应急检查〔2031〕007号",
    )
    shutil.rmtree(tmp_path / "issued" / "QYZF-JL-YJ-2031-040-041")  # printed, and removed by the office
    assert serials(issue_in(tmp_path, count=1)) == [43]
    (tmp_path / "issued" / DOCKET).unlink()
    assert serials(issue_in(tmp_path, count=1)) == [44]


@pytest.mark.usefixtures("quick")
def test_command_gives_numbers_and_tells_what_is_not_in_the_docket(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["issue", "--form", "site-record", "--unit", "hekou", "--count", "2", "--year", "2031", "--first", "9"]
    cites = ["--citing", "（清河）应急检查〔2031〕001号", "--to", str(tmp_path / "issued")]
    assert build.main(["--campaign", str(ROOT), *words, *cites]) == 0
    told = capsys.readouterr()
    folder = tmp_path / "issued" / "QYZF-JL-HK-2031-009-010"
    assert told.out.splitlines() == [
        "（清河）应急检记〔2031〕009号",
        "（清河）应急检记〔2031〕010号",
        f"共 2 份文书，在 {folder}",
    ]
    assert told.err.strip() == "所引用的编号不在发号登记簿中，请核对：（清河）应急检查〔2031〕001号"
    assert sorted(path.name for path in folder.iterdir()) == [
        "QYZF-JL-HK-2031-009.pdf",
        "QYZF-JL-HK-2031-010.pdf",
        DOCKET,
    ]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("data", [b"", b"\xff", "编号\n一,二\n".encode()])
def test_strange_docket_is_left_alone(data: bytes, tmp_path: Path) -> None:
    docket = tmp_path / "issued" / DOCKET
    docket.parent.mkdir()
    docket.write_bytes(data)
    with pytest.raises(BuildError, match=r"docket\.csv 不是"):
        issue_in(tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["issued", DOCKET]
    assert docket.read_bytes() == data


@pytest.mark.usefixtures("quick")
def test_killed_at_any_step_no_number_is_given_twice(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    issue_in(origin, count=2)
    names = {path.relative_to(origin) for path in origin.rglob("*")}
    files = [f"QYZF-JL-YJ-2031-00{serial}.pdf" for serial in (3, 4)]
    held = campaign()

    def work(root: Path) -> None:
        issue_documents(held, wanted("site-record", count=2), setup(root), root / "issued")

    def copied(name: object) -> Path:
        return Path(shutil.copytree(origin, tmp_path / str(name)))

    counted = copied("counted")
    for moment in spread(steps_of(lambda: work(counted)), 20, seed=7):
        root = copied(moment)
        assert killed_at(moment, lambda root=root: work(root)) == -signal.SIGKILL
        found = {path.relative_to(root) for path in root.rglob("*") if ".issued" not in str(path)}
        more = sorted(path.name for path in found - names)
        assert more in ([], sorted([*files, "QYZF-JL-YJ-2031-003-004", DOCKET])), moment
        taken = 4 if more else 2
        assert apart(lambda root=root: work(root)) == 0
        lines = (root / "issued" / DOCKET).read_text("utf-8-sig").splitlines()[1:]
        found = [int(re.search("〕([0-9]+)号", line)[1]) for line in lines]
        assert found == list(range(1, taken + 3)), moment
        assert not list(root.glob(".*")), moment


# ---------------------------------------------------------------- twins, and what differs


def test_twins_have_the_number_and_what_stands_beside_a_signature() -> None:
    sheet, edition = sheet_of("rectify-order"), edition_of(campaign())
    page = openpyxl.load_workbook(io.BytesIO(Workbooks(edition).file(sheet))).active
    cells = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    letter = docx.Document(io.BytesIO(Letters(edition).file(sheet)))
    texts = [one.text for one in letter.paragraphs]
    tables = [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    for found in (cells, [*texts, *tables]):
        assert "（清）应急责改〔_______〕_______号" in found
        assert sum("（_____）应急检记〔_____〕_____号的《现场检查记录》" in text for text in found) == 1
        assert sum(text.strip("：") == "证号" for text in found) == 2
    rows = [[cell.value for cell in row if cell.value] for row in page.iter_rows()]
    assert ["执法人员（签名）"] in rows  # without a date
    assert ["检查机关（印章）", "（盖章） ____年___月___日"] in rows


def changed(form: str, find: str, put: str) -> str:
    held = campaign()
    forms = tuple(
        Form.model_validate_json(one.model_dump_json().replace(find, put)) if one.id == form else one
        for one in held.forms
    )
    changes = [one for one in record_changes(Side(held), Side(replace(held, forms=forms))) if one.kind == "form"]
    return "\n".join(f"{one.old_text} > {one.new_text}" for one in changes)


def test_difference_is_told_in_words() -> None:
    told = changed("site-record", "{serial:3}", "{serial:4}")
    assert told == "（{unit}）应急检记〔{year}〕{serial:3}号 > （{unit}）应急检记〔{year}〕{serial:4}号"
    told = changed("continuation", '"site-record"', '"rectify-order"')
    assert "引用编号的文书：现场检查记录" in told.split(" > ")[0]
    assert "引用编号的文书：责令限期整改指令书" in told.split(" > ")[1]
    told = changed("continuation", '"dated":false', '"dated":true')
    assert "执法人员（签名） ________ 证号\n" in told.split(" > ")[0] + "\n"
    assert "执法人员（签名） ________ 证号 ____年___月___日" in told.split(" > ")[1]
    assert changed("continuation", '"证号"', '"执法证号"').count("执法证号") == 2
