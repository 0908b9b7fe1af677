"""Every fingerprint that is valid no more, for readers without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.model.version import Version
from planpress.revisions.ledger import Outdated
from planpress.web.context import Context
from planpress.web.page import Page


@dataclass(frozen=True)
class OutdatedView:
    """What each revision ended, the latest first."""

    groups: dict[Version, list[Outdated]]


def pages(site: Context) -> Iterator[Page]:
    """Yield the page, where something has ended."""
    if site.past.outdated:
        title, view = site.say("All outdated sheets"), OutdatedView(dict(reversed(site.past.outdated.items())))
        yield Page(addresses.OUTDATED_PAGE, title, "outdated.md", view, hide=("toc",), boost=0)
