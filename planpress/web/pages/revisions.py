"""All revisions: each in a few lines, which held when, and which pairs can be compared."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.model.version import Version
from planpress.revisions.ledger import InForce
from planpress.web.context import Context
from planpress.web.entries import Entry, asked
from planpress.web.page import VERDICT_SCRIPTS, Page
from planpress.web.pages.comparison import pairs_of


@dataclass(frozen=True)
class RevisionsView:
    """Which revision holds from when to which last day, if one is known, and the pairs that can be compared."""

    held: tuple[tuple[InForce, datetime.date | None], ...]
    pairs: frozenset[tuple[Version, Version]]


def pages(site: Context) -> Iterator[Page]:
    """Yield the page, where something has been sealed."""
    if site.past.sealed:
        held = ((one, one.until - datetime.timedelta(days=1) if one.until else None) for one in site.past.in_force)
        view = RevisionsView(tuple(held), frozenset(pairs_of(site.past)))
        title = site.say("Revisions")
        nav = (title, title)
        names = asked(title, site.say("revisions, versions, changes, history, amendments"))
        entries = (Entry(addresses.REVISIONS_PAGE, names=names),)
        yield Page(addresses.REVISIONS_PAGE, title, "revisions.md", view, nav, ("toc",), 0.6, entries, VERDICT_SCRIPTS)
