"""Two texts → how alike they are, from 0 to 1. Blanks, and how wide a sign is set, count for nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

SHORT = 12
"""Of so few signs that equal words are no proof: many clauses say them."""


def folded(text: str) -> str:
    """Return what of a text counts where it is compared."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def alike(one: str, other: str) -> float:
    """Return how much two folded texts share, in order."""
    return fuzz.ratio(one, other) / 100


def nearest(one: str, others: Sequence[str], least: float) -> list[tuple[int, float]]:
    """Return which of `others` are at least so alike, and how much."""
    found = process.extract(one, others, scorer=fuzz.ratio, score_cutoff=least * 100, limit=None, processor=None)
    return [(at, score / 100) for _text, score, at in found]


def held(part: str, whole: str) -> float:
    """Return how much of `part` stands in `whole`, in order."""
    return LCSseq.similarity(part, whole) / len(part) if part else 0.0
