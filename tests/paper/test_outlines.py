"""Outlines: fewer points, the same shape and width."""

from __future__ import annotations

import pytest
import uharfbuzz
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from kit.paper import SOURCE

from planpress.paper.cutting import cut
from planpress.paper.outlines import quadratic, straightened

WORDS = "永东国湛〔，1"


@pytest.fixture(scope="module")
def fonts():
    data = cut((SOURCE / "FandolFang-Regular.otf").read_bytes(), map(ord, WORDS))
    made = quadratic(data, "Fang", 0.88, 0.12)
    return data, made


def measure(font: bytes, pen) -> list:
    face = uharfbuzz.Face(font)
    drawn = uharfbuzz.Font(face)
    found = []
    for character in WORDS:
        each = pen(None)
        drawn.draw_glyph_with_pen(drawn.get_nominal_glyph(ord(character)), each)
        found.append(each)
    return found


def test_shapes_and_widths_stay(fonts):
    ems = [uharfbuzz.Face(font).upem for font in fonts]
    before, after = (
        [abs(pen.value) / em**2 for pen in measure(font, AreaPen)] for font, em in zip(fonts, ems, strict=True)
    )
    assert after == pytest.approx(before, rel=0.03)
    before, after = (
        [side / em for pen in measure(font, BoundsPen) for side in pen.bounds]
        for font, em in zip(fonts, ems, strict=True)
    )
    assert after == pytest.approx(before, abs=0.005)
    widths = [
        [uharfbuzz.Font(uharfbuzz.Face(font)).get_glyph_h_advance(1 + n) / em for n in range(4)]
        for font, em in zip(fonts, ems, strict=True)
    ]
    assert sorted(widths[0]) == sorted(widths[1])


def test_the_font_is_smaller_and_made_the_same_way_each_time(fonts):
    before, after = fonts
    assert len(after) < 0.8 * len(before)
    assert quadratic(before, "Fang", 0.88, 0.12) == after


@pytest.mark.parametrize(
    ("segments", "wanted"),
    [
        ([((5, 0),), ((10, 0),)], [((10, 0),)]),
        ([((5, 1),), ((10, 0),)], [((10, 0),)]),
        ([((5, 3),), ((10, 0),)], [((5, 3),), ((10, 0),)]),
        ([((3, 1), (6, 1), (10, 0))], [((10, 0),)]),
        ([((3, 9), (6, 9), (10, 0))], [((3, 9), (6, 9), (10, 0))]),
        ([((10, 0),), ((5, 0),)], [((10, 0),), ((5, 0),)]),
        ([((5, 0),), ((6, 9), (9, 9), (20, 0)), ((25, 0),)], [((5, 0),), ((6, 9), (9, 9), (20, 0)), ((25, 0),)]),
    ],
)
def test_lines_that_go_on_straight_become_one(segments, wanted):
    assert straightened((0, 0), segments, 1.5) == wanted
