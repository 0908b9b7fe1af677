"""The boxes of a layout → where its slots stand.

In: the boxes of the layout engine, as `typeset.py` places them. Out: `Slots`; lengths in CSS pixels.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from planpress.paper.slots import Piece, SlotBox, SlotLine, SlotMark, Slots

ALIGN = {"right": "end", "end": "end", "center": "center"}
"""What `SlotLine` calls where a line stands; `start` is the rest."""


def slots_in(placed: Iterable[Any], document: Any) -> Slots:
    """Return the slots of a document: of what is `placed` on its pages, and what is laid across them."""
    boxes = list(placed)
    lines = (line for one in boxes if type(one.box).__name__ == "LineBox" for line in _line(one))
    squares = (_square(one, text) for one in boxes if (text := one.asks("data-symbol")))
    marks = (mark for number, page in enumerate(document.pages, 1) for mark in _marks(number, page._page_box))
    return Slots(tuple(lines), tuple(squares), tuple(marks))


def children_of(box: Any) -> Iterator[Any]:
    """Yield the boxes in a box; those that are positioned stand behind a placeholder."""
    for child in getattr(box, "children", ()):
        yield getattr(child, "_box", child)


def texts_in(box: Any) -> Iterator[Any]:
    """Yield the runs of text that stand in a line itself, not in a block within it."""
    for child in children_of(box):
        if type(child).__name__ == "TextBox":
            yield child
        elif type(child).__name__ == "InlineBox":
            yield from texts_in(child)


def _line(placed: Any) -> Iterator[SlotLine]:
    """Yield a line that holds text of an element with `data-slot`."""
    pieces = tuple(_piece(text) for text in texts_in(placed.box) if text.text.strip())
    if len(pieces) > 1 and any(piece.two for piece in pieces):
        raise ValueError(f"A slot of two lines stands alone: {''.join(piece.slot for piece in pieces)}")
    if any(piece.slot for piece in pieces):
        kind = ALIGN.get(placed.box.style["text_align_all"], "start")
        yield SlotLine(placed.page, kind, placed.limits[0], placed.limits[2], pieces)


def _piece(box: Any) -> Piece:
    slot = "" if box.element is None else str(box.element.get("data-slot", ""))
    if slot and box.style["letter_spacing"] not in ("normal", 0):
        raise ValueError(f"A slot cannot have letter spacing: {slot}")
    families = tuple(box.style["font_family"])
    two = float(box.element.get("data-two", 0)) if slot else 0.0
    return Piece(slot, box.position_x, box.position_y + box.baseline, box.width, box.style["font_size"], families, two)


def _square(placed: Any, text: str) -> SlotBox:
    """Return the square of an element with `data-symbol`."""
    box = placed.box
    if round(box.width, 3) != round(box.height, 3):
        raise ValueError(f"The box of a symbol is no square: {text}")
    return SlotBox(placed.page, text, box.content_box_x(), box.content_box_y(), box.width)


def _marks(number: int, page: Any) -> Iterator[SlotMark]:
    """Yield the boxes of elements with `data-mark`, as high as their type: below the body, or repeated beside it."""
    (root, *_margins) = children_of(page)
    for box in chain.from_iterable((child, *children_of(child)) for child in children_of(root)):
        if box.element is not None and (slot := box.element.get("data-mark")):
            style, size = box.style, box.style["font_size"]
            x, y = box.content_box_x() + box.width / 2, box.content_box_y() + size / 2
            turn, families = tuple(box.transformation_matrix.values), tuple(style["font_family"])
            grey, spacing = style["color"].coordinates[0], style["letter_spacing"] / size
            yield SlotMark(number, slot, x, y, box.width, size, spacing, grey, turn, families)
