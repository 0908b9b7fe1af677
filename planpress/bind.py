"""Finished PDFs → one file with their pages, tags, bookmarks and continuous page numbers.

In: the front matter and the sheets of a pack as PDF bytes, and what the bookmarks say. Out: PDF bytes
that depend on these alone. The structure trees are joined, so that a screen reader finds in the
pack what it finds in each sheet; a font that several sheets embed is kept once.

Each sheet starts on an odd page, the front of a leaf. The back of a leaf that this leaves empty
bears its page number and no more: whoever counts the leaves of a printed pack misses none.

Source:
    ISO 32000-1: 12.3.3 (outline), 14.7.2 (structure), 14.7.4.4 (parent tree), 14.8.2.2 (artifacts).
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from planpress.embed import Embedded, Faces, Glyph, embedded, number, text_operator

FAMILIES = ("Num", "Fang", "Rare")
"""Faces of the page numbers, first choice first: those of the foot."""

SIZE_POINTS = 8.0
RIGHT_POINTS = 15 / 25.4 * 72
"""From the right edge of the page to the end of its number: the margin of the sheets."""

ABOVE_POINTS = 6.2 / 25.4 * 72
"""From the lower edge to the line the number stands on: below the foot, above what printers leave out."""

PREFIX = "/Bind"
"""Stands before the family in the name of the numbers' fonts; sheets have other names."""

REFERENCE = re.compile(r"\{\d\} 0 R")
"""Where the body of an object refers to another."""

FONT_STREAMS = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True)
class Mark:
    """A bookmark.

    Attributes:
        title: Its words.
        part: Number of the sheet it leads to, from 0.
        below: Bookmarks below it.
    """

    title: str
    part: int
    below: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Which page of a pack is what; pages count from 1.

    Attributes:
        front: Pages of the front matter.
        starts: First page of each sheet.
        total: Pages of the pack.
    """

    front: int
    starts: tuple[int, ...]
    total: int


def plan_of(front: int, lengths: Sequence[int]) -> Plan:
    """Return where sheets of `lengths` pages stand behind `front` pages: each on an odd page."""
    starts = []
    last = front
    for length in lengths:
        start = last + 1 + last % 2
        starts.append(start)
        last = start + length - 1
    return Plan(front, tuple(starts), last)


def pages_of(pdf: bytes) -> int:
    """Return the number of pages of a file."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def anchor_of(part: int) -> str:
    """Return the name under which the front matter links to a sheet."""
    return f"part-{part}"


def bind(
    front: bytes,
    parts: Sequence[bytes],
    marks: Sequence[Mark],
    words: Callable[[int, int], str],
    faces: Faces,
    language: str,
) -> bytes:
    """Join a front matter and its sheets.

    Args:
        front: Tagged; its title, language and metadata become those of the whole. Links to
            `anchor_of` a sheet lead to that sheet.
        parts: Tagged.
        marks: Bookmarks after those of the front matter.
        words: Page and number of pages → what is printed on each page.
        faces: What the page numbers are set in.
        language: Of the page numbers.
    """
    with pikepdf.open(io.BytesIO(front)) as document:
        binder = _Binder(document, faces, language)
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as source:
                binder.add(source)
        binder.finish(marks, words)
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return out.getvalue()


