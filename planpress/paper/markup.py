"""The elements of a sheet, before it is laid out: where its lines must not break, and what it says.

In: the tree of a sheet's HTML. Out: the same tree, marked; its text. See `breaks.py`.
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


def text_below(element: Any) -> str:
    """Return what an element says, without what is hidden from readers; its head does not count."""
    name = str(element.tag).rpartition("}")[2]  # a drawing's tags carry the address of their language
    if name in ("head", "style", "script", "svg") or element.get("aria-hidden"):
        return ""
    return (element.text or "") + "".join(text_below(child) + (child.tail or "") for child in element)
