"""A pack is its sheets, in order, numbered through, and as good as each of them by itself."""

from __future__ import annotations

import re
import shutil
import zipfile
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import outloud
import pikepdf
import pymupdf
import pytest
from kit.paper import faces, pressing_here, sheet, table

from planpress.errors import BuildError
from planpress.model.addresses import PACK_FORM, PACKS_ZIP
from planpress.paper.bind import paginated
from planpress.paper.press import PACKS, Printing, Setup, name_in_zip
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.packs import packs_of, with_packs

FOOT_POINTS = 12 / 25.4 * 72
"""The strip at the lower edge in which a pack prints its page numbers."""


def made(harbour, folder: Path, workers: int = 0, cache: Path | None = None):
    sheets = sheets_of(harbour)
    packs = packs_of(harbour, sheets)
    setup, out = Setup(edition_of(harbour), cache or folder / "cache", faces(), workers), folder / "out"
    told: list[tuple[int, int]] = []
    with nullcontext() if workers else pressing_here():
        made = Printing(sheets, packs, setup).run(out, lambda kind, *now: told.append(now) if kind == PACKS else None)
    return packs, made[len(sheets) :], out, told


@pytest.fixture(scope="module")
def bound(harbour, tmp_path_factory):
    return made(harbour, tmp_path_factory.mktemp("packs"))


def words(page: pymupdf.Page) -> str:
    """Return the text of a page without its number in the pack and without white space."""
    return "".join(re.sub(r"Pack page \d+ of \d+", "", page.get_text()).split())


def starts(pdf: pymupdf.Document, parts) -> list[int]:
    """Return the first page of each sheet, found by the code at its foot."""
    found = []
    for part in parts:
        # the contents name every code too: a sheet names it beside its own first page
        pages = [n for n, page in enumerate(pdf, 1) if part.code in page.get_text() and "Page 1 of" in page.get_text()]
        found.append(pages[0])
        assert len(pages) == 1
    return found


def picture(page: pymupdf.Page, clip: pymupdf.Rect) -> bytes:
    return page.get_pixmap(dpi=100, clip=clip).samples


# ---------------------------------------------------------------- which sheets, in which order


def test_each_sheet_of_a_unit_is_in_its_pack_once(real):
    sheets = sheets_of(real)
    by_unit = {pack.sheet.unit: pack for pack in packs_of(real, sheets) if pack.sheet.unit}
    assert set(by_unit) == {sheet.unit for sheet in sheets if sheet.unit}
    for unit, pack in by_unit.items():
        own = [sheet.code for sheet in sheets if sheet.unit == unit]
        assert sorted(part.code for part in pack.parts) == sorted(own)
        assert len(set(own)) == len(own)


def test_a_pack_goes_by_sector_then_unit_then_reports(real):
    for pack in packs_of(real, sheets_of(real)):
        forms = [real.form_by_id[part.form] for part in pack.parts]
        sectors = [real.sector_by_id[part.sector].number if part.sector else 99 for part in pack.parts]
        assert sectors == sorted(sectors)
        reports = [form.scope == "unit-week" for form in forms]
        assert reports == sorted(reports)
        for number in set(sectors) - {99}:
            inside = [form for form, sector in zip(forms, sectors, strict=True) if sector == number]
            kinds = [0 if form.id == "rectification-checklist" else 1 if form.staged else 2 for form in inside]
            assert kinds == sorted(kinds)


def test_a_form_that_is_called_like_its_sector_is_named_in_the_contents(harbour):
    forms = tuple(form.model_copy(update={"title": "Quays", "subtitle": ""}) for form in harbour.forms)
    campaign = replace(harbour, forms=forms)
    packs = packs_of(campaign, sheets_of(campaign))
    titles = [line.title for pack in packs for group in pack.sheet.view.contents for line in group.sheets]
    assert set(titles) == {"Quays"}


