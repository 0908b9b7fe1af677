"""Text → a QR symbol as bars, for paper.

In: an address. Out: the runs of dark modules, row by row; whoever draws them chooses the place and
the size. Pure: the same text gives the same symbol.

Source:
    ISO/IEC 18004: 7.3 (sizes), 9.1 (quiet zone of four modules).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno

QUIET_ZONE = 4
"""Light modules around the symbol, without which readers do not find it."""

CORRECTION = "m"
"""15 % of the symbol may be lost to a fold, a stamp or a bad photocopy; more where it costs no room."""

MASK = 3
"""The pattern laid over the data. Choosing one a symbol takes four times as long as making it, and the
addresses are alike enough that no mask leaves large blots."""

MOST_MODULES = 53
"""A side of so many modules, quiet zone included, on 18 mm: a third of a millimetre each, which a telephone
reads from a photocopy."""


class TooLongError(ValueError):
    """A text makes a symbol too fine to be read from paper."""


@dataclass(frozen=True)
class Symbol:
    """A square of modules.

    Attributes:
        side: Modules along a side, quiet zone included.
        bars: Column, row and length of each run of dark modules, from the top left, row by row.
    """

    side: int
    bars: tuple[tuple[int, int, int], ...]

    @property
    def path(self) -> str:
        """The bars as the `d` of an SVG path; a module is one unit."""
        return "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in self.bars)


@lru_cache(maxsize=1)
def symbol_of(text: str) -> Symbol:
    """Return the symbol that reads as `text`.

    Raises:
        TooLongError: If it has more than `MOST_MODULES` a side.
    """
    try:
        matrix = segno.make_qr(text, error=CORRECTION, mask=MASK).matrix
    except segno.DataOverflowError as error:
        raise TooLongError(text) from error
    side = len(matrix) + 2 * QUIET_ZONE
    if side > MOST_MODULES:
        raise TooLongError(text)
    return Symbol(side, tuple(bar for row, modules in enumerate(matrix, QUIET_ZONE) for bar in _bars(row, modules)))


def _bars(row: int, modules: bytearray) -> list[tuple[int, int, int]]:
    found, start = [], 0
    for run in bytes(modules).decode("latin-1").split("\0"):
        if run:
            found.append((QUIET_ZONE + start, row, len(run)))
        start += len(run) + 1
    return found
