"""The layout and the file of a sheet → what an office must not be handed.

In: a `Layout` (what stands where) and the PDF made of it; of a sheet that is stamped on a layout found good, the file
as it goes to the office, read anew, and what was to be stamped: what differs from sheet to sheet is cheap enough to
check for each of them. Out: `Flaw` values; none for a good sheet.
"""

import io
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import pikepdf

from planpress.paper import reading
from planpress.paper.slots import LEADING, SLACK, SMALLER, STAND_IN, Piece, SlotBox, SlotLine
from planpress.paper.stamp import POINTS_A_PIXEL, ROUNDING, Base
from planpress.qr import TooLongError, symbol_of
from planpress.signs import is_silent

Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom, in CSS pixels (96 an inch) from the top left of the page."""

ROOM_SLACK = 0.3
"""A place to write in may be so many mm smaller: rules and rounding."""

A4_POINTS = (595.28, 841.89)


@dataclass(frozen=True)
class Run:
    """A piece of text in one line, on a page from 1.

    Attributes:
        text: As laid out.
        families: The faces it may be set in, first choice first.
        bounds: Where it stands.
        limits: What it must stay within: its cell or box, and the page's text area.
        margin: Whether it belongs to a running head or foot.
        closing: Whether it belongs to a part that must not stand on a page alone.
    """

    page: int
    text: str
    families: tuple[str, ...]
    bounds: Bounds
    limits: Bounds
    margin: bool = False
    closing: bool = False


@dataclass(frozen=True)
class Layout:
    """What stands where in a document.

    Attributes:
        sizes: Width and height of each page, in CSS pixels.
        runs: Every piece of text.
        rows: Page and identity of each table row; heads that are repeated are left out, and rows that are only read.
        rooms: Page, height and least height, in mm, of each place to write in.
        source: All text that it was laid out from.
        lengths: Page, length and least length, in mm, of each line to write on that stands beside a label.
        blanks: Page, place and limits of each line to write on and box to tick that stands in text.
    """

    sizes: tuple[tuple[float, float], ...]
    runs: tuple[Run, ...]
    rows: tuple[tuple[int, int], ...] = ()
    rooms: tuple[tuple[int, float, float], ...] = ()
    source: str = ""
    lengths: tuple[tuple[int, float, float], ...] = ()
    blanks: tuple[tuple[int, Bounds, Bounds], ...] = ()


@dataclass(frozen=True, order=True)
class Flaw:
    """One thing wrong on one page (0: in the whole file)."""

    page: int
    message: str


Gettext = Callable[[str], str]


def flaws_of(layout: Layout, pdf: bytes, charsets: Mapping[str, frozenset[int]], _: Gettext) -> tuple[Flaw, ...]:
    """Return every flaw of a file and the layout it was written from, sorted by page.

    `charsets` tells for each family which code points it has a glyph for; `_` translates the messages.
    """
    found = {
        *_missing_glyphs(layout, charsets, _),
        *_outside(layout, _),
        *_split_rows(layout, _),
        *_left_alone(layout, _),
        *_too_small(layout, _),
        *_lost_text(layout, pdf, _),
        *_faults_of_file(pdf, frozenset(charsets), _),
    }
    return tuple(sorted(found))


def _missing_glyphs(layout: Layout, charsets: Mapping[str, frozenset[int]], _: Gettext) -> Iterator[Flaw]:
    for run in layout.runs:
        yield from (Flaw(run.page, message) for message in without_face(run.text, run.families, charsets, _))


def without_face(
    text: str, families: Iterable[str], charsets: Mapping[str, frozenset[int]], _: Gettext
) -> Iterator[str]:
    """Yield what to say of each character that none of `families` has."""
    known = [charsets.get(family, frozenset()) for family in families]
    for character in dict.fromkeys(text):
        if not is_silent(character) and not any(ord(character) in codes for codes in known):
            name = f"{character} (U+{ord(character):04X})"
            yield _("No face has the character %(name)s.") % {"name": name}


def _outside(layout: Layout, _: Gettext) -> Iterator[Flaw]:
    for run in layout.runs:
        # what stands in for a slot is beside what is too long: each sheet is checked with its own text
        if not _inside(run.bounds, run.limits) and run.text.strip() not in ("", STAND_IN):
            yield Flaw(run.page, _("Text stands outside its place: %(text)s") % {"text": run.text[:40]})
    for page, bounds, limits in layout.blanks:
        if not _inside(bounds, limits):
            yield Flaw(page, _("A line to write on or a box to tick stands outside its place."))


def _inside(bounds: Bounds, limits: Bounds) -> bool:
    """Tell whether what stands at `bounds` is within `limits`, but for rounding."""
    starts = all(place >= limit - SLACK for place, limit in zip(bounds[:2], limits[:2], strict=True))
    return starts and all(place <= limit + SLACK for place, limit in zip(bounds[2:], limits[2:], strict=True))


def _split_rows(layout: Layout, _: Gettext) -> Iterator[Flaw]:
    first: dict[int, int] = {}
    for page, row in layout.rows:
        if first.setdefault(row, page) != page:
            yield Flaw(page, _("A table row is split between two pages."))


def _left_alone(layout: Layout, _: Gettext) -> Iterator[Flaw]:
    for page in range(2, len(layout.sizes) + 1):
        body = [run for run in layout.runs if run.page == page and not run.margin]
        if body and all(run.closing for run in body):
            yield Flaw(page, _("Signatures or remarks stand alone on a page."))


def _too_small(layout: Layout, _: Gettext) -> Iterator[Flaw]:
    high = _("A place to write in is %(height).1f mm high; it has to be %(least)g mm.")
    long = _("A line to write on is %(length).1f mm long; it has to be %(least)g mm.")
    for words, places in ((high, layout.rooms), (long, layout.lengths)):
        for page, length, least in places:
            if length < least - ROOM_SLACK:
                yield Flaw(page, words % {"height": length, "length": length, "least": least})


def _lost_text(layout: Layout, pdf: bytes, _: Gettext) -> Iterator[Flaw]:
    """Compare what is meant with what is laid out, and that with what a reader of the file is told."""
    if lost := _characters([layout.source]) - _characters(run.text for run in layout.runs):
        yield Flaw(0, _("Text is lost on paper: %(text)s") % {"text": "".join(lost)[:40]})
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, 1):
            wanted = _characters(run.text for run in layout.runs if run.page == number)
            if lost := wanted - _characters(reading.shown_on(page)):
                yield Flaw(number, _("Text cannot be copied from the file: %(text)s") % {"text": "".join(lost)[:40]})


def _characters(texts: Iterable[str]) -> Counter[str]:
    return Counter(reading.visible("".join(texts)))


def _faults_of_file(pdf: bytes, families: frozenset[str], _: Gettext) -> Iterator[Flaw]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root
        marked = "/MarkInfo" in root and bool(root.MarkInfo.get("/Marked"))
        if not marked or "/StructTreeRoot" not in root or "/Lang" not in root:
            yield Flaw(0, _("The file has no tags for screen readers."))
        for number, page in enumerate(document.pages, 1):
            size = sorted(float(side) for side in page.mediabox[2:])
            if any(abs(side - wanted) > 0.1 for side, wanted in zip(size, A4_POINTS, strict=True)):
                yield Flaw(number, _("The page is not A4."))
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
                yield from _faults_of_font(thing, families, _)


def _faults_of_font(font: pikepdf.Dictionary, families: frozenset[str], _: Gettext) -> Iterator[Flaw]:
    if "/DescendantFonts" not in font:
        if not str(font.get("/Subtype")).startswith("/CIDFont"):
            yield Flaw(0, _("A font is not embedded: %(name)s") % {"name": str(font.get("/BaseFont"))})
        return
    subset, _plus, family = str(font.get("/BaseFont")).removeprefix("/").partition("+")
    if len(subset) != 6 or family not in families:
        yield Flaw(0, _("A font is not one of ours: %(name)s") % {"name": family or subset})
    if not reading.is_embedded(font):
        yield Flaw(0, _("A font is not embedded: %(name)s") % {"name": family})
    if "/ToUnicode" not in font:
        yield Flaw(0, _("Text of a font cannot be copied: %(name)s") % {"name": family})


# ---------------------------------------------------------------- stamped files

RUN = rb"(/S\w+) (\S+) Tf\n\[([^\]]*)\]TJ\n"
"""Text in a font of the slots, as `faces.operators` writes it: font, size and glyphs."""

TEXT = re.compile(rb"1 0 0 -1 (\S+) (\S+) Tm\n((?:" + RUN.replace(b"(", b"(?:") + rb")+)")

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


def flaws_of_stamped(pdf: bytes, base: Base, values: Mapping[str, str], _: Gettext) -> tuple[Flaw, ...]:
    """Return what is wrong in the slots of a sheet that `base` was stamped to, each on its first page only.

    A head is on every page.
    """
    first: dict[str, Flaw] = {}
    fonts: dict[Any, SlotFont] = {}  # pages share them
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, 1):
            content = page.Contents.read_bytes()
            found = list(_texts(content, page.Resources.Font, fonts))
            boxes = [box for box in base.slots.boxes if box.page == number]
            messages = [
                *_faults_of_texts(base, base.slots_on(number), found, values, _),
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
                numbers = [int(shown[at : at + 4], 16) for at in range(0, len(shown), 4)]
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
        rows = zip(*([(piece, text.x, text.width) for text in texts] for (_line, piece, _v), texts in stamped), strict=True)
        if not all(line.holds(row) for row in rows):
            _line, longest, value = max((slot for slot, _text in stamped), key=lambda slot: len(slot[2]))
            yield _("No room for this text (%(slot)s): %(text)s") % {"slot": longest.slot, "text": value}
    for (_line, piece, value), texts in both:
        yield from list(without_face(value, piece.families, base.faces.charsets, _))[:1]
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
    """Tell whether the last line stands on the baseline, one above it no higher than it may, and no type is too small."""
    least = piece.size * min(SMALLER, piece.two) if piece.two else piece.size
    ups = [piece.baseline - text.baseline for text in texts]
    return abs(ups[-1]) <= ROUNDING and all(
        -ROUNDING <= up <= LEADING * text.size + ROUNDING and text.size >= least - ROUNDING
        for up, text in zip(ups, texts, strict=True)
    )


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


# ---------------------------------------------------------------- screen readers

LAYERS = frozenset({"conformance"})
"""What the standard asks for; the checker also guesses at meaning, and takes a blank form for a broken table."""


def faults_of(pdf: bytes) -> tuple[str, ...]:
    """Return every breach of PDF/UA-1 (ISO 14289-1) in a file, and every rule that broke down, in English."""
    import outloud  # late: a worker that only stamps does without

    with tempfile.TemporaryFile() as file:  # it has no name that a killed worker could leave
        file.write(pdf)
        file.seek(0)
        result = outloud.check(f"/dev/fd/{file.fileno()}", layers=LAYERS)
    if result.error:
        return (result.error,)
    errors = [f"{found.rule}: {found.message}" for found in result.findings if found.severity == "error"]
    errors += [f"{run.rule}: {run.reason}" for run in result.runs if run.status == "crashed"]
    return tuple(dict.fromkeys(errors))
