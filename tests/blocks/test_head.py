"""Heads close whatever their depth; wide tables are parted between families of columns; equal neighbours join."""

from __future__ import annotations

import pytest

from planpress.blocks.head import head_of, parts_of
from planpress.blocks.joined import begins_of, spans_of

PATHS = [("a",), ("b", "c"), ("b", "d", "e", "f"), ("b", "d", "e", "g"), ("b", "d", "h"), ("i",)]


@pytest.mark.parametrize("units", [("",) * 6, ("", "km", "", "", "t", "")])
def test_head_covers_each_place_once(units: tuple[str, ...]) -> None:
    head = head_of(PATHS, units)
    covered = [
        (row + down, at + across)
        for row, cells in enumerate(head)
        for _text, at, across_all, down_all, _unit in cells
        for down in range(down_all)
        for across in range(across_all)
        for at in [at]
    ]
    rows = 4 + any(units)
    assert sorted(covered) == [(row, column) for row in range(rows) for column in range(len(PATHS))]
    assert all(head)


def test_neighbours_share_what_is_above_them_and_single_heads_reach_down() -> None:
    head = head_of(PATHS, ("", "km", "", "", "t", ""))
    told = [[(cell.text, cell.across, cell.down) for cell in row] for row in head]
    assert told == [
        [("a", 1, 5), ("b", 4, 1), ("i", 1, 5)],
        [("c", 1, 3), ("d", 3, 1)],
        [("e", 2, 1), ("h", 1, 2)],
        [("f", 1, 2), ("g", 1, 2)],
        [("km", 1, 1), ("t", 1, 1)],
    ]


@pytest.mark.parametrize(
    ("room", "parts"),
    [
        (100, ()),
        (70, ((0, 1, 2, 3, 4), (0, 5))),  # the family fits one page, and what follows does not
        (50, ((0, 1, 2), (0, 3, 4), (0, 5))),  # nor does the family: it goes on
    ],
)
def test_parts_repeat_the_key_columns(room: float, parts: tuple[tuple[int, ...], ...]) -> None:
    widths = [20, 15, 15, 10, 10, 15]
    assert parts_of(PATHS, widths, 1, room) == parts
    for part in parts:
        assert part[0] == 0
        assert sum(widths[at] for at in part) <= room


ROWS = [("x", "1"), ("x", "1"), ("y", "1"), ("y", "2"), ("", ""), ("", "")]


def test_inner_cells_join_within_an_outer_one() -> None:
    assert spans_of(begins_of(ROWS, (True, True))) == ((2, 2), (0, 0), (2, 1), (0, 1), (1, 1), (1, 1))
    assert spans_of(begins_of(ROWS, (False, True))) == ((1, 3), (1, 0), (1, 0), (1, 1), (1, 1), (1, 1))
    assert begins_of(ROWS, (False, False)) == ()


def test_no_tall_cell_reaches_over_a_category() -> None:
    rows = [("x", "1"), ("Category", ""), ("x", "1"), ("x", "1")]
    assert spans_of(begins_of(rows, (True, False), headings=(1,))) == ((1, 1), (1, 1), (2, 1), (0, 1))


def test_blank_cells_join_within_their_place() -> None:
    rows = [("1", ""), ("1", ""), ("2", ""), ("2", "")]
    assert spans_of(begins_of(rows, (True, True), per=2)) == ((2, 2), (0, 0), (2, 2), (0, 0))
