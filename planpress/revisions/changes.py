"""Two states of a campaign → what changed between them, object by object.

In: two `Campaign` values. Out: `Change` values in printed order; pure. Objects are compared by their
permanent ids, never by text or position: what was moved or renumbered is a change of place, and what
names its predecessors came of them.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, get_args

from babel.dates import get_day_names

from planpress.i18n import translations
from planpress.model.addresses import PLAN
from planpress.model.bindings import Bindings, Units
from planpress.model.campaign import Campaign
from planpress.model.places import Place, walk
from planpress.model.records import Clause, Duty, Sector, Unit
from planpress.model.vocabulary import WEEKDAYS, Operation, RevisionKind
from planpress.record import Record
from planpress.revisions.change import MATERIAL, NEVER_MATERIAL, Change, Kind, State
from planpress.templates import long_date

NOT_SAID = ("status", "site_url", "variant", "revision")
"""Fields of the plan that are about the edition, not about the campaign."""

OWN_CHANGE = ("period", "reporting", "contact", "notice", "clauses")
"""Fields of the plan that are compared by themselves."""

NOT_PRINTED = (
    "id",
    "slug",
    "code",
    "key",
    "value",
    "rows",
    "origin",
    "scope",
    "orientation",
    "roles",
    "audience",
    "where",
)
"""Fields whose texts are no words for people."""


def changes_between(
    old: Campaign, new: Campaign, kind: RevisionKind = "revision", number: int | None = None
) -> tuple[Change, ...]:
    """Compare two states of a campaign.

    Args:
        old: The state before.
        new: The state after.
        kind: What the new state is sealed as: in a correction nothing is material by itself.
        number: Of the revision that the new state is: the marks of its editor on it count.

    Returns:
        Every change in printed order; empty exactly where both say the same. What a withdrawn or a new sector
        holds is not listed besides the sector.
    """
    found = _Comparison(old, new).changes()
    marks = {mark.target: mark for mark in new.marks if mark.revision == number}
    weighed = []
    for change in found:
        mark = marks.get(change.target)
        material = mark.material if mark else kind != "correction" and change.operation in MATERIAL
        material = material and change.kind not in NEVER_MATERIAL
        weighed.append(replace(change, material=material, remark=mark.remark if mark else ""))
    return tuple(weighed)


def targets_of(campaign: Campaign) -> tuple[str, ...]:
    """Return the address of everything whose id is permanent: clauses, rows, sectors, units and forms."""
    return (
        *campaign.places,
        *(f"sector:{sector.id}" for sector in campaign.sectors),
        *(f"unit:{unit.id}" for unit in campaign.units),
        *(f"form:{form.id}" for form in campaign.forms),
    )


def predecessors_of(place: Place) -> tuple[str, ...]:
    """Return the addresses of what a clause or row came from."""
    record = place.clause or place.item
    document = place.ref.partition("#")[0]
    origins = record.predecessors if record is not None else ()
    return tuple(origin if "#" in origin else f"{document}#{origin}" for origin in origins)


def gone_between(old: Campaign, new: Campaign) -> dict[str, tuple[str, ...]]:
    """Return every permanent address that `new` no longer has, each with what came of it."""
    kept = set(targets_of(new))
    successors: dict[str, list[str]] = defaultdict(list)
    for place in new.places.values():
        for origin in predecessors_of(place):
            successors[origin].append(place.ref)
    return {target: tuple(successors[target]) for target in sorted(targets_of(old)) if target not in kept}


# ---------------------------------------------------------------- one state, in words


@dataclass(frozen=True)
class _Side:
    """One of the two states, and how its parts are told in words."""

    campaign: Campaign

    @property
    def bindings(self) -> Bindings:
        return self.campaign.bindings

    @property
    def language(self) -> str:
        return self.campaign.plan.language

    def say(self, message: str) -> str:
        return translations(self.language).gettext(message)

    def day(self, day: datetime.date) -> str:
        return long_date(day, self.language)

    def names(self, ids: Iterable[str]) -> str:
        known: dict[str, str] = {unit.id: unit.name for unit in self.campaign.units}
        known |= {group.id: group.name for group in self.campaign.groups}
        return self.say(", ").join(known[name] for name in ids)

    def state(self, place: Place, text: str | None = None) -> State:
        record = place.clause or place.item
        label = record.label if record else ""
        own = place.clause.title + place.clause.text if place.clause else place.item.text if place.item else ""
        return State(place.ref, label, self.campaign.cite(place.ref), own if text is None else text)

    # ------------------------------------------------------------ the parts of a clause

    def duty(self, clause: Clause) -> str:
        return "\n".join(map(self._duty, clause.duties))

    def _duty(self, duty: Duty) -> str:
        roles = {
            "lead": self.say("lead"),
            "support": self.say("support"),
            "enforce": self.say("enforce"),
            "territorial": self.say("territorial"),
            "supervise": self.say("supervise"),
        }
        words = f"{roles[duty.role]} {self.names(duty.units)}"
        shorts = [self.campaign.sector_by_id[sector].short for sector in duty.sectors]
        return f"{words} ({self.say(', ').join(shorts)})" if shorts else words

    def due(self, clause: Clause) -> str:
        return "\n".join(f"{due.text} ({self.day(due.date)})" for due in clause.due)

    def responsible(self, clause: Clause) -> str:
        return self.names(clause.responsible)

    def indicator(self, clause: Clause) -> str:
        return "\n".join(f"{indicator.text} {indicator.target}" for indicator in clause.indicators)

    # ------------------------------------------------------------ the parts of the plan

    def period(self) -> str:
        period = self.campaign.plan.period
        return f"{self.day(period.start)}\u2013{self.day(period.end)}"

    def reporting(self) -> str:
        reporting = self.campaign.plan.reporting
        if reporting is None:
            return ""
        if reporting.weekday is not None:
            days = get_day_names("wide", locale=self.language)[WEEKDAYS.index(reporting.weekday)]
        else:
            days = self.say(", ").join(map(self.day, reporting.dates))
        units = self.names(reporting.from_units)
        return " ".join(filter(None, (days, reporting.time, self.names((reporting.to,)), units)))

    def contact(self) -> str:
        contact = self.campaign.plan.contact
        if contact is None:
            return ""
        return " ".join(filter(None, (self.names((contact.unit,)), contact.phone, contact.email)))

    # ------------------------------------------------------------ where a clause stands

    @cached_property
    def parents(self) -> dict[str, tuple[str, str]]:
        """Place → the list it stands in: the document and what is around it there."""
        notice = self.campaign.plan.notice
        letter = {clause.id for clause, _above in walk(notice.clauses)} if notice else set()
        found = {}
        for place in self.campaign.places.values():
            document, _sign, name = place.ref.partition("#")
            around = "items" if place.item is not None else place.above[-1].id if place.above else ""
            in_letter = document == PLAN and name in letter
            found[place.ref] = (f"{document}#notice" if in_letter else f"{document}#", around)
        return found

    @cached_property
    def order(self) -> dict[str, int]:
        """Everything that can change → its place as printed."""
        campaign = self.campaign
        plan = [ref for ref, place in campaign.places.items() if place.sector is None]
        found = [*(f"{PLAN}:{part}" for part in ("head", "notice", "period", "reporting", "contact")), *plan]
        for sector in campaign.sectors:
            found.append(f"sector:{sector.id}")
            found += [ref for ref, place in campaign.places.items() if place.sector == sector]
        for kind in ("unit", "group", "form", "term", "note"):
            found += [f"{kind}:{record.id}" for record in getattr(campaign, f"{kind}s")]
        return {target: number for number, target in enumerate(found)}


# ---------------------------------------------------------------- two states


class _Comparison:
    """Two states side by side."""

    def __init__(self, old: Campaign, new: Campaign) -> None:
        self.old, self.new = _Side(old), _Side(new)

    def changes(self) -> list[Change]:
        found = [*self._plan(), *self._places(), *self._sectors(), *self._units(), *self._records()]
        found = [replace(change, units=tuple(sorted(change.units))) for change in found]
        return sorted(found, key=self._printed)

    def _printed(self, change: Change) -> tuple[int, int, int, int, str]:
        """Order as printed; what is no longer there stands behind what it stood behind."""
        operation = get_args(Operation).index(change.operation)
        order = self.new.order
        if change.target in order:
            return order[change.target], 0, 0, operation, change.target
        before = list(self.old.order)
        at = before.index(change.target)
        anchor = next((order[target] for target in reversed(before[:at]) if target in order), -1)
        return anchor, 1, at, operation, change.target

    # ------------------------------------------------------------ the plan

    def _plan(self) -> Iterator[Change]:
        old, new = self.old.campaign.plan, self.new.campaign.plan
        everyone = self.old.bindings.everyone | self.new.bindings.everyone
        apart = (*NOT_SAID, *OWN_CHANGE)
        yield from self._amended("plan", f"{PLAN}:head", old, new, everyone, apart=apart)
        letters = [plan.notice.model_copy(update={"clauses": ()}) if plan.notice else None for plan in (old, new)]
        yield from self._amended("plan", f"{PLAN}:notice", letters[0], letters[1], everyone)
        reporting = self.old.bindings.reporting | self.new.bindings.reporting
        parts: tuple[tuple[Operation, Any, Any, str, str, Units], ...] = (
            ("period", old.period, new.period, self.old.period(), self.new.period(), everyone),
            ("reporting", old.reporting, new.reporting, self.old.reporting(), self.new.reporting(), reporting),
            ("contact", old.contact, new.contact, self.old.contact(), self.new.contact(), everyone),
        )
        for operation, before, after, was, now, units in parts:
            if before != after:
                target = f"{PLAN}:{operation}"
                yield _change(operation, "plan", target, _told(target, before, was), _told(target, after, now), units)

    # ------------------------------------------------------------ clauses and rows

    def _places(self) -> Iterator[Change]:
        olds, news = self.old.campaign.places, self.new.campaign.places
        families = self._families()
        kin = {ref for before, after in families for ref in (*before, *after)}
        moved = self._moved()
        for before, after in families:
            yield from self._family(before, after)
        for ref, place in olds.items():
            if ref not in news and ref not in kin and self._lives_on(place):
                yield self._placed("deleted", ref, [place], [])
        for ref, place in news.items():
            if ref not in olds:
                if ref not in kin and self._lives_on(place):
                    yield self._placed("added", ref, [], [place])
                continue
            was = olds[ref]
            if ref not in kin:
                if ref in moved:
                    yield self._placed("moved", ref, [was], [place], below=True)
                elif self.old.state(was).label != self.new.state(place).label:
                    yield self._placed("renumbered", ref, [was], [place], below=True)
                if self.old.state(was).text != self.new.state(place).text:
                    yield self._placed("reworded", ref, [was], [place])
            yield from self._parts(was, place)

    def _lives_on(self, place: Place) -> bool:
        """Whether the sector that a place stands in is there before and after."""
        if place.sector is None:
            return True
        return place.sector.id in self.old.campaign.sector_by_id and place.sector.id in self.new.campaign.sector_by_id

    def _placed(
        self,
        operation: Operation,
        target: str,
        before: Sequence[Place],
        after: Sequence[Place],
        texts: tuple[str, str] | None = None,
        below: bool = False,
        fields: tuple[str, ...] = (),
    ) -> Change:
        """Return a change of clauses or rows; `texts` says what became of one part of them."""
        units: set[str] = set()
        for side, places in ((self.old, before), (self.new, after)):
            for place in places:
                units |= side.bindings.concerned_below(place) if below else side.bindings.concerned(place)
        places = [*before, *after]
        return Change(
            operation,
            "item" if places[0].item else "clause",
            target,
            tuple(self.old.state(place, texts and texts[0]) for place in before),
            tuple(self.new.state(place, texts and texts[1]) for place in after),
            tuple(dict.fromkeys(place.sector.id for place in places if place.sector)),
            tuple(units),
            fields=fields,
        )

    def _parts(self, was: Place, place: Place) -> Iterator[Change]:
        """Compare what a clause or row bears besides its words."""
        if was.item is not None and place.item is not None:
            fields = _differing(was.item, place.item, ("label", "text", "predecessors"))
            if fields:
                yield self._placed("amended", place.ref, [was], [place], fields=fields)
        if was.clause is None or place.clause is None:
            return
        old, new = was.clause, place.clause
        parts: tuple[tuple[Operation, bool, str, str], ...] = (
            ("duty", old.duties != new.duties, self.old.duty(old), self.new.duty(new)),
            ("due", old.due != new.due, self.old.due(old), self.new.due(new)),
            ("responsible", old.responsible != new.responsible, self.old.responsible(old), self.new.responsible(new)),
            ("indicator", old.indicators != new.indicators, self.old.indicator(old), self.new.indicator(new)),
        )
        for operation, differs, before, after in parts:
            if differs:
                change = self._placed(operation, place.ref, [was], [place], (before, after))
                if operation == "indicator":
                    listing = self.old.bindings.listing("indicators") | self.new.bindings.listing("indicators")
                    change = replace(change, units=tuple({*change.units, *listing}))
                yield change
        known = ("label", "title", "text", "duties", "due", "responsible", "indicators", "predecessors", "clauses")
        fields = _differing(old, new, known)
        if fields:
            yield self._placed("amended", place.ref, [was], [place], fields=fields)

    def _families(self) -> list[tuple[list[str], list[str]]]:
        """Return what came of what: addresses before and after, joined where they share a member."""
        olds, news = self.old.campaign.places, self.new.campaign.places
        links: dict[str, set[str]] = defaultdict(set)
        for ref, place in news.items():
            known = set(predecessors_of(olds[ref])) if ref in olds else set()
            fresh = [origin for origin in predecessors_of(place) if origin in olds and origin not in known | {ref}]
            for origin in fresh:
                links[f"old {origin}"].add(f"new {ref}")
                if origin in news:
                    links[f"old {origin}"].add(f"new {origin}")
                if ref in olds:
                    links[f"old {ref}"].add(f"new {ref}")
        both: dict[str, set[str]] = defaultdict(set)
        for before, afters in links.items():
            for after in afters:
                both[before].add(after)
                both[after].add(before)
        families: list[tuple[list[str], list[str]]] = []
        seen: set[str] = set()
        for start in sorted(links):
            if start in seen:
                continue
            family, open_ends = {start}, [start]
            while open_ends:
                near = both[open_ends.pop()] - family
                family |= near
                open_ends += near
            seen |= family
            sources = [ref for ref in olds if f"old {ref}" in family]
            families.append((sources, [ref for ref in news if f"new {ref}" in family]))
        return families

    def _family(self, before: list[str], after: list[str]) -> Iterator[Change]:
        was = [self.old.campaign.places[ref] for ref in before]
        now = [self.new.campaign.places[ref] for ref in after]
        if len(before) == 1 == len(after):
            yield self._placed("moved", after[0], was, now, below=True)
            if self.old.state(was[0]).text != self.new.state(now[0]).text:
                yield self._placed("reworded", after[0], was, now)
        elif len(after) > len(before):
            yield self._placed("split", before[0], was, now, below=True)
        else:
            yield self._placed("merged", after[0], was, now, below=True)

    def _moved(self) -> set[str]:
        """Return what stands in another list, or no longer in line with its neighbours there."""
        found = set()
        lists: dict[tuple[str, str], list[str]] = defaultdict(list)
        for ref, parent in self.new.parents.items():
            if ref in self.old.parents:
                if self.old.parents[ref] == parent:
                    lists[parent].append(ref)
                else:
                    found.add(ref)
        for refs in lists.values():
            found |= _shuffled(list(self.old.campaign.places), refs)
        return found

    # ------------------------------------------------------------ sectors and units

    def _sectors(self) -> Iterator[Change]:
        olds, news = self.old.campaign.sector_by_id, self.new.campaign.sector_by_id
        for name in dict.fromkeys((*olds, *news)):
            was, now = olds.get(name), news.get(name)
            units = self.old.bindings.concerned_by_sector(name) | self.new.bindings.concerned_by_sector(name)
            lists = self.old.bindings.listing("sectors") | self.new.bindings.listing("sectors")

            def change(operation: Operation, before: str, after: str, units: Units, of: str = name) -> Change:
                sides = zip((olds.get(of), news.get(of)), (before, after), strict=True)
                states = [(State(f"sector:{of}", one.label, "", text),) if one else () for one, text in sides]
                return _change(operation, "sector", f"sector:{of}", states[0], states[1], units, sectors=(of,))

            if was is None or now is None:
                operation: Operation = "added" if was is None else "withdrawn"
                yield change(operation, was.title if was else "", now.title if now else "", units | lists)
                continue
            if (was.number, was.label) != (now.number, now.label):
                # The number is part of the code of every sheet of the sector.
                yield change("renumbered", _numbered(was), _numbered(now), units | lists)
            if was.title != now.title:
                yield change("renamed", was.title, now.title, units | lists)
            if was.lead != now.lead:
                yield change("lead", self.old.names(was.lead), self.new.names(now.lead), units)
            yield from self._checklist(was, now, units | lists)

    def _checklist(self, was: Sector, now: Sector, units: Units) -> Iterator[Change]:
        """Compare what is left: the short name, and the head of the checklist."""
        target = f"sector:{now.id}"
        known = ("number", "label", "title", "lead", "clauses", "checklist")
        fields = list(_differing(was, now, known))
        bare = [one.checklist.model_copy(update={"items": ()}) if one.checklist else None for one in (was, now)]
        if bare[0] != bare[1]:
            fields.append("checklist")
        if fields:
            texts = [
                "\n".join(_words([getattr(one, field) if field != "checklist" else head for field in fields]))
                for one, head in zip((was, now), bare, strict=True)
            ]
            before, after = State(target, was.label, "", texts[0]), State(target, now.label, "", texts[1])
            yield _change("amended", "sector", target, (before,), (after,), units, tuple(fields), (now.id,))

    def _units(self) -> Iterator[Change]:
        olds, news = self.old.campaign.unit_by_id, self.new.campaign.unit_by_id
        shuffled = _shuffled(list(olds), list(news))
        for name in dict.fromkeys((*olds, *news)):
            was, now = olds.get(name), news.get(name)
            target = f"unit:{name}"
            showing = self.old.bindings.concerned_by_unit(name) if was else frozenset()
            showing |= self.new.bindings.concerned_by_unit(name) if now else frozenset()

            if was is None or now is None:
                operation: Operation = "added" if was is None else "withdrawn"
                before, after = ((State(target, text=unit.name),) if unit else () for unit in (was, now))
                yield _change(operation, "unit", target, before, after, showing)
                continue
            states = [(State(target, text=unit.name),) for unit in (was, now)]
            if was.name != now.name:
                yield _change("renamed", "unit", target, states[0], states[1], showing)
            if name in shuffled:
                lists = self.old.bindings.listing("units") | self.new.bindings.listing("units")
                yield _change("moved", "unit", target, states[0], states[1], lists)
            yield from self._amended("unit", target, was, now, self._details(was, now), apart=("name",))

    def _details(self, was: Unit, now: Unit) -> Units:
        """The units concerned when more than the name of a unit differs: its kind tells what others print."""
        itself = frozenset({now.id})
        if was.kind == now.kind:
            return itself
        return itself | self.old.bindings.concerned_by_unit(was.id) | self.new.bindings.concerned_by_unit(now.id)

    # ------------------------------------------------------------ groups, forms, terms, notes

    def _records(self) -> Iterator[Change]:
        kinds: tuple[Kind, ...] = ("group", "form", "term", "note")
        for kind in kinds:
            olds, news = (
                {record.id: record for record in getattr(side.campaign, f"{kind}s")} for side in (self.old, self.new)
            )
            shuffled = _shuffled(list(olds), list(news))
            for name in dict.fromkeys((*olds, *news)):
                was, now = olds.get(name), news.get(name)
                units: Units = frozenset()
                for side, record in ((self.old, was), (self.new, now)):
                    if kind == "group" and record is not None:
                        units |= frozenset(record.members)
                    elif kind == "form" and record is not None:
                        units |= side.bindings.printing(record)
                target = f"{kind}:{name}"
                if was is not None and now is not None and name in shuffled:
                    before, after = ((State(target, text=_head(record)),) for record in (was, now))
                    yield _change("moved", kind, target, before, after, units)
                yield from self._amended(kind, target, was, now, units)

    def _amended(
        self,
        kind: Kind,
        target: str,
        was: Record | None,
        now: Record | None,
        units: Units,
        apart: tuple[str, ...] = (),
    ) -> Iterator[Change]:
        """Compare all fields of a record but those `apart`."""
        if was is None and now is None:
            return
        if was is None or now is None:
            ended: Operation = "withdrawn" if kind == "form" else "deleted"
            before = () if was is None else (State(target, text=_head(was)),)
            after = () if now is None else (State(target, text=_head(now)),)
            yield _change("added" if was is None else ended, kind, target, before, after, units)
            return
        fields = _differing(was, now, apart)
        if fields:
            texts = ["\n".join(_words([getattr(one, field) for field in fields])) for one in (was, now)]
            states = [(State(target, text=text),) for text in texts]
            yield _change("amended", kind, target, states[0], states[1], units, fields)


# ---------------------------------------------------------------- small parts


def _change(
    operation: Operation,
    kind: Kind,
    target: str,
    before: tuple[State, ...],
    after: tuple[State, ...],
    units: Units,
    fields: tuple[str, ...] = (),
    sectors: tuple[str, ...] = (),
) -> Change:
    return Change(operation, kind, target, before, after, sectors, tuple(units), fields=fields)


def _told(target: str, value: object, text: str) -> tuple[State, ...]:
    return () if value is None else (State(target, text=text),)


def _numbered(sector: Sector) -> str:
    return sector.label or str(sector.number)


def _differing(was: Record, now: Record, apart: tuple[str, ...]) -> tuple[str, ...]:
    names = type(now).model_fields
    return tuple(name for name in names if name not in apart and getattr(was, name) != getattr(now, name))


def _head(record: Record) -> str:
    """Return what a record is called, or begins with."""
    for field in ("name", "title", "remark"):
        if text := getattr(record, field, ""):
            return str(text)
    return ""


def _words(value: Any) -> Iterator[str]:
    """Yield the words in a value that people read."""
    if isinstance(value, Record):
        for name in type(value).model_fields:
            if name not in NOT_PRINTED:
                yield from _words(getattr(value, name))
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from _words(part)
    elif isinstance(value, datetime.date):
        yield value.isoformat()
    elif isinstance(value, str) and value:
        yield value


def _shuffled(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return what of both lists is no longer in line with the rest: as few as can be."""
    rank = {name: number for number, name in enumerate(old)}
    both = [name for name in new if name in rank]
    kept = _longest_rise([rank[name] for name in both])
    return {name for name in both if rank[name] not in kept}


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return the members of a longest rising subsequence of distinct numbers."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = tails[at - 1] if at else None
        ends[at:] = [number] if at == len(ends) else [number, *ends[at + 1 :]]
        tails[at:] = [number] if at == len(tails) else [number, *tails[at + 1 :]]
    kept: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept
