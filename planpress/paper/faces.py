"""Text and a list of faces → placed glyphs, the operators that show them, and fonts that hold just those.

In: prepared faces (`FontSet`). Out: `Glyph` values, shaped as the layout engine shapes them; content for a page;
PDF fonts whose codes are the glyph numbers of the prepared face, so that fonts of several files can be joined.

Source:
    ISO 32000-1: 9.7.4.3 (widths), 9.10.3 (maps to Unicode). Pango: `itemize_state_add_character` (faces of spaces).
"""

import hashlib
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

import pikepdf
import uharfbuzz
from fontTools.unicodedata import script
from pikepdf import Array, Object

from planpress.paper.append import Stream, packed
from planpress.paper.fonts import FontSet
from planpress.paper.reading import USUAL_WIDTH, glyphs_told, texts_told, widths_told
from planpress.signs import is_silent

KEPT_TABLES = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp"})
"""What a PDF reader needs of a TrueType font without hints."""

MANY_CUTS = 100
"""From so many cuts on, a face is taken apart once (0.1 s, 20 MB) to be cut ten times as fast."""


METRICS = b"/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/StemV 80/Ascent 880/Descent -120/CapHeight 880"
"""What readers are told of every face, in thousandths of an em: `fonts.py` has made all of them level."""

ORDERING = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW %d" % USUAL_WIDTH


@dataclass(frozen=True)
class Glyph:
    """One glyph of a shaped text, by its number in the prepared face. Lengths in em.

    Attributes:
        text: What it stands for when copied; empty for a further glyph of the same characters.
        advance: From its origin to the next.
        offset: Of its ink to the right of its origin.
        width: Its own advance, without kerning.
    """

    number: int
    text: str
    advance: float
    offset: float
    width: float


Shaped = tuple[tuple[str, tuple[Glyph, ...]], ...]
"""A text as pieces, each with its family and its glyphs from left to right."""

Used = dict[int, tuple[str, float]]
"""The glyphs of a face that a file uses: number → what it stands for, and its width in thousandths of an em."""


class Font(NamedTuple):
    """A face with the glyphs that a file uses: its streams, and what its dictionaries say besides where those are."""

    program: Stream
    numbers: Stream
    texts: Stream
    descriptor: bytes
    descendant: bytes
    font: bytes

    def objects(self, first: int) -> dict[int, bytes | Stream]:
        """Return its objects, numbered from `first` on; the last is the font as page resources name it."""
        program, numbers, texts, descriptor, descendant, font = range(first, first + len(self))
        return {
            program: self.program,
            numbers: self.numbers,
            texts: self.texts,
            descriptor: b"<<%s/FontFile2 %d 0 R>>" % (self.descriptor, program),
            descendant: b"<<%s/CIDToGIDMap %d 0 R/FontDescriptor %d 0 R>>" % (self.descendant, numbers, descriptor),
            font: b"<<%s/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>" % (self.font, descendant, texts),
        }


def _scripts(text: str) -> Iterator[str]:
    """Split `text` where the script changes; what belongs to none goes with what stands before it.

    Source:
        Pango, `pango_script_iter_next`: a closing bracket is of the script of its opening one.
    """
    start, current = 0, ""
    brackets: list[str] = []
    for place, character in enumerate(text):
        own = script(character)
        if own in ("Zyyy", "Zinh"):
            own = ""
            if unicodedata.category(character) in ("Ps", "Pi"):
                brackets.append(current)
            elif unicodedata.category(character) in ("Pe", "Pf") and brackets:
                own = brackets.pop()
        if own and current and own != current:
            yield text[start:place]
            start = place
        if own and not current:
            brackets = [opened or own for opened in brackets]
        current = own or current
    yield text[start:]


