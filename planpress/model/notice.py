"""The letter that carries the plan, as its lines are printed.

Source:
    GB/T 9704-2012 for what such a letter has, in this order.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from planpress.model.records import Clause
from planpress.record import Flag, Record, Text, Words


class Signer(Record):
    """A body that signs; with `seal`, paper leaves room for one."""

    by: Text
    seal: Flag = False


class Imprint(Record):
    """What stands at the foot of the last page: who has a copy, who printed it, and when."""

    copy_to: Words = ""
    printed_by: Text
    printed_on: Words = ""


class Notice(Record):
    """The letter that carries the plan; each line as printed, with its own marks.

    `issuer` is the line at its head; several `issuers` stand below each other, with `issuers_end` to their right.
    `attachments` are the lines that name what is attached; `remark` stands below the date.
    """

    copy_number: Words = ""
    classification: Words = ""
    urgency: Words = ""
    issuer: Words = ""
    issuers: Annotated[tuple[Text, ...], Field(max_length=8)] = ()
    issuers_end: Words = ""
    title: Words = ""
    document_number: Words = ""
    signatory: Words = ""
    addressees: Words = ""
    clauses: tuple[Clause, ...] = ()
    attachments: tuple[Text, ...] = ()
    signed: tuple[Signer, ...] = ()
    date: Words = ""
    remark: Words = ""
    imprint: Imprint | None = None
