"""What was split or merged: pieces whose words stand in another, near which they are printed.

In: a `Search` that has found what is alike. Out: its `split` and `into`. Of the pieces of a split, and of what was
merged, the first in printed order keeps the address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planpress.content.word.aligning.likeness import Kin, alike, held
from planpress.content.word.aligning.search import Search, Side

HELD = 0.60
"""How much of a piece must stand in the whole, which all pieces together are more alike than the rest."""
WELL = 0.92
"""So much of a piece in the whole needs no question."""
WHOLE = 0.80
"""How alike all pieces together must be to the whole."""
LEAST = 4
"""Fewer signs than these are no piece."""
REACH = 4
"""Pieces are printed nearer to each other than this; one of more signs than `KNOWN` is known anywhere."""
KNOWN = 6
SURE = ("told", "mark")
"""What was found by these keeps its address, wherever it stands among the pieces."""


def split_up(search: Search) -> None:
    """Note new ones that are pieces of an old one; the first of the pieces is made the old one."""
    for olds, news in [*search.lists()]:
        for old in olds:
            _first_piece(search, old, news)
    for new in search.free_new:
        for old in _owners(search.new, new, search.to_old, search.kin_old):
            head = search.to_new[old]
            others = [key for key, of in search.split.items() if of == old]
            pieces = _in_order(search.new, new, [head, *others], search.old.words[old])
            may = (old, new) not in search.apart
            if may and _is_piece(search.new, pieces, new, head, search.old.words[old]):
                search.split[new] = old
                _keep_first(search, old, pieces)
                break


def merge(search: Search) -> None:
    """Note old ones that are pieces of a new one; the first of the pieces is what the new one is."""
    for old in search.free_old:
        for new in _owners(search.old, old, search.to_new, search.kin_new):
            head = search.to_old[new]
            others = [key for key, of in search.into.items() if of == new]
            pieces = _in_order(search.old, old, [head, *others], search.new.words[new])
            may = (old, new) not in search.apart
            if may and _is_piece(search.old, pieces, old, head, search.new.words[new]):
                search.into[old] = new
                _first_keeps(search, pieces[0], new)
                break


def _in_order(side: Side, one: int, others: list[int], whole: str) -> list[int]:
    """Return pieces as they stand in the whole: with `one` in front, or behind; else as they are printed."""
    rest = sorted(others)
    ways = [sorted([one, *rest]), [one, *rest], [*rest, one]]
    return max(ways, key=lambda way: alike("".join(side.words[key] for key in way), whole))


def _first_keeps(search: Search, old: int, new: int) -> None:
    """Make the new one what `old` was, the first of what was merged into it."""
    head, how = search.to_old[new], search.how[new]
    if old != head and how not in SURE:
        search.forget(head)
        del search.into[old]
        search.pair(old, new, how)
        search.into[head] = new


def _owners(side: Side, key: int, found: Mapping[int, int], others: Kin) -> Iterator[int]:
    """Yield what those printed nearby were found as, the nearest first, then what has all its words elsewhere."""
    near = [one for step in range(1, REACH) for one in (key - step, key + step)]
    owners = dict.fromkeys(found[one] for one in near if one in found)
    yield from owners
    if len(side.words[key]) >= KNOWN:
        known = set(found.values()) - owners.keys()
        yield from (one for one in others.holding(side.words[key]) if one in known)


def _is_piece(side: Side, pieces: list[int], one: int, head: int, whole: str) -> bool:
    """Tell whether `one` is a piece of `whole`, of which `head` has the rest."""
    words = side.words[one]
    if side.spots[one].is_row != side.spots[head].is_row or len(words) < LEAST or held(words, whole) < HELD:
        return False
    rest = "".join(side.words[key] for key in pieces if key != one)
    together = alike("".join(side.words[key] for key in pieces), whole)
    return together >= WHOLE and together - alike(rest, whole) >= len(words) / len(whole) / 4


def _first_piece(search: Search, old: int, news: list[int]) -> None:
    """Pair an old one that is free with the first of two free neighbours that together say what it says."""
    whole, said = search.old.words[old], search.new.words
    for new in news:
        beside = search.new.beside(new, 1)
        both = beside in news and all(len(said[one]) >= LEAST and search.may(old, one) for one in (new, beside))
        if beside is not None and both and alike(said[new] + said[beside], whole) >= WELL:
            search.pair(old, new, "pieces")
            return


def _keep_first(search: Search, old: int, pieces: list[int]) -> None:
    """Make the first of the pieces the old one, where they are printed nearby."""
    head, first = search.to_new[old], pieces[0]
    how = search.how[head]
    if first != head and abs(first - head) < REACH and how not in SURE:
        search.forget(old)
        del search.split[first]
        search.pair(old, first, how)
        search.split[head] = old