class _Binder:
    """A pack that grows sheet by sheet."""

    def __init__(self, document: pikepdf.Pdf, faces: Faces, language: str) -> None:
        self.document = document
        self.faces = faces
        self.language = language
        self.starts: list[int] = []
        root = document.Root.StructTreeRoot
        (self.whole,) = root.K
        self.numbers: list[Any] = list(root.ParentTree.Nums)
        self.next_key = _beyond(self.numbers)
        self.fonts = {digest: font for _name, digest, font in _fonts_of(document)}

    def add(self, source: pikepdf.Pdf) -> None:
        """Add a sheet on the front of a leaf."""
        document = self.document
        if len(document.pages) % 2:
            box = [float(side) for side in document.pages[-1].mediabox]
            document.add_blank_page(page_size=(box[2], box[3]))
        start = len(document.pages)
        self.starts.append(start)
        _rename_cells(source, f"{len(self.starts)}-")
        names = self._without_known_fonts(source)
        for page in source.pages:
            document.pages.append(page)
        self._give_fonts(document.pages[start:], names)
        for page in document.pages[start:]:
            for thing, key in _keyed(page):
                thing[key] = int(thing[key]) + self.next_key
        tree = document.copy_foreign(source.Root.StructTreeRoot)
        for element in tree.K:
            element.S = pikepdf.Name.Part
            element.P = self.whole
            self.whole.K.append(element)
        nums: list[Any] = list(tree.ParentTree.Nums)
        for place, value in zip(nums[::2], nums[1::2], strict=True):
            self.numbers += [int(place) + self.next_key, value]
        self.next_key = _beyond(self.numbers)

    def _without_known_fonts(self, source: pikepdf.Pdf) -> dict[str, bytes]:
        """Take from `source` the fonts that the pack has already; return name → digest of all its fonts."""
        names = {}
        for name, digest, _font in _fonts_of(source):
            names[name] = digest
        for resource in _font_resources(source):
            for name in list(resource.keys()):
                if names[name] in self.fonts:
                    del resource[name]
        return names

    def _give_fonts(self, pages: Sequence[Any], names: dict[str, bytes]) -> None:
        """Give added pages the fonts that were taken from them, and remember the new ones."""
        for resource in _unique(page.Resources.Font for page in pages):
            for name, digest in names.items():
                if name in resource:
                    self.fonts[digest] = resource[name]
                else:
                    resource[name] = self.fonts[digest]

    def finish(self, marks: Sequence[Mark], words: Callable[[int, int], str]) -> None:
        """Write the tree of parents, the links of the contents, the bookmarks and the page numbers."""
        document = self.document
        document.Root.StructTreeRoot.ParentTree = document.make_indirect(
            pikepdf.Dictionary(Nums=pikepdf.Array(self.numbers))
        )
        document.Root.StructTreeRoot.ParentTreeNextKey = self.next_key
        pages = list(document.pages)
        targets = {anchor_of(part): pages[start] for part, start in enumerate(self.starts)}
        anchors = (
            document.Root.get("/Names", pikepdf.Dictionary()).get("/Dests", pikepdf.Dictionary()).get("/Names", [])
        )
        for place in range(0, len(anchors), 2):
            if str(anchors[place]) in targets:
                anchors[place + 1] = _top_of(targets[str(anchors[place])])
        with document.open_outline() as outline:
            outline.root.extend(self._bookmark(mark, pages) for mark in marks)
        self._number(words)

    def _bookmark(self, mark: Mark, pages: Sequence[Any]) -> pikepdf.OutlineItem:
        item = pikepdf.OutlineItem(mark.title, _top_of(pages[self.starts[mark.part]]))
        item.children.extend(self._bookmark(below, pages) for below in mark.below)
        item.is_closed = True
        return item

    def _number(self, words: Callable[[int, int], str]) -> None:
        """Print on each page its number in the pack, as an artifact that a screen reader passes over."""
        document = self.document
        pages = list(document.pages)
        texts = [words(place, len(pages)) for place in range(1, len(pages) + 1)]
        letters = "".join(sorted(set("0123456789" + "".join(texts))))
        glyphs: dict[str, dict[int, Glyph]] = {}
        for text in (letters, *texts):
            for family, run in self.faces.shaped(text, FAMILIES, self.language):
                glyphs.setdefault(family, {}).update((glyph.number, glyph) for glyph in run if glyph.text)
        cuts = {family: self.faces.cut(family, frozenset(found)) for family, found in sorted(glyphs.items())}
        fonts = {
            PREFIX + family: _font(document, embedded(family, cut, *_told(glyphs[family])))
            for family, cut in cuts.items()
        }
        empty = document.make_indirect(pikepdf.Dictionary(Font=pikepdf.Dictionary()))
        for page in pages:
            if "/Font" not in page.obj.get("/Resources", {}):
                page.Resources = empty
        for resource in _unique(page.Resources.Font for page in pages):
            for name, font in fonts.items():
                resource[name] = font
        for page, text in zip(pages, texts, strict=True):
            shaped = self.faces.shaped(text, FAMILIES, self.language)
            width = SIZE_POINTS * sum(glyph.advance for _family, run in shaped for glyph in run)
            x = float(page.mediabox[2]) - RIGHT_POINTS - width
            shown = ["/Artifact<</Type/Pagination>>BDC", f"BT 1 0 0 1 {number(x)} {number(ABOVE_POINTS)} Tm"]
            for family, run in shaped:
                numbers = cuts[family].numbers
                shown.append(f"{PREFIX}{family} {number(SIZE_POINTS)} Tf")
                shown.append(
                    text_operator((numbers[glyph.number], (glyph.width - glyph.advance) * 1000) for glyph in run)
                )
            stream = document.make_stream("\n".join([*shown, "ET EMC\n"]).encode())
            old = page.obj.get("/Contents")
            # first in the page, where the axes are still those of the paper
            page.Contents = stream if old is None else pikepdf.Array([stream, old])


