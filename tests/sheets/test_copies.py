"""Numbered copies differ in their number alone, and each stands in the register."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import outloud
import pikepdf
import pymupdf
import pytest
from kit.paper import faces, pressing_here
from kit.register import REGISTER

import build
from planpress.errors import BuildError
from planpress.model.campaign import Campaign
from planpress.model.forms import Form
from planpress.paper.issue import Issued, issue_copies
from planpress.paper.press import Setup
from planpress.revisions.history import history_of
from planpress.sheets.edition import edition_of
from planpress.sheets.forms import register_of
from planpress.sheets.printed import printed_now

NOWHERE = Path("no campaign was sealed here")
COUNT = 12


@pytest.fixture(scope="module")
def campaign(harbour: Campaign) -> Campaign:
    return replace(harbour, forms=(*harbour.forms, Form.model_validate(REGISTER)))


@pytest.fixture(scope="module")
def issued(campaign: Campaign, tmp_path_factory: pytest.TempPathFactory) -> Issued:
    folder = tmp_path_factory.mktemp("issued")
    printed = printed_now(campaign, history_of(NOWHERE))
    target = folder / "east"
    setup = Setup(edition_of(campaign), folder / "cache", faces(), 2)
    with pressing_here():
        return issue_copies(campaign, printed, "east-basin", COUNT, setup, target)


def test_each_page_of_a_copy_bears_its_number(issued: Issued) -> None:
    assert [path.name for path in issued.copies] == [f"HWR-PK-EB-{number:02}.pdf" for number in range(1, COUNT + 1)]
    for number, path in enumerate(issued.copies, 1):
        with pymupdf.open(path) as pdf:
            label = f"Copy {number} of {COUNT}"
            assert [page.get_text().count(label) for page in pdf] == [2] + [1] * (len(pdf) - 1)
            for page in pdf:
                assert all(page.rect.contains(place) for place in page.search_for(label))


def test_copies_have_the_codes_fingerprints_and_pages_of_the_pack(issued: Issued) -> None:
    texts = set()
    for number, path in enumerate(issued.copies, 1):
        with pymupdf.open(path) as pdf:
            texts.add("".join(page.get_text() for page in pdf).replace(f"Copy {number} of {COUNT}", ""))
    assert len(texts) == 1
    assert "HWR-PK-EB" in texts.pop()


def test_mark_covers_nothing(issued: Issued) -> None:
    with pymupdf.open(issued.copies[0]) as pdf:
        for page in pdf:
            marks = page.search_for(f"Copy 1 of {COUNT}")
            others = [pymupdf.Rect(word[:4]) for word in page.get_text("words")]
            for mark in marks:
                inside = [word for word in others if word.intersects(mark)]
                assert len(inside) == len(f"Copy 1 of {COUNT}".split())


def test_copies_differ_in_the_mark_alone(issued: Issued) -> None:
    found = []
    for path in issued.copies[:2]:
        with pikepdf.open(path) as pdf:
            found.append([page.Contents[0].read_bytes() for page in pdf.pages])
            assert len({page.Resources.XObject["/Copy"].objgen for page in pdf.pages}) == 1
    assert found[0] == found[1]


def test_copies_stay_fit_for_screen_readers(issued: Issued) -> None:
    findings = outloud.check(str(issued.copies[0])).findings
    assert [one for one in findings if one.severity == "error"] == []


def test_register_lists_every_copy_and_what_was_handed_out(issued: Issued, campaign: Campaign) -> None:
    with pymupdf.open(issued.register) as pdf:
        text = " ".join("".join(page.get_text() for page in pdf).split())
    pack = next(p.sheet for p in printed_now(campaign, history_of(NOWHERE)).packs if p.sheet.unit == "east-basin")
    for part in ("East Basin Wardens", "HWR-REG-EB", pack.code, pack.mark, edition_of(campaign).line):
        assert part in text
    assert "for the office that issues copies; the plan does not ask for it" in text
    assert "Basis" not in text
    sheet = register_of(campaign, pack, COUNT, edition_of(campaign).line)
    table = sheet.view.form.blocks[0]
    assert table.rows == tuple((str(number), "", "") for number in range(1, COUNT + 1))
    assert table.row_ids == tuple(str(number) for number in range(1, COUNT + 1))


def test_register_is_offered_blank_but_printed_for_no_unit(campaign: Campaign) -> None:
    sheets = [sheet for sheet in printed_now(campaign, history_of(NOWHERE)).sheets if sheet.form == "register"]
    assert [(sheet.path, sheet.unit) for sheet in sheets] == [("print/blank/register.pdf", None)]
    assert len(sheets[0].view.form.blocks[0].rows) == 3


def test_numbers_are_never_given_twice(issued: Issued, campaign: Campaign, tmp_path) -> None:
    printed = printed_now(campaign, history_of(NOWHERE))
    setup = Setup(edition_of(campaign), tmp_path / "cache", faces(), 1)
    with pytest.raises(BuildError, match="must be empty"):
        issue_copies(campaign, printed, "east-basin", 2, setup, issued.register.parent)
    with pytest.raises(BuildError, match="no pack of a unit 'north-basin'; there are: crane-office, east-basin"):
        issue_copies(campaign, printed, "north-basin", 2, setup, tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_campaign_without_a_register_is_told(harbour: Campaign, tmp_path) -> None:
    printed = printed_now(harbour, history_of(NOWHERE))
    setup = Setup(edition_of(harbour), tmp_path / "cache", faces(), 1)
    with pytest.raises(BuildError, match="scope: copies"):
        issue_copies(harbour, printed, "east-basin", 2, setup, tmp_path / "x")


@pytest.mark.parametrize("count", ["0", "1000", "x", "-1"])
def test_number_of_copies_is_a_number(count, capsys) -> None:
    with pytest.raises(SystemExit):
        build.main(["issue-copies", "--unit", "east-basin", f"--count={count}"])
    assert "must be a number from 1 to 999" in capsys.readouterr().err
