"""What the bookmarks of a file say: which clause or row each paragraph was when the file was written.

In: a `Search` that has found nothing yet. Out: its first pairs. A bookmark can slip to a neighbour when an office
program writes another format, so equal words outweigh it; words written anew do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planpress.content.word.likeness import SHORT, held
from planpress.content.word.marks import OURS, is_copy
from planpress.content.word.search import Search

JOINED = 0.6
"""How much of its words must stand in a paragraph that has its bookmark besides another's."""


def carry(search: Search) -> None:
    """Pair what bookmarks say is one; note what was split, and what was merged."""
    carriers = _carriers(search)
    marked = {new for news in carriers.values() for new in news}
    for old, news in carriers.items():
        kept = [new for new in news if not _slipped(search, old, new, marked)]
        for new in kept:
            if search.pair(old, new, "mark"):
                break
    for old, news in carriers.items():
        for new in news:
            _shared(search, old, new)


def _carriers(search: Search) -> dict[int, list[int]]:
    """Return the new ones that have the bookmark of each old one, copies last."""
    owners = {mark: spot.key for spot in search.old.spots for mark in spot.what.marks}
    found: dict[int, list[int]] = defaultdict(list)
    copied: list[tuple[int, int]] = []
    for spot in search.new.spots:
        for mark in spot.what.marks:
            name = OURS.match(mark)
            owner = owners.get(name.group() if name else "")
            if owner is not None and is_copy(mark):
                copied.append((owner, spot.key))
            elif owner is not None and spot.key not in found[owner]:
                found[owner].append(spot.key)
    for owner, key in copied:
        if not found[owner]:
            found[owner].append(key)
    return {owner: found[owner] for owner in sorted(found) if found[owner]}


def _slipped(search: Search, old: int, new: int, marked: set[int]) -> bool:
    """Tell whether a bookmark stands on words that are another's, or its own words stand elsewhere."""
    if search.old.words[old] == search.new.words[new]:
        return False
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
    if search.new_is_free(new) and search.to_new.get(old) not in (None, new) and held(now, was) >= JOINED:
        search.split[new] = old
    if search.old_is_free(old) and search.to_old.get(new) not in (None, old) and held(was, now) >= JOINED:
        search.into[old] = new
