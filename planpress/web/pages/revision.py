"""A sealed revision: what it changed, and whom it makes print what again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model.addresses import PLAN_PDF, changes_json, comparison_pdf, revision_page
from planpress.revisions.history import Sealed
from planpress.web.changes import Changes, counted
from planpress.web.context import Context
from planpress.web.page import VERDICT_SCRIPTS, Page
from planpress.web.parts import Link
from planpress.web.reprint_lists import ReprintList, reprint_list


@dataclass(frozen=True)
class RevisionView:
    """What the page shows.

    Attributes:
        sealed: The revision.
        changes: What it changed.
        units: Id of each unit it concerns, how many changes do, and what it prints again.
        others: What is to be printed again besides the sheets of units.
        downloads: What there is to fetch; files other than PDFs are marked.
    """

    sealed: Sealed
    changes: Changes
    units: tuple[tuple[str, int, ReprintList], ...]
    others: ReprintList
    downloads: tuple[Link, ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield a page a revision, the latest first."""
    past = site.past
    for number, sealed in reversed(tuple(past.sealed.items())):
        others = reprint_list((one for one in past.reprints[number] if not one.sheet.unit), site.sheets.fingerprints)
        units, downloads = tuple(_concerned(site, sealed)), tuple(_downloads(site, number))
        view = RevisionView(sealed, Changes(past, sealed.changes), units, others, downloads)
        title = past.title(number)
        nav = (site.say("Revisions"), title)
        yield Page(revision_page(number), title, "revision.md", view, nav, boost=0.6, scripts=VERDICT_SCRIPTS)


def _concerned(site: Context, sealed: Sealed) -> Iterator[tuple[str, int, ReprintList]]:
    for unit in site.past.unit_names:
        changes = [change for change in sealed.changes if unit in change.units]
        again = [one for one in site.past.reprints[sealed.number] if one.sheet.unit == unit]
        if changes or again:
            yield unit, len(set(counted(changes))), reprint_list(again, site.sheets.fingerprints)


def _downloads(site: Context, number: int) -> Iterator[Link]:
    """Yield what the site has to fetch about a revision."""
    if site.sheets.existing(comparison_pdf(number)):
        yield Link(site.say("Comparison table (PDF)"), comparison_pdf(number))
    if site.edition.revision == number and not site.edition.draft and site.sheets.existing(PLAN_PDF):
        yield Link(site.say("The whole plan with its annexes"), PLAN_PDF)
    yield Link(site.say("Changes for programs (JSON)"), changes_json(number), marked=True)
