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
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from planpress.paper.append import Trailer, appended
from planpress.paper.faces import Faces, Shaped, length_of, number, operators, together, used_in
from planpress.paper.fonts import TAIL
from planpress.paper.frame import Leaf, Size, leaf_of, list_of, reached, size_of
from planpress.paper.reading import fonts_in

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
        for page in document.pages:
            for note in page.get("/Annots", ()):
                note.F = PRINTED
        for part in parts:
            pack.add(part)
        starts = (pack.pages[sheet.page] for sheet in pack.sheets)
        tops = [Array([page, Name.XYZ, 0, height, 0]) for page, (_width, height) in starts]
        _link(document, tops)
        _add_bookmarks(document, bookmarks, tops)
        document.Root.ViewerPreferences.Duplex = Name.DuplexFlipLongEdge
        total = len(pack.pages)
        return pack.file(faces, [faces.shaped(words(page, total), FAMILIES, language) for page in range(1, total + 1)])


def joined(parts: Iterable[bytes], faces: Faces) -> bytes:
    """Join the parts of one document, which are tagged and numbered, behind each other.

    Title, language and metadata are those of the first. `faces` are what all is set in.
    """
    first, *others = parts
    with pikepdf.open(io.BytesIO(first)) as document:
        whole = _Pack(document)
        for part in others:
            whole.go_on(part)
        return whole.file(faces, [()] * len(whole.pages))


class _Placed(NamedTuple):
    """A sheet in its place: on which page it starts, with which key, and the numbers of what is led to from outside."""

    leaf: Leaf
    page: int
    key: int
    numbers: dict[int, int]


