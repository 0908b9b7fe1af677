"""The full text of each revision, at its own address for ever; a sector that is gone keeps its old one too."""

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.model.records import Sector
from planpress.revisions.history import Sealed
from planpress.web.context import Context
from planpress.web.page import VERDICT_SCRIPTS, Page
from planpress.web.verbatim import ClauseView, Verbatim


@dataclass(frozen=True)
class AsOf:
    """A document as a revision had it: `plan`, or a sector; without terms and notes, whose pages are of today.

    `withdrawn` says since when the sector is gone; empty where it is not, or where the page is that of the revision.
    """

    sealed: Sealed
    document: str
    sector: Sector | None
    withdrawn: str
    notice_clauses: tuple[ClauseView, ...]
    clauses: tuple[ClauseView, ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield each document of each revision, then the last text of each sector that is gone."""
    past = site.past
    for version, sealed in past.sealed.items():
        for document in past.documents_in(sealed):
            yield _page(site, addresses.revision_document_page(version, document), sealed, document)
    words = site.say("This sector has not been part of the plan since revision %(number)s (from %(date)s).")
    for name in past.documents:
        if name != addresses.PLAN and name not in past.present.sector_by_id:
            last = past.last_with(name, lambda campaign: campaign.sector_by_id)
            yield _page(site, addresses.sector_page(name), last, name, past.left_words(last, words))


def _page(site: Context, address: str, sealed: Sealed, document: str, withdrawn: str = "") -> Page:
    plan, sector = sealed.campaign.plan, sealed.campaign.sector_by_id.get(document)
    bare = Verbatim(sealed.campaign, bare=True)
    notice = bare.clauses(plan.notice.clauses if plan.notice and not sector else (), document, 3)
    clauses = bare.clauses((sector or plan).clauses, document, 2 if sector else 3)
    view = AsOf(sealed, document, sector, withdrawn, notice, clauses)
    title = f"{site.past.title(sealed.version)} · {sector.title if sector else plan.name}"
    return Page(address, title, "as-of.md", view, boost=0, scripts=VERDICT_SCRIPTS)
