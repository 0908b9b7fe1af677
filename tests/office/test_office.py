"""Campaign and sheets → what office programs open: right, safe, matched with the paper, the same each time."""

from __future__ import annotations

import datetime
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import docx
import openpyxl
import pymupdf
import pytest
from icalendar import Calendar, Event

from planpress.blocks.box import BoxView
from planpress.blocks.kind import BlockView
from planpress.model.addresses import CALENDAR_OF_ALL, MATRIX_WORKBOOK, unit_calendar
from planpress.model.campaign import Campaign
from planpress.model.version import Version
from planpress.office.calendars import calendars_of
from planpress.office.charts import charts_of
from planpress.office.files import companions, office_files
from planpress.office.letters import Letters
from planpress.office.wording import Wording
from planpress.office.workbooks import Workbooks
from planpress.sheets.edition import Edition, edition_of
from planpress.sheets.forms import CampaignName
from planpress.sheets.listing import sheets_of
from planpress.sheets.sheet import Sheet
from planpress.view import plain

ADDRESS = "https://harbour.example/winter/"
SHEET_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STARTS_OF_FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    '=HYPERLINK("http://a.example","b")',
    "\t=1",
    "http://a.example",
)
TIME_LIMIT_S = 120


def edition(campaign: Campaign) -> Edition:
    return edition_of(campaign, ADDRESS)


@pytest.fixture(scope="module", params=["harbour", "real"])
def campaign(request: pytest.FixtureRequest) -> Campaign:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def files(campaign: Campaign) -> dict[str, bytes]:
    return office_files(campaign, sheets_of(campaign), edition(campaign))


def sheet_of(campaign: Campaign, form: str, unit: str | None) -> Sheet:
    return next(sheet for sheet in sheets_of(campaign) if (sheet.form, sheet.unit) == (form, unit))


def with_blocks(sheet: Sheet, *blocks: BlockView) -> Sheet:
    return replace(sheet, view=replace(sheet.view, form=replace(sheet.view.form, blocks=blocks)))


def cells(content: bytes) -> list[openpyxl.cell.Cell]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]


def letter_text(content: bytes) -> list[str]:
    """Every line of a letter, head and foot too, table cells in order and merged ones once."""
    made = docx.Document(io.BytesIO(content))
    parts = [made.element.body, made.sections[0].header._element, made.sections[0].footer._element]
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    lines = (
        "".join(text.text or "" for text in line.iter(f"{word}t")) for part in parts for line in part.iter(f"{word}p")
    )
    return [line for line in lines if line.strip()]


def test_a_form_without_a_basis_says_whose_it_is(real: Campaign) -> None:
    words = Wording(sheet_of(real, "copy-register", None), edition(real))
    assert words.remarks[0] == "编者拟制，供发放单位内部使用，方案没有要求"
    assert not any("依据" in line for line in words.remarks)


# ---------------------------------------------------------------- all of them


def test_same_campaign_gives_the_same_bytes(harbour: Campaign) -> None:
    once = office_files(harbour, sheets_of(harbour), edition(harbour))
    again = office_files(harbour, sheets_of(harbour), edition(harbour))
    assert list(once) == sorted(once)
    assert once == again


def test_every_sheet_with_a_form_has_a_companion_and_no_other_file_is_made(
    campaign: Campaign, files: dict[str, bytes]
) -> None:
    wanted = {path for sheet in sheets_of(campaign) for path in companions(sheet).values()}
    assert all(companions(sheet) for sheet in sheets_of(campaign) if sheet.form in campaign.form_by_id)
    assert {path for path in files if path.startswith("files/")} == wanted | {MATRIX_WORKBOOK}


def test_address_is_the_one_of_the_pdf(real: Campaign) -> None:
    checklist = sheet_of(real, "rectification-checklist", "yaomeng")
    assert companions(checklist) == {"xlsx": checklist.path.replace("print/", "files/").replace(".pdf", ".xlsx")}
    report = sheet_of(real, "weekly-report", "yaomeng")
    assert companions(report) == {"docx": report.path.replace("print/", "files/").replace(".pdf", ".docx")}


def test_no_part_of_a_file_knows_the_clock(files: dict[str, bytes], campaign: Campaign) -> None:
    year = str(edition_of(campaign).file_day.year)
    for path, content in files.items():
        if path.startswith("files/"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}, path
                properties = archive.read("docProps/core.xml").decode()
            assert properties.count(f">{year}-") == properties.count("W3CDTF"), path


# ---------------------------------------------------------------- calendars


def imported(*contents: bytes) -> dict[str, tuple[int, str]]:
    """What a calendar program holds after taking in `contents`: it replaces an entry of the same UID."""
    held: dict[str, tuple[int, str]] = {}
    for content in contents:
        for event in Calendar.from_ical(content).walk("VEVENT"):
            if held.get(str(event["uid"]), (-1, ""))[0] <= event["sequence"]:
                held[str(event["uid"])] = (event["sequence"], event.to_ical().decode())
    return held


def comes_round(event: Event) -> bool:
    """Tell whether an entry is of the category of what comes round, which it bears beside its sector's."""
    return "CATEGORIES" in event and len(event["CATEGORIES"].cats) == 2


def test_every_unit_has_a_calendar_with_something_in_it(campaign: Campaign, files: dict[str, bytes]) -> None:
    for unit in campaign.units:
        found = Calendar.from_ical(files[unit_calendar(unit.id)])
        assert not found.errors
        assert found.walk("VEVENT")


def test_calendar_holds_every_due_date_and_report_day(campaign: Campaign, files: dict[str, bytes]) -> None:
    events = [one for one in Calendar.from_ical(files[CALENDAR_OF_ALL]).walk("VEVENT") if not comes_round(one)]
    days = sorted(event.decoded("dtstart") for event in events if not isinstance(event.start, datetime.datetime))
    assert days == sorted([*(entry.due.date for entry in campaign.bindings.deadlines), campaign.plan.period.end])
    reports = [event for event in events if isinstance(event.start, datetime.datetime)]
    assert [event.end.date() for event in reports] == list(campaign.report_dates)
    assert {event.end.strftime("%H:%M") for event in reports} == {campaign.plan.reporting[0].time}
    assert all(event.end.tzinfo is None and event.walk("VALARM") for event in reports)


def test_taking_in_the_same_calendars_twice_doubles_nothing(campaign: Campaign, files: dict[str, bytes]) -> None:
    calendars = [content for path, content in files.items() if path.endswith(".ics")]
    once = imported(files[CALENDAR_OF_ALL])
    assert len(once) == len(Calendar.from_ical(files[CALENDAR_OF_ALL]).walk("VEVENT"))
    assert imported(*calendars, *calendars) == once


@pytest.mark.parametrize("version", [Version(4), Version(3, 1)])
def test_a_moved_due_date_replaces_the_earlier_entry(harbour: Campaign, version: Version) -> None:
    sector = harbour.sectors[0]
    heading = sector.clauses[0]
    clause = heading.clauses[0]
    due = clause.due[0].model_copy(update={"date": datetime.date(2031, 11, 15)})
    moved = heading.model_copy(update={"clauses": (clause.model_copy(update={"due": (due,)}), *heading.clauses[1:])})
    later = replace(harbour, sectors=(sector.model_copy(update={"clauses": (moved,)}), *harbour.sectors[1:]))
    before = calendars_of(harbour, edition(harbour))[CALENDAR_OF_ALL]
    after = calendars_of(later, replace(edition(harbour), revision=version))[CALENDAR_OF_ALL]
    held = imported(before, after)
    assert held.keys() == imported(before).keys()
    assert "DTSTART;VALUE=DATE:20311115" in held["harbour-winter-2031/quays/do-1/due-1"][1]


def test_two_due_dates_in_the_same_words_are_two_entries(harbour: Campaign) -> None:
    sector = harbour.sectors[0]
    heading = sector.clauses[0]
    clause = heading.clauses[0]
    twice = clause.model_copy(update={"due": (clause.due[0], clause.due[0].model_copy())})
    doubled = heading.model_copy(update={"clauses": (twice, *heading.clauses[1:])})
    campaign = replace(harbour, sectors=(sector.model_copy(update={"clauses": (doubled,)}), *harbour.sectors[1:]))
    events = Calendar.from_ical(calendars_of(campaign, edition(campaign))[CALENDAR_OF_ALL]).walk("VEVENT")
    assert len({str(event["UID"]) for event in events}) == len(events)


def test_last_day_of_all_is_a_day(harbour: Campaign) -> None:
    period = harbour.plan.period.model_copy(update={"end": datetime.date.max})
    campaign = replace(harbour, plan=harbour.plan.model_copy(update={"period": period}))
    events = Calendar.from_ical(calendars_of(campaign, edition(campaign))[CALENDAR_OF_ALL]).walk("VEVENT")
    assert datetime.date.max in [event.decoded("dtstart") for event in events]
    assert charts_of(campaign, edition(campaign))