# ---------------------------------------------------------------- parts of a file


def _beyond(numbers: Sequence[Any]) -> int:
    return 1 + max((int(key) for key in numbers[::2]), default=-1)


def _keyed(page: Any) -> Iterator[tuple[Any, str]]:
    """Yield a page and its notes, each with the entry that is its key in the tree of parents."""
    for thing, key in ((page, "/StructParents"), *((note, "/StructParent") for note in page.get("/Annots", ()))):
        if key in thing:
            yield thing, key


def _top_of(page: Any) -> pikepdf.Array:
    return pikepdf.Array([page.obj, pikepdf.Name.XYZ, 0, page.mediabox[3], 0])


def _unique(things: Iterable[Any]) -> list[Any]:
    """Return each indirect object once."""
    return list({thing.objgen: thing for thing in things}.values())


def _font_resources(document: pikepdf.Pdf) -> list[Any]:
    return _unique(page.Resources.Font for page in document.pages)


def _fonts_of(document: pikepdf.Pdf) -> Iterator[tuple[str, bytes, Any]]:
    """Yield name, digest and object of every font."""
    for resource in _font_resources(document):
        for name, font in resource.items():
            yield str(name), _digest(font), font


def _digest(font: Any) -> bytes:
    """Return what tells a font from others: its program, its widths and what its glyphs stand for."""
    (descendant,) = font.DescendantFonts
    descriptor = descendant.FontDescriptor
    streams = [descriptor[key].read_raw_bytes() for key in FONT_STREAMS if key in descriptor]
    digest = hashlib.sha256()
    for data in (str(font.BaseFont).encode(), *streams, font.ToUnicode.read_raw_bytes(), descendant.W.unparse()):
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()


def _told(glyphs: Mapping[int, Glyph]) -> tuple[dict[int, str], dict[int, float]]:
    return {place: glyph.text for place, glyph in glyphs.items()}, {n: g.width * 1000 for n, g in glyphs.items()}


def _font(document: pikepdf.Pdf, parts: Embedded) -> Any:
    """Add a font to a file."""
    extra, program = parts.program
    streams = []
    for entries, data in ((extra, program), ("", parts.unicode)):
        stream = document.make_stream(b"")
        stream.write(data, filter=pikepdf.Name.FlateDecode)
        for key, value in _parsed(f"<<{entries}>>").items():
            stream[key] = value
        streams.append(stream)
    descriptor, descendant, font = map(_parsed, (parts.descriptor, parts.descendant, parts.font))
    descriptor[next(key for key in FONT_STREAMS if f"{key} {{2}}" in parts.descriptor)] = streams[0]
    descendant.FontDescriptor = document.make_indirect(descriptor)
    font.DescendantFonts = pikepdf.Array([document.make_indirect(descendant)])
    font.ToUnicode = streams[1]
    return document.make_indirect(font)


def _parsed(body: str) -> Any:
    """Return an object without what it refers to."""
    return pikepdf.Object.parse(REFERENCE.sub("null", body).encode())


def _rename_cells(source: pikepdf.Pdf, prefix: str) -> None:
    """Put `prefix` before the names by which the cells of a table refer to their heads.

    Why:
        The names count from one in every file; in the pack they have to differ.
    """
    for thing in source.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/A" in thing:
            about = thing.A
            if "/ID" in thing:
                thing.ID = pikepdf.String(prefix + str(thing.ID))
            if "/Headers" in about:
                about.Headers = pikepdf.Array([pikepdf.String(prefix + str(name)) for name in about.Headers])
