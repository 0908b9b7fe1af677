"""A history → the pages that tell what each revision changed, and for whom.

In: the `Views` of the campaign that the site shows, and its `History`. Out: path, template and view of each
page, the files that pages and programs read, and what other pages say of revisions. Nothing is made where
nothing has been sealed.

Addresses are permanent: whatever a revision had keeps its page, so that an old link leads to an answer.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from planpress.content.sealed import json_text
from planpress.difference import changes_across
from planpress.model.addresses import CATALOGUE_PDF, PLAN
from planpress.revisions.change import Change, change_json
from planpress.revisions.changes import changes_between
from planpress.revisions.history import Sealed
from planpress.revisions.reprints import Reprint, reprints
from planpress.sheets.printed import records_now
from planpress.web.as_of import Texts
from planpress.web.changes import Written, clause_history_page, unit_changes_page
from planpress.web.clause_history import ClauseHistory
from planpress.web.outdated import DIFFERENCES, Outdated
from planpress.web.revision_feeds import FEED, RevisionFeeds
from planpress.web.views import View

COMPARED = 8
"""A revision is compared with as many before it as this.

A limit that counted from the last revision would take pages away as revisions are added; this one never does.
"""


ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class RevisionPages(Texts, ClauseHistory, RevisionFeeds, Outdated):
    """What each page about revisions shows."""

    # ------------------------------------------------------------ what there is

    def every_page(self) -> Iterator[Written]:
        """Yield path, template and view of every page."""
        if not self.history.sealed:
            return
        yield "revisions/index.md", "revisions.md", self.index()
        for sealed in self.history.sealed.values():
            yield f"revisions/{sealed.number}.md", "revision.md", self.revision(sealed)
            yield from self.texts(sealed)
        if self.present.standing is not None and self.present.standing.draft:
            yield "revisions/draft.md", "compare.md", self.draft()
        for old, new in self.pairs:
            yield f"revisions/compare-{old}-{new}.md", "compare.md", self.compare(old, new)
        if self.outdated_groups:
            yield "revisions/outdated.md", "outdated.md", self.outdated()
        for document, stories in self.stories.items():
            path = clause_history_page(document).replace(".html", ".md")
            yield path, "clause-history.md", self.clause_history(document, stories)
        for unit in self.unit_order:
            yield unit_changes_page(unit).replace(".html", ".md"), "unit-changes.md", self.unit_changes(unit)
        yield from self.withdrawn()

    def navigation(self) -> list[Any]:
        """Return the entries of the navigation: the revisions, the latest first."""
        if not self.history.sealed:
            return []
        numbers = sorted(self.history.sealed, reverse=True)
        pages = [{self.title(number): f"revisions/{number}.md"} for number in numbers]
        return [{self.say("Revisions"): [{self.say("All revisions"): "revisions/index.md"}, *pages]}]

    def data(self) -> dict[str, str]:
        """Return the files that programs, feed readers and the page that checks sheets read."""
        found = {}
        for sealed in self.history.sealed.values():
            value = {
                "from": sealed.number - 1 if sealed.number - 1 in self.history.sealed else None,
                "to": sealed.number,
                "changes": [change_json(change) for change in sealed.changes],
                "gone": sealed.gone,
            }
            found[f"revisions/{sealed.number}/changes.json"] = json_text(value)
        if self.steps:
            found[DIFFERENCES] = self.differences()
        if self.feeds:
            found |= self.feed_files()
        return found

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The revisions that have a page to compare them."""
        numbers = sorted(self.history.sealed)
        return tuple((old, new) for new in numbers for old in numbers if new - COMPARED <= old < new)

    # ------------------------------------------------------------ all revisions

    def index(self) -> View:
        """List all revisions, and which held when."""
        newest = sorted(self.history.sealed.values(), key=lambda one: -one.number)
        return {
            "revisions": [{**self.revision_view(one), "count": self.step_count(one)} for one in newest],
            "standings": self.standings(),
            "reigns": [
                {
                    "number": reign.entry.number,
                    "title": self.title(reign.entry.number),
                    "first": self.day(reign.first),
                    "last": self.day(reign.until - ONE_DAY) if reign.until else "",
                    "last_iso": (reign.until - ONE_DAY).isoformat() if reign.until else "",
                    "first_iso": reign.first.isoformat(),
                    "until_iso": reign.until.isoformat() if reign.until else "",
                    "repeal": reign.entry.repeal,
                    "href": f"revisions/{reign.entry.number}.html",
                    "text": f"revisions/{reign.entry.number}/plan.html",
                }
                for reign in self.reigns
            ],
            "matrix": self.matrix(),
            "draft": "revisions/draft.html" if self.present.standing and self.present.standing.draft else "",
            "feed": FEED if self.feeds else "",
            "units": [{"name": self.unit_names[unit], "href": unit_changes_page(unit)} for unit in self.unit_order],
            "outdated": "revisions/outdated.html" if self.outdated_groups else "",
            "catalogue": CATALOGUE_PDF if self.on_site(CATALOGUE_PDF) else "",
            "single": len(self.history.sealed) == 1,
        }

    def matrix(self) -> View | None:
        """Return a table of all pairs that can be compared; None for a single revision."""
        numbers = sorted(self.history.sealed)
        if len(numbers) < 2:
            return None
        known = set(self.pairs)
        return {
            "heads": [self.title(new) for new in numbers[1:]],
            "rows": [
                {
                    "title": self.title(old),
                    "cells": [
                        {"href": f"revisions/compare-{old}-{new}.html", "words": f"{old} → {new}"}
                        if (old, new) in known
                        else None
                        for new in numbers[1:]
                    ],
                }
                for old in numbers[:-1]
            ],
        }

    # ------------------------------------------------------------ one revision

    def revision(self, sealed: Sealed) -> View:
        """Tell what a revision changed."""
        number = sealed.number
        found = self.reprints_of(number)
        unit_sheets: dict[str, list[Reprint]] = defaultdict(list)
        for one in found:
            if one.sheet.unit is not None:
                unit_sheets[one.sheet.unit].append(one)
        concerned = {unit for change in sealed.changes for unit in change.units} | unit_sheets.keys()
        changing = {change for change in sealed.changes if change.operation != "renumbered"}
        counts = {unit: sum(1 for change in changing if unit in change.units) for unit in concerned}
        numbers = self.history.sealed
        return {
            "revision": self.revision_view(sealed),
            "standings": self.standings(),
            "count": self.step_count(sealed),
            "groups": self.groups(sealed.changes),
            "numbers": self.numbers(sealed.changes),
            "units": [
                {
                    "name": self.unit_names[unit],
                    "href": f"{unit_changes_page(unit)}#_{number}",
                    "changes": counts[unit],
                    **{key: value for key, value in self.reprint_view(unit_sheets[unit]).items() if key != "states"},
                }
                for unit in self.unit_order
                if unit in concerned
            ],
            "untouched": sum(1 for unit in sealed.campaign.units if unit.id not in concerned),
            "others": self.reprint_view(one for one in found if one.sheet.unit is None),
            "downloads": self.downloads(number),
            "documents": self.document_links(sealed),
            "before": self.neighbour(number - 1, numbers),
            "after": self.neighbour(number + 1, numbers),
            "own_forms": self.own_forms(sealed),
            "sheets": len(sealed.sheets),
        }

    def neighbour(self, number: int, numbers: Mapping[int, Sealed]) -> View | None:
        """Return the link to the revision beside."""
        return {"title": self.title(number), "href": f"revisions/{number}.html"} if number in numbers else None

    def downloads(self, number: int) -> list[View]:
        """List what the site has to fetch about a revision."""
        found = []
        comparison = f"print/revisions/{number}-comparison.pdf"
        if self.on_site(comparison):
            found.append({"href": comparison, "words": self.say("Comparison table (PDF)"), "pdf": True})
        if self.edition.revision == number and not self.edition.draft and self.on_site("print/plan.pdf"):
            words = self.say("The whole plan with its annexes")
            found.append({"href": "print/plan.pdf", "words": words, "pdf": True})
        words = self.say("Changes for programs (JSON)")
        found.append({"href": f"revisions/{number}/changes.json", "words": words, "pdf": False})
        return found

    # ------------------------------------------------------------ comparing

    def compare(self, old: int, new: int) -> View:
        """Compare two sealed revisions."""
        sealed = self.history.sealed
        changes = changes_across(self.history, old, new, sealed[new].campaign)
        found = reprints(sealed[old].sheets, sealed[new].sheets)
        return self.comparison(self.title(old), self.title(new), changes, found) | {
            "links": [
                {
                    "title": self.title(number),
                    "href": f"revisions/{number}.html",
                    "text": f"revisions/{number}/plan.html",
                }
                for number in (old, new)
            ],
            "reasons": [
                {"title": self.title(number), "reason": sealed[number].meta.reason}
                for number in range(old + 1, new + 1)
            ],
            "draft": False,
        }

    def draft(self) -> View:
        """Compare the draft with the revision sealed last."""
        last = self.history.last
        assert last is not None  # a draft follows what was sealed
        changes = changes_between(last.campaign, self.present, "revision", last.number + 1)
        found = reprints(last.sheets, records_now(self.present, self.history))
        return self.comparison(self.title(last.number), self.say("draft"), changes, found) | {
            "links": [
                {
                    "title": self.title(last.number),
                    "href": f"revisions/{last.number}.html",
                    "text": f"revisions/{last.number}/plan.html",
                }
            ],
            "reasons": [],
            "draft": True,
        }

    def comparison(self, old: str, new: str, changes: tuple[Change, ...], found: tuple[Reprint, ...]) -> View:
        """Return what two states differ in."""
        return {
            "old": old,
            "new": new,
            "count": self.count(changes, found) if changes or found else "",
            "groups": self.groups(changes),
            "numbers": self.numbers(changes),
        }

    # ------------------------------------------------------------ what other pages say of revisions

    def beside(self) -> dict[str, View]:
        """Return, by path of a page that is not about revisions, what it says of them."""
        if not self.history.sealed:
            return {}
        last = self.history.last
        assert last is not None  # some have been sealed
        latest = {**self.revision_view(last), "count": self.step_count(last)}
        found: dict[str, View] = {"index.md": {"latest": latest}}
        found["plan/index.md"] = {"gone": self.gone_from(PLAN)}
        for sector in self.present.sectors:
            found[f"sectors/{sector.id}.md"] = {"gone": self.gone_from(sector.id)}
        for unit in self.present.units:
            found[f"units/{unit.id}.md"] = {"changes": self.unit_line(unit.id)}
        found["check.md"] = {
            "outdated": "revisions/outdated.html" if self.outdated_groups else "",
            "differences": Markup(DIFFERENCES) if self.steps else "",
        }
        return found
