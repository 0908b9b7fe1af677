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

from planpress.paper.embed import Cut, Embedded, Faces, Shaped, embedded, number, text_operator
from planpress.paper.stamp import texts_of, widths_of

FAMILIES = ("Num", "Fang", "Rare")
"""Faces of the page numbers, first choice first: those of the foot."""

SIZE_POINTS = 8.0
RIGHT_POINTS = 15 / 25.4 * 72
"""From the right edge of the page to the end of its number: the margin of the sheets."""

ABOVE_POINTS = 6.2 / 25.4 * 72
"""From the lower edge to the line the number stands on: below the foot, above what printers leave out."""

REFERENCE = re.compile(r"\{\d\} 0 R")
"""Where the body of an object refers to another."""

FONT_FILES = ("/FontFile2", "/FontFile3")

SHOWN = re.compile(rb"(/[^\s/]+)(?= [0-9.]+ Tf)|\[([^\]]*)\]TJ")
"""The name of a font where it is chosen, or the glyphs that are shown, as `text_operator` writes them."""

GLYPHS = re.compile(rb"<([0-9a-f]*)>")

BESIDE = ("", "A", "\u4e00")
"""What may stand beside a character: a digit has other glyphs in a Latin word."""

PRINTED = 4
"""Flag of a note: on paper it is as on the screen."""

KNOWN_FONTS = 4096
"""So many fonts of sheets are remembered in a process."""


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


@dataclass(frozen=True)
class _Codes:
    """What a font of a sheet is called in the pack, and its code → glyph of the face; no codes where they stay."""

    name: str
    glyphs: Mapping[int, int]


@dataclass(frozen=True)
class _Known:
    """A font of a sheet, understood.

    Attributes:
        digest: Of all that makes the font.
        family: Its face.
        glyphs: Code → glyph of the face; empty where that cannot be told for certain.
        texts: Glyph of the face → what it stands for.
        widths: Glyph of the face → its advance, in thousandths of an em.
    """

    digest: bytes
    family: str
    glyphs: Mapping[int, int]
    texts: Mapping[int, str]
    widths: Mapping[int, float]


_fonts: dict[bytes, _Known] = {}


