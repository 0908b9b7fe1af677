"""Text → a QR symbol as bars, for paper.

In: an address. Out: the runs of dark modules, row by row; whoever draws them chooses the place and the size.

Source:
    ISO/IEC 18004: 7.3 (sizes), 9.1 (quiet zone of four modules).
"""

import re
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


DARK = re.compile(rb"\x01+")
"""Modules of one run."""


class TooLongError(ValueError):
    """A text makes a symbol too fine to be read from paper."""


@dataclass(frozen=True)
class Symbol:
    """A square of so many modules a side, quiet zone included.

    `bars` are column, row and length of each run of dark modules, from the top left, row by row.
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
    rows = enumerate(map(bytes, matrix), QUIET_ZONE)
    runs = ((row, DARK.finditer(modules)) for row, modules in rows)
    return Symbol(side, tuple((QUIET_ZONE + run.start(), row, len(run[0])) for row, found in runs for run in found))
