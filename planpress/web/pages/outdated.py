"""Every fingerprint that is valid no more, for readers without JavaScript."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.model.version import Version
from planpress.revisions.ledger import Outdated
from planpress.web.context import Context
from planpress.web.page import Page
from planpress.web.parting import MOST, Part, numbered, parts_of

Ended = tuple[Version, Outdated]
"""What is not valid any more, and the revision that ended it."""


@dataclass(frozen=True)
class OutdatedView:
    """What each revision ended, the latest first, of `count` sheets in all; or the parts that list them by code."""

    count: int
    groups: tuple[tuple[Version, tuple[Outdated, ...]], ...]
    parts_of_sheets: tuple[Part[Ended], ...] = ()


def pages(site: Context) -> Iterator[Page]:
    """Yield the page, where something has ended, then its parts."""
    rows = [(version, one) for version, found in reversed(site.past.outdated.items()) for one in found]
    if rows:
        title, parts = site.say("All outdated sheets"), _parts(rows)
        view = OutdatedView(len(rows), () if parts else _groups(rows), parts)
        yield Page(addresses.OUTDATED_PAGE, title, "outdated.md", view, hide=("toc",), boost=0)
        for part in parts:
            said, name = OutdatedView(len(rows), _groups(part.rows), parts), f"{title} {part.first} – {part.last}"
            yield Page(part.address, name, "outdated.md", said, hide=("navigation", "toc"), boost=0)


def _size(row: Ended) -> int:
    return 180 + len(row[1].title.encode())


def _parts(rows: list[Ended]) -> tuple[Part[Ended], ...]:
    if sum(map(_size, rows)) <= MOST:
        return ()
    return parts_of(rows, lambda row: row[1].code, _size, numbered(addresses.outdated_page))


def _groups(rows: Iterable[Ended]) -> tuple[tuple[Version, tuple[Outdated, ...]], ...]:
    found: dict[Version, list[Outdated]] = defaultdict(list)
    for version, one in rows:
        found[version].append(one)
    return tuple((version, tuple(found[version])) for version in sorted(found, reverse=True))
