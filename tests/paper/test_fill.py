"""What is left of a page becomes rows or a higher box, and never another page."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring, tostring

import pymupdf
import pytest
from kit.paper import EDITION, faces, set_in_type, sheet, table, written

from planpress.blocks.box import BoxView
from planpress.blocks.signatures import Signature, SignaturesView
from planpress.paper.fill import BOX_MM, close, give_way
from planpress.paper.recipe import PRINT
from planpress.paper.typeset import Typeset, typeset
from planpress.paper.worker import html_of
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.sheet import Sheet

FOOT_MM = 22.0
MM = 72 / 25.4
TABLE = """<table><tbody><tr class="a"><td class="number">4</td><td class="text">Words</td>
<td class="choice"><i/>yes</td><th class="x">Name</th></tr></tbody></table>"""


def made(one: Sheet) -> Typeset:
    styles = tuple((PRINT / name).read_text("utf-8") for name in ("faces.css", "sheet.css"))
    return typeset(html_of(one, EDITION), styles, PRINT, faces())


def room_mm(done: Typeset, page: int) -> float:
    """Return the height between the last line or rule on a page and its foot."""
    with pymupdf.open(stream=written(done)) as document:
        found = document[page]
        end = found.rect.height - FOOT_MM * MM
        shapes = [drawing["rect"].y1 for drawing in found.get_drawings()]
        words = [word[3] for word in found.get_text("words")]
        return float(end - max(y for y in (*shapes, *words) if y < end + 1)) / MM


def rows_of(element: Element) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in row] for row in element.iter("tr")]


def test_a_table_gets_as_many_rows_as_fit_numbered_on_and_without_words():
    element = fromstring(TABLE)
    assert close(element, 105.0, 50.0)
    assert rows_of(element) == [
        ["4", "Words", "yes", "Name"],
        ["5", "", "yes", ""],
        ["6", "", "yes", ""],
    ]
    assert [cell.tag for cell in element.findall("tbody/tr")[2]] == ["td"] * 4


@pytest.mark.parametrize("room", [-10.0, 0.0, 49.0])
def test_a_table_without_room_for_a_row_stays(room: float):
    element = fromstring(TABLE)
    before = tostring(element)
    assert not close(element, room, 50.0)
    assert tostring(element) == before


@pytest.mark.parametrize("body", ["", "<tbody></tbody>"])
def test_a_table_without_rows_stays(body: str):
    assert not close(fromstring(f"<table>{body}</table>"), 500.0, 50.0)


def test_a_box_becomes_higher():
    element = Element("div", style="height: 20mm")
    assert close(element, 103.0, 75.0)
    assert element.get("style") == "height: 175.00px"


def test_a_box_without_room_keeps_its_height():
    element = Element("div", style="height: 20mm")
    assert not close(element, 1.0, 75.0)
    assert element.get("style") == "height: 20mm"


def test_rows_give_way_as_far_as_their_words_and_a_figure_allow():
    rows = [Element("tr") for _ in range(3)]
    held = [(row, 50.0, words) for row, words in zip(rows, (10.0, 30.0, 45.0), strict=True)]
    assert give_way(held, 15.0) == pytest.approx(5 + 5, abs=0.01)
    assert [row.get("style") for row in rows] == ["height: 45.00px", "height: 45.00px", None]
    assert give_way(held, 300.0) == pytest.approx(50 - 8.5 * 96 / 25.4 + 50 - 30 - 3 * 96 / 25.4, abs=0.01)


@pytest.mark.parametrize(("variant", "pages"), [("normal", 2), ("large", 3)])
def test_a_box_for_a_week_of_problems_holds_more_than_six_lines(real, variant: str, pages: int):
    report = next(one for one in sheets_of(real) if one.form == "weekly-report" and one.unit)
    layout = set_in_type(report, replace(EDITION, variant=variant)).layout
    assert len(layout.sizes) == pages
    boxes = [height for _page, height, least in layout.rooms if least == 20]
    assert len(boxes) == 2
    assert min(boxes) > BOX_MM - 0.5


@pytest.mark.parametrize("count", [1, 12, 13, 14, 15, 30])
def test_rows_fill_the_last_page_and_add_none(count: int):
    signed = SignaturesView("", 1, (Signature(label="检查人", seal=True),))
    plain, filled = (made(sheet(table(count, fill=fill), signed)) for fill in (False, True))
    assert len(filled.layout.sizes) == len(plain.layout.sizes)
    assert len(filled.layout.rows) >= len(plain.layout.rows)
    assert room_mm(filled, -1) < 16.0


def test_boxes_share_the_room_of_their_page():
    boxes = [BoxView(name, 30, fill=True) for name in ("甲", "乙")]
    done = made(sheet(*boxes, origin="editor"))
    assert len(done.layout.sizes) == 1
    assert room_mm(done, 0) < 3.0
    label = {run.text.strip("："): run.bounds[1] for run in done.layout.runs if run.text[:1] in "甲乙"}
    assert 80 < (label["乙"] - label["甲"]) / 96 * 25.4 < 110


def test_only_what_may_grow_does():
    done = made(sheet(BoxView("甲", 30), table(3)))
    assert len(done.layout.rows) == 3
    assert room_mm(done, 0) > 60


def test_every_form_of_the_editor_fills_its_last_page(real):
    """The sign-off sheets and ledgers are filled in by hand: no page is left half empty."""
    assert edition_of(real).language == EDITION.language
    tried = set()
    for one in sheets_of(real):
        form = real.form_by_id.get(one.form)
        if form is None or form.origin != "editor" or one.unit is not None or form.id in tried:
            continue
        tried.add(form.id)
        done = made(one)
        assert not done.complaints, form.id
        assert room_mm(done, -1) < 24, form.id
        if form.scope != "unit-sector":
            assert len(done.layout.sizes) <= 2, form.id
    assert len(tried) == sum(form.origin == "editor" and form.blank for form in real.forms)
