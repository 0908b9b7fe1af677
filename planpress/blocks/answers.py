"""What a row may be answered with: boxes to tick, a number with its unit, or words.

In: nothing. Out: `AnswerSet`, as the YAML of a form has it and as a table shows it; the mark of a fault, and what the
line under a table says of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Literal

from planpress.i18n import Translate
from planpress.record import Id, Record, Text, Words
from planpress.view import BESIDE, LATER

FAULT = "\u25b2"
"""Stands behind an answer that is a fault: black, so that it is seen on a copy of a copy, too."""

BLANK = "____"
"""Where a number is written."""


GAP = "\u3000"
"""What parts boxes in a line."""


def boxed(options: Sequence[str]) -> list[str]:
    """Return each option with its box to tick, and a blank between them at which no line breaks."""
    return [f"\u25a1\u00a0{option}" for option in options]


class AnswerSet(Record):
    """What rows of a form may be answered with.

    Attributes:
        kind: Boxes to tick (`choice`), a `number`, or `text`.
        options: The boxes; a run of underscores is a blank to write in.
        faulty: Those of the options that are a fault.
        uncounted: Those by which a row leaves the total: what it asks is not there.
        unit: What stands behind a number.
    """

    id: Annotated[Id, BESIDE]
    kind: Literal["choice", "number", "text"] = "choice"
    options: Annotated[tuple[Text, ...], LATER] = ()
    faulty: Annotated[tuple[Text, ...], LATER] = ()
    uncounted: Annotated[tuple[Text, ...], LATER] = ()
    unit: Annotated[Words, LATER] = ""

    @property
    def marked(self) -> tuple[str, ...]:
        """The options as printed behind their boxes, faults with their mark."""
        return tuple(f"{option}{FAULT}" if option in self.faulty else option for option in self.options)

    @property
    def blank(self) -> str:
        """What is printed to write on; empty where the whole cell is."""
        return f"{BLANK}{self.unit}" if self.kind == "number" else ""

    @property
    def words(self) -> str:
        """All that is printed of it, in one line: boxes, or a blank with its unit."""
        return GAP.join(boxed(self.marked)) or self.blank


def legend(answers: Iterable[AnswerSet | None], say: Translate) -> Iterator[str]:
    """Yield the lines under a table that say what the marks in it mean, and which answers leave the total."""
    found = [one for one in answers if one is not None]
    if any(set(one.options) & set(one.faulty) for one in found):
        yield say("%(mark)s marks an answer that is a fault") % {"mark": FAULT}
    if left := dict.fromkeys(option for one in found for option in one.uncounted):
        named = say(", ").join(say("\u201c%(option)s\u201d") % {"option": option} for option in left)
        yield say("A row answered %(options)s leaves the total") % {"options": named}
