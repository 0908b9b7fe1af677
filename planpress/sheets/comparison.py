"""A revision beside the one before → the sheet that compares them: old, new, reason.

In: a `Step`. Out: a `Sheet`, or None where nothing changed; and what cuts redlines and joins numbers, so that they fit
into the cells of a printed table; pure.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from planpress.model.addresses import COMPARISON_CODE, COMPARISON_FORM, comparison_pdf
from planpress.model.vocabulary import operation_names, revision_kind_names
from planpress.redline import Mark, Piece, redline
from planpress.revisions.change import ONLY_PLACE, Change, Kind, State, change_json
from planpress.revisions.history import Step
from planpress.sheets.citation import beginning
from planpress.sheets.sheet import CampaignName, Sheet, SlotView, fingerprint_of
from planpress.templates import long_date

SHORT_REASON = 60
"""Characters of a reason that each row repeats; a longer one is said once, above the table."""

REASON_CELL = 80
"""Characters of a remark in one row."""


CELL = 180
"""Characters of one cell. It is less than half a page of a comparison, also in large print."""

ENDS = re.compile(r"(?<=[\u3002\uff1b;.\n])")
"""Behind the end of a sentence: where a text is cut first."""


@dataclass(frozen=True)
class RevisionView:
    """What sheets say about a revision; of a draft only what words call it is known."""

    before: str
    number: str
    kind: str = ""
    document_number: str = ""
    approved_by: str = ""
    issued: str = ""
    effective: str = ""
    reason: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class ComparedRow:
    """A row of the table: where and what, the words before and after, and why.

    `number` is empty where the row above goes on.
    """

    number: str
    place: tuple[str, ...]
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    reason: str


@dataclass(frozen=True)
class ComparedDocument:
    """The rows about one document."""

    title: str
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True)
class ComparisonView(SlotView):
    """What a comparison shows."""

    revision: RevisionView
    groups: tuple[ComparedDocument, ...]


def comparison_of(step: Step) -> Sheet | None:
    """Return the sheet that compares a revision with the one before; None where nothing would stand in it."""
    shown = tuple(filter(_is_shown, step.changes))
    if not shown:
        return None
    plan = step.new.plan
    # What is marked, and how it is called, follows from this; a later version may mark it otherwise.
    facts = {
        "before": step.before.json,
        "number": step.version.json,
        "campaign": plan.name,
        "meta": step.meta.said if step.meta else None,
        "changes": [change_json(change) for change in shown],
    }
    title = step.say("Comparison of revisions %(before)s and %(number)s")
    groups = tuple(_Table(step, shown).groups())
    return Sheet(
        code=f"{plan.code}-{COMPARISON_CODE}-{step.version.code}",
        path=comparison_pdf(step.version),
        template="comparison.html",
        title=title % step.called,
        form=COMPARISON_FORM,
        view=ComparisonView(CampaignName(plan.name), "", {}, revision_view(step), groups),
        fingerprint=fingerprint_of(facts),
        standing=step.standing,
    )


def revision_view(step: Step) -> RevisionView:
    """Return what sheets say about the revision of a step."""
    meta, language = step.meta, step.language
    if meta is None:
        return RevisionView(**step.called)
    approved = step.new.unit_by_id.get(meta.approved_by)
    return RevisionView(
        step.called["before"],
        step.called["number"],
        revision_kind_names(language)[meta.kind],
        meta.document_number,
        approved.name if approved else "",
        long_date(meta.issued, language),
        long_date(meta.effective, language),
        meta.reason,
        meta.meaning,
    )


@dataclass(frozen=True)
class _Table:
    """The rows of a comparison, document by document."""

    step: Step
    changes: tuple[Change, ...]

    def groups(self) -> Iterator[ComparedDocument]:
        """Yield the main plan, each sector by number, and what is beside the text, as far as something changed."""
        plan = self.step.new.plan.short
        known = {**self.step.old.sector_by_id, **self.step.new.sector_by_id}
        named: list[tuple[str | None, str, str]] = [(None, plan, plan)]
        for sector in sorted(known.values(), key=lambda sector: (sector.number, sector.id)):
            named.append((sector.id, f"{sector.label} {sector.title}".strip(), sector.label or sector.title))
        named.append(("", self.step.say("Units, forms and other records"), plan))
        by_group: dict[str | None, list[Change]] = defaultdict(list)
        for change in self.changes:
            by_group[_group_of(change)].append(change)
        number = 1
        for name, title, begins in named:
            rows = tuple(self._rows(by_group[name], number, begins))
            number += sum(bool(row.number) for row in rows)
            if rows:
                yield ComparedDocument(title, rows)

    def _rows(self, changes: Iterable[Change], number: int, document: str) -> Iterator[ComparedRow]:
        """Yield the rows of one group, whose heading says how its places begin: `document`."""
        renumbered = []
        for change in changes:
            if change.operation == "renumbered" and change.kind == "item":
                renumbered.append((change.before[0].label, change.after[0].label))
                continue
            place = (self._place(change, document), operation_names(self.step.language)[change.operation])
            yield from self._divided(number, place, self._pieces(change), self._reason(change))
            number += 1
        if renumbered:
            old, new = zip(*runs_of(renumbered), strict=True)
            comma = self.step.say(", ")
            pieces = (Piece("deleted", comma.join(old)), Piece("inserted", comma.join(new)))
            place = (self.step.say("Checklist"), self.step.say("numbers of rows changed"))
            yield from self._divided(number, place, pieces, self.step.say("follows from the changes above"))

    def _divided(
        self, number: int, place: tuple[str, ...], pieces: tuple[Piece, ...], reason: str
    ) -> Iterator[ComparedRow]:
        """Yield a row, or several where it would be too long for a page; only the first bears number and place."""
        reasons = [reason[at : at + REASON_CELL] for at in range(0, len(reason), REASON_CELL)]
        shown = str(number)
        for cell, part in zip_longest(cells_of(pieces), reasons):
            yield ComparedRow(shown, place, _side(cell or (), "deleted"), _side(cell or (), "inserted"), part or "")
            shown, place = "", (self.step.say("(continued)"),)

    def _place(self, change: Change, document: str) -> str:
        """Return where a change stands; what it is about where that is no place."""
        cites = [
            self.step.say(", ").join(state.cite.removeprefix(document).strip() for state in states if state.cite)
            for states in (change.before, change.after)
        ]
        return " \u2192 ".join(dict.fromkeys(filter(None, cites))) or self._kind(change)

    def _kind(self, change: Change) -> str:
        """Name what has no place in the text; a record is told by its name where its change does not tell it."""
        kinds: dict[Kind, str] = {
            "plan": self.step.new.plan.short,
            "sector": self.step.say("Annex"),
            "unit": self.step.say("Unit"),
            "kind": self.step.say("Kind of units"),
            "group": self.step.say("Group of units"),
            "form": self.step.say("Form"),
        }
        word = kinds.get(change.kind, "")
        if change.operation not in ("amended", "moved"):
            return word
        names: dict[str, str] = {}
        for campaign in (self.step.old, self.step.new):
            names |= {f"unit:{unit.id}": unit.name for unit in campaign.units}
            names |= {f"kind:{kind.id}": kind.name for kind in campaign.kinds}
            names |= {f"group:{group.id}": group.name for group in campaign.groups}
            names |= {f"form:{form.id}": form.title for form in campaign.forms}
        return f"{word} {names.get(change.target, '')}".strip()

    def _pieces(self, change: Change) -> tuple[Piece, ...]:
        if change.operation in ONLY_PLACE and change.old_text == change.new_text:
            was, now, words = change.before[0].label, change.after[0].label, beginning(change.new_text)
            label = [Piece("same", now)] if was == now else [Piece("deleted", was), Piece("inserted", now)]
            return tuple(piece for piece in (*label, Piece("same", f" {words}" if now else words)) if piece.text)
        return redline(_text(change.before), _text(change.after), self.step.words)

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


def _text(states: tuple[State, ...]) -> str:
    """Return the words of an object; of several objects each on lines of its own, with its number."""
    several = len(states) > 1
    return "\n".join(f"{state.label} {state.text}".strip() if several else state.text for state in states)


def _side(pieces: Iterable[Piece], mark: Mark) -> tuple[Piece, ...]:
    """Return what one column shows: text that stayed, and what it alone has."""
    return tuple(piece for piece in pieces if piece.mark in ("same", mark))


# ---------------------------------------------------------------- what fits into a cell


def cells_of(pieces: Sequence[Piece], most: int = CELL) -> tuple[tuple[Piece, ...], ...]:
    """Cut a redline so that old and new text of each cell have at most `most` characters.

    Why:
        A row of a table stands on one page. What would not fit is divided on purpose, at the end of a
        sentence where there is one.

    Returns:
        What the cells hold, in order; joined they are `pieces`. One empty cell where there are none.
    """
    cells: list[list[Piece]] = [[]]
    old = new = 0
    for piece in _bites(pieces, most):
        more_old = len(piece.text) * (piece.mark != "inserted")
        more_new = len(piece.text) * (piece.mark != "deleted")
        if cells[-1] and max(old + more_old, new + more_new) > most:
            cells.append([])
            old = new = 0
        old, new = old + more_old, new + more_new
        if cells[-1] and cells[-1][-1].mark == piece.mark:
            piece = Piece(piece.mark, cells[-1].pop().text + piece.text)
        cells[-1].append(piece)
    return tuple(map(tuple, cells))


def _bites(pieces: Iterable[Piece], most: int) -> Iterator[Piece]:
    """Yield the pieces by sentences, and longer ones by `most` characters."""
    for piece in pieces:
        for sentence in ENDS.split(piece.text):
            for at in range(0, len(sentence), most):
                yield Piece(piece.mark, sentence[at : at + most])


def runs_of(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Join pairs of numbers, old and new, where both count on by one: `4`–`20` became `5`–`21`."""
    runs: list[list[tuple[str, str]]] = []
    for pair in pairs:
        if runs and all(_follows(before, after) for before, after in zip(runs[-1][-1], pair, strict=True)):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return tuple((_run(run[0][0], run[-1][0]), _run(run[0][1], run[-1][1])) for run in runs)


def _follows(before: str, after: str) -> bool:
    return before.isdecimal() and after.isdecimal() and int(after) == int(before) + 1


def _run(first: str, last: str) -> str:
    return first if first == last else f"{first}\u2013{last}"
