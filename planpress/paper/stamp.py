"""A laid-out document with slots → a finished PDF for each set of values.

In: the PDF of a sheet in which each slot holds `STAND_IN`, and what the layout tells of the lines with slots.
Out: PDF bytes, as if each sheet had been laid out by itself: the text of a slot lies in its own structure element,
in the same face and size, and is embedded, searched and copied like the rest. A symbol (QR) is drawn into its
square as an artifact: what it is for stands beside it in words. So is a mark, such as that of a draft, which is laid
across its page behind all else. The bytes depend on the layout and the values alone.
"""

import io
import re
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import pikepdf

from planpress.paper.append import MOST, Stream, Trailer, appended, dictionary, packed, parted
from planpress.paper.faces import Faces, Glyph, Shaped, Used, length_of, number, operators, together, used_in
from planpress.paper.reading import fonts_in
from planpress.paper.slots import LEADING, Piece, SlotBox, SlotLine, SlotMark, Slots, values_on
from planpress.qr import TooLongError, symbol_of

ROUNDING = 0.001
"""Places that are no further apart, in CSS pixels, are the same."""

POINTS_A_PIXEL = 0.75

FACE_OF_CODES, CODES = "Num", " -0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ·"
"""What codes, fingerprints and days are set in, and their signs, which a layout has ready for all sheets."""

PREFIX = "/S"
"""Stands before the family in the name of a slot's font; the layout's own have six letters."""

OWN = "Own"
"""Stands before the family of a font that holds what the layout has not."""

WATERMARK = "/Artifact <</Type/Pagination/Subtype/Watermark>>"
"""Says of what follows in a page that it is a mark across it, no content."""

Hole = tuple[SlotLine, int]
"""A line, and which of its pieces goes there."""

HOLE = re.compile(rb"\n%hole (\d+) (\d+)\n")
"""How the content of a page tells one: the line by its place among all."""


class Laid(NamedTuple):
    """A text in its place: where it starts, its baseline, its size and its shape; without one where it is fixed."""

    x: float
    baseline: float
    size: float
    shaped: Shaped


def prepared(pdf: bytes, slots: Slots, faces: Faces) -> bytes:
    """Return a laid-out document, with `STAND_IN` in each of `slots`, as `Base` opens it in no time.

    What all sheets share comes first, and is packed once; behind it are what is on each page, with its holes, and the
    metadata.

    Raises:
        ValueError: If a piece of a line is not found exactly once, or the title is not.
    """
    with pikepdf.open(io.BytesIO(pdf)) as laid:
        metadata = laid.Root.Metadata.read_bytes()
        if metadata.count(_title_element(str(laid.docinfo["/Title"]))) != 1:
            raise ValueError("The title is not found in the metadata.")
        shown = [packed(_with_holes(page, slots.lines), effort=MOST) for page in laid.pages]
        hollow = _hollow(laid, faces)
    with pikepdf.open(io.BytesIO(hollow)) as rest:
        places = [page.Contents.objgen[0] for page in rest.pages]
        behind = dict(zip(places, shown, strict=True))
        return appended(hollow, _trailer_of(rest), {**behind, rest.Root.Metadata.objgen[0]: Stream(metadata, b"")})


