"""A laid-out document with slots → a finished PDF for each set of values.

In: the PDF of a sheet in which each slot holds a stand-in, and what the layout tells of the
lines with slots. Out: PDF bytes, as if each sheet had been laid out by itself: the text of a slot
lies in its own structure element, in the same face and size, and is embedded, searched and copied
like the rest. Stamping one sheet costs milliseconds, because all that sheets share was parsed,
packed and compressed once. A symbol (QR) is drawn into its box as an artifact: what it is for
stands beside it in words. The bytes depend on the layout and the values alone.

Source:
    ISO 32000-1: 7.5.7 (object streams), 7.5.8 (cross-reference streams), 9.4.3 (showing text).
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pikepdf

from planpress.paper.embed import Cut, Embedded, Faces, Glyph, Shaped, embedded, number, text_operator
from planpress.qr import TooLongError, symbol_of

STAND_IN = "0"
"""What a slot holds while the layout is made: a character of the first face of every list."""

SLACK = 1.0
"""A line may stand out by so many CSS pixels (0.26 mm): side bearings and rounding."""

ROUNDING = 0.001
"""Places that are no further apart, in CSS pixels, are the same."""

ROW = 7
"""Bytes of an entry in the cross-reference stream."""

POINTS_A_PIXEL = 0.75

SLOT_IN_TEXT = re.compile(r"\{([a-z]+)\}")
"""A slot in the text of a symbol."""

PREFIX = "/S"
"""Stands before the family in the name of a slot's font; the layout's own have six letters."""


@dataclass(frozen=True)
class Piece:
    """A run of text in a line. Lengths in CSS pixels from the top left of the page.

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
        left: What it must stay within, in CSS pixels.
        right: The same.
        pieces: In reading order; those that show nothing are left out.
    """

    page: int
    align: str
    left: float
    right: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class SlotBox:
    """A square that holds a symbol. Lengths in CSS pixels from the top left of the page.

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


@dataclass(frozen=True)
class SlotFlaw:
    """A value that cannot be stamped.

    Attributes:
        page: From 1.
        slot: Name of the slot.
        missing: The characters that no face of the slot has; empty where the text is too long.
        text: The value.
    """

    page: int
    slot: str
    missing: str
    text: str


def lines_of(records: Iterable[Mapping[str, Any]]) -> tuple[SlotLine, ...]:
    """Return lines from the plain values that `dataclasses.asdict` makes of them."""
    return tuple(
        SlotLine(
            **{
                **record,
                "pieces": tuple(Piece(**{**piece, "families": tuple(piece["families"])}) for piece in record["pieces"]),
            }
        )
        for record in records
    )


def boxes_of(records: Iterable[Mapping[str, Any]]) -> tuple[SlotBox, ...]:
    """Return boxes from the plain values that `dataclasses.asdict` makes of them."""
    return tuple(SlotBox(**record) for record in records)


class StampError(Exception):
    """Values do not fit their slots; `flaws` tells which."""

    def __init__(self, flaws: Iterable[SlotFlaw]) -> None:
        """Keep `flaws`, each on its first page only: a head is on every page."""
        first: dict[tuple[str, str], SlotFlaw] = {}
        for flaw in sorted(flaws, key=lambda flaw: (flaw.page, flaw.slot, flaw.missing)):
            first.setdefault((flaw.slot, flaw.missing), flaw)
        self.flaws = tuple(first.values())
        super().__init__(f"{len(self.flaws)} values do not fit")


