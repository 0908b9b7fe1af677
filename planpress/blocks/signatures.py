"""Kind `signatures`: the lines to sign on that close a form."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field

from planpress.blocks.kind import BlockView, Fault, Kind, Steps
from planpress.blocks.page import Page
from planpress.fit import (
    DATE_MM,
    ENTRY_MM,
    LARGE_DATE_MM,
    MM_A_POINT,
    PAGE,
    SEAL_MM,
    SIGN_MM,
    WIDE_COLON,
    Place,
    lines_of,
    signing_lines,
    too_long,
)
from planpress.i18n import Translate
from planpress.record import AS_WHOLE, Flag, Record, Text, Words
from planpress.signs import width_of
from planpress.view import LATER

APART_MM = 3.0
"""Before the label of a further entry in a line to sign on."""


class Signature(Record):
    """A line to sign on, with its date; `seal` leaves room for a stamp beside it.

    `entries` are what else one writes in that line, such as the number of a certificate. What is not `signed` is a
    place to stamp alone.
    """

    label: Text
    entries: Annotated[tuple[Text, ...], LATER] = ()
    signed: Annotated[Flag, LATER] = True
    dated: Annotated[Flag, LATER] = True
    seal: Flag = False

    def behind(self, say: Translate) -> str:
        """Return what stands behind the room to sign: whether to stamp there, and the blanks of a date."""
        found = [say("(seal)") if self.seal else "", say("____ / ___ / ___") if self.dated else ""]
        return " ".join(filter(None, found))


class SignatureBlock(Record):
    """Signatures that close a form, `across` of them in a line."""

    title: Words = ""
    across: Annotated[int, Field(ge=1, le=2), AS_WHOLE] = 1
    signatures: Annotated[tuple[Signature, ...], Field(min_length=1)]


@dataclass(frozen=True)
class SignaturesView(BlockView):
    """What the signatures show."""

    title: str
    across: int
    signatures: tuple[Signature, ...]
    kind: str = field(default="signatures", init=False)

    def write(self, page: Page) -> None:
        """Write the title and the lines."""
        if self.title:
            page.line(self.title, bold=True)
        page.signatures(self.signatures, self.across)


def labels_fit(
    signatures: Any, widths_mm: tuple[float, float], across: int, _: Translate, at: Steps = ()
) -> Iterator[Fault]:
    """Yield the labels that leave no room to sign, in usual and in large print, which has one signature in a line."""
    seals = _seals(signatures)
    for number, signature in enumerate(signatures if isinstance(signatures, list) else []):
        label = signature.get("label") if isinstance(signature, dict) else None
        if not isinstance(label, str):
            continue
        *lines, last = signing_lines(label)
        place = _place(signature, widths_mm, across, seals)
        if message := too_long(max((*lines, last + WIDE_COLON), key=width_of), place, _):
            yield Fault((*at, "signatures", number, "label"), message, label)
        if signature.get("signed") == "false" and signature.get("dated") == "false" and signature.get("seal") != "true":
            yield Fault((*at, "signatures", number, "signed"), _("A place that nobody signs needs a seal or a date"))


def _place(signature: dict[str, Any], widths_mm: tuple[float, float], across: int, seals: int) -> Place:
    """Return where a label prints: what seals, the date, entries and room to sign leave of its line."""
    found = signature.get("entries")
    entries = [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
    words = sum(width_of(one + WIDE_COLON) for one in entries) * MM_A_POINT
    taken = (ENTRY_MM + APART_MM) * len(entries) + (0 if signature.get("signed") == "false" else SIGN_MM)
    undated = signature.get("dated") == "false" and (across > 1 or bool(entries))
    usual, large = widths_mm
    if seals:
        usual, large = usual - SEAL_MM - 1, large - SEAL_MM - 1
    else:
        usual = usual / across - (10 if across > 1 else 0)
        large -= 0 if undated else LARGE_DATE_MM
    usual -= 0 if undated else DATE_MM
    return Place(usual - words * 10.5, 10.5, large - words * 14, 14).less(taken)


def _seals(signatures: Any) -> int:
    found = signatures if isinstance(signatures, list) else []
    return sum(isinstance(one, dict) and one.get("seal") == "true" for one in found)


def signed_mm(signatures: Any, above_mm: float = 0) -> float:
    """Return how high lines to sign on are in large print, one below the other, with what stands above them.

    Beside a seal each has its date below; the seal stands beside both.
    """
    count, seals = len(signatures) if isinstance(signatures, list) else 0, _seals(signatures)
    return max(SEAL_MM * seals, above_mm + 21 * count) if seals else above_mm + 12 * count


def _last(value: Any, page_width_mm: float) -> float:
    """Return how high the whole is: nothing of it stands on another page."""
    title = str(value.get("title", "")) if isinstance(value, dict) else ""
    lines = lines_of(title, page_width_mm / 15.5 / MM_A_POINT) if title else 0
    return 4 + 8 * lines + (signed_mm(value.get("signatures")) if isinstance(value, dict) else 0)


def _check(value: Any, page_width_mm: float | None, _: Translate) -> Iterator[Fault]:
    if isinstance(value, dict):
        across = 2 if value.get("across") == "2" else 1
        width = page_width_mm or PAGE["portrait"][0]
        yield from labels_fit(value.get("signatures"), (width, width), across, _)


SIGNATURES: Kind[SignatureBlock] = Kind(
    "signatures",
    SignatureBlock,
    lambda block, _rows: SignaturesView(block.title, block.across, block.signatures),
    _check,
    last_mm=_last,
    clings="before",
)
