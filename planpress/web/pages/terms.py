"""The words of the plan, with its own definitions."""

from collections.abc import Iterator

from planpress.model import addresses
from planpress.web.context import Context
from planpress.web.page import Page


def pages(site: Context) -> Iterator[Page]:
    """Yield the page."""
    title = site.say("Terms")
    yield Page(addresses.TERMS_PAGE, title, "terms.md", nav=(site.say("Reference"), title), boost=2)
