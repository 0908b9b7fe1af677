"""A word that nobody knows → what was probably meant by it.

In: the word, and the words that are known. Out: the one that is nearest. Guessing takes long where much is
unknown, and nobody reads a thousand guesses: after so many comparisons nothing is guessed any more.
"""

import difflib
from collections.abc import Collection
from dataclasses import dataclass

LONGEST = 80
"""Longer texts are no slip of a word of ours."""


@dataclass
class Guesses:
    """The guesses of one run; `left` is how many comparisons may still be made."""

    left: int = 40_000

    def near(self, word: str, known: Collection[str], likeness: float = 0.6) -> str:
        """Return the one of `known` that is nearest to `word`; empty where none is near, or enough was guessed."""
        if len(word) > LONGEST or self.left < len(known):
            return ""
        self.left -= len(known)
        return next(iter(difflib.get_close_matches(word, sorted(known), 1, likeness)), "")
