"""The units: which has which roles in which sector."""

from collections.abc import Iterator

from planpress.model import addresses
from planpress.web.context import Context
from planpress.web.entries import Entry, asked
from planpress.web.page import Page


def pages(site: Context) -> Iterator[Page]:
    """Yield the matrix."""
    title, name = site.say("Units"), site.say("Units and sectors")
    words = site.say("matrix, division of work, who does what")
    text = site.say("Which unit has which roles in which sector.")
    entry = Entry(addresses.MATRIX_PAGE, name, text, asked(name, words))
    yield Page(addresses.MATRIX_PAGE, title, "matrix.md", None, (title, title), ("navigation", "toc"), 0.5, (entry,))