@dataclass(frozen=True)
class Base:
    """What all sheets of one layout share, ready to be written.

    Attributes:
        lines: With slots.
        boxes: For symbols.
        language: Of the text.
        prefix: The file as far as it is the same for every sheet.
        places: Object number → type, offset or stream, and index, as in a cross-reference stream.
        rows: Object number → the row above it in the cross-reference stream, and its own, filtered.
        streams: Object number of a page's content → fixed bytes, or the line and piece that goes there.
        fonts: Object number of a font resource → its entries, without the final `>>`.
        metadata: Object number, dictionary entries and bytes of the XMP packet; None without one.
        info: Object number and entries of the document information, without the title.
        root: Object number of the catalogue.
        title: The title that stands in `metadata`.
    """

    lines: tuple[SlotLine, ...]
    boxes: tuple[SlotBox, ...]
    language: str
    prefix: bytes
    places: Mapping[int, tuple[int, int, int]]
    rows: Mapping[int, tuple[bytes, bytes]]
    streams: Mapping[int, tuple[bytes | tuple[int, int], ...]]
    fonts: Mapping[int, str]
    metadata: tuple[int, str, bytes] | None
    info: tuple[int, str]
    root: int
    title: str

    @property
    def slots(self) -> frozenset[str]:
        """Names of all slots."""
        shown = {piece.slot for line in self.lines for piece in line.pieces if piece.slot}
        return frozenset(shown.union(*(SLOT_IN_TEXT.findall(box.text) for box in self.boxes)))


# ---------------------------------------------------------------- reading a layout


