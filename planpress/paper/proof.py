"""A stamped PDF and what was to be stamped → what is wrong with the file.

In: the file as it goes to the office, read anew; the layout's lines and squares, and the values of the sheet.
Out: `Flaw` values; none for a good sheet. The layout itself was checked when it was made (`lint.py`): what is read
here is what differs from sheet to sheet, which is cheap enough to do for each of them.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

from planpress.paper.lint import Flaw, Gettext, without_face
from planpress.paper.reading import USUAL_WIDTH, family_of, is_embedded, texts_of, visible, widths_of
from planpress.paper.slots import SLACK, Piece, SlotBox, SlotLine
from planpress.paper.stamp import POINTS_A_PIXEL, ROUNDING, Base
from planpress.qr import TooLongError, symbol_of

RUN = rb"(/S\w+) (\S+) Tf\n\[([^\]]*)\]TJ\n"
"""Text in a font of the slots, as `faces.operators` writes it: font, size and glyphs."""

TEXT = re.compile(rb"1 0 0 -1 (\S+) (\S+) Tm\n((?:" + RUN.replace(b"(", b"(?:") + rb")+)")

SYMBOL = re.compile(rb"\nq\n(\S+) 0 0 (\S+) (\S+) (\S+) cm\n0 g\n((?:\d+ \d+ \d+ 1 re\n)+)f\nQ\n")

GLYPHS = re.compile(rb"<(\w+)>|([-.\d]+)")


@dataclass(frozen=True)
class Found:
    """A text that was found in the file. Lengths in CSS pixels.

    Attributes:
        text: As a reader copies it.
        x: Where it starts.
        baseline: Where it stands.
        width: To the end of its last glyph.
        fonts: What it is set in.
    """

    text: str
    x: float
    baseline: float
    width: float
    fonts: tuple[Any, ...]


def flaws_of_stamped(pdf: bytes, base: Base, values: Mapping[str, str], _: Gettext) -> tuple[Flaw, ...]:
    """Return what is wrong in the slots of a stamped sheet, each on its first page only: a head is on every page.

    Args:
        pdf: The file.
        base: What it was stamped from.
        values: Slot → text.
        _: Translates the messages.
    """
    first: dict[str, Flaw] = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, 1):
            content = page.Contents.read_bytes()
            found = list(_texts(content, page.Resources.Font))
            boxes = [box for box in base.slots.boxes if box.page == number]
            messages = [
                *_faults_of_texts(base, base.slots_on(number), found, values, _),
                *_faults_of_symbols(boxes, SYMBOL.findall(content), values, _),
            ]
            for message in messages:
                first.setdefault(message, Flaw(number, message))
    return tuple(first.values())


def _texts(content: bytes, resources: Any) -> Iterator[Found]:
    """Yield the texts of slots, in the order of the content."""
    fonts: dict[bytes, Any] = {}
    for x, baseline, runs in TEXT.findall(content):
        text, width, used = "", 0.0, []
        for name, size, glyphs in re.findall(RUN, runs):
            if name not in fonts:
                font = resources[name.decode()]
                fonts[name] = font, texts_of(font), widths_of(font)
            font, known, widths = fonts[name]
            used.append(font)
            for shown, back in GLYPHS.findall(glyphs):
                numbers = [int(shown[at : at + 4], 16) for at in range(0, len(shown), 4)]
                text += "".join(known.get(glyph, "") for glyph in numbers)
                advance = sum(widths.get(glyph, USUAL_WIDTH) for glyph in numbers) - float(back or 0)
                width += advance * float(size) / 1000
        yield Found(text, float(x), float(baseline), width, tuple(used))


def _faults_of_texts(
    base: Base, slots: list[tuple[SlotLine, Piece]], found: list[Found], values: Mapping[str, str], _: Gettext
) -> Iterator[str]:
    wanted = [(line, piece, values[piece.slot]) for line, piece in slots if values[piece.slot]]
    if len(found) != len(wanted):
        lost = Counter(value for _line, _piece, value in wanted) - Counter(text.text for text in found)
        yield _("Text is lost on paper: %(text)s") % {"text": "; ".join(lost)[:40]}
        return
    for (line, piece, value), text in zip(wanted, found, strict=True):
        yield from list(without_face(value, piece.families, base.faces.charsets, _))[:1]
        if visible(text.text) != visible(value):
            yield _("Text cannot be copied from the file: %(text)s") % {"text": value[:40]}
        if not line.holds(piece, text.x, text.width):
            yield _("No room for this text (%(slot)s): %(text)s") % {"slot": piece.slot, "text": value}
        if abs(text.baseline - piece.baseline) > ROUNDING:
            yield _("Text stands outside its place: %(text)s") % {"text": value[:40]}
        for font in text.fonts:
            if family_of(font) not in piece.families:
                yield _("A font is not one of ours: %(name)s") % {"name": family_of(font)}
            if not is_embedded(font):
                yield _("A font is not embedded: %(name)s") % {"name": family_of(font)}


def _faults_of_symbols(
    boxes: list[SlotBox], found: list[tuple[bytes, ...]], values: Mapping[str, str], _: Gettext
) -> Iterator[str]:
    """Read the symbols of a page bar by bar: each must say what its square is for, and fill it."""
    for place, box in enumerate(boxes):
        text = box.reads(values)
        try:
            symbol = symbol_of(text)
        except TooLongError:
            yield _("No room for this text (%(slot)s): %(text)s") % {"slot": "QR", "text": text}
            continue
        drawn = found[place : place + 1]
        bars = [tuple(map(int, bar.split()[:3])) for bar in (drawn[0][4].splitlines() if drawn else ())]
        if bars != list(symbol.bars):
            yield _("Text is lost on paper: %(text)s") % {"text": text}
            continue
        across, down, x, y = (float(length) / POINTS_A_PIXEL for length in drawn[0][:4])
        places = (x - box.x, y - box.y, x + across * symbol.side - box.x - box.side, across - down)
        if any(abs(off) > SLACK for off in places):
            yield _("Text stands outside its place: %(text)s") % {"text": text}