class Base:
    """A layout, open to be stamped: the `title` it was laid out with, its `slots`, and the `faces` it is set in."""

    def __init__(self, file: bytes, slots: Slots, faces: Faces) -> None:
        """Open what was `prepared`."""
        self.faces, self.slots = faces, slots
        self._packed, behind = parted(file)
        with pikepdf.open(io.BytesIO(self._packed)) as hollow:
            pages, self._trailer = hollow.pages, _trailer_of(hollow)
            self.title, self._language = str(hollow.docinfo["/Title"]), str(hollow.Root.get("/Lang", ""))
            self._heights = [float(page.mediabox[3]) for page in pages]
            self._places = [page.Contents.objgen[0] for page in pages]
            fonts = pages[0].Resources.Font
            self._fonts, self._about = fonts.objgen[0], hollow.Root.Metadata.objgen[0]
            self._names = {name: b"%d 0 R" % font.objgen[0] for name, font in fonts.items()}
            self._held = {family: (self._names[name], used) for name, (family, used) in fonts_in(hollow).items()}
            self._info = {name: value.unparse() for name, value in hollow.docinfo.items()}
        streams = {at: held for at, held in behind.items() if isinstance(held, Stream)}
        self._parts = [_parts_of(streams[place].unpacked, slots.lines) for place in self._places]
        self._metadata = streams[self._about].data
        self.pages = len(self._parts)

    def slots_on(self, page: int) -> list[tuple[SlotLine, Piece]]:
        """Return the slots of a page, from 1, in the order of its content."""
        holes = [part for part in self._parts[page - 1] if not isinstance(part, bytes)]
        return [(line, line.pieces[place]) for line, place in holes if line.pieces[place].slot]

    def stamp(self, values: Mapping[str, str], title: str, first: int = 1) -> bytes:
        """Return the sheet with `values` in its slots; whether they fit is for `readback.py` to say.

        `first` is the number of its first page.

        Raises:
            KeyError: If a slot has no value.
        """
        numbers = [values_on(page, values) for page in range(first, first + self.pages)]
        laid = {line: self._laid(line, numbers[line.page - 1]) for line in self.slots.lines}
        marks = {mark: self._shaped(values[mark.slot], mark.families) for mark in self.slots.marks}
        texts = (text.shaped for pieces in laid.values() for texts in pieces for text in texts)
        slots = used_in((*texts, *marks.values()))
        made = self._with_fonts(slots)
        for page, (parts, height) in enumerate(zip(self._parts, self._heights, strict=True), 1):
            content = [_across(mark, shaped, height) for mark, shaped in marks.items() if mark.page == page]
            content += [part if isinstance(part, bytes) else _shown(part, laid) for part in parts]
            boxes = [(box, box.reads(values)) for box in self.slots.boxes if box.page == page]
            content += [_drawn(box, text) for box, text in boxes if text]
            made[self._places[page - 1]] = packed(b"\n".join(content), effort=MOST)
        metadata = self._metadata.replace(_title_element(self.title), _title_element(title))
        made[self._about] = Stream(metadata, b"/Type/Metadata/Subtype/XML")
        made[self._trailer.info] = dictionary({**self._info, "/Title": pikepdf.String(title).unparse()})
        return appended(self._packed, self._trailer, made)

    def _with_fonts(self, slots: Mapping[str, Used]) -> dict[int, bytes | Stream]:
        """Return the list of all fonts, and the objects of those that hold the glyphs of `slots` the layout has not."""
        made: dict[int, bytes | Stream] = {}
        names = dict(self._names)
        for family, used in slots.items():
            if family.startswith(OWN):
                made |= self.faces.font(family.removeprefix(OWN), used).objects(self._trailer.size + len(made))
            names[f"{PREFIX}{family}"] = b"%d 0 R" % max(made) if family.startswith(OWN) else self._held[family][0]
        return {**made, self._fonts: dictionary(names)}

    def _shaped(self, text: str, families: Sequence[str]) -> Shaped:
        """Return how a text is set: glyphs that the layout has by its font, the others by one of the sheet's own."""
        return tuple(
            (family if held else f"{OWN}{family}", tuple(run))
            for family, glyphs in self.faces.shaped(text, families, self._language)
            for held, run in groupby(glyphs, partial(self._holds, family))
        )

    def _holds(self, family: str, glyph: Glyph) -> bool:
        _font, held = self._held.get(family, (b"", {}))
        return held.get(glyph.number) == (glyph.text, glyph.width * 1000)

    def _laid(self, line: SlotLine, values: Mapping[str, str]) -> list[list[Laid]]:
        """Return of each piece of `line` its texts, each in its place."""
        if line.pieces[0].two:
            return [self._split(line, values[line.pieces[0].slot])]
        shaped = [self._shaped(values[p.slot], p.families) if p.slot else () for p in line.pieces]
        growth = [
            length_of(text) * piece.size - piece.width if piece.slot else 0.0
            for piece, text in zip(line.pieces, shaped, strict=True)
        ]
        moved = -sum(growth) * {"start": 0.0, "center": 0.5, "end": 1.0}[line.align]
        laid = []
        for piece, text, grown in zip(line.pieces, shaped, growth, strict=True):
            laid.append([Laid(piece.x + moved, piece.baseline, piece.size, text)])
            moved += grown
        return laid

    def _split(self, line: SlotLine, value: str) -> list[Laid]:
        """Return the lines that the only slot of `line` takes."""
        (piece,) = line.pieces
        whole = self._shaped(value, piece.families)
        size, texts = line.split(value, length_of(whole))
        share = {"start": 0.0, "center": 0.5, "end": 1.0}[line.align]
        laid = []
        for above, text in enumerate(reversed(texts)):
            shaped = self._shaped(text, piece.families)
            x = piece.x + share * (piece.width - length_of(shaped) * size)
            laid.append(Laid(x, piece.baseline - above * LEADING * size, size, shaped))
        return laid[::-1]


def _hollow(document: pikepdf.Pdf, faces: Faces) -> bytes:
    """Return a document without what differs from sheet to sheet; of what is left, each has a place of its own."""
    held = fonts_in(document)  # the layout engine keeps more in its fonts without need
    used = together(held.values())
    if FACE_OF_CODES in used:
        codes = used_in([faces.shaped(CODES, (FACE_OF_CODES,), str(document.Root.get("/Lang", "")))])
        used = together((*codes.items(), *used.items()))
    embedded = {family: faces.embed(document, family, glyphs) for family, glyphs in used.items()}
    fonts = document.make_indirect(pikepdf.Dictionary({name: embedded[held[name][0]] for name in held}))
    for page in document.pages:
        page.Resources.Font = fonts
        page.Contents.write(b"")
    document.Root.Metadata.write(b"")
    document.trailer.Info = document.make_indirect(document.docinfo)
    return file_of(document)


