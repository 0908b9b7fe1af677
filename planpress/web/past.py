"""Sealed revisions → what many pages ask of them, looked up once.

In: the campaign that the site shows, and its `History`. Out: `Past`. Words are cut and compared only where a page
shows them; what is said of time is true on any day.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from planpress.difference import count_line
from planpress.i18n import translations
from planpress.model import addresses, vocabulary
from planpress.model.campaign import Campaign
from planpress.model.citing import STOPS, cited
from planpress.model.lists import listed
from planpress.model.records import Place
from planpress.model.version import Version, called
from planpress.redline import Piece, Words, redline, shortened, words_of
from planpress.revisions.change import ONLY_PLACE, Change, State
from planpress.revisions.history import History, Sealed
from planpress.revisions.ledger import InForce, Outdated, outdated, taking_effect, times_in_force
from planpress.revisions.reprints import Reprint, reprints, still_due
from planpress.templates import long_date
from planpress.web.verbatim import Revised


def of_a_place(change: Change) -> bool:
    """Tell whether a change is one of a clause or row."""
    return change.kind in ("clause", "item")


def story_address(ref: str) -> str:
    """Return where the history of a clause or row is told."""
    document, _sign, anchor = ref.partition("#")
    return f"{addresses.clause_history_page(document)}#{anchor}"


def _ref(change: Change) -> str:
    """Return the address of what a change is about, as it is after it."""
    return change.after[0].ref if change.after else change.target


@dataclass(frozen=True)
class GonePlace:
    """A clause or row that is no longer part of a document: as it was in the `last` revision that has it.

    `words` say what became of it; `successors` are what it is part of now.
    """

    place: Place
    cite: str
    words: str
    successors: tuple[Place, ...]
    last: Version


@dataclass(frozen=True)
class Past:
    """The campaign that a site shows, its sealed revisions, and the language of words that are ours."""

    present: Campaign
    history: History
    language: str

    def say(self, message: str) -> str:
        """Return `message` in the language of the site."""
        return translations(self.language).gettext(message)

    @property
    def sealed(self) -> Mapping[Version, Sealed]:
        """The sealed revisions by their versions, in order."""
        return self.history.sealed

    @property
    def last(self) -> Sealed | None:
        """The revision sealed last."""
        return self.history.last

    @property
    def draft(self) -> bool:
        """Whether the site shows a draft of a further revision."""
        return bool(self.sealed and self.present.standing and self.present.standing.draft)

    @cached_property
    def campaigns(self) -> tuple[Campaign, ...]:
        """Every state there was, the latest first."""
        return (self.present, *(one.campaign for one in reversed(tuple(self.sealed.values()))))

    @cached_property
    def steps(self) -> tuple[Sealed, ...]:
        """The revisions that changed an earlier one."""
        return tuple(self.sealed.values())[1:]

    @cached_property
    def reprints(self) -> dict[Version, tuple[Reprint, ...]]:
        """What each revision makes one print again, or never more; nothing for the first."""
        return {
            version: still_due(self.differing[version], sealed.meta.effective)
            for version, sealed in self.sealed.items()
        }

    @cached_property
    def differing(self) -> dict[Version, tuple[Reprint, ...]]:
        """Every sheet of a revision that is not as in the one before; nothing for the first."""
        pairs = ((self.history.before(version), sealed) for version, sealed in self.sealed.items())
        return {one.version: reprints(before.sheets, one.sheets) if before else () for before, one in pairs}

    @cached_property
    def _reprints_of(self) -> dict[tuple[Version, str | None], list[Reprint]]:
        return listed(((version, one.sheet.unit), one) for version, found in self.reprints.items() for one in found)

    def reprints_of(self, version: Version, unit: str | None) -> tuple[Reprint, ...]:
        """Return what a revision makes outdated, or new, for a unit; what is no unit's where None."""
        return tuple(self._reprints_of[version, unit])

    @cached_property
    def still_valid(self) -> Counter[tuple[Version, str | None]]:
        """How many sheets of forms of each unit a revision leaves as they were."""
        found = Counter[tuple[Version, str | None]]()
        for version, sealed in self.sealed.items():
            differing = {one.sheet.code for one in self.differing[version] if one.state != "gone"}
            kept = (one for one in sealed.sheets.values() if one.form not in addresses.OWN_FORMS)
            found.update((version, one.unit) for one in kept if one.code not in differing)
        return found

    @cached_property
    def changes_of(self) -> dict[tuple[Version, str], list[Change]]:
        """What each revision changed for each unit, in printed order."""
        every = ((version, change) for version, sealed in self.sealed.items() for change in sealed.changes)
        return listed(((version, unit), change) for version, change in every for unit in change.units)

    @cached_property
    def outdated(self) -> dict[Version, list[Outdated]]:
        """What is not valid any more, by the revision that ended it, in order."""
        return outdated(self.history.ledger)

    def last_with(self, name: str, among: Callable[[Campaign], Container[str]]) -> Sealed:
        """Return the last sealed revision in whose campaign `name` is `among` the units, sectors or places."""
        return next(one for one in reversed(tuple(self.sealed.values())) if name in among(one.campaign))

    def stood(self, target: str) -> tuple[str, str]:
        """Return what a place or an annex that is gone was called, and where the last text that has it is."""
        document, _sign, anchor = target.partition("#")
        for version, sealed in reversed(tuple(self.sealed.items())):
            campaign = sealed.campaign
            if target in campaign.places:
                return campaign.cite(target), f"{addresses.revision_document_page(version, document)}#{anchor}"
            if sector := campaign.sector_by_id.get(target):
                words = f"{sector.label} {sector.title}".strip()
                return words, addresses.revision_document_page(version, document)
        return target, ""

    def called(self, version: Version) -> str:
        """Return what words call a revision."""
        return called(version, self.say)

    def title(self, version: Version) -> str:
        """Return how a revision is called, where that stands alone."""
        return self.say("Revision %(number)s") % {"number": self.called(version)}

    def approver(self, sealed: Sealed) -> str:
        """Return who approved a revision, by the name of then; nothing where nobody did."""
        unit = sealed.campaign.unit_by_id.get(sealed.meta.approved_by)
        return unit.name if unit else sealed.meta.approved_by

    def first_day(self, version: Version) -> str:
        """Return the day from which holds what a revision changed: its first, or that of the next in force."""
        held = taking_effect(self.history.ledger, version)
        return long_date(held.first if held else self.sealed[version].meta.effective, self.language)

    @cached_property
    def in_force(self) -> tuple[InForce, ...]:
        """Which revision was in force when."""
        return times_in_force(self.history.ledger)

    def held(self, version: Version) -> InForce | None:
        """Return when a revision is in force; None where it never is."""
        return next((one for one in self.in_force if one.revision.version == version), None)

    def validity(self, version: Version) -> str:
        """Say from when to when a revision holds."""
        if version in self.history.taken_back:
            return self.say("taken back")
        held = self.held(version)
        if held is None:
            return self.say("overtaken by a later revision before its first day")
        begins = self.say("in force from %(date)s")
        if held.revision.repeal:
            begins = self.say("the plan is repealed from %(date)s")
        begins %= {"date": long_date(held.first, self.language)}
        if held.until is None or held.by is None:
            return begins
        repealing = self.sealed[held.by].meta.kind == "repeal"
        ends = self.say("repealed from %(date)s") if repealing else self.say("revision %(number)s holds from %(date)s")
        return (
            begins
            + self.say("; ")
            + ends % {"number": self.called(held.by), "date": long_date(held.until, self.language)}
        )

    def count(self, sealed: Sealed) -> str:
        """Say how much a revision changed; nothing for the first and for a repeal."""
        if sealed not in self.steps or sealed.meta.kind == "repeal":
            return ""
        sheets = tuple(one for one in self.reprints[sealed.version] if one.sheet.form not in addresses.OWN_FORMS)
        return count_line(sealed.changes, sheets, self.language)

    def kept(self, sealed: Sealed) -> int:
        """Return how many sheets of a revision are still valid."""
        now = self.last.sheets.values() if self.last else ()
        held = {(one.identity, one.fingerprint) for one in now}
        return sum((one.identity, one.fingerprint) in held for one in sealed.sheets.values())

    def left_words(self, last: Sealed, words: str) -> str:
        """Say since when something is no longer there that the revision `last` was the last to have.

        `%(number)s` and `%(date)s` in `words` stand for the revision after and its first day.
        """
        after = self.history.after(last.version)
        if after is None:
            return self.say("not in the draft any more")
        return words % {"number": self.called(after.version), "date": self.first_day(after.version)}

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """Names of all units there ever were, as they were last: those of today in file order, then those that left."""
        found: dict[str, str] = {}
        for unit in (unit for campaign in self.campaigns for unit in campaign.units):
            found.setdefault(unit.id, unit.name)
        return found

    @cached_property
    def documents(self) -> dict[str, str]:
        """Every document there ever was, as readers call it: the main plan, then the sectors."""
        found = {addresses.PLAN: self.present.plan.short}
        for campaign in self.campaigns:
            for sector in campaign.sectors:
                found.setdefault(sector.id, f"{sector.label} {sector.title}".strip())
        return found

    def documents_in(self, sealed: Sealed) -> dict[str, str]:
        """Return the documents of a revision, and what each is called in short: the main plan, then its sectors."""
        campaign = sealed.campaign
        return {addresses.PLAN: campaign.plan.short, **{sector.id: sector.short for sector in campaign.sectors}}

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Addresses of all clauses and rows there ever were, those of today first."""
        return tuple(dict.fromkeys(ref for campaign in self.campaigns for ref in campaign.places))

    def gone_from(self, document: str) -> Iterator[GonePlace]:
        """Yield the clauses and rows that `document` no longer has: an old link leads to an answer."""
        for ref in self.places if self.sealed else ():
            if ref.startswith(f"{document}#") and ref not in self.present.places:
                last = self.last_with(ref, lambda campaign: campaign.places)
                became = self.history.gone(ref)
                successors = tuple(
                    self.present.places[name] for name in became.successors if name in self.present.places
                )
                words = self.say("deleted by revision %(number)s")
                if successors:
                    words = self.say("revision %(number)s: now part of")
                number = self.called(became.revision) if became.revision else ""
                words = words % {"number": number} if number else self.say("deleted in the draft")
                place = last.campaign.places[ref]
                yield GonePlace(place, cited(last.campaign, place), words, successors, last.version)

    @cached_property
    def told(self) -> frozenset[str]:
        """Addresses of the clauses and rows that have a history: what the draft is the first to change has none yet."""
        changes = (change for sealed in self.steps for change in sealed.changes if of_a_place(change))
        return frozenset(state.ref for change in changes for state in (*change.before, *change.after))

    def href(self, change: Change) -> str:
        """Return where on the site what a change is about stands; its successor where it does not; else nothing."""
        ref = _ref(change)
        sector = ref.removeprefix("sector:")
        if change.kind == "sector" and sector in self.present.sector_by_id:
            return addresses.sector_page(sector)
        found = (self.present.places.get(name) for name in (ref, *self.history.gone(ref).successors))
        return next((addresses.place_address(place) for place in found if place is not None), "")

    @cached_property
    def revised(self) -> dict[str, Revised]:
        """The mark of each clause and row whose words have changed; it leads to the history."""
        found: dict[str, Revised] = {}
        for version, sealed in self.sealed.items():
            number = self.called(version)
            words = self.say("rev. %(number)s") % {"number": number}
            for change in sealed.changes:
                if change.operation == "renumbered" or not of_a_place(change):
                    continue
                title = self.say("Revision %(number)s: %(what)s. The history of this place")
                title %= {"number": number, "what": self.operations[change.operation]}
                for ref in (*(state.ref for state in change.after), change.target):
                    found[ref] = Revised(words, title, story_address(ref))
        return found

    def where(self, change: Change) -> str:
        """Say where a change is: its place before and after, once where both are the same."""
        return " → ".join(dict.fromkeys(filter(None, (self.cites(change.before), self.cites(change.after)))))

    def cites(self, states: Sequence[State]) -> str:
        """Say where one side of a change is."""
        return self.say(", ").join(dict.fromkeys(state.cite.rstrip(STOPS) for state in states if state.cite))

    def story(self, change: Change) -> str:
        """Return where the history of what a change is about is told; nothing where it has none."""
        return story_address(_ref(change)) if _ref(change) in self.told else ""

    def pieces(self, change: Change) -> tuple[Piece, ...]:
        """Return the redline of a change."""
        if change.operation in ONLY_PLACE:
            return (Piece("same", change.new_text),)
        return shortened(redline(change.old_text, change.new_text, self.words))

    @cached_property
    def words(self) -> Words:
        """Cuts texts; it knows the names of every revision."""
        return words_of(*reversed(self.campaigns))

    @cached_property
    def operations(self) -> dict[vocabulary.Operation, str]:
        """What each operation is called."""
        return vocabulary.operation_names(self.language)