class _Binder:
    """A pack that grows sheet by sheet.

    Why:
        Every sheet numbers the glyphs it uses from one. In the pack each face is kept once, with the
        glyphs of all sheets, and the text of the pages is told the new numbers: a pack is a fraction
        of the size of its parts.
    """

    def __init__(self, document: pikepdf.Pdf, faces: Faces, language: str) -> None:
        self.document = document
        self.faces = faces
        self.language = language
        self.starts: list[int] = []
        root = document.Root.StructTreeRoot
        (self.whole,) = root.K
        self.numbers: list[Any] = list(root.ParentTree.Nums)
        self.next_key = _beyond(self.numbers)
        self.texts: dict[str, dict[int, str]] = {}
        self.widths: dict[str, dict[int, float]] = {}
        self.kept: dict[str, Any] = {}
        for page in document.pages:
            for note in page.get("/Annots", ()):
                note.F = PRINTED
        self.fonts_of_page: list[dict[bytes, _Codes] | None] = [self._codes(document)] * len(document.pages)

    def add(self, source: pikepdf.Pdf) -> None:
        """Add a sheet on the front of a leaf."""
        document = self.document
        if len(document.pages) % 2:
            box = [float(side) for side in document.pages[-1].mediabox]
            document.add_blank_page(page_size=(box[2], box[3]))
            self.fonts_of_page.append(None)
        start = len(document.pages)
        self.starts.append(start)
        self.fonts_of_page += [self._codes(source)] * len(source.pages)
        for page in source.pages:
            page.Resources.Font = pikepdf.Dictionary()
            document.pages.append(page)
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

    def _codes(self, source: pikepdf.Pdf) -> dict[bytes, _Codes]:
        """Return name → font for all fonts of a sheet, and note which glyphs the fonts of the pack need."""
        found = {}
        for resource in _unique(page.Resources.Font for page in source.pages):
            for name, font in resource.items():
                known = _known(font, self.faces, self.language)
                if known.glyphs:
                    found[str(name).encode()] = _Codes(f"/{known.family}", known.glyphs)
                    self.texts.setdefault(known.family, {}).update(known.texts)
                    self.widths.setdefault(known.family, {}).update(known.widths)
                else:
                    kept = f"/K{known.digest.hex()[:16]}"
                    found[str(name).encode()] = _Codes(kept, {})
                    if kept not in self.kept:
                        self.kept[kept] = font if source is self.document else self.document.copy_foreign(font)
        return found

    def finish(self, marks: Sequence[Mark], words: Callable[[int, int], str]) -> None:
        """Write the tree of parents, the links of the contents, the bookmarks and the page numbers."""
        document = self.document
        document.Root.StructTreeRoot.ParentTree = document.make_indirect(
            pikepdf.Dictionary(Nums=pikepdf.Array(self.numbers))
        )
        document.Root.StructTreeRoot.ParentTreeNextKey = self.next_key
        pages = list(document.pages)
        targets = {anchor_of(part): pages[start] for part, start in enumerate(self.starts)}
        anchors: Any = document.Root.Names.Dests.Names
        for place in range(0, len(anchors), 2):
            if str(anchors[place]) in targets:
                anchors[place + 1] = _top_of(targets[str(anchors[place])])
        with document.open_outline() as outline:
            outline.root.extend(self._bookmark(mark, pages) for mark in marks)
        self._set(words)

    def _bookmark(self, mark: Mark, pages: Sequence[Any]) -> pikepdf.OutlineItem:
        item = pikepdf.OutlineItem(mark.title, _top_of(pages[self.starts[mark.part]]))
        item.children.extend(self._bookmark(below, pages) for below in mark.below)
        item.is_closed = True
        return item

    def _set(self, words: Callable[[int, int], str]) -> None:
        """Give all pages the same fonts, and each its number in the pack: an artifact, passed over when read out."""
        document = self.document
        total = len(self.fonts_of_page)
        numbers = [self.faces.shaped(words(place, total), FAMILIES, self.language) for place in range(1, total + 1)]
        for shaped in numbers:
            for family, run in shaped:
                self.texts.setdefault(family, {}).update((glyph.number, glyph.text) for glyph in run if glyph.text)
                self.widths.setdefault(family, {}).update((glyph.number, glyph.width * 1000) for glyph in run)
        cuts = {family: self.faces.cut(family, frozenset(held)) for family, held in sorted(self.widths.items())}
        fonts = pikepdf.Dictionary(self.kept)
        for family, cut in cuts.items():
            fonts[f"/{family}"] = font_of(document, embedded(family, cut, self.texts[family], self.widths[family]))
        shared = document.make_indirect(fonts)
        empty = document.make_indirect(pikepdf.Dictionary(Font=shared))
        tables: dict[int, dict[bytes, bytes]] = {}
        for page, names, shaped in zip(document.pages, self.fonts_of_page, numbers, strict=True):
            mark = document.make_stream(_number(shaped, cuts, float(page.mediabox[2])))
            if names is None:
                page.Resources, page.Contents = empty, mark
                continue
            page.Resources.Font = shared
            codes = {name: (found.name.encode(), _table(found, cuts, tables)) for name, found in names.items()}
            page.Contents = pikepdf.Array([mark, document.make_stream(_told(page.Contents.read_bytes(), codes))])


def _number(shaped: Shaped, cuts: Mapping[str, Cut], width: float) -> bytes:
    """Return the operators that show the number of a page `width` points wide; they come first in its content.

    Why:
        There the axes are still those of the paper.
    """
    length = SIZE_POINTS * sum(glyph.advance for _family, run in shaped for glyph in run)
    place = f"1 0 0 1 {number(width - RIGHT_POINTS - length)} {number(ABOVE_POINTS)} Tm"
    out = ["/Artifact<</Type/Pagination>>BDC", "q", "BT", place]
    for family, run in shaped:
        codes = cuts[family].numbers
        out.append(f"/{family} {number(SIZE_POINTS)} Tf")
        out.append(text_operator((codes[glyph.number], (glyph.width - glyph.advance) * 1000) for glyph in run))
    return "\n".join([*out, "ET", "Q", "EMC", ""]).encode()


# ---------------------------------------------------------------- fonts


