"""Tall cells are parted where pages end, and all parts of a table end their pages at the same rows."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, fromstring

from planpress.paper.join import BREAK, Joins


def tree_of(*names: str, tables: int = 1) -> Element:
    body = Element("body")
    for number in range(1, tables + 1):
        table = SubElement(body, "table", {"data-beside": str(number)} if tables > 1 else {})
        rows = "".join(f"<tr><td data-join='{name}'>{name}</td><td>{at}</td></tr>" for at, name in enumerate(names))
        table.append(fromstring(f"<tbody>{rows}</tbody>"))
    return body


def shown(tree: Element) -> list[list[str]]:
    """For each row the span of its first cell, what it says, and whether a page begins there."""
    return [
        [
            f"{row[0].get('rowspan', '1')}{row[0].text}" if len(row) == 2 else "",
            "|" if row.get("style") == BREAK else "",
        ]
        for row in tree.iter("tr")
    ]


def pages(tree: Element, *numbers: int) -> dict[int, int]:
    return dict(zip(map(id, tree.iter("tr")), numbers, strict=True))


def test_a_cell_begins_again_on_the_next_page() -> None:
    tree = tree_of("a", "a", "a", "b", "b")
    joins = Joins(tree)
    assert shown(tree) == [["3a", ""], ["", ""], ["", ""], ["2b", ""], ["", ""]]
    assert joins.part(pages(tree, 1, 1, 2, 2, 2))
    assert shown(tree) == [["2a", ""], ["", ""], ["1a", "|"], ["2b", ""], ["", ""]]
    assert not joins.part(pages(tree, 1, 1, 2, 2, 2))


def test_pages_after_a_row_that_moved_are_found_anew() -> None:
    """No page is left with the one row that went there in front of what was told to begin the next."""
    tree = tree_of("a", "a", "a", "a", "a", "a")
    joins = Joins(tree)
    assert joins.part(pages(tree, 1, 1, 1, 2, 2, 2))
    assert joins.part(pages(tree, 1, 1, 2, 3, 3, 3))
    assert [begins for _cell, begins in shown(tree)] == ["", "", "|", "", "", ""]
    assert joins.part(pages(tree, 1, 1, 2, 2, 2, 3))
    assert not joins.part(pages(tree, 1, 1, 2, 2, 2, 3))
    assert [cell for cell, _begins in shown(tree)] == ["2a", "", "3a", "", "", "1a"]


def test_parts_side_by_side_end_their_pages_alike() -> None:
    tree = tree_of("a", "a", "b", "b", tables=2)
    joins = Joins(tree)
    assert joins.part(pages(tree, 1, 1, 2, 2, 3, 3, 3, 4))
    assert [begins for _cell, begins in shown(tree)] == ["", "", "|", ""] * 2
    assert not joins.part(pages(tree, 1, 1, 2, 2, 3, 3, 4, 4))
