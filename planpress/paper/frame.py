"""A stamped sheet → the objects that it brings to a pack, each with the number that it has there.

In: files as `stamp.py` writes them. Out: objects for `append.py`. What all sheets of a layout have in common is read
once, and parted at what each pack tells otherwise: where an object is, and its key in the tree of parents.

Source:
    ISO 32000-1: 7.3.10 (indirect objects), 14.7.4.4 (parent tree).
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import pikepdf

from planpress.paper.append import Group, Stream, dictionary, packed, parted
from planpress.paper.faces import Used, font_in
from planpress.paper.reading import families_in, glyphs_in

TOLD = re.compile(rb"\((?:[^()\\]|\\.)*\)|(\d+ 0 R|(?<=/StructParent )\d+|(?<=/StructParents )\d+)", re.DOTALL)
"""What is told otherwise in another file: references, and keys in the tree of parents; not what is in a text."""

DIGITS = 7
"""Room for a number, so that nothing moves with it: no file has more objects (ISO 32000-1, annex C)."""

KNOWN_FRAMES = 64
"""How many layouts are remembered: packs have most of them in common."""

Pieces = list[bytes]
"""Objects, parted: what stays as it is, what is told otherwise, and so on in turn."""

Size = tuple[Any, Any]
"""Width and height of a page, as a file tells them."""


class Frame(NamedTuple):
    """What all sheets of a layout bring to a pack: objects, by their numbers in the layout.

    Attributes:
        objects: Those that are no streams, and where each starts in `text`.
        text: All of them.
        pictures: Streams, but for what is on a page: what their dictionaries say, and their bytes.
        pages: The size of each page.
        contents: What is on each page, after what its pack adds to it.
        tops: Elements at the top of the tree.
        above: What is above those.
        keys: Key in the tree of parents → what it leads to.
        tree: The tree of pages.
        fonts: The list of fonts, which all pages share.
        names: The names of those of the layout itself, each with its family.
        used: Their glyphs.
    """

    objects: dict[int, int]
    text: Pieces
    pictures: dict[int, tuple[Pieces, bytes]]
    pages: dict[int, Size]
    contents: list[tuple[int, int]]
    tops: list[int]
    above: int
    keys: dict[int, int]
    tree: int
    fonts: int
    names: dict[str, str]
    used: dict[str, Used]


class Leaf(NamedTuple):
    """A sheet on its way into a pack: what its layout brings, and what was stamped on it.

    `fonts` are those of its slots: name → family and glyphs.
    """

    frame: Frame
    stamped: Mapping[int, bytes | Stream]
    fonts: dict[str, tuple[str, Used]]

    def numbered(self, numbers: dict[int, int], free: int) -> int:
        """Give a number, from `free` on, to all that has none among `numbers` yet; return what is free then."""
        frame = self.frame
        both = (at for pair in frame.contents for at in pair)
        for at in (*frame.objects, *frame.pictures, *both, frame.fonts):
            if at not in numbers:
                numbers[at] = free
                free += 1
        return free

    def moved(
        self, numbers: Mapping[int, int], first_key: int, added: Sequence[bytes], fonts: Mapping[str, bytes]
    ) -> tuple[Group, dict[int, bytes | Stream]]:
        """Return what this sheet brings: objects together, and others.

        Args:
            numbers: Those that its objects have in the pack.
            first_key: The key that its first one has there.
            added: What its pack adds to each of its pages; there may be more.
            fonts: Family → the font of the pack.
        """
        frame = self.frame
        told = {b"%d 0 R" % at: b"%7d 0 R" % number for at, number in numbers.items()}
        told |= {b"%d" % key: b"%7d" % (first_key + key) for key in frame.keys}
        slots = {name: family for name, (family, _used) in self.fonts.items()}
        brought: dict[int, bytes | Stream] = {frame.fonts: named({**frame.names, **slots}, fonts)}
        brought |= {at: Stream(data, _whole(about, told)) for at, (about, data) in frame.pictures.items()}
        for (lead, own), words in zip(frame.contents, added, strict=False):
            brought |= {lead: packed(words), own: self.stamped[own]}
        head = b"".join([b"%d %d " % (numbers[at], start) for at, start in frame.objects.items()])
        group = Group([numbers[at] for at in frame.objects], len(head), head + _whole(frame.text, told))
        return group, {numbers[at]: body for at, body in brought.items()}


def named(families: Mapping[str, str], fonts: Mapping[str, bytes]) -> bytes:
    """Return the list of the fonts of pages: each by its family, and by its name in what is shown there."""
    names = {**{f"/{family}": family for family in fonts}, **families}
    return dictionary({name: fonts[family] for name, family in names.items()})


def leaf_of(file: bytes, *, deep: bool = False) -> tuple[bytes, Leaf]:
    """Return the layout of a stamped file, and what it brings to a pack.

    `deep` goes in what the only element at the top of its tree holds, else that element as a part of the whole.
    """
    layout, stamped = parted(file)
    frame = _frame_of(layout, deep)
    entries = re.findall(rb"(/\S+?) (\d+) 0 R", stamped[frame.fonts])  # type: ignore[arg-type]
    fonts = {name.decode(): font_in(stamped, int(at)) for name, at in entries if int(at) in stamped}
    return layout, Leaf(frame, stamped, fonts)


@lru_cache(KNOWN_FRAMES)
def _frame_of(layout: bytes, deep: bool) -> Frame:
    with pikepdf.open(io.BytesIO(layout)) as source:
        root, pages = source.Root.StructTreeRoot, list(source.pages)
        (top,) = root.K
        top.S = pikepdf.Name.Part
        tops, above = (list(top.K), top) if deep else ([top], root)
        nums: list[Any] = list(root.ParentTree.Nums)
        lists = {int(key): source.make_indirect(held) for key, held in zip(nums[::2], nums[1::2], strict=True)}
        fonts, used, names = pages[0].Resources.Font, glyphs_in(source), families_in(source)
        contents = [(source.make_indirect(pikepdf.Dictionary()), page.Contents) for page in pages]
        for page, both in zip(pages, contents, strict=True):
            page.Contents = pikepdf.Array(both)
        told = {one.objgen[0] for one in (above, source.Root.Pages, fonts, *(one for both in contents for one in both))}
        objects, text, pictures = {}, [b""], {}
        at = 0
        for number, body, data in reached(source, [*(page.obj for page in pages), *tops, *lists.values()], told):
            pieces = _pieces(body)
            if data is not None:
                pictures[number] = pieces, data
                continue
            objects[number] = at
            text[-1] += pieces[0]
            text += pieces[1:]
            text[-1] += b"\n"
            at += sum(map(len, pieces[::2])) + sum(map(_room, pieces[1::2])) + 1
        return Frame(
            objects,
            text,
            pictures,
            {page.obj.objgen[0]: size_of(page) for page in pages},
            [(lead.objgen[0], own.objgen[0]) for lead, own in contents],
            [element.objgen[0] for element in tops],
            above.objgen[0],
            {key: held.objgen[0] for key, held in lists.items()},
            source.Root.Pages.objgen[0],
            fonts.objgen[0],
            names,
            used,
        )


def size_of(page: pikepdf.Page) -> Size:
    """Return width and height of a page."""
    _left, _bottom, width, height = page.mediabox
    return width, height


def reached(
    document: pikepdf.Pdf, starts: Iterable[Any], told: Iterable[int]
) -> Iterator[tuple[int, bytes, bytes | None]]:
    """Yield all that `starts` lead to but for what is `told` elsewhere: numbers, and what is there, with its bytes.

    Of a stream, it is what its dictionary says besides their number.
    """
    seen, waiting = set(told), [start.objgen[0] for start in starts]
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        thing: Any = document.get_object(number, 0)
        data = thing.read_raw_bytes() if isinstance(thing, pikepdf.Stream) else None
        if data is not None:
            body = re.sub(rb"/Length \d+( 0 R)?", b"", thing.stream_dict.unparse())[2:-2]
        else:
            body = b"null" if thing is None else thing.unparse(resolved=True)
        waiting += [int(one[:-4]) for one in reversed(TOLD.findall(body)) if one.endswith(b"R")]
        yield number, body, data


def _pieces(text: bytes) -> Pieces:
    pieces, at = [], 0
    for found in TOLD.finditer(text):
        if found[1]:
            pieces += [text[at : found.start()], found[1]]
            at = found.end()
    return [*pieces, text[at:]]


def _room(told: bytes) -> int:
    """Return how much room what is told otherwise takes."""
    return DIGITS + len(told.lstrip(b"0123456789"))


def _whole(pieces: Pieces, told: Mapping[bytes, bytes]) -> bytes:
    whole = list(pieces)
    whole[1::2] = map(told.__getitem__, pieces[1::2])
    return b"".join(whole)
