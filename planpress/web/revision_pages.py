"""A history → the pages that tell what each revision changed, and for whom.

In: the `Views` of the campaign that the site shows, and its `History`. Out: path, template and view of each
page, the files that pages and programs read, and what other pages say of revisions. Nothing is made where
nothing has been sealed.

Addresses are permanent: whatever a revision had keeps its page, so that an old link leads to an answer.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from markupsafe import Markup

from planpress.model import PACK_FORM, PLAN, Campaign, Clause, Note, Sector, Term
from planpress.revisions.change import Change, change_json
from planpress.revisions.changes import changes_between
from planpress.revisions.difference import changes_across
from planpress.revisions.history import History, Sealed
from planpress.revisions.reprints import Reprint, SheetRecord, reprints
from planpress.revisions.seal import printed
from planpress.revisions.sealed import json_text
from planpress.revisions.shown import shown_on
from planpress.sheets import Edition, sheets_of
from planpress.web.changes import ChangeViews, clause_history_page, is_place, unit_changes_page
from planpress.web.feeds import Entry, feed_of
from planpress.web.views import View, Views, address_of

Written = tuple[str, str, View]
"""Path, template and view of a page."""

COMPARED = 8
"""A revision is compared with as many before it as this.

A limit that counted from the last revision would take pages away as revisions are added; this one never does.
"""

FEED = "revisions/atom.xml"
DIFFERENCES = "differences.js"
DIFFERENCES_NAME = "planpressDifferences"
"""What the script calls its value; `assets/js/check.js` reads it."""

ONE_DAY = datetime.timedelta(days=1)

MARKS = {"same": 0, "deleted": -1, "inserted": 1}


def unit_feed(unit: str) -> str:
    """Return the address of the feed of `unit`."""
    return f"units/{unit}/atom.xml"


class _Bare(Views):
    """A campaign as it was sealed: its words without terms and notes, whose pages are of today."""

    @cached_property
    def notes(self) -> dict[str, list[tuple[int, Note]]]:
        return {}

    @cached_property
    def words(self) -> tuple[re.Pattern[str], dict[str, Term]]:
        return re.compile(r"(?!)"), {}


@dataclass(frozen=True)
class RevisionPages(ChangeViews):
    """What each page about revisions shows.

    Attributes:
        published: Whether the site lies beside those of other revisions, each in a folder named by its number.
    """

    published: bool = False

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

    @property
    def feeds(self) -> bool:
        """Whether there are feeds: one that no address leads to cannot be subscribed to."""
        return bool(self.history.sealed and self.views.edition.site_url)

    @cached_property
    def steps(self) -> tuple[Sealed, ...]:
        """The revisions that changed an earlier one."""
        return tuple(one for one in self.history.sealed.values() if one.number - 1 in self.history.sealed)

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

    def step_count(self, sealed: Sealed) -> str:
        """Say how much a revision changed; nothing for the first and for a repeal."""
        if sealed not in self.steps or sealed.meta.kind == "repeal":
            return ""
        return self.count(sealed.changes, self.reprints_of(sealed.number))

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

    @property
    def edition(self) -> Edition:
        """As which the site is built."""
        return self.views.edition

    def own_forms(self, sealed: Sealed) -> View:
        """Say where the sheets of a revision are, and how many of them are still valid."""
        last = self.history.last
        here = last is not None and last.number == sealed.number and not self.edition.draft
        now = last.sheets if last else {}
        kept = sum(
            1 for code, sheet in sealed.sheets.items() if code in now and now[code].fingerprint == sheet.fingerprint
        )
        return {
            "here": here,
            "count": len(sealed.sheets),
            "kept": kept,
            "last": self.title(last.number) if last else "",
            "folder": f"{sealed.number}/",
            "beside": f"{sealed.number}/print.html" if self.published and not here else "",
        }

    # ------------------------------------------------------------ comparing

    def compare(self, old: int, new: int) -> View:
        """Compare two sealed revisions."""
        sealed = self.history.sealed
        changes = changes_across(self.history, old, new, sealed[new].campaign)
        found = reprints(sealed[old].sheets, sealed[new].sheets)
        return self.comparison(self.title(old), self.title(new), changes, found) | {
            "links": [
                {"title": self.title(number), "href": f"revisions/{number}.html", "text": f"revisions/{number}/plan.html"}
                for number in (old, new)
            ],
            "reasons": [
                {"title": self.title(number), "reason": sealed[number].meta.reason} for number in range(old + 1, new + 1)
            ],
            "draft": False,
        }

    def draft(self) -> View:
        """Compare the draft with the revision sealed last."""
        last = self.history.last
        assert last is not None  # a draft follows what was sealed
        changes = changes_between(last.campaign, self.present, "revision", last.number + 1)
        found = reprints(last.sheets, printed(self.present))
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

    # ------------------------------------------------------------ the text of a revision

    def texts(self, sealed: Sealed) -> Iterator[Written]:
        """Yield the pages that hold the text of a revision, each clause at its address."""
        for document in self._documents_of(sealed.campaign):
            yield f"revisions/{sealed.number}/{document}.md", "as-of.md", self.text(sealed, document)

    def _documents_of(self, campaign: Campaign) -> tuple[str, ...]:
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
                if one.number != sealed.number and document in self._documents_of(one.campaign)
            ],
            "now": "plan/index.html" if sector is None else f"sectors/{document}.html" if now else "",
            "own_forms": self.own_forms(sealed),
            "withdrawn": withdrawn,
        }

    # ------------------------------------------------------------ clauses

    @cached_property
    def stories(self) -> dict[str, dict[str, list[tuple[int, Change]]]]:
        """Document → place → each change of it with its revision, the latest first.

        A place that came of others goes on with their story.
        """
        found: dict[str, list[tuple[int, Change]]] = {}
        for sealed in self.steps:
            step: dict[str, list[Change]] = defaultdict(list)
            for change in sealed.changes:
                if change.kind in ("clause", "item"):
                    for ref in dict.fromkeys(state.ref for state in (*change.after, *change.before)):
                        step[ref].append(change)
            earlier = {ref: list(story) for ref, story in found.items()}
            for ref, changes in step.items():
                story = [(sealed.number, change) for change in changes]
                for change in changes:
                    for state in change.before:
                        story += [entry for entry in earlier.get(state.ref, []) if entry not in story]
                found[ref] = sorted(story, key=lambda entry: -entry[0])
        order = {ref: at for at, ref in enumerate(dict.fromkeys(ref for one in self.campaigns for ref in one.places))}
        by_document: dict[str, dict[str, list[tuple[int, Change]]]] = {name: {} for name in self.documents}
        for ref in sorted(found, key=order.__getitem__):
            by_document[ref.partition("#")[0]][ref] = found[ref]
        return {document: stories for document, stories in by_document.items() if stories}

    def clause_history(self, document: str, stories: dict[str, list[tuple[int, Change]]]) -> View:
        """Tell the history of every clause and row of a document that ever changed."""
        return {
            "title": self.documents[document],
            "first": self.title(min(self.history.sealed)),
            "places": [
                {
                    "id": Markup(ref.partition("#")[2]),
                    "cite": self.cite(ref),
                    "href": address_of(self.present.places[ref]) if ref in self.present.places else "",
                    "entries": [
                        {
                            **self.change_view(change),
                            "revision": self.title(number),
                            "revision_href": f"revisions/{number}.html",
                            "effective": self.day(self.history.sealed[number].meta.effective),
                        }
                        for number, change in story
                    ],
                    "first": self.first_words(ref, story),
                }
                for ref, story in stories.items()
            ],
        }

    def first_words(self, ref: str, story: list[tuple[int, Change]]) -> View | None:
        """Return the words of a place in the first revision that had it, where no change tells them."""
        number = min(number for number, campaign in self._numbered.items() if ref in campaign.places)
        if number in {entry[0] for entry in story}:
            return None
        return {"revision": self.title(number), "text": self._numbered[number].places[ref].text}

    @cached_property
    def _numbered(self) -> dict[int, Campaign]:
        return {number: sealed.campaign for number, sealed in self.history.sealed.items()}

    def cite(self, ref: str) -> str:
        """Return how a place is cited, as of the last state that had it."""
        campaign = next(one for one in self.campaigns if ref in one.places)
        return campaign.cite(ref)

    def gone_from(self, document: str) -> list[View]:
        """List the clauses and rows that `document` no longer has, each with what became of it."""
        found = []
        ever = dict.fromkeys(ref for campaign in self.campaigns for ref in campaign.places)
        for ref in ever:
            if ref.partition("#")[0] != document or ref in self.present.places:
                continue
            last = max(number for number, campaign in self._numbered.items() if ref in campaign.places)
            place = self._numbered[last].places[ref]
            anchor = ref.partition("#")[2]
            fate = self.history.fate(ref)
            successors = [name for name in fate.successors if name in self.present.places]
            found.append(
                {
                    "id": Markup(anchor),
                    "cite": self._numbered[last].cite(ref),
                    "text": place.text,
                    "words": self.fate_words(fate.revision, bool(successors)),
                    "successors": [
                        {"cite": self.present.cite(name), "href": address_of(self.present.places[name])}
                        for name in successors
                    ],
                    "href": f"revisions/{last}/{document}.html#{anchor}",
                    "last": self.title(last),
                }
            )
        return found

    def fate_words(self, number: int | None, lives_on: bool) -> str:
        """Say what became of a place."""
        if number is None:
            return self.say("deleted in the draft")
        words = self.say("revision %(number)s: now part of") if lives_on else self.say("deleted by revision %(number)s")
        return words % {"number": number}

    # ------------------------------------------------------------ units

    def unit_changes(self, unit: str) -> View:
        """Tell what each revision changed for a unit, the latest first."""
        entries = [self.unit_step(unit, sealed) for sealed in reversed(self.steps)]
        having = [number for number, campaign in self._numbered.items() if unit in campaign.unit_by_id]
        first = self.history.sealed[min(having or self._numbered)]
        kept = self.unchanged_since(unit)
        return {
            "name": self.unit_names[unit],
            "href": f"units/{unit}.html",
            "standings": self.standings(),
            "steps": [entry for entry in entries if entry is not None],
            "first": self.revision_view(first),
            "unchanged": self.title(kept) if kept else "",
            "pack": next(({"href": pack.path, "code": pack.code} for pack in self.views.packs if pack.unit == unit), None),
            "feed": unit_feed(unit) if self.feeds else "",
            "member": unit in self.present.unit_by_id,
        }

    def unit_step(self, unit: str, sealed: Sealed) -> View | None:
        """Tell what one revision changed for a unit; None where it knew no such unit."""
        before = self.history.sealed[sealed.number - 1]
        if unit not in sealed.campaign.unit_by_id and unit not in before.campaign.unit_by_id:
            return None
        changes = [change for change in sealed.changes if unit in change.units]
        found = [one for one in self.reprints_of(sealed.number) if one.sheet.unit == unit]
        total = sum(1 for sheet in sealed.sheets.values() if sheet.unit == unit and sheet.form != PACK_FORM)
        view = self.reprint_view(found)
        carry = f"print/units/{unit}/carry-over-{sealed.number}.pdf"
        return {
            "revision": self.revision_view(sealed),
            "id": Markup(f"_{sealed.number}"),
            "groups": self.groups(changes, f"_{sealed.number}"),
            "numbers": self.numbers(changes),
            "sheets": view,
            "again": view["changed"] + view["new"],
            "kept": total - view["changed"] - view["new"],
            "concerned": bool(changes or found),
            "left": unit not in sealed.campaign.unit_by_id,
            "joined": unit not in before.campaign.unit_by_id,
            "carry": carry if self.on_site(carry) else "",
        }

    def unchanged_since(self, unit: str) -> int:
        """Return the revision since which nothing changed for a unit; 0 where the last one changed something."""
        for sealed in reversed(self.steps):
            changed = any(unit in change.units for change in sealed.changes)
            if changed or any(one.sheet.unit == unit for one in self.reprints_of(sealed.number)):
                return 0 if sealed is self.steps[-1] else sealed.number
        having = [number for number, campaign in self._numbered.items() if unit in campaign.unit_by_id]
        return min(having or self._numbered)

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

    def last_with(self, has: Any) -> Sealed:
        """Return the last sealed revision whose campaign `has` something."""
        return self.history.sealed[max(number for number, campaign in self._numbered.items() if has(campaign))]

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

    # ------------------------------------------------------------ sheets that are outdated

    @cached_property
    def outdated_groups(self) -> list[View]:
        """Every code with a fingerprint that a later revision ended, by that revision, the latest first."""
        found: dict[int, list[View]] = defaultdict(list)
        last = max(self.history.sealed, default=0)
        for code, record in self.history.ledger.codes.items():
            for at, span in enumerate(record.spans):
                if span.last == last:
                    continue
                follows = record.spans[at + 1] if at + 1 < len(record.spans) else None
                next_one = follows if follows and follows.first == span.last + 1 else None
                found[span.last + 1].append(
                    {
                        "code": code,
                        "title": record.sheet.title,
                        "old": f"{span.fingerprint[:4]} {span.fingerprint[4:]}",
                        "new": f"{next_one.fingerprint[:4]} {next_one.fingerprint[4:]}" if next_one else "",
                    }
                )
        return [
            {
                "id": Markup(f"_{number}"),
                "title": self.title(number),
                "href": f"revisions/{number}.html",
                "effective": self.day(self.history.sealed[number].meta.effective),
                "rows": found[number],
            }
            for number in sorted(found, reverse=True)
        ]

    def outdated(self) -> View:
        """List every outdated fingerprint, for readers without JavaScript."""
        return {"groups": self.outdated_groups, "count": sum(len(group["rows"]) for group in self.outdated_groups)}

    def differences(self) -> str:
        """Return, as a script, the changes of each revision and which of them each outdated sheet shows."""
        changes, shown = {}, {}
        for sealed in self.steps:
            pieces = [(change, self.pieces(change)) for change in sealed.changes]
            changes[sealed.number] = [
                {
                    "what": view["operation_name"],
                    "where": view["where"],
                    "pieces": [[MARKS[piece["mark"]], piece["text"]] for piece in view["pieces"]],
                }
                for view in map(self.change_view, sealed.changes)
            ]
            shown[sealed.number] = self._shown_by(sealed, pieces)
        lines = [f'"{number}": {_json(value)}' for number, value in changes.items()]
        tables = [f'"{number}": {_json(value)}' for number, value in shown.items()]
        text = '{"changes": {\n' + ",\n".join(lines) + '\n},\n"sheets": {\n' + ",\n".join(tables) + "\n}}"
        return f"var {DIFFERENCES_NAME} = {text};\n"

    def _shown_by(self, sealed: Sealed, changes: list[Any]) -> dict[str, list[int]]:
        before = self.history.sealed[sealed.number - 1]
        old = {sheet.code: sheet.view for sheet in sheets_of(before.campaign)}
        new = {sheet.code: sheet.view for sheet in sheets_of(sealed.campaign)}
        found: dict[str, list[int]] = {}
        packs: list[SheetRecord] = []
        for one in self.reprints_of(sealed.number):
            if one.state != "changed":
                continue
            if one.sheet.form == PACK_FORM:
                packs.append(one.sheet)
            elif one.sheet.code in old and one.sheet.code in new:
                code = one.sheet.code
                found[code] = list(shown_on(one.sheet, old[code], new[code], changes))
        for pack in packs:
            held = [
                found[code]
                for code, sheet in sealed.sheets.items()
                if code in found and sheet.unit == pack.unit and (pack.unit or sheet.sector == pack.sector)
            ]
            found[pack.code] = sorted({number for numbers in held for number in numbers})
        return dict(sorted(found.items()))

    # ------------------------------------------------------------ feeds

    def feed_files(self) -> dict[str, str]:
        """Return the feed of all revisions, and one for each unit with those that concern it."""
        plan, site_url = self.present.plan, self.edition.site_url
        author = self.say(", ").join(unit.name for unit in self.present.members(plan.issuers))

        def entry(sealed: Sealed, address: str) -> Entry:
            meta = sealed.meta
            head = f"{self.title(sealed.number)} · {meta.document_number}".removesuffix(" · ")
            parts = (meta.reason, self.step_count(sealed), meta.meaning, self.validity(sealed.number))
            return Entry(str(sealed.number), head, "\n".join(filter(None, parts)), address, meta.issued)

        found = {
            FEED: feed_of(
                plan.id,
                self.say("%(name)s: revisions") % {"name": plan.name},
                author,
                "revisions/index.html",
                FEED,
                site_url,
                plan.language,
                [entry(one, f"revisions/{one.number}.html") for one in self.history.sealed.values()],
            )
        }
        for unit in self.unit_order:
            having = [one for one in self.history.sealed.values() if unit in one.campaign.unit_by_id]
            if not having:
                continue
            told = [having[0], *(one for one in self.steps if one is not having[0] and self.tells(unit, one))]
            page = unit_changes_page(unit)
            found[unit_feed(unit)] = feed_of(
                f"{plan.id}/units/{unit}",
                self.say("%(name)s: revisions for %(unit)s") % {"name": plan.name, "unit": self.unit_names[unit]},
                author,
                page,
                unit_feed(unit),
                site_url,
                plan.language,
                [entry(one, f"{page}#_{one.number}") for one in told],
            )
        return found

    def tells(self, unit: str, sealed: Sealed) -> bool:
        """Whether a revision concerns a unit."""
        step = self.unit_step(unit, sealed)
        return bool(step and step["concerned"])

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

    def unit_line(self, unit: str) -> View:
        """Say in a line what the last revision changed for a unit."""
        kept = self.unchanged_since(unit)
        step = self.unit_step(unit, self.steps[-1]) if self.steps and not kept else None
        return {
            "href": unit_changes_page(unit),
            "unchanged": self.title(kept) if kept else "",
            "latest": step and step["revision"]["title"],
            "again": step["again"] if step else 0,
            "changes": sum(len(group["changes"]) for group in step["groups"]) if step else 0,
        }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
