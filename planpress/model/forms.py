"""The shape of a blank paper form (`content/forms/*.yml`), and the rule who prints it.

A form is data: blocks in order, each of one kind.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from planpress.model.records import Sector, Unit
from planpress.model.vocabulary import Audience, Role
from planpress.record import AS_MEASURE, AS_WHOLE, Code, Flag, Id, Record, Ref


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

    def lists(self, rows: str) -> bool:
        """Tell whether the form has a table whose rows are `rows`, such as `items`."""
        return any(block.table is not None and block.table.rows == rows for block in self.blocks)


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
    if not form.lists("items"):
        return True
    return sector.checklist is not None and (form.origin == "editor" or sector.checklist.form == form.id)
