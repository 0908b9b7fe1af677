"""Sheets → the layouts they share.

In: sheets as `sheets_of` describes them. Out: for each, the values of its slots and the sheet that
is laid out in its stead; sheets with the same stand-in share one layout. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from planpress.paper.slots import STAND_IN
from planpress.sheets.sheet import Sheet

SLOT_TEMPLATES = frozenset(
    {"sheet.html", "cover.html", "comparison.html", "carry-over.html", "catalogue.html", "withdrawn.html"}
)
"""Templates that mark their slots with `data-slot`; the others are laid out sheet by sheet."""


def slots_of(sheet: Sheet) -> dict[str, str]:
    """Return slot → text.

    `unit` is empty on a blank: nothing is stamped where others have a name. `key` is the fingerprint as an
    address has it.
    Head fields that show a reporting day have slots of their own.
    What a view lists as its `slots` has a slot each.
    The lines of a pack's contents have slots of their own; where each sheet starts, and how many pages
    there are, is known only when the pack is bound, so these hold a stand-in.
    """
    found = {
        "unit": str(sheet.view.get("unit", "")),
        "code": sheet.code,
        "fingerprint": _spaced(sheet.fingerprint),
        "key": sheet.fingerprint,
    }
    fields = sheet.view["form"]["fields"] if "form" in sheet.view else ()
    found |= {field["slot"]: field["value"] for field in fields if field["slot"]}
    found |= sheet.view.get("slots", {})
    lines = [line for group in sheet.view.get("contents", ()) for line in group["sheets"]]
    for number, line in enumerate(lines):
        found[f"code-{number}"] = line["code"]
        found[f"fingerprint-{number}"] = _spaced(line["fingerprint"])
        found[f"page-{number}"] = STAND_IN
    return {**found, "pages": STAND_IN} if lines else found


def _spaced(fingerprint: str) -> str:
    return fingerprint if fingerprint == STAND_IN else f"{fingerprint[:4]} {fingerprint[4:]}"


def title_of(sheet: Sheet) -> str:
    """Return the title of the document, which a reader shows in the head of its window."""
    unit = sheet.view.get("unit", "")
    return f"{sheet.code} {sheet.title}" + (f" · {unit}" if unit else "")


def stand_in(sheet: Sheet) -> Sheet:
    """Return the sheet that is laid out for `sheet` and all that differ from it in slots only.

    Why:
        A form has one layout for the units and the blank: only what the slots show tells them apart.
    """
    view: Mapping[str, Any] = sheet.view
    if "contents" in view:
        shown = {"code": STAND_IN, "fingerprint": STAND_IN}
        contents = [{**group, "sheets": [{**line, **shown} for line in group["sheets"]]} for group in view["contents"]]
        view = {**view, "unit": view["unit"] and STAND_IN, "contents": contents}
    elif "form" in view:
        form = view["form"]
        fields = [{**field, "value": STAND_IN} if field["slot"] else field for field in form["fields"]]
        view = {**view, "unit": STAND_IN, "form": {**form, "fields": fields}}
    elif "slots" in view:
        view = {**view, "unit": view["unit"] and STAND_IN, "slots": dict.fromkeys(view["slots"], STAND_IN)}
    return replace(
        sheet,
        code=STAND_IN,
        path="",
        title=STAND_IN if "form" in view else sheet.title,
        unit=None,
        day="",
        view=view,
        fingerprint=STAND_IN,
    )
