"""Sheets → the script by which a box of the print centre finds one.

In: everything that is printed. Out: its text; pure. Sheets of a form are alike but for their unit, so that a site of
many units is told in little: how the sheets of one kind are called, and who has which.
"""

import json
from collections import defaultdict

from planpress.model.records import Unit
from planpress.sheets.sheet import Sheet
from planpress.web.sheet_lists import SheetIndex, for_disk

OWN = "{}"
"""Stands for the id of the unit in an address, and for its code in a code."""


def findable_sheets(index: SheetIndex) -> str:
    """Return the script: a list of kinds, each with address, code and title, and a list of units.

    Of each unit: its id, code and name, the other words by which its sheets are found, and the places of their kinds;
    first of what is of no unit.
    """
    units: dict[str | None, Unit] = {unit.id: unit for unit in index.campaign.units}
    kinds: dict[tuple[str, str, str], int] = {}
    found: dict[str | None, list[int]] = defaultdict(list)
    for sheet in index.all:
        kind = _kind(sheet, units.get(sheet.unit))
        found[sheet.unit].append(kinds.setdefault(kind, len(kinds)))
    listed = [(*_told(units.get(unit)), places) for unit, places in found.items()]
    text = json.dumps({"kinds": list(kinds), "units": listed}, ensure_ascii=False, separators=(",", ":"))
    return f"var planpressSheets={text};\n"


def _kind(sheet: Sheet, unit: Unit | None) -> tuple[str, str, str]:
    """Return address, code and title of a sheet as all units have them."""
    if unit is None:
        return sheet.path, sheet.code, for_disk(sheet.title)
    code = "-".join(OWN if part == unit.code else part for part in sheet.code.split("-"))
    return sheet.path.replace(f"/{unit.id}/", f"/{OWN}/"), code, for_disk(sheet.title)


def _told(unit: Unit | None) -> tuple[str, str, str, str]:
    if unit is None:
        return "", "", "", ""
    words = " ".join(filter(None, (unit.short, unit.code, *(one.text for one in unit.aliases))))
    return unit.id, unit.code, for_disk(unit.name), words
