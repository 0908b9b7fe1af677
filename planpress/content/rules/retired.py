"""Tombstones, marks and origins of `content/changes.yml` and of clauses and rows."""

from __future__ import annotations

from collections.abc import Iterator

from planpress.content.rules.records import Finding, Records, repeated
from planpress.i18n import Translate


def retired_stays_away(records: Records, _: Translate) -> Iterator[Finding]:
    """What has a tombstone is gone; a tombstone or a mark stands once; nothing comes from itself."""
    kinds = {"sector": records.sectors, "unit": records.units, "group": records.groups, "form": records.forms}
    kinds |= {"term": records.terms, "note": records.notes}
    there = {f"{kind}:{record.text('id')}" for kind, found in kinds.items() for record in found}
    there |= records.places.keys()
    for stone in records.retired:
        if stone.text("target") in there:
            message = _("target is gone for ever and must not be used again: give the new record another id")
            yield stone.finding("target", message, stone.text("target"))
    yield from repeated(records.retired, "target", _)
    yield from repeated(records.marks, "target", _, "revision")
    for document in records.documents:
        for ref, record in document.places:
            for loc, origin in record.texts("from"):
                if origin in (record.text("id"), ref):
                    message = _("from must name other clauses or rows than this one")
                    yield Finding(record.file, loc, message, origin)
