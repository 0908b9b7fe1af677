"""Stamped sheets against the same sheets laid out by themselves."""

from __future__ import annotations

import datetime
import hashlib
import io
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pymupdf
import pytest
from kit.paper import EDITION, base_for, clause, document, faces, pressing_here, set_in_type, stamped, written
from kit.paper import sheet as a_sheet
from PIL import Image, ImageChops, ImageFilter

from planpress.model.notice import Imprint
from planpress.model.version import Version
from planpress.paper import press, run, worker
from planpress.paper.faces import MANY_CUTS, Faces, faces_of
from planpress.paper.fonts import FontSet
from planpress.paper.job import Proof, work
from planpress.paper.lint import faults_of
from planpress.paper.pool import Unfinished
from planpress.paper.readback import flaws_of_stamped
from planpress.paper.slots import Slots, parts_of, slots_of, stand_in, title_of, unit_of
from planpress.paper.stamp import Base, prepared
from planpress.sheets.documents import SectorView
from planpress.sheets.edition import edition_of
from planpress.sheets.forms import SectorLine
from planpress.sheets.listing import sheets_of
from planpress.sheets.sheet import Sheet

DPI = 100
FINE_DPI = 200
"""At this a rule of half a point is wider than a pixel; below, readers differ in how they show it."""

INK, PAPER = 128, 200
"""Darker than the one is ink; lighter than the other is paper."""

RARE = "\u5586\u5803\u748b"
"""Characters outside GB 2312, which only the last face has."""


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return faces()


@pytest.fixture(scope="module")
def campaigns(real, harbour):
    return {"real": real, "harbour": harbour}


def one_of_each_form(campaign) -> Iterator[list[Sheet]]:
    """Yield, for every form, the sheet of the unit with the longest name and the blank of the same layout."""
    forms: dict[str, list[Sheet]] = {}
    for sheet in sheets_of(campaign):
        if sheet.template != "document.html":  # whose pages are numbered as it is stamped
            forms.setdefault(sheet.form, []).append(sheet)
    for sheets in forms.values():
        longest = max(sheets, key=lambda sheet: (sheet.unit is not None, len(unit_of(sheet)), sheet.code))
        blank = next(sheet for sheet in sheets if sheet.unit is None and stand_in(sheet) == stand_in(longest))
        yield [longest, blank] if longest.unit else [blank]


@pytest.fixture(scope="module")
def pairs(campaigns, fonts):
    """Return each sheet of the sample with its stamped and its laid-out PDF."""
    made = []
    for campaign in campaigns.values():
        edition = edition_of(campaign)
        for sheets in one_of_each_form(campaign):
            base = base_for(sheets[0], edition)
            made += [(sheet, stamped(sheet, edition, base), written(set_in_type(sheet, edition))) for sheet in sheets]
    return made


def picture(pdf: bytes, page: int, dpi: int = DPI) -> Image.Image:
    with pymupdf.open(stream=pdf) as document:
        pixels = document[page].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    return Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)


def ink_out_of_place(one: Image.Image, other: Image.Image) -> int:
    """Count the pixels of ink in `one` without any ink of `other` within one pixel around."""
    ink = one.point([255 if level < INK else 0 for level in range(256)])
    near = other.point([255 if level < PAPER else 0 for level in range(256)]).filter(ImageFilter.MaxFilter(3))
    return ImageChops.subtract(ink, near).histogram()[255]


