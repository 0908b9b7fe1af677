"""What blocks are written to for an office program, whichever program and library it is.

In: nothing. Out: the protocol `Page`, which spreadsheets and letters fulfil, and the line they label with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from planpress.i18n import Translate

if TYPE_CHECKING:
    from planpress.blocks.signatures import Signature
    from planpress.blocks.table import TableView


class Section(Protocol):
    """Part of a spreadsheet or a letter while it is written, from top to bottom."""

    def say(self, message: str) -> str:
        """Return `message` in the language of the sheet."""

    def line(self, text: str, *, bold: bool = False) -> None:
        """Write a line over the whole width."""

    def box(self, label: str, height_mm: float) -> None:
        """Write a box to write in, with its label above."""

    def ticks(self, options: Sequence[str], label: str = "") -> None:
        """Write boxes to tick, with the question that they answer."""

    def signatures(self, signatures: Sequence[Signature], across: int) -> None:
        """Write room to sign and to write the day, `across` of them next to each other as far as there is room."""


class Page(Section, Protocol):
    """A whole spreadsheet or letter while it is written."""

    def heading(self, text: str) -> None:
        """Write a heading."""

    def table(self, table: TableView) -> None:
        """Write a ruled table; its head is repeated on each page."""

    def sections(self, names: Sequence[tuple[str, str]]) -> Iterable[Section]:
        """Write a section a name, which is a label and a title, and yield what to write into each."""


def labelled(label: str, value: str, say: Translate) -> str:
    """Return a label with what stands behind it."""
    if not label:
        return value
    return (say("%(label)s: %(value)s") % {"label": label, "value": value}).rstrip()
