"""Kind `box`: room to write in."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import Field

from planpress.blocks.kind import BlockView, Kind
from planpress.blocks.page import Page, labelled
from planpress.record import AS_MEASURE, Flag, Record, Text


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
        page.box(labelled(self.label, "", page.say), self.height_mm)


BOX: Kind[Box] = Kind("box", Box, lambda box, _rows: BoxView(box.label, box.height_mm, box.fill))
