"""The units: which has which roles in which sector; where they are too many for one page, in parts."""

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.model.kinds import UnitKind
from planpress.model.records import Unit
from planpress.office.matrix import matrix_title
from planpress.web.context import Context
from planpress.web.entries import Entry, asked
from planpress.web.page import Page
from planpress.web.parting import Part


@dataclass(frozen=True)
class UnitsPart:
    """A part of the units of a kind, among all parts of it."""

    kind: UnitKind
    part: Part[Unit]
    parts_of_kind: tuple[Part[Unit], ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield the matrix, then its parts."""
    title, name = site.say("Units"), matrix_title(site.campaign, site.say)
    words = site.say("matrix, division of work, who does what")
    sectors = site.say("Which unit has which roles in which sector.")
    text = sectors if site.campaign.sectors else site.say("Which unit has which roles.")
    entry = Entry(addresses.MATRIX_PAGE, name, text, asked(name, words))
    yield Page(addresses.MATRIX_PAGE, title, "matrix.md", None, (title, title), ("navigation", "toc"), 0.5, (entry,))
    for listed in site.directory.kinds:
        for part in listed.parts:
            view, name = UnitsPart(listed.kind, part, listed.parts), f"{listed.kind.name} {part.letters}"
            yield Page(part.address, name, "units-part.md", view, (), ("navigation", "toc"), 0, (), ("js/unit.js",))
