"""The head of `content/plan.yml`: what the campaign is called, its days, its letter, its reports, its clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from planpress.i18n import USUAL, catalogues
from planpress.model import vocabulary
from planpress.model.notice import Notice
from planpress.model.period import Period
from planpress.model.records import Clause
from planpress.model.reporting import Reporting
from planpress.record import AS_WHOLE, Code, Date, Email, Id, Phone, Record, SiteUrl, Text, Words, Zone

if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[tuple(catalogues())]


class Contact(Record):
    """How to reach the office that runs the campaign; letter for letter."""

    unit: Id
    phone: Phone = ""
    email: Email = ""


class Revision(Record):
    """Which state of the plan this is, as long as none has been sealed."""

    number: Annotated[int, Field(ge=1), AS_WHOLE]
    issued: Date


class Plan(Record):
    """The main plan.

    `title` may have line breaks, as printed; it is empty where the letter is all there is besides annexes. `name` is
    the campaign's name in one line; `short` is how forms cite the main plan. `site_url` is where the site will be
    read; sheets lead there by a QR symbol. `variant` is how paper looks: normal, in large print, or with little ink.
    `timezone` is where the clocks hang that tell when a report is due; without it, calendars go by those of whoever
    reads them.
    """

    id: Id
    code: Code
    language: Language = USUAL
    status: Literal["draft", "final"] = "final"
    name: Text
    short: Text
    title: Words = ""
    issuers: Annotated[tuple[Id, ...], Field(min_length=1)]
    site_url: SiteUrl | None = None
    variant: vocabulary.Variant = "normal"
    timezone: Zone | None = None
    notice: Notice | None = None
    revision: Revision | None = None
    period: Period
    reporting: Reporting = ()
    contact: Contact | None = None
    clauses: tuple[Clause, ...] = ()
