"""Variants: paper looks otherwise; codes, numbers and fingerprints are the same."""

from __future__ import annotations

from dataclasses import replace

import pymupdf
import pytest
from kit.paper import EDITION, STAGE, document, faces, press, set_in_type, sheet, table, text_of

from planpress.blocks.box import BoxView
from planpress.blocks.signatures import Signature, SignaturesView
from planpress.blocks.stages import StagesView
from planpress.paper.lint import HANDS_MM
from planpress.paper.press import Setup
from planpress.sheets.edition import edition_of
from planpress.sheets.forms import FieldView
from planpress.sheets.listing import sheets_of

LOOKS = ("normal", "large", "low-ink")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Variant → the PDFs of a table, a sign-off and the plan."""
    folder = tmp_path_factory.mktemp("looks")
    box = BoxView("意见", 40)
    sheets = (sheet(table(12), box), sheet(StagesView((STAGE,)), code="T-2"), document())
    for look in LOOKS:
        press(sheets, Setup(replace(EDITION, variant=look), folder / "cache", faces(), 1), folder / look)
    return {look: [folder / look / one.path for one in sheets] for look in LOOKS}


def words(path) -> list[tuple[float, str]]:
    """Return the size and text of every span between head and foot."""
    with pymupdf.open(path) as opened:
        return [
            (round(span["size"], 1), span["text"].strip())
            for page in opened
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
            if 60 < span["bbox"][1] < page.rect.height - 60 and span["text"].strip()
        ]


def test_looks_show_the_same_words_and_numbers(made):
    def shown(look):
        with_pages = (text_of(path) for path in made[look][:2])
        return [
            sorted({word for word in ("T-1", "T-2", "第3版", "自查", "第12行") if word in text}) for text in with_pages
        ]

    assert (
        shown("normal") == shown("large") == shown("low-ink") == [["T-1", "第12行", "第3版"], ["T-2", "第3版", "自查"]]
    )


def test_large_print_has_fourteen_points(made):
    for path in made["large"][:2]:
        small = [(size, text) for size, text in words(path) if size < 14 and text not in ("序号", "内容", "结果")]
        assert small == []
    assert min(size for size, _text in words(made["normal"][0])) < 11


def test_little_ink_has_hairlines_alone(made):
    def heaviest(path):
        with pymupdf.open(path) as opened:
            return max(thickness(thing) for page in opened for thing in page.get_drawings())

    def thickness(thing):
        if thing["type"] == "s":
            return thing["width"]
        areas = sorted((item[1] for item in thing["items"] if item[0] == "re"), key=lambda area: -area.width)
        if len(areas) == 2:  # a frame: what lies between two areas
            return (areas[0].width - areas[1].width) / 2
        return min(thing["rect"].width, thing["rect"].height)

    for path in made["low-ink"]:
        assert 0.45 <= heaviest(path) <= 0.55
    assert heaviest(made["normal"][0]) > 1


def test_plan_or_command_chooses_and_no_fingerprint_changes(harbour):
    plain = {found.code: found.fingerprint for found in sheets_of(harbour)}
    large = replace(harbour, plan=harbour.plan.model_copy(update={"variant": "large"}))
    assert edition_of(harbour).variant == "normal"
    assert edition_of(large).variant == "large"
    assert edition_of(large, "", "low-ink").variant == "low-ink"
    assert {found.code: found.fingerprint for found in sheets_of(large)} == plain


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ["被检查（填报）单位：", "编号："]), ("en", ["Unitconcerned:", "Recordno.:"])],
)
def test_each_later_page_has_a_line_that_tells_whose_it_is(orientation, language, words):
    found = set_in_type(sheet(table(40), orientation=orientation), replace(EDITION, language=language)).layout
    pages = range(1, len(found.sizes) + 1)
    heads = [
        "".join("".join(run.text.split()) for run in found.runs if run.margin and run.page == page) for page in pages
    ]

    assert len(heads) > 2
    assert [[word in head for word in words] for head in heads] == [[False] * 2, *[[True] * 2] * (len(heads) - 1)]


HEAD, SAFETY = Signature(label="企业主要负责人（签字）", seal=True), Signature(label="安全员（签字）")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    "block",
    [
        StagesView((STAGE.model_copy(update={"signatures": (HEAD, SAFETY)}),)),
        SignaturesView("", 2, (HEAD, SAFETY)),
    ],
    ids=["stages", "signatures"],
)
def test_hands_have_room_and_who_stamps_signs_last(look, block):
    dated = sheet(block, fields=(FieldView("报告日期", "", "", 50), FieldView("编号", "", "", 50)))
    found = set_in_type(dated, replace(EDITION, variant=look)).layout

    assert [kind for _page, _length, kind in found.lengths] == ["date", "line", *["signature", "date"] * 2]
    assert all(length >= HANDS_MM[kind] for _page, length, kind in found.lengths)
    assert [least for _page, _height, least in found.rooms if least == 40] == [40]
    tops = {run.text: run.bounds[1] for run in found.runs}
    assert tops["安全员"] < tops["企业主要负责人"]
    last = max(run.bounds[2] for run in found.runs if run.text.endswith("日"))
    assert min(run.bounds[0] for run in found.runs if "盖章" in run.text) > last