class _Pack:
    """A pack that grows sheet by sheet.

    All sheets number their glyphs as the prepared faces do. So one font a face serves them all, with the glyphs of
    each, and what stands on their pages stays as it is: a pack is a fraction of the size of its parts. The front matter
    is open, and holds a place for all of a sheet that something leads to; the sheets themselves go behind it.
    """

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.document = document
        self.tree = document.Root.Pages
        (self.whole,) = document.Root.StructTreeRoot.K
        self.keys: list[Any] = list(document.Root.StructTreeRoot.ParentTree.Nums)
        self.next_key = _beyond(self.keys[::2])
        self.own = dict(enumerate(document.pages))
        self.pages: list[tuple[Any, Size]] = [(page.obj, size_of(page)) for page in self.own.values()]
        self.fonts = fonts_in(document)
        self.sheets: list[_Placed] = []

    def add(self, part: bytes) -> None:
        """Add a sheet on the front of a leaf."""
        if len(self.pages) % 2:
            place, (_page, size) = len(self.pages), self.pages[-1]
            box = Array([0, 0, *size])
            blank = Dictionary(Type=Name.Page, Parent=self.tree, MediaBox=box, Resources=Dictionary())
            self.own[place] = pikepdf.Page(self._place(blank, size))
        self._take(leaf_of(part)[1])

    def go_on(self, part: bytes) -> None:
        """Add what goes on with the same document on the next page, with its bookmarks."""
        layout, leaf = leaf_of(part, deep=True)
        self._take(leaf)
        places = self.sheets[-1].numbers
        with (
            pikepdf.open(io.BytesIO(layout)) as source,
            source.open_outline() as theirs,
            self.document.open_outline() as ours,
        ):
            ours.root.extend(self._moved(item, places) for item in theirs.root)

    def _moved(self, item: pikepdf.OutlineItem, places: Mapping[int, int]) -> pikepdf.OutlineItem:
        """Return a bookmark of another file, whose pages have come to `places`."""
        page, *view = list(item.destination)  # type: ignore[arg-type]
        target = Array([self.document.get_object(places[page.objgen[0]], 0), *view])
        made = pikepdf.OutlineItem(item.title, target)
        made.is_closed = item.is_closed
        made.children.extend(self._moved(child, places) for child in item.children)
        return made

    def _place(self, page: Dictionary, size: Size) -> Any:
        """Add a page; return it as others name it."""
        placed = self.document.make_indirect(page)
        self.tree.Kids.append(placed)
        self.pages.append((placed, size))
        return placed

    def _take(self, leaf: Leaf) -> None:
        """Add a sheet: hold a place for all of it that something leads to."""
        frame, start, first = leaf.frame, len(self.pages), self.next_key
        held = {at: self._place(Dictionary(), size) for at, size in frame.pages.items()}
        held |= {at: self.document.make_indirect(Dictionary()) for at in (*frame.tops, *frame.keys.values())}
        self.whole.K.extend([held[at] for at in frame.tops])
        for key, at in frame.keys.items():
            self.keys += [first + key, held[at]]
        self.next_key += _beyond(frame.keys)
        self.sheets.append(_Placed(leaf, start, first, {at: thing.objgen[0] for at, thing in held.items()}))

    def file(self, faces: Faces, numbers: Sequence[Shaped]) -> bytes:
        """Return the whole as a file: each face once, and on each page its number in the pack, an artifact."""
        document, root = self.document, self.document.Root.StructTreeRoot
        self.tree.Count = len(self.pages)
        root.ParentTree, root.ParentTreeNextKey = Dictionary(Nums=Array(self.keys)), self.next_key
        added = [_number(shaped, float(size[0])) for shaped, (_page, size) in zip(numbers, self.pages, strict=True)]
        shared = document.make_indirect(Dictionary())
        for place, page in self.own.items():
            page.contents_add(added[place], prepend=True)
            page.Resources.Font = shared
        told = {shared.objgen[0], *(number for sheet in self.sheets for number in sheet.numbers.values())}
        front = dict(reached(document, [document.Root, document.docinfo], told))
        last = max(*front, *told)
        fonts: dict[str, bytes] = {}
        all_fonts = (
            held for told in (self.fonts, *(sheet.leaf.fonts for sheet in self.sheets)) for held in told.values()
        )
        for family, used in together((*all_fonts, *used_in(numbers).items())).items():
            made = faces.font(family, used).objects(last + 1)
            front |= made
            last = max(made)
            fonts[family] = b"%d 0 R" % last
        front[shared.objgen[0]] = list_of(self.fonts, fonts)
        groups = [front]
        for leaf, start, key, places in self.sheets:
            above = zip(leaf.frame.above, (self.whole.objgen[0], self.tree.objgen[0]), strict=True)
            groups.append(leaf.moved({**places, **dict(above)}, key, last + 1, added[start:], fonts))
            last = max(groups[-1])
        trailer = Trailer(0, document.Root.objgen[0], document.docinfo.objgen[0])
        head = b"%%PDF-%s\n%%\xbf\xf7\xa2\xfe\n" % document.pdf_version.encode()  # bytes that tell it from text
        return appended(head, trailer, *groups)


def _number(shaped: Shaped, width: float) -> bytes:
    """Return the operators that show a number first on a page, where the axes are still those of the paper."""
    if not shaped:
        return b""
    place = f"1 0 0 1 {number(width - RIGHT_POINTS - SIZE_POINTS * length_of(shaped))} {number(ABOVE_POINTS)} Tm"
    shown = operators(shaped, SIZE_POINTS)
    return f"/Artifact<</Type/Pagination>>BDC\nq\nBT\n{place}\n{shown}\nET\nQ\nEMC\n".encode()


# ---------------------------------------------------------------- parts of a file


def _beyond(keys: Iterable[Any]) -> int:
    return 1 + max(map(int, keys), default=-1)


def _link(document: pikepdf.Pdf, tops: Sequence[Array]) -> None:
    """Let the links of the front matter lead to the sheets."""
    targets = {f"part-{part}": top for part, top in enumerate(tops)}
    anchors: Any = document.Root.Names.Dests.Names
    for place in range(0, len(anchors), 2):
        if str(anchors[place]) in targets:
            anchors[place + 1] = targets[str(anchors[place])]


def _add_bookmarks(
    document: pikepdf.Pdf, bookmarks: Iterable[tuple[str, Sequence[str]]], tops: Iterable[Array]
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
