"""A stamped file, read anew, and what was to be stamped → what is wrong in its slots.

In: the file as it goes to the office, the layout that it was stamped on, and the values of its slots. Out: `Flaw`
values. What differs from sheet to sheet is cheap enough to check for each of them.
"""

import io
import re
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import pikepdf

from planpress.paper import reading
from planpress.paper.job import Flaw
from planpress.paper.lint import Gettext, without_face
from planpress.paper.slots import LEADING, SLACK, SMALLER, Piece, SlotBox, SlotLine, SlotMark, values_on
from planpress.paper.stamp import POINTS_A_PIXEL, ROUNDING, WATERMARK, Base
from planpress.qr import TooLongError, symbol_of

RUN = rb"(/S\w+) (\S+) Tf\n\[([^\]]*)\]TJ\n"
"""Text in a font of the slots, as `faces.operators` writes it: font, size and glyphs."""

TEXT = re.compile(rb"1 0 0 -1 (\S+) (\S+) Tm\n((?:" + RUN.replace(b"(", b"(?:") + rb")+)")

MARK = re.compile(re.escape(WATERMARK.encode()) + rb" BDC\n.*?EMC\n", re.DOTALL)

SYMBOL = re.compile(rb"\nq\n(\S+) 0 0 (\S+) (\S+) (\S+) cm\n0 g\n((?:\d+ \d+ \d+ 1 re\n)+)f\nQ\n")

GLYPHS = re.compile(rb"<(\w+)>|([-.\d]+)")


class SlotFont(NamedTuple):
    """What a font that sets a slot says of itself."""

    family: str
    embedded: bool
    texts: Mapping[int, str]
    widths: Mapping[int, float]


@dataclass(frozen=True)
class Found:
    """A text that was found in the file, as a reader copies it. Lengths in CSS pixels, to the end of its last glyph.

    `size` is that of its smallest type.
    """

    text: str
    x: float
    baseline: float
    width: float
    size: float
    fonts: tuple[SlotFont, ...]


def flaws_of_stamped(pdf: bytes, base: Base, values: Mapping[str, str], _: Gettext, start: int = 1) -> tuple[Flaw, ...]:
    """Return what is wrong in the slots of a sheet that `base` was stamped to, each on its first page only.

    A head is on every page. `start` is the number of the first.
    """
    first: dict[str, Flaw] = {}
    fonts: dict[Any, SlotFont] = {}  # pages share them
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, 1):
            content = page.Contents.read_bytes()
            across = [list(_texts(mark, page.Resources.Font, fonts)) for mark in MARK.findall(content)]
            found = list(_texts(MARK.sub(b"", content), page.Resources.Font, fonts))
            marks = [mark for mark in base.slots.marks if mark.page == number and values[mark.slot]]
            boxes = [box for box in base.slots.boxes if box.page == number and box.reads(values)]
            here = values_on(start + number - 1, values)
            messages = [
                *_faults_of_marks(base, marks, across, values, _),
                *_faults_of_texts(base, base.slots_on(number), found, here, _),
                *_faults_of_symbols(boxes, SYMBOL.findall(content), values, _),
            ]
            for message in messages:
                first.setdefault(message, Flaw(number, message))
    return tuple(first.values())


def _texts(content: bytes, resources: Any, fonts: dict[Any, SlotFont]) -> Iterator[Found]:
    """Yield the texts of slots, in the order of the content; fonts are read once, and kept in `fonts`."""
    for x, baseline, runs in TEXT.findall(content):
        text, width, sizes = "", 0.0, []
        used: list[SlotFont] = []
        for name, size, glyphs in re.findall(RUN, runs):
            font = resources[name.decode()]
            if font.objgen not in fonts:
                about = reading.family_of(font), reading.is_embedded(font)
                fonts[font.objgen] = SlotFont(*about, reading.texts_of(font), reading.widths_of(font))
            used.append(fonts[font.objgen])
            sizes.append(float(size))
            _family, _embedded, known, widths = fonts[font.objgen]
            for shown, back in GLYPHS.findall(glyphs):
                numbers = struct.unpack(f">{len(shown) // 4}H", bytes.fromhex(shown.decode()))
                text += "".join(known.get(glyph, "") for glyph in numbers)
                advance = sum(widths.get(glyph, reading.USUAL_WIDTH) for glyph in numbers) - float(back or 0)
                width += advance * float(size) / 1000
        yield Found(text, float(x), float(baseline), width, min(sizes), tuple(used))


