"""Kind `stages`: a sign-off in stages, one below the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import Field

from planpress.blocks.kind import BlockView, Fault, Kind
from planpress.blocks.page import Page
from planpress.blocks.signatures import Signature, labels_fit, signed_mm
from planpress.blocks.ticks import ticks_fit
from planpress.fit import MM_A_POINT, PAGE, WIDE_COLON, Place, height_of, lines_of, too_high, too_wide
from planpress.i18n import Translate
from planpress.record import AS_MEASURE, Record, Text, Words, measured

BESIDE_MM, USUALLY_BESIDE_MM = 29.0, 23.0
"""What the name of a stage, and the space around what is in it, take of a page, in large print and else."""

NAME = Place(16.8, 14, 20.8, 17, True)
"""Where the name of a stage prints."""


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
                section.ticks(stage.ticks)
            section.box(stage.finding, stage.finding_height_mm)
            section.signatures(stage.signatures, 1)


def _check(value: Any, page_width_mm: float | None, _: Translate) -> Iterator[Fault]:
    """What stands in a stage fits its lines, and a stage its page."""
    width = (page_width_mm or PAGE["portrait"][0]) - BESIDE_MM
    for number, stage in enumerate(value if isinstance(value, list) else []):
        if not isinstance(stage, dict):
            continue
        name, finding, ticks = (stage.get(key) for key in ("label", "finding", "ticks"))
        yield from ticks_fit(ticks, width, _, (number, "ticks"))
        usual = width + BESIDE_MM - USUALLY_BESIDE_MM
        yield from labels_fit(stage.get("signatures"), (usual, width), 1, _, (number,))
        height = measured(stage.get("finding_height_mm", "30"))
        for key, text, message in (
            ("label", name, too_wide(name, NAME, _) if isinstance(name, str) else ""),
            (
                "finding",
                finding,
                too_high(finding + WIDE_COLON, width, height - 2, _) if isinstance(finding, str) else "",
            ),
        ):
            if message:
                yield Fault((number, key), message, str(text))
        if (tall := _height_of(stage, width)) > height_of(page_width_mm):
            message = _("A stage must stand on one page of %(most)s mm; this one takes up to %(found)s mm")
            yield Fault((number,), message % {"most": f"{height_of(page_width_mm):g}", "found": f"{tall:.0f}"})


def _height_of(stage: dict[str, Any], width_mm: float) -> float:
    """Return how high a stage is at most, in large print: title, boxes to tick, finding, a line a signature."""
    ticks, finding_mm = stage.get("ticks"), measured(stage.get("finding_height_mm", "30"))
    words = [str(stage.get("title"))] + [
        f"{WIDE_COLON * 2}{tick}" for tick in (ticks if isinstance(ticks, list) else [])
    ]
    lines = sum(lines_of(word, width_mm / 15.5 / MM_A_POINT) for word in words)
    name = 8.5 * lines_of(str(stage.get("label")), NAME.signs)
    return max(name, 7 + lines * 9.9 + signed_mm(stage.get("signatures"), finding_mm))


def _last(value: Any, page_width_mm: float) -> float:
    """Return how high the last stage is."""
    last = value[-1] if isinstance(value, list) and value else None
    return _height_of(last, page_width_mm - BESIDE_MM) if isinstance(last, dict) else 0


STAGES: Kind[tuple[Stage, ...]] = Kind(
    "stages",
    Annotated[tuple[Stage, ...], Field(min_length=1)],
    lambda stages, _rows: StagesView(stages),
    _check,
    last_mm=_last,
    staged=True,
)
