"""Press: real PDFs, read by another library; a flaw stops the build; nothing is pressed twice."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import replace

import pikepdf
import pymupdf
import pytest
from kit.paper import EDITION, STAGE, document, faces, pressing_here, sheet, table, text_of
from kit.paths import PROJECT

from planpress.blocks.box import BoxView
from planpress.blocks.sentence import SentenceView
from planpress.blocks.signatures import Signature, SignaturesView
from planpress.blocks.stages import StagesView
from planpress.errors import BuildError
from planpress.paper import press as presses
from planpress.paper import worker
from planpress.paper.press import Setup, press
from planpress.paper.recipe import OWN_CODE
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.sheet import Sheet

A4 = (595, 842)


def pressed(tmp_path, *sheets: Sheet, edition=EDITION, cache=None, workers=0, done=None):
    told: list[tuple[int, int]] = []
    setup = Setup(edition, cache or tmp_path / "cache", faces(), workers)
    with nullcontext() if workers else pressing_here():
        found = press(sheets, setup, tmp_path / "out", lambda *n: told.append(n))
    if done is not None:
        done += told
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Three sheets pressed once: a long table, a sign-off, a draft."""
    folder = tmp_path_factory.mktemp("made")
    sheets = (
        sheet(table(40), code="T-LONG", orientation="landscape"),
        sheet(StagesView((STAGE,)), code="T-SIGN", origin="editor", copies="一式两份。"),
    )
    records = pressed(folder, *sheets)
    drafts = pressed(folder, sheet(code="T-DRAFT"), edition=replace(EDITION, draft=True))
    return folder / "out", sheets, (*records, *drafts)


def path(made, code: str):
    return made[0] / f"print/{code}.pdf"


def test_a_record_tells_what_lies_in_place(made):
    out, _sheets, records = made
    for record in records:
        data = (out / record.path).read_bytes()
        with pymupdf.open(out / record.path) as document:
            assert record.pages == len(document)
        assert (record.bytes, record.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_every_page_is_a4(made):
    for code, sides in (("T-LONG", A4[::-1]), ("T-SIGN", A4)):
        with pymupdf.open(path(made, code)) as document:
            assert {(round(page.rect.width), round(page.rect.height)) for page in document} == {sides}


def test_only_our_faces_are_embedded(made):
    with pymupdf.open(path(made, "T-SIGN")) as document:
        names = {font[3] for page in document for font in page.get_fonts()}
    assert {name.partition("+")[2] for name in names} <= set(faces().charsets)
    assert all(len(name.partition("+")[0]) == 6 for name in names)


def test_a_screen_reader_gets_tags_language_and_title(made):
    with pikepdf.open(path(made, "T-LONG")) as document:
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang) == "zh"
        assert str(document.docinfo["/Title"]) == "T-LONG 检查清单 · 东港办事处"


def test_the_rows_stand_in_the_file_as_given(made):
    text = text_of(path(made, "T-LONG"))
    rows = made[1][0].view.form.blocks[0].rows
    assert all(number + content in text for number, content, _ in rows)
    assert len({text.index(content) for _, content, _ in rows}) == 40


def test_head_and_foot_stand_on_each_page(made):
    wanted = made[1][0]
    mark = f"{wanted.fingerprint[:4]} {wanted.fingerprint[4:]}"
    with pymupdf.open(path(made, "T-LONG")) as document:
        assert len(document) > 2
        for number, page in enumerate(document, 1):
            text = page.get_text()
            for words in ("冬季检查", "东港办事处", "序号", "T-LONG", "第3版", mark, "方案“一”", f"第{number}页"):
                assert words in text, (number, words)


def test_a_form_of_ours_says_so_and_a_form_of_the_source_does_not(made):
    assert "编者拟制，非原文附件" in text_of(path(made, "T-SIGN"))
    assert "编者拟制" not in text_of(path(made, "T-LONG"))


def test_a_stage_has_its_ticks_its_signature_and_its_seal(made):
    text = text_of(path(made, "T-SIGN"))
    for words in ("一查", "自查", "未发现", "负责人", "（盖章）", "年月日", "一式两份。"):
        assert words in text


def test_a_draft_says_so_on_each_page(made):
    assert "草案" in text_of(path(made, "T-DRAFT"))
    assert "草案" not in text_of(path(made, "T-LONG"))


def test_a_blank_leaves_a_line_for_the_unit(tmp_path):
    pressed(tmp_path, sheet(unit=""))
    assert "填表单位：" in text_of(tmp_path / "out/print/T-1.pdf")


