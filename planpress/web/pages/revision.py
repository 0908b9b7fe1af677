"""A sealed revision: what it changed, and whom it makes print what again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from planpress.model import addresses
from planpress.model.version import Version
from planpress.revisions.history import Sealed
from planpress.web.changes import Changes, ReprintList, counted
from planpress.web.context import Context
from planpress.web.page import VERDICT_SCRIPTS, Page
from planpress.web.parting import Part, numbered, parts_of

CONCERNED, ROOM = 420, 90_000
"""About how many bytes a unit takes that a revision concerns, and how many its page has for all of them."""

Concerned = tuple[str, int, ReprintList]
"""The id of a unit, how many changes concern it, and what it prints again."""


@dataclass(frozen=True)
class RevisionView:
    """A revision, and what it changed.

    `units` are those that it concerns, on pages of their own where they are too many; `others` is what is to be
    printed again besides.
    """

    sealed: Sealed
    changes: Changes
    units: tuple[Concerned, ...]
    parts_of_units: tuple[Part[Concerned], ...]
    others: ReprintList


@dataclass(frozen=True)
class ConcernedView:
    """A part of the units that a revision concerns, among all parts of them."""

    sealed: Sealed
    part: Part[Concerned]
    parts_of_units: tuple[Part[Concerned], ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield a page a revision, the latest first, each before those of the units that it concerns."""
    past = site.past
    for version, sealed in reversed(tuple(past.sealed.items())):
        others, units = ReprintList(past.reprints_of(version, None)), tuple(_concerned(site, sealed))
        parts = _parts(site, version, units)
        view = RevisionView(sealed, Changes(past, sealed.changes), units, parts, others)
        title = past.title(version)
        nav = (site.say("Revisions"), title)
        yield Page(
            addresses.revision_page(version), title, "revision.md", view, nav, boost=0.6, scripts=VERDICT_SCRIPTS
        )
        for part in parts:
            said, name = ConcernedView(sealed, part, parts), f"{title} {part.letters}"
            yield Page(part.address, name, "concerned.md", said, (), ("navigation", "toc"), boost=0)


def _parts(site: Context, version: Version, units: Sequence[Concerned]) -> tuple[Part[Concerned], ...]:
    """Part the units that a revision concerns; not where its page has room for them."""
    if len(units) * CONCERNED <= ROOM:
        return ()
    pages = numbered(partial(addresses.concerned_page, version))
    return parts_of(units, lambda one: site.past.unit_names[one[0]], lambda _one: CONCERNED, pages)


def _concerned(site: Context, sealed: Sealed) -> Iterator[Concerned]:
    for unit in site.past.unit_names:
        changes = site.past.changes_of[sealed.version, unit]
        again = ReprintList(site.past.reprints_of(sealed.version, unit))
        if changes or again.found:
            yield unit, len(counted(changes)), again
