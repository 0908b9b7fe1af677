"""Whoever kept the address of a sheet or page that is no longer is told so."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from paper_kit import EDITION, faces
from publish_kit import PAGE, PAPER, faults, made, published

from planpress.paper.press import press
from planpress.publishing.links import broken_links
from planpress.publishing.withdrawn import Past, Seen, gone_sheets, past_of, write_pages
from planpress.sheets import sheets_of

CODE = "PZA29-02-QD-CZX"
SHEET = Seen("print/old/list.pdf", "1", "第1版（2022-11-10）", CODE, "专项整治清单 · 燃气", "caozhen", "gas")


def past(*known: Seen, root: Path = Path()) -> Past:
    return Past(root, {last.path: last for last in known})


def pressed_words(sheets, folder: Path, **edition: str) -> str:
    press(sheets, replace(EDITION, **edition), folder / "out", folder / "cache", faces(), 1)
    with pymupdf.open(folder / "out" / SHEET.path) as pdf:
        assert pdf.page_count == 1
        return pdf[0].get_text().replace("\n", "")


@pytest.mark.parametrize("variant", ["normal", "large", "low-ink"])
def test_paper_at_the_old_address_says_that_it_is_no_longer_in_use(real, tmp_path, variant):
    words = pressed_words(gone_sheets(past(SHEET), [], real), tmp_path, variant=variant)
    assert "已停止使用" in words
    assert f"{CODE} 专项整治清单 · 燃气" in words
    assert "最后收入的版本：第1版（2022-11-10）" in words


def test_paper_whose_code_has_another_address_names_it(real, tmp_path):
    sheets = [sheet for sheet in sheets_of(real) if sheet.code == CODE]
    gone = gone_sheets(past(SHEET), sheets, real)
    words = pressed_words(gone, tmp_path, site_url="https://plans.example/latest/")
    assert f"https://plans.example/latest/{sheets[0].path}" in words


def test_what_is_still_printed_or_is_no_sheet_is_not_gone(real):
    now = sheets_of(real)[0]
    known = past(replace(SHEET, path=now.path), replace(SHEET, path="units/old.html"))
    assert gone_sheets(known, [now], real) == ()


def test_page_at_the_old_address_leads_to_its_last_revision(harbour, tmp_path):
    page = tmp_path / "1" / PAGE
    page.parent.mkdir(parents=True)
    page.write_text("<title>Cranes &amp; hoists</title>", "utf-8")
    site = tmp_path / "2"
    site.mkdir()
    (site / "index.html").write_text("new", "utf-8")
    known = past(Seen(PAGE, "1", "Revision 1"), Seen("index.html", "1", "Revision 1"), root=tmp_path)
    told = write_pages(known, site, harbour, "en")
    assert [last.path for last in told] == [PAGE]
    words = (site / PAGE).read_text("utf-8")
    assert "<h1>Cranes &amp; hoists</h1>" in words
    assert 'href="../../1/sectors/cranes.html"' in words
    assert (site / "index.html").read_text("utf-8") == "new"
    assert broken_links(site) == [f"{PAGE}: ../../1/{PAGE}"]
    assert broken_links(site, beside=[last.leads_to for last in told]) == []


def test_address_that_was_given_up_leads_to_the_last_revision_that_had_it(tmp_path, harbour, monkeypatch):
    root = tmp_path / "public"

    def given_up(folder: Path, *arguments):
        made(folder, *arguments)
        path = folder / "manifest.json"
        path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "withdrawn": [PAGE]}), "utf-8")
        return folder

    published(root, harbour, 1)
    published(root, harbour, 1, software="newer")
    monkeypatch.setattr("publish_kit.made", given_up)
    published(root, harbour, 2)
    known = past_of(root, "en").known
    assert known[PAGE].leads_to == f"../1-2/{PAGE}"
    assert known[PAPER].leads_to == f"../2/{PAPER}"
    assert (known[PAPER].code, known[PAPER].title) == ("HWR", "Plan")
    assert faults(root) == []