class Faces:
    """The prepared faces, opened when first used. One for a process; see `faces_of`."""

    def __init__(self, fonts: FontSet) -> None:
        """Find the file of each family."""
        self.charsets = fonts.charsets
        self._files = {path.stem: path for path in fonts.folder.glob("*.ttf")}
        self._open: dict[str, tuple[uharfbuzz.Face, uharfbuzz.Font]] = {}
        self._cuts: Counter[str] = Counter()
        # the methods are caches of their own, so that nothing outlives the faces
        self.shaped = lru_cache(4096)(self._shaped)
        self.made = lru_cache(1024)(self._make)

    def _runs(self, text: str, families: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Split `text` where the script or the face changes.

        A space has no face of its own. It takes the one before it; where the face changes to one that stands earlier
        in the list, the one after it. Blanks differ in width.

        Source:
            Pango, `itemize_state_add_character`.
        """
        for part in _scripts(text):
            face, piece, spaces = "", "", ""
            for character in part:
                blank = character.isspace() or is_silent(character)
                fitting = (name for name in families if ord(character) in self.charsets.get(name, ()))
                own = "" if blank else next(fitting, families[0])
                if blank:
                    spaces += character
                elif own == face or not face:
                    face, piece, spaces = own, piece + spaces + character, ""
                elif families.index(own) < families.index(face):
                    yield face, piece
                    face, piece, spaces = own, spaces + character, ""
                else:
                    yield face, piece + spaces
                    face, piece, spaces = own, character, ""
            if piece + spaces:
                yield face or families[0], piece + spaces

    def _shaped(self, text: str, families: tuple[str, ...], language: str) -> Shaped:
        return tuple(
            (family, tuple(self._glyphs(part, family, language))) for family, part in self._runs(text, families)
        )

    def _glyphs(self, text: str, family: str, language: str) -> Iterator[Glyph]:
        face, font = self._opened(family)
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.language = language
        uharfbuzz.shape(font, buffer)
        em = face.upem
        starts = sorted({info.cluster for info in buffer.glyph_infos})
        shown = {start: text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)}
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            width = font.get_glyph_h_advance(info.codepoint) / em
            characters = shown.pop(info.cluster, "").replace("\xa0", " ")  # they share a glyph, which is read as one
            yield Glyph(info.codepoint, characters, position.x_advance / em, position.x_offset / em, width)

    def _opened(self, family: str) -> tuple[uharfbuzz.Face, uharfbuzz.Font]:
        if family not in self._open:
            face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(self._files[family])))
            self._open[family] = face, uharfbuzz.Font(face)
        return self._open[family]

    def _cut(self, family: str, glyphs: Iterable[int]) -> tuple[bytes, bytes]:
        """Return the program of `family` with `glyphs` only, and the map from their numbers to those in it."""
        face, font = self._opened(family)
        self._cuts[family] += 1
        if self._cuts[family] == MANY_CUTS:
            face = uharfbuzz.subset_preprocess(face)
            self._open[family] = face, font
        flags = uharfbuzz.SubsetFlags
        wanted = uharfbuzz.SubsetInput()
        wanted.glyph_set.set(set(glyphs))
        wanted.flags = flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE
        dropped = {int.from_bytes(tag.encode(), "big") for tag in face.table_tags if tag not in KEPT_TABLES}
        wanted.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG).set(dropped)
        plan = uharfbuzz.SubsetPlan(face, wanted)
        numbers = array("H", bytes(2 * max(glyphs) + 2))
        for old, new in plan.old_to_new_glyph_mapping.items():
            numbers[old] = new
        numbers.byteswap()
        return bytes(plan.execute().blob.data), numbers.tobytes()

    def _make(self, family: str, glyphs: frozenset[tuple[int, tuple[str, float]]]) -> Font:
        used = dict(sorted(glyphs))
        tag = hashlib.sha256(f"{family} {list(used.items())}".encode()).digest()[:6]
        name = f"{''.join(chr(65 + byte % 26) for byte in tag)}+{family}".encode()
        program, numbers = self._cut(family, used)
        return Font(
            packed(program, b"/Length1 %d" % len(program)),
            packed(numbers),
            packed(_unicode_map(used)),
            b"/Type/FontDescriptor/FontName/%s/FontFamily(%s)%s" % (name, family.encode(), METRICS),
            b"/Type/Font/Subtype/CIDFontType2/BaseFont/%s%s/W%s" % (name, ORDERING, _width_list(used)),
            b"/Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H" % name,
        )

    def font(self, family: str, used: Used) -> Font:
        """Return the font of `family` with the glyphs `used`."""
        return self.made(family, frozenset(used.items()))

    def embed(self, document: pikepdf.Pdf, family: str, used: Used) -> Any:
        """Add to a file the font of `family` with the glyphs `used`; return it as page resources name it."""
        made = self.font(family, used)
        program, numbers, texts = (
            pikepdf.Stream(document, stream.data, Object.parse(b"<<%s>>" % stream.about))
            for stream in (made.program, made.numbers, made.texts)
        )
        descriptor, descendant, font = (
            Object.parse(b"<<%s>>" % told) for told in (made.descriptor, made.descendant, made.font)
        )
        descriptor.FontFile2 = program
        descendant.CIDToGIDMap, descendant.FontDescriptor = numbers, document.make_indirect(descriptor)
        font.ToUnicode, font.DescendantFonts = texts, Array([document.make_indirect(descendant)])
        return document.make_indirect(font)


@cache
def faces_of(fonts: FontSet) -> Faces:
    """Return the opened faces of `fonts`, the same ones each time."""
    return Faces(fonts)


# ---------------------------------------------------------------- glyphs in a PDF


def together(fonts: Iterable[tuple[str, Used]]) -> dict[str, Used]:
    """Return family → the glyphs of all `fonts` of it, sorted by family."""
    found: dict[str, Used] = {}
    for family, used in fonts:
        found.setdefault(family, {}).update(used)
    return dict(sorted(found.items()))


def font_in(objects: Mapping[int, Any], number: int) -> tuple[str, Used]:
    """Return the family and the glyphs of a font, of which `Font.objects` made `objects`; `number` is the last."""
    first = number - len(Font._fields) + 1
    *_streams, texts, _descriptor, descendant, font = (objects[at] for at in range(first, number + 1))
    family = font.partition(b"+")[2].partition(b"/")[0].decode()
    return family, glyphs_told(texts_told(texts.unpacked), widths_told(descendant.partition(b"/W[")[2]))


def used_in(texts: Iterable[Shaped]) -> dict[str, Used]:
    """Return family → the glyphs that `texts` are set in, sorted by family."""
    found: dict[str, Used] = {}
    for family, run in (piece for shaped in texts for piece in shaped):
        held = found.setdefault(family, {})
        for glyph in run:
            if not held.get(glyph.number, ("",))[0]:
                held[glyph.number] = glyph.text, glyph.width * 1000
    return dict(sorted(found.items()))


def length_of(shaped: Shaped) -> float:
    """Return how long a shaped text is, in em."""
    return sum(glyph.advance for _family, run in shaped for glyph in run)


def operators(shaped: Shaped, size: float, prefix: str = "/") -> str:
    """Return the operators that show `shaped`, so large, where the text matrix stands.

    `prefix` stands before the family in the name of a font.
    """
    out = []
    for family, run in shaped:
        out.append(f"{prefix}{family} {number(size)} Tf")
        shown = ""
        for glyph in run:
            # an offset moves the ink of this glyph alone: a gap before it, taken back after it
            shown += f"{_gap(-glyph.offset)}<{glyph.number:04x}>{_gap(glyph.width + glyph.offset - glyph.advance)}"
        out.append(f"[{shown.replace('><', '')}]TJ")
    return "\n".join(out)


def _gap(em: float) -> str:
    """Return how far the next glyph is drawn back; in a PDF that is told in thousandths of an em."""
    return f" {number(round(em * 1000, 3))} " if abs(em) >= 0.0000005 else ""


def number(value: float) -> str:
    """Return `value` as a PDF writes it, to six places."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _width_list(used: Used) -> bytes:
    """Return the widths that are not the usual one, and those of glyphs that the map to Unicode does not name."""
    listed = [
        f"{glyph}[{number(width)}]" for glyph, (text, width) in sorted(used.items()) if width != USUAL_WIDTH or not text
    ]
    return f"[{''.join(listed)}]".encode()


def _unicode_map(used: Mapping[int, tuple[str, float]]) -> bytes:
    """Return a CMap from glyphs to text."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def",
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def",
        "1 begincodespacerange<0000><ffff>endcodespacerange",
    ]
    pairs = [f"<{glyph:04x}><{text.encode('utf-16-be').hex()}>" for glyph, (text, _) in sorted(used.items()) if text]
    for first in range(0, len(pairs), 100):  # no more than a hundred in one block
        block = pairs[first : first + 100]
        lines.append(f"{len(block)} beginbfchar {''.join(block)} endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()
