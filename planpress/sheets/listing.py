"""Campaign → the forms and documents that must be printed.

In: a validated `Campaign`. Out: `Sheet` values, sorted by path; pure, nothing is rendered here.
"""

from planpress.model.campaign import Campaign
from planpress.sheets.documents import documents_of
from planpress.sheets.forms import form_sheet
from planpress.sheets.sheet import Sheet, by_path


def sheets_of(campaign: Campaign) -> tuple[Sheet, ...]:
    """List the plan, one annex a sector, the sheets of every unit, and the blanks; each campaign is listed once."""
    return campaign.once(_listed)


def _listed(campaign: Campaign) -> tuple[Sheet, ...]:
    forms = (form_sheet(campaign, printing) for printing in campaign.bindings.printings)
    return by_path((*documents_of(campaign), *forms))
