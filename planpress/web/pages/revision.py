"""A sealed revision: what it changed, and whom it makes print what again."""

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.revisions.history import Sealed
from planpress.web.changes import Changes, ReprintList, counted
from planpress.web.context import Context
from planpress.web.page import VERDICT_SCRIPTS, Page


@dataclass(frozen=True)
class RevisionView:
    """A revision, and what it changed.

    `units` are the ids of those it concerns, each with how many changes do, and what it prints again; `others` is
    what is to be printed again besides.
    """

    sealed: Sealed
    changes: Changes
    units: tuple[tuple[str, int, ReprintList], ...]
    others: ReprintList


def pages(site: Context) -> Iterator[Page]:
    """Yield a page a revision, the latest first."""
    past = site.past
    for version, sealed in reversed(tuple(past.sealed.items())):
        others = ReprintList(past.reprints_of(version, None))
        view = RevisionView(sealed, Changes(past, sealed.changes), tuple(_concerned(site, sealed)), others)
        title = past.title(version)
        nav = (site.say("Revisions"), title)
        yield Page(
            addresses.revision_page(version), title, "revision.md", view, nav, boost=0.6, scripts=VERDICT_SCRIPTS
        )


def _concerned(site: Context, sealed: Sealed) -> Iterator[tuple[str, int, ReprintList]]:
    for unit in site.past.unit_names:
        changes = {change for change in sealed.changes if unit in change.units}
        again = ReprintList(site.past.reprints_of(sealed.version, unit))
        if changes or again.found:
            yield unit, len(counted(changes)), again
