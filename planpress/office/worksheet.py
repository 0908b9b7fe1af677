"""The page of a spreadsheet, and its file.

In: texts, numbers, looks and lengths in mm. Out: the bytes of an `.xlsx` file.
"""

import datetime
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from planpress.errors import BuildError
from planpress.i18n import Translate, of_office
from planpress.office.wording import MM_PER_POINT
from planpress.sheets.edition import Edition

PIXELS_PER_MM = 96 / 25.4
PAPERS = {"a4": 9, "a3": 8}
"""Numbers of paper in the file format."""

MARGINS_MM = {"left": 25.0, "right": 15.0, "top": 20.0, "bottom": 18.0}
"""As on paper: room to bind on the left."""

BODY_PT, TITLE_PT, SMALL_PT = 10.5, 18, 9
LEADING = 1.35
"""Height of a line, measured in its size."""

PADDING_MM = 2.0
"""What a cell takes from the width of its column, and a row from its height."""

BESIDE_SCALE = 72
"""Of pages side by side, per cent: columns are wider where a program lacks the face, and stay on their page."""

LONGEST_CELL, LONGEST_MARGIN, LONGEST_LIST, LONGEST_NAME = 32767, 255, 255, 31
"""Limits of the file format, in characters."""

HIGHEST_ROW_PT = 409
"""Limit of the file format; what is higher on paper is as high as it can be."""

IDS = 0
"""Number of the hidden column."""

LINE: dict[str, Any] = {"border": 1}
LABEL: dict[str, Any] = {**LINE, "align": "center"}
HEAD: dict[str, Any] = {**LABEL, "bold": True, "bg_color": "#E6EDF6"}
NUMBER: dict[str, Any] = {**LABEL, "num_format": "General"}
WRITE: dict[str, Any] = {**LINE, "indent": 1}
"""How cells with rules around them look: labels, those of a table's head, numbers, what one writes."""


class Worksheet:
    """A file with one page that takes text only; `sheet` is the page as the library knows it."""

    def __init__(
        self, title: str, code: str, page: str, edition: Edition, widths_mm: Sequence[float], facts: Mapping[str, str]
    ) -> None:
        """Begin a file whose page is called `page`; columns of `widths_mm` stand behind the hidden one.

        Programs can read `facts` as properties.
        """
        self._target = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._target, {"in_memory": True})  # so every part has the same date
        created = datetime.datetime.combine(edition.file_day, datetime.time())
        self._book.set_properties({"title": title, "subject": code, "created": created})
        for name, value in facts.items():
            self._book.set_custom_property(name, value, "text")
        self.sheet = self._book.add_worksheet(page)
        self.sheet.set_column(IDS, IDS, 0, None, {"hidden": True})
        for number, mm in enumerate(widths_mm, 1):
            self.sheet.set_column_pixels(number, number, round(mm * PIXELS_PER_MM))
        self.heights_mm: dict[int, float] = {}
        self._base = {"font_name": of_office(edition.language)[1], "font_size": BODY_PT, "num_format": "@"}
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def done(self) -> bytes:
        """Return the file."""
        self._book.close()
        return self._target.getvalue()

    def text(self, row: int, first: int, last: int, text: str, last_row: int | None = None, **looks: Any) -> None:
        """Write `text` into one cell, or one made of several; `looks` are properties of the file format."""
        refuse_long(text)
        style = self._style(looks)
        if first != last or last_row not in (None, row):
            self.sheet.merge_range(row, first, row if last_row is None else last_row, last, "", style)
        if text:
            self.sheet.write_string(row, first, text, style)
        else:
            self.sheet.write_blank(row, first, None, style)  # an empty text would count as filled in

    def number(self, row: int, first: int, number: float, last_row: int | None = None, **looks: Any) -> None:
        """Write a number into a cell, or one made of several below each other."""
        style = self._style({**NUMBER, **looks})
        if last_row not in (None, row):
            self.sheet.merge_range(row, first, last_row, first, "", style)
        self.sheet.write_number(row, first, number, style)

    def formula(self, row: int, column: int, formula: str, shown: str | float, **looks: Any) -> None:
        """Write what the program reckons from other cells; `shown` is the result until it does."""
        self.sheet.write_formula(row, column, formula, self._style({**NUMBER, **looks}), shown)

    def _style(self, looks: Mapping[str, Any]) -> Any:
        wanted = tuple(sorted({**self._base, "text_wrap": True, "valign": "vcenter", **looks}.items()))
        if wanted not in self._formats:
            self._formats[wanted] = self._book.add_format(dict(wanted))
        return self._formats[wanted]

    def offer(self, options: Sequence[str], row: int, last: int, column: int) -> bool:
        """Offer `options` to choose from, and tell whether the file format can say them; other words stay allowed."""
        plain = not any(mark in option for option in options for mark in ',"')
        if not (options and plain and len(",".join(options)) <= LONGEST_LIST):
            return False
        choice = {"validate": "list", "source": list(options), "error_type": "information"}
        self.sheet.data_validation(row, column, last, column, choice)
        return True

    def height(self, row: int, mm: float) -> None:
        """Set the height of a row."""
        self.heights_mm[row] = mm
        self.sheet.set_row(row, min(HIGHEST_ROW_PT, round(mm / MM_PER_POINT, 2)))

    def paper(
        self,
        *,
        landscape: bool,
        head: str,
        foot: str,
        size: str = "a4",
        breaks: Sequence[int] = (),
    ) -> None:
        """Set the page up: its head and foot, as `head_line` and `foot_line` tell them, its size.

        It is one page wide, or has pages side by side that end behind so many columns each.
        """
        page = self.sheet
        page.set_paper(PAPERS[size])
        if landscape:
            page.set_landscape()
        if breaks:
            page.set_print_scale(BESIDE_SCALE)
            page.set_v_pagebreaks([end + 1 for end in breaks])  # the hidden column counts
        else:
            page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.set_margins(**{side: mm / 25.4 for side, mm in MARGINS_MM.items()})
        page.set_header(head)
        page.set_footer(foot)


def head_line(name: str, head: str) -> str:
    """Return the head of a page with these texts at its left and right."""
    room = len(_literal(head)) + 12
    return f"&L&{SMALL_PT} {_margin(name, min(room, LONGEST_MARGIN))}&R&{SMALL_PT} {_margin(head, 12)}"


def foot_line(foot: str, say: Translate) -> str:
    """Return the foot of a page with this text at its left, and which page of how many it is."""
    pages = say("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
    return f"&L&{SMALL_PT} {_margin(foot, 60)}&R&{SMALL_PT} {pages}"


def refuse_long(text: str) -> None:
    """Raise a `BuildError` where `text` is longer than a cell can be."""
    if len(text) > LONGEST_CELL:
        raise BuildError(f"a text of {len(text)} characters does not fit a cell: {text[:40]}")


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
