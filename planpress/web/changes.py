"""Changes and sheets to reprint → the parts of pages that show them.

In: the `Views` of the campaign that the site shows, and its `History`. Out: plain values for templates.
Words are cut and compared only where a page shows them.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from planpress.difference import count_line
from planpress.i18n import translations
from planpress.model.addresses import OWN_FORMS, PLAN, place_address
from planpress.model.campaign import Campaign
from planpress.model.vocabulary import Operation, operation_names, revision_kind_names, status_names
from planpress.revisions.change import ONLY_PLACE, Change, State
from planpress.revisions.history import History, Sealed
from planpress.revisions.in_force import InForce, times_in_force
from planpress.revisions.redline import Piece, Words, redline, words_of
from planpress.revisions.reprints import Reprint, SheetRecord, reprints
from planpress.sheets.edition import Edition
from planpress.templates import long_date
from planpress.web.views import View, Views

Written = tuple[str, str, View]
"""Path, template and view of a page."""

RENUMBERING: tuple[str, ...] = ("moved", "renumbered", "split", "merged")
"""Operations after which something bears another number."""

MANY_UNITS = 6
"""More units than this are folded."""


def clause_history_page(document: str) -> str:
    """Return the page that tells the history of every clause of `document` (`plan` or a sector's id)."""
    return f"revisions/clauses/{document}.html"


def unit_changes_page(unit: str) -> str:
    """Return the page that tells what each revision changed for `unit`."""
    return f"units/{unit}/changes.html"


def is_place(target: str) -> bool:
    """Tell whether `target` is the address of a clause or row."""
    return "#" in target


def revised_of(history: History, language: str) -> dict[str, View]:
    """Return, for each clause and row whose words have changed, the mark that leads to its history."""
    say = translations(language).gettext
    names = operation_names(language)
    found: dict[str, View] = {}
    for sealed in history.sealed.values():
        for change in sealed.changes:
            if change.operation == "renumbered" or change.kind not in ("clause", "item"):
                continue
            for ref in dict.fromkeys((*(state.ref for state in change.after), change.target)):
                document, _sign, anchor = ref.partition("#")
                found[ref] = {
                    "words": say("rev. %(number)s") % {"number": sealed.number},
                    "title": say("Revision %(number)s: %(what)s. The history of this place")
                    % {"number": sealed.number, "what": names[change.operation]},
                    "href": f"{clause_history_page(document)}#{anchor}",
                }
    return found


@dataclass(frozen=True)
class ChangeViews:
    """What pages say of revisions and changes.

    Attributes:
        views: Of the campaign that the site shows.
        history: The sealed revisions.
        published: Whether the site lies beside those of other revisions, each in a folder named by its number.
    """

    views: Views
    history: History
    published: bool = False

    # ------------------------------------------------------------ look-ups

    def say(self, message: str) -> str:
        """Return `message` in the language of the site."""
        return self.views.say(message)

    @property
    def language(self) -> str:
        """Of words that are ours."""
        return self.views.edition.language

    @property
    def present(self) -> Campaign:
        """The campaign that the site shows."""
        return self.views.campaign

    def day(self, day: datetime.date) -> str:
        """Return a day as running text writes it."""
        return long_date(day, self.language)

    @cached_property
    def campaigns(self) -> tuple[Campaign, ...]:
        """Every state there was, the latest first."""
        sealed = sorted(self.history.sealed.values(), key=lambda one: -one.number)
        return (self.present, *(one.campaign for one in sealed))

    @property
    def edition(self) -> Edition:
        """As which the site is built."""
        return self.views.edition

    @cached_property
    def steps(self) -> tuple[Sealed, ...]:
        """The revisions that changed an earlier one."""
        return tuple(one for one in self.history.sealed.values() if one.number - 1 in self.history.sealed)

    @cached_property
    def told(self) -> frozenset[str]:
        """Addresses of the clauses and rows that have a history: what the draft is the first to change has none yet."""
        return frozenset(
            state.ref
            for sealed in self.steps
            for change in sealed.changes
            if change.kind in ("clause", "item")
            for state in (*change.before, *change.after)
        )

    @cached_property
    def states(self) -> dict[int, Campaign]:
        """The campaign of each sealed revision."""
        return {number: sealed.campaign for number, sealed in self.history.sealed.items()}

    @cached_property
    def words(self) -> Words:
        """Cuts texts; it knows the names of every revision."""
        return words_of(*reversed(self.campaigns))

    @cached_property
    def operations(self) -> dict[Operation, str]:
        """What each operation is called."""
        return operation_names(self.language)

    @cached_property
    def standing_names(self) -> View:
        """What each status of a revision is called; names without hyphens, as templates need them."""
        return {name.replace("-", "_"): words for name, words in status_names(self.language).items()}

    @cached_property
    def reigns(self) -> tuple[InForce, ...]:
        """Which revision was in force when."""
        return times_in_force(self.history.ledger)

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """Names of all units there ever were, as they were last, those of today first in order."""
        return {
            unit.id: unit.name
            for unit in {one.id: one for campaign in reversed(self.campaigns) for one in campaign.units}.values()
        }

    @cached_property
    def unit_order(self) -> tuple[str, ...]:
        """Ids of all units there ever were: those of today in file order, then those that left."""
        return tuple(dict.fromkeys(unit.id for campaign in self.campaigns for unit in campaign.units))

    @cached_property
    def documents(self) -> dict[str, str]:
        """Every document there ever was, as readers call it: the main plan, then the sectors."""
        found = {PLAN: self.present.plan.short}
        for campaign in self.campaigns:
            for sector in campaign.sectors:
                found.setdefault(sector.id, f"{sector.label} {sector.title}".strip())
        return found

    @cached_property
    def _fingerprints(self) -> dict[str, str]:
        """Address → fingerprint of every PDF of this site."""
        return {sheet.path: sheet.fingerprint for sheet in (*self.views.sheets, *self.views.packs, *self.views.about)}

    def on_site(self, path: str) -> bool:
        """Tell whether the site has a PDF at `path`."""
        return path in self._fingerprints

    # ------------------------------------------------------------ revisions

    def title(self, number: int) -> str:
        """Return how a revision is called."""
        return self.say("Revision %(number)s") % {"number": number}

    def revision_view(self, sealed: Sealed) -> View:
        """Return what is said about a revision."""
        meta = sealed.meta
        names = {unit.id: unit.name for unit in sealed.campaign.units}
        return {
            "number": sealed.number,
            "title": self.title(sealed.number),
            "href": f"revisions/{sealed.number}.html",
            "kind": revision_kind_names(self.language)[meta.kind],
            "repeal": meta.kind == "repeal",
            "original": meta.kind == "original",
            "document_number": meta.document_number,
            "approved_by": names.get(meta.approved_by, meta.approved_by),
            "approver": f"units/{meta.approved_by}.html",
            "issued": self.day(meta.issued),
            "effective": self.day(meta.effective),
            "issued_iso": meta.issued.isoformat(),
            "effective_iso": meta.effective.isoformat(),
            "reason": meta.reason,
            "meaning": meta.meaning,
            "validity": self.validity(sealed.number),
            "text": f"revisions/{sealed.number}/plan.html",
        }

    def validity(self, number: int) -> str:
        """Say from when to when a revision holds, in words that are true on any day."""
        reign = next((one for one in self.reigns if one.revision.number == number), None)
        if reign is None:
            return self.say("overtaken by a later revision before its first day")
        begins = self.say("in force from %(date)s") % {"date": self.day(reign.first)}
        if reign.revision.repeal:
            begins = self.say("the plan is repealed from %(date)s") % {"date": self.day(reign.first)}
        if reign.until is None or reign.by is None:
            return begins
        repealing = next(entry for entry in self.history.ledger.revisions if entry.number == reign.by).repeal
        ends = self.say("repealed from %(date)s") if repealing else self.say("revision %(number)s holds from %(date)s")
        return begins + self.say("; ") + ends % {"number": reign.by, "date": self.day(reign.until)}

    def standings(self) -> View:
        """Return what a script needs to tell the status of each revision on the reader's day."""
        entries = [[entry.number, entry.effective.isoformat(), entry.repeal] for entry in self.history.ledger.revisions]
        return {"entries": entries, **self.standing_names}

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

    # ------------------------------------------------------------ changes

    def group_of(self, change: Change) -> str:
        """Return the document a change belongs to; for what is in no document, its kind."""
        if is_place(change.target):
            return change.target.partition("#")[0]
        if change.kind == "sector":
            return change.target.partition(":")[2]
        return PLAN if change.kind == "plan" else f"_{change.kind}"

    def groups(self, changes: Iterable[Change], prefix: str = "") -> list[View]:
        """Arrange changes by document, in printed order; those of place alone are listed as numbers.

        Args:
            changes: In printed order.
            prefix: Of the anchors, where a page shows several revisions.
        """
        titles = {
            **self.documents,
            "_unit": self.say("Units"),
            "_group": self.say("Groups of units"),
            "_form": self.say("Forms"),
            "_term": self.say("Terms"),
            "_note": self.say("Editor's notes"),
        }
        found: dict[str, list[View]] = defaultdict(list)
        for change in changes:
            if change.operation != "renumbered":
                found[self.group_of(change)].append(self.change_view(change))
        return [
            {"id": Markup(f"{prefix}{_anchor(name)}"), "title": titles[name], "changes": found[name]}
            for name in titles
            if name in found
        ]

    def pieces(self, change: Change) -> tuple[Piece, ...]:
        """Return the redline of a change."""
        if change.operation in ONLY_PLACE:
            return (Piece("same", change.new_text),)
        return redline(change.old_text, change.new_text, self.words)

    def change_view(self, change: Change) -> View:
        """Describe one change with its redline."""
        sides = [self._cites(states) for states in (change.before, change.after)]
        where = " → ".join(dict.fromkeys(filter(None, sides)))
        ref = change.after[0].ref if change.after else change.target
        units = [unit for unit in self.unit_order if unit in change.units]
        return {
            "operation": change.operation,
            "operation_name": self.operations[change.operation],
            "material": change.material,
            "where": where,
            "href": self.place_href(ref) if where else "",
            "history": f"{clause_history_page(ref.partition('#')[0])}#{ref.partition('#')[2]}"
            if ref in self.told
            else "",
            "pieces": [{"mark": piece.mark, "text": piece.text} for piece in self.pieces(change)],
            "units": [{"name": self.unit_names[unit], "href": unit_changes_page(unit)} for unit in units],
            "many": len(units) > MANY_UNITS,
            "remark": change.remark,
        }

    def _cites(self, states: Sequence[State]) -> str:
        return self.say(", ").join(dict.fromkeys(state.cite for state in states if state.cite))

    def place_href(self, ref: str) -> str:
        """Return where a clause or row stands on the site; its successor where it does not; else nothing."""
        for name in (ref, *self.history.gone(ref).successors):
            place = self.present.places.get(name)
            if place is not None:
                return place_address(place)
        return ""

    def numbers(self, changes: Iterable[Change]) -> list[View]:
        """List old and new numbers of what bears another one."""
        return [
            {
                "operation": self.operations[change.operation],
                "old": self._cites(change.before) or "—",
                "new": self._cites(change.after) or "—",
                "href": self.place_href(change.after[0].ref if change.after else change.target),
                "text": (change.after or change.before)[0].text,
            }
            for change in changes
            if change.operation in RENUMBERING and change.kind in ("clause", "item")
        ]

    def count(self, changes: Sequence[Change], sheets: Iterable[Reprint]) -> str:
        """Say how much changed."""
        return count_line(
            tuple(changes), tuple(one for one in sheets if one.sheet.form not in OWN_FORMS), self.language
        )

    def step_count(self, sealed: Sealed) -> str:
        """Say how much a revision changed; nothing for the first and for a repeal."""
        if sealed not in self.steps or sealed.meta.kind == "repeal":
            return ""
        return self.count(sealed.changes, self.reprints_of(sealed.number))

    # ------------------------------------------------------------ what to print again

    def reprints_of(self, number: int) -> tuple[Reprint, ...]:
        """Return what a revision makes outdated, or new; nothing for the first."""
        sealed = self.history.sealed
        return reprints(sealed[number - 1].sheets, sealed[number].sheets) if number - 1 in sealed else ()

    def reprint_view(self, found: Iterable[Reprint]) -> View:
        """Arrange sheets to reprint: each of them, those for reporting days under one entry, and those in no use."""
        singles: dict[str, list[View]] = {"changed": [], "new": [], "gone": []}
        days: dict[tuple[str, str], list[View]] = defaultdict(list)
        for one in sorted(found, key=lambda one: one.sheet.code):
            view = self.sheet_view(one)
            if one.sheet.form in OWN_FORMS:
                continue
            if one.sheet.day:
                days[one.state, one.sheet.title.rpartition(" · ")[0]].append({**view, "day": one.sheet.day})
            else:
                singles[one.state].append(view)
        weekly = [{"state": state, "title": title, "days": entries} for (state, title), entries in days.items()]
        return {
            "states": {"changed": self.say("print again"), "new": self.say("new"), "gone": self.say("no longer used")},
            # Codes sort sheets by sector; what belongs to no sector stands behind.
            "print": singles["changed"] + singles["new"],
            "days": [entry for entry in weekly if entry["state"] != "gone"],
            "gone": singles["gone"],
            "gone_days": [entry for entry in weekly if entry["state"] == "gone"],
            **{
                state: len(singles[state]) + sum(len(entry["days"]) for entry in weekly if entry["state"] == state)
                for state in ("changed", "new")
            },
            "ended": len(singles["gone"]) + sum(len(entry["days"]) for entry in weekly if entry["state"] == "gone"),
        }

    def sheet_view(self, one: Reprint) -> View:
        """Describe a sheet to reprint; `href` is empty where the site has another state of it, or none."""
        sheet: SheetRecord = one.sheet
        current = self._fingerprints.get(sheet.path) == sheet.fingerprint and one.state != "gone"
        return {
            "code": sheet.code,
            "title": sheet.title,
            "state": one.state,
            "href": sheet.path if current else "",
            "old": _mark(one.replaces),
            "new": "" if one.state == "gone" else _mark(sheet.fingerprint),
        }


def _anchor(group: str) -> str:
    """Return the anchor of a group of changes: a sector may be called as something else on the page."""
    return group if group.startswith("_") else f"_{PLAN}" if group == PLAN else f"_sector-{group}"


def _mark(fingerprint: str) -> str:
    return f"{fingerprint[:4]} {fingerprint[4:]}".strip()
