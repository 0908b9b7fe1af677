"""Kind `signatures`: the lines to sign on that close a form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field, StringConstraints

from planpress.blocks.kind import BlockView, Kind, Rows
from planpress.blocks.page import Page, Say, labelled
from planpress.record import AS_WHOLE, Flag, Record


class Signature(Record):
    """A line to sign on; `seal` leaves room for a stamp beside it."""

    label: Annotated[str, StringConstraints(min_length=1)]
    seal: Flag = False


class SignatureBlock(Record):
    """Signatures that close a form, `across` of them in a line."""

    title: str = ""
    across: Annotated[int, Field(ge=1, le=2), AS_WHOLE] = 1
    signatures: Annotated[tuple[Signature, ...], Field(min_length=1)]


@dataclass(frozen=True)
class SignatureView:
    """What a line to sign on shows."""

    label: str
    seal: bool

    def line(self, say: Say) -> str:
        """Return the line as text, with its date."""
        seal = say("(seal)") if self.seal else ""
        return f"{labelled(self.label, '______________', say)} {seal} {say('____ / ___ / ___ (date)')}"


@dataclass(frozen=True)
class SignaturesView(BlockView):
    """What the signatures show."""

    title: str
    across: int
    signatures: tuple[SignatureView, ...]
    kind: str = field(default="signatures", init=False)

    def write(self, page: Page) -> None:
        """Write the title and the lines."""
        if self.title:
            page.line(self.title, bold=True)
        page.beside([signature.line(page.say) for signature in self.signatures], self.across)


def lines_of(signatures: tuple[Signature, ...]) -> tuple[SignatureView, ...]:
    """Return what lines to sign on show."""
    return tuple(SignatureView(signature.label, signature.seal) for signature in signatures)


def _view(block: SignatureBlock, _rows: Rows) -> SignaturesView:
    return SignaturesView(block.title, block.across, lines_of(block.signatures))


SIGNATURES: Kind[SignatureBlock] = Kind("signatures", SignatureBlock, _view)
