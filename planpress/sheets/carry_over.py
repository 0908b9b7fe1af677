"""A revision beside the one before → for each unit, which answers to its checklists still hold.

In: a `Step`. Out: the rows of a checklist before and after, side by side (`RowPair`), and one `Sheet` for each unit
whose checklists changed, sorted by path; pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from planpress.model.addresses import CARRY_OVER_CODE, CARRY_OVER_FORM, carry_over_pdf
from planpress.model.campaign import Campaign
from planpress.model.checklist import Item
from planpress.model.records import Sector, Unit
from planpress.model.vocabulary import operation_names
from planpress.redline import Piece, redline
from planpress.revisions.change import Change
from planpress.revisions.compare_clauses import predecessors_of
from planpress.revisions.history import Step
from planpress.sheets.comparison import RevisionView, cells_of, revision_view, runs_of
from planpress.sheets.forms import form_sheet
from planpress.sheets.sheet import CampaignName, Sheet, SlotView, by_path, fingerprint_of

Answer = Literal["valid", "again", "ended"]
"""What becomes of an answer: it holds, it must be given again, or nobody asks for it any more."""


@dataclass(frozen=True)
class RowPair:
    """A row of a checklist before and after.

    Attributes:
        old: Its number before; several where rows were merged, none where it is new.
        new: Its number after; none where it was deleted.
        changes: What happened to it besides a new number.
        before: Its words before.
        after: Its words after.
        answer: What becomes of its answer.
    """

    old: tuple[str, ...]
    new: str
    changes: tuple[Change, ...]
    before: str
    after: str
    answer: Answer


@dataclass(frozen=True)
class CarriedRow:
    """A row of the table: numbers, what happened, the words, and what becomes of the answer.

    `answer` is empty where the row above goes on.
    """

    old: str
    new: str
    what: str
    pieces: tuple[Piece, ...]
    answer: Answer | Literal[""]


@dataclass(frozen=True)
class CarriedChecklist:
    """One checklist of the unit."""

    title: str
    rows: tuple[CarriedRow, ...]


@dataclass(frozen=True)
class CarryOverView(SlotView):
    """What a carry-over sheet shows; its slots are the code (both where it changed) and both fingerprints of each."""

    revision: RevisionView
    groups: tuple[CarriedChecklist, ...]


def carry_overs_of(step: Step) -> tuple[Sheet, ...]:
    """Return the sheet of every unit that had a checklist before and has it changed now.

    An editorial correction leaves every row alone, so that no answer is in doubt.
    """
    found = _Checklists(step)
    if (step.meta and step.meta.kind == "editorial") or not found.changed:
        return ()
    return by_path(sheet for unit in step.new.units if (sheet := found.sheet(unit)))


@dataclass(frozen=True)
class _Checklists:
    """The checklists that a step changed, with what all units share looked up once."""

    step: Step

    @cached_property
    def changed(self) -> dict[str, tuple[RowPair, ...]]:
        """Sector → the rows of its checklist, for every checklist that changed and was there before."""
        olds = self.step.old.sector_by_id
        touched = {sector for change in self.step.changes if self._of_row(change) for sector in change.sectors}
        return {
            sector.id: row_pairs(olds[sector.id], sector, self.step)
            for sector in self.step.new.sectors
            if sector.id in touched and sector.id in olds and sector.checklist and olds[sector.id].checklist
        }

    def _of_row(self, change: Change) -> bool:
        """Whether a change is one of a row, and not of a category, which nobody answers."""
        places = (side.places.get(change.target) for side in (self.step.new, self.step.old))
        return change.kind == "item" and not any(one and one.item and one.item.is_heading for one in places)

    @cached_property
    def shown(self) -> dict[str, CarriedChecklist]:
        """Sector → the same as it is printed."""
        sectors = self.step.new.sector_by_id
        return {
            name: CarriedChecklist(f"{sectors[name].label} {sectors[name].short}".strip(), tuple(self._rows(pairs)))
            for name, pairs in self.changed.items()
        }

    @cached_property
    def printed(self) -> tuple[dict[tuple[str, str], Sheet], dict[tuple[str, str], Sheet]]:
        """Unit and sector → the checklist that the unit printed, and the one that it prints now, where it changed."""
        return self._checklists(self.step.old), self._checklists(self.step.new)

    def _checklists(self, campaign: Campaign) -> dict[tuple[str, str], Sheet]:
        sectors = (campaign.sector_by_id[name] for name in self.changed)
        forms = {sector.id: sector.checklist.form for sector in sectors if sector.checklist}
        printings = (
            one
            for one in campaign.bindings.printings
            if one.unit and one.sector and forms.get(one.sector.id) == one.form.id
        )
        sheets = by_path(form_sheet(campaign, printing) for printing in printings)
        return {(sheet.unit, sheet.sector): sheet for sheet in sheets if sheet.unit and sheet.sector}

    def sheet(self, unit: Unit) -> Sheet | None:
        """Return the sheet of `unit`; None where none of its checklists changed."""
        before, after = self.printed
        held = [name for name in self.changed if (unit.id, name) in before and (unit.id, name) in after]
        if not held:
            return None
        step, plan = self.step, self.step.new.plan
        slots: dict[str, str] = {}
        for number, name in enumerate(held):
            was, now = before[unit.id, name], after[unit.id, name]
            codes = " \u2192 ".join(dict.fromkeys((was.code, now.code)))
            slots |= {f"code-{number}": codes, f"old-{number}": was.mark, f"new-{number}": now.mark}
        groups = tuple(self.shown[name] for name in held)
        title = step.say("Carry-over sheet, revision %(before)s to %(number)s")
        # What is marked, and how it is called, follows from this; a later version may mark it otherwise.
        rows = {
            name: [[one.old, one.new, one.before, one.after, one.answer] for one in self.changed[name]] for name in held
        }
        facts = {
            "before": step.before.json,
            "number": step.version.json,
            "unit": unit.name,
            "slots": slots,
            "rows": rows,
        }
        return Sheet(
            code=f"{plan.code}-{CARRY_OVER_CODE}-{unit.code}-{step.version.code}",
            path=carry_over_pdf(unit.id, step.version),
            template="carry-over.html",
            title=title % step.called,
            form=CARRY_OVER_FORM,
            unit=unit.id,
            view=CarryOverView(CampaignName(plan.name), unit.name, slots, revision_view(step), groups),
            fingerprint=fingerprint_of(facts),
            standing=step.standing,
        )

    def _rows(self, pairs: Iterable[RowPair]) -> Iterator[CarriedRow]:
        """Yield the rows as they are printed: those that changed one by one, the others as runs of numbers."""
        for changed, group in groupby(pairs, lambda pair: bool(pair.changes or not pair.new or len(pair.old) != 1)):
            if changed:
                for pair in group:
                    yield from self._changed(pair)
                continue
            for old, new in runs_of((pair.old[0], pair.new) for pair in group):
                what = self.step.say("unchanged") if old == new else self.step.say("renumbered")
                yield CarriedRow(old, new, what, (), "valid")

    def _changed(self, pair: RowPair) -> Iterator[CarriedRow]:
        names, comma = operation_names(self.step.language), self.step.say(", ")
        what = comma.join(dict.fromkeys(names[change.operation] for change in pair.changes))
        first, *more = cells_of(redline(pair.before, pair.after, self.step.words))
        yield CarriedRow(comma.join(pair.old), pair.new, what, first, pair.answer)
        for cell in more:
            yield CarriedRow("", "", self.step.say("(continued)"), cell, "")


def row_pairs(old: Sector, new: Sector, step: Step) -> tuple[RowPair, ...]:
    """Pair the rows of a checklist as it was and as it is: in the new order, each deleted row where it stood."""
    changes = _changes_of_rows(step)
    before = {item.id: item for item in old.checklist.rows} if old.checklist else {}
    pairs: list[RowPair] = []
    became: dict[str, RowPair] = {}
    for item in new.checklist.rows if new.checklist else ():
        own = changes[f"{new.id}#{item.id}"]
        origins = _origins(item, new, before, own, step)
        again = not origins or any(change.material for change in own)
        labels, texts = tuple(one.label for one in origins), "\n".join(one.text for one in origins)
        pairs.append(RowPair(labels, item.label, tuple(own), texts, item.text, "again" if again else "valid"))
        became |= {origin.id: pairs[-1] for origin in origins}
    at = 0
    for item in before.values():
        if item.id in became:
            at = next(number for number, pair in enumerate(pairs, 1) if pair is became[item.id])
        else:
            own = changes[f"{old.id}#{item.id}"]
            pairs.insert(at, RowPair((item.label,), "", tuple(own), item.text, "", "ended"))
            at += 1
    return tuple(pairs)


def _changes_of_rows(step: Step) -> Mapping[str, list[Change]]:
    """Return address → what happened to the row, a new number aside."""
    found: dict[str, list[Change]] = defaultdict(list)
    for change in step.changes:
        if change.kind == "item" and change.operation != "renumbered":
            for ref in {change.target, *(state.ref for state in (*change.before, *change.after))}:
                found[ref].append(change)
    return found


def _origins(
    item: Item, sector: Sector, before: Mapping[str, Item], changes: Sequence[Change], step: Step
) -> list[Item]:
    """Return the rows of the checklist before that `item` is, or came of.

    What came from another checklist was answered on another sheet: it is asked again.
    """
    origins = [before[item.id]] if item.id in before else []
    if not origins or any(change.operation in ("split", "merged") for change in changes):
        named = [origin.partition("#") for origin in predecessors_of(step.new.places[f"{sector.id}#{item.id}"])]
        own = [before[name] for document, _sign, name in named if document == sector.id and name in before]
        origins += [origin for origin in own if origin not in origins]
    return origins
