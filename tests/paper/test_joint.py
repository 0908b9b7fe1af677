"""One letter of two bodies with three equal plans: its paper is as GB/T 9704-2012 wants such a letter."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from kit.paper import faces, press
from kit.paths import TESTS

from planpress.content.validate import read
from planpress.model.campaign import Campaign
from planpress.paper.faces import faces_of
from planpress.paper.press import Setup
from planpress.paper.recipe import PRINT
from planpress.paper.stamp import Base, prepared
from planpress.paper.typeset import typeset
from planpress.paper.worker import styles_of
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of

MM = 25.4 / 72
FOOT_MM = 297 - 32.55
"""Where the text of a page ends."""


@pytest.fixture(scope="module")
def joint() -> Campaign:
    return read(TESTS / "campaigns" / "joint").campaign


@pytest.fixture(scope="module")
def made(joint: Campaign, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The letter with and without its plans, and reports of two rules."""
    names = ("plan.pdf", "plan-main.pdf", "shahe/fire.pdf", "education/effect-04.pdf")
    return pressed(joint, tmp_path_factory.mktemp("joint"), "normal", *names)


def pressed(joint: Campaign, out: Path, variant: str, *names: str) -> Path:
    sheets = [sheet for sheet in sheets_of(joint) if sheet.path.endswith(names)]
    assert len(sheets) == len(names)
    press(sheets, Setup(edition_of(joint, "", variant), out / "cache", faces(), 1), out)
    return out


def lines(page: pymupdf.Page) -> dict[str, tuple[float, float, float, float]]:
    """Return where each line stands, in mm: left, top, right, bottom."""
    found = {}
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            text = "".join(span["text"] for span in line["spans"]).replace("\u2060", "").strip()
            found[text] = tuple(side * MM for side in line["bbox"])
    return found


def place(page: pymupdf.Page, text: str) -> tuple[float, float, float, float]:
    """Return where a text stands, in mm."""
    (found, *_others) = page.search_for(text)
    return tuple(side * MM for side in found)


def test_the_letter_says_all_in_its_order(made: Path, joint: Campaign) -> None:
    notice = joint.plan.notice
    assert notice is not None
    with pymupdf.open(made / "print" / "plan-main.pdf") as letter:
        text = "".join("".join(page.get_text().split()) for page in letter).replace("\u2060", "")
        order = [notice.copy_number, notice.urgency, *notice.issuers, notice.document_number, "火灾隐患整治方案的通知"]
        order += [notice.addressees, "一、压实整治责任。", "附件：1.学校", "2.养老机构", "3.商业综合体"]
        order += [one.by for one in notice.signed]
        at = 0
        for words in (*order, notice.date, notice.remark, "抄送：", notice.imprint.printed_on):
            assert words in text[at:], words
            at = text.index(words, at) + 1


def test_both_bodies_sign_side_by_side_the_last_above_the_date(made: Path) -> None:
    with pymupdf.open(made / "print" / "plan-main.pdf") as letter:
        page = letter[2]
        first, last = (place(page, f"临泽市{name}委员会办公室") for name in ("安全生产", "消防安全"))
        date = place(page, "2026年10月28日")
        assert first[1] == pytest.approx(last[1], abs=0.1)
        assert first[2] < last[0]
        assert (date[0] + date[2]) / 2 == pytest.approx((last[0] + last[2]) / 2, abs=2)
        room = min(top for _left, top, *_rest in (first,)) - place(page, "3.")[3]
        assert 16 < room < 32, "a seal of 42 mm stands on the name, its top within a line of the text"


def test_the_foot_ends_the_last_page_which_is_even(made: Path, joint: Campaign, tmp_path: Path) -> None:
    large = pressed(joint, tmp_path, "large", "plan-main.pdf") / "print" / "plan-main.pdf"
    for path in (made / "print" / "plan.pdf", made / "print" / "plan-main.pdf", large):
        ends_with_its_foot(path)


def ends_with_its_foot(path: Path) -> None:
    with pymupdf.open(path) as paper:
        assert len(paper) % 2 == 0
        page = paper[-1]
        rules = sorted(drawing["rect"].y1 * MM for drawing in page.get_drawings() if drawing["rect"].width * MM > 150)
        assert len(rules) >= 3
        assert rules[-1] == pytest.approx(FOOT_MM, abs=1.2)
        copies, printed = place(page, "抄送"), place(page, "印发")
        assert copies[1] < printed[1] < rules[-1]
        assert printed[2] == pytest.approx(210 - 26 - 14 * MM, abs=1)


def test_the_three_plans_are_equal_annexes(made: Path) -> None:
    with pymupdf.open(made / "print" / "plan.pdf") as paper:
        heads = [line for page in paper for line in lines(page) if line.startswith("附件") and len(line) == 3]
        assert heads == ["附件1", "附件2", "附件3"]
        titles = [title for _level, title, _page in paper.get_toc() if title.endswith("整治方案")]
        assert titles == [f"{name}火灾隐患整治方案" for name in ("学校", "养老机构", "商业综合体")]


def test_a_report_says_when_and_to_whom(made: Path) -> None:
    for path, words in (("shahe/fire.pdf", "火灾发生后2小时内"), ("education/effect-04.pdf", "第1期")):
        with pymupdf.open(made / "print" / "units" / path) as sheet:
            assert words in "".join(sheet[0].get_text().split())


@pytest.mark.parametrize(("above", "numbers"), [(1, ["1", "2"]), (2, ["1", "2", "", ""])])
def test_an_empty_page_before_the_foot_has_no_number_nor_has_the_foot(above: int, numbers: list[str]) -> None:
    """Full pages leave the foot no room: it begins the next page, or, where that is odd, the one after."""
    record = "<div class='record' data-even='yes'><div data-fill='' style='height: 0'></div><p>foot</p></div>"
    full = "<div style='height: 228mm'>x</div>" * above
    number = "".join(f"<p id='{side}'><span data-slot='{side}'>0</span></p>" for side in ("odd", "even"))
    html = f"<html lang='en'><head><title>t</title></head><body>{number}{full}{record}</body></html>"
    done = typeset(html, styles_of("document.html", "normal"), PRINT, faces())
    base = Base(prepared(done.pdf, done.slots, faces_of(faces())), done.slots, faces_of(faces()))
    with pymupdf.open(stream=base.stamp({}, "t")) as paper:
        assert ["".join(filter(str.isdigit, page.get_text())) for page in paper] == numbers
