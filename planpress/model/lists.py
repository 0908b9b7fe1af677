"""Pairs → lists of the second of each by the first; pure."""

from collections.abc import Iterable
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
