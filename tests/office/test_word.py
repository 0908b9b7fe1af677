"""The document for a word processor: the words of the plan, each where its bookmark says, in styles alone."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from kit.paths import ENTERPRISE, HARBOUR, LETTERED, PROJECT, SCHOOL, STREET, TESTS

import build
from planpress.content.validate import read
from planpress.content.word.aligning.known import fingerprint_of, outline_of_campaign
from planpress.content.word.document import Document, Paragraph, Table
from planpress.content.word.files.reading import read_document
from planpress.content.word.marks import depth_of, letter_ref, mark_of
from planpress.errors import BuildError
from planpress.model.campaign import Campaign
from planpress.office.word_asked import write_word
from planpress.office.word_file import word_file
from planpress.revisions.history import History
from planpress.sheets.edition import edition_of

JOINT = TESTS / "campaigns" / "joint"
CAMPAIGNS = {root.name: root for root in (ENTERPRISE, HARBOUR, LETTERED, SCHOOL, STREET, JOINT)} | {"real": PROJECT}


def _file(campaign: Campaign, annex: str = "") -> bytes:
    return word_file(campaign, edition_of(campaign), annex)


def _read(campaign: Campaign, folder: Path, annex: str = "") -> Document:
    path = folder / "plan.docx"
    path.write_bytes(_file(campaign, annex))
    return read_document(path, str)


def _parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture(params=sorted(CAMPAIGNS), scope="module")
def campaign(request: pytest.FixtureRequest) -> Campaign:
    return read(CAMPAIGNS[request.param]).campaign


def test_each_clause_and_row_stands_in_its_bookmark(campaign: Campaign, tmp_path: Path) -> None:
    """Letter for letter, with its depth; a row in its table, with what else is printed of it."""
    document = _read(campaign, tmp_path)
    found = {mark: one for one in document.paragraphs() for mark in one.marks}
    rows = {mark: row for table in document.blocks if isinstance(table, Table) for mark, row in _rows(table).items()}
    for ref, place in campaign.places.items():
        one = found[mark_of(ref)]
        if place.clause:
            clause = place.clause
            assert one.words == clause.full_text
            if clause.text:
                assert depth_of(one.style) == len(place.above)
                assert one.bold == (len((clause.label + clause.title).rstrip()) if clause.title else 0)
            else:
                assert one.level == len(place.above) + 1
        elif place.item:
            told = {place.item.text, *([] if place.item.is_heading else place.item.values.values())}
            wanted = {place.item.label + place.item.text} if place.item.is_heading else told
            assert wanted <= {*rows[mark_of(ref)]}


def _rows(table: Table) -> dict[str, tuple[str, ...]]:
    """Return bookmark → what its row says."""
    places = [(cell.row, mark) for cell in table.cells for one in cell.paragraphs for mark in one.marks]
    return {mark: table.grid[row] for row, mark in places}


def test_it_says_the_plans_words_and_no_others(real: Campaign, tmp_path: Path) -> None:
    """No note of the editor, no code, no line of ours: what stands between the words is what the forms print."""
    document = _read(real, tmp_path)
    said = "".join(block.words for block in document.blocks if isinstance(block, Paragraph))
    plan, notice = real.plan, real.plan.notice
    assert notice
    wanted = [*notice.issuers, notice.issuer, notice.document_number, notice.title, notice.addressees]
    wanted += [clause.full_text for clause in notice.clauses]
    wanted += [notice.date, plan.title]
    for sector in (None, *real.sectors):
        here = [place for place in real.places.values() if place.sector == sector and place.clause]
        wanted += [sector.label, sector.title] if sector else []
        wanted += [one.text for one in here if sector or one.clause not in notice.clauses]
        if sector and sector.checklist:
            wanted.append(sector.checklist.label + sector.checklist.title)
    assert said == "".join(wanted)


def test_the_file_says_of_what_words_it_is(real: Campaign, tmp_path: Path) -> None:
    origin = _read(real, tmp_path).origin
    assert (origin.plan, origin.revision) == (real.plan.id, str(edition_of(real).revision))
    assert origin.fingerprint == fingerprint_of(outline_of_campaign(real))


def test_heads_of_tables_are_repeated_and_columns_are_those_of_the_form(campaign: Campaign, tmp_path: Path) -> None:
    tables = [block for block in _read(campaign, tmp_path).blocks if isinstance(block, Table) and block.heads]
    checklists = [sector.checklist for sector in campaign.sectors if sector.checklist]
    assert len(tables) == len(checklists)
    for table, checklist in zip(tables, checklists, strict=True):
        columns = campaign.form_by_id[checklist.form].table("items").columns
        assert table.columns == len(columns)
        for at, column in enumerate(columns):
            head = [table.grid[row][at] for row in range(table.heads)]
            assert column.label in head


def test_the_letter_has_all_its_fields(tmp_path: Path) -> None:
    joint = read(JOINT).campaign
    notice = joint.plan.notice
    assert notice
    assert notice.imprint
    found = {mark: one.words for one in _read(joint, tmp_path).paragraphs() for mark in one.marks}
    told = {
        letter_ref("copy_number"): notice.copy_number,
        letter_ref("urgency"): notice.urgency,
        letter_ref("issuers", 2): notice.issuers[1],
        letter_ref("issuers_end"): notice.issuers_end,
        letter_ref("title"): notice.title,
        letter_ref("attachments", 3): notice.attachments[2],
        letter_ref("signed", 2): notice.signed[1].by,
        letter_ref("remark"): notice.remark,
        letter_ref("copy_to"): notice.imprint.copy_to,
        letter_ref("printed_by"): f"{notice.imprint.printed_by}\t{notice.imprint.printed_on}",
    }
    assert {ref: found.get(mark_of(ref)) for ref in told} == told


def test_styles_alone_say_how_it_looks(campaign: Campaign) -> None:
    """Each style that is used is there; no paragraph and no run is set by hand."""
    parts = _parts(_file(campaign))
    body = parts["word/document.xml"]
    styles = set(re.findall(r'w:styleId="(\w+)"', parts["word/styles.xml"]))
    assert set(re.findall(r'<w:(?:p|r|tbl)Style w:val="(\w+)"/>', body)) <= styles
    assert not re.search(r"<w:(b|sz|rFonts|ind|color|spacing|outlineLvl)\b", body)
    assert docx.Document(io.BytesIO(_file(campaign))).paragraphs  # another program reads it


def test_pages_are_those_of_an_official_document(real: Campaign) -> None:
    made = docx.Document(io.BytesIO(_file(real)))
    upright, wide = made.sections[:2]
    margins = [getattr(upright, f"{side}_margin") for side in ("top", "right", "bottom", "left")]
    assert [round(margin.mm) for margin in margins] == [37, 26, 35, 28]
    assert wide.page_width > wide.page_height
    assert "PAGE" in upright.footer._element.xml
    text = made.styles["Plan clause 1"]
    assert (text.font.size.pt, text.paragraph_format.line_spacing.pt) == (16, 28)
    assert text.paragraph_format.first_line_indent.pt == 32


def test_faces_are_those_of_official_documents(real: Campaign, harbour: Campaign) -> None:
    """Each with one that stands for it; where no face tells headings from text, they are bold."""
    chinese, english = _parts(_file(real)), _parts(_file(harbour))
    for face in ("方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"):
        assert f'w:name="{face}"><w:altName' in chinese["word/fontTable.xml"]
        assert f'w:eastAsia="{face}"' in chinese["word/styles.xml"]
    bold = re.compile('w:name w:val="heading 2"/>(?:(?!</w:style>).)*<w:b/>')
    assert not bold.search(chinese["word/styles.xml"])
    assert bold.search(english["word/styles.xml"])


def test_the_same_words_give_the_same_bytes(harbour: Campaign) -> None:
    assert _file(harbour) == _file(harbour)
    later = replace(edition_of(harbour), site_url="https://plan.example/", variant="large")
    assert word_file(harbour, later) == _file(harbour)


def test_an_annex_stands_alone(real: Campaign, tmp_path: Path) -> None:
    document = _read(real, tmp_path, "gas")
    first = next(iter(document.paragraphs()))
    assert first.words == real.sector_by_id["gas"].label
    marks = {mark for one in document.paragraphs() for mark in one.marks}
    assert all((mark_of(ref) in marks) == ref.startswith("gas#") for ref in real.places)


def test_text_of_a_plan_cannot_break_it(harbour: Campaign, tmp_path: Path) -> None:
    evil = "<w:p> & ]]> \"x\" 'y'"
    campaign = replace(harbour, plan=harbour.plan.model_copy(update={"title": evil, "name": evil, "id": "a&b"}))
    document = _read(campaign, tmp_path)
    assert (next(iter(document.paragraphs())).words, document.origin.plan) == (evil, "a&b")


# ---------------------------------------------------------------- the command


def test_the_file_is_named_by_codes(harbour: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert write_word(harbour, History({})) == Path("HWR.docx")
    assert write_word(harbour, History({}), annex="quays") == Path(f"HWR-{harbour.sector_by_id['quays'].code}.docx")
    assert write_word(harbour, History({})) == Path("HWR.docx")  # the same again changes nothing


def test_what_is_there_is_not_replaced(harbour: Campaign, tmp_path: Path) -> None:
    mine = tmp_path / "mine.docx"
    mine.write_bytes(b"mine")
    for told, asked in (
        ("mine.docx", {"to": mine}),
        ("mine.pdf", {"to": tmp_path / "mine.pdf"}),
        ("gsa", {"annex": "gsa", "to": tmp_path / "a.docx"}),
    ):
        with pytest.raises(BuildError, match=told):
            write_word(harbour, History({}), **asked)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.docx"]
    assert mine.read_bytes() == b"mine"


def test_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    campaign = ["--campaign", str(HARBOUR)]
    assert build.main([*campaign, "word", "--annex", "quays"]) == 0
    assert build.main([*campaign, "word", "--changes", "1"]) == 1
    said = capsys.readouterr()
    assert (said.out.split(), "no revision 1" in said.err) == (["HWR-01.docx"], True)
    assert [path.name for path in tmp_path.iterdir()] == ["HWR-01.docx"]


# ---------------------------------------------------------------- other programs


@pytest.mark.office
def test_libreoffice_keeps_words_and_bookmarks(real: Campaign, tmp_path: Path) -> None:
    """Through .docx, .odt and .doc and back: words, depths, titles and bookmarks are as they were."""
    program = shutil.which("soffice")
    assert program, "install libreoffice-writer, as setup.sh does"
    before, source = _told(_read(real, tmp_path)), tmp_path / "plan.docx"
    kinds, back = ("docx", "odt", "doc"), tmp_path / "back"
    for kind in kinds:
        shutil.copy(source, tmp_path / f"{kind}.docx")
    for ending, folder, names in (*((kind, tmp_path / kind, [kind]) for kind in kinds), ("docx", back, kinds)):
        given = [tmp_path / name / f"{name}.{name}" if folder == back else tmp_path / f"{name}.docx" for name in names]
        home = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [program, home, "--headless", "--convert-to", ending, "--outdir", folder, *given]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
    for kind in kinds:
        assert _told(read_document(back / f"{kind}.docx", str)) == before, kind


def _told(document: Document) -> list[tuple[object, ...]]:
    said = [one for one in document.paragraphs() if one.words]
    return [(one.words, one.level, depth_of(one.style), one.bold, one.marks) for one in said]
