"""Whoever kept the address of a sheet or page that is no longer is told so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from kit.paper import EDITION, faces, press
from kit.publish import PAGE, PAPER, differences, made, published
from kit.site import faults_below

from planpress.model.identity import SheetRecord
from planpress.model.revision import Standing
from planpress.model.version import Version
from planpress.paper.press import Setup
from planpress.publishing.earlier import Earlier, EarlierPage, earlier_of, write_withdrawn_pages
from planpress.publishing.publications import read_publications
from planpress.revisions.history import NONE_SEALED
from planpress.sheets.listing import sheets_of
from planpress.sheets.withdrawn import notices_of
from planpress.view import View

CODE = "PZA29-02-QD-CZX"
FORM = "rectification-checklist"
SHEET = SheetRecord(CODE, "ABCDEFGH", "print/old/list.pdf", "专项整治清单 · 燃气", FORM, "caozhen", "gas")


def earlier(*pages: EarlierPage, root: Path = Path()) -> Earlier:
    return Earlier(root, {last.path: last for last in pages}, {}, {})


def pressed_words(sheets, folder: Path, **edition: str) -> str:
    press(sheets, Setup(replace(EDITION, **edition), folder / "cache", faces(), 1), folder / "out")
    with pymupdf.open(folder / "out" / SHEET.path) as pdf:
        assert pdf.page_count == 1
        return pdf[0].get_text().replace("\n", "")


@pytest.mark.parametrize("variant", ["normal", "large", "low-ink"])
def test_paper_that_was_published_but_never_sealed_says_that_it_is_withdrawn(real, tmp_path, variant):
    later = replace(real, standing=Standing(Version(2), EDITION.issued, EDITION.issued, False))
    words = pressed_words(notices_of(later, NONE_SEALED, [], {Version(1): [SHEET]}), tmp_path, variant=variant)
    for part in ("本表已废止", CODE, SHEET.title, "ABCD EFGH", "第1版", "第2版"):
        assert part in words, words


@pytest.mark.parametrize("variant", ["normal", "large", "low-ink"])
def test_paper_of_a_sheet_that_has_another_address_names_it(real, tmp_path, variant):
    sheets = [sheet for sheet in sheets_of(real) if sheet.code == CODE]
    notices = notices_of(real, NONE_SEALED, sheets, {Version(1): [SHEET]})
    words = pressed_words(notices, tmp_path, site_url="https://plans.example/latest/", variant=variant)
    assert f"https://plans.example/latest/{sheets[0].path}" in words
    assert "废止" not in words


def test_sheet_that_has_another_code_has_moved_and_one_that_came_to_its_code_is_another(real):
    (now,) = (sheet for sheet in sheets_of(real) if sheet.code == CODE)
    (notice,) = notices_of(real, NONE_SEALED, [replace(now, code="NEW")], {Version(1): [SHEET]})
    assert notice.view.moved == now.path
    (notice,) = notices_of(real, NONE_SEALED, [replace(now, unit="police")], {Version(1): [SHEET]})
    assert notice.view.moved == ""


def test_sheet_that_had_two_addresses_leaves_two_notices_with_codes_of_their_own(real):
    known = {Version(1): [SHEET], Version(2): [replace(SHEET, path="print/older/list.pdf")]}
    codes = [sheet.code for sheet in notices_of(real, NONE_SEALED, [], known)]
    assert sorted(codes) == [f"{CODE}-WD", f"{CODE}-WD-2"]


def test_what_is_still_printed_leaves_no_notice(real):
    now = sheets_of(real)[0]
    assert notices_of(real, NONE_SEALED, [now], {Version(1): [replace(SHEET, path=now.path)]}) == ()


def told(known: Mapping[int, list[SheetRecord]], campaign) -> object:
    (notice,) = notices_of(campaign, NONE_SEALED, [], known)
    return notice.view.ended


def test_notice_names_the_next_revision_that_readers_know(real):
    standing = Standing(Version(4), EDITION.issued, None, False)
    other = replace(SHEET, path=sheets_of(real)[0].path)
    assert told({Version(1): [SHEET]}, replace(real, standing=standing)).called == "4版"
    (_other, notice) = notices_of(
        replace(real, standing=standing), NONE_SEALED, [], {Version(1): [SHEET], Version(2): [other]}
    )
    assert {SHEET.path: "2版", other.path: "4版"} == {sheet.path: sheet.view.ended.called for sheet in (_other, notice)}
    assert told({Version(4): [SHEET]}, replace(real, standing=standing)) == View()
    assert told({Version(1): [SHEET]}, replace(real, standing=replace(standing, draft=True))) is None


def test_page_at_the_old_address_leads_to_its_last_revision(harbour, tmp_path):
    page = tmp_path / "1" / PAGE
    page.parent.mkdir(parents=True)
    page.write_text("<title>Cranes &amp; hoists</title>", "utf-8")
    site = tmp_path / "2"
    site.mkdir()
    for name in ("index.html", "css/withdrawn.css", "img/mark.svg"):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text("new", "utf-8")
    known = earlier(EarlierPage(PAGE, "1", "Revision 1"), EarlierPage("index.html", "1", "Revision 1"), root=tmp_path)
    written = write_withdrawn_pages(known, site, harbour, "en")
    assert [last.path for last in written] == [PAGE]
    words = (site / PAGE).read_text("utf-8")
    assert "<h1>Cranes &amp; hoists</h1>" in words
    assert 'href="../../1/sectors/cranes.html"' in words
    assert (site / "index.html").read_text("utf-8") == "new"
    assert faults_below(site) == [f"{PAGE}: ../../1/{PAGE}"]
    assert faults_below(site, beside=[last.address for last in written]) == []


def test_address_that_was_given_up_leads_to_the_last_revision_that_had_it(tmp_path, harbour, monkeypatch):
    root = tmp_path / "public"

    def given_up(folder: Path, *arguments):
        made(folder, *arguments)
        path = folder / "manifest.json"
        manifest = json.loads(path.read_text("utf-8"))
        notice = {**manifest["sheets"][0], "form": "withdrawn", "code": "HWR-WD"}
        path.write_text(json.dumps({**manifest, "sheets": [notice], "withdrawn": [PAGE]}), "utf-8")
        return folder

    published(root, harbour, 1)
    published(root, harbour, 1, software="newer")
    monkeypatch.setattr("kit.publish.made", given_up)
    published(root, harbour, 2)
    before = earlier_of(read_publications(root, "en"))
    assert before.pages[PAGE].address == f"../1-2/{PAGE}"
    assert before.pages["index.html"].address == "../2/index.html"
    assert {(record.code, record.path) for record in before.sheets[Version(1)]} == {("HWR", PAPER)}
    assert before.sheets[Version(2)] == []
    assert differences(root) == []
