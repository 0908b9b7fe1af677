"""What every page is made of: the campaign, what it prints, its edition and its past.

In: what a build is given. Out: `Context`, which the modules of `pages/` and their templates ask; pure.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.version import Version, called
from planpress.office.charts import Charts
from planpress.sheets.edition import Edition
from planpress.web.directory import Directory
from planpress.web.entries import Findable
from planpress.web.parting import Part
from planpress.web.past import Past
from planpress.web.sheet_lists import SheetGroup, SheetIndex, sector_parts
from planpress.web.verbatim import Verbatim

OLDEST_BROWSERS = "Chromium 80 / Safari 13.1"
"""In which everything works; tests hold all that is shipped against them."""


def head_of(campaign: Campaign, edition: Edition) -> dict[str, str]:
    """Return what the head of every page says about the campaign, by the names that `theme/main.html` prints."""
    say = translations(edition.language).gettext
    plan, issued, effective = campaign.plan, edition.issued, edition.effective
    first = say("in force from %(date)s") % {"date": effective.isoformat()} if effective else ""
    return {
        "name": plan.name,
        "number": plan.notice.document_number if plan.notice else "",
        "revision": say("Revision %(number)s") % {"number": edition.number},
        "issued": say("issued %(date)s") % {"date": issued.isoformat()} if issued else say("not issued yet"),
        "effective": "" if effective == issued else first,
        "period": say("campaign period %(start)s to %(end)s")
        % {"start": plan.period.start.isoformat(), "end": plan.period.end.isoformat()},
        "draft": say("Draft: not in force") if edition.draft else "",
        "pending": edition.pending,
        "own": str(edition.revision),
        "called": say("%(number)s") % {"number": "{number}"},
        "called_corrected": say("%(number)s · editorial %(correction)s")
        % {"number": "{number}", "correction": "{correction}"},
        "to_before": say("To revision %(number)s")
        % {"number": called(edition.until_then, say) if edition.until_then else ""},
        "to_revision": say("To revision %(number)s") % {"number": "{number}"},
        "until_then": str(edition.until_then or ""),
        "not_yet": say("Not yet in force: revision %(number)s holds from %(date)s.")
        % {"number": edition.number, "date": "{date}"},
        "holds": say("Today revision %(number)s holds.") % {"number": "{number}"},
        "none_holds": say("Today no revision holds."),
        "in_force": say("In force until revision %(number)s takes effect on %(date)s.")
        % {"number": "{number}", "date": "{date}"},
        "amended": say("This revision is not in force any more."),
        "corrected": say("The editor has corrected this revision since; no word of the plan is different."),
        "repealed": say("The plan has been repealed since %(date)s.") % {"date": "{date}"},
        "taken_back": say("This revision was taken back: nothing of it is in force."),
        "search_label": say("Search the site"),
        "search_none": say("Nothing found. Try a unit's short name, fewer words, or one word of a checklist row."),
        "permalink": say("Permanent link to this place"),
        "unscripted": say(
            "The scripts of this page did not run: nothing can be searched or checked here. "
            "All else can be read and printed. %(browsers)s or newer run them."
        )
        % {"browsers": OLDEST_BROWSERS},
        "in_wechat": say("WeChat may refuse to open or save a file: press … at the top right, then “Open in Browser”."),
    }


@dataclass(frozen=True)
class Beside:
    """The publication of a revision, as its neighbours lead to it: its folder, and the pages in it."""

    folder: str
    pages: frozenset[str]


@dataclass(frozen=True)
class Context:
    """One site; the language of the edition is that of the words that are ours.

    `today` is the day for which the period is drawn; None leaves that to the reader's device. A site that is published
    lies `beside` those of other revisions, given by their versions; None for one that is not.
    """

    campaign: Campaign
    sheets: SheetIndex
    edition: Edition
    past: Past
    today: datetime.date | None = None
    beside: Mapping[Version, Beside] | None = None

    @property
    def published(self) -> bool:
        """Whether it lies beside the sites of other revisions."""
        return self.beside is not None

    @property
    def language(self) -> str:
        """Of words that are ours."""
        return self.edition.language

    def say(self, message: str) -> str:
        """Return `message` in the language of the site."""
        return translations(self.language).gettext(message)

    @cached_property
    def head(self) -> dict[str, str]:
        """What every page says at its head."""
        return head_of(self.campaign, self.edition)

    @cached_property
    def verbatim(self) -> Verbatim:
        """The words of the campaign."""
        return Verbatim(self.campaign, self.past.revised)

    @cached_property
    def findable(self) -> Findable:
        """What the search finds of the campaign."""
        return Findable(self.campaign)

    @cached_property
    def directory(self) -> Directory:
        """Its units, as pages list them."""
        return Directory(self.campaign)

    @cached_property
    def sector_parts(self) -> dict[str, tuple[Part[SheetGroup], ...]]:
        """Pages of the sheets of units by sector; empty where they fit on one page."""
        return sector_parts(self.sheets, self.directory)

    @cached_property
    def charts(self) -> Charts:
        """The drawings."""
        return Charts(self.campaign, self.edition, self.today)

    @property
    def feeds(self) -> bool:
        """Whether there are feeds: one that no address leads to cannot be subscribed to."""
        return bool(self.past.sealed and self.edition.site_url)
