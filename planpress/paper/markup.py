"""The elements of a sheet, before it is laid out → the same, marked where lines may break.

In: the tree of a sheet's HTML. Out: the same tree. See `breaks.py`.
"""

from typing import Any

from planpress.breaks import marked, titled


def mark_lines(element: Any, title: bool = False) -> None:
    """Mark in all text where lines may break; a slot's is not known yet, and it stands in one line."""
    if element.tag in ("head", "svg") or element.get("data-slot"):
        return
    title = title or element.tag == "h1" or element.get("scope") in ("col", "colgroup")
    own = titled if title else str
    element.text = own(marked(element.text or ""))
    for child in element:
        mark_lines(child, title)
        child.tail = own(marked(child.tail or ""))
