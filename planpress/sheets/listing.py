"""Campaign → the forms and documents that must be printed.

In: a validated `Campaign`. Out: `Sheet` values, sorted by path; pure, nothing is rendered here.
"""

from __future__ import annotations

from dataclasses import replace

from planpress.model.campaign import Campaign
from planpress.sheets.documents import documents_of
from planpress.sheets.forms import form_sheet
from planpress.sheets.sheet import Sheet, fingerprint_of


def sheets_of(campaign: Campaign) -> tuple[Sheet, ...]:
    """List the forms and documents that the campaign prints, sorted by path; each campaign is listed once.

    Returns:
        The plan, one annex per sector, the sheets of every unit, and the blanks. Empty for a
        unit of kind `body`: it has no sheets of its own.
    """
    return campaign.once(_listed)


def _listed(campaign: Campaign) -> tuple[Sheet, ...]:
    forms = (form_sheet(campaign, printing) for printing in campaign.bindings.printings)
    finished = (replace(sheet, fingerprint=fingerprint_of(sheet.view)) for sheet in (*documents_of(campaign), *forms))
    return tuple(sorted(finished, key=lambda sheet: sheet.path))
