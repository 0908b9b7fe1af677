"""Kind `signatures`: the lines to sign on that close a form."""

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from planpress.blocks.kind import BlockView, Kind
from planpress.blocks.page import Page, labelled
from planpress.i18n import Translate
from planpress.record import AS_WHOLE, Flag, Record, Text, Words


class Signature(Record):
    """A line to sign on; `seal` leaves room for a stamp beside it."""

    label: Text
    seal: Flag = False

    def line(self, say: Translate) -> str:
        """Return it as text, with its date."""
        seal = say("(seal)") if self.seal else ""
        return f"{labelled(self.label, '______________', say)} {seal} {say('____ / ___ / ___ (date)')}"


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
        page.beside([signature.line(page.say) for signature in self.signatures], self.across)


SIGNATURES: Kind[SignatureBlock] = Kind(
    "signatures", SignatureBlock, lambda block, _rows: SignaturesView(block.title, block.across, block.signatures)
)
