"""Text and a list of faces → placed glyphs, and the PDF font objects that hold just those.

In: prepared faces (`FontSet`). Out: `Glyph` values, shaped as the layout engine shapes them, and
font programs with the glyphs that are used, renumbered without gaps. Knows nothing of pages.
"""

from __future__ import annotations

import hashlib
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import uharfbuzz
from fontTools.unicodedata import script

from planpress.paper.fonts import FontSet

TRUETYPE_TABLES = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp"})
"""What a PDF reader needs of a TrueType font without hints."""


MANY_CUTS = 100
"""From so many cuts on, a face is taken apart once (0.1 s, 20 MB) to be cut ten times as fast."""


@dataclass(frozen=True)
class Glyph:
    """One glyph of a shaped text. Lengths in em.

    Attributes:
        number: In the prepared face.
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


@dataclass(frozen=True)
class Cut:
    """A font program with few glyphs.

    Attributes:
        program: Bare CFF, or TrueType.
        cff: Which of the two.
        numbers: Glyph of the prepared face → glyph of the program.
    """

    program: bytes
    cff: bool
    numbers: Mapping[int, int]


class Faces:
    """The prepared faces, opened when first used. One for a process; see `faces_of`."""

    def __init__(self, fonts: FontSet) -> None:
        """Find the file of each family of `fonts`."""
        self.charsets = fonts.charsets
        self._files = {path.stem: path for path in fonts.folder.iterdir() if path.suffix in (".otf", ".ttf")}
        self._open: dict[str, tuple[uharfbuzz.Face, uharfbuzz.Font]] = {}
        self._cuts: Counter[str] = Counter()
        # the methods are caches of their own, so that nothing outlives the faces
        self.shaped = lru_cache(4096)(self._shaped)
        self.cut = lru_cache(1024)(self._cut)

    def missing(self, text: str, families: Sequence[str]) -> tuple[str, ...]:
        """Return the characters of `text` that none of `families` has."""
        return tuple(c for c in dict.fromkeys(text) if not _silent(c) and self._family(c, families) is None)

    def _family(self, character: str, families: Sequence[str]) -> str | None:
        return next((name for name in families if ord(character) in self.charsets.get(name, ())), None)

    def _runs(self, text: str, families: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Split `text` where the script or the face changes.

        Why:
            A space has no face of its own. It takes the one before it; where the face changes to
            one that stands earlier in the list, the one after it. Blanks differ in width.

        Source:
            Pango, `itemize_state_add_character`.
        """
        for part in _scripts(text):
            face, piece, spaces = "", "", ""
            for character in part:
                blank = character.isspace() or _silent(character)
                own = "" if blank else self._family(character, families) or families[0]
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
        """Return pieces of `text`, each with its family and its glyphs, left to right."""
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
        starts = [info.cluster for info in buffer.glyph_infos]
        ends = {
            start: end for start, end in zip(sorted(set(starts)), [*sorted(set(starts))[1:], len(text)], strict=True)
        }
        seen = set()
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            cluster = info.cluster
            shown = "" if cluster in seen else text[cluster : ends[cluster]]
            seen.add(cluster)
            width = font.get_glyph_h_advance(info.codepoint)
            yield Glyph(info.codepoint, shown, position.x_advance / em, position.x_offset / em, width / em)

    def _opened(self, family: str) -> tuple[uharfbuzz.Face, uharfbuzz.Font]:
        if family not in self._open:
            face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(self._files[family])))
            self._open[family] = face, uharfbuzz.Font(face)
        return self._open[family]

    def _cut(self, family: str, glyphs: frozenset[int]) -> Cut:
        """Return the program of `family` with `glyphs` only, for a PDF."""
        face, font = self._opened(family)
        self._cuts[family] += 1
        if self._cuts[family] == MANY_CUTS:
            face = uharfbuzz.subset_preprocess(face)
            self._open[family] = face, font
        flags = uharfbuzz.SubsetFlags
        wanted = uharfbuzz.SubsetInput()
        wanted.glyph_set.set(set(glyphs))
        wanted.flags = flags.CFF_IDENTITY_CHARSET | flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE
        cff = "CFF " in face.table_tags
        kept = {"CFF ", "head", "hhea", "hmtx", "maxp"} if cff else TRUETYPE_TABLES
        dropped = {int.from_bytes(tag.encode(), "big") for tag in face.table_tags if tag not in kept}
        wanted.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG).set(dropped)
        plan = uharfbuzz.SubsetPlan(face, wanted)
        made = plan.execute()
        blob = made.reference_table("CFF ") if cff else made.blob
        return Cut(bytes(blob.data), cff, dict(plan.old_to_new_glyph_mapping))