def base_of(pdf: bytes, lines: tuple[SlotLine, ...], faces: Faces, boxes: tuple[SlotBox, ...] = ()) -> Base:
    """Read a laid-out document once.

    Args:
        pdf: With `STAND_IN` in each slot; its fonts number glyphs as `faces` do.
        lines: Every line with a slot, on every page.
        faces: What the document was set in.
        boxes: Every square for a symbol.

    Raises:
        ValueError: If a piece of `lines` is not found exactly once, or the file is built
            otherwise than the layout engine builds it.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        packer = _Packer(document, faces)
        contents = [
            packer.content(page, [(i, line) for i, line in enumerate(lines) if line.page == place])
            for place, page in enumerate(document.pages, 1)
        ]
        return packer.base(lines, boxes, contents)


class _Packer:
    """Takes a document apart; holds what is found on the way."""

    def __init__(self, document: pikepdf.Pdf, faces: Faces) -> None:
        self.document = document
        self.faces = faces
        self.fonts = {str(name): font for page in document.pages for name, font in page.Resources.Font.items()}
        self.texts = {name: texts_of(font) for name, font in self.fonts.items()}
        self.used: dict[str, set[int]] = {}
        for page in document.pages:
            current = ""
            for operands, operator in _instructions(page):
                if str(operator) == "Tf":
                    current = str(operands[0])
                elif str(operator) in ("Tj", "TJ"):
                    self.used.setdefault(current, set()).update(
                        glyph for glyph, _back in _parts(operands[0]) if glyph >= 0
                    )
        self.cuts = {name: faces.cut(self._family(name), frozenset(glyphs)) for name, glyphs in self.used.items()}

    def _family(self, name: str) -> str:
        return str(self.fonts[name].BaseFont).partition("+")[2]

    def content(self, page: pikepdf.Page, lines: list[tuple[int, SlotLine]]) -> tuple[bytes | tuple[int, int], ...]:
        """Return the content of `page` with a hole for each piece of `lines` that may move."""
        wanted = {
            (round(piece.x, 4), round(piece.baseline, 4)): (i, j)
            for i, line in lines
            for j, piece in enumerate(line.pieces)
        }
        found: list[bytes | tuple[int, int]] = []
        fixed: list[str] = []
        current, skipping = "", False
        for operands, operator in _instructions(page):
            name = str(operator)
            if name == "ET":
                skipping = False
            if skipping:
                continue
            if name == "Tm":
                place = (round(float(operands[4]), 4), round(float(operands[5]), 4))
                hole = wanted.pop(_nearest(place, wanted), None)
                if hole is not None:
                    found += ["\n".join(fixed).encode("latin-1"), hole]
                    fixed = []
                    line, piece = hole
                    skipping = bool(dict(lines)[line].pieces[piece].slot)
                    continue
            if name == "Tf":
                current = str(operands[0])
            if name in ("Tj", "TJ"):
                numbers = self.cuts[current].numbers
                fixed.append(text_operator((numbers.get(g, g), back) for g, back in _parts(operands[0])))
            else:
                written = pikepdf.unparse_content_stream([(operands, operator)])
                fixed.append(written.decode("latin-1"))
        if wanted:
            raise ValueError(f"Slots are not found in the content of a page: {sorted(wanted)}")
        return (*found, "\n".join(fixed).encode("latin-1"))

    def base(
        self,
        lines: tuple[SlotLine, ...],
        boxes: tuple[SlotBox, ...],
        contents: list[tuple[bytes | tuple[int, int], ...]],
    ) -> Base:
        """Pack all that stays the same."""
        document = self.document
        title = str(document.docinfo.get("/Title", ""))
        language = str(document.Root.get("/Lang", ""))
        metadata = document.Root.get("/Metadata")
        xmp = metadata.read_bytes() if metadata is not None else b""
        for page in document.pages:
            page.Contents = document.make_stream(b"")
        resources = {page.Resources.objgen: page.Resources for page in document.pages}
        for resource in resources.values():
            resource.Font = document.make_indirect(pikepdf.Dictionary())
        plain = io.BytesIO()
        document.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        with pikepdf.open(plain) as document:
            moving = {page.Contents.objgen[0]: content for page, content in zip(document.pages, contents, strict=True)}
            fonts = {page.Resources.Font.objgen[0] for page in document.pages}
            info = document.trailer.Info
            packet = document.Root.get("/Metadata")
            apart = {*moving, *fonts, info.objgen[0], *([packet.objgen[0]] if packet is not None else [])}
            file = _File()
            bodies = {}
            for thing in document.objects:
                if thing.objgen[0] in apart or not thing.is_indirect:
                    continue
                if isinstance(thing, pikepdf.Stream):
                    file.stream(thing.objgen[0], _entries(thing), thing.read_raw_bytes())
                else:
                    bodies[thing.objgen[0]] = thing.unparse(resolved=True)
            spare = max(thing.objgen[0] for thing in document.objects) + 1
            names = {}
            for name, cut in sorted(self.cuts.items()):
                parts = embedded(self._family(name), cut, *self._kept(name))
                names[name] = spare
                bodies |= file.font(spare, parts)
                spare += 5
            file.packed(spare, bodies)
            entries = "<<" + "".join(f"{name} {place} 0 R" for name, place in names.items())
            return Base(
                lines=lines,
                boxes=boxes,
                language=language,
                prefix=bytes(file.data),
                places=dict(sorted(file.places.items())),
                rows=_rows(file.places),
                streams=moving,
                fonts=dict.fromkeys(sorted(fonts), entries),
                metadata=None if packet is None else (packet.objgen[0], _entries(packet), xmp),
                info=(info.objgen[0], _without_title(info)),
                root=document.Root.objgen[0],
                title=title,
            )

    def _kept(self, name: str) -> tuple[dict[int, str], dict[int, float]]:
        texts, widths = self.texts[name], widths_of(self.fonts[name])
        kept = sorted(self.used[name])
        return {glyph: texts[glyph] for glyph in kept if glyph in texts}, {g: widths[g] for g in kept if g in widths}


def _nearest(place: tuple[float, float], known: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return what of `known` is `place` but for rounding: layout and file do not round alike."""
    near = (other for other in known if abs(other[0] - place[0]) + abs(other[1] - place[1]) < ROUNDING)
    return next(near, place)


def _instructions(page: pikepdf.Page) -> Iterator[tuple[Any, Any]]:
    for instruction in pikepdf.parse_content_stream(page):
        yield instruction.operands, instruction.operator


def _parts(operand: Any) -> Iterator[tuple[int, float]]:
    """Yield glyphs and how far the next is drawn back; -1 for a gap before the first."""
    items = operand if isinstance(operand, pikepdf.Array) else [operand]
    glyph, back = -1, 0.0
    for item in items:
        if isinstance(item, pikepdf.String):
            data = bytes(item)
            for place in range(0, len(data), 2):
                if glyph >= 0 or back:
                    yield glyph, back
                glyph, back = int.from_bytes(data[place : place + 2], "big"), 0.0
        else:
            back += float(item)
    if glyph >= 0 or back:
        yield glyph, back