def test_an_enterprise_gets_the_blanks_meant_for_it_and_the_focus_word_for_word(real):
    packs = {pack.sheet.sector: pack for pack in packs_of(real, sheets_of(real)) if pack.sheet.sector}
    assert set(packs) == set(real.sector_by_id)
    for sector, pack in packs.items():
        for part in pack.parts:
            assert part.unit is None
            assert {"enterprise", "any"} & set(real.form_by_id[part.form].audience)
        shown = "".join(
            line.label + line.title + line.text
            for chapter in pack.sheet.view.duties
            for entry in chapter.entries
            for line in entry.lines
        )
        for place in real.places.values():
            if place.clause and place.clause.kind == "focus" and place.sector.id == sector:
                assert place.text in shown


def test_an_enterprise_is_handed_what_it_fills_in_itself(real):
    packs = {pack.sheet.sector: [part.form for part in pack.parts] for pack in packs_of(real, sheets_of(real))}
    common = ["rectification-checklist", "sign-off-enterprise"]
    more = {"transport": ["five-secured-transport"]}
    more |= {sector: ["five-fixed", "self-inspection-report"] for sector in ("hazardous-chemicals", "industry-trade")}
    for sector in real.sector_by_id:
        assert packs[sector] == [*common, *more.get(sector, [])]


def test_the_duties_of_a_pack_are_the_words_of_the_plan_with_their_place(real):
    texts = {place.text for place in real.places.values()}
    for pack in packs_of(real, sheets_of(real)):
        for chapter in pack.sheet.view.duties:
            for entry in chapter.entries:
                assert entry.cite
                assert entry.roles or pack.sheet.sector
                assert all(line.label + line.title + line.text in texts for line in entry.lines)


def test_codes_and_addresses_are_used_once(real):
    sheets = sheets_of(real)
    printed = with_packs(sheets, packs_of(real, sheets))
    assert len({sheet.code for sheet in printed}) == len({sheet.path for sheet in printed}) == len(printed)


def test_the_fingerprint_changes_with_any_sheet_and_with_the_cover(harbour):
    sheets = sheets_of(harbour)
    before = {pack.sheet.code: pack.sheet.fingerprint for pack in packs_of(harbour, sheets)}
    changed = next(sheet for sheet in sheets if sheet.unit == "east-basin")
    others = [replace(sheet, fingerprint="00000000") if sheet == changed else sheet for sheet in sheets]
    after = {pack.sheet.code: pack.sheet.fingerprint for pack in packs_of(harbour, others)}
    assert {code for code in before if before[code] != after[code]} == {"HWR-PK-EB"}
    plan = harbour.plan.model_copy(update={"contact": harbour.plan.contact.model_copy(update={"phone": "555-0199"})})
    called = packs_of(replace(harbour, plan=plan), sheets)
    assert all(before[pack.sheet.code] != pack.sheet.fingerprint for pack in called)


@pytest.mark.parametrize(
    ("front", "lengths", "wanted", "total"),
    [(4, [1, 2, 1], [5, 7, 9], 9), (3, [3, 1], [5, 9], 9), (1, [2], [3], 4), (2, [], [], 2)],
)
def test_each_sheet_starts_on_the_front_of_a_leaf(front, lengths, wanted, total):
    assert paginated(front, lengths) == (wanted, total)


# ---------------------------------------------------------------- the file


def test_pages_are_numbered_through_and_the_contents_tell_where_each_sheet_is(bound):
    packs, records, out, _told = bound
    for pack, record in zip(packs, records, strict=True):
        with pymupdf.open(out / pack.sheet.path) as pdf:
            assert len(pdf) == record.pages
            for number, page in enumerate(pdf, 1):
                assert page.get_text().count(f"Pack page {number} of {len(pdf)}") == 1
            where = starts(pdf, pack.parts)
            assert all(start % 2 for start in where)
            contents = "".join(page.get_text() for page in pdf.pages(0, where[0] - 1))
            for start, part in zip(where, pack.parts, strict=True):
                assert re.search(rf"{part.code}\s+{part.mark}\s+{start}\n", contents)
            assert re.search(rf"Pages\s+{len(pdf)}\n", contents)


