"""A pack and a number → the register of its numbered copies.

In: a validated `Campaign` and the pack. Out: the sheet on which the copies are signed out and in again, and what
each copy bears; pure.
"""

from __future__ import annotations

from dataclasses import replace

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.forms import Printing
from planpress.sheets.forms import Copies, form_sheet
from planpress.sheets.sheet import Sheet, fingerprint_of


def register_of(campaign: Campaign, pack: Sheet, count: int, revision: str) -> Sheet:
    """Return the sheet on which `count` copies of `pack` are signed out and in again.

    Args:
        campaign: Validated.
        pack: What stands for the pack.
        count: Number of copies.
        revision: The line that names the revision they are of.

    Raises:
        BuildError: If no form is meant for that.
    """
    _ = translations(campaign.plan.language).gettext
    form = next((form for form in campaign.forms if form.scope == "copies"), None)
    if form is None:
        raise BuildError(_("No form in content/forms has 'scope: copies', on which copies are registered"))
    named = f"{pack.code} {_('Fingerprint %(value)s') % {'value': pack.mark}}"
    unit = campaign.unit_by_id[pack.unit] if pack.unit else None
    sheet = form_sheet(campaign, Printing(form, unit), Copies(named, count, revision))
    return replace(sheet, fingerprint=fingerprint_of(sheet.view))


def copy_label(number: int, count: int, language: str) -> str:
    """Return what a numbered copy bears on each page."""
    _ = translations(language).gettext
    return _("Copy %(number)s of %(count)s") % {"number": number, "count": count}
