"""Two states of a campaign → what changed beside the text: plan, sectors, units, groups, forms, terms, notes.

In: two `Side` values. Out: `Change` values, in no order; pure.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from planpress.blocks.kind import RowsOf
from planpress.i18n import Translate
from planpress.model.addresses import PLAN
from planpress.model.bindings import Units
from planpress.model.campaign import OF_THE_EDITION, Campaign
from planpress.model.forms import Form
from planpress.model.kinds import UnitKind
from planpress.model.records import Group, Note, Sector
from planpress.model.reporting import ONLY_RULE
from planpress.model.vocabulary import Operation
from planpress.record import Record
from planpress.revisions.change import Change, Kind, State, differing
from planpress.revisions.of_forms import settings_of
from planpress.revisions.side import Side, moved_in

OWN_CHANGE = ("period", "reporting", "contact", "notice", "clauses")
"""Fields of the plan that are compared by themselves."""

OF_THE_FILE = ("id", "slug", "code", "key", "where")
OF_A_FORM = ("value", "cites", "rows", "origin", "scope", "orientation", "paper", "roles", "audience", "rate")
NOT_PRINTED = (*OF_THE_FILE, *OF_A_FORM)
"""Fields whose texts are no words for people."""

NOBODY: Units = frozenset()

T = TypeVar("T")


def record_changes(old: Side, new: Side) -> Iterator[Change]:
    """Yield what changed beside the text."""
    found = _Records(old, new)
    yield from found.plan()
    yield from found.sectors()
    yield from found.units()
    for kind, records in records_of(old.campaign).items():
        yield from found.others(kind, records, records_of(new.campaign)[kind])


def rule_target(name: str) -> str:
    """Return the address of a rule of reporting: that of the plan's reporting where it is the only one."""
    return f"{PLAN}:reporting" if name == ONLY_RULE else f"{PLAN}:reporting-{name}"


def records_of(campaign: Campaign) -> dict[Kind, Sequence[Any]]:
    """Return the records that are compared alike, by kind."""
    found: dict[Kind, Sequence[Any]] = {"kind": campaign.kinds, "group": campaign.groups, "form": campaign.forms}
    return found | {"term": campaign.terms, "note": campaign.notes}


