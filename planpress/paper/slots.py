"""What differs from sheet to sheet of one layout: the values of its slots, and where they stand.

In: sheets as `sheets_of` describes them. Out: for each, the values of its slots and the sheet that is laid out in its
stead; and the shapes that `typeset.py` fills and `stamp.py` works by. Lengths are CSS pixels (96 an inch) from the
top left of the page.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planpress.fit import halved
from planpress.sheets.sheet import Sheet

STAND_IN = "0"
"""What a slot holds while the layout is made: a character of the first face of every list."""

SLACK = 1.0
"""Text may stand out by so many CSS pixels (0.26 mm): side bearings and rounding."""

SMALLER = 0.8
"""A name that is too long for its line may be set so much smaller, before it goes into two."""

LEADING = 1.15
"""From one of two lines to the next, in the size of their type."""

SLOT_IN_TEXT = re.compile(r"\{([a-z]+)\}")
"""A slot in the text of a symbol."""

SLOT_TEMPLATES = frozenset(
    {"sheet.html", "cover.html", "comparison.html", "carry-over.html", "catalogue.html", "withdrawn.html"}
)
"""Templates that mark their slots with `data-slot`; the others are laid out sheet by sheet."""


def slots_of(sheet: Sheet) -> dict[str, str]:
    """Return slot → text: what is in its head and foot, and the slots of its view.

    `unit` is empty on a blank. `key` is the fingerprint as an address has it.
    """
    found = {"unit": "", "code": sheet.code, "fingerprint": sheet.mark, "key": sheet.fingerprint}
    return {**found, **sheet.view.slots()}


def title_of(sheet: Sheet) -> str:
    """Return the title of the document, which a reader shows in the head of its window."""
    unit = slots_of(sheet)["unit"]
    return f"{sheet.code} {sheet.title}" + (f" · {unit}" if unit else "")


def stand_in(sheet: Sheet) -> Sheet:
    """Return the sheet that is laid out for `sheet` and all that differ from it in slots only."""
    view = sheet.view.stand_in(STAND_IN)
    return replace(sheet, code=STAND_IN, path="", title=STAND_IN, unit=None, day="", view=view, fingerprint=STAND_IN)


@dataclass(frozen=True)
class Piece:
    """A run of text in a line; `slot` is empty where the text is fixed, and `families` has the first choice first.

    A slot with `two` stands alone in its line: a text that is too long is set smaller or in two lines, of which the
    second stands on the baseline; their type is so much smaller.
    """

    slot: str
    x: float
    baseline: float
    width: float
    size: float
    families: tuple[str, ...]
    two: float = 0.0


@dataclass(frozen=True)
class SlotLine:
    """A line with at least one slot, on a page from 1; it must stay within `left` and `right`.

    Its pieces, in reading order and without those that show nothing, move as the slots grow; `align` (`start`, `end`
    or `center`) tells what of the line stays in its place.
    """

    page: int
    align: str
    left: float
    right: float
    pieces: tuple[Piece, ...]

    def split(self, text: str, length: float) -> tuple[float, tuple[str, ...]]:
        """Return the size that the text of its one slot is set in, and its lines; `length` is that of all, in em."""
        (piece,) = self.pieces
        room = self.right - (piece.x if self.align == "start" else self.left)
        wide = length * piece.size
        if wide <= room or wide * SMALLER <= room:
            return piece.size * min(1.0, room / max(wide, room)), (text,)
        return piece.size * piece.two, halved(text)

    def holds(self, stamped: Sequence[tuple[Piece, float, float]]) -> bool:
        """Tell whether the line stays within its limits.

        Args:
            stamped: Its slots that show something, in reading order: each with where its text starts, and how wide it
                is. What stands before the first or behind the last has moved with it; other slots take no room.
        """
        (first, start, _width), (last, x, width) = stamped[0], stamped[-1]
        shown = {piece for piece, _x, _wide in stamped}
        empty = [piece for piece in self.pieces if piece.slot and piece not in shown]
        ends = self.pieces[-1].x + self.pieces[-1].width
        before = first.x - self.pieces[0].x - sum(piece.width for piece in empty if piece.x < first.x)
        behind = ends - last.x - last.width - sum(piece.width for piece in empty if piece.x > last.x)
        return start - before >= self.left - SLACK and x + width + behind <= self.right + SLACK


@dataclass(frozen=True)
class SlotBox:
    """A square that holds a symbol; `text` is what that reads as, with `{slot}` for the text of a slot."""

    page: int
    text: str
    x: float
    y: float
    side: float

    def reads(self, values: Mapping[str, str]) -> str:
        """Return what its symbol reads as for a sheet with `values`."""
        return SLOT_IN_TEXT.sub(lambda found: values[found[1]], self.text)


@dataclass(frozen=True)
class Slots:
    """What was found of a layout: the lines that hold slots, and the squares for symbols.

    `rows` is how many rows each table that fills its page has come to have.
    """

    lines: tuple[SlotLine, ...] = ()
    boxes: tuple[SlotBox, ...] = ()
    rows: tuple[int, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """What the slots are called."""
        in_lines = [piece.slot for line in self.lines for piece in line.pieces if piece.slot]
        return frozenset(in_lines).union(*(SLOT_IN_TEXT.findall(box.text) for box in self.boxes))
