"""What editors add: quotes are verbatim, and what is not from the source says where it is from."""

from __future__ import annotations

from collections.abc import Iterator

from planpress.content.rules.records import Finding, Records
from planpress.i18n import Translate


def quotes_are_verbatim(records: Records, _: Translate) -> Iterator[Finding]:
    """What a note quotes, and another name of a unit, stand letter for letter in the text they point at."""
    for note in records.notes:
        if note.text("quote") not in records.places.get(note.text("target"), note.text("quote")):
            message = _("quote must stand in %(target)s letter for letter, blanks included")
            yield note.finding("quote", message % {"target": note.text("target")}, note.text("quote"))
    for alias in (alias for unit in (*records.units, *records.groups) for alias in unit.records("aliases")):
        for loc, ref in alias.texts("where"):
            if alias.text("text") not in records.places.get(ref, alias.text("text")):
                message = _("'%(text)s' must stand in the text that where names") % {"text": alias.text("text")}
                yield Finding(alias.file, loc, message, ref)


def outside_has_a_reference(records: Records, _: Translate) -> Iterator[Finding]:
    """What is not from the source names where it is from."""
    for found, key in ((records.notes, "knowledge"), (records.units, "provenance")):
        for record in found:
            if record.text(key) == "outside" and not record.missed and not record.text("reference"):
                message = _("'%(key)s: outside' needs a reference: where it can be looked up")
                yield record.finding(key, message % {"key": key})