@dataclass(frozen=True)
class _Records:
    """The records of two states."""

    old: Side
    new: Side

    def listing(self, rows: RowsOf) -> Units:
        """Return who prints, before or after, a table of all units, sectors or indicators."""
        return self.old.bindings.listing(rows) | self.new.bindings.listing(rows)

    def plan(self) -> Iterator[Change]:
        """Compare the head of the plan, its letter, period, reporting and contact."""
        old, new = self.old.campaign.plan, self.new.campaign.plan
        everyone = self.old.bindings.everyone | self.new.bindings.everyone
        yield from self._amended("plan", f"{PLAN}:head", old, new, everyone, (*OF_THE_EDITION, *OWN_CHANGE))
        sent, sends = (notice and notice.model_copy(update={"clauses": ()}) for notice in (old.notice, new.notice))
        yield from self._amended("plan", f"{PLAN}:notice", sent, sends, everyone)
        parts: tuple[tuple[Operation, Callable[[Side], str | None], Units], ...] = (
            ("period", Side.period, everyone),
            ("contact", Side.contact, everyone),
        )
        for operation, told, units in parts:
            if getattr(old, operation) != getattr(new, operation):
                yield _change(operation, "plan", f"{PLAN}:{operation}", (told(self.old), told(self.new)), units)
        yield from self.reporting()

    def reporting(self) -> Iterator[Change]:
        """Compare the rules of reporting one by one; their order says nothing."""
        olds, news = ({rule.id: rule for rule in side.campaign.plan.reporting} for side in (self.old, self.new))
        for name, was, now in _pairs(olds, news):
            if not (was and now and was.means(now)):
                units = self.old.bindings.reporting(was) if was else NOBODY
                units |= self.new.bindings.reporting(now) if now else NOBODY
                texts = self.old.reporting(was), self.new.reporting(now)
                yield _change("reporting", "plan", rule_target(name), texts, units)

    def sectors(self) -> Iterator[Change]:
        """Compare the heads of the sectors, and the heads of their checklists."""
        for name, was, now in _pairs(self.old.campaign.sector_by_id, self.new.campaign.sector_by_id):
            units = self.old.bindings.concerned_by_sector(name) | self.new.bindings.concerned_by_sector(name)
            if was is not None and now is not None:
                yield from self._sector(was, now, units)
            else:
                labels = (was.label.strip() if was else "", now.label.strip() if now else "")
                titles = (self.old.held(was) if was else None, self.new.held(now) if now else None)
                showing = units | self.listing("sectors")
                operation: Operation = "added" if was is None else "withdrawn"
                yield _change(operation, "sector", f"sector:{name}", titles, showing, labels=labels)

    def _sector(self, was: Sector, now: Sector, units: Units) -> Iterator[Change]:
        target, labels = f"sector:{now.id}", (was.label.strip(), now.label.strip())
        showing = units | self.listing("sectors")
        if (was.number, was.label) != (now.number, now.label):
            numbers = (labels[0] or str(was.number), labels[1] or str(now.number))
            yield _change("renumbered", "sector", target, (now.title, now.title), showing, labels=numbers)
        if was.title != now.title:
            yield _change("renamed", "sector", target, (was.title, now.title), showing, labels=labels)
        if was.lead != now.lead:
            leads = (self.old.names(was.lead), self.new.names(now.lead))
            yield _change("lead", "sector", target, leads, units, labels=labels)
        apart = ("number", "label", "title", "lead", "clauses")
        heads = (_without_rows(self.old, was, now), _without_rows(self.new, now, was))
        yield from self._amended("sector", target, *heads, showing, apart, labels)

    def units(self) -> Iterator[Change]:
        """Compare the units."""
        olds, news = self.old.campaign.unit_by_id, self.new.campaign.unit_by_id
        moved = moved_in(list(olds), list(news))
        for name, was, now in _pairs(olds, news):
            target, names = f"unit:{name}", (was.name if was else None, now.name if now else None)
            showing = self.old.bindings.concerned_by_unit(name) if was else NOBODY
            showing |= self.new.bindings.concerned_by_unit(name) if now else NOBODY
            if was is None or now is None:
                yield _change("added" if was is None else "withdrawn", "unit", target, names, showing)
                continue
            if was.name != now.name:
                yield _change("renamed", "unit", target, names, showing)
            if name in moved:
                yield _change("moved", "unit", target, names, self.listing("units"))
            # Its kind tells what others print.
            units = showing if was.kind != now.kind else frozenset({name})
            yield from self._amended("unit", target, was, now, units, ("name",))

    def others(self, kind: Kind, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
        """Compare records of one kind that differ in nothing but their fields and their order."""
        olds = {record.id: record for record in before}
        news = {record.id: record for record in after}
        moved = moved_in(list(olds), list(news))
        for name, was, now in _pairs(olds, news):
            target, units = f"{kind}:{name}", _concerned(self.old, was) | _concerned(self.new, now)
            if name in moved:
                yield _change("moved", kind, target, (_head(was), _head(now)), units)
            for change in self._amended(kind, target, was, now, units):
                silent = change.operation == "amended" and change.old_text == change.new_text
                yield self._with_settings(change, was, now) if silent else change

    def _with_settings(self, change: Change, was: Any, now: Any) -> Change:
        """Return a change of a form that shows no other word with what is told of its settings."""
        if not isinstance(was, Form) or not isinstance(now, Form):
            return change
        before, after = settings_of(self.old, was), settings_of(self.new, now)
        if before == after:
            return change
        return replace(change, before=(State(change.target, text=before),), after=(State(change.target, text=after),))

    def _amended(
        self,
        kind: Kind,
        target: str,
        was: Record | None,
        now: Record | None,
        units: Units,
        apart: tuple[str, ...] = (),
        labels: tuple[str, str] = ("", ""),
    ) -> Iterator[Change]:
        """Compare all fields of a record but those `apart`."""
        if was is not None and now is not None:
            fields = differing(was, now, apart)
            if fields:
                before, after = (_told([getattr(one, field) for field in fields], self.new.say) for one in (was, now))
                yield _change("amended", kind, target, (before, after), units, fields, labels)
        elif was is not None or now is not None:
            gone: Operation = "withdrawn" if kind == "form" else "deleted"
            texts = (_head(was) if was else None, _head(now) if now else None)
            yield _change("added" if was is None else gone, kind, target, texts, units)


def _pairs(olds: Mapping[str, T], news: Mapping[str, T]) -> Iterator[tuple[str, T | None, T | None]]:
    """Yield each id with what bears it before and after."""
    for name in dict.fromkeys((*olds, *news)):
        yield name, olds.get(name), news.get(name)


def _concerned(side: Side, record: Record | None) -> Units:
    """Return the members of a group or a kind, those whose bond a note explains, and who prints a form."""
    if isinstance(record, Group):
        return frozenset(record.members)
    if isinstance(record, UnitKind):
        return frozenset(unit.id for unit in side.campaign.units if unit.kind == record.id)
    if isinstance(record, Note):
        return frozenset(unit.id for unit in side.campaign.members(record.units))
    return side.bindings.printing(record) if isinstance(record, Form) else NOBODY


def _without_rows(side: Side, sector: Sector, other: Sector) -> Sector:
    """Return the sector without the rows of its checklist, which are compared one by one.

    Its form is called as people call it, and not at all where that of the `other` is the same.
    """
    checklist = sector.checklist
    if checklist:
        form = side.campaign.form_by_id[checklist.form]
        same = other.checklist and other.checklist.form == form.id
        checklist = checklist.model_copy(update={"items": (), "form": "" if same else f"{form.title} ({form.code})"})
    return sector.model_copy(update={"checklist": checklist})


def _change(
    operation: Operation,
    kind: Kind,
    target: str,
    texts: tuple[str | None, str | None],
    units: Units,
    fields: tuple[str, ...] = (),
    labels: tuple[str, str] = ("", ""),
) -> Change:
    """Return a change of what is no clause or row; a text is None where there is nothing on that side."""
    before, after = (
        () if text is None else (State(target, label, label, text),) for label, text in zip(labels, texts, strict=True)
    )
    sectors = (target.removeprefix("sector:"),) if kind == "sector" else ()
    return Change(operation, kind, target, before, after, sectors, tuple(units), fields=fields)


def _head(record: Any) -> str:
    """Return what a record is called, or begins with."""
    return next(filter(None, (getattr(record, field, "") for field in ("name", "title", "remark"))), "")


def _told(values: Sequence[Any], say: Translate) -> str:
    """Return the words in values that people read, a line each."""
    return "\n".join(words_in(values, say))


def words_in(value: Any, say: Translate) -> Iterator[str]:
    """Yield the words in a value that people read, and those that say what a column or a form is besides."""
    if isinstance(value, Record):
        said = _said(say)
        for name in type(value).model_fields:
            found = getattr(value, name)
            if name not in NOT_PRINTED:
                yield from words_in(found, say)
            if isinstance(found, bool | str) and (name, found) in said:
                yield said[name, found]
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from words_in(part, say)
    elif isinstance(value, datetime.date):
        yield value.isoformat()
    elif isinstance(value, str) and value:
        yield value


def _said(say: Translate) -> dict[tuple[str, Any], str]:
    """Return what fields say that are no words themselves."""
    return {
        ("merge", True): say("equal cells joined"),
        ("total", True): say("with its total"),
        ("key", True): say("repeated on pages side by side"),
        ("paper", "a3"): say("on A3"),
    }
