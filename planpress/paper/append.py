"""A PDF and objects that it gets → the same file with these at its end, and none of it written anew; and back.

In: a file as `stamp.file_of` writes it, or the first line of one that is still empty, and objects by number: those that
it has, and new ones. Out: PDF bytes that depend on these alone. What a layout has in common is packed once; what is
stamped on it follows behind.

Source:
    ISO 32000-1: 7.5.6 (incremental updates), 7.5.7 (object streams), 7.5.8 (cross-reference streams).
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import count, pairwise, repeat
from typing import NamedTuple

PACKED = b"/Filter/FlateDecode"
"""What the dictionary of a stream says where its bytes are packed."""


EFFORT = 5
"""How hard what is stamped and bound is packed: half as much again in time takes 2 % off."""


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


PLACE = struct.Struct(">BIH")
"""Where an object lies: 1 and how far from the start of the file, or 2, its group and its place in there."""

STREAM = re.compile(rb"(\d+) 0 obj\n<</Length (\d+)(.*)>>\nstream\n")

GROUPED = re.compile(rb"/Type/ObjStm/N \d+/First (\d+)$")


def packed(data: bytes, about: bytes = b"") -> Stream:
    """Return a stream that holds `data`, packed; its dictionary says `about` besides."""
    return Stream(zlib.compress(data, EFFORT), PACKED + about)


class Group(NamedTuple):
    """Objects that are no streams, in one stream of objects: their numbers, where the first starts, and all of it."""

    numbers: Sequence[int]
    first: int
    data: bytes

    @property
    def stream(self) -> Stream:
        """The stream that holds them."""
        return packed(self.data, b"/Type/ObjStm/N %d/First %d" % (len(self.numbers), self.first))


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    """Return a dictionary with `entries`, as they are to be written."""
    return b"<<%s>>" % b"".join(b"%s %s" % (name.encode(), value) for name, value in entries.items())


def appended(
    file: bytes, trailer: Trailer, objects: Mapping[int, bytes | Stream], groups: Iterable[Group] = ()
) -> bytes:
    """Return `file` with `groups` and `objects`, those that are no streams in a group of their own."""
    out = bytearray(file)
    loose = {number: body for number, body in objects.items() if isinstance(body, bytes)}
    streams = {number: body for number, body in objects.items() if isinstance(body, Stream)}
    places: dict[int, bytes] = {}
    free = max(trailer.size, *(number + 1 for number in objects))
    for holder, group in enumerate((*groups, _together(loose)), free):
        streams[holder] = group.stream
        places.update(zip(group.numbers, map(PLACE.pack, repeat(2), repeat(holder), count()), strict=False))
    last = max(streams) + 1
    for number, stream in streams.items():
        places[number] = PLACE.pack(1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, stream.body)
    _before, end, start = file.rpartition(b"startxref")
    before = b"/Prev %d" % int(start.split()[0]) if end else b""
    mark = hashlib.md5(memoryview(out)[len(file) :], usedforsecurity=False).hexdigest().encode()
    places[last] = PLACE.pack(1, len(out), 0)
    numbers = sorted(places)
    about = b"/Type/XRef/Size %d/Root %d 0 R/Info %d 0 R%s/ID[<%s><%s>]/W[1 4 2]/Index[%s]" % (
        *(last + 1, trailer.root, trailer.info, before, mark, mark),
        b" ".join(b"%d %d" % stretch for stretch in _stretches(numbers)),
    )
    table = packed(b"".join(map(places.__getitem__, numbers)), about)
    return bytes(out + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last, table.body, len(out)))


def parted(file: bytes) -> tuple[bytes, dict[int, bytes | Stream]]:
    """Return what `appended` made a file of: the one before, and the objects."""
    (before,) = re.findall(rb"/Prev (\d+)", file[int(file[file.rindex(b"startxref") :].split()[1]) :])
    end = b"\nstartxref\n%s\n%%%%EOF\n" % before
    at = start = file.index(end, int(before)) + len(end)
    found: dict[int, bytes | Stream] = {}
    while stream := STREAM.match(file, at):
        data = file[stream.end() : stream.end() + int(stream[2])]
        at = stream.end() + len(data) + len(b"\nendstream\nendobj\n")
        if group := GROUPED.search(stream[3]):
            whole, first = zlib.decompress(data), int(group[1])
            head = [*map(int, whole[:first].split()), len(whole) - first + 1]
            bodies = (whole[first + start : first + end - 1] for start, end in pairwise((*head[1:-1:2], head[-1])))
            found |= zip(head[:-1:2], bodies, strict=True)
        else:
            found[int(stream[1])] = Stream(data, stream[3])
    del found[max(found)]  # the table of them
    return file[:start], found


def _together(objects: Mapping[int, bytes]) -> Group:
    """Return the group of objects which are no streams."""
    heads, at = [], 0
    for number, body in objects.items():
        heads.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(heads) + b"\n"
    return Group(tuple(objects), len(head), head + b"\n".join(objects.values()))


def _stretches(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first of each stretch of numbers that follow one another, and how many they are."""
    gaps = (at for at, (one, other) in enumerate(pairwise(numbers), 1) if other != one + 1)
    return [(numbers[start], end - start) for start, end in pairwise((0, *gaps, len(numbers)))]
