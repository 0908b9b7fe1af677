"""The search itself, a function a step: each pairs what it is sure of, the surest first.

In: a `Search`. Out: the same with more pairs. Labels count little, since a new version may be numbered anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from planpress.content.word.aligning.likeness import SHORT
from planpress.content.word.aligning.matching import How
from planpress.content.word.aligning.search import Search

WITHIN, NEAR, ELSEWHERE = 0.75, 0.60, 0.80
"""How alike two must be in the same list, in the same part, and in another."""


def unique_words(search: Search) -> None:
    """Pair what only one says on both sides, with so many words that this is proof."""
    for key, olds in search.old.by_words.items():
        news = search.new.by_words.get(key, ())
        if len(olds) == len(news) == 1 and len(key[1]) >= SHORT:
            search.pair(olds[0], news[0], "words")


def settle(search: Search) -> None:
    """Go down the lists that belong together until nothing more is found in them."""
    before = -1
    while before < len(search.to_new):
        before = len(search.to_new)
        words_in_list(search)
        by_children(search)
        alike_in_list(search)


def words_in_list(search: Search) -> None:
    """Pair what says the same in the same list: by its neighbours, else in order."""
    for olds, news in search.lists():
        said = {search.old.words[key] for key in olds} & {search.new.words[key] for key in news}
        for words in sorted(said):
            ours = [key for key in olds if search.old.words[key] == words]
            theirs = [key for key in news if search.new.words[key] == words]
            ranked = sorted(((o, n) for o in ours for n in theirs), key=lambda two: (-search.beside(*two), two))
            if len(ours) == len(theirs):
                ranked = list(zip(ours, theirs, strict=True))
            for old, new in ranked:
                search.pair(old, new, "words")


def words_in_part(search: Search) -> None:
    """Pair what says the same in the same part, once what is in its own list is found."""
    _words(search, search.same_part)


def words_elsewhere(search: Search) -> None:
    """Pair what is left that only one says on both sides."""
    _words(search, lambda _old, _new: True)


def _words(search: Search, may: Callable[[int, int], bool]) -> None:
    for key, olds in search.old.by_words.items():
        ours = [old for old in olds if search.old_is_free(old)]
        theirs = [new for new in search.new.by_words.get(key, ()) if search.new_is_free(new)] if ours and key[1] else []
        for old in ours:
            found = [new for new in theirs if may(old, new)]
            if len(found) == 1 and sum(may(other, found[0]) for other in ours) == 1:
                search.pair(old, found[0], "words")


def by_children(search: Search) -> None:
    """Pair clauses below which mostly the same stands."""
    votes: Counter[tuple[int, int]] = Counter()
    for old, new in search.to_new.items():
        above, below = search.old.spots[old].above, search.new.spots[new].above
        if above is not None and below is not None:
            votes[above, below] += 1
    scores = {pair: share_below(search, *pair, count) + search.alike(*pair) for pair, count in votes.items()}
    for old, new in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        if scores[old, new] > 1 or (scores[old, new] > 0.5 and (votes[old, new] > 1 or search.same_list(old, new))):
            search.pair(old, new, "children")


def share_below(search: Search, old: int, new: int, count: int) -> float:
    """Return which share of what is found below two is below both, where it is `count`."""
    ours = sum(child in search.to_new for child in search.old.below(old))
    theirs = sum(child in search.to_old for child in search.new.below(new))
    return count / max(ours, theirs)


def alike_in_list(search: Search) -> None:
    """Pair what is alike in the same list."""
    found = []
    for olds, news in search.lists():
        found += [(old, new, search.alike(old, new)) for old in olds for new in news]
    _pair(search, [one for one in found if one[2] >= WITHIN], "alike")


def alike_in_part(search: Search) -> None:
    """Pair what is less alike in the same part, or elsewhere in it."""
    found = ((old, new, score) for old in search.free_old for new, score in search.near_new(old, NEAR))
    _pair(search, (one for one in found if search.same_part(one[0], one[1])), "alike")


def alike_elsewhere(search: Search) -> None:
    """Pair what is alike in any two parts."""
    found = ((old, new, score) for old in search.free_old for new, score in search.near_new(old, ELSEWHERE))
    _pair(search, found, "elsewhere")


def _pair(search: Search, found: Iterable[tuple[int, int, float]], how: How) -> None:
    """Pair the most alike first; neighbours and labels tell apart what is equally alike."""
    ranked = [(-rank(search, *one), one[0], one[1]) for one in found if search.may(one[0], one[1])]
    for _rank, old, new in sorted(ranked):
        search.pair(old, new, how)


def rank(search: Search, old: int, new: int, score: float) -> float:
    """Return how much speaks for two being one: their likeness first."""
    label = search.old.spots[old].what.label
    numbered = bool(label) and label == search.new.spots[new].what.label
    return score + 0.03 * search.beside(old, new) + 0.02 * numbered + 0.02 * search.same_list(old, new)
