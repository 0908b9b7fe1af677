"""Two states of a campaign → what changed in clauses and checklist rows.

In: two `Side` values. Out: `Change` values, in no order; pure. What names its predecessors came of them; what
was moved or renumbered is a change of place.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planpress.model.addresses import PLAN
from planpress.model.campaign import Campaign
from planpress.model.citations import calls, cited_by
from planpress.model.records import Clause, Place, walk
from planpress.model.vocabulary import Operation
from planpress.revisions.change import Change, differing
from planpress.revisions.compare_rows import row_details
from planpress.revisions.side import Side, moved_in

Family = tuple[Sequence[str], Sequence[str]]
"""Addresses before, and what came of them."""


def predecessors_of(place: Place) -> tuple[str, ...]:
    """Return the addresses of what a clause or row came from."""
    record = place.clause or place.item
    origins = record.predecessors if record is not None else ()
    return tuple(origin if "#" in origin else f"{place.document}#{origin}" for origin in origins)


def clause_changes(old: Side, new: Side) -> Iterator[Change]:
    """Yield what changed in clauses and rows; what a withdrawn or a new sector holds is not listed."""
    return _Clauses(old, new).changes()


@dataclass(frozen=True)
class _Clauses:
    """The clauses and rows of two states."""

    old: Side
    new: Side

    def changes(self) -> Iterator[Change]:
        olds, news = self.old.campaign.places, self.new.campaign.places
        families = _families(olds, news)
        kin = {ref for before, after in families for ref in (*before, *after)}
        for family in families:
            yield from self._family(*family)
        for ref, place in olds.items():
            if ref not in news and ref not in kin and self._in_both(place):
                yield self._change("deleted", ref, [place], [])
        moved = self._moved()
        for ref, place in news.items():
            if ref in olds:
                if ref not in kin:
                    yield from self._itself(olds[ref], place, ref in moved)
                yield from self._details(olds[ref], place)
            elif ref not in kin and self._in_both(place):
                yield self._change("added", ref, [], [place])

    def _in_both(self, place: Place) -> bool:
        """Whether the sector that a place stands in is there before and after."""
        sector = place.sector
        return sector is None or all(sector.id in side.campaign.sector_by_id for side in (self.old, self.new))

    def _change(
        self,
        operation: Operation,
        target: str,
        before: Sequence[Place],
        after: Sequence[Place],
        texts: tuple[str, str] | None = None,
        fields: tuple[str, ...] = (),
    ) -> Change:
        """Return a change of clauses or rows.

        Where it is a matter of place, it concerns whoever reads a number below, too. `texts` say what became of one
        part of them, where it is not about their own words.
        """
        numbered = operation in ("moved", "renumbered", "split", "merged")
        units: set[str] = set()
        for side, places in ((self.old, before), (self.new, after)):
            for place in places:
                units |= side.bindings.concerned_below(place) if numbered else side.bindings.concerned(place)
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

    def _itself(self, was: Place, now: Place, moved: bool) -> Iterator[Change]:
        """Compare place, number and words of a clause or row that is there before and after."""
        before, after = self.old.state(was), self.new.state(now)
        if moved:
            yield self._change("moved", now.ref, [was], [now])
        elif before.label != after.label:
            yield self._change("renumbered", now.ref, [was], [now])
        if before.text != after.text:
            yield self._change("reworded", now.ref, [was], [now])

    def _details(self, was: Place, now: Place) -> Iterator[Change]:
        """Compare what a clause or row bears besides its words."""
        fields: tuple[str, ...] = ()
        if was.item is not None and now.item is not None:
            fields = differing(was.item, now.item, ("label", "text", "answer", "faulty", "values", "predecessors"))
            for detail, texts in row_details(self.old, self.new, was, now):
                yield self._change(detail, now.ref, [was], [now], texts)
        if was.clause is not None and now.clause is not None:
            old, new = was.clause, now.clause
            parts: dict[str, tuple[Operation, Callable[[Side, Clause], str]]] = {
                "duties": ("duty", Side.duties),
                "due": ("due", Side.due),
                "responsible": ("responsible", lambda side, clause: side.names(clause.responsible)),
                "indicators": ("indicator", Side.indicators),
            }
            for field, (operation, told) in parts.items():
                if getattr(old, field) != getattr(new, field):
                    texts = told(self.old, old), told(self.new, new)
                    change = self._change(operation, now.ref, [was], [now], texts)
                    yield self._listed(change) if operation == "indicator" else change
            if calls_otherwise := [*self._called_otherwise(was, now)]:
                before, after = map("\n".join, zip(*calls_otherwise, strict=True))
                yield self._change("cited", now.ref, [was], [now], (before, after))
            fields = differing(old, new, ("label", "title", "text", "predecessors", "clauses", *parts))
        if fields:
            yield self._change("amended", now.ref, [was], [now], fields=fields)

    def _called_otherwise(self, was: Place, now: Place) -> Iterator[tuple[str, str]]:
        """Yield the label by which the words call what they cite, and its new one, which they do not say, or none."""
        before = {cited.target: cited.label for cited in cited_by(self.old.campaign, was)}
        for cited in cited_by(self.new.campaign, now):
            old = before.get(cited.target, "")
            if old != cited.label and calls(was.text, old) and not calls(now.text, cited.label):
                yield old, cited.label or self.new.say("%(label)s: no longer part of the plan") % {"label": old}

    def _listed(self, change: Change) -> Change:
        """Return a change of an indicator: it concerns also whoever prints the list of all."""
        lists = self.old.bindings.listing("indicators") | self.new.bindings.listing("indicators")
        return replace(change, units=tuple({*change.units, *lists}))

    # ------------------------------------------------------------ what came of what

    def _family(self, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
        was = [self.old.campaign.places[ref] for ref in before]
        now = [self.new.campaign.places[ref] for ref in after]
        if len(before) == 1 == len(after):
            yield from self._itself(was[0], now[0], moved=True)
        elif len(after) > len(before):
            yield self._change("split", before[0], was, now)
        else:
            yield self._change("merged", after[0], was, now)

    def _moved(self) -> set[str]:
        """Return what stands in another list, or no longer in line with its neighbours there."""
        before, after = _lists_of(self.old.campaign), _lists_of(self.new.campaign)
        found = {ref for ref in before.keys() & after.keys() if before[ref] != after[ref]}
        lists: dict[tuple[str, str], list[str]] = defaultdict(list)
        for ref, where in after.items():
            if before.get(ref) == where:
                lists[where].append(ref)
        return found.union(*(moved_in(list(before), refs) for refs in lists.values()))


def _lists_of(campaign: Campaign) -> dict[str, tuple[str, str]]:
    """Return place → the list it stands in: the document, or its letter, and what is around it there."""
    notice = campaign.plan.notice
    letter = {clause.id for clause, _above in walk(notice.clauses)} if notice else set()
    found = {}
    for place in campaign.places.values():
        around = "items" if place.item is not None else place.above[-1].id if place.above else ""
        in_letter = place.document == PLAN and place.anchor in letter
        found[place.ref] = (f"{place.document}#notice" if in_letter else f"{place.document}#", around)
    return found


def _families(olds: Mapping[str, Place], news: Mapping[str, Place]) -> list[Family]:
    """Return what came of what: addresses before and after, joined where they share a member."""
    families: list[set[tuple[str, str]]] = []
    for before, after in _links(olds, news):
        link = {("old", before), ("new", after)}
        joined = [family for family in families if family & link]
        families = [family for family in families if family not in joined] + [link.union(*joined)]
    return [
        ([ref for ref in olds if ("old", ref) in family], [ref for ref in news if ("new", ref) in family])
        for family in families
    ]


def _links(olds: Mapping[str, Place], news: Mapping[str, Place]) -> Iterator[tuple[str, str]]:
    """Yield each place before with the one that now names it as its origin.

    What is itself there before and after is linked with itself, too, where it has part in that.
    """
    for ref, place in news.items():
        known = predecessors_of(olds[ref]) if ref in olds else ()
        for origin in predecessors_of(place):
            if origin in olds and origin != ref and origin not in known:
                yield origin, ref
                if origin in news:
                    yield origin, origin
                if ref in olds:
                    yield ref, ref
