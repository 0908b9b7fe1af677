"""Sheet, campaign → the same form as a spreadsheet, and the one that shows which unit has which roles.

In: a sheet or a campaign, and the edition. Out: the bytes of an `.xlsx` file; pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from planpress.blocks.page import Section
from planpress.blocks.table import Column, TableView
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.vocabulary import role_names
from planpress.office import worksheet
from planpress.office.wording import Wording, lines_in
from planpress.office.worksheet import BODY_PT, HEAD, IDS, LINE, PADDING_MM, SMALL_PT, TITLE_PT, Worksheet, height_of
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet

MOST_FROZEN_MM = 60.0
"""How high what always stays in view may be; more would leave no room for the rows."""


def workbook_of(sheet: Sheet, edition: Edition) -> bytes:
    """Write `sheet`, which is of a form with exactly one table, as a spreadsheet.

    Returns:
        The file: title, head fields, the table with its head frozen and repeated on each page, the other
        blocks in order, remarks. Columns are as wide as on paper, one page wide when printed.

    Raises:
        BuildError: If a text is longer than a cell can be.
    """
    words = Wording(sheet, edition)
    page = _Workbook(words)
    form = words.view.form
    page.spread([form.title], TITLE_PT, bold=True, align="center")
    if words.about:
        page.spread([words.about], align="center")
    for fields in words.field_lines(page.last):
        page.shares(fields, least_mm=8, bottom=1)
    for block in form.blocks:
        block.write(page)
    for line in words.remarks:
        page.spread([line], SMALL_PT)
    page.cells.paper(
        landscape=form.orientation == "landscape",
        head=words.head,
        name=words.view.campaign.name,
        foot=words.foot,
        pages=words.pages("&P", "&N"),
    )
    return page.cells.done()


class _Workbook:
    """A spreadsheet while blocks are written to it; fulfils `blocks.page.Page`."""

    def __init__(self, words: Wording) -> None:
        sheet, edition = words.sheet, words.edition
        self.say = words.say
        self.widths_mm = next(widths for block in words.view.form.blocks if (widths := block.widths_mm()))
        facts = {"code": sheet.code, "fingerprint": sheet.fingerprint, "revision": str(edition.revision)}
        self.cells = Worksheet(sheet.title, sheet.code, edition, self.widths_mm, facts)
        self.last = len(self.widths_mm)
        self.row = 0

    # ------------------------------------------------------------ rows that are as wide as the sheet

    def spread(self, texts: Sequence[str], size_pt: float = BODY_PT, least_mm: float = 0, **looks: Any) -> None:
        """Write `texts` beside each other, each over about as much of the width."""
        self.shares([(text, 100 / len(texts)) for text in texts], size_pt, least_mm, **looks)

    def shares(
        self, texts: Sequence[tuple[str, float]], size_pt: float = BODY_PT, least_mm: float = 0, **looks: Any
    ) -> None:
        """Write texts beside each other; each ends at the column nearest to its share, in per cent of the width."""
        first, lines = 0, 1
        for (text, _share), end in zip(texts, self._ends([share for _text, share in texts]), strict=True):
            lines = max(lines, lines_in(text, sum(self.widths_mm[first : end + 1]) - PADDING_MM, size_pt))
            self.cells.text(self.row, first + 1, end + 1, text, font_size=size_pt, **looks)
            first = end + 1
        self.cells.height(self.row, max(least_mm, height_of(lines, size_pt)))
        self.row += 1

    def _ends(self, shares: Sequence[float]) -> list[int]:
        """Return the last column of each share; each has a column at least, and leaves one for those that follow."""
        total, done = sum(self.widths_mm), 0.0
        ends: list[int] = []
        for number, share in enumerate(shares, 1):
            done += share
            wanted = done / 100 * total
            first, most = len(ends) and ends[-1] + 1, self.last - (len(shares) - number) - 1
            choice = range(first, max(first, most) + 1)
            ends.append(min(choice, key=lambda end: abs(sum(self.widths_mm[: end + 1]) - wanted)))
        if done > 99:
            ends[-1] = max(ends[-1], self.last - 1)
        return ends

    # ------------------------------------------------------------ what blocks write

    def heading(self, text: str) -> None:
        self.spread([text], 12, 9, bold=True)

    def line(self, text: str, *, bold: bool = False) -> None:
        self.spread([text], least_mm=9 if bold else 8, **{"bold": True} if bold else {})

    def box(self, text: str, height_mm: float) -> None:
        self.spread([text], least_mm=height_mm, valign="top", **LINE)

    def beside(self, texts: Sequence[str], across: int) -> None:
        across = min(across, self.last)
        for number in range(0, len(texts), across):
            found = texts[number : number + across]
            self.spread([*found, *[""] * (across - len(found))], least_mm=11)

    def sections(self, names: Sequence[tuple[str, str]]) -> Iterator[Section]:
        for label, title in names:
            self.heading(f"{label} {title}")
            yield self

    def table(self, table: TableView) -> None:
        cells, first, columns = self.cells, self.row, table.columns
        self._head(columns)
        cells.text(self.row, IDS, IDS, "id")
        cells.sheet.repeat_rows(first, self.row)
        if sum(cells.heights_mm.values()) <= MOST_FROZEN_MM:
            cells.sheet.freeze_panes(self.row + 1, 0)
        self.row += 1
        for name, texts in zip(table.row_ids, table.rows, strict=True):
            cells.text(self.row, IDS, IDS, name)
            height = table.row_height_mm
            for number, (column, text) in enumerate(zip(columns, texts, strict=True), 1):
                looks = {**LINE, "align": "center"} if column.centred else {**LINE, "indent": 1}
                cells.text(self.row, number, number, text, **looks)
                height = max(height, height_of(lines_in(text, column.width_mm - PADDING_MM, BODY_PT), BODY_PT))
            cells.height(self.row, height)
            self.row += 1
        if table.rows:
            self._choices(columns, self.row - len(table.rows), self.row - 1)

    def _head(self, columns: Sequence[Column]) -> None:
        """Write the head; neighbours of one group share an upper cell, the others stand over both rows."""
        cells, first, number = self.cells, self.row, 1
        self.row += any(column.group for column in columns)
        for group, members in groupby(columns, key=lambda column: column.group):
            found = list(members)
            if group:
                cells.text(first, number, number + len(found) - 1, group, **HEAD)
            for place, column in enumerate(found, number):
                cells.text(self.row if group else first, place, place, column.label, self.row, **HEAD)
            number += len(found)
        lines = max(lines_in(column.label, column.width_mm - PADDING_MM, BODY_PT) for column in columns)
        cells.height(first, height_of(1, BODY_PT) + 1)
        cells.height(self.row, height_of(lines, BODY_PT) + 1)

    def _choices(self, columns: Sequence[Column], first: int, last: int) -> None:
        """Offer what one may tick as a list to choose from, as far as the file format can say it."""
        page = self.cells.sheet
        page.ignore_errors({"number_stored_as_text": f"A{first + 1}:XFD{last + 1}"})
        for number, column in enumerate(columns, 1):
            plain = not any(mark in option for option in column.ticks for mark in ',"')
            if column.ticks and plain and len(",".join(column.ticks)) <= worksheet.LONGEST_LIST:
                page.data_validation(first, number, last, number, {"validate": "list", "source": list(column.ticks)})


# ---------------------------------------------------------------- the matrix

UNIT_MM, SECTOR_MM = 46.0, 24.0
"""Widths of the column of units, and of a column of a sector."""

TITLE, SUBTITLE, HEADS, SECTOR_IDS, FIRST = range(5)
"""Numbers of the rows; the sectors' ids stand in a hidden one."""


