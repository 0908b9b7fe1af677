"""Plain values → the frozen `Campaign` every later stage reads.

In: the values of one campaign folder (`content/*.yml`, `content/forms/*.yml`, `sectors/*.yml`),
every scalar still text. Out: frozen records, and `Campaign`, which answers the questions a
unit asks. This is the only place where text becomes dates and numbers.

The classes below are at once the shape of the YAML files (unknown keys are refused, JSON
Schemas are exported from them) and the data model, so that there is one list of fields.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,47}$")]
"""Permanent name of a record; never shown as a number, never reused."""

Ref = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,47}#[a-z0-9][a-z0-9-]{0,47}$")]
"""Address of a clause or checklist row: `plan#principle-2` or `<sector id>#<id>`."""

Origin = Annotated[str, StringConstraints(pattern=r"^([a-z0-9][a-z0-9-]{0,47}#)?[a-z0-9][a-z0-9-]{0,47}$")]
"""Where a clause or row comes from: an id of its own file, or an address in another."""

Target = Annotated[
    str,
    StringConstraints(
        pattern=r"^([a-z0-9][a-z0-9-]{0,47}#|(plan|sector|unit|group|form|term|note):)[a-z0-9][a-z0-9-]{0,47}$"
    ),
]
"""What a change is about: a `Ref`, or kind and id of any other record, such as `unit:fire-rescue`."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,12}$")]
"""A part of a sheet's printed code."""

SITE_URL_PATTERN = r"^https?://[^\s/?#{}\"'<>\\]+(/[^\s/?#{}\"'<>\\]+)*/$"

SiteUrl = Annotated[str, StringConstraints(pattern=SITE_URL_PATTERN)]
"""Public address of the site: its folder, with a slash at the end."""

Role = Literal["lead", "support", "enforce", "territorial", "supervise"]
"""What a unit is bound to: it leads, supports, punishes, answers for a territory, or supervises."""

Audience = Literal["territorial", "department", "enterprise", "any"]
"""Whose hand fills a form in."""


def _written(kind: Literal["date", "whole", "measure", "flag"], pattern: str) -> BeforeValidator:
    """Refuse what pydantic would read kindly: a timestamp as a date, `nan` as a number, `y` as true."""

    def check(value: object) -> object:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise PydanticCustomError(kind, "not written as a {kind}", {"kind": kind})
        return value

    return BeforeValidator(check)


Date = Annotated[datetime.date, _written("date", "[0-9]{4}-[0-9]{2}-[0-9]{2}")]
AS_WHOLE = _written("whole", "[0-9]{1,9}")
AS_MEASURE = _written("measure", r"[0-9]{1,9}(\.[0-9]+)?")
Flag = Annotated[bool, _written("flag", "true|false")]

PLAN = "plan"
"""The word that stands for the main plan in a `Ref`."""

PACK_FORM = "pack"
"""Stands where a sheet names its form; the last part of the address of a unit's pack."""

PACK_CODE = "PK"
"""Stands for the form in the code of a pack."""

COMPARISON_FORM, COMPARISON_CODE = "comparison", "CP"
"""The same of the sheet that compares a revision with the one before."""

CARRY_OVER_FORM, CARRY_OVER_CODE = "carry-over", "CO"
"""The same of the sheet that tells a unit which answers to an earlier checklist still hold."""

CATALOGUE_FORM, CATALOGUE_CODE = "catalogue", "CT"
"""The same of the list of all codes that are current."""

WITHDRAWN_FORM, WITHDRAWN_CODE = "withdrawn", "WD"
"""The same of what stands at the address of a sheet that is no longer used; its code comes last."""

OWN_FORMS = {
    PACK_FORM: PACK_CODE,
    COMPARISON_FORM: COMPARISON_CODE,
    CARRY_OVER_FORM: CARRY_OVER_CODE,
    CATALOGUE_FORM: CATALOGUE_CODE,
    WITHDRAWN_FORM: WITHDRAWN_CODE,
}
"""What is no form of content/forms, with its code: names that no form may have."""


