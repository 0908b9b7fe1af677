"""Kind `box`: room to write in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import Field

from planpress.blocks.kind import BlockView, Fault, Kind
from planpress.blocks.page import Page
from planpress.fit import PAGE, WIDE_COLON, height_of, too_high
from planpress.i18n import Translate
from planpress.record import AS_MEASURE, Flag, Record, Text, measured

CLOSING_MM = 25.0
"""What a box leaves of a page: for what closes a form goes with it."""


class Box(Record):
    """A labelled box to write in; with `fill`, as much higher as the page has room."""

    label: Text
    height_mm: Annotated[float, Field(ge=20, le=200), AS_MEASURE]
    fill: Flag = False


@dataclass(frozen=True)
class BoxView(BlockView):
    """What a box shows."""

    written: ClassVar[bool] = True
    label: str
    height_mm: float
    fill: bool = False
    kind: str = field(default="box", init=False)

    def write(self, page: Page) -> None:
        """Write the box, as high as on paper."""
        page.box(self.label, self.height_mm)


def _check(value: Any, page_width_mm: float | None, _: Translate) -> Iterator[Fault]:
    """A box is no higher than a page, and its label leaves room in it."""
    if not isinstance(value, dict):
        return
    width, page = page_width_mm or PAGE["portrait"][0], height_of(page_width_mm)
    height, label = measured(value.get("height_mm")), value.get("label")
    if height > page - CLOSING_MM:
        message = _("A box on this page may be %(most)s mm high at most")
        yield Fault(("height_mm",), message % {"most": f"{page - CLOSING_MM:g}"}, value["height_mm"])
    elif height and isinstance(label, str) and (message := too_high(label + WIDE_COLON, width - 6, height - 4, _)):
        yield Fault(("label",), message, label)


BOX: Kind[Box] = Kind(
    "box",
    Box,
    lambda box, _rows: BoxView(box.label, box.height_mm, box.fill),
    _check,
    last_mm=lambda box, _width: 6 + (measured(box.get("height_mm")) if isinstance(box, dict) else 0),
)
