"""Sheet → the same form as a spreadsheet.

In: a sheet and the edition. Out: the bytes of an `.xlsx` file; pure.

Nothing the plan says is ever a formula; sums and shares are (`grid.py`). Every cell but those of columns of numbers is
text, so that nothing one types turns into a date. A label and what one writes stand in cells of their own. The first
column is hidden: it holds code and fingerprint, and the id of each row, so that a filled file can be matched later.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from planpress.blocks.answers import boxed
from planpress.blocks.page import Section
from planpress.blocks.signatures import Signature
from planpress.blocks.table import TableView
from planpress.fit import SIGN_LINE_MM
from planpress.office.blanks import STAND_IN, Blanks, Measure, Parts, Slots, parts_of, with_mark
from planpress.office.grid import write_table
from planpress.office.wording import MM_PER_POINT, Wording, mm_of
from planpress.office.worksheet import (
    BODY_PT,
    IDS,
    LABEL,
    LINE,
    LONGEST_NAME,
    PADDING_MM,
    SMALL_PT,
    TITLE_PT,
    WRITE,
    Worksheet,
    foot_line,
    head_line,
    height_of,
    refuse_long,
)

LETTER_MM = BODY_PT * MM_PER_POINT
"""Width of a Chinese character; where a line breaks, so much of it may stay empty."""


class Workbooks(Blanks):
    """Writes spreadsheets of one edition, each of a form with exactly one table."""

    def slots(self, words: Wording) -> tuple[Slots, Wording]:
        """Return the slots of a sheet, also its name and its head and foot, which are cut where they are long."""
        slots, shared = super().slots(words)
        for value in slots.values():
            refuse_long(value)
        head, foot = head_line(words.view.campaign.name, words.head), foot_line(words.foot, words.say)
        return {**slots, "head": head, "foot": foot, "page": words.sheet.code[:LONGEST_NAME]}, shared

    def escaped(self, value: str) -> str:
        """Return `value` as the library writes it: what looks like a character by its number is none."""
        return super().escaped(re.sub("(?=_x[0-9a-fA-F]{4}_)", "_x005F", value))

    def write(self, words: Wording, measure: Measure) -> Parts:
        """Write a whole spreadsheet: title, head fields, the blocks in order, remarks.

        Columns are as wide as on paper, one page wide when printed, or as many as the table takes. A text longer than
        a cell can be is a `BuildError`.
        """
        page = _Workbook(words, measure)
        form = words.view.form
        last_line = with_mark(words, words.last_line)
        page.cells.text(0, IDS, IDS, last_line)
        page.spread(form.title, TITLE_PT, bold=True, align="center")
        if words.about:
            page.spread(words.about, align="center")
        if form.number:
            page.spread(words.view.number, align="center")
        for fields in words.field_lines(max(1, page.last // 2)):
            page.groups([_Group(field.label, field.value, share=field.width_percent) for field in fields], 9)
        for block in form.blocks:
            block.write(page)
        for line in (*words.remarks, last_line):
            page.spread(line, SMALL_PT)
        page.cells.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{page.row}"})
        page.cells.paper(
            size=form.paper,
            breaks=list(accumulate(len(part) - page.keys * bool(at) for at, part in enumerate(page.parts))),
            landscape=form.orientation == "landscape",
            head=STAND_IN.format(name="head"),
            foot=STAND_IN.format(name="foot"),
        )
        return parts_of(page.cells.done())


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

    def __init__(self, words: Wording, measure: Measure) -> None:
        sheet, edition = words.sheet, words.edition
        self.say, self.measure = words.say, measure
        table = next(block for block in words.view.form.blocks if block.widths_mm())
        assert isinstance(table, TableView)
        self.keys, self.parts = table.keys, table.parts
        self.widths_mm = table.widths_mm()[: len(table.parts[0])] if table.parts else table.widths_mm()
        facts = {"code": sheet.code, "fingerprint": sheet.fingerprint, "revision": str(edition.revision)}
        self.cells = Worksheet(sheet.title, sheet.code, STAND_IN.format(name="page"), edition, table.widths_mm(), facts)
        self.last = len(self.widths_mm)
        self.row = 0

    # ------------------------------------------------------------ rows that are as wide as the sheet

    def spread(self, text: str, size_pt: float = BODY_PT, least_mm: float = 0, **looks: Any) -> None:
        """Write `text` over the whole width."""
        lines = self.measure(text, sum(self.widths_mm) - PADDING_MM, size_pt)
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
                    lines = max(lines, self.measure(text, sum(self.widths_mm[start:stop]) - PADDING_MM, BODY_PT))
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
            self.groups([_Group(one.label, "", one.behind(self.say), 100 / across) for one in found], SIGN_LINE_MM)
            for entry in (entry for one in found for entry in one.entries):
                self.groups([_Group(entry, "")], SIGN_LINE_MM)

    def sections(self, names: Sequence[tuple[str, str]]) -> Iterator[Section]:
        for label, title in names:
            self.heading(f"{label} {title}")
            yield self

    def table(self, table: TableView) -> None:
        self.row = write_table(self.cells, table, self.row)


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
