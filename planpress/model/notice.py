"""The letter that carries the plan, as its lines are printed."""

from __future__ import annotations

from planpress.model.records import Clause
from planpress.record import Record, Words


class Notice(Record):
    """The letter that carries the plan; each line as printed."""

    issuer: Words = ""
    title: Words = ""
    document_number: Words = ""
    addressees: Words = ""
    clauses: tuple[Clause, ...] = ()
    date: Words = ""
