"""Which annex of a file is which sector: by what stands in it, then by its title.

In: a `Search` that knows what is said word for word. Out: its `parts`.
"""

from __future__ import annotations

from collections import Counter

from planpress.content.rules.names import folded
from planpress.content.word.aligning.likeness import alike
from planpress.content.word.aligning.search import Search

ALIKE = 0.8
"""How alike the titles of the two that are left must be."""


def match_annexes(search: Search) -> None:
    """Pair the annexes: by bookmark, by most of what stands in them, by title, and what is left by a title alike."""
    _by_marks(search)
    votes: Counter[tuple[int, int]] = Counter()
    for old, new in search.to_new.items():
        votes[search.old.spots[old].part, search.new.spots[new].part] += 1
    sizes = [Counter(spot.part for spot in side.spots) for side in (search.old, search.new)]
    for (old, new), count in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        if min(old, new) > 0 and count * 3 >= min(sizes[0][old], sizes[1][new]):
            _pair(search, old, new)
    for least in (1.0, ALIKE):
        _by_title(search, least)


def _pair(search: Search, old: int, new: int) -> None:
    taken = old in search.parts or new in search.parts.values()
    if not taken and (old, new) not in search.parts_apart:
        search.parts[old] = new


def _by_marks(search: Search) -> None:
    names = {mark: number for number, part in enumerate(search.old.outline.parts) for mark in part.marks}
    for number, part in enumerate(search.new.outline.parts):
        for mark in part.marks:
            if names.get(mark):
                _pair(search, names[mark], number)


def _by_title(search: Search, least: float) -> None:
    """Pair those left whose titles are so alike, the most alike first; none of two that are equally so."""
    ours = [number for number in range(1, len(search.old.outline.parts)) if number not in search.parts]
    taken = set(search.parts.values())
    theirs = [number for number in range(1, len(search.new.outline.parts)) if number not in taken]
    scores = sorted((-title_alike(search, old, new), old, new) for old in ours for new in theirs)
    scores = [one for one in scores if -one[0] >= least]
    for score, old, new in scores:
        if not any(one[0] == score and (one[1] == old) != (one[2] == new) for one in scores):
            _pair(search, old, new)


def title_alike(search: Search, old: int, new: int) -> float:
    """Return how alike the titles of two parts are."""
    return alike(folded(search.old.outline.parts[old].title), folded(search.new.outline.parts[new].title))
