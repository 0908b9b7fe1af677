"""Who is bound by what: every clause that binds a unit, and the words or the note by which it does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.model.bindings import Work
from planpress.model.reasons import Reason, Unbound
from planpress.model.records import Unit
from planpress.web.context import Context
from planpress.web.page import Page
from planpress.web.parting import Part

Bonds = tuple[tuple[Unit, tuple[tuple[Work, Reason], ...]], ...]
"""Units, each with every clause that binds it and why."""


@dataclass(frozen=True)
class BondsView:
    """The bonds of each unit, in the order of the file, and whom words name though no duty binds them."""

    units: Bonds
    unbound: tuple[Unbound, ...]

    @property
    def reasons(self) -> list[Reason]:
        """Of every bond."""
        return [reason for _unit, bonds in self.units for _work, reason in bonds]


@dataclass(frozen=True)
class BondsPart:
    """The bonds of a part of the units, where they are too many for one page."""

    part: Part[Unit]
    units: Bonds


def pages(site: Context) -> Iterator[Page]:
    """Yield the page, then its parts."""
    campaign = site.campaign
    view = BondsView(_bonds(site, campaign.units), campaign.reasons.unbound)
    title = site.say("Who is bound by what")
    yield Page(addresses.BONDS_PAGE, title, "bonds.md", view, (title,), boost=0.2)
    for part in site.directory.bonds:
        said = BondsPart(part, _bonds(site, part.rows))
        yield Page(part.address, f"{title} {part.letters}", "bonds-part.md", said, (), ("navigation",), boost=0)


def _bonds(site: Context, units: Iterable[Unit]) -> Bonds:
    return tuple((unit, tuple(site.campaign.reasons.bonds(unit))) for unit in units)
