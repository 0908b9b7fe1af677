"""The shape of the YAML files: clauses, sectors, units, terms, notes; and where their clauses and rows stand.

The records are at once the file format (unknown keys are refused, JSON Schemas are exported from
them) and the data model, so that there is one list of fields.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from planpress.model import vocabulary
from planpress.model.checklist import Checklist, Item
from planpress.model.kinds import OWN_KINDS, UnitKind
from planpress.record import AS_WHOLE, Citation, Code, Date, Id, Origin, Record, Ref, Span, Text, Words


class Duty(Record):
    """Who is bound by a clause, and how.

    `sectors` is needed in the main plan only: the sectors that the duty extends to. In a
    sector file the duty belongs to that sector.
    """

    units: Annotated[tuple[Id, ...], Field(min_length=1)]
    role: vocabulary.Role
    sectors: tuple[Id, ...] = ()


class Occasion(Record):
    """A day that the source calls by its name; its date where a calendar gives it."""

    name: Text
    date: Date | None = None


class Due(Record):
    """When something is to be done: the words of the source, and one of the four that they may mean.

    `date` is a day to keep; `every` comes round; `during` lasts a month, or stands near the end of the campaign; `on`
    are days with names. `units` must keep it, where the clause binds others too. `reference` tells where a month or a
    day is from that the words do not say.
    """

    text: Text
    date: Date | None = None
    every: vocabulary.Every | None = None
    during: Span | None = None
    on: Annotated[tuple[Occasion, ...], Field(min_length=1)] = ()
    units: Annotated[tuple[Id, ...], Field(min_length=1)] = ()
    reference: Words = ""

    @property
    def month(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and last day of the month that it lasts; None where it lasts none."""
        return month_of(self.during or "")

    @property
    def occasions(self) -> tuple[tuple[str, datetime.date], ...]:
        """The names of its days whose dates are known, and these."""
        return tuple((one.name, one.date) for one in self.on if one.date is not None)

    @property
    def order(self) -> tuple[int, datetime.date]:
        """What tells its place among those without a day: the most often first, then the earliest month or day."""
        days = [day for _name, day in self.occasions] + [*(self.month or ())]
        every = vocabulary.EVERY.index(self.every) if self.every else len(vocabulary.EVERY)
        return every, min(days, default=datetime.date.max)


class Indicator(Record):
    """A figure the plan asks for, in its own words."""

    id: Id
    text: Text
    target: Text


