"""Kind `stages`: a sign-off in stages, one below the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from planpress.blocks.kind import BlockView, Kind, Rows
from planpress.blocks.page import Page, labelled
from planpress.blocks.signatures import Signature, SignatureView, lines_of
from planpress.blocks.ticks import ticked
from planpress.record import AS_MEASURE, Record


class Stage(Record):
    """One stage of a sign-off: ticks, a finding to write, who signs, when.

    A run of underscores in a tick is a blank to write in.
    """

    label: Annotated[str, StringConstraints(min_length=1)]
    title: Annotated[str, StringConstraints(min_length=1)]
    ticks: tuple[str, ...] = ()
    finding: str = ""
    finding_height_mm: Annotated[float, Field(ge=20, le=120), AS_MEASURE] = 30.0
    signatures: Annotated[tuple[Signature, ...], Field(min_length=1)]


@dataclass(frozen=True)
class StageView:
    """What a stage shows."""

    label: str
    title: str
    ticks: tuple[str, ...]
    finding: str
    finding_height_mm: float
    signatures: tuple[SignatureView, ...]


@dataclass(frozen=True)
class StagesView(BlockView):
    """What the stages show."""

    written: ClassVar[bool] = True
    stages: tuple[StageView, ...]
    kind: str = field(default="stages", init=False)

    def write(self, page: Page) -> None:
        """Write each stage as a section."""
        names = [(stage.label, stage.title) for stage in self.stages]
        for stage, section in zip(self.stages, page.sections(names), strict=True):
            if stage.ticks:
                section.line(ticked(stage.ticks, page.say))
            section.box(labelled(stage.finding, "", page.say), stage.finding_height_mm)
            section.beside([signature.line(page.say) for signature in stage.signatures], 1)


def _stage(stage: Stage) -> StageView:
    signatures = lines_of(stage.signatures)
    return StageView(stage.label, stage.title, stage.ticks, stage.finding, float(stage.finding_height_mm), signatures)


def _view(stages: tuple[Stage, ...], _rows: Rows) -> StagesView:
    return StagesView(tuple(map(_stage, stages)))


STAGES: Kind[tuple[Stage, ...]] = Kind("stages", tuple[Stage, ...], _view, staged=True)
