"""Who is bound by what: every clause that binds a unit, and the words or the note by which it does."""

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.model.bindings import Work
from planpress.model.reasons import Reason, Unbound
from planpress.model.records import Unit
from planpress.web.context import Context
from planpress.web.page import Page


@dataclass(frozen=True)
class BondsView:
    """The bonds of each unit, in the order of the file, and whom words name though no duty binds them."""

    units: tuple[tuple[Unit, tuple[tuple[Work, Reason], ...]], ...]
    unbound: tuple[Unbound, ...]

    @property
    def reasons(self) -> list[Reason]:
        """Of every bond."""
        return [reason for _unit, bonds in self.units for _work, reason in bonds]


def pages(site: Context) -> Iterator[Page]:
    """Yield the page."""
    reasons = site.campaign.reasons
    view = BondsView(tuple((unit, tuple(reasons.bonds(unit))) for unit in site.campaign.units), reasons.unbound)
    title = site.say("Who is bound by what")
    yield Page(addresses.BONDS_PAGE, title, "bonds.md", view, (title,), boost=0.2)
