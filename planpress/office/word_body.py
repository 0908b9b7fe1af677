"""Blocks of a document → the XML of its body.

In: blocks, who changed them and when, and how each kind of page is set. Out: text; pure. Bookmarks and tracked changes
are numbered as they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from planpress.content.word.marks import mark_of
from planpress.office.word_blocks import Block, Cell, Grid, GridRow, Line, Page, Run
from planpress.office.word_styles import style_id
from planpress.redline import Mark

UPRIGHT, WIDE = 8844, 12757
"""Widths of the text of a page, in twentieths of a point: 156 mm, and 225 mm where it lies on its side."""

TAGS: Mapping[Mark, str] = {"deleted": "del", "inserted": "ins"}
ROW_PT = 22
"""The least height of a row."""


@dataclass
class Body:
    """Writes blocks; `pages` are the settings of each kind of page, as XML; `author` and `day` stand at each change."""

    pages: Mapping[Page, str]
    author: str = ""
    day: str = ""
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def written(self, blocks: Iterable[Block]) -> str:
        """Return the XML of `blocks`, without the settings of the last page."""
        return "".join(self._grid(block) if isinstance(block, Grid) else self._line(block) for block in blocks)

    def _line(self, line: Line) -> str:
        changed = self._change(line.mark)
        about = f'<w:pStyle w:val="{style_id(line.style)}"/>'
        about += f"<w:rPr>{changed}</w:rPr>" if changed else ""
        about += self.pages[line.ends] if line.ends else ""
        words = "".join(map(self._run, line.runs))
        if line.named:
            number = next(self._numbers)
            name = mark_of(line.ref)
            words = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{words}<w:bookmarkEnd w:id="{number}"/>'
        return f"<w:p><w:pPr>{about}</w:pPr>{words}</w:p>"

    def _run(self, run: Run) -> str:
        style = f'<w:rPr><w:rStyle w:val="{style_id(run.style)}"/></w:rPr>' if run.style else ""
        name = "delText" if run.mark == "deleted" else "t"
        words = f'<w:{name} xml:space="preserve">{escape(run.text)}</w:{name}>'
        for sign, tag in (("\n", "br"), ("\t", "tab")):
            words = words.replace(sign, f'</w:{name}><w:{tag}/><w:{name} xml:space="preserve">')
        words = words.replace(f'<w:{name} xml:space="preserve"></w:{name}>', "")
        made = f"<w:r>{style}{words}</w:r>"
        changed = TAGS.get(run.mark)
        return f"<w:{changed} {self._told()}>{made}</w:{changed}>" if changed else made

    def _change(self, mark: Mark) -> str:
        tag = TAGS.get(mark)
        return f"<w:{tag} {self._told()}/>" if tag else ""

    def _told(self) -> str:
        """Return who changed it, and when; of a draft nobody knows that."""
        day = f' w:date="{self.day}T00:00:00Z"' if self.day else ""
        return f'w:id="{next(self._numbers)}" w:author={quoteattr(self.author)}{day}'

    # ------------------------------------------------------------ tables

    def _grid(self, grid: Grid) -> str:
        full = WIDE if grid.ruled else UPRIGHT
        widths = [round(share / sum(grid.widths) * full) for share in grid.widths]
        style = '<w:tblStyle w:val="PlanTable"/>' if grid.ruled else ""
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = "".join(self._row(row, widths) for row in grid.rows)
        return (
            f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
        )

    def _row(self, row: GridRow, widths: Sequence[int]) -> str:
        about = f'<w:cantSplit/><w:trHeight w:val="{ROW_PT * 20}" w:hRule="atLeast"/>'
        about += "<w:tblHeader/>" if row.head else ""
        cells, at = "", 0
        for cell in row.cells:
            cells += self._cell(cell, sum(widths[at : at + cell.across]))
            at += cell.across
        return f"<w:tr><w:trPr>{about}{self._change(row.mark)}</w:trPr>{cells}</w:tr>"

    def _cell(self, cell: Cell, width: int) -> str:
        about = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        about += f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
        if cell.down != 1:
            about += '<w:vMerge w:val="restart"/>' if cell.down else "<w:vMerge/>"
        return f'<w:tc><w:tcPr>{about}<w:vAlign w:val="center"/></w:tcPr>{self._line(cell.line)}</w:tc>'