def shown_on(page: pikepdf.Page) -> list[str]:
    """Return every text that `page` shows, as its fonts say what their glyphs stand for."""
    fonts = page.Resources.get("/Font", pikepdf.Dictionary())
    texts = {str(name): texts_of(font) for name, font in fonts.items() if "/ToUnicode" in font}
    found, current = [], ""
    for operands, operator in _instructions(page):
        if str(operator) == "Tf":
            current = str(operands[0])
        elif str(operator) in ("Tj", "TJ"):
            known = texts.get(current, {})
            found.append("".join(known.get(glyph, "") for glyph, _back in _parts(operands[0])))
    return found


def texts_of(font: Any) -> dict[int, str]:
    """Return what each glyph of a font stands for, read from its map to Unicode."""
    pairs = re.findall(
        rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", font.ToUnicode.read_bytes().split(b"endcodespacerange")[1]
    )
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def widths_of(font: Any) -> dict[int, float]:
    """Return the advance of each glyph, in thousandths of an em."""
    items = list(font.DescendantFonts[0].W)
    return {
        int(first) + place: float(width)
        for first, run in zip(items[::2], items[1::2], strict=True)
        for place, width in enumerate(run)
    }


def _entries(stream: Any) -> str:
    """Return the entries of a stream's dictionary, without those on its bytes."""
    kept = pikepdf.Dictionary({key: value for key, value in stream.stream_dict.items() if key != "/Length"})
    return kept.unparse().decode("latin-1")[2:-2]


def _without_title(info: Any) -> str:
    kept = pikepdf.Dictionary({key: value for key, value in info.items() if key != "/Title"})
    return kept.unparse().decode("latin-1")[2:-2]


# ---------------------------------------------------------------- stamping


def stamp(base: Base, values: Mapping[str, str], title: str, faces: Faces) -> bytes:
    """Return the sheet with `values` in its slots.

    Args:
        base: Of its layout.
        values: Slot → text; for every slot of `base`.
        title: Of the document.
        faces: The same as for `base`.

    Raises:
        StampError: If a text is wider than its line allows, has a character without a glyph, or is
            too long for a symbol.
        KeyError: If a slot has no value.
    """
    glyphs: dict[str, dict[int, Glyph]] = {}
    set_lines = [_set(line, values, base.language, faces) for line in base.lines]
    pairs = zip(base.lines, set_lines, strict=True)
    flaws = [flaw for line, laid in pairs for flaw in _flaws(line, laid, values, faces)]
    symbols: dict[int, list[bytes]] = {}
    for box in base.boxes:
        text = SLOT_IN_TEXT.sub(lambda found: values[found[1]], box.text)
        try:
            symbols.setdefault(box.page, []).append(_drawn(box, text))
        except TooLongError:
            flaws.append(SlotFlaw(box.page, "QR", "", text))
    if flaws:
        raise StampError(flaws)
    for laid in set_lines:
        for _x, runs in laid:
            for family, run in runs:
                glyphs.setdefault(family, {}).update((glyph.number, glyph) for glyph in reversed(run))
    cuts = {family: faces.cut(family, frozenset(found)) for family, found in sorted(glyphs.items())}
    file = _File(base)
    for page, (place, parts) in enumerate(base.streams.items(), 1):
        pieces = [part if isinstance(part, bytes) else _shown(base, part, set_lines, cuts) for part in parts]
        pieces += symbols.get(page, [])
        file.stream(place, "/Filter/FlateDecode", zlib.compress(b"\n".join(pieces), 9))
    spare = max(file.places) + 1
    bodies: dict[int, bytes] = {}
    names = []
    for family, cut in cuts.items():
        texts = {glyph.number: glyph.text for glyph in glyphs[family].values()}
        widths = {glyph.number: glyph.width * 1000 for glyph in glyphs[family].values()}
        bodies |= file.font(spare, embedded(family, cut, texts, widths))
        names.append(f"{PREFIX}{family} {spare} 0 R")
        spare += 5
    for place, entries in base.fonts.items():
        bodies[place] = f"{entries}{''.join(names)}>>".encode()
    place, entries = base.info
    bodies[place] = f"<<{entries}/Title".encode("latin-1") + pikepdf.String(title).unparse() + b">>"
    if base.metadata is not None:
        place, entries, packet = base.metadata
        file.stream(place, "/Type/Metadata/Subtype/XML", _retitled(packet, base.title, title))
    file.packed(spare, bodies)
    return file.finished(spare + 1, base.root, base.info[0])


