"""A revision beside the one before → the sheet that compares them: old, new, reason.

In: a `Step`. Out: a `Sheet`, or None where nothing changed; pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from planpress.model.addresses import COMPARISON_CODE, COMPARISON_FORM
from planpress.model.campaign import Campaign
from planpress.model.vocabulary import operation_names, revision_kind_names
from planpress.revisions.change import ONLY_PLACE, Change, State, change_json
from planpress.revisions.parts import parts_of, runs_of
from planpress.revisions.redline import Mark, Piece, redline
from planpress.revisions.steps import Step
from planpress.sheets.citation import beginning
from planpress.sheets.sheet import Sheet, fingerprint_of
from planpress.templates import long_date

SHORT_REASON = 60
"""Characters of a reason that each row repeats; a longer one is said once, above the table."""

REASON_PART = 80
"""Characters of a remark in one row."""


def comparison_of(step: Step) -> Sheet | None:
    """Return the sheet that compares a revision with the one before; None where nothing would stand in it."""
    shown = tuple(filter(_is_shown, step.changes))
    if not shown:
        return None
    plan = step.new.plan
    view = {
        "campaign": {"name": plan.name},
        "unit": "",
        "slots": {},
        "revision": about(step),
        "groups": list(_Table(step, shown).groups()),
    }
    # What is marked, and how it is called, follows from this; a later version may mark it otherwise.
    facts = {
        "campaign": plan.name,
        "before": step.before,
        "number": step.number,
        "meta": step.meta.model_dump(mode="json") if step.meta else None,
        "changes": [change_json(change) for change in shown],
    }
    return Sheet(
        code=f"{plan.code}-{COMPARISON_CODE}-{step.number:02}",
        path=f"print/revisions/{step.number}-comparison.pdf",
        template="comparison.html",
        title=step.say("Comparison of revisions %(before)s and %(number)s")
        % {"before": step.before, "number": step.number},
        form=COMPARISON_FORM,
        unit=None,
        sector=None,
        view=view,
        fingerprint=fingerprint_of(facts),
        standing=step.standing,
    )


def about(step: Step) -> dict[str, Any]:
    """Return what sheets say about a revision; of a draft only the number is known."""
    meta = step.meta
    language = step.language
    approved = step.new.unit_by_id.get(meta.approved_by) if meta else None
    return {
        "before": step.before,
        "number": step.number,
        "kind": revision_kind_names(language)[meta.kind] if meta else "",
        "document_number": meta.document_number if meta else "",
        "approved_by": approved.name if approved else "",
        "issued": long_date(meta.issued, language) if meta else "",
        "effective": long_date(meta.effective, language) if meta else "",
        "reason": meta.reason if meta else "",
        "meaning": meta.meaning if meta else "",
    }


@dataclass(frozen=True)
class _Table:
    """The rows of a comparison, document by document."""

    step: Step
    changes: tuple[Change, ...]

    def groups(self) -> Iterator[dict[str, Any]]:
        """Yield the main plan, each sector by number, and what is beside the text, as far as something changed."""
        named = [
            (None, self.step.new.plan.short),
            *self._sectors(),
            ("", self.step.say("Units, forms and other records")),
        ]
        by_group: dict[str | None, list[Change]] = {name: [] for name, _title in named}
        for change in self.changes:
            by_group[_group_of(change)].append(change)
        number = 1
        for name, title in named:
            rows = list(self._rows(by_group[name], number, self._document(name)))
            number += sum(1 for row in rows if row["number"])
            if rows:
                yield {"title": title, "rows": rows}

    def _sectors(self) -> list[tuple[str, str]]:
        campaigns: tuple[Campaign, ...] = (self.step.old, self.step.new)
        sectors = {sector.id: sector for campaign in campaigns for sector in campaign.sectors}
        ordered = sorted(sectors.values(), key=lambda sector: (sector.number, sector.id))
        return [(sector.id, f"{sector.label} {sector.title}".strip()) for sector in ordered]

    def _document(self, name: str | None) -> str:
        """Return how places of a group begin: the heading of the group says it already."""
        if not name:
            return self.step.new.plan.short
        known = {**self.step.old.sector_by_id, **self.step.new.sector_by_id}
        return known[name].label or known[name].title

    def _rows(self, changes: Iterable[Change], first: int, document: str) -> Iterator[dict[str, Any]]:
        renumbered = [change for change in changes if change.operation == "renumbered" and change.kind == "item"]
        number = first
        for change in changes:
            if change in renumbered:
                continue
            yield from self._parts(number, self._place(change, document), self._pieces(change), self._reason(change))
            number += 1
        if renumbered:
            pairs = [(change.before[0].label, change.after[0].label) for change in renumbered]
            old, new = zip(*runs_of(pairs), strict=True)
            comma = self.step.say(", ")
            pieces = (Piece("deleted", comma.join(old)), Piece("inserted", comma.join(new)))
            place = [self.step.say("Checklist"), self.step.say("numbers of rows changed")]
            yield from self._parts(number, place, pieces, self.step.say("follows from the changes above"))

    def _parts(self, number: int, place: list[str], pieces: tuple[Piece, ...], reason: str) -> Iterator[dict[str, Any]]:
        """Yield a row, or several where it would be too long for a page; only the first bears number and place."""
        parts = parts_of(pieces)
        reasons = [reason[at : at + REASON_PART] for at in range(0, len(reason), REASON_PART)] or [""]
        for at in range(max(len(parts), len(reasons))):
            part = parts[at] if at < len(parts) else ()
            yield {
                "number": str(number) if at == 0 else "",
                "place": place if at == 0 else [self.step.say("(continued)")],
                "old": _side(part, "deleted"),
                "new": _side(part, "inserted"),
                "reason": reasons[at] if at < len(reasons) else "",
            }

    def _place(self, change: Change, document: str) -> list[str]:
        """Return where a change stands, and what it is called."""
        cites = [
            self.step.say(", ").join(state.cite.removeprefix(document).strip() for state in states if state.cite)
            for states in _sides(change)
        ]
        where = " \u2192 ".join(dict.fromkeys(filter(None, cites))) or self._kind(change)
        return [where, operation_names(self.step.language)[change.operation]]

    def _kind(self, change: Change) -> str:
        """Name what has no place in the text; a record is told by its name where its change does not tell it."""
        names = {
            "plan": self.step.new.plan.short,
            "sector": self.step.say("Annex"),
            "unit": self.step.say("Unit"),
            "group": self.step.say("Group of units"),
            "form": self.step.say("Form"),
        }
        kind, _sign, name = change.target.partition(":")
        record: Any = None
        for campaign in (self.step.old, self.step.new):
            known: dict[str, Any] = {
                "unit": campaign.unit_by_id,
                "group": campaign.group_by_id,
                "form": campaign.form_by_id,
            }
            record = known.get(kind, {}).get(name) or record
        told = getattr(record, "name", "") or getattr(record, "title", "")
        word = names.get(change.kind, "")
        return f"{word} {told}".strip() if change.operation in ("amended", "moved") else word

    def _pieces(self, change: Change) -> tuple[Piece, ...]:
        if change.operation in ONLY_PLACE and change.old_text == change.new_text:
            words = beginning(change.new_text)
            was, now = change.before[0].label, change.after[0].label
            marks: tuple[tuple[Mark, str], ...] = (
                ("deleted", was if was != now else ""),
                ("inserted", now if was != now else ""),
                ("same", now if was == now else ""),
                ("same", f" {words}" if now else words),
            )
            return tuple(Piece(mark, text) for mark, text in marks if text)
        old, new = (_text(states) for states in _sides(change))
        return redline(old, new, self.step.words)

    def _reason(self, change: Change) -> str:
        if change.remark:
            return change.remark
        reason = self.step.meta.reason if self.step.meta else ""
        return reason if len(reason) <= SHORT_REASON else self.step.say("see the reason above")


def _is_shown(change: Change) -> bool:
    """Tell whether a change belongs into a comparison of the plan.

    Notes and terms are the editor's, beside the text. Of what differs in no word there is nothing to see.
    """
    if change.kind in ("note", "term"):
        return False
    return change.operation != "amended" or change.old_text != change.new_text


def _group_of(change: Change) -> str | None:
    """Return the sector a change belongs to; None for the main plan, nothing for what is beside the text."""
    if change.sectors:
        return change.sectors[0]
    return None if change.kind in ("plan", "clause", "item") else ""


def _sides(change: Change) -> tuple[tuple[State, ...], tuple[State, ...]]:
    return change.before, change.after


def _text(states: tuple[State, ...]) -> str:
    """Return the words of an object; of several objects each on lines of its own, with its number."""
    if len(states) < 2:
        return "\n".join(state.text for state in states)
    return "\n".join(f"{state.label} {state.text}".strip() for state in states)


def _side(pieces: Iterable[Piece], mark: Mark) -> list[dict[str, str]]:
    """Return what one column shows: text that stayed, and what it alone has."""
    return [{"mark": piece.mark, "text": piece.text} for piece in pieces if piece.mark in ("same", mark)]
