"""Sealed revisions → the full text of each, at its own address for ever.

In: `ChangeViews`. Out: path, template and view of each page. What a later revision withdrew keeps a page at
its old address too, so that an old link leads to an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from planpress.model.addresses import PLAN
from planpress.model.campaign import Campaign
from planpress.model.records import Clause, Note, Sector, Term
from planpress.revisions.history import Sealed
from planpress.web.changes import ChangeViews, Written, unit_changes_page
from planpress.web.views import View, Views


class _Bare(Views):
    """A campaign as it was sealed: its words without terms and notes, whose pages are of today."""

    @cached_property
    def notes(self) -> dict[str, list[tuple[int, Note]]]:
        return {}

    @cached_property
    def words(self) -> tuple[re.Pattern[str], dict[str, Term]]:
        return re.compile(r"(?!)"), {}


@dataclass(frozen=True)
class Texts(ChangeViews):
    """What each revision said, and what is no longer there."""

    def texts(self, sealed: Sealed) -> Iterator[Written]:
        """Yield the pages that hold the text of a revision, each clause at its address."""
        for document in self.documents_of(sealed.campaign):
            yield f"revisions/{sealed.number}/{document}.md", "as-of.md", self.text(sealed, document)

    def documents_of(self, campaign: Campaign) -> tuple[str, ...]:
        """Return the documents of one state: the main plan, then its sectors."""
        return PLAN, *(sector.id for sector in campaign.sectors)

    def document_links(self, sealed: Sealed, here: str = "") -> list[View]:
        """Return the links to all documents of a revision."""
        names = {PLAN: sealed.campaign.plan.short, **{sector.id: sector.short for sector in sealed.campaign.sectors}}
        return [
            {"name": name, "href": f"revisions/{sealed.number}/{document}.html", "here": document == here}
            for document, name in names.items()
        ]

    def text(self, sealed: Sealed, document: str, withdrawn: str = "") -> View:
        """Show a document as a revision had it; `withdrawn` says why it stands alone."""
        campaign = sealed.campaign
        bare = _Bare(campaign, (), self.edition)
        sector = campaign.sector_by_id.get(document)
        notice = campaign.plan.notice if sector is None else None

        def clauses(tree: tuple[Clause, ...], level: int) -> list[View]:
            return [bare.clause_view(clause, document, level) for clause in tree]

        checklist = sector.checklist if sector else None
        now = self.present.sector_by_id.get(document) if sector else None
        return {
            "revision": self.revision_view(sealed),
            "standings": self.standings(),
            "heading": sector.title if sector else campaign.plan.name,
            "label": sector.label if sector else "",
            "notice": notice,
            "title": campaign.plan.title if sector is None else "",
            "notice_clauses": clauses(notice.clauses, 3) if notice else [],
            "clauses": clauses(sector.clauses, 2) if sector else clauses(campaign.plan.clauses, 3),
            "checklist": checklist
            and {
                "heading": checklist.label + checklist.title,
                "rows": [{"id": Markup(item.id), "label": item.label, "text": item.text} for item in checklist.items],
            },
            "documents": self.document_links(sealed, document),
            "others": [
                {"title": self.title(one.number), "href": f"revisions/{one.number}/{document}.html"}
                for one in self.history.sealed.values()
                if one.number != sealed.number and document in self.documents_of(one.campaign)
            ],
            "now": "plan/index.html" if sector is None else f"sectors/{document}.html" if now else "",
            "own_forms": self.own_forms(sealed),
            "withdrawn": withdrawn,
        }

    def withdrawn(self) -> Iterator[Written]:
        """Yield a page for each unit and sector that is no longer there, at its old address."""
        for sector in {one.id: one for campaign in reversed(self.campaigns) for one in campaign.sectors}.values():
            if sector.id not in self.present.sector_by_id:
                last = self.last_with(lambda campaign, name=sector.id: name in campaign.sector_by_id)  # type: ignore[misc]
                yield f"sectors/{sector.id}.md", "as-of.md", self.text(last, sector.id, self.left_words(last, sector))
        for unit in self.unit_order:
            if unit not in self.present.unit_by_id:
                last = self.last_with(lambda campaign, name=unit: name in campaign.unit_by_id)  # type: ignore[misc]
                yield f"units/{unit}.md", "withdrawn.md", self.withdrawn_unit(unit, last)

    def last_with(self, has: Callable[[Campaign], bool]) -> Sealed:
        """Return the last sealed revision whose campaign `has` something."""
        return self.history.sealed[max(number for number, campaign in self.states.items() if has(campaign))]

    def left_words(self, last: Sealed, sector: Sector | None = None) -> str:
        """Say since when a sector or unit is no longer there."""
        after = self.history.sealed.get(last.number + 1)
        if after is None:
            return self.say("not in the draft any more")
        words = (
            self.say("This sector has not been part of the plan since revision %(number)s (from %(date)s).")
            if sector
            else self.say("This unit has not been part of the plan since revision %(number)s (from %(date)s).")
        )
        return words % {"number": after.number, "date": self.day(after.meta.effective)}

    def withdrawn_unit(self, unit: str, last: Sealed) -> View:
        """Describe a unit that is no longer there."""
        return {
            "name": self.unit_names[unit],
            "words": self.left_words(last),
            "changes": unit_changes_page(unit),
            "revision": self.revision_view(last),
            "by": f"revisions/{last.number + 1}.html" if last.number + 1 in self.history.sealed else "",
        }
