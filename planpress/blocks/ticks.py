"""Kind `ticks`: a question with boxes to tick."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field

from planpress.blocks.kind import BlockView, Fault, Kind, Steps
from planpress.blocks.page import Page
from planpress.fit import PAGE, too_blank
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
        """Write the question and its options."""
        page.ticks(self.options, self.label)


def ticks_fit(options: Any, width_mm: float, _: Translate, at: Steps) -> Iterator[Fault]:
    """Yield the boxes to tick whose blanks are longer than a line."""
    for number, option in enumerate(options if isinstance(options, list) else []):
        if isinstance(option, str) and (message := too_blank(option, width_mm - 11, _)):
            yield Fault((*at, number), message, option)


def _check(value: Any, page_width_mm: float | None, _: Translate) -> Iterator[Fault]:
    if isinstance(value, dict):
        yield from ticks_fit(value.get("options"), page_width_mm or PAGE["portrait"][0], _, ("options",))


TICKS: Kind[TickGroup] = Kind("ticks", TickGroup, lambda group, _rows: TicksView(group.label, group.options), _check)
