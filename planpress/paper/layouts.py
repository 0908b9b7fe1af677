"""Sheets → the layouts they share.

In: sheets as `sheets_of` describes them. Out: for each, the values of its slots and the sheet that
is laid out in its stead; sheets with the same stand-in share one layout. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from planpress.paper.stamp import STAND_IN
from planpress.sheets.sheet import Sheet
from planpress.view import View

SLOT_TEMPLATES = frozenset(
    {"sheet.html", "cover.html", "comparison.html", "carry-over.html", "catalogue.html", "withdrawn.html"}
)
"""Templates that mark their slots with `data-slot`; the others are laid out sheet by sheet."""


def slots_of(sheet: Sheet) -> dict[str, str]:
    """Return slot → text: what is in its head and foot, and the slots of its view.

    `unit` is empty on a blank: nothing is stamped where others have a name. `key` is the fingerprint as an
    address has it.
    """
    found = {"unit": "", "code": sheet.code, "fingerprint": spaced(sheet.fingerprint), "key": sheet.fingerprint}
    return {**found, **_view_slots(sheet.view)}


def spaced(fingerprint: str) -> str:
    """Return a fingerprint as it is printed; a stand-in stays as it is."""
    return fingerprint if fingerprint == STAND_IN else f"{fingerprint[:4]} {fingerprint[4:]}"


def title_of(sheet: Sheet) -> str:
    """Return the title of the document, which a reader shows in the head of its window."""
    unit = slots_of(sheet)["unit"]
    return f"{sheet.code} {sheet.title}" + (f" · {unit}" if unit else "")


def stand_in(sheet: Sheet) -> Sheet:
    """Return the sheet that is laid out for `sheet` and all that differ from it in slots only."""
    return replace(
        sheet,
        code=STAND_IN,
        path="",
        title=STAND_IN,
        unit=None,
        day="",
        view=sheet.view.stand_in(STAND_IN) if isinstance(sheet.view, View) else _mapping_stand_in(sheet.view),
        fingerprint=STAND_IN,
    )


# Until every sheet has a typed view: the same for mappings.


def _view_slots(view: View | Mapping[str, Any]) -> Mapping[str, str]:
    if isinstance(view, View):
        return view.slots()
    found = {"unit": str(view.get("unit", "")), **view.get("slots", {})}
    lines = [line for group in view.get("contents", ()) for line in group["sheets"]]
    for number, line in enumerate(lines):
        found[f"code-{number}"] = line["code"]
        found[f"fingerprint-{number}"] = spaced(line["fingerprint"])
        found[f"page-{number}"] = STAND_IN
    return {**found, "pages": STAND_IN} if lines else found


def _mapping_stand_in(view: Mapping[str, Any]) -> Mapping[str, Any]:
    if "contents" in view:
        shown = {"code": STAND_IN, "fingerprint": STAND_IN}
        contents = [{**group, "sheets": [{**line, **shown} for line in group["sheets"]]} for group in view["contents"]]
        return {**view, "unit": view["unit"] and STAND_IN, "contents": contents}
    if "slots" in view:
        return {**view, "unit": view["unit"] and STAND_IN, "slots": dict.fromkeys(view["slots"], STAND_IN)}
    return view
