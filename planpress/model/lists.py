"""What is asked of lists again and again: pairs by their first, and what of a list is in order; pure."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Lists(dict[K, list[V]]):
    """Lists by key; whoever asks for another key is given an empty one, and nothing is kept."""

    def __missing__(self, key: K) -> list[V]:
        """Return what an unknown key leads to."""
        return []


def listed(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """Return the second of each pair in lists by the first; an empty list by what is no first."""
    found = Lists[K, V]()
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return the members of a longest rising subsequence of distinct numbers."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    kept: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept
