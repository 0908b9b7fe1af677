"""Sheet → the addresses of what an office program opens in place of its PDF.

In: a sheet. Out: addresses by kind of file; pure.
"""

from __future__ import annotations

from planpress.sheets.sheet import Sheet
from planpress.view import View

WRITTEN = frozenset({"stages", "box", "sentence"})
"""Blocks in which one writes sentences: what a letter is better for than a spreadsheet."""

MATRIX = "files/matrix.xlsx"
"""Address of the spreadsheet of units and sectors."""


def companions(sheet: Sheet) -> dict[str, str]:
    """Return where `sheet` stands as a spreadsheet and as a letter.

    Why:
        What a form is made of says which program suits it. One table is a spreadsheet; where one
        writes sentences, or where there are several tables or none, it is a letter.

    Returns:
        `xlsx` and `docx`, each as far as there is one; empty for the plan, its annexes and packs.
    """
    if isinstance(sheet.view, View) or "form" not in sheet.view:
        return {}
    kinds = [block["kind"] for block in sheet.view["form"]["blocks"]]
    place = "files/" + sheet.path.removeprefix("print/").removesuffix("pdf")
    found = {}
    if kinds.count("table") == 1:
        found["xlsx"] = f"{place}xlsx"
    if kinds.count("table") != 1 or WRITTEN & set(kinds):
        found["docx"] = f"{place}docx"
    return found