class Clause(Record):
    """One numbered or unnumbered piece of text; a tree.

    Printed, a clause is label + title + text without anything between, so that it equals the
    source. `title` without `text` is a heading. What the source puts in a paragraph of its own
    is a clause of its own, with or without a label. `cites` are the clauses, rows and annexes that its
    words cite. `from` names what it was split off or merged
    from, by ids of this file or addresses in another.
    """

    id: Id
    kind: Literal["lead", "duties", "focus", "tasks", "reporting", "attachments"] | None = None
    label: Words = ""
    title: Words = ""
    text: Words = ""
    duties: tuple[Duty, ...] = ()
    due: tuple[Due, ...] = ()
    responsible: tuple[Id, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    cites: tuple[Citation, ...] = ()
    sector: Id | None = None
    predecessors: Annotated[tuple[Origin, ...], Field(alias="from")] = ()
    clauses: tuple[Clause, ...] = ()

    @property
    def full_text(self) -> str:
        """Label, title and text as printed, without the clauses below."""
        return self.label + self.title + self.text


class Alias(Record):
    """Another name the source prints for a unit, and where."""

    text: Text
    where: tuple[Ref, ...] = ()


class Unit(Record):
    """Who must act. `name` is printed as the source prints it.

    `kind` is one of ours or of `kinds`; `level` says whose the unit is, where that does not follow from it.
    """

    id: Id
    name: Text
    short: Words = ""
    code: Code
    kind: Annotated[Text, Field(examples=list(OWN_KINDS))]
    level: vocabulary.UnitLevel | None = None
    aliases: tuple[Alias, ...] = ()
    provenance: Literal["source", "outside"] = "source"
    reference: Words = ""


class Group(Record):
    """Units the plan names together."""

    id: Id
    name: Text
    members: Annotated[tuple[Id, ...], Field(min_length=1)]
    aliases: tuple[Alias, ...] = ()


class Term(Record):
    """A word of the plan. `definition` is verbatim; empty where the source gives none."""

    id: Id
    name: Text
    definition: Words = ""
    where: tuple[Ref, ...] = ()
    aliases: tuple[Text, ...] = ()
    note: Words = ""


class Synonym(Record):
    """An everyday word for words of the plan, added by the editor: the search knows it, no page prints it."""

    word: Text
    means: Annotated[tuple[Text, ...], Field(min_length=1)]


class Note(Record):
    """An editor's remark beside verbatim text.

    `quote` stands letter for letter in the target. `knowledge: outside` needs a `reference`. `units` are the units and
    groups of which the remark says why the target binds them, though no word of it names them, or why it does not.
    """

    id: Id
    target: Ref
    kind: vocabulary.NoteKind
    quote: Words = ""
    units: tuple[Id, ...] = ()
    remark: Text
    knowledge: Literal["source", "outside"] = "source"
    reference: Words = ""


def sector_code(number: int) -> str:
    """Return the code of a sector that states none."""
    return f"{number:02}"


class Sector(Record):
    """One annex: lead units, duties, focus, tasks, checklist.

    `number` orders the annexes. `code` is part of the codes of its sheets, for ever.
    """

    id: Id
    number: Annotated[int, Field(ge=1, le=99), AS_WHOLE]
    code: Annotated[Code, Field(default_factory=lambda data: sector_code(data.get("number", 0)))]
    label: Words = ""
    title: Text
    short: Text
    lead: Annotated[tuple[Id, ...], Field(min_length=1)]
    clauses: tuple[Clause, ...] = ()
    checklist: Checklist | None = None


class UnitsFile(Record):
    """`content/units.yml`; `kinds` are those that are not ours, or that are called otherwise here."""

    kinds: tuple[UnitKind, ...] = ()
    units: Annotated[tuple[Unit, ...], Field(min_length=1)]
    groups: tuple[Group, ...] = ()


class TermsFile(Record):
    """`content/terms.yml`."""

    terms: tuple[Term, ...] = ()
    synonyms: tuple[Synonym, ...] = ()


class NotesFile(Record):
    """`content/notes.yml`."""

    notes: tuple[Note, ...] = ()


def month_of(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and last day of a month that is written as `2022-11`; None where none is."""
    try:
        first = datetime.date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        first = None
    return (first, first.replace(day=calendar.monthrange(first.year, first.month)[1])) if first else None


def walk(clauses: tuple[Clause, ...], above: tuple[Clause, ...] = ()) -> Iterator[tuple[Clause, tuple[Clause, ...]]]:
    """Yield each clause in printed order with the clauses above it, outermost first."""
    for clause in clauses:
        yield clause, above
        yield from walk(clause.clauses, (*above, clause))


@dataclass(frozen=True)
class Place:
    """A clause or checklist row with its whereabouts: `sector` is None in the main plan, none is `above` a row.

    `ref` is its address, `plan#…` or `<sector>#…`; `above` are the clauses above it, outermost first.
    """

    ref: str
    sector: Sector | None
    above: tuple[Clause, ...]
    clause: Clause | None = None
    item: Item | None = None

    @property
    def document(self) -> str:
        """The first half of its address: `plan` or the sector's id."""
        return self.ref.partition("#")[0]

    @property
    def anchor(self) -> str:
        """The second half of its address: the id of the clause or row."""
        return self.ref.partition("#")[2]

    @property
    def text(self) -> str:
        """Label, title and text as printed."""
        if self.clause is not None:
            return self.clause.full_text
        return "" if self.item is None else self.item.text
