"""Kind `stages`: a sign-off in stages, one below the other."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import Field

from planpress.blocks.kind import BlockView, Kind
from planpress.blocks.page import Page, labelled
from planpress.blocks.signatures import Signature
from planpress.blocks.ticks import ticked
from planpress.record import AS_MEASURE, Record, Text, Words


class Stage(Record):
    """One stage of a sign-off: ticks, a finding to write, who signs, when.

    A run of underscores in a tick is a blank to write in.
    """

    label: Text
    title: Text
    ticks: tuple[Text, ...] = ()
    finding: Words = ""
    finding_height_mm: Annotated[float, Field(ge=20, le=120), AS_MEASURE] = 30.0
    signatures: Annotated[tuple[Signature, ...], Field(min_length=1)]


@dataclass(frozen=True)
class StagesView(BlockView):
    """What the stages show."""

    written: ClassVar[bool] = True
    stages: tuple[Stage, ...]
    kind: str = field(default="stages", init=False)

    def write(self, page: Page) -> None:
        """Write each stage as a section."""
        names = [(stage.label, stage.title) for stage in self.stages]
        for stage, section in zip(self.stages, page.sections(names), strict=True):
            if stage.ticks:
                section.line(ticked(stage.ticks, page.say))
            section.box(labelled(stage.finding, "", page.say), stage.finding_height_mm)
            section.beside([signature.line(page.say) for signature in stage.signatures], 1)


STAGES: Kind[tuple[Stage, ...]] = Kind(
    "stages", Annotated[tuple[Stage, ...], Field(min_length=1)], lambda stages, _rows: StagesView(stages), staged=True
)
