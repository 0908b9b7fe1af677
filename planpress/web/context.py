"""What every page is made of: the campaign, what it prints, its edition and its past.

In: what a build is given. Out: `Context`, which the modules of `pages/` and their templates ask; pure.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.office.charts import Charts
from planpress.sheets.edition import Edition
from planpress.web.entries import Findable
from planpress.web.past import Past
from planpress.web.sheet_lists import SheetIndex
from planpress.web.verbatim import Verbatim


@dataclass(frozen=True)
class Context:
    """One site.

    Attributes:
        campaign: What it shows.
        sheets: Everything that is printed; each sheet is linked from the pages it concerns.
        edition: Its language is the language of the words that are ours.
        past: The sealed revisions.
        today: The day for which the period is drawn; None leaves that to the reader's device.
        published: Whether the site lies beside those of other revisions, each in a folder named by its number.
    """

    campaign: Campaign
    sheets: SheetIndex
    edition: Edition
    past: Past
    today: datetime.date | None = None
    published: bool = False

    @property
    def language(self) -> str:
        """Of words that are ours."""
        return self.edition.language

    def say(self, message: str) -> str:
        """Return `message` in the language of the site."""
        return translations(self.language).gettext(message)

    @cached_property
    def verbatim(self) -> Verbatim:
        """The words of the campaign."""
        return Verbatim(self.campaign, self.past.revised)

    @cached_property
    def findable(self) -> Findable:
        """What the search finds of the campaign."""
        return Findable(self.campaign)

    @cached_property
    def charts(self) -> Charts:
        """The drawings."""
        return Charts(self.campaign, self.edition, self.today)

    @property
    def feeds(self) -> bool:
        """Whether there are feeds: one that no address leads to cannot be subscribed to."""
        return bool(self.past.sealed and self.edition.site_url)