@cache
def faces_of(fonts: FontSet) -> Faces:
    """Return the opened faces of `fonts`, the same ones each time."""
    return Faces(fonts)


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


def _silent(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cc")


# ---------------------------------------------------------------- PDF objects


@dataclass(frozen=True)
class Embedded:
    """A font as PDF objects.

    Attributes:
        font: Body of the `/Font` object, with `{0}` … `{3}` for the numbers of the others.
        descendant: Body of the CID font, with the same.
        descriptor: Body of its descriptor, with the same.
        program: Dictionary entries and deflated bytes of the font file.
        unicode: Deflated bytes of the map to Unicode.
    """

    font: str
    descendant: str
    descriptor: str
    program: tuple[str, bytes]
    unicode: bytes


def embedded(family: str, cut: Cut, texts: Mapping[int, str], widths: Mapping[int, float]) -> Embedded:
    """Return the objects of a font.

    Args:
        family: Name of the face.
        cut: Its program.
        texts: Glyph of the prepared face → what it stands for.
        widths: Glyph of the prepared face → its advance, in thousandths of an em.
    """
    order = sorted(cut.numbers.items(), key=lambda pair: pair[1])
    seed = f"{family} {sorted(texts.items())}".encode()
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(seed).digest()[:6])
    name = f"{tag}+{family}"
    run = " ".join(number(widths.get(old, 1000.0 if new == 0 else 0.0)) for old, new in order)
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    # a CID is the glyph's number: by the identity charset in CFF, by this map in TrueType
    kind, mapping = ("CIDFontType0", "") if cut.cff else ("CIDFontType2", "/CIDToGIDMap/Identity")
    file, extra = ("FontFile3", "/Subtype/CIDFontType0C") if cut.cff else ("FontFile2", f"/Length1 {len(cut.program)}")
    return Embedded(
        font=f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{{0}} 0 R]"
        "/ToUnicode {3} 0 R>>",
        descendant=f"<</Type/Font/Subtype/{kind}/BaseFont/{name}{system}{mapping}/W[0[{run}]]"
        "/FontDescriptor {1} 0 R>>",
        descriptor=f"<</Type/FontDescriptor/FontName/{name}/FontFamily({family})/Flags 4/FontBBox[0 -120 1000 880]"
        f"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80/{file} {{2}} 0 R>>",
        program=(extra, zlib.compress(cut.program, 9)),
        unicode=zlib.compress(_unicode_map({cut.numbers[old]: text for old, text in texts.items() if text}), 9),
    )


def _unicode_map(texts: Mapping[int, str]) -> bytes:
    """Return a CMap from glyphs to text. Source: ISO 32000-1, 9.10.3."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def",
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def",
        "1 begincodespacerange<0000><ffff>endcodespacerange",
    ]
    pairs = [f"<{glyph:04x}><{text.encode('utf-16-be').hex()}>" for glyph, text in sorted(texts.items())]
    for first in range(0, len(pairs), 100):  # no more than a hundred in one block
        block = pairs[first : first + 100]
        lines.append(f"{len(block)} beginbfchar {''.join(block)} endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()


def number(value: float) -> str:
    """Return `value` as a PDF writes it, to six places."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def text_operator(parts: Iterable[tuple[int, float]]) -> str:
    """Return the operator that shows glyphs.

    Args:
        parts: Glyph and how far the next is drawn back, in thousandths of an em; a glyph below 0
            stands for none, where a piece starts with a gap.
    """
    out = ["<"]
    for glyph, back in parts:
        if glyph >= 0:
            out.append(f"{glyph:04x}")
        if abs(back) >= 0.0005:
            out.append(f">{number(round(back, 3))}<")
    return "[" + "".join([*out, ">"]).replace("<>", "") + "]TJ"