def _known(font: Any, faces: Faces, language: str) -> _Known:
    """Tell which glyph of the face each code of a font stands for.

    Why:
        The file says only what each code reads as. The glyphs that those characters are set in are cut
        from the face once more: where that gives the very program of the file, there is no doubt.
    """
    family = str(font.BaseFont).partition("+")[2]
    (descendant,) = font.DescendantFonts
    files = [descendant.FontDescriptor[key] for key in FONT_FILES if key in descendant.FontDescriptor]
    streams = [stream.read_raw_bytes() for stream in (*files, font.ToUnicode)]
    parts = [str(font.BaseFont).encode(), *streams, descendant.W.unparse()]
    digest = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()
    if digest not in _fonts:
        if len(_fonts) >= KNOWN_FONTS:
            _fonts.clear()
        texts, widths = texts_of(font), widths_of(font)
        glyphs: dict[int, int] = {}
        last = 0
        for code, text in sorted(texts.items()):  # codes follow the order of the face
            last = min((glyph for glyph in _glyphs_of(text, family, faces, language) if glyph > last), default=last)
            glyphs[code] = last
        cut = faces.cut(family, frozenset(glyphs.values())) if family in faces.charsets else None
        if cut is None or files[0].read_bytes() != cut.program or glyphs != {c: g for g, c in cut.numbers.items() if c}:
            glyphs = {}
        _fonts[digest] = _Known(
            digest,
            family,
            glyphs,
            {glyph: texts[code] for code, glyph in glyphs.items()},
            {glyph: widths.get(code, 0.0) for code, glyph in glyphs.items()},
        )
    return _fonts[digest]


def _glyphs_of(text: str, family: str, faces: Faces, language: str) -> set[int]:
    """Return the glyphs that `text` may be set in: alone, or within the words of one script or another."""
    found = set()
    for beside in BESIDE:
        runs = faces.shaped(f"{beside}{text}{beside}", (family,), language)
        run = runs[0][1] if len(runs) == 1 else ()
        if len(run) == 1 + 2 * len(beside):
            found.add(run[len(beside)].number)
    return found


def _table(found: _Codes, cuts: Mapping[str, Cut], tables: dict[int, dict[bytes, bytes]]) -> Mapping[bytes, bytes]:
    """Return code in the sheet → code in the pack, both as four hexadecimal digits; made once a font."""
    if id(found.glyphs) not in tables:
        numbers = cuts[found.name[1:]].numbers if found.glyphs else {}
        tables[id(found.glyphs)] = {
            f"{code:04x}".encode(): f"{numbers[glyph]:04x}".encode() for code, glyph in found.glyphs.items()
        }
    return tables[id(found.glyphs)]


def _told(content: bytes, codes: Mapping[bytes, tuple[bytes, Mapping[bytes, bytes]]]) -> bytes:
    """Return the content of a page with the fonts and the codes of the pack."""
    current: Mapping[bytes, bytes] = {}

    def glyphs(match: re.Match[bytes]) -> bytes:
        text = match[1]
        return b"<%b>" % b"".join([current[text[at : at + 4]] for at in range(0, len(text), 4)])

    def shown(match: re.Match[bytes]) -> bytes:
        nonlocal current
        if match[1]:
            name, current = codes[match[1]]
            return name
        return GLYPHS.sub(glyphs, match[0]) if current else match[0]

    return SHOWN.sub(shown, content)


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


def font_of(document: pikepdf.Pdf, parts: Embedded) -> Any:
    """Add a font to a file; return it as the resources of a page name it."""
    extra, program = parts.program
    streams = []
    for entries, data in ((extra, program), ("", parts.unicode)):
        stream = document.make_stream(b"")
        stream.write(data, filter=pikepdf.Name.FlateDecode)
        for key, value in _parsed(f"<<{entries}>>").items():
            stream[key] = value
        streams.append(stream)
    descriptor, descendant, font = map(_parsed, (parts.descriptor, parts.descendant, parts.font))
    descriptor[next(key for key in FONT_FILES if f"{key} {{2}}" in parts.descriptor)] = streams[0]
    descendant.FontDescriptor = document.make_indirect(descriptor)
    font.DescendantFonts = pikepdf.Array([document.make_indirect(descendant)])
    font.ToUnicode = streams[1]
    return document.make_indirect(font)


def _parsed(body: str) -> Any:
    """Return an object without what it refers to."""
    return pikepdf.Object.parse(REFERENCE.sub("null", body).encode())
