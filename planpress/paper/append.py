"""A PDF and objects that it gets → the same file with these at its end, and none of it written anew.

In: a file as `stamp.file_of` writes it, and objects by number: those that it has, and new ones. Out: PDF bytes that
depend on these alone. What a layout has in common is packed once; what is stamped on it follows behind.

Source:
    ISO 32000-1: 7.5.6 (incremental updates), 7.5.7 (object streams), 7.5.8 (cross-reference streams).
"""

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

PACKED = b"/Filter/FlateDecode"
"""What the dictionary of a stream says where its bytes are packed."""


class Stream(NamedTuple):
    """A stream: its bytes, and what its dictionary says besides their number."""

    data: bytes
    about: bytes = PACKED

    @property
    def body(self) -> bytes:
        """What stands between the number of the object and its end."""
        return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(self.data), self.about, self.data)


class Trailer(NamedTuple):
    """What leads into a file: the number of its objects, and which its catalogue and its information are."""

    size: int
    root: int
    info: int


Place = tuple[int, int, int]
"""Where an object lies: 1 and how far from the start of the file, or 2, its object stream and its place in there."""


def packed(data: bytes) -> Stream:
    """Return a stream that holds `data`, packed."""
    return Stream(zlib.compress(data))


def appended(file: bytes, trailer: Trailer, objects: Mapping[int, bytes | Stream]) -> bytes:
    """Return `file` with `objects`, those that are no streams in one stream of objects."""
    out = bytearray(file)
    holder = max(trailer.size, *(number + 1 for number in objects))
    loose = {number: body for number, body in objects.items() if isinstance(body, bytes)}
    streams = {number: body for number, body in objects.items() if isinstance(body, Stream)}
    places: dict[int, Place] = {number: (2, holder, at) for at, number in enumerate(loose)}
    for number, stream in {**streams, holder: _together(loose)}.items():
        places[number] = 1, len(out), 0
        out += b"%d 0 obj\n%s\nendobj\n" % (number, stream.body)
    before = int(file[file.rindex(b"startxref") :].split()[1])
    mark = hashlib.md5(memoryview(out)[len(file) :], usedforsecurity=False).hexdigest().encode()
    places[holder + 1] = 1, len(out), 0
    about = b"/Type/XRef/Size %d/Root %d 0 R/Info %d 0 R/Prev %d/ID[<%s><%s>]/W[1 4 2]/Index[%s]" % (
        *(holder + 2, trailer.root, trailer.info, before, mark, mark),
        b" ".join(b"%d %d" % (first, count) for first, count in _stretches(places)),
    )
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + at.to_bytes(2, "big")
        for _number, (kind, place, at) in sorted(places.items())
    )
    end = b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out + end % (holder + 1, Stream(table, about).body, len(out)))


def _together(objects: Mapping[int, bytes]) -> Stream:
    """Return the stream that holds objects which are no streams."""
    heads, at = [], 0
    for number, body in objects.items():
        heads.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(heads) + b"\n"
    about = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return Stream(zlib.compress(head + b"\n".join(objects.values())), PACKED + about)


def _stretches(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first of each stretch of numbers that follow one another, and how many they are."""
    runs = groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
    found = [[number for _at, number in run] for _key, run in runs]
    return [(run[0], len(run)) for run in found]
