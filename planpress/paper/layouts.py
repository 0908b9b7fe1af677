"""Sheets → the layouts they share.

In: sheets as `sheets_of` describes them. Out: for each, the values of its slots and the sheet that
is laid out in its stead; sheets with the same stand-in share one layout. Pure.
"""

from __future__ import annotations

from dataclasses import replace

from planpress.paper.slots import STAND_IN
from planpress.sheets.sheet import Sheet

SLOT_TEMPLATES = frozenset(
    {"sheet.html", "cover.html", "comparison.html", "carry-over.html", "catalogue.html", "withdrawn.html"}
)
"""Templates that mark their slots with `data-slot`; the others are laid out sheet by sheet."""


def slots_of(sheet: Sheet) -> dict[str, str]:
    """Return slot → text: what is in its head and foot, and the slots of its view.

    `unit` is empty on a blank: nothing is stamped where others have a name. `key` is the fingerprint as an
    address has it.
    """
    found = {"unit": "", "code": sheet.code, "fingerprint": sheet.mark, "key": sheet.fingerprint}
    return {**found, **sheet.view.slots()}


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
        view=sheet.view.stand_in(STAND_IN),
        fingerprint=STAND_IN,
    )
