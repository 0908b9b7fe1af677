"""Blocks of forms: each is one, and fits the page."""

from __future__ import annotations

from collections.abc import Iterator

from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.i18n import Translate

PAGE_WIDTH_MM = {"portrait": 170.0, "landscape": 257.0}
"""Width between the margins of an A4 sheet."""
WIDTH_TOLERANCE_MM = 0.5


def blocks_fit_the_page(records: Records, _: Translate) -> Iterator[Finding]:
    """A block has one key; a table of blank rows says how many; columns fill the width of the page.

    Boxes to tick stand in columns one writes in.
    """
    for form in records.forms:
        for block in form.records("blocks"):
            if len(block.value) != 1:
                message = _("A block must have exactly one key: start each with a dash of its own")
                yield block.finding("", message, ", ".join(block.value))
        width = None if form.misspells("orientation") else PAGE_WIDTH_MM.get(form.text("orientation") or "portrait")
        for table in (table for block in form.records("blocks") for table in block.records("table")):
            yield from _check_table(table, width, _)


def _check_table(table: RecordAt, width: float | None, _: Translate) -> Iterator[Finding]:
    if table.text("rows") in ("blank", "copies") and not table.value.get("names") and table.text("count") in ("", "0"):
        message = _("A table with 'rows: %(rows)s' needs a count of rows, such as 'count: 10'")
        yield table.finding("count", message % {"rows": table.text("rows")})
    columns = list(table.records("columns"))
    for column in columns:
        if column.value.get("ticks") and column.text("value"):
            message = _("A column prints either a value or boxes to tick: delete one of the two")
            yield column.finding("ticks", message, column.text("value"))
    if any(column.file.blames((*column.loc, "width_mm")) for column in columns):
        return
    try:
        total = sum(float(column.text("width_mm")) for column in columns)
    except ValueError:
        return
    if width and abs(total - width) > WIDTH_TOLERANCE_MM:
        message = _("The column widths must add up to %(width)s mm, the width of the page") % {"width": f"{width:g}"}
        yield table.finding("columns", message, f"{total:g}")
