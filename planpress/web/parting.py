"""A list that is too long for its page → the parts that pages of their own show.

In: rows with their names, and about how many bytes each takes. Out: `Part` values, in the order of a dictionary, so
that a reader finds a name by what it begins with, without a script. No page of a site comes to 300 KB, however many
units a campaign has.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Generic, TypeVar

from pypinyin import lazy_pinyin

T = TypeVar("T")

MOST = 256_000
"""Bytes of a list that one page holds, beside what stands around it."""

PART = 90_000
"""Bytes of a list on a page of its own, once it does not fit on one with others: less, so that telephones keep up."""

FEW = 6_000
"""Bytes of a list that is not worth a page of its own."""


@dataclass(frozen=True)
class Part(Generic[T]):
    """Rows of a long list: its page, the names of the first and the last, and the letters that these begin with."""

    rows: tuple[T, ...]
    address: str
    first: str
    last: str

    @property
    def letters(self) -> str:
        """What the names begin with, such as `B–D`."""
        ends = dict.fromkeys((_read(self.first)[:1].upper(), _read(self.last)[:1].upper()))
        return "–".join(ends)


@cache
def _read(name: str) -> str:
    """Return a name as one looks it up: of Chinese its pinyin, of all else letters without case and accents."""
    letters = unicodedata.normalize("NFKD", "".join(lazy_pinyin(name)))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def in_order(rows: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """Put rows in the order in which a dictionary has their names."""
    return sorted(rows, key=lambda row: (_read(name(row)), name(row)))


def filled(rows: Iterable[T], size: Callable[[T], int], most: int = PART) -> list[tuple[T, ...]]:
    """Cut rows into parts of about the same number of bytes, and of not many more than `most`."""
    sized = [(row, size(row)) for row in rows]
    total = sum(bytes_ for _row, bytes_ in sized)
    number, before = -(-total // most), 0
    parts: dict[int, list[T]] = defaultdict(list)
    for row, bytes_ in sized:
        parts[int((before + bytes_ / 2) * number / total)].append(row)
        before += bytes_
    return [tuple(part) for part in parts.values()]


def parts_of(
    rows: Iterable[T], name: Callable[[T], str], size: Callable[[T], int], pages: Iterator[str]
) -> tuple[Part[T], ...]:
    """Part rows for pages of their own, whose addresses are the next of `pages`."""
    parts = filled(in_order(rows, name), size)
    return tuple(Part(part, next(pages), name(part[0]), name(part[-1])) for part in parts)


def numbered(address: Callable[[int], str]) -> Iterator[str]:
    """Yield the addresses of pages numbered from 1."""
    return map(address, count(1))