def _set(line: SlotLine, values: Mapping[str, str], language: str, faces: Faces) -> list[tuple[float, Shaped]]:
    """Return where each piece of `line` starts, with its shaped text where it is a slot."""
    shaped = [faces.shaped(values[p.slot], p.families, language) if p.slot else () for p in line.pieces]
    growth = [
        sum(glyph.advance for _family, run in runs for glyph in run) * piece.size - piece.width if piece.slot else 0.0
        for piece, runs in zip(line.pieces, shaped, strict=True)
    ]
    moved = -sum(growth) * {"start": 0.0, "center": 0.5, "end": 1.0}[line.align]
    laid = []
    for piece, runs, grown in zip(line.pieces, shaped, growth, strict=True):
        laid.append((piece.x + moved, runs))
        moved += grown
    return laid


def _flaws(line: SlotLine, laid: Any, values: Mapping[str, str], faces: Faces) -> Iterator[SlotFlaw]:
    for piece in line.pieces:
        if piece.slot and (missing := faces.missing(values[piece.slot], piece.families)):
            yield SlotFlaw(line.page, piece.slot, "".join(missing), values[piece.slot])
    last, (x, runs) = line.pieces[-1], laid[-1]
    width = sum(glyph.advance for _family, run in runs for glyph in run) * last.size if last.slot else last.width
    if laid[0][0] < line.left - SLACK or x + width > line.right + SLACK:
        longest = max((piece.slot for piece in line.pieces if piece.slot), key=lambda slot: len(values[slot]))
        yield SlotFlaw(line.page, longest, "", values[longest])


def _shown(base: Base, hole: tuple[int, int], set_lines: list[Any], cuts: Mapping[str, Cut]) -> bytes:
    """Return the operators of a piece: where it stands and, for a slot, its text."""
    line, place = hole
    piece = base.lines[line].pieces[place]
    x, runs = set_lines[line][place]
    out = [f"1 0 0 -1 {number(x)} {number(piece.baseline)} Tm"]
    for family, run in runs:
        numbers = cuts[family].numbers
        out.append(f"{PREFIX}{family} {number(piece.size)} Tf")
        parts: list[tuple[int, float]] = []
        for glyph in run:
            # an offset moves the ink of this glyph alone: a gap before it, taken back after it
            if glyph.offset:
                parts.append((-1, -glyph.offset * 1000))
            parts.append((numbers[glyph.number], (glyph.width + glyph.offset - glyph.advance) * 1000))
        out.append(text_operator(parts))
    return "\n".join(out).encode()


def _drawn(box: SlotBox, text: str) -> bytes:
    """Return the operators of a symbol: one path, black, apart from the content.

    Why:
        They follow what the layout engine wrote, which ends in the state it begins with: points
        from the top left.
    """
    symbol = symbol_of(text)
    module = number(box.side * POINTS_A_PIXEL / symbol.side)
    x, y = number(box.x * POINTS_A_PIXEL), number(box.y * POINTS_A_PIXEL)
    bars = "\n".join(f"{x} {y} {length} 1 re" for x, y, length in symbol.bars)
    return f"/Artifact BMC\nq\n{module} 0 0 {module} {x} {y} cm\n0 g\n{bars}\nf\nQ\nEMC".encode()