def matrix_of(campaign: Campaign, edition: Edition) -> bytes:
    """Write which unit has which roles in which sector: a row a unit, a column a sector."""
    say = translations(edition.language).gettext
    plan, title = campaign.plan, say("Units and sectors")
    roles = {(part.unit.id, part.sector.id): part.roles for part in campaign.bindings.involvements}
    names = role_names(edition.language)
    last = len(campaign.sectors) + 1
    widths = [UNIT_MM] + [SECTOR_MM] * len(campaign.sectors)
    cells = Worksheet(f"{plan.name} · {title}", plan.code, edition, widths, {})
    cells.text(TITLE, 1, last, plan.name, bold=True, font_size=TITLE_PT, align="center")
    cells.height(TITLE, 10 * lines_in(plan.name, sum(widths), TITLE_PT))
    cells.text(SUBTITLE, 1, last, title, align="center")
    for number, text in enumerate([say("Unit"), *(sector.short for sector in campaign.sectors)], 1):
        cells.text(HEADS, number, number, text, **HEAD)
    cells.height(HEADS, 12)
    for number, sector in enumerate(campaign.sectors, 2):
        cells.text(SECTOR_IDS, number, number, sector.id)
    cells.text(SECTOR_IDS, IDS, IDS, "id")
    cells.sheet.set_row(SECTOR_IDS, None, None, {"hidden": True})
    for row, unit in enumerate(campaign.bindings.in_plan, FIRST):
        cells.text(row, IDS, IDS, unit.id)
        cells.text(row, 1, 1, unit.name, **LINE)
        cells.height(row, 8 * lines_in(unit.name, UNIT_MM - PADDING_MM, BODY_PT))
        for number, sector in enumerate(campaign.sectors, 2):
            held = roles.get((unit.id, sector.id), ())
            looks: dict[str, Any] = {"bold": True, "bg_color": "#FBEBE8"} if "lead" in held else {}
            cells.text(
                row, number, number, say(", ").join(names[role] for role in held), align="center", **LINE, **looks
            )
    cells.sheet.freeze_panes(FIRST, 2)
    cells.sheet.repeat_rows(HEADS, HEADS)
    pages = say("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
    cells.paper(landscape=True, head=title, name=plan.name, foot=f"{plan.code}  {edition.line}", pages=pages)
    return cells.done()