def _faults_of_texts(
    base: Base, slots: list[tuple[SlotLine, Piece]], found: list[Found], values: Mapping[str, str], _: Gettext
) -> Iterator[str]:
    wanted = [(line, piece, values[piece.slot]) for line, piece in slots if values[piece.slot]]
    both = list(_shared_out(wanted, found))
    if sum(len(texts) for _slot, texts in both) != len(found) or not all(texts for _slot, texts in both):
        lost = Counter(value for _line, _piece, value in wanted) - Counter(text.text for text in found)
        yield _("Text is lost on paper: %(text)s") % {"text": "; ".join(lost)[:40]}
        return
    for _key, of_line in groupby(both, key=lambda one: id(one[0][0])):
        stamped = list(of_line)
        line = stamped[0][0][0]
        # of a name in two lines, each by itself
        rows = zip(
            *([(piece, text.x, text.width) for text in texts] for (_line, piece, _v), texts in stamped), strict=True
        )
        if not all(line.holds(row) for row in rows):
            _line, longest, value = max((slot for slot, _text in stamped), key=lambda slot: len(slot[2]))
            yield _("No room for this text (%(slot)s): %(text)s") % {"slot": longest.slot, "text": value}
    for (_line, piece, value), texts in both:
        yield from list(without_face(value, piece.families, base.faces.charsets, _))[:1]
        yield from _faults_of_text(piece, value, texts, _)


def _faults_of_text(piece: Piece, value: str, texts: list[Found], _: Gettext) -> Iterator[str]:
    if reading.visible("".join(text.text for text in texts)) != reading.visible(value):
        yield _("Text cannot be copied from the file: %(text)s") % {"text": value[:40]}
    if not _is_in_place(piece, texts):
        yield _("Text stands outside its place: %(text)s") % {"text": value[:40]}
    for font in (font for text in texts for font in text.fonts):
        if font.family not in piece.families:
            yield _("A font is not one of ours: %(name)s") % {"name": font.family}
        if not font.embedded:
            yield _("A font is not embedded: %(name)s") % {"name": font.family}


Wanted = tuple[SlotLine, Piece, str]
"""A slot that shows something: its line, its place there, and the text."""


def _shared_out(wanted: Iterable[Wanted], found: list[Found]) -> Iterator[tuple[Wanted, list[Found]]]:
    """Yield each slot with the text found for it, or with both lines of a name that takes two."""
    at = 0
    for line, piece, value in wanted:
        whole = at < len(found) and reading.visible(found[at].text) == reading.visible(value)
        texts = found[at : at + (1 if whole or not piece.two else 2)]
        at += len(texts)
        yield (line, piece, value), texts


def _is_in_place(piece: Piece, texts: list[Found]) -> bool:
    """Tell whether the last line stands on the baseline, one above it no higher than it may, and in what type."""
    least = piece.size * min(SMALLER, piece.two) if piece.two else piece.size
    ups = [piece.baseline - text.baseline for text in texts]
    return abs(ups[-1]) <= ROUNDING and all(
        -ROUNDING <= up <= LEADING * text.size + ROUNDING and text.size >= least - ROUNDING
        for up, text in zip(ups, texts, strict=True)
    )


def _faults_of_marks(
    base: Base, marks: list[SlotMark], found: list[list[Found]], values: Mapping[str, str], _: Gettext
) -> Iterator[str]:
    """Read what is laid across a page: each mark once, in its place, and no other."""
    if len(marks) != len(found) or not all(len(texts) == 1 for texts in found):
        yield _("Text is lost on paper: %(text)s") % {"text": "; ".join(values[mark.slot] for mark in marks)}
        return
    for mark, (text,) in zip(marks, found, strict=True):
        value = values[mark.slot]
        yield from list(without_face(value, mark.families, base.faces.charsets, _))[:1]
        x, baseline, size = mark.laid(text.width / text.size, len(value))
        if abs(text.x - x) > SLACK:
            yield _("Text stands outside its place: %(text)s") % {"text": value}
        yield from _faults_of_text(Piece(mark.slot, x, baseline, text.width, size, mark.families), value, [text], _)


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
