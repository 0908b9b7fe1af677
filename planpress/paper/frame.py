"""A stamped sheet → the objects that it brings to a pack, each with the number that it has there.

In: files as `stamp.py` writes them. Out: objects for `append.py`. What all sheets of a layout have in common is read
once, and left open where each pack tells it otherwise.

Source:
    ISO 32000-1: 7.3.10 (indirect objects), 14.7.4.4 (parent tree).
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import pikepdf

from planpress.paper.append import Stream, dictionary, packed, parted
from planpress.paper.faces import Used, font_in
from planpress.paper.reading import fonts_in

TOLD = re.compile(rb"\((?:[^()\\]|\\.)*\)|(\d+)(?= 0 R)|(?<=/StructParent )\d+|(?<=/StructParents )\d+", re.DOTALL)
"""What is told otherwise in another file: references, and keys in the tree of parents; not what is in a text."""

KNOWN_FRAMES = 64
"""How many layouts are remembered: packs have most of them in common."""

Fonts = dict[str, tuple[str, Used]]
"""Names of fonts, each with its family and its glyphs."""

Size = tuple[Any, Any]
"""Width and height of a page, as a file tells them."""


class Body(NamedTuple):
    """An object of a layout: what it says, open where a number stands, those numbers, and the bytes of a stream.

    A number is that of an object, or tells a key: the first is -1, the next -2.
    """

    said: bytes
    numbers: tuple[int, ...]
    data: bytes | None

    def moved(self, told: Mapping[int, int]) -> bytes | Stream:
        """Return it with other numbers."""
        said = self.said % tuple([told[number] for number in self.numbers])
        return said if self.data is None else Stream(self.data, said)


class Frame(NamedTuple):
    """What all sheets of a layout bring to a pack, and where; objects are named by their numbers in the layout.

    Attributes:
        objects: All that is led to, but for what each sheet or its pack tells.
        pages: The size of each.
        contents: What is on each page: what its pack adds, and its own.
        tops: Elements at the top of the tree.
        keys: Key in the tree of parents → what it leads to.
        above: What is above the elements and above the pages.
        listed: The list of fonts, which all pages share.
        fonts: Those of the layout itself, each with its family and its glyphs.
    """

    objects: dict[int, Body]
    pages: dict[int, Size]
    contents: list[tuple[int, int]]
    tops: list[int]
    keys: dict[int, int]
    above: tuple[int, int]
    listed: int
    fonts: dict[int, tuple[str, Used]]


class Leaf(NamedTuple):
    """A sheet on its way into a pack: what its layout brings, what was stamped on it, and all its fonts."""

    frame: Frame
    stamped: Mapping[int, Any]
    fonts: Fonts

    def moved(
        self, places: Mapping[int, int], first_key: int, free: int, added: Sequence[bytes], fonts: Mapping[str, bytes]
    ) -> dict[int, bytes | Stream]:
        """Return what this sheet brings.

        Args:
            places: Numbers that some of its objects have in the pack; others get one from `free` on.
            first_key: The key that its first one has there.
            free: The first number that no object has yet.
            added: What its pack adds to each of its pages; there may be more.
            fonts: Family → the font of the pack.
        """
        frame = self.frame
        brought: dict[int, Any] = {**frame.objects, frame.listed: list_of(self.fonts, fonts)}
        for (lead, own), words in zip(frame.contents, added, strict=False):
            brought |= {lead: packed(words), own: self.stamped[own]}
        told = {**places, **{-1 - key: first_key + key for key in frame.keys}}
        told |= {at: number for number, at in enumerate((at for at in brought if at not in places), free)}
        return {told[at]: body.moved(told) if isinstance(body, Body) else body for at, body in brought.items()}


def list_of(names: Fonts, fonts: Mapping[str, bytes]) -> bytes:
    """Return the list of the fonts of pages: each by its family, and by its name in what is shown there."""
    own = {name: fonts[family] for name, (family, _used) in names.items()}
    return dictionary({**{f"/{family}": font for family, font in fonts.items()}, **own})


def leaf_of(file: bytes, *, deep: bool = False) -> tuple[bytes, Leaf]:
    """Return the layout of a stamped file, and what it brings to a pack.

    `deep` goes in what the only element at the top of its tree holds, else that element as a part of the whole.
    """
    layout, objects = parted(file)
    stamped: Mapping[int, Any] = objects
    frame = _frame_of(layout, deep)
    entries = ((name.decode(), int(at)) for name, at in re.findall(rb"(/\S+?) (\d+) 0 R", stamped[frame.listed]))
    fonts = {name: font_in(stamped, at) if at in stamped else frame.fonts[at] for name, at in entries}
    return layout, Leaf(frame, stamped, fonts)


@lru_cache(KNOWN_FRAMES)
def _frame_of(layout: bytes, deep: bool) -> Frame:
    with pikepdf.open(io.BytesIO(layout)) as source:
        root, pages = source.Root.StructTreeRoot, list(source.pages)
        (top,) = root.K
        top.S = pikepdf.Name.Part
        tops, above = (list(top.K), top) if deep else ([top], root)
        nums: list[Any] = list(root.ParentTree.Nums)
        keys = {int(key): source.make_indirect(held) for key, held in zip(nums[::2], nums[1::2], strict=True)}
        listed = pages[0].Resources.Font
        contents = [(source.make_indirect(pikepdf.Dictionary()), page.Contents) for page in pages]
        for page, both in zip(pages, contents, strict=True):
            page.Contents = pikepdf.Array(both)
        told = [above, source.Root.Pages, listed, *(one for both in contents for one in both)]
        found = reached(source, [*(page.obj for page in pages), *tops, *keys.values()], map(_number, told))
        return Frame(
            {at: opened(body) for at, body in found},
            {_number(page.obj): size_of(page) for page in pages},
            [(_number(lead), _number(own)) for lead, own in contents],
            [_number(element) for element in tops],
            {key: _number(held) for key, held in keys.items()},
            (_number(above), _number(source.Root.Pages)),
            _number(listed),
            {_number(listed[name]): font for name, font in fonts_in(source).items()},
        )


def _number(thing: Any) -> int:
    number: int = thing.objgen[0]
    return number


def size_of(page: pikepdf.Page) -> Size:
    """Return width and height of a page."""
    _left, _bottom, width, height = page.mediabox
    return width, height


def reached(document: pikepdf.Pdf, starts: Iterable[Any], told: Iterable[int]) -> Iterator[tuple[int, bytes | Stream]]:
    """Yield all that `starts` lead to, by number, but for what is `told` elsewhere."""
    seen, waiting = set(told), [_number(start) for start in starts]
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        thing: Any = document.get_object(at, 0)
        if isinstance(thing, pikepdf.Stream):
            said = re.sub(rb"/Length \d+( 0 R)?", b"", thing.stream_dict.unparse())[2:-2]
            yield at, Stream(thing.read_raw_bytes(), said)
        else:
            said = b"null" if thing is None else thing.unparse(resolved=True)
            yield at, said
        waiting += [int(number) for number in reversed(TOLD.findall(said)) if number]


def opened(body: bytes | Stream) -> Body:
    """Leave open in an object what is told otherwise elsewhere."""
    numbers = []

    def leave(found: re.Match[bytes]) -> bytes:
        if found[0].startswith(b"("):
            return found[0]
        numbers.append(int(found[0]) if found[1] else -1 - int(found[0]))
        return b"%d"

    said, data = (body, None) if isinstance(body, bytes) else (body.about, body.data)
    return Body(TOLD.sub(leave, said.replace(b"%", b"%%")), tuple(numbers), data)
