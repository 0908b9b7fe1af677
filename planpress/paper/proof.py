"""A stamped PDF and what was to be stamped → what is wrong with the file.

In: the file as it goes to the office, read anew; the layout's lines and squares, and the values of the sheet.
Out: `Flaw` values; none for a good sheet. The layout itself was checked when it was made (`lint.py`): what is read
here is what differs from sheet to sheet, which is cheap enough to do for each of them.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

from planpress.paper.lint import Flaw
from planpress.paper.reading import USUAL_WIDTH, family_of, is_embedded, texts_of, widths_of
from planpress.paper.slots import SLACK, Piece, SlotBox, SlotLine
from planpress.paper.stamp import POINTS_A_PIXEL, ROUNDING, Base
from planpress.qr import symbol_of

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


def flaws_of_stamped(pdf: bytes, base: Base, values: Mapping[str, str], _: Callable[[str], str]) -> tuple[Flaw, ...]:
    """Return what is wrong in the slots of a stamped sheet: text lost, out of its place, or in no face of ours.

    Args:
        pdf: The file.
        base: What it was stamped from.
        values: Slot → text.
        _: Translates the messages.
    """
    flaws: set[Flaw] = set()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, 1):
            content = page.Contents.read_bytes()
            boxes = [box for box in base.boxes if box.page == number]
            wanted = [(line, piece) for line, piece in base.slots_on(number) if values[piece.slot]]
            flaws.update(_flaws_of_texts(number, wanted, list(_texts(content, page.Resources.Font)), values, base, _))
            flaws.update(_flaws_of_symbols(number, boxes, SYMBOL.findall(content), values, _))
    return tuple(sorted(flaws))


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


def _flaws_of_texts(
    page: int,
    wanted: list[tuple[SlotLine, Piece]],
    found: list[Found],
    values: Mapping[str, str],
    base: Base,
    _: Callable[[str], str],
) -> Iterator[Flaw]:
    if len(found) != len(wanted):
        lost = Counter(values[piece.slot] for _line, piece in wanted) - Counter(text.text for text in found)
        yield Flaw(page, _("Text is lost on paper: %(text)s") % {"text": "; ".join(lost)[:40]})
        return
    for (line, piece), text in zip(wanted, found, strict=True):
        if _visible(text.text) != _visible(values[piece.slot]):
            yield Flaw(page, _("Text cannot be copied from the file: %(text)s") % {"text": values[piece.slot][:40]})
        if not line.holds(text.x, text.x + text.width) or abs(text.baseline - piece.baseline) > ROUNDING:
            yield Flaw(page, _("Text stands outside its place: %(text)s") % {"text": text.text[:40]})
        for font in text.fonts:
            family = family_of(font)
            if family not in piece.families or family not in base.faces.charsets:
                yield Flaw(page, _("A font is not one of ours: %(name)s") % {"name": family})
            if not is_embedded(font):
                yield Flaw(page, _("A font is not embedded: %(name)s") % {"name": family})


def _visible(text: str) -> str:
    """Return `text` without blanks, of which several share a glyph, and without what shows nothing."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))


def _flaws_of_symbols(
    page: int, boxes: list[SlotBox], found: list[tuple[bytes, ...]], values: Mapping[str, str], _: Callable[[str], str]
) -> Iterator[Flaw]:
    """Read the symbols of a page bar by bar: each must say what its square is for, and fill it."""
    for place, box in enumerate(boxes):
        text = box.reads(values)
        symbol = symbol_of(text)
        drawn = found[place : place + 1]
        bars = [tuple(map(int, bar.split()[:3])) for bar in (drawn[0][4].splitlines() if drawn else ())]
        if bars != list(symbol.bars):
            yield Flaw(page, _("Text is lost on paper: %(text)s") % {"text": text})
            continue
        across, down, x, y = (float(length) / POINTS_A_PIXEL for length in drawn[0][:4])
        places = (x - box.x, y - box.y, x + across * symbol.side - box.x - box.side, across - down)
        if any(abs(off) > SLACK for off in places):
            yield Flaw(page, _("Text stands outside its place: %(text)s") % {"text": text})
