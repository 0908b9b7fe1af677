"""Room left on a page → more to write on; and what must stand on an even page → there.

In: the elements of a page that may grow, and the room under them as it was laid out. Out: the same elements, grown.
A form's author says which table or box fills its page; how much that is depends on the words of the sheet and the size
of its print, and is only known once it is set.
"""

import copy
from xml.etree.ElementTree import Element

MARK = "data-fill"
"""Attribute of the elements that may grow."""

EVEN = "data-even"
"""Attribute of an element that must stand on an even page."""

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
    bodies = element.findall("tbody")
    rows = bodies[-1].findall("tr") if bodies else []
    if not rows or not count:
        return False
    for step in range(1, count + 1):
        bodies[-1].append(_blank(rows[-1], step))
    return True


def turn(element: Element, page: int, alone: bool) -> bool:
    """Let an element that came to stand on an odd page begin the next even one; tell whether it changed.

    Where it was `alone` on its page, that stays empty: neither bears a number then.
    """
    if page % 2 == 0:
        return False
    element.set("style", f"break-before: left{'; page: bare' if alone else ''}")
    return True


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
