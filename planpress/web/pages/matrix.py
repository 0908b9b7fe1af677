"""Which unit has which roles in which sector."""

from collections.abc import Iterator

from planpress.model import addresses
from planpress.web.context import Context
from planpress.web.page import Page


def pages(site: Context) -> Iterator[Page]:
    """Yield the matrix."""
    nav = (site.say("Overview"), site.say("Units and sectors"))
    yield Page(addresses.MATRIX_PAGE, nav[-1], "matrix.md", nav=nav, hide=("navigation", "toc"), boost=0.5)
