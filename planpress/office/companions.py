"""Sheet → the addresses of what an office program opens in place of its PDF.

In: a sheet. Out: addresses by kind of file; pure.
"""

from __future__ import annotations

from planpress.model.addresses import office_file
from planpress.sheets.forms import FormSheetView
from planpress.sheets.sheet import Sheet


def companions(sheet: Sheet) -> dict[str, str]:
    """Return where `sheet` stands as a spreadsheet and as a letter.

    Why:
        What a form is made of says which program suits it. One table is a spreadsheet; where one
        writes sentences, or where there are several tables or none, it is a letter.

    Returns:
        `xlsx` and `docx`, each as far as there is one; empty for the plan, its annexes and packs.
    """
    if not isinstance(sheet.view, FormSheetView):
        return {}
    blocks = sheet.view.form.blocks
    one_table = sum(1 for block in blocks if block.widths_mm()) == 1
    wanted = {"xlsx": one_table, "docx": not one_table or any(block.written for block in blocks)}
    return {kind: office_file(sheet.path, kind) for kind, suits in wanted.items() if suits}
