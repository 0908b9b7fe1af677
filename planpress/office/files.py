"""Campaign and sheets → every file for office programs, by address.

In: a validated `Campaign`, the sheets of `sheets_of` and the edition. Out: the bytes of calendars,
spreadsheets, letters and charts; pure but for `write_files`, which puts them into a folder.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path

from planpress.model.campaign import Campaign
from planpress.office.calendars import calendars_of
from planpress.office.charts import charts_of
from planpress.office.companions import MATRIX, companions
from planpress.office.letters import Letters
from planpress.office.workbooks import matrix_of, workbook_of
from planpress.sheets.edition import Edition
from planpress.sheets.forms import records_of
from planpress.sheets.sheet import Sheet


def office_files(
    campaign: Campaign, sheets: Iterable[Sheet], edition: Edition, today: datetime.date | None = None
) -> dict[str, bytes]:
    """Write every file for office programs.

    Args:
        campaign: Validated.
        sheets: What `sheets_of` lists; anything without a form is passed over.
        edition: Named at the foot of each.
        today: The day that charts mark; None marks none.

    Returns:
        Bytes by address, sorted; the same for the same arguments.
    """
    found = {**calendars_of(campaign, edition), MATRIX: matrix_of(campaign, edition)}
    found |= {path: text.encode() for path, text in charts_of(campaign, edition, today).items()}
    letters = Letters(edition)
    for sheet in sheets:
        paths = companions(sheet)
        if "xlsx" in paths:
            found[paths["xlsx"]] = workbook_of(sheet, _row_ids(campaign, sheet), edition)
        if "docx" in paths:
            found[paths["docx"]] = letters.letter(sheet)
    return dict(sorted(found.items()))


def _row_ids(campaign: Campaign, sheet: Sheet) -> list[str]:
    """Return the id of each row of the one table of `sheet`."""
    blocks = campaign.form_by_id[sheet.form].blocks
    table = next(block.table for block in blocks if block.table)
    sector = campaign.sector_by_id[sheet.sector] if sheet.sector else None
    return [record["id"] for record in records_of(campaign, table, sector)]


def write_files(folder: Path, files: Mapping[str, bytes]) -> int:
    """Write `files` below `folder`; return how many there are."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return len(files)
