"""An outline → all its clauses and rows in one list, each with its whereabouts."""

from __future__ import annotations

from planpress.content.word.aligning.matching import Spot
from planpress.content.word.outline import LETTER, Outline, Piece


def spots_of(outline: Outline) -> tuple[Spot, ...]:
    """Return every clause and row in printed order, that of the letter first; their keys are their places here."""
    found: list[Spot] = []
    if outline.letter:
        _add(found, outline.letter.pieces, LETTER, None)
    for number, part in enumerate(outline.parts):
        _add(found, part.pieces, number, None)
        rows = part.checklist.rows if part.checklist else ()
        for place, row in enumerate(rows):
            found.append(Spot(len(found), row, number, None, place))
    return tuple(found)


def _add(found: list[Spot], pieces: tuple[Piece, ...], part: int, above: int | None) -> None:
    for place, piece in enumerate(pieces):
        key = len(found)
        found.append(Spot(key, piece, part, above, place))
        _add(found, piece.pieces, part, key)
