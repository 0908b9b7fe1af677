"""Which unit has which roles in which sector."""

from collections.abc import Iterator

from planpress.model import addresses
from planpress.web.context import Context
from planpress.web.entries import Entry, asked
from planpress.web.page import Page


def pages(site: Context) -> Iterator[Page]:
    """Yield the matrix."""
    nav = (site.say("Overview"), site.say("Units and sectors"))
    words = site.say("matrix, division of work, who does what")
    text = site.say("Which unit has which roles in which sector.")
    entry = Entry(addresses.MATRIX_PAGE, nav[-1], text, asked(nav[-1], words))
    yield Page(addresses.MATRIX_PAGE, nav[-1], "matrix.md", None, nav, ("navigation", "toc"), 0.5, (entry,))
