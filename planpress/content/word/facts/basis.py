"""The rows of an annex → the clause of it from which each seems to come, and how the two differ.

In: an outline. Out: proposals; nothing where no clause has half of a row's words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterator, Sequence

from rapidfuzz import fuzz, process

from planpress.content.word.facts.found import BasisFound, Spot
from planpress.content.word.outline import Outline, Part
from planpress.model.vocabulary import Relation

LEAST_ALIKE = 55.0
"""How alike a row and a clause are at least, of 100."""

_MUCH = 1.3
"""How much longer a text is that says more than another."""


def basis_of(outline: Outline) -> Iterator[BasisFound]:
    """Propose the clause that is most like each row."""
    for number, part in enumerate(outline.parts):
        yield from _of_part(number, part)


def _of_part(number: int, part: Part) -> Iterator[BasisFound]:
    pieces = {Spot(number, at): piece for at, piece in enumerate(part.walk())}
    clauses = {spot: _letters(piece.title + piece.text) for spot, piece in pieces.items()}
    for at, row in enumerate(part.checklist.rows if part.checklist else ()):
        words = _letters(row.text)
        if row.heading or not words:
            continue
        best = process.extractOne(words, clauses, scorer=_alike, score_cutoff=LEAST_ALIKE)
        if best is not None:
            said, _alike_by, spot = best
            below = "".join(_letters(piece.title + piece.text) for piece in pieces[spot].walk())
            yield BasisFound(number, at, spot, _relation(row.text, said, below))


def _alike(row: Sequence[Hashable], clause: Sequence[Hashable], /, *, score_cutoff: float | None = None) -> float:
    """Return how alike they are: as a whole, or where the one stands within the other, which counts a little less."""
    whole = fuzz.ratio(row, clause)
    part = 0.9 * fuzz.partial_ratio(row, clause) if min(len(row), len(clause)) >= _SHORT else 0.0
    best = max(whole, part)
    return best if best >= (score_cutoff or 0) else 0.0


_SHORT = 6
"""Letters of words so short that many a text holds them."""


def _relation(row: str, clause: str, below: str) -> Relation:
    """Return how a row differs from a clause that has the letters `clause`; with those below it, `below`."""
    letters, parts = _letters(row), [_letters(part) for part in re.split(r"[^\w\s]", row)]
    if all(part in below for part in parts):
        return "same"
    return "extended" if clause in letters or len(letters) > _MUCH * len(clause) else "reworded"


def _letters(text: str) -> str:
    """Return `text` without blanks, punctuation, capitals and the width of its letters."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
