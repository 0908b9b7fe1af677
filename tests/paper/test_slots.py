"""Slots: a name that is too long for its line is set smaller, then in two lines; what may not be is left as it is."""

from __future__ import annotations

import pytest

from planpress.paper.slots import Piece, SlotLine

NAME = "安全生产指挥中心"


@pytest.mark.parametrize(
    ("align", "x", "length", "size", "lines"),
    [
        ("start", 0.0, 8.0, 10.0, (NAME,)),
        ("start", 0.0, 10.0, 10.0, (NAME,)),
        ("start", 0.0, 12.5, 8.0, (NAME,)),
        ("start", 50.0, 6.25, 8.0, (NAME,)),
        ("start", 50.0, 8.0, 7.0, ("安全生产", "指挥中心")),
        ("center", 45.0, 12.5, 8.0, (NAME,)),
        ("end", 90.0, 14.0, 7.0, ("安全生产", "指挥中心")),
    ],
)
def test_name_is_set_as_large_as_its_place_holds(
    align: str, x: float, length: float, size: float, lines: tuple[str, ...]
) -> None:
    line = SlotLine(1, align, 0.0, 100.0, (Piece("unit", x, 50.0, 10.0, 10.0, ("Num",), 0.7),))
    found, texts = line.split(NAME, length)
    assert found == pytest.approx(size)
    assert texts == lines
