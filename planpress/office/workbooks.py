"""Sheet → the same form as a spreadsheet.

In: a sheet, the ids of its table's rows, and the edition. Out: the bytes of an `.xlsx` file; pure.

Every cell is text: nothing the plan says is ever a formula, and nothing one types turns into a date.
The first column is hidden and holds the id of each row, so that a filled file can be matched later.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.vocabulary import Role, role_names
from planpress.office.wording import FACES, MM_PER_POINT, Wording, lines_in
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet

View = dict[str, Any]

OPTIONS = {
    "in_memory": True,  # also what gives every part of the file the same date
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}

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

MOST_FROZEN_MM = 60.0
"""How high what always stays in view may be; more would leave no room for the rows."""

LONGEST_CELL = 32767
LONGEST_MARGIN = 255
LONGEST_LIST = 255
"""Limits of the file format, in characters."""

HIGHEST_ROW_PT = 409
"""Limit of the file format; what is higher on paper is as high as it can be."""

IDS = 0
"""Number of the hidden column."""

LINE = {"border": 1}


def workbook_of(sheet: Sheet, ids: Sequence[str], edition: Edition) -> bytes:
    """Write `sheet` as a spreadsheet.

    Args:
        sheet: Its view has exactly one table.
        ids: One a row of the table, in order.
        edition: Named at the foot.

    Returns:
        The file: title, head fields, the table with its head frozen and repeated on each page, the other
        blocks in order, remarks. Columns are as wide as on paper, one page wide when printed.

    Raises:
        BuildError: If a text is longer than a cell can be.
    """
    return _Workbook(sheet, edition).written(ids)


def _bytes_of(book: Any, target: io.BytesIO) -> bytes:
    book.close()
    return target.getvalue()


def _properties(title: str, subject: str, edition: Edition) -> dict[str, Any]:
    created = datetime.datetime.combine(edition.file_day, datetime.time())
    return {"title": title, "subject": subject, "created": created}


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


class _Page:
    """A worksheet that takes text only, with its formats."""

    def __init__(self, book: Any, name: str, face: str) -> None:
        self.book, self.face = book, face
        self.page = book.add_worksheet(name)
        self.heights_mm: dict[int, float] = {}
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, **looks: Any) -> Any:
        base = {"font_name": self.face, "font_size": BODY_PT, "text_wrap": True, "valign": "vcenter", "num_format": "@"}
        wanted = tuple(sorted({**base, **looks}.items()))
        if wanted not in self._formats:
            self._formats[wanted] = self.book.add_format(dict(wanted))
        return self._formats[wanted]

    def text(self, row: int, first: int, last: int, text: str, looks: Any, last_row: int | None = None) -> None:
        """Write `text` into one cell, or one cell made of several."""
        if len(text) > LONGEST_CELL:
            raise BuildError(f"a text of {len(text)} characters does not fit a cell: {text[:40]}")
        last_row = row if last_row is None else last_row
        if (first, row) != (last, last_row):
            self.page.merge_range(row, first, last_row, last, "", looks)
        if text:
            self.page.write_string(row, first, text, looks)
        else:
            self.page.write_blank(row, first, None, looks)  # an empty text would count as filled in

    def height(self, row: int, mm: float) -> None:
        self.heights_mm[row] = mm
        self.page.set_row(row, min(HIGHEST_ROW_PT, round(mm / MM_PER_POINT, 2)))

    def paper(self, *, landscape: bool, head: str, name: str, foot: str, pages: str) -> None:
        page = self.page
        page.set_paper(A4)
        if landscape:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.set_margins(**{side: mm / 25.4 for side, mm in MARGINS_MM.items()})
        room = len(_literal(head)) + 12
        page.set_header(f"&L&{SMALL_PT} {_margin(name, min(room, LONGEST_MARGIN))}&R&{SMALL_PT} {_margin(head, 12)}")
        page.set_footer(f"&L&{SMALL_PT} {_margin(foot, 60)}&R&{SMALL_PT} {pages}")


class _Workbook:
    def __init__(self, sheet: Sheet, edition: Edition) -> None:
        self.sheet, self.edition = sheet, edition
        self.words = Wording(sheet, edition)
        self.form: View = dict(sheet.view["form"])
        self.table: View = next(block for block in self.form["blocks"] if block["kind"] == "table")
        self.columns: list[View] = self.table["columns"]
        self.widths = [column["width_mm"] for column in self.columns]
        self.last = len(self.columns)
        self.row = 0

    def written(self, ids: Sequence[str]) -> bytes:
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, OPTIONS)
        book.set_properties(_properties(self.sheet.title, self.sheet.code, self.edition))
        for name, value in (("code", self.sheet.code), ("fingerprint", self.sheet.fingerprint)):
            book.set_custom_property(name, value, "text")
        book.set_custom_property("revision", str(self.edition.revision), "text")
        self.page = _Page(book, self.sheet.code[:31], self.words.face)
        self.page.page.set_column(IDS, IDS, 0, None, {"hidden": True})
        for number, mm in enumerate(self.widths, 1):
            self.page.page.set_column_pixels(number, number, round(mm * PIXELS_PER_MM))
        self.whole(self.form["title"], {"bold": True, "font_size": TITLE_PT, "align": "center"}, TITLE_PT)
        if self.words.about:
            self.whole(self.words.about, {"align": "center"})
        self.fields()
        for block in self.form["blocks"]:
            getattr(self, f"block_{block['kind']}")(block, ids)
        for line in self.words.remarks:
            self.whole(line, {"font_size": SMALL_PT}, SMALL_PT)
        self.page.paper(
            landscape=self.form["orientation"] == "landscape",
            head=self.words.head,
            name=self.sheet.view["campaign"]["name"],
            foot=self.words.foot,
            pages=self.words.say("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"},
        )
        return _bytes_of(book, target)

    # ------------------------------------------------------------ rows that are as wide as the sheet

    def whole(self, text: str, looks: View, size_pt: float = BODY_PT, least_mm: float = 0) -> None:
        """Write a line across all columns."""
        self.halves([text], looks, size_pt, least_mm)

    def halves(self, texts: Sequence[str], looks: View, size_pt: float = BODY_PT, least_mm: float = 0) -> None:
        """Write `texts` beside each other, each over about as much of the width."""
        share = 100 / len(texts)
        self.spread([(text, share) for text in texts], looks, size_pt, least_mm)

    def spread(
        self, texts: Sequence[tuple[str, float]], looks: View, size_pt: float = BODY_PT, least_mm: float = 0
    ) -> None:
        """Write texts beside each other; each ends at the column nearest to its share, in per cent of the width."""
        total, done = sum(self.widths), 0.0
        ends: list[int] = []
        for number, (_text, share) in enumerate(texts, 1):
            done += share
            wanted = done / 100 * total
            # every text gets a column at least, and leaves one for each that follows
            first, most = len(ends) and ends[-1] + 1, self.last - (len(texts) - number) - 1
            choice = range(first, max(first, most) + 1)
            ends.append(min(choice, key=lambda end: abs(sum(self.widths[: end + 1]) - wanted)))
        if done > 99:
            ends[-1] = max(ends[-1], self.last - 1)
        style = self.page.format(**looks)
        first, lines = 0, 1
        for (text, _share), end in zip(texts, ends, strict=True):
            width = sum(self.widths[first : end + 1]) - PADDING_MM
            lines = max(lines, lines_in(text, width, size_pt))
            self.page.text(self.row, first + 1, end + 1, text, style)
            first = end + 1
        self.page.height(self.row, max(least_mm, lines * size_pt * LEADING * MM_PER_POINT + PADDING_MM))
        self.row += 1

    def fields(self) -> None:
        """Write the head fields, as many in a line as on paper, as far as there are columns."""
        line: list[tuple[str, float]] = []
        for field in self.form["fields"]:
            if line and (sum(share for _, share in line) + field["width_percent"] > 100 or len(line) == self.last):
                self.spread(line, {"bottom": 1}, least_mm=8)
                line = []
            line.append((self.words.labelled(field["label"], field["value"]), field["width_percent"]))
        if line:
            self.spread(line, {"bottom": 1}, least_mm=8)

    # ------------------------------------------------------------ blocks

    def block_table(self, table: View, ids: Sequence[str]) -> None:
        page = self.page
        head = page.format(**LINE, bold=True, align="center", bg_color="#E6EDF6")
        first = self.row
        grouped = any(column["group"] for column in self.columns)
        below = first + grouped
        column = 0
        while column < self.last:
            group = self.columns[column]["group"]
            span = 1
            while group and column + span < self.last and self.columns[column + span]["group"] == group:
                span += 1
            if group:
                page.text(first, column + 1, column + span, group, head)
                for number in range(column, column + span):
                    page.text(below, number + 1, number + 1, self.columns[number]["label"], head)
            else:
                page.text(first, column + 1, column + 1, self.columns[column]["label"], head, below)
            column += span
        for row in range(first, below + 1):
            wordy = self.columns if row == below else ()
            lines = max((lines_in(c["label"], c["width_mm"] - PADDING_MM, BODY_PT) for c in wordy), default=1)
            page.height(row, lines * BODY_PT * LEADING * MM_PER_POINT + PADDING_MM + 1)
        page.text(below, IDS, IDS, "id", page.format())
        self.row = below + 1
        page.page.repeat_rows(first, below)
        if sum(page.heights_mm.values()) <= MOST_FROZEN_MM:
            page.page.freeze_panes(below + 1, 0)
        self.rows(table, ids)

    def rows(self, table: View, ids: Sequence[str]) -> None:
        page = self.page
        first = self.row
        for key, cells in zip(ids, table["rows"], strict=True):
            page.text(self.row, IDS, IDS, key, page.format())
            height = table["row_height_mm"]
            for number, (column, cell) in enumerate(zip(self.columns, cells, strict=True), 1):
                centred = column["value"] in ("number", "label", "name", "date", "target") or "ticks" in column
                style = page.format(**LINE, **({"align": "center"} if centred else {"indent": 1}))
                page.text(self.row, number, number, cell, style)
                lines = lines_in(cell, column["width_mm"] - PADDING_MM, BODY_PT)
                height = max(height, lines * BODY_PT * LEADING * MM_PER_POINT + PADDING_MM)
            page.height(self.row, height)
            self.row += 1
        if self.row == first:
            return
        page.page.ignore_errors({"number_stored_as_text": f"A{first + 1}:XFD{self.row}"})
        for number, column in enumerate(self.columns, 1):
            options = column.get("ticks", ())
            plain = not any(mark in option for option in options for mark in ',"')  # the format has no way to say these
            if options and plain and len(",".join(options)) <= LONGEST_LIST:
                page.page.data_validation(
                    first, number, self.row - 1, number, {"validate": "list", "source": list(options)}
                )

    def block_heading(self, block: View, _ids: Sequence[str]) -> None:
        self.whole(block["text"], {"bold": True, "font_size": 12}, 12, 9)

    def block_sentence(self, block: View, _ids: Sequence[str]) -> None:
        self.whole(block["text"], {}, least_mm=8)

    def block_ticks(self, block: View, _ids: Sequence[str]) -> None:
        self.whole(self.words.ticks(block["options"], block["label"]), {}, least_mm=8)

    def block_box(self, block: View, _ids: Sequence[str]) -> None:
        self.whole(self.words.labelled(block["label"]), {**LINE, "valign": "top"}, least_mm=block["height_mm"])

    def block_stages(self, block: View, ids: Sequence[str]) -> None:
        for stage in block["stages"]:
            self.block_heading({"text": f"{stage['label']} {stage['title']}"}, ids)
            if stage["ticks"]:
                self.block_ticks({"options": stage["ticks"], "label": ""}, ids)
            self.block_box({"label": stage["finding"], "height_mm": stage["finding_height_mm"]}, ids)
            self.block_signatures({"title": "", "across": 1, "signatures": stage["signatures"]}, ids)

    def block_signatures(self, block: View, _ids: Sequence[str]) -> None:
        if block["title"]:
            self.whole(block["title"], {"bold": True}, least_mm=9)
        across = min(block["across"], self.last)
        for number in range(0, len(block["signatures"]), across):
            texts = [self.words.signature(found) for found in block["signatures"][number : number + across]]
            self.halves([*texts, *[""] * (across - len(texts))], {}, least_mm=11)


def matrix_of(campaign: Campaign, edition: Edition) -> bytes:
    """Write which unit has which roles in which sector: a row a unit, a column a sector."""
    say = translations(edition.language).gettext
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    title = say("Units and sectors")
    book.set_properties(_properties(f"{campaign.plan.name} · {title}", campaign.plan.code, edition))
    page = _Page(book, campaign.plan.code, FACES.get(edition.language, FACES["en"]))
    roles: dict[tuple[str, str], tuple[Role, ...]] = {
        (part.unit.id, part.sector.id): part.roles for part in campaign.bindings.involvements
    }
    names = role_names(edition.language)
    units = [unit for unit in campaign.units if any(unit.id == found for found, _ in roles)]
    last = len(campaign.sectors) + 1
    widths = [46.0] + [24.0] * len(campaign.sectors)
    page.page.set_column(IDS, IDS, 0, None, {"hidden": True})
    for number, mm in enumerate(widths, 1):
        page.page.set_column_pixels(number, number, round(mm * PIXELS_PER_MM))
    page.text(0, 1, last, campaign.plan.name, page.format(bold=True, font_size=TITLE_PT, align="center"))
    page.height(0, 10 * lines_in(campaign.plan.name, sum(widths), TITLE_PT))
    page.text(1, 1, last, title, page.format(align="center"))
    head = page.format(**LINE, bold=True, align="center", bg_color="#E6EDF6")
    for number, text in enumerate([say("Unit"), *(sector.short for sector in campaign.sectors)], 1):
        page.text(2, number, number, text, head)
    page.height(2, 12)
    for number, sector in enumerate(campaign.sectors, 2):
        page.text(3, number, number, sector.id, page.format())
    page.text(3, IDS, IDS, "id", page.format())
    page.page.set_row(3, None, None, {"hidden": True})
    for row, unit in enumerate(units, 4):
        page.text(row, IDS, IDS, unit.id, page.format())
        page.text(row, 1, 1, unit.name, page.format(**LINE))
        page.height(row, 8 * lines_in(unit.name, widths[0] - PADDING_MM, BODY_PT))
        for number, sector in enumerate(campaign.sectors, 2):
            held = roles.get((unit.id, sector.id), ())
            looks = {"bold": True, "bg_color": "#FBEBE8"} if "lead" in held else {}
            words = say(", ").join(names[role] for role in held)
            page.text(row, number, number, words, page.format(**LINE, align="center", **looks))
    page.page.freeze_panes(4, 2)
    page.page.repeat_rows(2, 2)
    page.paper(
        landscape=True,
        head=title,
        name=campaign.plan.name,
        foot=f"{campaign.plan.code}  {edition.line}",
        pages=say("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"},
    )
    return _bytes_of(book, target)
