"""Clauses and rows → what a page shows of them, word for word, with terms and the editor's marks.

In: a validated `Campaign`. Out: frozen values for templates; pure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count, pairwise
from typing import Literal

from planpress.model import vocabulary
from planpress.model.campaign import Campaign
from planpress.model.checklist import Item
from planpress.model.citations import Cited, cited_by
from planpress.model.names import whole
from planpress.model.records import Clause, Duty, Note, Place, Term, Unit
from planpress.web.directory import MOST_NAMED

DEEPEST_HEADING = 4
"""Headings below this level look like the text around them."""


@dataclass(frozen=True)
class Mark:
    """The number of a note, where it leads to it."""

    number: int
    note: Note


@dataclass(frozen=True)
class Fragment:
    """A piece of a text: a term or what lies between terms, and the marks behind it."""

    text: str
    term: Term | None
    marks: tuple[Mark, ...]


Kind = Literal["label", "title", "text"]


@dataclass(frozen=True)
class Run:
    """The label, the title or the text of a clause."""

    kind: Kind
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True)
class Revised:
    """The mark of a clause or row that a revision has changed."""

    words: str
    title: str
    href: str


@dataclass(frozen=True)
class Passage:
    """The words of a clause or row where it stands, and which revision changed it.

    `marks` are of notes on it as a whole; of a heading, all of them: they stand below it. `bound` are the ids of the
    units that it binds, by which the page is filtered.
    """

    runs: tuple[Run, ...]
    marks: tuple[Mark, ...]
    revised: Revised | None
    bound: str


@dataclass(frozen=True)
class DutyView:
    """Units and groups that a clause binds, by id, with all their roles and the sectors that these extend to."""

    roles: tuple[vocabulary.Role, ...]
    units: tuple[str, ...]
    sectors: tuple[str, ...]


@dataclass(frozen=True)
class ClauseView:
    """A clause, its words, whom it binds, what it cites, and what is below it; `level` is 0 where it is no heading."""

    clause: Clause
    level: int
    words: Passage
    duties: tuple[DutyView, ...]
    cites: tuple[Cited, ...]
    below: tuple[ClauseView, ...]


@dataclass(frozen=True)
class Verbatim:
    """The words of a campaign; `bare` ones without terms and notes.

    `revised` are the marks of clauses and rows that a revision has changed, by address.
    """

    campaign: Campaign
    revised: Mapping[str, Revised] = field(default_factory=dict)
    bare: bool = False

    @cached_property
    def notes(self) -> dict[str, tuple[Mark, ...]]:
        """Notes by place, numbered as their places are printed."""
        if self.bare:
            return {}
        by_place: dict[str, list[Note]] = defaultdict(list)
        for note in self.campaign.notes:
            by_place[note.target].append(note)
        number, noted = count(1), (ref for ref in self.campaign.places if ref in by_place)
        return {ref: tuple(Mark(next(number), note) for note in by_place[ref]) for ref in noted}

    def notes_for(self, unit: Unit, place: Place) -> tuple[Mark, ...]:
        """Return the notes that say why a clause binds `unit`, or why it does not."""
        told = self.campaign.reasons.notes(unit, place)
        return tuple(mark for mark in self.notes.get(place.ref, ()) if mark.note in told)

    def note_count(self, document: str) -> int:
        """Return how many notes there are on a document."""
        return sum(len(found) for ref, found in self.notes.items() if ref.startswith(f"{document}#"))

    @cached_property
    def _terms(self) -> dict[str, Term]:
        """Every word of the glossary, and the term that it belongs to."""
        terms = () if self.bare else self.campaign.terms
        return {word: term for term in terms for word in (*term.aliases, term.name) if word}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """What finds every word of the glossary, the longest first."""
        ordered = sorted(self._terms, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(whole, ordered)) or r"(?!)")

    def runs(self, clause: Clause | Item, ref: str = "") -> tuple[tuple[Run, ...], tuple[Mark, ...]]:
        """Cut label, title and text at terms and behind what notes quote; a term is linked once.

        Of a row there is the text alone. `ref` is the address where notes are to be marked; empty where the clause is
        only quoted. The marks returned belong to the clause as a whole.
        """
        parts: list[tuple[Kind, str]] = [("text", clause.text)]
        if isinstance(clause, Clause):
            parts = [("label", clause.label), ("title", clause.title), *parts]
        full = "".join(text for _kind, text in parts)
        whole, placed = [], []
        for mark in self.notes.get(ref, ()):
            if mark.note.quote and mark.note.quote in full:
                placed.append((full.index(mark.note.quote) + len(mark.note.quote), mark))
            else:
                whole.append(mark)
        placed.sort(key=lambda entry: entry[0])
        found, seen, offset = [], set[str](), 0
        for kind, text in parts:
            if text:
                marks = [(at - offset, mark) for at, mark in placed]
                found.append(Run(kind, tuple(self._fragments(text, marks, seen))))
                offset += len(text)
        return tuple(found), tuple(whole)

    def _fragments(self, text: str, marks: Sequence[tuple[int, Mark]], seen: set[str]) -> Iterator[Fragment]:
        """Yield the fragments of a text; `seen` holds the terms that were linked before, and is added to."""
        done = 0
        for found in self._pattern.finditer(text):
            term = self._terms[found[0]]
            if term.id not in seen:
                seen.add(term.id)
                yield from _cut(text, done, found.start(), marks)
                yield from _cut(text, found.start(), found.end(), marks, term)
                done = found.end()
        yield from _cut(text, done, len(text), marks)

    def clauses(self, tree: Iterable[Clause], document: str, level: int) -> tuple[ClauseView, ...]:
        """Describe clauses of a document and those below them; those that are headings have this `level`."""
        return tuple(self._clause(clause, document, level) for clause in tree)

    def _clause(self, clause: Clause, document: str, level: int) -> ClauseView:
        is_heading = bool(clause.title) and not clause.text
        words = self.passage(clause, f"{document}#{clause.id}")
        if is_heading:
            # A heading is also an entry of the contents: marks stand below it.
            inside = (mark for run in words.runs for part in run.fragments for mark in part.marks)
            words = replace(words, marks=(*inside, *words.marks))
        below = self.clauses(clause.clauses, document, level + is_heading)
        level = min(level, DEEPEST_HEADING) if is_heading else 0
        cites = tuple(cited_by(self.campaign, self.campaign.places[f"{document}#{clause.id}"]))
        return ClauseView(clause, level, words, tuple(_together(clause.duties)), cites, below)

    def passage(self, clause: Clause | Item, ref: str) -> Passage:
        """Return the words of the clause or row at the address `ref`."""
        bound, place, bindings = "", self.campaign.places.get(ref), self.campaign.bindings
        # The page of the plan has no filter, and of a sector only where those can be chosen from whom it binds.
        if not self.bare and place and place.sector and len(bindings.in_sector(place.sector)) <= MOST_NAMED:
            bound = " ".join(unit.id for unit in bindings.bound(place))
        return Passage(*self.runs(clause, ref), self.revised.get(ref), bound)


def _together(duties: Iterable[Duty]) -> Iterator[DutyView]:
    """Yield whom `duties` bind: each set of units once, with all its roles and the sectors they extend to."""
    roles: dict[tuple[tuple[str, ...], tuple[str, ...]], set[vocabulary.Role]] = defaultdict(set)
    for duty in duties:
        roles[duty.units, duty.sectors].add(duty.role)
    for (units, sectors), found in roles.items():
        yield DutyView(tuple(role for role in vocabulary.ROLES if role in found), units, sectors)


def _cut(
    text: str, start: int, end: int, marks: Sequence[tuple[int, Mark]], term: Term | None = None
) -> Iterator[Fragment]:
    """Yield a part of `text`, cut behind each mark; a mark inside a term moves behind it, so the term stays whole."""
    cuts = [] if term else sorted({at for at, _mark in marks if start < at < end})
    for first, last in pairwise((start, *cuts, end)):
        if first < last:
            yield Fragment(text[first:last], term, tuple(mark for at, mark in marks if first < at <= last))