def test_every_page_of_a_sheet_looks_and_reads_as_in_its_own_file(bound):
    packs, _records, out, _told = bound
    for pack in packs:
        with pymupdf.open(out / pack.sheet.path) as pdf:
            taken = set()
            for start, part in zip(starts(pdf, pack.parts), pack.parts, strict=True):
                with pymupdf.open(out / part.path) as own:
                    for page in own:
                        there = pdf[start - 1 + page.number]
                        taken.add(there.number)
                        assert words(there) == words(page)
                        clip = pymupdf.Rect(0, 0, page.rect.width, page.rect.height - FOOT_POINTS)
                        assert (
                            there.get_pixmap(dpi=100, clip=clip).samples == page.get_pixmap(dpi=100, clip=clip).samples
                        )
            blank = set(range(starts(pdf, pack.parts)[0] - 1, len(pdf))) - taken
            assert all(words(pdf[number]) == "" for number in blank)


def test_only_the_unit_of_the_pack_is_named(bound, harbour):
    packs, _records, out, _told = bound
    for pack in packs:
        if pack.sheet.unit is None:
            continue
        with pymupdf.open(out / pack.sheet.path) as pdf:
            name = "".join(harbour.unit_by_id[pack.sheet.unit].name.split())
            for page in pdf:
                assert name in words(page) or not words(page)


def test_numbers_stand_apart_from_what_is_printed(bound):
    packs, _records, out, _told = bound
    for pack in packs:
        with pymupdf.open(out / pack.sheet.path) as pdf:
            for page in pdf:
                (number,) = page.search_for(f"Pack page {page.number + 1} of {len(pdf)}")
                lines = [line for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())]
                beside = [pymupdf.Rect(line["bbox"]) for line in lines if "Pack page " not in line["spans"][0]["text"]]
                assert not any(number.intersects(other) for other in beside)


def test_bookmarks_and_links_lead_to_the_sheets(bound):
    packs, _records, out, _told = bound
    for pack in packs:
        with pymupdf.open(out / pack.sheet.path) as pdf:
            where = starts(pdf, pack.parts)
            marks = [(title, page) for level, title, page in pdf.get_toc() if level == 2]
            found = [page for title, page in marks if any(part.code in title for part in pack.parts)]
            assert found == where
            assert pdf.get_toc()[0][1:] == ["Cover", 1]
            links = [link["page"] + 1 for page in pdf for link in page.get_links() if link["page"] >= where[0] - 1]
            assert links == where


def elements(thing: pikepdf.Object) -> list[pikepdf.Object]:
    below = thing.get("/K", [])
    kids = below if isinstance(below, pikepdf.Array) else [below]
    inside = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") is not None]
    return [thing, *(found for kid in inside for found in elements(kid))]


def test_a_screen_reader_finds_in_a_pack_what_it_finds_in_each_sheet(bound):
    packs, _records, out, _told = bound
    for pack in packs:
        with pikepdf.open(out / pack.sheet.path) as pdf:
            root = pdf.Root.StructTreeRoot
            (whole,) = root.K
            parts = [kid for kid in whole.K if kid.S == "/Part"]
            for part, sheet in zip(parts, pack.parts, strict=True):
                with pikepdf.open(out / sheet.path) as own:
                    (alone,) = own.Root.StructTreeRoot.K
                    assert [e.S for e in elements(part)[1:]] == [e.S for e in elements(alone)[1:]]
            nums = list(root.ParentTree.Nums)
            parents = {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}
            assert len(parents) == len(nums) // 2
            for page in pdf.pages:
                for element in parents.get(int(page.get("/StructParents", -1)), ()):
                    assert element is None or element.Pg.objgen == page.objgen
            assert not any("/ID" in element or "/Headers" in element.get("/A", {}) for element in elements(whole))
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang) == "en"
            assert str(pdf.docinfo["/Title"]).startswith(pack.sheet.code)


def test_joining_adds_no_finding_of_the_accessibility_check(bound):
    packs, _records, out, _told = bound
    for pack in packs[:3]:
        alone = {finding.rule for part in pack.parts for finding in outloud.check(str(out / part.path)).findings}
        found = outloud.check(str(out / pack.sheet.path)).findings
        assert [one for one in found if one.severity == "error" and one.rule not in alone] == []


def test_each_face_is_embedded_once(bound):
    packs, _records, out, _told = bound
    for pack in packs:
        with pikepdf.open(out / pack.sheet.path) as pdf:
            fonts = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
            families = [str(font.BaseFont).partition("+")[2] for font in fonts if font.get("/Subtype") == "/Type0"]
            assert len(set(families)) == len(families)
            assert set(families) <= set(faces().charsets)


