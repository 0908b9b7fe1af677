"""Sheet → the same form as a spreadsheet.

In: a sheet and the edition. Out: the bytes of an `.xlsx` file; pure.

Nothing the plan says is ever a formula. Every cell but those of columns of numbers is text, so that nothing one types
turns into a date. A label and what one writes stand in cells of their own. The first column is hidden: it holds code
and fingerprint, and the id of each row, so that a filled file can be matched later.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from typing import Any, NamedTuple

from planpress.blocks.page import Section
from planpress.blocks.signatures import Signature
from planpress.blocks.table import Column, TableView
from planpress.blocks.ticks import boxed
from planpress.office.wording import MM_PER_POINT, Wording, lines_in, mm_of, size_for
from planpress.office.worksheet import (
    BODY_PT,
    HEAD,
    IDS,
    LABEL,
    LINE,
    NUMBER,
    PADDING_MM,
    SMALL_PT,
    TITLE_PT,
    WRITE,
    Worksheet,
    height_of,
)
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet

SIGN_MM = 11.0
"""Height of a row to sign in."""

LETTER_MM = BODY_PT * MM_PER_POINT
"""Width of a Chinese character; where a line breaks, so much of it may stay empty."""

MOST_FROZEN_MM = 60.0
"""How high what always stays in view may be; more would leave no room for the rows."""


def workbook_of(sheet: Sheet, edition: Edition) -> bytes:
    """Write `sheet`, which is of a form with exactly one table: title, head fields, blocks in order, remarks.

    Columns are as wide as on paper, one page wide when printed. A text longer than a cell can be is a `BuildError`.
    """
    words = Wording(sheet, edition)
    page = _Workbook(words)
    form = words.view.form
    page.cells.text(0, IDS, IDS, words.last_line)
    page.spread(form.title, TITLE_PT, bold=True, align="center")
    if words.about:
        page.spread(words.about, align="center")
    if form.number:
        page.spread(words.view.number, align="center")
    for fields in words.field_lines(max(1, page.last // 2)):
        page.groups([_Group(field.label, field.value, share=field.width_percent) for field in fields], 9)
    for block in form.blocks:
        block.write(page)
    for line in (*words.remarks, words.last_line):
        page.spread(line, SMALL_PT)
    page.cells.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{page.row}"})
    page.cells.paper(
        landscape=form.orientation == "landscape",
        head=words.head,
        name=words.view.campaign.name,
        foot=words.foot,
        pages=words.pages("&P", "&N"),
    )
    return page.cells.done()


class _Group(NamedTuple):
    """What belongs together in a row: a label, the text or room beside it, and what stands behind; any may be empty.

    `share` is what it takes of the width, in per cent.
    """

    label: str
    text: str
    behind: str = ""
    share: float = 100


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

    def spread(self, text: str, size_pt: float = BODY_PT, least_mm: float = 0, **looks: Any) -> None:
        """Write `text` over the whole width."""
        lines = lines_in(text, sum(self.widths_mm) - PADDING_MM, size_pt)
        self.cells.text(self.row, 1, self.last, text, font_size=size_pt, **looks)
        self.cells.height(self.row, max(least_mm, height_of(lines, size_pt)))
        self.row += 1

    def groups(self, groups: Sequence[_Group], least_mm: float) -> int:
        """Write `groups` beside each other, each part in cells of its own; return the column of the last one's text.

        Where the sheet has too few columns for the parts of one, they stand below each other.
        """
        parts = max(2 + bool(group.behind) for group in groups)
        if parts > self.last:
            for text in (text for one in groups for text in (one.label, one.text, one.behind)[:parts]):
                self.spread(text, least_mm=least_mm, **WRITE)
            return 1
        first = middle = 0
        lines = 1
        for group, end in zip(groups, self._ends([group.share for group in groups], parts), strict=True):
            middle, behind = self._middle(group, first, end)
            for text, start, stop, looks in (
                (group.label, first, middle, LABEL),
                (group.text, middle, behind, WRITE),
                (group.behind, behind, end, LABEL),
            ):
                if start < stop:
                    lines = max(lines, lines_in(text, sum(self.widths_mm[start:stop]) - PADDING_MM, BODY_PT))
                    self.cells.text(self.row, start + 1, stop, text, **looks)
            first = end
        self.cells.height(self.row, max(least_mm, height_of(lines, BODY_PT)))
        self.row += 1
        return middle + 1

    def _ends(self, shares: Sequence[float], parts: int) -> list[int]:
        """Return behind which column each share ends; each has a column for each of its parts."""
        total, done = sum(self.widths_mm), 0.0
        ends: list[int] = []
        for number, share in enumerate(shares, 1):
            done += share
            wanted = done / 100 * total
            first, most = (ends[-1] if ends else 0) + parts, self.last - (len(shares) - number) * parts
            ends.append(min(range(first, most + 1), key=lambda end: abs(sum(self.widths_mm[:end]) - wanted)))
        if done > 99:
            ends[-1] = self.last
        return ends

    def _middle(self, group: _Group, first: int, end: int) -> tuple[int, int]:
        """Return behind which columns the text of `group` begins and ends; it has what the rest of the group leaves."""
        widths = self.widths_mm[first:end]
        before = min(_columns_for(group.label, widths), len(widths) - 1 - bool(group.behind))
        behind = min(_columns_for(group.behind, widths[::-1]), len(widths) - before - 1)
        return first + before, end - behind

    # ------------------------------------------------------------ what blocks write

    def heading(self, text: str) -> None:
        self.spread(text, 12, 9, bold=True)

    def line(self, text: str, *, bold: bool = False) -> None:
        self.spread(text, least_mm=9 if bold else 8, **{"bold": True} if bold else {})

    def box(self, label: str, height_mm: float) -> None:
        self.spread(label, **LINE)
        self.spread("", least_mm=height_mm - height_of(1, BODY_PT), valign="top", **WRITE)

    def ticks(self, options: Sequence[str], label: str = "") -> None:
        column = self.groups([_Group(label, "  ".join(boxed(options)))], 9)
        self.cells.offer(options, self.row - 1, self.row - 1, column)

    def signatures(self, signatures: Sequence[Signature], across: int) -> None:
        across = max(1, min(across, self.last // 3))
        for number in range(0, len(signatures), across):
            found = signatures[number : number + across]
            self.groups([_Group(one.label, "", one.behind(self.say), 100 / across) for one in found], SIGN_MM)
            for entry in (entry for one in found for entry in one.entries):
                self.groups([_Group(entry, "")], SIGN_MM)

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
                if column.value == "number":
                    cells.number(self.row, number, int(text))
                else:
                    looks = NUMBER if column.numbers else LABEL if column.centred else WRITE
                    cells.text(self.row, number, number, text, **looks)
                height = max(height, height_of(lines_in(text, column.width_mm - PADDING_MM, BODY_PT), BODY_PT))
            cells.height(self.row, height)
            self.row += 1
        for number, column in enumerate(columns, 1):
            if table.rows:
                cells.offer(column.ticks, self.row - len(table.rows), self.row - 1, number)

    def _head(self, columns: Sequence[Column]) -> None:
        """Write the head; neighbours of one group share an upper cell, the others stand over both rows."""
        cells, first, number = self.cells, self.row, 1
        self.row += any(column.group for column in columns)
        for group, members in groupby(columns, key=lambda column: column.group):
            found = list(members)
            if group:
                cells.text(first, number, number + len(found) - 1, group, **HEAD)
            for place, column in enumerate(found, number):
                size = size_for(column.label, column.width_mm - PADDING_MM, BODY_PT)
                top = self.row if group else first
                cells.text(top, place, place, column.label, self.row, font_size=size, **HEAD)
            number += len(found)
        lines = max(lines_in(column.label, column.width_mm - PADDING_MM, BODY_PT) for column in columns)
        cells.height(first, height_of(1, BODY_PT) + 1)
        cells.height(self.row, height_of(lines, BODY_PT) + 1)


def _columns_for(text: str, widths_mm: Sequence[float]) -> int:
    """Return how many columns, the first first, hold `text` in one line; in two where one took more than half of them.

    No text takes none; one that does not fit takes more than there are.
    """
    count = 0
    for lines in (1, 2) if text else ():
        needed = mm_of(text, BODY_PT) / lines + (lines - 1) * LETTER_MM + PADDING_MM
        count = sum(total < needed for total in accumulate(widths_mm, initial=0.0))
        if sum(widths_mm[:count]) * 2 <= sum(widths_mm):
            break
    return count
