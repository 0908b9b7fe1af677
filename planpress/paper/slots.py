"""What differs from sheet to sheet of one layout: the values of its slots, and where they stand.

In: sheets as `sheets_of` describes them, and the edition. Out: for each, the values of its slots, the sheet that is
laid out in its stead, and what of the edition is; and the shapes that `typeset.py` fills and `stamp.py` works by.
Lengths are CSS pixels (96 an inch) from the top left of the page.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planpress.fit import halved
from planpress.i18n import translations
from planpress.model.version import Version
from planpress.paper.fonts import ASCENT
from planpress.paper.imprint import imprint_of, numbers_on
from planpress.sheets.documents import DocumentView
from planpress.sheets.edition import Edition
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

SAYS_WHEN = frozenset({"cover.html", "catalogue.html"})
"""Templates that tell from when a revision holds, in a paragraph."""


def slots_of(sheet: Sheet, edition: Edition) -> dict[str, str]:
    """Return slot → text: what is in its head and foot or imprint, the mark of a draft, and the slots of its view.

    `unit` is empty on a blank, `draft` on what is issued. `key` is the fingerprint as an address has it.
    """
    stood = edition.of(sheet)
    draft = translations(edition.language).gettext("DRAFT") if stood.draft else ""
    found = {
        "code": sheet.code,
        "fingerprint": sheet.mark,
        "key": sheet.fingerprint,
        "edition": stood.line,
        "draft": draft,
    }
    if sheet.template == "document.html":
        found |= numbers_on(1) | imprint_of(sheet, edition)
    if sheet.fingerprint == STAND_IN:
        found = dict.fromkeys(found, STAND_IN)
    return {"unit": "", **found, **sheet.view.slots()}


def values_on(page: int, values: Mapping[str, str]) -> Mapping[str, str]:
    """Return `values` with the number of a page; what stands in for all is the same on each."""
    return values if values.get("odd") == STAND_IN else {**values, **numbers_on(page)}


def title_of(sheet: Sheet) -> str:
    """Return the title of the file, which a reader shows in the head of its window."""
    unit = unit_of(sheet)
    return f"{sheet.code} {sheet.title}" + (f" · {unit}" if unit else "")


def unit_of(sheet: Sheet) -> str:
    """Return the name of the unit that it is for; empty where it is for none."""
    return sheet.view.slots().get("unit", "")


def stand_in(sheet: Sheet) -> Sheet:
    """Return the sheet that is laid out for `sheet` and all that differ from it in slots only."""
    view = sheet.view.stand_in(STAND_IN)
    code = sheet.code if isinstance(view, DocumentView) else STAND_IN  # by its length, the imprint has its lines
    of_none = replace(sheet, path="", form="", unit=None, sector=None, day="", standing=None)
    return replace(of_none, code=code, title=STAND_IN, view=view, fingerprint=STAND_IN)


def parts_of(sheet: Sheet) -> tuple[Sheet, ...]:
    """Return what is laid out for the parts that a document is bound of; none where it is laid out as a whole."""
    parts = sheet.view.parts() if isinstance(sheet.view, DocumentView) else ()
    return tuple(stand_in(replace(sheet, code=f"{sheet.code}-{code}", view=part)) for code, part in parts)


def without_imprint(sheet: Sheet) -> Sheet:
    """Return what is laid out for a document that others follow, where its imprint would move what stands before."""
    return replace(sheet, view=replace(sheet.view, silent=True))  # type: ignore[call-arg]


@dataclass(frozen=True)
class Look:
    """What of an edition is laid out, and so all of it that a template is told: the rest are slots.

    The fields mean what they mean in `Edition`; `pending` and `until_then` are empty where the template shows neither.
    """

    site_url: str
    language: str
    variant: str
    pending: str = ""
    until_then: Version | None = None


def look_of(sheet: Sheet, edition: Edition) -> Look:
    """Return what of `edition` is laid out on `sheet`."""
    look, stood = Look(edition.site_url, edition.language, edition.variant), edition.of(sheet)
    if sheet.template not in SAYS_WHEN or not stood.pending:
        return look
    return replace(look, pending=stood.pending, until_then=stood.until_then)


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
        """Return what its symbol reads as for a sheet with `values`; nothing where one that it names is empty."""
        named = {name: values[name] for name in SLOT_IN_TEXT.findall(self.text)}
        return SLOT_IN_TEXT.sub(lambda found: named[found[1]], self.text) if all(named.values()) else ""


@dataclass(frozen=True)
class SlotMark:
    """A slot that is laid across a page behind all else, in `grey` (0 is black), its letters `spacing` em apart.

    Its line has its middle at `x` and `y` and takes no more than `room`; `turn` is the matrix that lays it across, as
    PDF writes one.
    """

    page: int
    slot: str
    x: float
    y: float
    room: float
    size: float
    spacing: float
    grey: float
    turn: tuple[float, ...]
    families: tuple[str, ...]

    def laid(self, length: float, letters: int) -> tuple[float, float, float]:
        """Return where a text of so many em and letters begins, its baseline, and the size it is set in."""
        wide = length + letters * self.spacing
        size = min(self.size, self.room / wide)
        return self.x - wide * size / 2, self.y + (ASCENT - 0.5) * size, size


@dataclass(frozen=True)
class Slots:
    """What was found of a layout: the lines that hold slots, the squares for symbols, and the marks across pages.

    `rows` is how many rows each table that fills its page has come to have. What stands before an imprint may have
    moved so that this is not alone on its page (`moved`).
    """

    lines: tuple[SlotLine, ...] = ()
    boxes: tuple[SlotBox, ...] = ()
    marks: tuple[SlotMark, ...] = ()
    rows: tuple[int, ...] = ()
    moved: bool = False

    @property
    def names(self) -> frozenset[str]:
        """What the slots are called."""
        named = (piece.slot for line in self.lines for piece in line.pieces if piece.slot)
        in_boxes = (name for box in self.boxes for name in SLOT_IN_TEXT.findall(box.text))
        return frozenset((*named, *in_boxes, *(mark.slot for mark in self.marks)))