class Record(BaseModel):
    """A frozen record that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)

    @classmethod
    def fields_by_key(cls) -> dict[str, FieldInfo]:
        """Return the fields by their key in the YAML."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}


# ---------------------------------------------------------------- clauses


class Duty(Record):
    """Who is bound by a clause, and how.

    `sectors` is needed in the main plan only: the sectors that the duty extends to. In a
    sector file the duty belongs to that sector.
    """

    units: Annotated[tuple[Id, ...], Field(min_length=1)]
    role: Role
    sectors: tuple[Id, ...] = ()


class Due(Record):
    """A point in time: the words of the source, and the day they mean."""

    text: Annotated[str, StringConstraints(min_length=1)]
    date: Date


class Indicator(Record):
    """A figure the plan asks for, in its own words."""

    id: Id
    text: Annotated[str, StringConstraints(min_length=1)]
    target: str


class Clause(Record):
    """One numbered or unnumbered piece of text; a tree.

    Printed, a clause is label + title + text without anything between, so that it equals the
    source. `title` without `text` is a heading. What the source puts in a paragraph of its own
    is a clause of its own, with or without a label. `from` names what it was split off or merged
    from, by ids of this file or addresses in another.
    """

    id: Id
    kind: Literal["lead", "duties", "focus", "tasks", "reporting", "attachments"] | None = None
    label: str = ""
    title: str = ""
    text: str = ""
    duties: tuple[Duty, ...] = ()
    due: tuple[Due, ...] = ()
    responsible: tuple[Id, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    sector: Id | None = None
    predecessors: Annotated[tuple[Origin, ...], Field(alias="from")] = ()
    clauses: tuple[Clause, ...] = ()

    @property
    def full_text(self) -> str:
        """Label, title and text as printed, without the clauses below."""
        return self.label + self.title + self.text


# ---------------------------------------------------------------- units, terms, notes


class Alias(Record):
    """Another name the source prints for a unit, and where."""

    text: Annotated[str, StringConstraints(min_length=1)]
    where: tuple[Ref, ...] = ()


class Unit(Record):
    """Who must act. `name` is printed as the source prints it."""

    id: Id
    name: Annotated[str, StringConstraints(min_length=1)]
    short: str = ""
    code: Code
    kind: Literal["township", "subdistrict", "department", "agency", "body"]
    level: Literal["district", "city", "province", "township"] = "district"
    aliases: tuple[Alias, ...] = ()
    provenance: Literal["source", "outside"] = "source"
    reference: str = ""
    valid_from: Date | None = None
    valid_until: Date | None = None

    @property
    def audience(self) -> Audience:
        """Whether the unit answers for a territory or for a line of work."""
        return "territorial" if self.kind in ("township", "subdistrict") else "department"


class Group(Record):
    """Units the plan names together."""

    id: Id
    name: Annotated[str, StringConstraints(min_length=1)]
    members: Annotated[tuple[Id, ...], Field(min_length=1)]
    aliases: tuple[Alias, ...] = ()


class Term(Record):
    """A word of the plan. `definition` is verbatim; empty where the source gives none."""

    id: Id
    name: Annotated[str, StringConstraints(min_length=1)]
    definition: str = ""
    where: tuple[Ref, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""


class Synonym(Record):
    """An everyday word for words of the plan, added by the editor: the search knows it, no page prints it."""

    word: Annotated[str, StringConstraints(min_length=1)]
    means: Annotated[tuple[str, ...], Field(min_length=1)]


class Note(Record):
    """An editor's remark beside verbatim text.

    `quote` stands letter for letter in the target. `knowledge: outside` needs a `reference`.
    """

    id: Id
    target: Ref
    kind: Literal["typo", "numbering", "missing", "mismatch", "ambiguous", "outdated"]
    quote: str = ""
    remark: Annotated[str, StringConstraints(min_length=1)]
    knowledge: Literal["source", "outside"] = "source"
    reference: str = ""


# ---------------------------------------------------------------- forms


class FormField(Record):
    """A labelled line in the head of a form; `value` says what is printed on it, empty = to write on.

    `revision`, `pack` and `copies` are known where numbered copies are issued, and blank elsewhere.
    """

    label: Annotated[str, StringConstraints(min_length=1)]
    value: Literal[
        "", "unit", "sector", "leads", "week", "deadline", "recipient", "contact", "revision", "pack", "copies"
    ] = ""
    width_percent: Annotated[int, Field(ge=10, le=100), AS_WHOLE] = 50


class Column(Record):
    """A table column. Neighbours with the same `group` share an upper head.

    `ticks` are boxes printed in every cell of a column one writes in.
    """

    label: Annotated[str, StringConstraints(min_length=1)]
    group: str = ""
    width_mm: Annotated[float, Field(gt=0), AS_MEASURE]
    value: Literal["", "number", "label", "text", "name", "date", "target", "answer"] = ""
    ticks: tuple[str, ...] = ()


class Table(Record):
    """A ruled table.

    `rows` says where its rows come from. After those come rows that only bear one of `names`, and
    last `count` blank rows, where a list goes on by hand; with `fill`, as many more as the page holds.
    A table of numbered copies has a row for each; its blank rows stand where no copies were issued.
    """

    rows: Literal["items", "blank", "units", "weeks", "indicators", "sectors", "copies"]
    names: tuple[str, ...] = ()
    fill: Flag = False
    count: Annotated[int, Field(ge=0, le=200), AS_WHOLE] = 0
    row_height_mm: Annotated[float, Field(ge=6, le=120), AS_MEASURE] = 12
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]


class Signature(Record):
    """A line to sign on; `seal` leaves room for a stamp beside it."""

    label: Annotated[str, StringConstraints(min_length=1)]
    seal: Flag = False


class Stage(Record):
    """One stage of a sign-off: ticks, a finding to write, who signs, when.

    A run of underscores in a tick is a blank to write in.
    """

    label: Annotated[str, StringConstraints(min_length=1)]
    title: Annotated[str, StringConstraints(min_length=1)]
    ticks: tuple[str, ...] = ()
    finding: str = ""
    finding_height_mm: Annotated[float, Field(ge=20, le=120), AS_MEASURE] = 30
    signatures: Annotated[tuple[Signature, ...], Field(min_length=1)]


class TickGroup(Record):
    """A question with boxes to tick."""

    label: str
    options: Annotated[tuple[str, ...], Field(min_length=1)]


class Box(Record):
    """A labelled box to write in; with `fill`, as much higher as the page has room."""

    label: Annotated[str, StringConstraints(min_length=1)]
    height_mm: Annotated[float, Field(ge=20, le=200), AS_MEASURE]
    fill: Flag = False


class SignatureBlock(Record):
    """Signatures that close a form, `across` of them in a line."""

    title: str = ""
    across: Annotated[int, Field(ge=1, le=2), AS_WHOLE] = 1
    signatures: Annotated[tuple[Signature, ...], Field(min_length=1)]


class Block(Record):
    """One part of a form's body; exactly one key is given.

    `sentence` is text in which a run of underscores is a blank to write in.
    """

    heading: str | None = None
    table: Table | None = None
    stages: tuple[Stage, ...] | None = None
    ticks: TickGroup | None = None
    sentence: str | None = None
    box: Box | None = None
    signatures: SignatureBlock | None = None

    @property
    def kind(self) -> str:
        """Name of the key that was given; empty where none or several were."""
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        return given[0] if len(given) == 1 else ""


class Form(Record):
    """The definition of a blank paper form: data, no Python.

    Attributes:
        slug: Last part of the address of its PDFs; the id where empty.
        origin: `editor` forms print that they are the editor's and not part of the source.
        basis: The clauses the form serves.
        scope: What one sheet covers; `copies`: the numbered copies that a unit issues of its pack.
        roles: Print it for units with one of these roles (in that sector); empty = any role.
        sectors: Print it for work in these sectors only; empty = in any.
        audience: Print it for units of this kind; `enterprise` and `any` matter for blanks.
        blank: Also offered without a unit.
    """

    id: Id
    slug: Id | None = None
    code: Code
    title: Annotated[str, StringConstraints(min_length=1)]
    subtitle: str = ""
    origin: Literal["source", "editor"]
    basis: Annotated[tuple[Ref, ...], Field(min_length=1)]
    orientation: Literal["portrait", "landscape"] = "portrait"
    scope: Literal["unit", "unit-sector", "unit-week", "sector", "copies"]
    roles: tuple[Role, ...] = ()
    sectors: tuple[Id, ...] = ()
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)]
    blank: Flag = True
    fields: tuple[FormField, ...] = ()
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]
    instructions: tuple[str, ...] = ()
    copies: str = ""

    @property
    def address(self) -> str:
        """Last part of the file name of its sheets."""
        return self.slug or self.id


