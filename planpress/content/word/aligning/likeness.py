"""Two texts → how alike they are, from 0 to 1. Blanks, and how wide a sign is set, count for nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

SHORT = 12
"""Of so few signs that equal words are no proof: many clauses say them."""

GRAM = 4
"""How many signs in a row two texts must share to be compared at all."""


def alike(one: str, other: str) -> float:
    """Return how much two folded texts share, in order."""
    return fuzz.ratio(one, other) / 100


def held(part: str, whole: str) -> float:
    """Return how much of `part` stands in `whole`, in order."""
    return LCSseq.similarity(part, whole) / len(part) if part else 0.0


class Kin:
    """Many folded texts, and which signs stand together in which: what can be alike at all is found by what is rare."""

    def __init__(self, words: Mapping[int, str]) -> None:
        """Read all texts once, each by its key."""
        self.words = words
        self._most = max(16, len(words) // 16)
        self._places: dict[str, list[int]] = defaultdict(list)
        for at, text in words.items():
            for gram in _grams(text):
                self._places[gram].append(at)

    def near(self, text: str, least: float) -> list[tuple[int, float]]:
        """Return which texts are at least so alike and have something rare in common, and how alike they are."""
        places = (self._places.get(gram, ()) for gram in _grams(text))
        found = sorted({at for some in places if len(some) <= self._most for at in some})
        scores = ((at, fuzz.ratio(text, self.words[at], score_cutoff=least * 100) / 100) for at in found)
        return [(at, score) for at, score in scores if score]

    def holding(self, text: str) -> list[int]:
        """Return which texts have `text` within them."""
        rarest = min((self._places.get(gram, []) for gram in _grams(text)), key=len, default=[])
        return [at for at in rarest if text in self.words[at]]


def _grams(text: str) -> list[str]:
    """Return each four signs that stand together in a text, once, in order."""
    return list(dict.fromkeys(text[at : at + GRAM] for at in range(max(0, len(text) - GRAM + 1))))
