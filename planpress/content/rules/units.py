"""Units: what they are called, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from planpress.content.rules.records import Finding, Records
from planpress.i18n import Translate
from planpress.model.vocabulary import TERRITORIAL_KINDS


def names_are_one_line(records: Records, _: Translate) -> Iterator[Finding]:
    """A name stands in one line: that of the plan, of a unit or of a sector."""
    named = [(record, key) for record in (*records.plan, *records.units) for key in ("name", "short")]
    named += [(sector, "short") for sector in records.sectors]
    for record, key in named:
        if "\n" in record.text(key):
            yield record.finding(key, _("%(key)s must be one line") % {"key": key}, record.text(key))


def level_fits_kind(records: Records, _: Translate) -> Iterator[Finding]:
    """A township or subdistrict is of the level `township`; no other unit is, but for bodies, which may be of any."""
    for unit in records.units:
        kind, level = unit.text("kind"), unit.text("level")
        if level and kind in TERRITORIAL_KINDS and level != "township":
            message = _("level must be 'township', since kind is '%(kind)s': mend it, or leave the key out")
            yield unit.finding("level", message % {"kind": kind}, level)
        elif kind in ("department", "agency") and level == "township":
            message = _("level must not be 'township', since kind is '%(kind)s': mend one of the two")
            yield unit.finding("level", message % {"kind": kind}, level)
