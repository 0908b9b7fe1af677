"""Kind `heading`: a title over what follows."""

from dataclasses import dataclass, field

from planpress.blocks.kind import BlockView, Kind
from planpress.blocks.page import Page
from planpress.fit import MM_A_POINT, lines_of
from planpress.record import Text


@dataclass(frozen=True)
class HeadingView(BlockView):
    """What a heading shows."""

    text: str
    kind: str = field(default="heading", init=False)

    def write(self, page: Page) -> None:
        """Write the heading."""
        page.heading(self.text)


HEADING: Kind[str] = Kind(
    "heading",
    Text,
    lambda text, _rows: HeadingView(text),
    last_mm=lambda text, width: 6 + 8 * lines_of(str(text), width / 15.5 / MM_A_POINT),
    clings="after",
)
