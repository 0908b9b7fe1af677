"""Finished PDFs → one file with their pages, tags, bookmarks and continuous page numbers.

In: the front matter and the sheets of a pack as PDF bytes, and what the bookmarks say; or the parts of a document. Out:
PDF bytes that depend on these alone. The structure trees are joined, so that a screen reader finds in the whole what it
finds in each part; each face is embedded once, with the glyphs of all.

Each sheet of a pack starts on an odd page, the front of a leaf. The back of a leaf that this leaves empty bears its
page number and no more: whoever counts the leaves of a printed pack misses none. A document goes on on the next page.

Source:
    ISO 32000-1: 12.3.3 (outline), 14.7.2 (structure), 14.7.4.4 (parent tree), 14.8.2.2 (artifacts).
"""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pikepdf

from planpress.paper.faces import Faces, Shaped, Used, length_of, number, operators, used_in
from planpress.paper.fonts import TAIL
from planpress.paper.reading import family_of, glyphs_of, resources_of
from planpress.paper.stamp import file_of

FAMILIES = ("Num", "Fang", *TAIL)
"""Faces of the page numbers, first choice first: those of the foot."""

SIZE_POINTS = 8.0
RIGHT_POINTS = 15 / 25.4 * 72
"""From the right edge of the page to the end of its number: the margin of the sheets."""

ABOVE_POINTS = 6.2 / 25.4 * 72
"""From the lower edge to the line the number stands on: below the foot, above what printers leave out."""

PRINTED = 4
"""Flag of a note: on paper it is as on the screen."""


def paginated(front: int, lengths: Sequence[int]) -> tuple[list[int], int]:
    """Return on which pages sheets of `lengths` pages start behind `front` pages, and the number of all; from 1."""
    starts = []
    last = front
    for length in lengths:
        starts.append(last + 1 + last % 2)
        last = starts[-1] + length - 1
    return starts, last


def bind(
    front: bytes,
    parts: Sequence[bytes],
    bookmarks: Iterable[tuple[str, Sequence[str]]],
    words: Callable[[int, int], str],
    faces: Faces,
    language: str,
) -> bytes:
    """Join a front matter and its sheets, all tagged.

    Args:
        front: Its title, language and metadata become those of the whole; its links to `part-0` … lead to the sheets.
        parts: The sheets.
        bookmarks: Headings, each with the titles of its sheets, in their order.
        words: Page and number of pages → what is printed on each page, in `language`.
        faces: What all is set in.
        language: Of the page numbers.
    """
    with pikepdf.open(io.BytesIO(front)) as document:
        pack = _Pack(document)
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as source:
                pack.add(source)
        tops = [_top_of(document.pages[start]) for start in pack.starts]
        _link(document, tops)
        _add_bookmarks(document, bookmarks, tops)
        total = len(document.pages)
        document.Root.ViewerPreferences.Duplex = pikepdf.Name.DuplexFlipLongEdge
        pack.finish(faces, [faces.shaped(words(page, total), FAMILIES, language) for page in range(1, total + 1)])
        return file_of(document)


def joined(parts: Iterable[bytes], faces: Faces) -> bytes:
    """Join the parts of one document, which are tagged and numbered, behind each other.

    Title, language and metadata are those of the first. `faces` are what all is set in.
    """
    first, *others = parts
    with pikepdf.open(io.BytesIO(first)) as document:
        whole = _Pack(document)
        for part in others:
            with pikepdf.open(io.BytesIO(part)) as source:
                whole.go_on(source)
        whole.finish(faces, [()] * len(document.pages))
        return file_of(document)


