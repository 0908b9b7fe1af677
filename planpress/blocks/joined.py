"""The rows of a table → which of their cells stand as one tall cell.

In: cells, and which columns join equal neighbours. Out: for each cell the row where its tall cell begins; pure. An
inner column joins within one tall cell of the column before it, so that two levels nest.
"""

from collections.abc import Container, Sequence

Begins = tuple[tuple[int, ...], ...]
"""For each row, counted from 0, and each of its cells the row in which the cell begins that it is part of."""


def begins_of(
    rows: Sequence[Sequence[str]], merged: Sequence[bool], headings: Container[int] = (), per: int = 1
) -> Begins:
    """Return where the tall cells begin; nothing where no column joins.

    Words join with equal words; what is blank joins within its place, which has `per` rows. No tall cell reaches over
    the name of a category, one of `headings`.
    """
    if not any(merged):
        return ()
    found: list[tuple[int, ...]] = []
    before: list[object] = []
    for row, cells in enumerate(rows):
        keys: list[object] = []
        begins: list[int] = []
        outer: tuple[object, ...] = ()
        for at, (text, joins) in enumerate(zip(cells, merged, strict=False)):
            outer = (*outer, text or row // per) if joins else outer
            keys.append(outer if joins else None)
            same = joins and row not in headings and len(before) > at and before[at] == outer
            begins.append(found[-1][at] if same else row)
        found.append(tuple(begins))
        before = [] if row in headings else keys
    return tuple(found)


def spans_of(begins: Begins) -> tuple[tuple[int, ...], ...]:
    """Return for each cell over how many rows it stands: 0 where it is part of one above."""
    counts: dict[tuple[int, int], int] = {}
    for row in begins:
        for at, begin in enumerate(row):
            counts[begin, at] = counts.get((begin, at), 0) + 1
    return tuple(
        tuple(counts[begin, at] if begin == number else 0 for at, begin in enumerate(row))
        for number, row in enumerate(begins)
    )
