"""What the bookmarks of a file say: which clause or row each paragraph was when the file was written.

In: a `Search` that has found nothing yet. Out: its first pairs. A bookmark can slip to a neighbour when an office
program writes another format, so equal words outweigh it; words written anew do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from planpress.content.word.aligning.likeness import SHORT, held
from planpress.content.word.aligning.search import Search
from planpress.content.word.marks import OURS, is_copy

JOINED = 0.6
"""How much of its words must stand in a paragraph that has its bookmark besides another's."""


def carry(search: Search) -> None:
    """Pair what bookmarks say is one; note what was split, and what was merged."""
    carried = _held([pair for pair in _carried(search) if not _slipped(search, *pair)], search)
    for old, new in carried:
        search.pair(old, new, "mark")
    for old, new in carried:
        _shared(search, old, new)


def _carried(search: Search) -> list[tuple[int, int]]:
    """Return old and new ones of one bookmark, as the file has them; a copy counts where nothing else has it."""
    owners = {mark: spot.key for spot in search.old.spots for mark in spot.what.marks}
    found = [(owner_of(mark, owners), spot.key, is_copy(mark)) for spot in search.new.spots for mark in spot.what.marks]
    there = {owner for owner, _new, copied in found if not copied}
    return [(owner, new) for owner, new, copied in found if owner is not None and (not copied or owner not in there)]


def _held(carried: list[tuple[int, int]], search: Search) -> list[tuple[int, int]]:
    """Leave out what slipped into a paragraph that has the words of another bookmark of its own."""
    held_by: dict[int, set[int]] = defaultdict(set)
    for old, new in carried:
        if held(search.old.words[old], search.new.words[new]) >= JOINED:
            held_by[new].add(old)
    return [(old, new) for old, new in carried if not held_by[new] or old in held_by[new]]


def owner_of(mark: str, owners: Mapping[str, int]) -> int | None:
    """Return whose bookmark it is, or is a copy of; None where it is nobody's."""
    name = OURS.match(mark)
    return owners.get(name.group()) if name else None


def _slipped(search: Search, old: int, new: int) -> bool:
    """Tell whether a bookmark stands on words that are another's, or its own words stand elsewhere."""
    if search.old.words[old] == search.new.words[new]:
        return False
    owners = search.old.by_words.get((search.new.spots[new].is_row, search.new.words[new]), ())
    if any(search.old.spots[owner].part == search.old.spots[old].part for owner in owners):
        return True
    return any(_only(search, key, old, new) for key in _both(search, old, new))


def _both(search: Search, old: int, new: int) -> Iterator[tuple[bool, str]]:
    yield search.old.spots[old].is_row, search.old.words[old]
    yield search.new.spots[new].is_row, search.new.words[new]


def _only(search: Search, key: tuple[bool, str], old: int, new: int) -> bool:
    """Tell whether just one of each side has words that are long enough to be known by."""
    olds, news = search.old.by_words.get(key, []), search.new.by_words.get(key, [])
    return len(key[1]) >= SHORT and len(olds) == len(news) == 1


def _shared(search: Search, old: int, new: int) -> None:
    """Note a split where a bookmark has a second paragraph, and a merge where a paragraph has a second bookmark."""
    was, now = search.old.words[old], search.new.words[new]
    if (old, new) in search.apart:
        return
    twins = search.old.by_words.get((search.new.spots[new].is_row, now), ())
    split = search.to_new.get(old) not in (None, new) and not any(map(search.old_is_free, twins))
    if search.new_is_free(new) and split and held(now, was) >= JOINED:
        search.split[new] = old
    if search.old_is_free(old) and search.to_old.get(new) not in (None, old) and held(was, now) >= JOINED:
        search.into[old] = new