def elements(pdf: bytes) -> list[str]:
    """Return the tag of every structure element, in the order of the tree."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        waiting = [document.Root.StructTreeRoot.K]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, pikepdf.Array):
                waiting += reversed(list(thing))
            elif isinstance(thing, pikepdf.Dictionary) and "/S" in thing:
                found.append(str(thing.S))
                if "/K" in thing:
                    waiting.append(thing.K)
    return found


def text_of(pdf: bytes) -> list[str]:
    with pymupdf.open(stream=pdf) as document:
        return [page.get_text() for page in document]


def test_stamped_sheet_looks_like_the_laid_out_one(pairs):
    for sheet, made, laid in pairs:
        assert len(text_of(made)) == len(text_of(laid)), sheet.code
        for page in range(len(text_of(laid))):
            one, other = picture(made, page), picture(laid, page)
            assert one.size == other.size
            assert ink_out_of_place(one, other) == 0, (sheet.code, page)
            assert ink_out_of_place(other, one) == 0, (sheet.code, page)


def test_comparison_sees_a_shift_of_two_pixels(pairs):
    _sheet, made, _laid = pairs[0]
    one = picture(made, 0)
    assert ink_out_of_place(one, ImageChops.offset(one, 1, 0)) == 0
    assert ink_out_of_place(one, ImageChops.offset(one, 2, 0)) > 100


def test_stamped_sheet_reads_like_the_laid_out_one(pairs):
    for sheet, made, laid in pairs:
        assert text_of(made) == text_of(laid), sheet.code
        assert unit_of(sheet) in "".join(text_of(made))


def test_another_reader_shows_the_same_text(pairs, tmp_path):
    for sheet, made, laid in pairs:
        shown = []
        for pdf in (made, laid):
            (tmp_path / "sheet.pdf").write_bytes(pdf)
            shown.append(
                subprocess.run(["pdftotext", tmp_path / "sheet.pdf", "-"], check=True, capture_output=True).stdout
            )
        assert shown[0] == shown[1], sheet.code
        assert shown[0].strip()


def test_structure_for_screen_readers_is_the_same(pairs):
    for sheet, made, laid in pairs:
        assert len(elements(made)) > 10
        if sheet.view.slots().get("unit", "-"):
            assert elements(made) == elements(laid), sheet.code
        else:  # where a blank has no name, an element that says nothing is left
            assert set(Counter(elements(made)) - Counter(elements(laid))) <= {"/Span"}, sheet.code
            assert not Counter(elements(laid)) - Counter(elements(made)), sheet.code


def test_title_language_and_outlines_are_the_same(pairs):
    for sheet, made, laid in pairs:
        with pikepdf.open(io.BytesIO(made)) as one, pikepdf.open(io.BytesIO(laid)) as other:
            assert str(one.docinfo.Title) == str(other.docinfo.Title) == title_of(sheet)
            assert one.Root.Metadata.read_bytes() == other.Root.Metadata.read_bytes()
            assert str(one.Root.Lang) == str(other.Root.Lang)
            with one.open_outline() as found, other.open_outline() as wanted:
                assert [item.title for item in found.root] == [item.title for item in wanted.root]


def test_every_font_is_ours_embedded_and_can_be_copied(pairs, fonts):
    for sheet, made, _laid in pairs:
        with pikepdf.open(io.BytesIO(made)) as document:
            found = [
                thing
                for thing in document.objects
                if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Type0"
            ]
            names = [str(font.BaseFont) for font in found]
            assert len(set(names)) == len(names) > 1, sheet.code
            for font in found:
                assert str(font.BaseFont).partition("+")[2] in fonts.charsets
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
                assert "/ToUnicode" in font


def test_file_is_well_formed(pairs, tmp_path):
    for _sheet, made, _laid in pairs:
        (tmp_path / "sheet.pdf").write_bytes(made)
        done = subprocess.run(["qpdf", "--check", tmp_path / "sheet.pdf"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr + done.stdout


def test_two_readers_see_the_same_ink(pairs, tmp_path):
    for sheet, made, _laid in pairs:
        (tmp_path / "sheet.pdf").write_bytes(made)
        command = ["pdftoppm", "-r", str(FINE_DPI), "-gray", "-f", "1", "-l", "1", "-singlefile", "sheet.pdf", "sheet"]
        subprocess.run(command, check=True, cwd=tmp_path)
        with Image.open(tmp_path / "sheet.pgm") as shown:
            dark = [sum(shot.histogram()[:INK]) for shot in (shown, picture(made, 0, FINE_DPI))]
        assert dark[0] == pytest.approx(dark[1], rel=0.1), sheet.code


def test_bytes_do_not_depend_on_what_was_stamped_before(campaigns, fonts):
    for campaign in campaigns.values():
        edition = edition_of(campaign)
        first = next(sheet for sheet in sheets_of(campaign) if sheet.unit)
        family = [s for s in sheets_of(campaign) if stand_in(s) == stand_in(first)]
        base = base_for(first, edition)
        together = {sheet.code: stamped(sheet, edition, base) for sheet in family}
        faces_of.cache_clear()
        for sheet in reversed(family[-2:]):
            assert stamped(sheet, edition) == together[sheet.code]
        assert len(set(together.values())) == len(family) > 1


def test_batches_alone_and_from_the_cache_are_the_same(harbour, fonts, tmp_path):
    edition = edition_of(harbour)
    sheets = [sheet for sheet in sheets_of(harbour) if sheet.form == "release-note"]
    together = press.press(sheets, press.Setup(edition, tmp_path / "cache", fonts, 2), tmp_path / "out")
    again = press.press(sheets, press.Setup(edition, tmp_path / "cache", fonts, 1), tmp_path / "out")
    (alone,) = press.press(sheets[-1:], press.Setup(edition, tmp_path / "empty", fonts, 1), tmp_path / "other")
    assert together == again
    assert alone == together[-1]
    for sheet, record in zip(sheets, together, strict=True):
        pdf = (tmp_path / "out" / sheet.path).read_bytes()
        assert hashlib.sha256(pdf).hexdigest() == record.sha256
        assert len(pdf) == record.bytes


def test_spoilt_layout_in_the_cache_is_laid_out_again(harbour, fonts, tmp_path):
    setup = press.Setup(edition_of(harbour), tmp_path / "cache", fonts, 1)
    first, other = [sheet for sheet in sheets_of(harbour) if sheet.form == "release-note" and sheet.unit][:2]
    assert stand_in(first) == stand_in(other)
    with pressing_here():
        press.press([first], setup, tmp_path / "out")
        (layout,) = (tmp_path / "cache").rglob("*.layout")
        whole = layout.read_bytes()
        layout.write_bytes(b"cut")
        worker._layouts.clear()  # as a fresh process begins
        press.press([other], setup, tmp_path / "out")
    assert layout.read_bytes() == whole


def test_lost_batch_is_tried_again_sheet_by_sheet(harbour, fonts, tmp_path, monkeypatch):
    sheets = [sheet for sheet in sheets_of(harbour) if sheet.form == "release-note" and sheet.unit]
    sizes = []

    def lossy(job):
        if isinstance(job, Proof):
            return work(job)
        sizes.append(len(job.items))
        return Unfinished() if len(job.items) > 1 or job.items[0].sheet == sheets[0] else work(job)

    monkeypatch.setattr(run, "work", lossy)
    with pytest.raises(press.BuildError) as caught, pressing_here():
        press.press(sheets, press.Setup(edition_of(harbour), tmp_path / "cache", fonts), tmp_path / "out")
    assert sizes[0] > 1
    assert sizes.count(1) == len(sheets)
    assert sheets[0].code in str(caught.value)
    assert not any(sheet.code in str(caught.value) for sheet in sheets[1:])


def test_face_gives_the_same_bytes_however_often_it_was_cut(fonts):
    opened, chosen = Faces(fonts), random.Random(7)
    wanted = [{glyph: ("x", 500.0) for glyph in chosen.sample(range(1, 2000), 8)} for _ in range(12)]
    first = [opened.font("Kai", used) for used in wanted]
    for glyph in range(MANY_CUTS):
        opened.font("Kai", {glyph: ("x", 500.0)})
    opened.made.cache_clear()
    assert [opened.font("Kai", used) for used in wanted] == first


def test_layout_is_laid_out_once_for_all_units_and_the_blank(real):
    sheets = [sheet for sheet in sheets_of(real) if sheet.template != "document.html"]
    layouts: dict[tuple[str, str | None], set[str]] = {}
    for sheet in sheets:
        layouts.setdefault((sheet.form, sheet.sector), set()).add(str(stand_in(sheet)))
    assert {len(found) for found in layouts.values()} == {1}
    assert len(set().union(*layouts.values())) < len(layouts)  # a form that is the same in sectors is laid out once


@pytest.mark.parametrize("variant", ["normal", "large"])
@pytest.mark.parametrize(
    ("short", "leads", "shared"),
    [
        ("码头", ("码头局",), True),
        ("码头仓库管理", ("东港码头管理局",), True),
        ("码头仓库和装卸设施管理", ("港务",), True),
        ("码头", ("码头局", "仓储局"), False),
        ("码头、仓库及其附属的一切装卸设施", ("码头局",), False),
        ("码头", ("东港港口和内河航道及其附属装卸设施联合管理委员会",), False),
    ],
)
def test_a_sector_is_a_slot_where_it_stands_in_a_line_in_any_print(short, leads, shared, variant):
    edition = replace(EDITION, variant=variant, site_url="https://example.org/")
    one = a_sheet(subtitle="企业检查")
    other = replace(one, view=replace(one.view, sector=SectorLine(short, leads)))
    assert (stand_in(one) == stand_in(other)) is shared
    base = base_for(other, edition)
    pdf = stamped(other, edition, base)
    assert flaws_of_stamped(pdf, base, slots_of(other, edition), str) == ()
    words = "".join(page.get_text() for page in pymupdf.open(stream=pdf))
    assert all(name in words.replace("\n", "") for name in (short, *leads))


def with_unit(sheet: Sheet, name: str) -> Sheet:
    return replace(sheet, view=sheet.view.filled({"unit": name}))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Long name " * 12, f"No room for this text (unit): {'Long name ' * 12}"),
        ("Kai \U0001f6a2", "No face has the character \U0001f6a2 (U+1F6A2)."),
    ],
)
def test_slot_that_overflows_or_lacks_a_glyph_is_named(harbour, name, message):
    edition = edition_of(harbour)
    sheet = with_unit(next(s for s in sheets_of(harbour) if s.form == "release-note" and s.unit), name)
    base, values = base_for(sheet, edition), slots_of(sheet, edition)
    flaws = flaws_of_stamped(base.stamp(values, title_of(sheet)), base, values, str)
    assert [(flaw.page, flaw.message) for flaw in flaws] == [(1, message)]


def test_overflow_ends_the_press_with_the_name_of_the_sheet(harbour, fonts, tmp_path):
    edition = edition_of(harbour)
    good, bad = [s for s in sheets_of(harbour) if s.form == "release-note" and s.unit][:2]
    bad = with_unit(bad, "Long name " * 12)
    with pressing_here(), pytest.raises(press.BuildError) as caught:
        press.press([good, bad], press.Setup(edition, tmp_path / "cache", fonts, 1), tmp_path / "out")
    assert bad.code in str(caught.value)
    assert good.code not in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "name", [f"{RARE}\u529e\u4e8b\u5904", "AV 12 Wa\u533a", "\u533a (No. 7) \u5c40", "\u201c\u533a\u201d\u2014\u5c40"]
)
def test_mixed_faces_look_and_read_as_laid_out(real, fonts, name):
    edition = edition_of(real)
    sheet = with_unit(next(s for s in sheets_of(real) if s.form == "sign-off-territorial" and s.unit), name)
    made, laid = stamped(sheet, edition), written(set_in_type(sheet, edition))
    assert text_of(made) == text_of(laid)
    assert name in "".join(text_of(made))
    assert ink_out_of_place(picture(made, 0), picture(laid, 0)) == 0
    assert ink_out_of_place(picture(laid, 0), picture(made, 0)) == 0


def test_draft_is_stamped_on_the_layouts_of_what_was_issued(tmp_path):
    issued = press.Setup(EDITION, tmp_path / "cache", faces(), 1)
    draft = replace(issued, edition=replace(EDITION, revision=Version(4), issued=None, draft=True))
    with pressing_here():
        press.press([a_sheet(), document()], issued, tmp_path / "out")
        layouts = {layout: layout.stat().st_mtime_ns for layout in (tmp_path / "cache").rglob("*.layout")}
        press.press([a_sheet(), document()], draft, tmp_path / "out")
    assert {layout: layout.stat().st_mtime_ns for layout in (tmp_path / "cache").rglob("*.layout")} == layouts
    for one in (a_sheet(), document()):
        made = (tmp_path / "out" / one.path).read_bytes()
        assert all("草案" in text for text in text_of(made))
        assert draft.edition.line in "".join(text_of(made))


@pytest.mark.parametrize("variant", ["normal", "large"])
def test_plan_bound_of_its_parts_is_the_one_that_is_laid_out_as_a_whole(tmp_path, variant):
    edition = replace(EDITION, draft=True, site_url="https://plan.example/", variant=variant)
    setup = press.Setup(edition, tmp_path / "cache", faces(), 1)
    with pressing_here():
        press.press([document()], setup, tmp_path)
    bound, whole = (tmp_path / document().path).read_bytes(), stamped(document(), edition)
    assert len(parts_of(document())) == 2
    assert [sorted(text.split()) for text in text_of(bound)] == [sorted(text.split()) for text in text_of(whole)]
    # where a part has no imprint, elements that say nothing are left
    assert set(Counter(elements(bound)) - Counter(elements(whole))) <= {"/Div", "/P", "/Span", "/NonStruct"}
    assert not Counter(elements(whole)) - Counter(elements(bound))
    assert faults_of(bound) == ()
    with pymupdf.open(stream=bound) as one, pymupdf.open(stream=whole) as other:
        assert one.get_toc() == other.get_toc() != []
        assert one.metadata["title"] == other.metadata["title"]
    for page in range(len(text_of(whole))):
        assert ink_out_of_place(picture(bound, page), picture(whole, page)) == 0
        assert ink_out_of_place(picture(whole, page), picture(bound, page)) == 0


def test_imprint_takes_what_stands_before_to_its_page_and_moves_nothing_where_it_is_left_out(tmp_path):
    full = SectorView("附件1", "码头方案", tuple(clause(text=f"第{line}行。") for line in range(1, 19)), None, "01")
    alone = replace(document(notice=None, title="", clauses=(), sectors=(full,)), code="T-01", path="alone.pdf")
    with pressing_here():
        press.press([alone, document(sectors=(full, full))], press.Setup(EDITION, tmp_path / "c", faces(), 1), tmp_path)
    made, whole = (text_of((tmp_path / path).read_bytes()) for path in (alone.path, document().path))
    assert [["第17行" in text, "第18行" in text, "T-01" in text] for text in made] == [[1, 0, 0], [0, 1, 1]]
    assert ["第18行" in text for text in whole[-3:]] == [True, False, True]
    assert faults_of((tmp_path / document().path).read_bytes()) == ()


def test_plan_whose_letter_has_a_foot_is_laid_out_as_a_whole():
    view = document().view
    foot = Imprint(copy_to="", printed_by="港务办", printed_on="2031年9月16日")
    assert parts_of(document(notice=replace(view.notice, imprint=foot))) == ()
    assert parts_of(document(sectors=())) == ()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("variant", ["normal", "large"])
def test_imprint_says_all_in_the_lines_that_it_has(language, variant):
    days = {"issued": datetime.date(2031, 12, 24), "effective": datetime.date(2032, 12, 24)}
    edition = replace(EDITION, language=language, variant=variant, site_url="https://plan.example/", **days)
    long = replace(document(sectors=()), code="WWWWWWWWWWWWW-WW")
    base, values = base_for(long, edition), slots_of(long, edition)
    made = base.stamp(values, title_of(long))
    assert flaws_of_stamped(made, base, values, str) == ()
    shown = "".join(text_of(made)).replace("\n", "").replace("\u00a0", " ")
    assert all(word in shown for word in (long.code, edition.line, long.mark))


def test_repacked_document_is_the_same_to_the_pixel(harbour, fonts):
    edition = edition_of(harbour)
    sheet = next(sheet for sheet in sheets_of(harbour) if sheet.form == "plan")
    laid = written(set_in_type(sheet, edition))
    base = Base(prepared(laid, Slots(), faces_of(fonts)), Slots(), faces_of(fonts))
    made = base.stamp({}, base.title)
    assert text_of(made) == text_of(laid)
    assert elements(made) == elements(laid)
    for page in range(len(text_of(laid))):
        assert picture(made, page).tobytes() == picture(laid, page).tobytes()
