"""Campaign → the Markdown pages of the site, and the files that pages and programs read.

In: a validated `Campaign`, its sheets, its edition and its past. Out: `Pages`; pure. Each module here is a kind of
page: its `pages` yields all pages of it, its dataclasses are what its template shows.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from planpress.content.sealed import json_text
from planpress.model import addresses
from planpress.model.campaign import Campaign
from planpress.model.version import Version
from planpress.revisions.change import change_json
from planpress.revisions.history import NONE_SEALED, History
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet
from planpress.status import files_of, status_of
from planpress.web.context import Beside, Context
from planpress.web.differences import differences
from planpress.web.feeds import feeds_of
from planpress.web.findable import findable_sheets
from planpress.web.page import Page, Pages, navigation_of
from planpress.web.pages import (
    as_of,
    bonds,
    check,
    clause_history,
    comparison,
    groups,
    handbook,
    home,
    matrix,
    notes,
    outdated,
    plan,
    print_centre,
    revision,
    revisions,
    sector,
    terms,
    timeline,
    unit,
    unit_changes,
    withdrawn,
)
from planpress.web.past import Past
from planpress.web.rendering import changed_words, page_templates, written
from planpress.web.sheet_lists import SheetIndex

KINDS: tuple[Callable[[Context], Iterator[Page]], ...] = (
    home.pages,
    plan.pages,
    sector.pages,
    matrix.pages,
    groups.pages,
    unit.pages,
    timeline.pages,
    print_centre.pages,
    check.pages,
    revisions.pages,
    revision.pages,
    as_of.pages,
    comparison.pages,
    outdated.pages,
    clause_history.pages,
    unit_changes.pages,
    withdrawn.pages,
    terms.pages,
    notes.pages,
    bonds.pages,
    handbook.pages,
)
"""What yields every page of each kind, in the order of the navigation."""


def pages_of(
    campaign: Campaign,
    sheets: Sequence[Sheet],
    edition: Edition,
    today: datetime.date | None = None,
    beside: Mapping[Version, Beside] | None = None,
    history: History = NONE_SEALED,
) -> Pages:
    """Write every page of the site; the arguments are explained in `Context`.

    `sheets` are what is printed, with or without what stands for the packs; what revisions of the `history` say is
    read where a page shows it.
    """
    past = Past(campaign, history, edition.language)
    site = Context(campaign, SheetIndex(campaign, tuple(sheets)), edition, past, today, beside)
    pages = tuple(page for kind in KINDS for page in kind(site))
    templates = page_templates(edition.language)
    files = {page.source: written(page, templates, site) for page in pages}
    owners = {unit.id: unit.name for unit in campaign.units}
    data = files_of(status_of(campaign, sheets, edition, history), owners) | _revision_data(site) | feeds_of(site)
    data[addresses.SHEETS_JS] = findable_sheets(site.sheets)
    data |= home.unit_cards(site, partial(changed_words, site, templates))
    return Pages(dict(sorted(files.items())), navigation_of(pages), data, pages)


def _revision_data(site: Context) -> dict[str, str]:
    """Return what each revision changed, for programs, and what differs on sheets, for the page that checks them."""
    found = {}
    for version, sealed in site.past.sealed.items():
        before = site.past.history.before(version)
        value = {
            "from": before.version.json if before else None,
            "to": version.json,
            "changes": [change_json(change) for change in sealed.changes],
            "gone": sealed.gone,
        }
        found[addresses.changes_json(version)] = json_text(value)
    return found | differences(site.past)
