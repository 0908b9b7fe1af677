"""Redlines and numbers → what fits into the cells of a printed table.

In: the pieces of a redline, or pairs of numbers. Out: the same, cut where a row would become too
long, or joined where numbers run on; pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from planpress.revisions.redline import Piece

CELL = 180
"""Characters of one cell. It is less than half a page of a comparison, also in large print."""

ENDS = re.compile(r"(?<=[\u3002\uff1b;.\n])")
"""Behind the end of a sentence: where a text is cut first."""


def cells_of(pieces: Sequence[Piece], most: int = CELL) -> tuple[tuple[Piece, ...], ...]:
    """Cut a redline so that old and new text of each cell have at most `most` characters.

    Why:
        A row of a table stands on one page. What would not fit is divided on purpose, at the end of a
        sentence where there is one.

    Returns:
        What the cells hold, in order; joined they are `pieces`. One empty cell where there are none.
    """
    cells: list[list[Piece]] = [[]]
    old = new = 0
    for piece in _bites(pieces, most):
        more_old = len(piece.text) * (piece.mark != "inserted")
        more_new = len(piece.text) * (piece.mark != "deleted")
        if cells[-1] and max(old + more_old, new + more_new) > most:
            cells.append([])
            old = new = 0
        old, new = old + more_old, new + more_new
        last = cells[-1][-1] if cells[-1] else None
        if last is not None and last.mark == piece.mark:
            cells[-1][-1] = Piece(piece.mark, last.text + piece.text)
        else:
            cells[-1].append(piece)
    return tuple(map(tuple, cells))


def _bites(pieces: Iterable[Piece], most: int) -> Iterator[Piece]:
    """Yield the pieces by sentences, and longer ones by `most` characters."""
    for piece in pieces:
        for sentence in ENDS.split(piece.text):
            for at in range(0, len(sentence), most):
                yield Piece(piece.mark, sentence[at : at + most])


def runs_of(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Join pairs of numbers, old and new, where both count on by one: `4`–`20` became `5`–`21`."""
    runs: list[list[tuple[str, str]]] = []
    for pair in pairs:
        if runs and all(_follows(before, after) for before, after in zip(runs[-1][-1], pair, strict=True)):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return tuple((_run(run[0][0], run[-1][0]), _run(run[0][1], run[-1][1])) for run in runs)


def _follows(before: str, after: str) -> bool:
    return before.isdecimal() and after.isdecimal() and int(after) == int(before) + 1


def _run(first: str, last: str) -> str:
    return first if first == last else f"{first}\u2013{last}"