# ---------------------------------------------------------------- plan and sectors


class Item(Record):
    """A checklist row. `basis` names the body clauses it comes from, `relation` how it differs.

    `same` says that the row is wording of its basis, punctuation and heading aside; what differs
    in the others is told in notes. `from` names the rows it was split off or merged from.
    """

    id: Id
    label: Annotated[str, StringConstraints(min_length=1)]
    text: Annotated[str, StringConstraints(min_length=1)]
    basis: tuple[Id, ...] = ()
    relation: Literal["same", "reworded", "extended", "reduced", "added"] = "same"
    answer: Literal["yes-no", "no-yes", "present-absent", "not-applicable", "graded", "scored"] | None = None
    predecessors: Annotated[tuple[Origin, ...], Field(alias="from")] = ()


class Checklist(Record):
    """The table that closes a sector."""

    label: str = ""
    title: Annotated[str, StringConstraints(min_length=1)]
    form: Id
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Sector(Record):
    """One annex: lead units, duties, focus, tasks, checklist."""

    id: Id
    number: Annotated[int, Field(ge=1, le=99), AS_WHOLE]
    label: str = ""
    title: Annotated[str, StringConstraints(min_length=1)]
    short: Annotated[str, StringConstraints(min_length=1)]
    lead: Annotated[tuple[Id, ...], Field(min_length=1)]
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]
    checklist: Checklist | None = None


