"""Sheets → the layouts they share.

In: sheets as `sheets_of` describes them. Out: for each, the values of its slots and the sheet that
is laid out in its stead; sheets with the same stand-in share one layout. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from planpress.sheets import Sheet
from planpress.stamp import STAND_IN

SLOT_TEMPLATES = frozenset({"sheet.html"})
"""Templates that mark their slots with `data-slot`; the others are laid out sheet by sheet."""


def slots_of(sheet: Sheet) -> dict[str, str]:
    """Return slot → text.

    `unit` is empty on a blank, whose layout has no such slot; `key` is the fingerprint as an address has it.
    """
    fingerprint = sheet.fingerprint
    if fingerprint != STAND_IN:
        fingerprint = f"{fingerprint[:4]} {fingerprint[4:]}"
    return {
        "unit": str(sheet.view.get("unit", "")),
        "code": sheet.code,
        "fingerprint": fingerprint,
        "key": sheet.fingerprint,
    }


def title_of(sheet: Sheet) -> str:
    """Return the title of the document, which a reader shows in the head of its window."""
    unit = sheet.view.get("unit", "")
    return f"{sheet.code} {sheet.title}" + (f" · {unit}" if unit else "")


def stand_in(sheet: Sheet) -> Sheet:
    """Return the sheet that is laid out for `sheet` and all that differ from it in slots only."""
    view: Mapping[str, Any] = sheet.view
    if view["unit"]:
        form = view["form"]
        fields = [{**field, "value": STAND_IN} if field["slot"] else field for field in form["fields"]]
        view = {**view, "unit": STAND_IN, "form": {**form, "fields": fields}}
    return replace(sheet, code=STAND_IN, path="", unit=sheet.unit and STAND_IN, view=view, fingerprint=STAND_IN)
