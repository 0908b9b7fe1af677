"""A revision beside the one before → for each unit, which answers to its checklists still hold.

In: a `Step`. Out: one `Sheet` for each unit whose checklists changed, sorted by path; pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from planpress.model.addresses import CARRY_OVER_CODE, CARRY_OVER_FORM
from planpress.model.records import Item, Sector, Unit
from planpress.model.vocabulary import operation_names
from planpress.revisions.change import Change
from planpress.revisions.changes import predecessors_of
from planpress.revisions.parts import parts_of, runs_of
from planpress.revisions.redline import Piece, redline
from planpress.revisions.steps import Step
from planpress.sheets.comparison import about
from planpress.sheets.listing import sheets_of
from planpress.sheets.sheet import Sheet, fingerprint_of

Answer = Literal["valid", "again", "ended"]
"""What becomes of an answer: it holds, it must be given again, or nobody asks for it any more."""


@dataclass(frozen=True)
class Row:
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


def carry_overs_of(step: Step) -> tuple[Sheet, ...]:
    """Return the sheet of every unit that had a checklist before and has it changed now."""
    found = _Sheets(step)
    if not found.changed:
        return ()
    made = (found.sheet(unit) for unit in step.new.units)
    return tuple(sorted((sheet for sheet in made if sheet), key=lambda sheet: sheet.path))


def rows_of(old: Sector, new: Sector, step: Step) -> tuple[Row, ...]:
    """Pair the rows of a checklist as it was and as it is: in the new order, each deleted row where it stood."""
    before = _items(old)
    by_target: dict[str, list[Change]] = {}
    for change in step.changes:
        if change.kind == "item" and change.operation != "renumbered":
            for ref in {change.target, *(state.ref for state in (*change.before, *change.after))}:
                by_target.setdefault(ref, []).append(change)
    rows: list[Row] = []
    became: dict[str, Row] = {}
    for item in _items(new).values():
        ref = f"{new.id}#{item.id}"
        changes = tuple(by_target.get(ref, ()))
        origins = [before[item.id]] if item.id in before else []
        if not origins or any(change.operation in ("split", "merged") for change in changes):
            # What came from another checklist was answered on another sheet: it is asked again.
            named = [origin.partition("#") for origin in predecessors_of(step.new.places[ref])]
            own = [before[name] for document, _sign, name in named if document == old.id and name in before]
            origins += [origin for origin in own if origin not in origins]
        again = not origins or any(change.material for change in changes)
        rows.append(
            Row(
                tuple(origin.label for origin in origins),
                item.label,
                changes,
                "\n".join(origin.text for origin in origins),
                item.text,
                "again" if again else "valid",
            )
        )
        became |= {origin.id: rows[-1] for origin in origins}
    place = 0
    for item in before.values():
        if item.id in became:
            place = next(number for number, row in enumerate(rows, 1) if row is became[item.id])
        else:
            changes = tuple(by_target.get(f"{old.id}#{item.id}", ()))
            rows.insert(place, Row((item.label,), "", changes, item.text, "", "ended"))
            place += 1
    return tuple(rows)


def _items(sector: Sector) -> dict[str, Item]:
    return {item.id: item for item in sector.checklist.items} if sector.checklist else {}


@dataclass(frozen=True)
class _Sheets:
    """A step, with what all units share looked up once."""

    step: Step

    @cached_property
    def changed(self) -> dict[str, tuple[Row, ...]]:
        """Sector → the rows of its checklist, for every checklist that changed and was there before."""
        olds = self.step.old.sector_by_id
        touched = {sector for change in self.step.changes if change.kind == "item" for sector in change.sectors}
        return {
            sector.id: rows_of(olds[sector.id], sector, self.step)
            for sector in self.step.new.sectors
            if sector.id in touched and sector.id in olds and sector.checklist and olds[sector.id].checklist
        }

    @cached_property
    def shown(self) -> dict[str, list[dict[str, Any]]]:
        """Sector → the same as values."""
        return {sector: list(self._shown(rows)) for sector, rows in self.changed.items()}

    @cached_property
    def checklists(self) -> tuple[dict[tuple[str, str], Sheet], dict[tuple[str, str], Sheet]]:
        """Unit and sector → the checklist that the unit prints, before and after."""
        found = []
        for campaign in (self.step.old, self.step.new):
            forms = {sector.id: sector.checklist.form for sector in campaign.sectors if sector.checklist}
            found.append(
                {
                    (sheet.unit, sheet.sector): sheet
                    for sheet in sheets_of(campaign)
                    if sheet.unit and sheet.sector and forms.get(sheet.sector) == sheet.form
                }
            )
        return found[0], found[1]

    def sheet(self, unit: Unit) -> Sheet | None:
        """Return the sheet of `unit`; None where none of its checklists changed."""
        before, after = self.checklists
        held = [name for name in self.changed if (unit.id, name) in before and (unit.id, name) in after]
        if not held:
            return None
        step, plan = self.step, self.step.new.plan
        slots: dict[str, str] = {}
        groups = []
        for number, name in enumerate(held):
            was, now = before[unit.id, name], after[unit.id, name]
            slots |= {f"code-{number}": now.code, f"old-{number}": was.mark, f"new-{number}": now.mark}
            sector = step.new.sector_by_id[name]
            title = f"{sector.label} {sector.short}".strip()
            groups.append({"title": title, "rows": self.shown[name]})
        view = {
            "campaign": {"name": plan.name},
            "unit": unit.name,
            "slots": slots,
            "revision": about(step),
            "groups": groups,
        }
        facts = {
            "unit": unit.name,
            "before": step.before,
            "number": step.number,
            "slots": slots,
            "rows": {name: [_facts(row) for row in self.changed[name]] for name in held},
        }
        return Sheet(
            code=f"{plan.code}-{CARRY_OVER_CODE}-{unit.code}-{step.number:02}",
            path=f"print/units/{unit.id}/carry-over-{step.number}.pdf",
            template="carry-over.html",
            title=step.say("Carry-over sheet, revision %(before)s to %(number)s")
            % {"before": step.before, "number": step.number},
            form=CARRY_OVER_FORM,
            unit=unit.id,
            sector=None,
            view=view,
            fingerprint=fingerprint_of(facts),
            standing=step.standing,
        )

    def _shown(self, rows: tuple[Row, ...]) -> Iterator[dict[str, Any]]:
        """Yield the rows as they are printed: those that changed one by one, the others as runs of numbers."""
        quiet: list[tuple[str, str]] = []
        for row in rows:
            if row.changes or not row.new or len(row.old) != 1:
                yield from self._quiet(quiet)
                quiet = []
                yield from self._told(row)
            else:
                quiet.append((row.old[0], row.new))
        yield from self._quiet(quiet)

    def _quiet(self, pairs: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
        for old, new in runs_of(pairs):
            what = self.step.say("unchanged") if old == new else self.step.say("renumbered")
            yield {"old": old, "new": new, "what": what, "pieces": [], "answer": "valid"}

    def _told(self, row: Row) -> Iterator[dict[str, Any]]:
        names = operation_names(self.step.language)
        what = self.step.say(", ").join(dict.fromkeys(names[change.operation] for change in row.changes))
        if row.before == row.after:
            pieces: tuple[Piece, ...] = (Piece("same", row.after),)
        else:
            pieces = redline(row.before, row.after, self.step.words)
        for at, part in enumerate(parts_of(pieces)):
            first = at == 0
            yield {
                "old": self.step.say(", ").join(row.old) if first else "",
                "new": row.new if first else "",
                "what": what if first else self.step.say("(continued)"),
                "pieces": [{"mark": piece.mark, "text": piece.text} for piece in part],
                "answer": row.answer if first else "",
            }


def _facts(row: Row) -> list[Any]:
    return [row.old, row.new, row.before, row.after, row.answer]
