"""Two revisions side by side; or the last one and the draft."""

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.difference import count_line
from planpress.model import addresses
from planpress.model.version import Version
from planpress.revisions.change import Change
from planpress.revisions.history import Sealed
from planpress.revisions.reprints import Reprint, reprints
from planpress.sheets.printed import records_of
from planpress.web.changes import Changes
from planpress.web.context import Context
from planpress.web.page import Page
from planpress.web.past import Past

COMPARED = 8
"""A revision is compared with as many before it as this.

A limit that counted from the last revision would take pages away as revisions are added; this one never does.
"""


@dataclass(frozen=True)
class ComparisonView:
    """What is compared, the revisions of the two that are sealed, how much they differ, if at all, and in what."""

    old: str
    new: str
    sealed: tuple[Sealed, ...]
    count: str
    changes: Changes


def pairs_of(past: Past) -> Iterator[tuple[Version, Version]]:
    """Yield the revisions that have a page to compare them."""
    versions = tuple(past.sealed)
    return ((old, new) for at, new in enumerate(versions) for old in versions[max(at - COMPARED, 0) : at])


def pages(site: Context) -> Iterator[Page]:
    """Yield what the draft changes, and a page for each pair of revisions."""
    past = site.past
    if past.draft and past.last:
        changes = past.history.changes_from(past.last.version, None, past.present)
        sheets = reprints(past.last.sheets, records_of(site.sheets.all))
        yield _page(site, addresses.DRAFT_PAGE, (past.last,), changes, sheets)
    for pair in pairs_of(past):
        old, new = (past.sealed[number] for number in pair)
        changes = past.history.changes_from(*pair, new.campaign)
        yield _page(site, addresses.comparison_page(*pair), (old, new), changes, reprints(old.sheets, new.sheets))


def _page(
    site: Context, address: str, sealed: tuple[Sealed, ...], changes: tuple[Change, ...], sheets: tuple[Reprint, ...]
) -> Page:
    past = site.past
    old, new = (*(past.title(one.version) for one in sealed), site.say("draft"))[:2]
    forms = tuple(one for one in sheets if one.sheet.form not in addresses.OWN_FORMS)
    count = count_line(changes, forms, past.language) if changes or sheets else ""
    view = ComparisonView(old, new, sealed, count, Changes(past, changes))
    return Page(address, f"{old} → {new}", "compare.md", view, boost=0)