def _retitled(packet: bytes, old: str, new: str) -> bytes:
    """Return an XMP packet with another title."""
    before, after = (f">{escape(text)}</rdf:li>".encode() for text in (old, new))
    if packet.count(before) != 1:
        raise ValueError("The title is not found in the metadata.")
    return packet.replace(before, after)


# ---------------------------------------------------------------- writing


class _File:
    """A PDF file that grows; begins with what `base` has packed."""

    def __init__(self, base: Base | None = None) -> None:
        self.data = bytearray(base.prefix if base else b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self.places = dict(base.places) if base else {0: (0, 0, 65535)}
        self._known = base.rows if base else {}

    def stream(self, place: int, entries: str, data: bytes) -> None:
        """Add a stream; `entries` of its dictionary, without its length."""
        self.places[place] = 1, len(self.data), 0
        self.data += f"{place} 0 obj\n<<{entries}/Length {len(data)}>>\nstream\n".encode("latin-1")
        self.data += data
        self.data += b"\nendstream\nendobj\n"

    def font(self, first: int, parts: Embedded) -> dict[int, bytes]:
        """Add the streams of a font; return the bodies of its other objects. It takes five numbers."""
        extra, program = parts.program
        numbers = (first + 1, first + 2, first + 3, first + 4)
        self.stream(numbers[2], f"/Filter/FlateDecode{extra}", program)
        self.stream(numbers[3], "/Filter/FlateDecode", parts.unicode)
        bodies = (parts.font, parts.descendant, parts.descriptor)
        return {first + place: body.format(*numbers).encode() for place, body in enumerate(bodies)}

    def packed(self, place: int, bodies: Mapping[int, bytes]) -> None:
        """Add an object stream."""
        head, offset = [], 0
        for index, (thing, body) in enumerate(sorted(bodies.items())):
            head.append(f"{thing} {offset}")
            offset += len(body) + 1
            self.places[thing] = 2, place, index
        index_text = (" ".join(head) + " ").encode()
        text = index_text + b"\n".join(body for _thing, body in sorted(bodies.items()))
        entries = f"/Type/ObjStm/N {len(bodies)}/First {len(index_text)}/Filter/FlateDecode"
        self.stream(place, entries, zlib.compress(text, 9))

    def finished(self, place: int, root: int, info: int) -> bytes:
        """Add the cross-reference stream and return the file."""
        start = len(self.data)
        self.places[place] = 1, start, 0
        filtered = bytearray()
        above = bytes(ROW)
        for thing in range(place + 1):
            row = _row(self.places.get(thing, (0, 0, 0)))
            known = self._known.get(thing)
            if known is None or known[0] != above:
                known = above, _added(above, row)
            filtered += known[1]
            above = row
        mark = hashlib.sha256(self.data).hexdigest()[:32]
        entries = (
            f"/Type/XRef/Size {place + 1}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R/ID[<{mark}><{mark}>]"
            f"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {ROW}>>"
        )
        self.stream(place, entries, zlib.compress(filtered, 9))
        self.data += f"startxref\n{start}\n%%EOF\n".encode()
        return bytes(self.data)


def _row(place: tuple[int, int, int]) -> bytes:
    """Return an entry of the cross-reference stream: one byte of type, four of place, two of index."""
    kind, where, index = place
    return kind.to_bytes(1, "big") + where.to_bytes(4, "big") + index.to_bytes(2, "big")


def _added(above: bytes, row: bytes) -> bytes:
    """Return `row` as what it adds to the row above, which deflates far better (PNG filter 2)."""
    return b"\2" + bytes((new - old) & 255 for new, old in zip(row, above, strict=True))


def _rows(places: Mapping[int, tuple[int, int, int]]) -> dict[int, tuple[bytes, bytes]]:
    """Return object number → the row above it and its own, filtered, where both are known."""
    rows = {thing: _row(place) for thing, place in places.items()}
    return {thing: (rows[thing - 1], _added(rows[thing - 1], row)) for thing, row in rows.items() if thing - 1 in rows}
