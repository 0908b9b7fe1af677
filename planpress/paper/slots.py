"""What a layout tells of its slots: where the lines and squares stand that differ from sheet to sheet.

In: nothing. Out: the shapes that `typeset.py` fills and `stamp.py` works by. Lengths are CSS pixels (96 an inch)
from the top left of the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

STAND_IN = "0"
"""What a slot holds while the layout is made: a character of the first face of every list."""

SLACK = 1.0
"""A line may stand out by so many CSS pixels (0.26 mm): side bearings and rounding."""

SLOT_IN_TEXT = re.compile(r"\{([a-z]+)\}")
"""A slot in the text of a symbol."""


@dataclass(frozen=True)
class Piece:
    """A run of text in a line.

    Attributes:
        slot: Name of the slot it stands in for; empty for fixed text.
        x: Where it starts.
        baseline: Where it stands.
        width: As laid out.
        size: Of its type.
        families: Its faces, first choice first.
    """

    slot: str
    x: float
    baseline: float
    width: float
    size: float
    families: tuple[str, ...]


@dataclass(frozen=True)
class SlotLine:
    """A line with at least one slot; its pieces move as the slots grow.

    Attributes:
        page: From 1.
        align: `start`, `end` or `center`: what of the line stays in its place.
        left: What it must stay within.
        right: The same.
        pieces: In reading order; those that show nothing are left out.
    """

    page: int
    align: str
    left: float
    right: float
    pieces: tuple[Piece, ...]

    def holds(self, piece: Piece, x: float, width: float) -> bool:
        """Tell whether all of the line stays within its limits where a slot starts at `x` and is so wide.

        What stands before the first slot or behind the last one has moved with it.
        """
        slots = [other for other in self.pieces if other.slot]
        first, last = self.pieces[0], self.pieces[-1]
        before = piece.x - first.x if piece == slots[0] else 0.0
        behind = last.x + last.width - piece.x - piece.width if piece == slots[-1] else 0.0
        return x - before >= self.left - SLACK and x + width + behind <= self.right + SLACK


@dataclass(frozen=True)
class SlotBox:
    """A square that holds a symbol.

    Attributes:
        page: From 1.
        text: What the symbol reads as, with `{slot}` for the text of a slot.
        x: Its left side.
        y: Its top.
        side: Its width and height.
    """

    page: int
    text: str
    x: float
    y: float
    side: float

    @property
    def slots(self) -> frozenset[str]:
        """Names of the slots in its text."""
        return frozenset(SLOT_IN_TEXT.findall(self.text))

    def reads(self, values: Mapping[str, str]) -> str:
        """Return what its symbol reads as for a sheet with `values`."""
        return SLOT_IN_TEXT.sub(lambda found: values[found[1]], self.text)
