"""Kind `ticks`: a question with boxes to tick."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from planpress.blocks.kind import BlockView, Kind
from planpress.blocks.page import Page, labelled
from planpress.i18n import Translate
from planpress.record import Record, Text, Words


class TickGroup(Record):
    """A question with boxes to tick."""

    label: Words
    options: Annotated[tuple[Text, ...], Field(min_length=1)]


@dataclass(frozen=True)
class TicksView(BlockView):
    """What a question shows."""

    label: str
    options: tuple[str, ...]
    kind: str = field(default="ticks", init=False)

    def write(self, page: Page) -> None:
        """Write the question and its options in one line."""
        page.line(ticked(self.options, page.say, self.label))


def ticked(options: Iterable[str], say: Translate, label: str = "") -> str:
    """Return boxes to tick in one line."""
    return labelled(label, "  ".join(f"\u25a1{option}" for option in options), say)


TICKS: Kind[TickGroup] = Kind("ticks", TickGroup, lambda group, _rows: TicksView(group.label, group.options))