def test_name_of_a_calendar_is_escaped(harbour: Campaign) -> None:
    campaign = replace(harbour, plan=harbour.plan.model_copy(update={"name": "Ice, Storm; Snow"}))
    text = calendars_of(campaign, edition(campaign))[CALENDAR_OF_ALL]
    assert b"\r\nNAME:Ice\\, Storm\\; Snow\r\nX-WR-CALNAME:Ice\\, Storm\\; Snow\r\n" in text


def test_lines_of_a_calendar_are_folded(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.endswith(".ics"):
            assert content.endswith(b"\r\n")
            assert all(len(line) <= 75 for line in content.split(b"\r\n")), path


def test_entry_tells_the_words_of_the_clause_and_where_it_stands(harbour: Campaign) -> None:
    events = Calendar.from_ical(calendars_of(harbour, edition(harbour))[CALENDAR_OF_ALL]).walk("VEVENT")
    event = next(event for event in events if event["uid"] == "harbour-winter-2031/quays/do-1/due-1")
    assert "Grit bins are filled by 31 October 2031." in event["description"]
    assert "Quay Office, East Basin Wardens" in event["description"]
    assert event["url"] == f"{ADDRESS}sectors/quays.html#do-1"


def test_unit_sees_only_what_binds_it(harbour: Campaign) -> None:
    calendars = calendars_of(harbour, edition(harbour))
    names = {
        unit.id: {
            str(e["uid"]).split("/", 1)[1] for e in Calendar.from_ical(calendars[unit_calendar(unit.id)]).walk("VEVENT")
        }
        for unit in harbour.units
    }
    assert "quays/do-1/due-1" in names["east-basin"]
    assert "quays/do-1/due-1" not in names["west-basin"]
    reports = {f"report/{day}" for day in harbour.report_dates}
    assert names["harbour-board"] == {"end", *reports}, "it receives what others report"


# ---------------------------------------------------------------- spreadsheets


def test_no_cell_is_a_formula_or_a_link_and_only_rows_are_numbered(files: dict[str, bytes]) -> None:
    books = {path: content for path, content in files.items() if path.endswith(".xlsx")}
    for path in sorted(books)[:: max(1, len(books) // 60)]:
        found = cells(books[path])
        numbers = [cell.value for cell in found if cell.data_type == "n"]
        assert numbers == list(range(1, len(numbers) + 1)), path
        assert {cell.data_type for cell in found} <= {"s", "n"}, path


def test_clause_that_begins_like_a_formula_stays_text(harbour: Campaign) -> None:
    sector = harbour.sectors[1]
    assert sector.checklist is not None
    items = tuple(
        sector.checklist.items[0].model_copy(update={"id": f"item-{number}", "label": evil, "text": evil, "basis": ()})
        for number, evil in enumerate(STARTS_OF_FORMULAS)
    )
    changed = sector.model_copy(
        update={"short": "=A1", "checklist": sector.checklist.model_copy(update={"items": items})}
    )
    units = tuple(unit.model_copy(update={"name": f"=@{unit.name}"}) for unit in harbour.units)
    campaign = replace(harbour, sectors=(harbour.sectors[0], changed), units=units)
    files = office_files(campaign, sheets_of(campaign), edition(campaign))
    content = files["files/units/crane-office/cranes-list.xlsx"]
    found = cells(content)
    assert {cell.data_type for cell in found} == {"s"}
    assert not any(cell.hyperlink for cell in found)
    assert [evil for evil in STARTS_OF_FORMULAS if evil in {cell.value for cell in found}] == list(STARTS_OF_FORMULAS)
    for path in (content, files[MATRIX_WORKBOOK]):
        with zipfile.ZipFile(io.BytesIO(path)) as archive:
            assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets/" in name)


def test_rows_bear_hidden_ids_that_lead_back_to_the_source(real: Campaign, files: dict[str, bytes]) -> None:
    sheet = sheet_of(real, "rectification-checklist", "yaomeng")
    content = office_files(real, [sheet], edition(real))[companions(sheet)["xlsx"]]
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert page.column_dimensions["A"].hidden
    _code, *ids = [row[0].value for row in page.iter_rows() if row[0].value]
    assert ids[0] == "id"
    by_id = {row[0].value: [cell.value for cell in row[1:]] for row in page.iter_rows() if row[0].value}
    sector = real.sector_by_id[sheet.sector]
    assert ids[1:] == [f"{sector.id}#{item.id}" for item in sector.checklist.items]
    for ref in ids[1:]:
        assert by_id[ref][1] == real.places[ref].text


def test_spreadsheet_is_set_up_for_screen_and_paper(real: Campaign) -> None:
    sheet = sheet_of(real, "list-rectification", "yaomeng")
    page = openpyxl.load_workbook(
        io.BytesIO(office_files(real, [sheet], edition(real))[companions(sheet)["xlsx"]])
    ).active
    head = next(row for row in range(1, 20) if page.cell(row, 1).value == "id")
    assert page.freeze_panes == f"A{head + 1}"
    assert page.print_title_rows == f"${head - 1}:${head}"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight) == (True, 0)
    assert f"G{head - 1}:I{head - 1}" in {str(merged) for merged in page.merged_cells.ranges}
    foot = page.oddFooter.left.text
    assert sheet.code in foot
    assert sheet.mark in foot
    assert edition(real).issued.isoformat() in foot
    assert "姚孟办事处" in page.oddHeader.right.text
    texts = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    assert any(text.startswith("编者拟制") for text in texts)
    [choice] = page.data_validations.dataValidation
    assert (choice.type, choice.formula1, choice.errorStyle) == ("list", '"一般,重大"', "information")
    assert str(choice.sqref) == f"F{head + 1}:F{head + 7}"


def test_text_too_long_for_head_or_cell_is_cut_or_refused(harbour: Campaign) -> None:
    from planpress.errors import BuildError

    sheet = sheet_of(harbour, "inspection-list", "quay-office")
    long = replace(sheet, view=replace(sheet.view, unit="&" * 300, campaign=CampaignName("n" * 300)))
    page = openpyxl.load_workbook(io.BytesIO(Workbooks(edition(harbour)).file(long))).active
    assert len(page.oddHeader.right.text) > 100
    table = sheet.view.form.blocks[0]
    endless = replace(table, rows=tuple((*row[:1], "x" * 40000, *row[2:]) for row in table.rows))
    with pytest.raises(BuildError, match="40000 characters"):
        Workbooks(edition(harbour)).file(with_blocks(sheet, endless))


@pytest.mark.parametrize("name", ["Oil&Gas", "Oil&&Gas", "Oil&[Picture]", "Oil & Gas", "&G" * 140])
def test_ampersand_in_a_name_is_no_instruction(harbour: Campaign, name: str) -> None:
    sheet = sheet_of(harbour, "inspection-list", "quay-office")
    named = replace(sheet, view=replace(sheet.view, unit=name, campaign=CampaignName(name)))
    content = Workbooks(edition(harbour)).file(named)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        head = re.search(r"<oddHeader>(.*)</oddHeader>", archive.read("xl/worksheets/sheet1.xml").decode())
    assert head is not None
    shown = re.sub(r"&(9|&)|&[LR]9? ?", lambda found: found[1].replace("9", "") if found[1] else "", unescape(head[1]))
    assert name[:40] in shown


def test_list_to_choose_from_is_left_out_where_the_format_cannot_hold_it(harbour: Campaign) -> None:
    sheet = sheet_of(harbour, "inspection-list", "quay-office")
    table = sheet.view.form.blocks[0]
    for options, wanted in ((("good", "bad"), 1), (('"good"', "bad"), 0), (("good, new", "bad"), 0), (("x" * 300,), 0)):
        column = table.columns[2].model_copy(update={"value": "", "ticks": options})
        columns = (*table.columns[:2], column, table.columns[3])
        content = Workbooks(edition(harbour)).file(with_blocks(sheet, replace(table, columns=columns)))
        page = openpyxl.load_workbook(io.BytesIO(content)).active
        assert len(page.data_validations.dataValidation) == wanted, options


def test_row_is_no_higher_than_the_format_allows(harbour: Campaign) -> None:
    sheet = sheet_of(harbour, "inspection-list", "quay-office")
    higher = with_blocks(sheet, *sheet.view.form.blocks, BoxView("Notes", 200.0))
    content = Workbooks(edition(harbour)).file(higher)
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert 400 < max(row.height or 0 for row in page.row_dimensions.values()) <= 409


def test_matrix_shows_each_role_where_it_is_held(harbour: Campaign) -> None:
    content = office_files(harbour, [], edition(harbour))[MATRIX_WORKBOOK]
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    head = [cell.value for cell in page[3]]
    rows = {row[0].value: [cell.value for cell in row] for row in page.iter_rows(min_row=5)}
    assert head[1:] == ["Unit", "Quays", "Cranes"]
    assert rows["quay-office"] == ["quay-office", "Quay Office", "lead", None]
    assert rows["west-basin"][2:] == ["territorial", "territorial"]


# ---------------------------------------------------------------- letters


def test_letters_that_share_a_layout_differ_in_their_slots(real: Campaign) -> None:
    letters = Letters(edition(real))
    reports = [sheet for sheet in sheets_of(real) if sheet.form == "weekly-report" and sheet.unit]
    first, other = letters.file(reports[0]), letters.file(reports[-1])
    assert other == Letters(edition(real)).file(reports[-1])
    for sheet, content in ((reports[0], first), (reports[-1], other)):
        text = "\n".join(letter_text(content))
        for words in (sheet.code, sheet.mark, sheet.fingerprint, sheet.view.unit, *_values(sheet)):
            assert words in text
        assert "\ue000" not in text
        properties = docx.Document(io.BytesIO(content)).core_properties
        assert (properties.title, properties.subject) == (sheet.title, sheet.code)


def _values(sheet: Sheet) -> list[str]:
    return [field.value for field in sheet.view.form.fields if field.value]


def words_of(sheet: Sheet) -> list[str]:
    """Every word the form of `sheet` prints, block by block."""
    form = plain(sheet.view.form)
    found = [form["title"], *(field["label"] for field in form["fields"]), *form["instructions"], form["copies"]]
    for block in form["blocks"]:
        found += [block.get("text", ""), block.get("title", ""), block.get("label", ""), *block.get("options", ())]
        found += [signature["label"] for signature in block.get("signatures", ())]
        found += [column[key] for column in block.get("columns", ()) for key in ("label", "group")]
        found += [cell for row in block.get("rows", ()) for cell in row]
        for stage in block.get("stages", ()):
            found += [stage["label"], stage["title"], stage["finding"], *stage["ticks"]]
            found += [signature["label"] for signature in stage["signatures"]]
    return [words for words in found if words]


def test_letter_and_spreadsheet_hold_every_word_of_the_form(campaign: Campaign, files: dict[str, bytes]) -> None:
    seen = set()
    for sheet in sheets_of(campaign):
        if sheet.form not in campaign.form_by_id or (sheet.form, sheet.sector, bool(sheet.unit)) in seen:
            continue
        seen.add((sheet.form, sheet.sector, bool(sheet.unit)))
        for kind, path in companions(sheet).items():
            if kind == "docx":
                text = "\n".join(letter_text(files[path]))
            else:
                text = "\n".join(str(cell.value) for cell in cells(files[path]))
            assert [words for words in words_of(sheet) if words not in text] == [], path


def test_text_of_a_plan_cannot_break_a_letter(harbour: Campaign) -> None:
    units = tuple(unit.model_copy(update={"name": "<w:p> & ]]> \"x\" 'y'"}) for unit in harbour.units)
    campaign = replace(harbour, units=units)
    sheet = sheet_of(campaign, "release-note", "quay-office")
    assert any("<w:p> & ]]>" in line for line in letter_text(Letters(edition(campaign)).file(sheet)))


def test_draft_says_so(harbour: Campaign) -> None:
    draft = replace(edition(harbour), draft=True)
    sheet = sheet_of(harbour, "release-note", "quay-office")
    assert any("DRAFT" in line for line in letter_text(Letters(draft).file(sheet)))
    listed = sheet_of(harbour, "inspection-list", "quay-office")
    assert any("DRAFT" in str(cell.value) for cell in cells(Workbooks(draft).file(listed)))


# ---------------------------------------------------------------- another program opens them


@pytest.mark.office
def test_libreoffice_shows_the_same_text(real: Campaign, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program, "install libreoffice-calc and libreoffice-writer, as setup.sh does"
    wanted = [
        (sheet_of(real, "list-rectification", "yaomeng"), "xlsx"),
        (sheet_of(real, "sign-off-territorial", "yaomeng"), "docx"),
        (sheet_of(real, "weekly-report", "yaomeng"), "docx"),
    ]
    made = office_files(real, [sheet for sheet, _ in wanted], edition(real))
    for number, (sheet, kind) in enumerate(wanted):
        (tmp_path / f"{number}.{kind}").write_bytes(made[companions(sheet)[kind]])
    subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            *(str(tmp_path / f"{number}.{kind}") for number, (_, kind) in enumerate(wanted)),
        ],
        check=True,
        capture_output=True,
        timeout=TIME_LIMIT_S,
    )
    for number, (sheet, _) in enumerate(wanted):
        with pymupdf.open(tmp_path / f"{number}.pdf") as pdf:
            text = "".join("".join(page.get_text() for page in pdf).split())
            assert {(round(page.rect.width), round(page.rect.height)) for page in pdf} <= {(842, 595), (595, 842)}
        lost = [
            words
            for words in [*words_of(sheet), *_values(sheet), sheet.code, sheet.mark]
            if "".join(words.split()) not in text
        ]
        assert lost == [], sheet.code