class Period(Record):
    """First and last day of the campaign."""

    start: Date
    end: Date


class Reporting(Record):
    """When and to whom progress is reported: a weekday through the period, or listed dates."""

    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] | None = None
    dates: tuple[Date, ...] = ()
    time: Annotated[str, StringConstraints(pattern=r"^\d\d:\d\d$")]
    to: Id
    clause: Id
    from_units: tuple[Id, ...] = ()


class Contact(Record):
    """How to reach the office that runs the campaign; letter for letter."""

    unit: Id
    phone: str = ""
    email: str = ""


class Notice(Record):
    """The letter that carries the plan; each line as printed."""

    issuer: str = ""
    title: str = ""
    document_number: str = ""
    addressees: str = ""
    clauses: tuple[Clause, ...] = ()
    date: str = ""


class Revision(Record):
    """Which state of the plan this is, as long as none has been sealed."""

    number: Annotated[int, Field(ge=1), AS_WHOLE]
    issued: Date


Variant = Literal["normal", "large", "low-ink"]
"""How paper looks."""


class Plan(Record):
    """The main plan.

    `title` may have line breaks, as printed; `name` is the campaign's name in one line;
    `short` is how forms cite the main plan. `site_url` is where the site will be read; sheets lead
    there by a QR symbol. `variant` is how paper looks: normal, in large print, or with little ink.
    """

    id: Id
    code: Code
    language: Literal["zh", "en"] = "zh"
    status: Literal["draft", "final"] = "final"
    name: Annotated[str, StringConstraints(min_length=1)]
    short: Annotated[str, StringConstraints(min_length=1)]
    title: Annotated[str, StringConstraints(min_length=1)]
    issuers: Annotated[tuple[Id, ...], Field(min_length=1)]
    site_url: SiteUrl | None = None
    variant: Variant = "normal"
    notice: Notice | None = None
    revision: Revision | None = None
    period: Period
    reporting: Reporting | None = None
    contact: Contact | None = None
    clauses: tuple[Clause, ...] = ()


