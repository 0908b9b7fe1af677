"""A PDF and objects that it gets → the same file with these at its end, and none of it written anew; and back.

In: a file as `stamp.file_of` writes it, or the first line of one that is still empty, and objects by number: those that
it has, and new ones. Out: PDF bytes that depend on these alone.

Source:
    ISO 32000-1: 7.5.6 (incremental updates), 7.5.7 (object streams), 7.5.8 (cross-reference streams).
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from itertools import accumulate, count, pairwise, repeat
from typing import NamedTuple

PACKED = b"/Filter/FlateDecode"
"""What the dictionary of a stream says where its bytes are packed."""

EFFORT, MOST = 6, 9
"""How hard a stream is packed, and what is shown on a page: the most takes 1 % off that, of tables next to nothing."""


class Stream(NamedTuple):
    """A stream: its bytes, and what its dictionary says besides their number."""

    data: bytes
    about: bytes = PACKED

    @property
    def body(self) -> bytes:
        """What stands between the number of the object and its end."""
        return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(self.data), self.about, self.data)

    @property
    def unpacked(self) -> bytes:
        """Its bytes, where those are packed."""
        return zlib.decompress(self.data)


class Trailer(NamedTuple):
    """What leads into a file: the number of its objects, and which its catalogue and its information are."""

    size: int
    root: int
    info: int


PLACE = struct.Struct(">BIH")
"""Where an object lies: 1 and how far from the start of the file, or 2, its group and its place in there."""

STREAM = re.compile(rb"(\d+) 0 obj\n<</Length (\d+)(.*)>>\nstream\n")


def packed(data: bytes, about: bytes = b"", effort: int = EFFORT) -> Stream:
    """Return a stream that holds `data`, packed; its dictionary says `about` besides."""
    return Stream(zlib.compress(data, effort), PACKED + about)


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    """Return a dictionary with `entries`, as they are to be written."""
    return b"<<%s>>" % b"".join(b"%s %s" % (name.encode(), value) for name, value in entries.items())


def appended(file: bytes, trailer: Trailer, *groups: Mapping[int, bytes | Stream]) -> bytes:
    """Return `file` with the objects of all `groups`, those of each that are no streams in one stream of objects."""
    out = bytearray(file)
    streams: dict[int, Stream] = {}
    places: dict[int, bytes] = {}
    free = max(trailer.size, *(max(group) + 1 for group in groups))
    for holder, group in enumerate(groups, free):
        loose = {number: body for number, body in group.items() if isinstance(body, bytes)}
        streams |= {number: body for number, body in group.items() if isinstance(body, Stream)}
        streams[holder] = _together(loose)
        places.update(zip(loose, map(PLACE.pack, repeat(2), repeat(holder), count()), strict=False))
    for number, stream in streams.items():
        places[number] = PLACE.pack(1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, stream.body)
    _head, end, start = file.rpartition(b"startxref")
    before = b"/Prev %d" % int(start.split()[0]) if end else b""
    mark = hashlib.md5(memoryview(out)[len(file) :], usedforsecurity=False).hexdigest().encode()
    last = free + len(groups)
    places[last] = PLACE.pack(1, len(out), 0)
    numbers = sorted(places)
    about = b"/Type/XRef/Size %d/Root %d 0 R/Info %d 0 R%s/ID[<%s><%s>]/W[1 4 2]/Index[%s]" % (
        *(last + 1, trailer.root, trailer.info, before, mark, mark),
        b" ".join(b"%d %d" % stretch for stretch in _stretches(numbers)),
    )
    table = packed(b"".join(map(places.__getitem__, numbers)), about)
    return bytes(out + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last, table.body, len(out)))


def parted(file: bytes) -> tuple[bytes, dict[int, bytes | Stream]]:
    """Return what `appended` made a file of: the one before, and the objects of a group."""
    (before,) = re.findall(rb"/Prev (\d+)", file[int(file[file.rindex(b"startxref") :].split()[1]) :])
    end = b"\nstartxref\n%s\n%%%%EOF\n" % before
    at = start = file.index(end, int(before)) + len(end)
    found: dict[int, Stream] = {}
    while stream := STREAM.match(file, at):
        number, data = int(stream[1]), file[stream.end() : stream.end() + int(stream[2])]
        at = stream.end() + len(data) + len(b"\nendstream\nendobj\n")
        found[number] = Stream(data, stream[3])
    _table, holder = found.popitem(), found.popitem()[1]
    first, whole = int(holder.about.split()[-1]), holder.unpacked
    numbers, starts = (list(map(int, whole[:first].split()[which::2])) for which in (0, 1))
    bodies = (whole[first + one : first + other - 1] for one, other in pairwise((*starts, len(whole) - first + 1)))
    return file[:start], {**dict(zip(numbers, bodies, strict=True)), **found}


def _together(objects: Mapping[int, bytes]) -> Stream:
    """Return the stream that holds objects which are no streams."""
    starts = accumulate((len(body) + 1 for body in objects.values()), initial=0)
    head = b" ".join([b"%d %d" % place for place in zip(objects, starts, strict=False)]) + b"\n"
    about = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return packed(head + b"\n".join(objects.values()), about)


def _stretches(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first of each stretch of numbers that follow one another, and how many they are."""
    gaps = (at for at, (one, other) in enumerate(pairwise(numbers), 1) if other != one + 1)
    return [(numbers[start], end - start) for start, end in pairwise((0, *gaps, len(numbers)))]
