"""Sheet, campaign → the same form as a spreadsheet, and the one that shows which unit has which roles.

In: a sheet or a campaign, and the edition. Out: the bytes of an `.xlsx` file; pure.

Every cell is text: nothing the plan says is ever a formula, and nothing one types turns into a date.
The first column is hidden and holds the id of each row, so that a filled file can be matched later.
"""

import datetime
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import xlsxwriter

from planpress.blocks.page import Section
from planpress.blocks.table import Column, TableView
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.vocabulary import role_names
from planpress.office.wording import FACES, MM_PER_POINT, Wording, lines_in
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet

PIXELS_PER_MM = 96 / 25.4
A4 = 9
"""The paper's number in the file format."""

MARGINS_MM = {"left": 25.0, "right": 15.0, "top": 20.0, "bottom": 18.0}
"""As on paper: room to bind on the left."""

BODY_PT, TITLE_PT, SMALL_PT = 10.5, 18, 9
LEADING = 1.35
"""Height of a line, measured in its size."""

PADDING_MM = 2.0
"""What a cell takes from the width of its column, and a row from its height."""

LONGEST_CELL, LONGEST_MARGIN, LONGEST_LIST, LONGEST_NAME = 32767, 255, 255, 31
"""Limits of the file format, in characters."""

HIGHEST_ROW_PT = 409
"""Limit of the file format; what is higher on paper is as high as it can be."""

IDS = 0
"""Number of the hidden column."""

LINE: dict[str, Any] = {"border": 1}
HEAD: dict[str, Any] = {**LINE, "bold": True, "align": "center", "bg_color": "#E6EDF6"}
"""How cells with rules around them look, and those of a table's head."""

MOST_FROZEN_MM = 60.0
"""How high what always stays in view may be; more would leave no room for the rows."""


class _Worksheet:
    """A file with one page that takes text only; `sheet` is the page as the library knows it."""

    def __init__(
        self, title: str, code: str, edition: Edition, widths_mm: Sequence[float], facts: Mapping[str, str]
    ) -> None:
        """Begin a file; columns of `widths_mm` stand behind the hidden one; programs can read `facts` as properties."""
        self._target = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._target, {"in_memory": True})  # so every part has the same date
        created = datetime.datetime.combine(edition.file_day, datetime.time())
        self._book.set_properties({"title": title, "subject": code, "created": created})
        for name, value in facts.items():
            self._book.set_custom_property(name, value, "text")
        self.sheet = self._book.add_worksheet(code[:LONGEST_NAME])
        self.sheet.set_column(IDS, IDS, 0, None, {"hidden": True})
        for number, mm in enumerate(widths_mm, 1):
            self.sheet.set_column_pixels(number, number, round(mm * PIXELS_PER_MM))
        self.heights_mm: dict[int, float] = {}
        self._base = {"font_name": FACES[edition.language], "font_size": BODY_PT, "num_format": "@"}
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def done(self) -> bytes:
        """Return the file."""
        self._book.close()
        return self._target.getvalue()

    def text(self, row: int, first: int, last: int, text: str, last_row: int | None = None, **looks: Any) -> None:
        """Write `text` into one cell, or one made of several; `looks` are properties of the file format."""
        if len(text) > LONGEST_CELL:
            raise BuildError(f"a text of {len(text)} characters does not fit a cell: {text[:40]}")
        wanted = tuple(sorted({**self._base, "text_wrap": True, "valign": "vcenter", **looks}.items()))
        if wanted not in self._formats:
            self._formats[wanted] = self._book.add_format(dict(wanted))
        style = self._formats[wanted]
        if first != last or last_row not in (None, row):
            self.sheet.merge_range(row, first, row if last_row is None else last_row, last, "", style)
        if text:
            self.sheet.write_string(row, first, text, style)
        else:
            self.sheet.write_blank(row, first, None, style)  # an empty text would count as filled in

    def height(self, row: int, mm: float) -> None:
        """Set the height of a row."""
        self.heights_mm[row] = mm
        self.sheet.set_row(row, min(HIGHEST_ROW_PT, round(mm / MM_PER_POINT, 2)))

    def paper(self, *, landscape: bool, head: str, name: str, foot: str, pages: str) -> None:
        """Set the page up for A4: what stands at the left and right of its head and foot, one page wide."""
        page = self.sheet
        page.set_paper(A4)
        if landscape:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.set_margins(**{side: mm / 25.4 for side, mm in MARGINS_MM.items()})
        room = len(_literal(head)) + 12
        page.set_header(f"&L&{SMALL_PT} {_margin(name, min(room, LONGEST_MARGIN))}&R&{SMALL_PT} {_margin(head, 12)}")
        page.set_footer(f"&L&{SMALL_PT} {_margin(foot, 60)}&R&{SMALL_PT} {pages}")


def height_of(lines: int, size_pt: float) -> float:
    """Return the height in mm of a row with so many lines of text."""
    return lines * size_pt * LEADING * MM_PER_POINT + PADDING_MM


def _margin(text: str, around: int) -> str:
    """Return `text` for the head or foot of a page, cut so that it and `around` characters more fit there."""
    while text and len(_literal(text)) > LONGEST_MARGIN - around:
        text = text[:-1]
    return _literal(text)


def _literal(text: str) -> str:
    """Return `text` so that none of it is an instruction in the head or foot of a page.

    Why:
        The library takes `&G` and `&[Picture]` for a picture even behind an ampersand that stands for itself,
        and then leaves the whole head out. A size between the two, the one there is, keeps them apart.
    """
    return re.sub(r"&&(?=[G\[])", f"&&&{SMALL_PT}", text.replace("&", "&&"))


# ---------------------------------------------------------------- forms


def workbook_of(sheet: Sheet, edition: Edition) -> bytes:
    """Write `sheet`, which is of a form with exactly one table: title, head fields, blocks in order, remarks.

    Columns are as wide as on paper, one page wide when printed. A text longer than a cell can be is a `BuildError`.
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
        self.cells = _Worksheet(sheet.title, sheet.code, edition, self.widths_mm, facts)
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
            if column.ticks and plain and len(",".join(column.ticks)) <= LONGEST_LIST:
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
    cells = _Worksheet(f"{plan.name} · {title}", plan.code, edition, widths, {})
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