class UnitsFile(Record):
    """`content/units.yml`."""

    units: Annotated[tuple[Unit, ...], Field(min_length=1)]
    groups: tuple[Group, ...] = ()


class TermsFile(Record):
    """`content/terms.yml`."""

    terms: tuple[Term, ...] = ()
    synonyms: tuple[Synonym, ...] = ()


class NotesFile(Record):
    """`content/notes.yml`."""

    notes: tuple[Note, ...] = ()


# ---------------------------------------------------------------- revisions

RevisionKind = Literal["original", "revision", "correction", "repeal"]
"""What a sealed revision is: the first, a new wording, the mending of an error, or the end of the plan."""


class Retired(Record):
    """A tombstone: the id of a clause, row, unit, sector or form that is gone for ever."""

    target: Target
    remark: str = ""


class Mark(Record):
    """An editor's word on one change of one revision: does it void the answers given so far?"""

    revision: Annotated[int, Field(ge=1), AS_WHOLE]
    target: Target
    material: Flag
    remark: str = ""


class ChangesFile(Record):
    """`content/changes.yml`: what the editor says about changes. Entries are never taken out again."""

    retired: tuple[Retired, ...] = ()
    marks: tuple[Mark, ...] = ()


class Meta(Record):
    """`revisions/<number>/meta.yml`: what is said about a sealed revision.

    `approved_by` is a unit, not a person. `meaning` says what the revision means for the units.
    """

    number: Annotated[int, Field(ge=1), AS_WHOLE]
    kind: RevisionKind
    document_number: str = ""
    approved_by: Id
    issued: Date
    effective: Date
    reason: Annotated[str, StringConstraints(min_length=1)]
    meaning: str = ""


@dataclass(frozen=True)
class Standing:
    """Which revision the files of a campaign are.

    Attributes:
        number: Of the sealed revision, or of the one that the draft would become.
        issued: None for a draft.
        effective: First day on which it holds; None for a draft.
        draft: Whether the files differ from those that were sealed last.
    """

    number: int
    issued: datetime.date | None
    effective: datetime.date | None
    draft: bool


# ---------------------------------------------------------------- the whole campaign


def walk(clauses: tuple[Clause, ...], above: tuple[Clause, ...] = ()) -> Iterator[tuple[Clause, tuple[Clause, ...]]]:
    """Yield each clause in printed order with the clauses above it, outermost first."""
    for clause in clauses:
        yield clause, above
        yield from walk(clause.clauses, (*above, clause))


@dataclass(frozen=True)
class Place:
    """A clause or checklist row with its whereabouts.

    Attributes:
        ref: Its address, `plan#…` or `<sector>#…`.
        sector: None in the main plan.
        above: The clauses above it, outermost first.
        text: Label, title and text as printed.
    """

    ref: str
    sector: Sector | None
    above: tuple[Clause, ...]
    clause: Clause | None = None
    item: Item | None = None

    @property
    def text(self) -> str:
        """Label, title and text as printed."""
        if self.clause is not None:
            return self.clause.full_text
        return "" if self.item is None else self.item.text


@dataclass(frozen=True)
class Bond:
    """A unit bound by one clause: the clause, the role, and the sector it holds in."""

    unit: Unit
    role: Role
    sector: Sector | None
    place: Place