class _Pack:
    """A pack that grows sheet by sheet.

    All sheets number their glyphs as the prepared faces do. So one font a face serves them all, with the glyphs of
    each, and what stands on their pages stays as it is: a pack is a fraction of the size of its parts.
    """

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.document = document
        self.starts: list[int] = []
        (self.whole,) = document.Root.StructTreeRoot.K
        self.numbers: list[Any] = list(document.Root.StructTreeRoot.ParentTree.Nums)
        self.next_key = _beyond(self.numbers)
        self.families: dict[str, str] = {}
        self.used: dict[str, Used] = {}
        for page in document.pages:
            for note in page.get("/Annots", ()):
                note.F = PRINTED
        self._take_fonts(document)

    def add(self, source: pikepdf.Pdf) -> None:
        """Add a sheet on the front of a leaf."""
        document = self.document
        if len(document.pages) % 2:
            box = [float(side) for side in document.pages[-1].mediabox]
            del document.add_blank_page(page_size=(box[2], box[3])).Contents
        self.starts.append(len(document.pages))
        for element in self._take(source):
            element.S = pikepdf.Name.Part
            element.P = self.whole
            self.whole.K.append(element)

    def go_on(self, source: pikepdf.Pdf) -> None:
        """Add what goes on with the same document on the next page, with its bookmarks."""
        start = len(self.document.pages)
        for element in [element for document in self._take(source) for element in document.K]:
            element.P = self.whole
            self.whole.K.append(element)
        places = {page.obj.objgen: place for place, page in enumerate(source.pages, start)}
        with source.open_outline() as theirs, self.document.open_outline() as ours:
            ours.root.extend(self._moved(item, places) for item in theirs.root)

    def _moved(self, item: pikepdf.OutlineItem, places: Mapping[Any, int]) -> pikepdf.OutlineItem:
        """Return a bookmark of another file, whose pages have come to `places`."""
        page, *view = list(item.destination)  # type: ignore[arg-type]
        target = pikepdf.Array([self.document.pages[places[page.objgen]].obj, *view])
        made = pikepdf.OutlineItem(item.title, target)
        made.is_closed = item.is_closed
        made.children.extend(self._moved(child, places) for child in item.children)
        return made

    def _take(self, source: pikepdf.Pdf) -> list[Any]:
        """Add the pages of a file; return the elements at the top of its tree."""
        document, start = self.document, len(self.document.pages)
        self._take_fonts(source)
        document.pages.extend(source.pages)
        for page in document.pages[start:]:
            keyed: list[tuple[Any, str]] = [(note, "/StructParent") for note in page.get("/Annots", ())]
            for thing, key in [(page, "/StructParents"), *keyed]:
                if key in thing:
                    thing[key] = int(thing[key]) + self.next_key
        tree = document.copy_foreign(source.Root.StructTreeRoot)
        nums: list[Any] = list(tree.ParentTree.Nums)
        for place, value in zip(nums[::2], nums[1::2], strict=True):
            self.numbers += [int(place) + self.next_key, value]
        self.next_key = _beyond(self.numbers)
        return list(tree.K)

    def _take_fonts(self, source: pikepdf.Pdf) -> None:
        """Note the names of all fonts of a sheet and which glyphs it has of each, and leave the fonts behind."""
        for resources in resources_of(source):
            for name, font in resources.Font.items():
                family = family_of(font)
                if self.families.setdefault(name, family) != family:
                    raise ValueError(f"Two faces share a name: {name}")
                self.used.setdefault(family, {}).update(glyphs_of(font))
            resources.Font = pikepdf.Dictionary()

    def finish(self, faces: Faces, numbers: Sequence[Shaped]) -> None:
        """Write the tree of parents; give all pages the same fonts, and each its number in the pack, an artifact."""
        document, root = self.document, self.document.Root.StructTreeRoot
        root.ParentTree = document.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(self.numbers)))
        root.ParentTreeNextKey = self.next_key
        for family, held in used_in(numbers).items():
            self.families[f"/{family}"] = family
            self.used.setdefault(family, {}).update(held)
        fonts = {family: faces.embed(document, family, held) for family, held in sorted(self.used.items()) if held}
        shared = document.make_indirect(
            pikepdf.Dictionary({name: fonts[family] for name, family in self.families.items() if family in fonts})
        )
        for page, shaped in zip(document.pages, numbers, strict=True):
            page.Resources.Font = shared
            if shaped:
                page.contents_add(_number(shaped, float(page.mediabox[2])), prepend=True)


def _number(shaped: Shaped, width: float) -> bytes:
    """Return the operators that show a number first on a page, where the axes are still those of the paper."""
    place = f"1 0 0 1 {number(width - RIGHT_POINTS - SIZE_POINTS * length_of(shaped))} {number(ABOVE_POINTS)} Tm"
    shown = operators(shaped, SIZE_POINTS)
    return f"/Artifact<</Type/Pagination>>BDC\nq\nBT\n{place}\n{shown}\nET\nQ\nEMC\n".encode()


# ---------------------------------------------------------------- parts of a file


def _beyond(numbers: Sequence[Any]) -> int:
    return 1 + max((int(key) for key in numbers[::2]), default=-1)


def _top_of(page: pikepdf.Page) -> pikepdf.Array:
    return pikepdf.Array([page.obj, pikepdf.Name.XYZ, 0, page.mediabox[3], 0])


def _link(document: pikepdf.Pdf, tops: Sequence[pikepdf.Array]) -> None:
    """Let the links of the front matter lead to the sheets."""
    targets = {f"part-{part}": top for part, top in enumerate(tops)}
    anchors: Any = document.Root.Names.Dests.Names
    for place in range(0, len(anchors), 2):
        if str(anchors[place]) in targets:
            anchors[place + 1] = targets[str(anchors[place])]


def _add_bookmarks(
    document: pikepdf.Pdf, bookmarks: Iterable[tuple[str, Sequence[str]]], tops: Iterable[pikepdf.Array]
) -> None:
    """Add them after those of the front matter; a heading leads to the first of its sheets."""
    targets = iter(tops)
    with document.open_outline() as outline:
        for heading, titles in bookmarks:
            below = [pikepdf.OutlineItem(title, target) for title, target in zip(titles, targets, strict=False)]
            item = pikepdf.OutlineItem(heading, below[0].destination)
            item.children.extend(below)
            item.is_closed = True
            outline.root.append(item)
