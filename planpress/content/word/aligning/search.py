"""Two outlines → the state of the search for what is there in what the file says; each step adds pairs to it.

In: outlines. Out: `Search`, which knows what is found, what is still free, and which lists belong together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from planpress.content.rules.names import folded
from planpress.content.word.aligning.likeness import Kin, alike
from planpress.content.word.aligning.matching import How, Spot, spots_of
from planpress.content.word.outline import LETTER, Outline

FAR = 0.45
"""What is less alike than this is nothing to each other."""


class Scope(NamedTuple):
    """The list that something stands in: a part, the clause above (None at its top), and whether it is its rows."""

    part: int
    above: int | None
    rows: bool


class Side:
    """All clauses and rows of one outline, their folded words, and the lists they stand in."""

    def __init__(self, outline: Outline) -> None:
        """Read `outline` once."""
        self.outline = outline
        self.spots = spots_of(outline)
        self.words = [folded(spot.said) for spot in self.spots]
        self.lists: dict[Scope, list[int]] = defaultdict(list)
        for spot in self.spots:
            self.lists[scope_of(spot)].append(spot.key)

    def below(self, key: int) -> list[int]:
        """Return what stands directly below a clause."""
        return self.lists.get(Scope(self.spots[key].part, key, False), [])

    def beside(self, key: int, step: int) -> int | None:
        """Return the neighbour before (-1) or behind (1); None where there is none."""
        spot = self.spots[key]
        line, at = self.lists[scope_of(spot)], spot.place + step
        return line[at] if 0 <= at < len(line) else None

    @cached_property
    def by_ref(self) -> dict[str, int]:
        """The key of each address."""
        return {spot.what.ref: spot.key for spot in self.spots if spot.what.ref}

    @cached_property
    def by_words(self) -> dict[tuple[bool, str], list[int]]:
        """Which say the same, clauses and rows apart."""
        found: dict[tuple[bool, str], list[int]] = defaultdict(list)
        for spot in self.spots:
            found[spot.is_row, self.words[spot.key]].append(spot.key)
        return found


def scope_of(spot: Spot) -> Scope:
    """Return the list that something stands in."""
    return Scope(spot.part, spot.above, spot.is_row)


@dataclass
class Search:
    """What is found so far: old key → new key, and back.

    Attributes:
        how: By what each new one was found.
        apart: Pairs that an answer forbids.
        parts: Old part → new part.
        parts_apart: Pairs of parts that an answer forbids.
        parts_told: Old parts of which an answer says what they are.
        unsaid: Old parts, and the letter, of which the file says nothing, since it is a part of the whole.
        split: New key → the old one that it was split off.
        into: Old key → the new one that it was merged into.
    """

    old: Side
    new: Side
    to_new: dict[int, int] = field(default_factory=dict)
    to_old: dict[int, int] = field(default_factory=dict)
    how: dict[int, How] = field(default_factory=dict)
    apart: set[tuple[int, int]] = field(default_factory=set)
    parts: dict[int, int] = field(default_factory=lambda: {LETTER: LETTER, 0: 0})
    parts_apart: set[tuple[int, int]] = field(default_factory=set)
    parts_told: set[int] = field(default_factory=set)
    unsaid: frozenset[int] = frozenset()
    split: dict[int, int] = field(default_factory=dict)
    into: dict[int, int] = field(default_factory=dict)
    _known: dict[tuple[bool, int], list[tuple[int, float]]] = field(default_factory=dict)

    def pair(self, old: int, new: int, how: How) -> bool:
        """Note that two are one, where both are free and may be; tell whether they were."""
        if not self.may(old, new):
            return False
        self.to_new[old], self.to_old[new], self.how[new] = new, old, how
        return True

    def forget(self, old: int) -> None:
        """Take back what an old one was found as."""
        new = self.to_new.pop(old)
        del self.to_old[new], self.how[new]

    def may(self, old: int, new: int) -> bool:
        """Tell whether two can still be found to be one."""
        rows = self.old.spots[old].is_row == self.new.spots[new].is_row
        return rows and self.old_is_free(old) and self.new_is_free(new) and (old, new) not in self.apart

    def old_is_free(self, key: int) -> bool:
        """Tell whether an old one is not found yet."""
        return key not in self.to_new and key not in self.into

    def new_is_free(self, key: int) -> bool:
        """Tell whether it is not known yet what a new one is."""
        return key not in self.to_old and key not in self.split

    @property
    def free_old(self) -> list[int]:
        """Old ones that are not found yet."""
        return [spot.key for spot in self.old.spots if self.old_is_free(spot.key)]

    @property
    def free_new(self) -> list[int]:
        """New ones of which it is not known yet what they are."""
        return [spot.key for spot in self.new.spots if self.new_is_free(spot.key)]

    def alike(self, old: int, new: int) -> float:
        """Return how alike the words of two are."""
        return alike(self.old.words[old], self.new.words[new])

    @cached_property
    def kin_old(self) -> Kin:
        """The words of old ones that say something else now, as far as is known when this is asked first."""
        return Kin({key: words for key, words in enumerate(self.old.words) if not self._unchanged(key)})

    @cached_property
    def kin_new(self) -> Kin:
        """The same of new ones."""
        olds = (self.to_old.get(key) for key in range(len(self.new.words)))
        return Kin(
            {key: self.new.words[key] for key, old in enumerate(olds) if old is None or not self._unchanged(old)}
        )

    def _unchanged(self, old: int) -> bool:
        return old in self.to_new and self.old.words[old] == self.new.words[self.to_new[old]]

    def near_new(self, old: int, least: float) -> list[tuple[int, float]]:
        """Return the new ones of its kind that are at least so alike to an old one."""
        return self._near(self.kin_new, self.old, self.new, old, least)

    def near_old(self, new: int, least: float) -> list[tuple[int, float]]:
        """Return the old ones of its kind that are at least so alike to a new one."""
        return self._near(self.kin_old, self.new, self.old, new, least)

    def _near(self, kin: Kin, side: Side, other: Side, key: int, least: float) -> list[tuple[int, float]]:
        at = (side is self.old, key)
        if at not in self._known:
            rows = side.spots[key].is_row
            found = kin.near(side.words[key], FAR)
            self._known[at] = [(one, score) for one, score in found if other.spots[one].is_row == rows]
        return [(one, score) for one, score in self._known[at] if score >= least]

    def scope(self, scope: Scope) -> Scope | None:
        """Return the new list that belongs to an old one; None where that is not known."""
        above = None if scope.above is None else self.to_new.get(scope.above)
        if (above is None) != (scope.above is None):
            return None
        part = self.parts.get(scope.part) if above is None else self.new.spots[above].part
        return None if part is None else Scope(part, above, scope.rows)

    def same_list(self, old: int, new: int) -> bool:
        """Tell whether two stand in lists that belong together."""
        return self.scope(scope_of(self.old.spots[old])) == scope_of(self.new.spots[new])

    def same_part(self, old: int, new: int) -> bool:
        """Tell whether two stand in parts that belong together."""
        return self.parts.get(self.old.spots[old].part) == self.new.spots[new].part

    def lists(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield what is free in each pair of lists that belong together, the outer ones first."""
        for scope, line in self.old.lists.items():
            olds = [key for key in line if self.old_is_free(key)]
            now = self.scope(scope) if olds else None
            if now is not None:
                news = [key for key in self.new.lists.get(now, []) if self.new_is_free(key)]
                if news:
                    yield olds, news

    def beside(self, old: int, new: int) -> int:
        """Return how many neighbours of two are one, too: 0 to 2. The ends of a list are such neighbours."""
        count = 0
        for step in (-1, 1):
            was, now = self.old.beside(old, step), self.new.beside(new, step)
            count += now is None if was is None else now is not None and self.to_new.get(was) == now
        return count
