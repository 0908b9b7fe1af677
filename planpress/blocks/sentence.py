"""Kind `sentence`: text with blanks to write in."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import Field

from planpress.blocks.kind import BlockView, Kind
from planpress.blocks.page import Page
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


SENTENCE: Kind[str] = Kind("sentence", Sentence, lambda text, _rows: SentenceView(text))
