"""Room left on a page → more to write on; and what must stand on an even page → there.

In: the elements of a page that may grow, and the room under them as it was laid out. Out: the same elements, grown.
A form's author says which table or box fills its page; how much that is depends on the words of the sheet and the size
of its print, and is only known once it is set. Where that is little, rows of figures give way.
"""

import copy
from collections.abc import Sequence
from xml.etree.ElementTree import Element

MARK = "data-fill"
"""Attribute of the elements that may grow."""

GIVES_WAY = "data-gives-way"
"""Attribute of what holds rows of figures alone."""

FIGURE_MM = 8.5
"""How high such a row is at least."""

BOX_MM = 60.0
"""How high a box that fills its page is at least, where rows of figures can give it that room."""

PADDING_MM = 3.0
"""What the space within a cell, and its rules, take of the height of a row."""

MM = 96 / 25.4
"""A millimetre, in CSS pixels."""

EVEN = "data-even"
"""Attribute of an element that must stand on an even page."""

WITH_WORDS = "data-with-words"
"""Attribute of an element that must not begin a page."""

TOTAL = "total"
"""Class of the body that holds the last row, below those that grow."""

SLACK = 3.0
"""Room left over, in CSS pixels, so that rounding pushes nothing to the next page."""


def close(element: Element, share: float, height: float) -> bool:
    """Let an element take its share of the room under what stands on its page; tell whether it changed.

    A box becomes higher. A table gets copies of its last row, numbered on, without its words. Lengths are CSS pixels,
    96 an inch; `height` is that of the element, or, of a table, of its last row.
    """
    room = share - SLACK
    if room < 1:
        return False
    if element.tag != "table":
        element.set("style", f"height: {height + room:.2f}px")
        return True
    count = int(room // height)
    bodies = [body for body in element.findall("tbody") if body.get("class") != TOTAL]
    rows = bodies[-1].findall("tr") if bodies else []
    if not rows or not count:
        return False
    for step in range(1, count + 1):
        bodies[-1].append(_blank(rows[-1], step))
    return True


def give_way(rows: Sequence[tuple[Element, float, float]], wanted: float) -> float:
    """Make rows lower so that `wanted` is free under them, as far as that goes; return how much is.

    Of each row: its element, its height, and that of what it holds. Lengths are CSS pixels.
    """
    freed = 0.0
    for row, height, held in rows:
        least = max(FIGURE_MM * MM, held + PADDING_MM * MM)
        if (given := min(wanted / len(rows), height - least)) >= 1:
            row.set("style", f"height: {height - given:.2f}px")
            row.set("data-room", f"{FIGURE_MM:g}")
            freed += given
    return freed


def turn(element: Element, page: int, alone: bool) -> bool:
    """Let an element that came to stand on an odd page begin the next even one; tell whether it changed.

    Where it was `alone` on its page, that stays empty: neither bears a number then.
    """
    if page % 2 == 0:
        return False
    element.set("style", f"break-before: left{'; page: bare' if alone else ''}")
    return True


def hold(element: Element) -> None:
    """Let the last of what stands before an element move to its page."""
    element.set("style", "break-before: avoid")


def _blank(row: Element, step: int) -> Element:
    blank = copy.deepcopy(row)
    for cell in blank:
        kind, tail = cell.get("class", ""), cell.tail
        if kind == "number":
            cell.text = str(int(cell.text or "0") + step)
        elif kind != "choice":
            cell.clear()
            cell.tag, cell.tail = "td", tail
            cell.set("class", "write")
    return blank
