"""The shape of a blank paper form (`content/forms/*.yml`), and which sheets of it have to exist.

A form is data: blocks in order, each of one kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field

from planpress.blocks.answers import AnswerSet
from planpress.blocks.citation import Citation
from planpress.blocks.kind import RowsOf
from planpress.blocks.registry import Block
from planpress.blocks.table import Table
from planpress.fit import page_named
from planpress.model.involvement import takes_part
from planpress.model.kinds import UnitKind
from planpress.model.records import Sector, Unit
from planpress.model.reporting import ReportDay, ReportRule
from planpress.model.vocabulary import REPORT_SCOPES, Audience, HeadValue, Role
from planpress.record import AS_WHOLE, Code, Flag, Id, Record, Ref, Text, Words

if TYPE_CHECKING:
    from planpress.model.campaign import Campaign


class FormField(Record):
    """A labelled line in the head of a form; `value` says what is printed on it, empty = to write on.

    `report`, or `week`, is the number and day of a report. `revision`, `pack` and `copies` are known where numbered
    copies are issued, and blank elsewhere. With `cites` it shows the number of a document of that form: given when the
    sheet is issued, else its blanks.
    """

    label: Text
    value: HeadValue = ""
    cites: Id | None = None
    width_percent: Annotated[int, Field(ge=10, le=100), AS_WHOLE] = 50


class Form(Record):
    """The definition of a blank paper form: data, no Python.

    Attributes:
        slug: Last part of the address of its PDFs; the id where empty.
        origin: `editor` forms print that they are the editor's and not part of the source.
        basis: The clauses the form serves; none where the office that issues copies uses it for itself.
        scope: What one sheet covers; `unit-report`, or `unit-week`: one report of a unit; `copies`: the numbered copies
            that a unit issues of its pack.
        reports: The rules of the plan whose reports it is for; empty = of all.
        roles: Print it for units with one of these roles (in that sector); empty = any role.
        sectors: Print it for work in these sectors only; empty = in any.
        audience: Print it for units of this kind; `enterprise` and `any` matter for blanks.
        blank: Also offered without a unit.
        number: The pattern of the numbers of its documents; none where they have none. See `numbering.Pattern`.
        answers: Sets of answers, by which rows of checklists say how they are answered.
    """

    id: Id
    slug: Id | None = None
    code: Code
    title: Text
    subtitle: Words = ""
    number: Words = ""
    origin: Literal["source", "editor"]
    basis: tuple[Ref, ...] = ()
    orientation: Literal["portrait", "landscape"] = "portrait"
    paper: Literal["a4", "a3"] = "a4"
    scope: Literal["unit", "unit-sector", "unit-report", "unit-week", "sector", "copies"]
    reports: tuple[Id, ...] = ()
    roles: tuple[Role, ...] = ()
    sectors: tuple[Id, ...] = ()
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)]
    blank: Flag = True
    fields: tuple[FormField, ...] = ()
    answers: tuple[AnswerSet, ...] = ()
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]
    instructions: tuple[Text, ...] = ()
    copies: Words = ""

    @property
    def page(self) -> str:
        """Which page its sheets have, as `fit.PAGE` names it."""
        return page_named(self.orientation, self.paper)

    @property
    def address(self) -> str:
        """Last part of the file name of its sheets."""
        return self.slug or self.id

    def lists(self, rows: RowsOf) -> bool:
        """Tell whether the form has a block whose rows are `rows`, such as `items`."""
        return any(block.rows == rows for block in self.blocks)

    def table(self, rows: RowsOf) -> Table:
        """Return the first table whose rows are `rows`.

        Raises:
            LookupError: If it has none, which validation refuses where one is needed.
        """
        tables = (block.content for block in self.blocks if isinstance(block.content, Table))
        found = next((table for table in tables if table.rows == rows), None)
        if found is None:
            raise LookupError(f"{self.id} has no table of {rows}")
        return found

    def is_for(self, rule: ReportRule) -> bool:
        """Tell whether it is for the reports of a rule, as far as it is for reports."""
        return not self.reports or rule.id in self.reports

    @property
    def of_reports(self) -> bool:
        """Whether one sheet of it is for one report."""
        return self.scope in REPORT_SCOPES

    @property
    def cites(self) -> tuple[str, ...]:
        """The ids of the forms whose numbers it cites."""
        blocks = (block.content.cites for block in self.blocks if isinstance(block.content, Citation))
        return tuple(dict.fromkeys((*(field.cites for field in self.fields if field.cites), *blocks)))

    @property
    def row_labels(self) -> dict[str, str]:
        """What stands above each column that prints something of the rows of a checklist, by what that is."""
        tables = (block.content for block in self.blocks if block.rows == "items")
        return {column.value: column.label for table in tables for column in table.columns if column.value}

    def labelled(self, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Return the values of a row, each behind what stands above its column."""
        return tuple((self.row_labels.get(name, name), value) for name, value in values.items())

    @property
    def staged(self) -> bool:
        """Whether it is signed by several, one after the other."""
        return any(block.kind.staged for block in self.blocks)


def _prints(form: Form, kind: UnitKind, roles: tuple[Role, ...]) -> bool:
    """Tell whether a unit of a kind, holding `roles`, fills in `form`."""
    meant = "any" in form.audience or kind.audience in form.audience
    return meant and (not form.roles or bool(set(form.roles) & set(roles)))


def _covers(form: Form, sector: Sector) -> bool:
    """Tell whether a form of one sector's work fits `sector`: it is meant for it, its rows are that checklist's."""
    if form.sectors and sector.id not in form.sectors:
        return False
    if not form.lists("items"):
        return True
    return sector.checklist is not None and (form.origin == "editor" or sector.checklist.form == form.id)


class Printing(NamedTuple):
    """A sheet of a form that has to exist: for a unit, a sector and a report, each as far as it has one."""

    form: Form
    unit: Unit | None = None
    sector: Sector | None = None
    report: ReportDay | None = None


def printings_of(campaign: Campaign) -> Iterator[Printing]:
    """Yield every sheet of a form that has to exist: those of each unit, then the blanks."""
    for unit in campaign.bindings.in_plan:
        if campaign.prints_sheets(unit):
            for form in campaign.forms:
                yield from _of_unit(campaign, form, unit)
    for form in (form for form in campaign.forms if form.blank):
        if form.scope in ("unit-sector", "sector"):
            yield from (Printing(form, sector=sector) for sector in campaign.sectors if _covers(form, sector))
        else:
            yield Printing(form)


def _of_unit(campaign: Campaign, form: Form, unit: Unit) -> Iterator[Printing]:
    kind, held = campaign.kind_of(unit), campaign.bindings.involvements_of[unit.id]
    if form.scope == "unit-sector":
        for one in held:
            if _prints(form, kind, one.roles) and _covers(form, one.sector):
                yield Printing(form, unit, one.sector)
        return
    roles = {role for one in held if not form.sectors or one.sector.id in form.sectors for role in one.roles}
    if not form.sectors and takes_part(campaign.bindings.roles(unit, None)):
        roles.update(campaign.bindings.roles(unit, None))
    if not roles or not _prints(form, kind, tuple(roles)):
        return
    if form.scope == "unit":
        yield Printing(form, unit)
    elif form.of_reports:
        for report in campaign.reports_on(form):
            if campaign.bindings.reports(unit, report.rule):
                yield Printing(form, unit, report=report)
