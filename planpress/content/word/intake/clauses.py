"""Clauses and rows that were read of a file → records as their YAML has them, with what is proposed beside each.

In: the outline, what its words say, and the ids. Out: records of one document; proposals are comments, since a wrong
duty prints a wrong sheet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from planpress.content.word.facts.found import Facts, Spot
from planpress.content.word.intake.ids import Names
from planpress.content.word.outline import Checklist, Outline, Piece
from planpress.content.word.yaml_text import Apart, Comment, InLine, Record, proposal
from planpress.i18n import Translate
from planpress.model.records import Due


@dataclass(frozen=True)
class Clauses:
    """Writes the clauses and rows of a campaign."""

    outline: Outline
    facts: Facts
    names: Names
    _: Translate

    def of(self, part: int, pieces: tuple[Piece, ...]) -> Apart:
        """Return the clauses of a part of the outline, or of the letter."""
        at = count()
        return Apart(self._clause(part, at, piece) for piece in pieces)

    def _clause(self, part: int, at: Iterator[int], piece: Piece) -> Record:
        spot, says = Spot(part, next(at)), bool(piece.title or piece.text)
        made = Record(
            [
                ("id", self.names.clauses[spot]),
                ("kind", piece.kind),
                ("label", piece.label if says else ""),
                ("title", piece.title),
                ("text", piece.text if says else piece.label),  # a number with nothing behind it is all that it says
            ]
        )
        made += self._bound.get(spot, ())
        made += self._due.get(spot, ())
        if sector := self._annexes.get(piece):
            made.append(("sector", sector))
        below = [self._clause(part, at, one) for one in piece.pieces]
        return Record([*made, ("clauses", below)])

    @cached_property
    def _bound(self) -> Mapping[Spot, list[Comment]]:
        """Whom each clause seems to bind, and calls responsible."""
        duties, found = defaultdict[Spot, list[InLine]](list), defaultdict[Spot, list[Comment]](list)
        for duty in self.facts.duties:
            duties[duty.spot].append(InLine(units=duty.units, role=duty.role))
        for spot, bound in duties.items():
            found[spot] += proposal(Record([("duties", bound)]))
        for one in self.facts.responsible:
            found[one.spot] += proposal(Record([("responsible", one.units)]))
        return found

    @cached_property
    def _due(self) -> Mapping[Spot, Record]:
        """When what each clause says is due; what may be another year is proposed."""
        sure, found = defaultdict[Spot, list[InLine]](list), defaultdict[Spot, Record](Record)
        for one in self.facts.dues:
            if not one.assumed:
                sure[one.spot].append(due_of(one.due))
        for spot, due in sure.items():
            found[spot].append(("due", due))
        for one in (one for one in self.facts.dues if one.assumed):
            found[one.spot].append(Comment(self._("The words give no year; if this is the day, delete the # below:")))
            found[one.spot] += proposal(Record([("due", [due_of(one.due)])]))
        return found

    @cached_property
    def _annexes(self) -> Mapping[Piece, str]:
        """Return which line of the list of attachments is which annex: by its title, otherwise by its place."""
        tops = [piece for piece in self.outline.plan.walk() if piece.kind == "attachments"]
        lines = [line for top in tops for line in top.pieces or (top,)]
        names = self.names.parts[1:]
        annexes = zip(self.outline.annexes, names, strict=True)
        titles = {"".join(part.title.split()): name for part, name in annexes if part.title}
        alike = len(lines) == len(names)
        found = {
            line: titles.get("".join((line.title + line.text).split())) or (names[number] if alike else "")
            for number, line in enumerate(lines)
        }
        return {line: name for line, name in found.items() if name}

    def checklist(self, part: int, checklist: Checklist, form: str, values: Mapping[str, str]) -> Record:
        """Return the checklist of a part that prints in `form`; `values` are names for what else is printed of rows."""
        basis = {one.row: one for one in self.facts.basis if one.part == part}
        items = Apart()
        for number, (row, name) in enumerate(zip(checklist.rows, self.names.rows[part], strict=True)):
            item = Record([("id", name)])
            if row.heading:
                item.append(("kind", "heading"))
            item += [("label", row.label or ("" if row.heading else str(number + 1))), ("text", row.text)]
            own = Record([(values[heading], words) for heading, words in row.values if words and heading in values])
            item.append(("values", own))
            if found := basis.get(number):
                item += proposal(Record([("basis", (self.names.clauses[found.basis],)), ("relation", found.relation)]))
            items.append(item)
        return Record([("label", checklist.label), ("title", checklist.title), ("form", form), ("items", items)])


def due_of(due: Due) -> InLine:
    """Return when something is due as one line."""
    days = tuple(InLine(name=day.name) for day in due.on)
    return InLine(text=due.text, date=due.date or "", every=due.every or "", during=due.during or "", on=days)
