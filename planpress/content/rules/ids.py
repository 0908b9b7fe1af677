"""Ids and codes: each is used once."""

from __future__ import annotations

from collections.abc import Iterator

from planpress.content.rules.records import Finding, Records, repeated
from planpress.i18n import Translate


def ids_differ(records: Records, _: Translate) -> Iterator[Finding]:
    """An id is used once in its file; the id of a sector, unit, group or form once in the campaign."""
    for document in records.documents:
        indicators = [indicator for clause in document.clauses for indicator in clause.records("indicators")]
        yield from repeated([*document.clauses, *indicators, *document.items], "id", _)
    for kind in ([*records.units, *records.groups], records.terms, records.notes, records.forms, records.sectors):
        yield from repeated(kind, "id", _)


def codes_differ(records: Records, _: Translate) -> Iterator[Finding]:
    """The code of a unit, the code of a form, and the number of a sector are used once."""
    yield from repeated(records.units, "code", _)
    yield from repeated(records.forms, "code", _)
    yield from repeated(records.sectors, "number", _)