@dataclass(frozen=True)
class Part:
    """What a unit is in one sector: all its roles there, in the order of `ROLES`."""

    unit: Unit
    sector: Sector
    roles: tuple[Role, ...]


class Deadline(NamedTuple):
    """A due date, the clause it stands in, and the units it binds."""

    due: Due
    place: Place
    units: tuple[Unit, ...]


ROLES: tuple[Role, ...] = ("lead", "territorial", "support", "enforce", "supervise")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Campaign:
    """A whole validated campaign. Sectors by number, units and forms in file order.

    Attributes:
        retired: Tombstones of what earlier revisions held.
        marks: Which changes are material, where the editor says so.
        standing: Which revision this is; None where none has been sealed.
    """

    plan: Plan
    sectors: tuple[Sector, ...]
    units: tuple[Unit, ...]
    groups: tuple[Group, ...]
    terms: tuple[Term, ...]
    notes: tuple[Note, ...]
    forms: tuple[Form, ...]
    synonyms: tuple[Synonym, ...] = ()
    retired: tuple[Retired, ...] = ()
    marks: tuple[Mark, ...] = ()
    standing: Standing | None = None

    @cached_property
    def unit_by_id(self) -> dict[str, Unit]:
        """Units by id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def sector_by_id(self) -> dict[str, Sector]:
        """Sectors by id."""
        return {sector.id: sector for sector in self.sectors}

    @cached_property
    def form_by_id(self) -> dict[str, Form]:
        """Forms by id."""
        return {form.id: form for form in self.forms}

    @cached_property
    def group_by_id(self) -> dict[str, Group]:
        """Groups by id."""
        return {group.id: group for group in self.groups}

    def members(self, ids: tuple[str, ...]) -> tuple[Unit, ...]:
        """Return the units that `ids` name, groups replaced by their members, each once."""
        flat: dict[str, Unit] = {}
        for name in ids:
            group = self.group_by_id.get(name)
            for member in group.members if group else (name,):
                flat[member] = self.unit_by_id[member]
        return tuple(flat.values())

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every clause and checklist row by `Ref`, in printed order."""
        found: dict[str, Place] = {}
        notice = self.plan.notice.clauses if self.plan.notice else ()
        for clause, above in walk((*notice, *self.plan.clauses)):
            found[f"{PLAN}#{clause.id}"] = Place(f"{PLAN}#{clause.id}", None, above, clause)
        for sector in self.sectors:
            for clause, above in walk(sector.clauses):
                found[f"{sector.id}#{clause.id}"] = Place(f"{sector.id}#{clause.id}", sector, above, clause)
            for item in sector.checklist.items if sector.checklist else ():
                found[f"{sector.id}#{item.id}"] = Place(f"{sector.id}#{item.id}", sector, (), None, item)
        return found

    @cached_property
    def bonds(self) -> tuple[Bond, ...]:
        """Every unit × clause × role × sector, in printed order."""
        found: list[Bond] = []
        for place in self.places.values():
            for duty in place.clause.duties if place.clause else ():
                sectors: tuple[Sector | None, ...] = (place.sector,)
                if duty.sectors:
                    sectors = tuple(self.sector_by_id[name] for name in duty.sectors)
                found += [
                    Bond(unit, duty.role, sector, place) for unit in self.members(duty.units) for sector in sectors
                ]
        return tuple(found)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every unit × sector in which the unit is bound: units in file order, sectors by number.

        Why:
            Who leads a sector, the sector says. A unit that leads one task of it supports the
            sector as a whole.
        """
        roles: dict[tuple[str, str], set[Role]] = {}
        for sector in self.sectors:
            for unit in self.members(sector.lead):
                roles.setdefault((unit.id, sector.id), set()).add("lead")
        for bond in self.bonds:
            if bond.sector is not None:
                held = roles.setdefault((bond.unit.id, bond.sector.id), set())
                if bond.role != "lead":
                    held.add(bond.role)
                elif "lead" not in held:
                    held.add("support")
        return tuple(
            Part(unit, sector, tuple(role for role in ROLES if role in roles[unit.id, sector.id]))
            for unit in self.units
            for sector in self.sectors
            if (unit.id, sector.id) in roles
        )

    @cached_property
    def report_dates(self) -> tuple[datetime.date, ...]:
        """Days on which progress is reported, from the first day of the period to the last."""
        reporting, period = self.plan.reporting, self.plan.period
        if reporting is None:
            return ()
        if reporting.weekday is None:
            return reporting.dates
        wanted = WEEKDAYS.index(reporting.weekday)
        days = range((period.end - period.start).days + 1)
        every = (period.start + datetime.timedelta(days=day) for day in days)
        return tuple(day for day in every if day.weekday() == wanted)

    def reports(self, unit: Unit) -> bool:
        """Tell whether `unit` reports progress: all do where the plan names no one."""
        reporting = self.plan.reporting
        return reporting is not None and (not reporting.from_units or unit in self.members(reporting.from_units))

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Every due date, earliest first.

        Why:
            Where a clause with a date names no one, whoever the clauses around it bind must keep
            it, and failing those the sector's leaders.
        """
        found = [
            Deadline(due, place, self._answerable(place))
            for place in self.places.values()
            if place.clause is not None
            for due in place.clause.due
        ]
        return tuple(sorted(found, key=lambda entry: entry.due.date))

    def _answerable(self, place: Place) -> tuple[Unit, ...]:
        return self.named_at(place) or (self.members(place.sector.lead) if place.sector else ())

    def named_at(self, place: Place) -> tuple[Unit, ...]:
        """Return the units that a clause names, failing that the clauses around it; empty where none does."""
        for clause in (place.clause, *reversed(place.above)):
            if clause is not None and (named := named_by(clause)):
                return self.members(named)
        return ()

    def cite(self, ref: str) -> str:
        """Return how a form cites a place: the document's name and the labels down to it.

        Example: `Annex 2 II.(a)`.
        """
        place = self.places[ref]
        sector = place.sector
        document = self.plan.short if sector is None else sector.label or sector.title
        labels = [clause.label for clause in place.above]
        if place.clause is not None:
            labels.append(place.clause.label)
        elif place.item is not None and sector is not None and sector.checklist is not None:
            labels += [sector.checklist.label, place.item.label]
        return f"{document} {''.join(labels)}".strip()


