"""The columns of a table → the cells of its head, and what goes on pages side by side.

In: for each column the words above it, its unit and its width in mm. Out: cells with their spans; pure. The head
always closes: equal neighbours share a cell, and words that stand above one column alone reach down to the rows.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class HeadCell(NamedTuple):
    """A cell of a head: its words, its first column, over how many columns and rows it stands.

    `unit`: it says in what is counted below it.
    """

    text: str
    at: int
    across: int = 1
    down: int = 1
    unit: bool = False


def head_of(paths: Sequence[Sequence[str]], units: Sequence[str]) -> tuple[tuple[HeadCell, ...], ...]:
    """Return the rows of a head: `paths` are the words above each column, the outermost first, `units` its unit."""
    deep, counted = max(map(len, paths), default=0), any(units)
    rows = [tuple(_level(paths, level, [deep + (counted and not unit) for unit in units])) for level in range(deep)]
    if counted:
        rows.append(tuple(HeadCell(unit, at, unit=True) for at, unit in enumerate(units) if unit))
    return tuple(rows)


def _level(paths: Sequence[Sequence[str]], level: int, ends: Sequence[int]) -> Iterator[HeadCell]:
    """Yield the cells that begin in a row of the head; each column's head has an end."""
    at = 0
    while at < len(paths):
        path, across = paths[at], 1
        if level == len(path) - 1:
            yield HeadCell(path[level], at, 1, ends[at] - level)
        elif level < len(path):
            above = path[: level + 1]
            while at + across < len(paths) and _under(paths[at + across], above):
                across += 1
            yield HeadCell(path[level], at, across)
        at += across


def _under(path: Sequence[str], above: Sequence[str]) -> bool:
    """Tell whether a column stands under a head, and is not that head itself."""
    return len(path) > len(above) and list(path[: len(above)]) == list(above)


def parts_of(
    paths: Sequence[Sequence[str]], widths_mm: Sequence[float], keys: int, page_mm: float
) -> tuple[tuple[int, ...], ...]:
    """Return the columns of each of the pages side by side that a table takes; none where one page holds it.

    The first `keys` columns stand on each. What has one outermost head stays together, as far as a page holds it.
    """
    room = page_mm - sum(widths_mm[:keys])
    parts: list[list[int]] = []
    left = 0.0
    for together in _families(paths, keys):
        whole = sum(widths_mm[at] for at in together)
        if not parts or left < whole <= room:
            parts, left = [*parts, []], room
        for at in together:
            if parts[-1] and left < widths_mm[at] - ROUNDING_MM:
                parts, left = [*parts, []], room
            parts[-1].append(at)
            left -= widths_mm[at]
    return tuple((*range(keys), *part) for part in parts) if len(parts) > 1 else ()


ROUNDING_MM = 0.01


def _families(paths: Sequence[Sequence[str]], first: int) -> Iterator[list[int]]:
    """Yield the columns from `first` on that stand under one outermost head, the others each by itself."""
    together: list[int] = []
    for at in range(first, len(paths)):
        if together and not (len(paths[at]) > 1 and len(paths[at - 1]) > 1 and paths[at][0] == paths[at - 1][0]):
            yield together
            together = []
        together.append(at)
    if together:
        yield together
