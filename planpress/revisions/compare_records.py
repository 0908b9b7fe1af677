"""Two states of a campaign → what changed beside the text: plan, sectors, units, groups, forms, terms, notes.

In: two `Side` values. Out: `Change` values, in no order; pure.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planpress.blocks.kind import RowsOf
from planpress.model.addresses import PLAN
from planpress.model.bindings import Units
from planpress.model.campaign import Campaign
from planpress.model.forms import Form
from planpress.model.records import Group, Notice, Sector
from planpress.model.vocabulary import Operation
from planpress.record import Record
from planpress.revisions.change import Change, Kind, State, differing
from planpress.revisions.side import Side, moved_in

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

NOBODY: Units = frozenset()


def record_changes(old: Side, new: Side) -> Iterator[Change]:
    """Yield what changed beside the text."""
    found = _Records(old, new)
    yield from found.plan()
    yield from found.sectors()
    yield from found.units()
    for kind, records in records_of(old.campaign).items():
        yield from found.others(kind, records, records_of(new.campaign)[kind])


def records_of(campaign: Campaign) -> dict[Kind, Sequence[Any]]:
    """Return the records that are compared alike, by kind."""
    return {"group": campaign.groups, "form": campaign.forms, "term": campaign.terms, "note": campaign.notes}


@dataclass(frozen=True)
class _Records:
    """The records of two states."""

    old: Side
    new: Side

    def listing(self, rows: RowsOf) -> Units:
        """Return who prints, before or after, a table of all units, sectors or indicators."""
        return self.old.bindings.listing(rows) | self.new.bindings.listing(rows)

    # ------------------------------------------------------------ the plan

    def plan(self) -> Iterator[Change]:
        """Compare the head of the plan, its letter, period, reporting and contact."""
        old, new = self.old.campaign.plan, self.new.campaign.plan
        everyone = self.old.bindings.everyone | self.new.bindings.everyone
        yield from _amended("plan", f"{PLAN}:head", old, new, everyone, (*NOT_SAID, *OWN_CHANGE))
        yield from _amended("plan", f"{PLAN}:notice", _letter(old.notice), _letter(new.notice), everyone)
        reporting = self.old.bindings.reporting | self.new.bindings.reporting
        parts: tuple[tuple[Operation, Any, Any, str, str, Units], ...] = (
            ("period", old.period, new.period, self.old.period(), self.new.period(), everyone),
            ("reporting", old.reporting, new.reporting, self.old.reporting(), self.new.reporting(), reporting),
            ("contact", old.contact, new.contact, self.old.contact(), self.new.contact(), everyone),
        )
        for operation, before, after, was, now, units in parts:
            if before != after:
                target = f"{PLAN}:{operation}"
                sides = (None if before is None else was, None if after is None else now)
                yield _change(operation, "plan", target, sides, units)

    # ------------------------------------------------------------ sectors

    def sectors(self) -> Iterator[Change]:
        """Compare the heads of the sectors, and the heads of their checklists."""
        olds, news = self.old.campaign.sector_by_id, self.new.campaign.sector_by_id
        for name in dict.fromkeys((*olds, *news)):
            was, now = olds.get(name), news.get(name)
            units = self.old.bindings.concerned_by_sector(name) | self.new.bindings.concerned_by_sector(name)
            if was is not None and now is not None:
                yield from self._sector(was, now, units)
            else:
                operation: Operation = "added" if was is None else "withdrawn"
                titles = (was.title if was else None, now.title if now else None)
                yield _of_sector(operation, was, now, titles, units | self.listing("sectors"))

    def _sector(self, was: Sector, now: Sector, units: Units) -> Iterator[Change]:
        showing = units | self.listing("sectors")
        if (was.number, was.label) != (now.number, now.label):
            # The number is part of the code of every sheet of the sector.
            numbers = (was.label or str(was.number), now.label or str(now.number))
            yield _of_sector("renumbered", was, now, numbers, showing)
        if was.title != now.title:
            yield _of_sector("renamed", was, now, (was.title, now.title), showing)
        if was.lead != now.lead:
            yield _of_sector("lead", was, now, (self.old.names(was.lead), self.new.names(now.lead)), units)
        heads = [one.checklist.model_copy(update={"items": ()}) if one.checklist else None for one in (was, now)]
        fields = differing(was, now, ("number", "label", "title", "lead", "clauses", "checklist"))
        values = [[getattr(one, field) for field in fields] for one in (was, now)]
        if heads[0] != heads[1]:
            fields = (*fields, "checklist")
            values = [[*own, head] for own, head in zip(values, heads, strict=True)]
        if fields:
            yield _of_sector("amended", was, now, (_told(values[0]), _told(values[1])), showing, fields)

    # ------------------------------------------------------------ units

    def units(self) -> Iterator[Change]:
        """Compare the units."""
        olds, news = self.old.campaign.unit_by_id, self.new.campaign.unit_by_id
        moved = moved_in(list(olds), list(news))
        for name in dict.fromkeys((*olds, *news)):
            was, now = olds.get(name), news.get(name)
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
            yield from _amended("unit", target, was, now, units, ("name",))

    # ------------------------------------------------------------ groups, forms, terms, notes

    def others(self, kind: Kind, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
        """Compare records of one kind that differ in nothing but their fields and their order."""
        olds: Mapping[str, Any] = {record.id: record for record in before}
        news: Mapping[str, Any] = {record.id: record for record in after}
        moved = moved_in(list(olds), list(news))
        for name in dict.fromkeys((*olds, *news)):
            was, now = olds.get(name), news.get(name)
            target = f"{kind}:{name}"
            units = _concerned(self.old, was) | _concerned(self.new, now)
            if name in moved:
                yield _change("moved", kind, target, (_head(was), _head(now)), units)
            yield from _amended(kind, target, was, now, units)


def _concerned(side: Side, record: Record | None) -> Units:
    """Return the members of a group, and who prints a form."""
    if isinstance(record, Group):
        return frozenset(record.members)
    return side.bindings.printing(record) if isinstance(record, Form) else NOBODY


def _letter(notice: Notice | None) -> Notice | None:
    """Return the letter without its clauses, which are compared as clauses."""
    return notice.model_copy(update={"clauses": ()}) if notice else None


def _amended(
    kind: Kind, target: str, was: Record | None, now: Record | None, units: Units, apart: tuple[str, ...] = ()
) -> Iterator[Change]:
    """Compare all fields of a record but those `apart`."""
    if was is not None and now is not None:
        fields = differing(was, now, apart)
        if fields:
            before, after = (_told([getattr(one, field) for field in fields]) for one in (was, now))
            yield _change("amended", kind, target, (before, after), units, fields)
    elif was is not None or now is not None:
        gone: Operation = "withdrawn" if kind == "form" else "deleted"
        texts = (_head(was) if was else None, _head(now) if now else None)
        yield _change("added" if was is None else gone, kind, target, texts, units)


def _change(
    operation: Operation,
    kind: Kind,
    target: str,
    texts: tuple[str | None, str | None],
    units: Units,
    fields: tuple[str, ...] = (),
) -> Change:
    """Return a change of what has no place in the text; a text is None where there is nothing on that side."""
    before, after = (() if text is None else (State(target, text=text),) for text in texts)
    return Change(operation, kind, target, before, after, (), tuple(units), fields=fields)


def _of_sector(
    operation: Operation,
    was: Sector | None,
    now: Sector | None,
    texts: tuple[str | None, str | None],
    units: Units,
    fields: tuple[str, ...] = (),
) -> Change:
    """Return a change of a sector that is there on one side or both."""
    name = next(one.id for one in (was, now) if one)
    before, after = (
        (State(f"sector:{name}", one.label, "", text or ""),) if one else ()
        for one, text in zip((was, now), texts, strict=True)
    )
    return Change(operation, "sector", f"sector:{name}", before, after, (name,), tuple(units), fields=fields)


def _head(record: Any) -> str:
    """Return what a record is called, or begins with."""
    named = (getattr(record, field, "") for field in ("name", "title", "remark"))
    return next(filter(None, named), "")


def _told(values: Sequence[Any]) -> str:
    """Return the words in values that people read, a line each."""
    return "\n".join(_words(values))


def _words(value: Any) -> Iterator[str]:
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
