"""Every fingerprint that is valid no more, for readers without JavaScript."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.revisions.reprints import SheetRecord
from planpress.web.context import Context
from planpress.web.page import Page
from planpress.web.past import Past

Outdated = tuple[SheetRecord, str, str]
"""A sheet with the fingerprint that ended, and the one that followed at once; empty where none did."""


@dataclass(frozen=True)
class OutdatedView:
    """What each revision ended, by its number, the latest first."""

    groups: dict[int, list[Outdated]]


def pages(site: Context) -> Iterator[Page]:
    """Yield the page, where something has ended."""
    if site.past.ends:
        title, view = site.say("All outdated sheets"), OutdatedView(_groups(site.past))
        yield Page(addresses.OUTDATED_PAGE, title, "outdated.md", view, hide=("toc",), boost=0)


def _groups(past: Past) -> dict[int, list[Outdated]]:
    last, found = max(past.sealed), defaultdict[int, list[Outdated]](list)
    for record in past.history.ledger.codes.values():
        for span, after in zip(record.spans, (*record.spans[1:], None), strict=True):
            if span.last < last:
                number = span.last + 1
                new = after.fingerprint if after and after.first == number else ""
                found[number].append((record.sheet, span.fingerprint, new))
    return {number: found[number] for number in sorted(found, reverse=True)}
