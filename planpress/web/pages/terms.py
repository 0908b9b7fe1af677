"""The words of the plan, with its own definitions."""

from collections.abc import Iterator

from planpress.model import addresses
from planpress.web.context import Context
from planpress.web.entries import Entry, asked
from planpress.web.page import Page


def pages(site: Context) -> Iterator[Page]:
    """Yield the page."""
    title = site.say("Terms")
    names = asked(title, site.say("terms, glossary, definitions, meaning"))
    entries = (Entry(addresses.TERMS_PAGE, names=names), *site.findable.terms())
    yield Page(addresses.TERMS_PAGE, title, "terms.md", nav=(title,), boost=2, entries=entries)
