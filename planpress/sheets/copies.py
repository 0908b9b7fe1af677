"""A pack and a number → the register of its numbered copies.

In: a validated `Campaign` and the pack. Out: the sheet on which the copies are signed out and in again, and what
each copy bears; pure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.sheets.forms import Issue, form_sheet
from planpress.sheets.sheet import Sheet, fingerprint_of

COPIES_SCOPE = "copies"
"""Scope of the form on which numbered copies are registered."""


@dataclass(frozen=True)
class Copies:
    """Numbered copies of a pack.

    Attributes:
        pack: What stands for the pack.
        count: How many there are; they are numbered from 1.
        revision: The line that names the revision they are of.
    """

    pack: Sheet
    count: int
    revision: str


def register_of(campaign: Campaign, copies: Copies) -> Sheet:
    """Return the sheet on which the copies are signed out and in again.

    Raises:
        BuildError: If no form is meant for that.
    """
    _ = translations(campaign.plan.language).gettext
    form = next((form for form in campaign.forms if form.scope == COPIES_SCOPE), None)
    if form is None:
        raise BuildError(_("No form in content/forms has 'scope: copies', on which copies are registered"))
    pack = copies.pack
    unit = campaign.unit_by_id[pack.unit] if pack.unit else None
    named = f"{pack.code} {_('Fingerprint %(value)s') % {'value': pack.mark}}"
    sheet = form_sheet(campaign, form, unit=unit, issue=Issue(named, copies.count, copies.revision))
    return replace(sheet, fingerprint=fingerprint_of(sheet.view))


def copy_label(number: int, count: int, language: str) -> str:
    """Return what a numbered copy bears on each page."""
    _ = translations(language).gettext
    return _("Copy %(number)s of %(count)s") % {"number": number, "count": count}
