"""Which unit has which roles in which sector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses, vocabulary
from planpress.web.context import Context
from planpress.web.page import Page


@dataclass(frozen=True)
class MatrixView:
    """The roles of a unit in a sector, by their ids."""

    roles: dict[tuple[str, str], tuple[vocabulary.Role, ...]]


def pages(site: Context) -> Iterator[Page]:
    """Yield the matrix."""
    view = MatrixView({(one.unit.id, one.sector.id): one.roles for one in site.campaign.bindings.involvements})
    nav = (site.say("Overview"), site.say("Units and sectors"))
    yield Page(addresses.MATRIX_PAGE, nav[-1], "matrix.md", view, nav, ("navigation", "toc"), 0.5)
