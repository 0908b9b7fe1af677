"""Kind `citation`: text that cites another document by its number."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from planpress.blocks.kind import BlockView, Fault, Kind, NumbersOf
from planpress.blocks.page import Page
from planpress.blocks.sentence import too_blank_in
from planpress.i18n import Translate
from planpress.record import Id, Record, Text
from planpress.view import arranged, beside

NUMBER = "{number}"
"""Stands in the text for the number."""


class Citation(Record):
    """Text, with `{number}` for the number of a document of the form `cites`; underscores are blanks to write in."""

    text: Text
    cites: Id


@dataclass(frozen=True)
class CitationView(BlockView):
    """What such text shows: `text` with blanks for the number, or `given` where the sheet is issued with one."""

    written: ClassVar[bool] = True
    text: str
    cites: str = beside("")
    given: str = arranged("")
    kind: str = field(default="citation", init=False)

    def cited(self, numbers: NumbersOf) -> BlockView:
        """Put the number, or blanks for it, into the text."""
        blank, given = numbers(self.cites)
        filled = self.text.replace(NUMBER, given) if given else ""
        return replace(self, text=self.text.replace(NUMBER, blank), given=filled)

    def write(self, page: Page) -> None:
        """Write the text; its underscores are the blanks."""
        page.line(self.text)


def _check(value: Any, page_width_mm: float | None, _: Translate) -> Iterator[Fault]:
    """The number stands in the text, once; a blank is no longer than a line."""
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str):
        return
    if text and text.count(NUMBER) != 1:
        message = _("text must hold %(number)s once, where the number stands that is cited")
        yield Fault(("text",), message % {"number": NUMBER}, text)
    elif message := too_blank_in(text, page_width_mm, _):
        yield Fault(("text",), message, text)


CITATION: Kind[Citation] = Kind(
    "citation", Citation, lambda citation, _rows: CitationView(citation.text, citation.cites), _check
)
