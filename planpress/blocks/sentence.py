"""Kind `sentence`: text with blanks to write in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import Field

from planpress.blocks.kind import BlockView, Fault, Kind
from planpress.blocks.page import Page
from planpress.fit import PAGE, Place, too_blank, too_wide
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


def _check(value: Any, page_width_mm: float | None, _: Translate) -> Iterator[Fault]:
    """Blanks and words are no longer than a line."""
    width = page_width_mm or PAGE["portrait"][0]
    if isinstance(value, str):
        for message in filter(None, (too_blank(value, width, _), too_wide(value, Place(width, 10.5, width, 14), _))):
            yield Fault((), message, value)


SENTENCE: Kind[str] = Kind("sentence", Sentence, lambda text, _rows: SentenceView(text), _check)
