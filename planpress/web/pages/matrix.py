"""The units: which has which roles in which sector."""

from collections.abc import Iterator

from planpress.model import addresses
from planpress.office.matrix import matrix_title
from planpress.web.context import Context
from planpress.web.entries import Entry, asked
from planpress.web.page import Page


def pages(site: Context) -> Iterator[Page]:
    """Yield the matrix."""
    title, name = site.say("Units"), matrix_title(site.campaign, site.say)
    words = site.say("matrix, division of work, who does what")
    sectors = site.say("Which unit has which roles in which sector.")
    text = sectors if site.campaign.sectors else site.say("Which unit has which roles.")
    entry = Entry(addresses.MATRIX_PAGE, name, text, asked(name, words))
    yield Page(addresses.MATRIX_PAGE, title, "matrix.md", None, (title, title), ("navigation", "toc"), 0.5, (entry,))