def named_by(clause: Clause) -> tuple[str, ...]:
    """Return the units and groups that answer for a clause, else those it binds."""
    return clause.responsible or tuple(unit for duty in clause.duties for unit in duty.units)


def spoken(campaign: Campaign) -> Campaign:
    """Return `campaign` without what is about the edition alone: two that are equal then say the same."""
    edition = {"status": "final", "site_url": None, "variant": "normal", "revision": None}
    return replace(
        campaign, plan=campaign.plan.model_copy(update=edition), synonyms=(), retired=(), marks=(), standing=None
    )


def prints(form: Form, unit: Unit, roles: tuple[Role, ...]) -> bool:
    """Tell whether `unit`, holding `roles`, fills in `form`.

    Why:
        Validation promises that every unit with a duty has its sheets; the list of sheets keeps
        that promise. Both must read the same rule.
    """
    meant = "any" in form.audience or unit.audience in form.audience
    return meant and (not form.roles or bool(set(form.roles) & set(roles)))


def covers(form: Form, sector: Sector) -> bool:
    """Tell whether a form of one sector's work fits `sector`: it is meant for it, its rows are that checklist's."""
    if form.sectors and sector.id not in form.sectors:
        return False
    if not any(block.table and block.table.rows == "items" for block in form.blocks):
        return True
    return sector.checklist is not None and (form.origin == "editor" or sector.checklist.form == form.id)
