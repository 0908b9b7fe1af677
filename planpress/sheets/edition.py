"""Campaign → the edition it is printed as: what the foot of every sheet says besides its own code.

In: a `Campaign`, and what the command line asks for. Out: an `Edition`; pure.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.revision import Standing
from planpress.model.version import Version, called
from planpress.revisions.history import History
from planpress.revisions.ledger import holding_until
from planpress.sheets.sheet import Sheet
from planpress.templates import long_date


@dataclass(frozen=True)
class Edition:
    """What the foot of every sheet says besides the sheet's own code.

    Attributes:
        revision: Which it is.
        issued: None for a draft that has no day of issue yet.
        draft: True prints a mark across each page.
        site_url: Public address of the site, with a final slash; empty where there is none.
        language: Of words that are ours.
        variant: How paper looks: `normal`, `large` (print of 14 pt and more) or `low-ink`. It changes
            no code, number or fingerprint.
        effective: First day on which it holds; None where nothing has been sealed, or for a draft.
        until_then: The revision that holds until that day; None where nothing does, or it held from its day of issue.
    """

    revision: Version
    issued: datetime.date | None
    draft: bool
    site_url: str
    language: str
    variant: str = "normal"
    effective: datetime.date | None = None
    until_then: Version | None = None

    @property
    def file_day(self) -> datetime.date:
        """The day that files bear; for a draft, which has none, the first that every format can tell."""
        return self.issued or datetime.date(1980, 1, 1)

    @property
    def number(self) -> str:
        """The revision as words call it."""
        return called(self.revision, translations(self.language).gettext)

    @property
    def line(self) -> str:
        """What the foot of a sheet says: the number, the day of issue, and the first day in force if that is another.

        In large print the foot has no room for both days, and where a count of corrections stands there for one less.
        """
        _ = translations(self.language).gettext
        if self.issued is None:
            return _("Revision %(number)s (draft)") % {"number": self.number}
        found = {"number": self.number, "date": self.issued.isoformat()}
        large, corrected = self.variant == "large", self.revision.correction
        if large and corrected:
            return _("Revision %(number)s") % found
        if self.effective is None or self.effective == self.issued or large or corrected:
            return _("Revision %(number)s (%(date)s)") % found
        words = _("Revision %(number)s (%(date)s, from %(effective)s)")
        return words % {**found, "effective": self.effective.isoformat()}

    @property
    def pending(self) -> str:
        """From when it holds and what holds until then; empty where it held from its day of issue."""
        if not self.until_then or self.effective is None:
            return ""
        _, day = translations(self.language).gettext, long_date(self.effective, self.language)
        words = _("Revision %(number)s holds from %(date)s; until then revision %(before)s holds.")
        return words % {"number": self.number, "date": day, "before": called(self.until_then, _)}

    def of(self, sheet: Sheet) -> Edition:
        """Return what the foot of `sheet` says: a sheet about an earlier revision keeps that one's number and dates."""
        stood = sheet.standing
        if stood is None:
            return self
        dates = replace(self, draft=stood.draft, issued=stood.issued, effective=stood.effective)
        return replace(dates, revision=stood.version, until_then=None)

    def within(self, history: History) -> Edition:
        """Return the edition with what `history` says holds until its first day."""
        before = None if self.draft else holding_until(history.ledger, self.revision)
        return replace(self, until_then=before.version if before else None)


def edition_of(campaign: Campaign, site_url: str = "", variant: str = "") -> Edition:
    """Return the edition that `campaign` is printed as; the arguments stand before what the plan says.

    Where no revision has been sealed, the plan may state number and date; one that does not is a draft of the first.
    """
    plan, stated = campaign.plan, campaign.plan.revision
    version, issued = (Version(stated.number), stated.issued) if stated else (Version(1), None)
    standing = campaign.standing or Standing(version, issued, None, stated is None)
    draft, address, look = standing.draft or plan.status == "draft", site_url or plan.site_url, variant or plan.variant
    return Edition(standing.version, standing.issued, draft, address or "", plan.language, look, standing.effective)