def test_every_flaw_stops_the_build_and_is_named_with_sheet_and_page(tmp_path):
    wrong = {
        "所用字体没有这个字：𠀀 (U+20000)。": table(1, rows=(("1", "𠀀", ""),)),
        "文字超出应在的位置：字字": BoxView("字" * 900, 20),
        "签字横线长7.8毫米，不足35毫米。": SignaturesView("", 2, (Signature(label="网格员签字"),) * 2),
        "填写用的横线或勾选用的方框超出应在的位置。": SentenceView(f"于{'_' * 60}前"),
    }
    bad = [sheet(block, code=f"T-{number}") for number, block in enumerate(wrong.values())]
    with pytest.raises(BuildError) as error:
        pressed(tmp_path, *bad, sheet(code="T-GOOD"))
    for number, message in enumerate(wrong):
        assert f"T-{number} (east, list) 第1页: {message}" in str(error.value)
    assert not (tmp_path / "out").exists()
    told: list[tuple[int, int]] = []
    pressed(tmp_path, sheet(code="T-GOOD"), done=told)
    assert told == [(0, 0)]


def test_an_address_too_long_for_a_symbol_is_named(tmp_path):
    far = replace(EDITION, site_url=f"https://harbour.example/{'a' * 200}/")
    with pytest.raises(BuildError) as error:
        pressed(tmp_path, sheet(), document(), edition=far)
    lines = str(error.value).splitlines()[1:]
    assert len(lines) == 2
    assert all(f"这段文字放不下（QR）：{far.site_url}check.html" in line for line in lines)


def test_markup_in_the_content_is_text(tmp_path):
    words = '<img src="file:///etc/hostname"> & {{ x }}'
    pressed(tmp_path, sheet(table(1, rows=(("1", words, ""),))))
    assert '<imgsrc="file:///etc/hostname">&{{x}}' in text_of(tmp_path / "out/print/T-1.pdf")


def test_a_second_press_presses_only_what_shows_something_else(tmp_path):
    first = pressed(tmp_path, sheet())
    told: list[tuple[int, int]] = []
    moved = replace(sheet(), path="print/moved.pdf")
    others = [
        replace(sheet(table(4)), path="print/rows.pdf"),
        replace(sheet(unit="西港办事处"), path="print/unit.pdf"),
        replace(sheet(), path="print/mark.pdf", fingerprint="00000000"),
        sheet(code="T-2"),
    ]
    again = pressed(tmp_path, sheet(), moved, *others, done=told)
    assert told[-1] == (len(others), len(others))
    assert again[0] == first[0]
    assert (tmp_path / "out/print/moved.pdf").read_bytes() == (tmp_path / "out/print/T-1.pdf").read_bytes()


def test_a_spoilt_file_in_the_cache_is_pressed_again(tmp_path):
    first = pressed(tmp_path, sheet())
    told: list[tuple[int, int]] = []
    assert pressed(tmp_path, sheet(), done=told) == first
    assert told == [(0, 0)]
    (kept,) = (tmp_path / "cache").rglob("*.pdf")
    kept.write_bytes(b"cut")
    assert pressed(tmp_path, sheet()) == first
    assert (tmp_path / "out/print/T-1.pdf").stat().st_size == first[0].bytes


def test_a_layout_is_made_once_for_all_jobs_that_need_it(tmp_path, monkeypatch):
    made, lay_out = [], worker._laid_out
    monkeypatch.setattr(presses, "BATCH", 2)
    monkeypatch.setattr(worker, "_laid_out", lambda *of, **how: made.append(of) or lay_out(*of, **how))
    sheets = [sheet(code=f"T-{number}") for number in range(5)]
    assert {file.code for file in pressed(tmp_path, *sheets)} == {one.code for one in sheets}
    assert len(made) == 1


def test_other_words_in_the_foot_are_another_sheet_for_the_cache(tmp_path, monkeypatch):
    pressed(tmp_path, sheet())
    monkeypatch.setattr(type(EDITION), "line", property(lambda edition: f"Rev. {edition.revision}"))
    told: list[tuple[int, int]] = []
    pressed(tmp_path, sheet(), done=told)
    assert told[-1] == (1, 1)


def test_workers_folders_zones_and_locales_do_not_change_a_byte(tmp_path, monkeypatch):
    sheets = [sheet(table(3 + number), code=f"T-{number}") for number in range(3)]
    first = pressed(tmp_path / "a", *sheets, workers=1)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.chdir(tmp_path)
    assert pressed(tmp_path / "another folder", *sheets, workers=2) == first


