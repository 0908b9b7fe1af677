"""A text and the names of units and groups → whose names stand in it.

In: text, and names as the YAML gives them. Out: those that are found, the longest first; pure.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

_SPACED = "[^\\W_\u3040-\u30ff\u3400-\u9fff]"
"""A letter or digit of a script that sets blanks between words."""


class Name(NamedTuple):
    """What a unit or group is called: its id, the words, and the addresses at which they mean it; any where none."""

    of: str
    words: str
    where: tuple[str, ...] = ()


def whole(word: str) -> str:
    """Return a pattern that finds `word`, not inside a longer one; Chinese sets no blanks, so it knows no such."""
    before = f"(?<!{_SPACED})" if re.match(_SPACED, word) else ""
    after = f"(?!{_SPACED})" if re.search(f"{_SPACED}$", word) else ""
    return f"{before}{re.escape(word)}{after}"


_found_whole = lru_cache(None)(lambda word: re.compile(whole(word)))


def longest_first(names: Iterable[Name]) -> list[Name]:
    """Return `names` in the order in which `named` looks for them."""
    return sorted(names, key=lambda name: (-len(name.words), name.words))


def named(text: str, ref: str, names: Sequence[Name]) -> tuple[Name, ...]:
    """Return those of `names`, the longest first, that stand in the text at an address, in the order of the text.

    Words inside longer ones that are a name there are part of that name.
    """
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Name]] = []
    holding = (name for name in names if name.words in text and (not name.where or ref in name.where))
    for words, alike in groupby(holding, key=lambda name: name.words):
        hits = [hit.span() for hit in _found_whole(words).finditer(text)]
        free = [(start, end) for start, end in hits if all(end <= first or last <= start for first, last in taken)]
        found += [(free[0][0], name) for name in alike if free]
        taken += free
    return tuple(name for _start, name in sorted(found, key=lambda entry: entry[0]))
