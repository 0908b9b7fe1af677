"""Campaign → the edition it is printed as: what the foot of every sheet says besides its own code.

In: a `Campaign`, and what the command line asks for. Out: an `Edition`; pure.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.revision import Standing
from planpress.sheets.sheet import Sheet


@dataclass(frozen=True)
class Edition:
    """What the foot of every sheet says besides the sheet's own code.

    Attributes:
        revision: Its number, from 1.
        issued: None for a draft that has no day of issue yet.
        draft: True prints a mark across each page.
        site_url: Public address of the site, with a final slash; empty where there is none.
        language: Of words that are ours.
        variant: How paper looks: `normal`, `large` (print of 14 pt and more) or `low-ink`. It changes
            no code, number or fingerprint.
        effective: First day on which it holds; None where nothing has been sealed, or for a draft.
    """

    revision: int
    issued: datetime.date | None
    draft: bool
    site_url: str
    language: str
    variant: str = "normal"
    effective: datetime.date | None = None

    @property
    def file_day(self) -> datetime.date:
        """The day that files bear; for a draft, which has none, the first that every format can tell."""
        return self.issued or datetime.date(1980, 1, 1)

    @property
    def line(self) -> str:
        """What the foot of a sheet says: the number, the day of issue, and the first day in force if that is another.

        In large print the foot has no room for both days.
        """
        _ = translations(self.language).gettext
        if self.issued is None:
            return _("Revision %(number)s (draft)") % {"number": self.revision}
        found = {"number": self.revision, "date": self.issued.isoformat()}
        if self.effective is None or self.effective == self.issued or self.variant == "large":
            return _("Revision %(number)s (%(date)s)") % found
        words = _("Revision %(number)s (%(date)s, from %(effective)s)")
        return words % {**found, "effective": self.effective.isoformat()}

    def of(self, sheet: Sheet) -> Edition:
        """Return what the foot of `sheet` says: a sheet about an earlier revision keeps that one's number and dates."""
        stood = sheet.standing
        if stood is None:
            return self
        return replace(self, revision=stood.number, draft=stood.draft, issued=stood.issued, effective=stood.effective)


def edition_of(campaign: Campaign, site_url: str = "", variant: str = "") -> Edition:
    """Return the edition that `campaign` is printed as; the arguments stand before what the plan says.

    Where no revision has been sealed, the plan may state number and date; one that does not is a draft of the first.
    """
    plan, standing = campaign.plan, campaign.standing
    if standing is None:
        stated = plan.revision
        standing = Standing(stated.number, stated.issued, None, False) if stated else Standing(1, None, None, True)
    return Edition(
        standing.number,
        standing.issued,
        standing.draft or plan.status == "draft",
        site_url or plan.site_url or "",
        plan.language,
        variant or plan.variant,
        standing.effective,
    )