def file_of(document: pikepdf.Pdf) -> bytes:
    """Return a document as a file; the same document gives the same bytes."""
    out = io.BytesIO()
    streams = pikepdf.ObjectStreamMode.generate
    document.save(out, fix_metadata_version=False, object_stream_mode=streams, deterministic_id=True)
    return out.getvalue()


def _trailer_of(document: pikepdf.Pdf) -> Trailer:
    return Trailer(int(document.trailer.Size), document.Root.objgen[0], document.docinfo.objgen[0])


def _with_holes(page: pikepdf.Page, lines: Sequence[SlotLine]) -> bytes:
    """Return the content of `page`, with a hole for each piece of its `lines`: where it stands, and a slot's text."""
    here = [(which, line) for which, line in enumerate(lines) if line.page == page.index + 1]
    wanted = {(p.x, p.baseline): (which, at, p.slot) for which, line in here for at, p in enumerate(line.pieces)}
    parts: list[bytes] = []
    fixed: list[Any] = []
    skipping = False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "ET":
            skipping = False
        if skipping:
            continue
        if operator == "Tm":
            x, y = map(float, instruction.operands[4:])
            # layout and file do not round alike
            place = next((place for place in wanted if abs(place[0] - x) + abs(place[1] - y) < ROUNDING), None)
            if place is not None:
                which, at, slot = wanted.pop(place)
                parts += [pikepdf.unparse_content_stream(fixed), b"%%hole %d %d" % (which, at)]
                fixed = []
                skipping = bool(slot)
                continue
        fixed.append(instruction)
    if wanted:
        raise ValueError(f"Slots are not found in the content of a page: {sorted(wanted)}")
    return b"\n".join((*parts, pikepdf.unparse_content_stream(fixed)))


def _parts_of(content: bytes, lines: Sequence[SlotLine]) -> list[bytes | Hole]:
    """Return a content that `_with_holes` gave, parted at them."""
    fixed, *more = HOLE.split(content)
    found: list[bytes | Hole] = [fixed]
    for which, at, fixed in zip(more[::3], more[1::3], more[2::3], strict=True):
        found += [(lines[int(which)], int(at)), fixed]
    return found


def _shown(hole: Hole, laid: Mapping[SlotLine, list[list[Laid]]]) -> bytes:
    """Return the operators of a piece: where it stands and, for a slot, its text."""
    line, place = hole
    shown = (
        f"1 0 0 -1 {number(x)} {number(baseline)} Tm\n{operators(shaped, size, PREFIX)}"
        for x, baseline, size, shaped in laid[line][place]
    )
    return "\n".join(shown).encode()


def _drawn(box: SlotBox, text: str) -> bytes:
    """Return the operators of a symbol: one path, black, apart from the content; nothing where none can hold `text`.

    They follow what the layout engine wrote, which ends in the state it begins with: points from the top left.
    """
    try:
        symbol = symbol_of(text)
    except TooLongError:
        return b""
    module = number(box.side * POINTS_A_PIXEL / symbol.side)
    x, y = number(box.x * POINTS_A_PIXEL), number(box.y * POINTS_A_PIXEL)
    bars = "\n".join(f"{x} {y} {length} 1 re" for x, y, length in symbol.bars)
    return f"/Artifact BMC\nq\n{module} 0 0 {module} {x} {y} cm\n0 g\n{bars}\nf\nQ\nEMC".encode()


def _across(mark: SlotMark, shaped: Shaped, height: float) -> bytes:
    """Return the operators of a mark: first on a page so `height`, where the axes are still those of the paper."""
    if not shaped:
        return b""
    x, baseline, size = mark.laid(length_of(shaped), sum(len(run) for _family, run in shaped))
    axes = f"{POINTS_A_PIXEL} 0 0 -{POINTS_A_PIXEL} 0 {number(height)} cm\n{' '.join(map(number, mark.turn))} cm"
    look = f"{number(mark.grey)} g\nBT\n{number(mark.spacing * size)} Tc"
    text = f"1 0 0 -1 {number(x)} {number(baseline)} Tm\n{operators(shaped, size, PREFIX)}"
    return f"{WATERMARK} BDC\nq\n{axes}\n{look}\n{text}\nET\nQ\nEMC".encode()


def _title_element(title: str) -> bytes:
    """Return how XMP metadata holds a title."""
    return f">{escape(title)}</rdf:li>".encode()
