"""A list before and after → what in it is no longer in line with the rest.

In: two lists of names. Out: names, as few as can be; pure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def moved_in(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return what of both lists is no longer in line with the rest: as few as can be."""
    rank = {name: number for number, name in enumerate(old)}
    both = [name for name in new if name in rank]
    kept = _longest_rise([rank[name] for name in both])
    return {name for name in both if rank[name] not in kept}


def _longest_rise(numbers: Sequence[int]) -> set[int]:
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
