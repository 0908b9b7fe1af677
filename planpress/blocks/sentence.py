"""Kind `sentence`: text with blanks to write in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import Field

from planpress.blocks.kind import BlockView, Fault, Kind
from planpress.blocks.page import Page
from planpress.fit import PAGE, too_blank
from planpress.i18n import Translate
from planpress.record import Text

Sentence = Annotated[Text, Field(description="Text in which a run of underscores is a blank to write in.")]


@dataclass(frozen=True)
class SentenceView(BlockView):
    """What a sentence shows."""

    written: ClassVar[bool] = True
    text: str
    kind: str = field(default="sentence", init=False)

    def write(self, page: Page) -> None:
        """Write the text; its underscores are the blanks."""
        page.line(self.text)


def too_blank_in(text: str, page_width_mm: float | None, _: Translate) -> str:
    """Return what to say of a text with a blank that is longer than a line of the page; nothing where it has none."""
    return too_blank(text, page_width_mm or PAGE["portrait"][0], _)


def _check(value: Any, page_width_mm: float | None, _: Translate) -> Iterator[Fault]:
    """A blank is no longer than a line."""
    if isinstance(value, str) and (message := too_blank_in(value, page_width_mm, _)):
        yield Fault((), message, value)


SENTENCE: Kind[str] = Kind("sentence", Sentence, lambda text, _rows: SentenceView(text), _check)