def test_a_pack_is_smaller_than_its_parts(bound):
    packs, records, out, _told = bound
    for pack, record in zip(packs, records, strict=True):
        if len(pack.parts) > 2:
            assert record.bytes < sum((out / part.path).stat().st_size for part in pack.parts)


# ---------------------------------------------------------------- the build


def test_the_zip_holds_the_pack_of_every_unit(bound):
    packs, _records, out, _told = bound
    of_units = [pack.sheet for pack in packs if pack.sheet.unit]
    with zipfile.ZipFile(out / PACKS_ZIP) as archive:
        assert archive.namelist() == sorted(name_in_zip(sheet) for sheet in of_units)
        for sheet in of_units:
            assert archive.read(name_in_zip(sheet)) == (out / sheet.path).read_bytes()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_names_in_the_zip_are_names_of_files(harbour):
    pack = packs_of(harbour, sheets_of(harbour))[-1].sheet
    odd = replace(pack, view=replace(pack.view, unit='a/b\\c:"d"?.'))
    assert name_in_zip(odd) == f"{pack.code} a_b_c__d__.pdf"


def test_another_cache_and_another_number_of_workers_give_the_same_bytes(bound, harbour, tmp_path):
    _packs, records, out, _told = bound
    again = made(harbour, tmp_path, workers=2)
    assert again[1] == records
    assert (again[2] / PACKS_ZIP).read_bytes() == (out / PACKS_ZIP).read_bytes()


def test_a_second_build_binds_nothing(bound, harbour, tmp_path):
    _packs, records, out, told = bound
    assert told[-1] == (len(records), len(records))
    again = made(harbour, tmp_path, cache=out.parent / "cache")
    assert again[1] == records
    assert again[3][-1] == (0, 0)
    assert not any(record.new for record in again[1])


def test_a_pack_is_bound_of_its_own_sheets_whatever_becomes_of_others(harbour, tmp_path):
    first, other = packs_of(harbour, sheets_of(harbour))[:2]
    bad = replace(sheet(table(1, rows=(("1", "𠀀", ""),)), code="T-BAD"), path="print/bad.pdf")
    with_bad = replace(other, parts=(bad,))
    setup = Setup(edition_of(harbour), tmp_path / "cache", faces(), 1)
    with pytest.raises(BuildError, match="T-BAD"), pressing_here():
        Printing([*first.parts, bad], [first, with_bad], setup).run(tmp_path / "out")
    assert not (tmp_path / "out").exists()
    made = Printing(first.parts, [first], setup).run(tmp_path / "out")
    assert [record.new for record in made] == [False] * (len(first.parts) + 1)


def test_all_builds_share_one_zip_and_make_it_again_where_it_is_damaged(bound, harbour, tmp_path):
    out, cache = bound[2], Path(shutil.copytree(bound[2].parent / "cache", tmp_path / "cache"))
    first, second = (made(harbour, tmp_path / name, cache=cache)[2] / PACKS_ZIP for name in "ab")
    assert first.samefile(second)
    first.write_bytes(b"?")
    third = made(harbour, tmp_path / "c", cache=cache)[2] / PACKS_ZIP
    assert third.read_bytes() == (out / PACKS_ZIP).read_bytes()


def test_other_words_for_the_page_numbers_are_other_packs_for_the_cache(bound, harbour, tmp_path, monkeypatch):
    _packs, records, out, _told = bound
    monkeypatch.setattr("planpress.paper.press.page_words", lambda language: lambda page, pages: f"{page} / {pages}")
    again = made(harbour, tmp_path, cache=out.parent / "cache")
    assert again[3][-1] == (len(records), len(records))


def test_what_stands_for_packs_is_told_apart_by_its_form(harbour):
    sheets = sheets_of(harbour)
    packs = packs_of(harbour, sheets)
    printed = with_packs(sheets, packs)
    assert [sheet for sheet in printed if sheet.form == PACK_FORM] == [pack.sheet for pack in packs]
    assert [sheet.path for sheet in printed] == sorted(sheet.path for sheet in printed)