def test_no_folder_of_ours_is_told(made):
    for code in ("T-LONG", "T-SIGN"):
        with pikepdf.open(path(made, code)) as document:
            data = b"".join(thing.read_bytes() for thing in document.objects if isinstance(thing, pikepdf.Stream))
        assert str(made[0].parent.parent).encode() not in data
        assert b"file:" not in data


def test_poppler_sees_the_same_ink_as_mupdf(made, tmp_path):
    subprocess.run(["pdftoppm", "-r", "200", "-gray", path(made, "T-SIGN"), tmp_path / "p"], check=True)
    poppler = pymupdf.Pixmap(str(next(tmp_path.glob("p*.pgm"))))
    with pymupdf.open(path(made, "T-SIGN")) as document:
        mupdf = document[0].get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
    ink = [sum(255 - byte for byte in picture.samples) for picture in (poppler, mupdf)]
    assert ink[0] == pytest.approx(ink[1], rel=0.08)
    assert ink[0] > 0


def test_the_second_campaign_goes_to_paper(harbour, tmp_path):
    sheets = [found for found in sheets_of(harbour) if found.path.startswith("print/") and "units" not in found.path]
    press(sheets, Setup(edition_of(harbour), tmp_path / "cache", faces(), 2), tmp_path / "out")
    texts = {found.path: text_of(tmp_path / "out" / found.path) for found in sheets}
    for found in sheets:
        for part in found.view.sectors if found.template == "document.html" else ():
            for row in part.checklist.rows:
                assert "".join(row[1].split()) in texts[found.path]


def test_the_module_that_presses_does_not_need_the_library_of_another(tmp_path):
    code = "import sys, planpress.paper.press; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_cache_knows_every_module_that_shapes_a_sheet():
    code = "import sys, planpress.paper.worker; print(*(name for name in sys.modules if name.startswith('planpress.')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    named = {name.removeprefix("planpress.") for name in loaded}
    told_by_value = {"content", "model", "redline", "revisions"}  # what they make is in the key
    shapeless = {"errors", "i18n", "record", "limits", "blocks", "sheets", "model", "resources", "cache", "recipe"}
    asked_by_check = {"fit", "signs", "disk", "zones"}
    elsewhere = (
        {name for name in named if name.split(".")[0] not in {"paper", *told_by_value}} - shapeless - asked_by_check
    )
    known = {path for pattern in OWN_CODE for path in (PROJECT / "planpress").glob(pattern)}
    shaping = {PROJECT / "planpress" / f"{name.replace('.', '/')}.py" for name in {*elsewhere, "model.addresses"}}
    assert shaping <= known


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plan")
    pressed(folder, document())
    with pymupdf.open(folder / "out/print/plan.pdf") as opened:
        yield opened


def test_a_sentence_that_runs_over_pages_is_copied_in_one_piece(plan):
    text = "".join("".join(page.get_text().split()) for page in plan).replace("\u200b", "")
    assert "1." + "“检查”要到每一个码头，" * 120 in text
    for words in (
        "港〔2031〕7号",
        "关于印发《方案》的通知",
        "各办事处：",
        "冬季检查方案",
        "附件1",
        "第1行：检查“阀门”是否关好",
    ):
        assert words in text


def test_each_level_has_its_face(plan):
    spans = [
        span
        for page in plan
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
    ]
    face = {span["text"].strip("\u200b "): span["font"] for span in spans}
    wanted = {
        "港务委员会": "Title",
        "码头方案": "Title",
        "一、时间安排": "Hei",
        "（一）即日开始。": "Kai",
        "不得拖延。": "Fang",
        "附件1": "Hei",
    }
    assert {words: face[words].partition("+")[2] or face[words] for words in wanted} == wanted


def test_a_full_page_has_twenty_two_lines(plan):
    lines = {round(line["bbox"][1]) for block in plan[2].get_text("dict")["blocks"] for line in block["lines"]}
    assert len(lines) == 22


def test_tables_lie_on_their_side_and_annexes_start_a_page(plan):
    assert [page.rect.width > page.rect.height for page in plan] == [*[False] * (len(plan) - 1), True]
    assert plan[-2].get_text().strip().startswith("附件1")


def test_headings_are_bookmarks(plan):
    assert [(level, words.replace("\u200b", "")) for level, words, _page in plan.get_toc()] == [
        (1, "关于印发《方案》的通知"),
        (1, "冬季检查方案"),
        (2, "一、时间安排"),
        (1, "码头方案"),
        (2, "二、清单"),
    ]
