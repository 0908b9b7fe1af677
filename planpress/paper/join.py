"""Rows that belong together → tall cells and parts of tables, page by page.

In: the rows of a document, whose cells say by `data-join` which are one, tables that say by `data-beside` which
stand on pages side by side, and on which page each row was laid out. Out: the same rows, joined as far as they share a
page: a tall cell that goes on on the next page begins there again, with its words, under the repeated head, which the
layout engine does not do; and with a page's end at the same rows in all parts of a table, so that pages laid side by
side hold the same ones.
"""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from planpress.paper.fill import TOTAL

MARK = "data-join"
"""Attribute of the cells; those with the same value, in rows that follow each other, are one."""

BESIDE = "data-beside"
"""Attribute of the parts of a table, which have the same rows: the number of the part, from 1."""

MOST = 40
"""How often a document is laid out anew at most; more than twice only where a tall cell moves to the next page."""

BREAK = "break-before: page"

Rows = Sequence[tuple[Element, list[Element]]]
"""The rows of a part of a table, with their cells as they were written."""


class Joins:
    """The tables of a document whose rows belong together."""

    def __init__(self, tree: Element) -> None:
        """Find them, and join what belongs together as if no page ended."""
        self._bodies: list[tuple[str, Rows]] = []
        first = ""
        for table in tree.iter("table"):
            beside = table.get(BESIDE, "")
            first = str(len(self._bodies)) if beside == "1" else first
            for body in (body for body in table.findall("tbody") if body.get("class") != TOTAL):
                rows = [(row, list(row)) for row in body.findall("tr")]
                if beside or any(cell.get(MARK) for _row, cells in rows for cell in cells):
                    self._bodies.append((first if beside else str(len(self._bodies)), rows))
        self._left = MOST
        self._starts: dict[str, list[int]] = {name: [] for name, _rows in self._bodies}
        self._join()

    @property
    def any(self) -> bool:
        """Whether there are such tables."""
        return bool(self._bodies)

    def part(self, pages: Mapping[int, int]) -> bool:
        """Join anew by the page on which each row, by its `id()`, was laid out; tell whether anything is different.

        Where a page ended, the next layout ends it. Where a row went to the next page all the same, since a part of a
        tall cell needs more room, what follows finds its pages anew.

        Raises:
            ValueError: If the pages find no end.
        """
        late: dict[str, list[int]] = {}
        for name, rows in self._bodies:
            here = [pages.get(id(row), 0) for row, _cells in rows]
            since = [page - here[0] for page in here]  # counted from where its part begins
            late[name] = list(map(max, since, late.get(name, since)))
        starts = {name: _starts(found, self._starts[name]) for name, found in late.items()}
        if starts == self._starts:
            return False
        if not self._left:
            raise ValueError("Tall cells find no pages")
        self._left -= 1
        self._starts = starts
        self._join()
        return True

    def _join(self) -> None:
        for name, rows in self._bodies:
            tall: dict[str, Element] = {}
            for number, (row, cells) in enumerate(rows):
                begins = number in self._starts[name]
                row.set("style", BREAK if begins else "")
                tall = {} if begins else tall
                row[:] = [cell for cell in cells if _stands(cell, tall)]


def _starts(pages: Sequence[int], before: Sequence[int]) -> list[int]:
    """Return the rows that begin a page, of the page of each; `before` are those that were told to."""
    found = [row for row in range(1, len(pages)) if pages[row] != pages[row - 1]]
    new = next((row for row in found if row not in before), len(pages))
    return [row for row in found if row <= new] if any(row > new for row in before) else found


def _stands(cell: Element, tall: dict[str, Element]) -> bool:
    """Tell whether a cell stands by itself; else what it is part of grows by a row."""
    if not (name := cell.get(MARK)):
        return True
    above = tall.setdefault(name, cell)
    cell.attrib.pop("rowspan", None)
    if above is not cell:
        above.set("rowspan", str(int(above.get("rowspan", "1")) + 1))
    return above is cell
