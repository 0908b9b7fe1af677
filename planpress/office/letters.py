"""Sheet → the same form as a letter that a word processor opens.

In: a sheet and the edition. Out: the bytes of a `.docx` file; pure.
"""

import io
import re
from collections.abc import Sequence
from copy import deepcopy
from itertools import accumulate, groupby
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from planpress.blocks.answers import boxed
from planpress.blocks.page import labelled
from planpress.blocks.signatures import Signature
from planpress.blocks.table import Leaf, TableView
from planpress.fit import SIGN_LINE_MM
from planpress.i18n import Translate
from planpress.office import docx_parts, docx_styles
from planpress.office.blanks import Blanks, Measure, Parts, parts_of, with_mark
from planpress.office.docx_parts import SMALL_PT
from planpress.office.docx_styles import BODY_PT
from planpress.office.docx_table import PADDING_MM, write, write_head, write_rows
from planpress.office.wording import Wording, mm_of, size_for
from planpress.sheets.forms import FieldView

A4_MM, A3_MM = (210, 297), (420, 297)
MARGINS_MM = {"left": 25, "right": 15, "top": 23, "bottom": 22}
"""As on paper: room to bind on the left."""

LABEL_MM, GAP_PT = 14, 4
"""Width of the column that names a section; height of what parts tables."""

TIGHT_MM = 0.5
"""What a cell without rules around it takes from its width at either side."""

FIELD_MM = 8.0
"""Height of a line of head fields."""

ROOM_MM = (35.0, 80.0)
"""The least and the most room to sign on; what stands beside another has the least."""

UNDERSCORE_MM, APART_MM = 3.0, 4.0
"""Room that an underscore of a date stands for; room behind a head field or a signature."""

ENTRY_SIGNS = 10
"""Underscores that stand for the room of a further entry in a line to sign on."""

COUNTED = "\ue002{name}\ue002"
"""Stands for a number that the word processor counts."""


class Letters(Blanks):
    """Writes letters of one edition."""

    def write(self, words: Wording, _measure: Measure) -> Parts:
        """Write a whole letter: title, head fields, the blocks in order, remarks; at the foot what it is."""
        form = words.view.form
        letter = _Letter(words)
        letter.made.add_paragraph(form.title, "Heading 1").alignment = WD_ALIGN_PARAGRAPH.CENTER
        if words.about:
            letter.line(words.about).alignment = WD_ALIGN_PARAGRAPH.CENTER
        if form.number:
            letter.line(words.view.number).alignment = WD_ALIGN_PARAGRAPH.CENTER
        for line in words.field_lines(len(form.fields)):
            letter.fields(line)
        if form.fields:
            letter.gap()
        for block in form.blocks:
            block.write(letter)
        for text in (*words.remarks, with_mark(words, words.last_line)):
            small = letter.line(text)
            small.runs[0].font.size = Pt(SMALL_PT)
            small.paragraph_format.line_spacing = 1
        target = io.BytesIO()
        letter.made.save(target)
        return parts_of(target.getvalue())


class _Section:
    """A letter, or a cell of one, while a block is written to it; fulfils `blocks.page.Section`."""

    ruled = False
    """Whether a box has lines around it."""

    def __init__(self, made: Any, say: Translate, text_mm: float) -> None:
        self.made, self.say, self.text_mm = made, say, text_mm

    def line(self, text: str, *, bold: bool = False) -> Any:
        paragraph = self.made.add_paragraph(text)
        if bold:
            paragraph.runs[0].bold = paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def ticks(self, options: Sequence[str], label: str = "") -> None:
        """Write each option into a cell of its own: not every program keeps a box in the line of its word."""
        texts = [*([labelled(label, "", self.say)] if label else []), *boxed(options)]
        while texts:
            widths = [min(_mm_for(text) + 2 * TIGHT_MM, self.text_mm) for text in texts]
            count = max(1, sum(total <= self.text_mm for total in accumulate(widths)))
            rest = self.text_mm - sum(widths[:count])
            (row,) = self.grid([*widths[:count], *([rest] if rest > 1 else [])], 1).rows
            for cell, text in zip(row.cells, texts[:count], strict=False):
                write(cell, text)
            texts = texts[count:]
        self.gap()

    def box(self, label: str, height_mm: float) -> None:
        table = self.grid([1], 1, ruled=self.ruled)
        table.rows[0].height = Mm(height_mm)
        docx_parts.keep_whole(table.rows[0])
        (cell,) = table.rows[0].cells
        if label:
            cell.paragraphs[0].add_run(labelled(label, "", self.say))
            cell.add_paragraph()  # to write in, so that the label stays as it is
        self.gap()

    def signatures(self, signatures: Sequence[Signature], across: int) -> None:
        for _count, alike in groupby([_signed(one, self.say) for one in signatures], key=len):
            self._lines_to_sign(list(alike), across)

    def _lines_to_sign(self, lines: Sequence[Sequence[str]], across: int) -> None:
        """Write lines that have as many cells each."""
        share = self.text_mm / across
        widths = [max(map(_mm_for, texts)) for texts in zip(*lines, strict=True)]
        widths[0] = min(widths[0], share / 2)
        room = share - widths[0] - sum(widths[2:]) - APART_MM
        if across > 1 and room < ROOM_MM[0]:
            self._lines_to_sign(lines, 1)
            return
        widths[1] = min(room, ROOM_MM[1])
        count = -(-len(lines) // across)
        made = self.grid([*widths, share - sum(widths)] * across, count)
        for number, row in enumerate(made.rows):
            row.height = Mm(SIGN_LINE_MM)
            docx_parts.keep_whole(row)
            texts = [text for line in lines[number * across :][:across] for text in (*line, "")]
            for cell, text in zip(row.cells, texts, strict=False):
                write(cell, text.replace("_", "").strip(), low=True)
                if "_" in text:
                    docx_parts.rule(cell, "bottom")
        docx_parts.keep_with_before(made)
        self.gap()

    def grid(self, widths_mm: Sequence[float], rows: int, *, ruled: bool = False) -> Any:
        """Add a table with fixed widths, stretched or shrunk to the width of the text."""
        widths = [Mm(mm / sum(widths_mm) * self.text_mm) for mm in widths_mm]
        table = self.made.add_table(1, len(widths))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        docx_parts.set_padding(table, PADDING_MM if ruled else TIGHT_MM, PADDING_MM if ruled else 0)
        if ruled:
            docx_parts.rule_all(table)
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = width
        (row,) = table._tbl.tr_lst
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width
        for _row in range(rows - 1):  # a copy is much faster than a row of the library
            table._tbl.append(deepcopy(row))
        return table

    def gap(self) -> None:
        """Part a table from what follows: two that touch would become one. The library ends a cell so by itself."""
        paragraph = self.made.paragraphs[-1]
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(GAP_PT)
        paragraph.paragraph_format.space_after = Pt(0)


class _Letter(_Section):
    """A whole letter while blocks are written to it; fulfils `blocks.page.Page`."""

    ruled = True

    def __init__(self, words: Wording) -> None:
        landscape = words.view.form.orientation == "landscape"
        width, height = A3_MM if words.view.form.paper == "a3" else A4_MM[::-1] if landscape else A4_MM
        blank = io.BytesIO(docx_styles.blank_letter(words.edition.language))
        super().__init__(docx.Document(blank), words.say, width - MARGINS_MM["left"] - MARGINS_MM["right"])
        section = self.made.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin, section.right_margin = Mm(MARGINS_MM["left"]), Mm(MARGINS_MM["right"])
        section.top_margin, section.bottom_margin = Mm(MARGINS_MM["top"]), Mm(MARGINS_MM["bottom"])
        section.header_distance = section.footer_distance = Mm(12)
        docx_styles.set_properties(self.made, words)
        self._head_and_foot(words)

    def _head_and_foot(self, words: Wording) -> None:
        section = self.made.sections[0]
        foot = with_mark(words, words.foot)
        pages = words.pages(COUNTED.format(name="PAGE"), COUNTED.format(name="NUMPAGES"))
        name = words.view.campaign.name
        for part, left, right in ((section.header, name, words.head), (section.footer, foot, pages)):
            paragraph = part.paragraphs[0]
            paragraph.style.paragraph_format.tab_stops.clear_all()
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(self.text_mm), WD_TAB_ALIGNMENT.RIGHT)
            paragraph.add_run(f"{left}\t").font.size = Pt(SMALL_PT)
            for number, text in enumerate(right.split(COUNTED[0])):
                if number % 2:
                    docx_parts.add_field(paragraph, text)
                else:
                    paragraph.add_run(text).font.size = Pt(SMALL_PT)

    # ------------------------------------------------------------ parts of the letter

    def gap(self) -> None:
        """Part a table from what follows."""
        self.line("")
        super().gap()

    def fields(self, line: Sequence[FieldView]) -> None:
        """Add head fields beside each other, each over its share of the width: a label, and a line to write on."""
        widths: list[float] = []
        for field in line:
            share = field.width_percent / 100 * self.text_mm
            label = min(_mm_for(labelled(field.label, "", self.say)), share / 2)
            widths += [label, share - label - APART_MM, APART_MM]
        rest = self.text_mm - sum(widths)
        (row,) = self.grid([*widths, rest] if rest > 1 else widths, 1).rows
        row.height = Mm(FIELD_MM)
        docx_parts.keep_whole(row)
        for field, label, value in zip(line, row.cells[::3], row.cells[1::3], strict=False):
            write(label, labelled(field.label, "", self.say), low=True)
            write(value, field.value, low=True)
            docx_parts.rule(value, "bottom")

    # ------------------------------------------------------------ what blocks write

    def heading(self, text: str) -> None:
        self.made.add_paragraph(text, "Heading 2")

    def table(self, table: TableView) -> None:
        for leaf in table.leaves:
            if leaf.of > 1:
                self.line(self.say("Part %(number)s of %(of)s") % {"number": leaf.number, "of": leaf.of}, bold=True)
            self._leaf(leaf, table.row_height_mm)

    def _leaf(self, leaf: Leaf, row_height_mm: float) -> None:
        columns, heads = leaf.columns, len(leaf.head)
        widths = [column.width_mm for column in columns]
        made = self.grid(widths, heads + len(leaf.rows) + bool(leaf.total), ruled=True)
        grid = [list(row.cells) for row in made.rows]
        wide = [mm * self.text_mm / sum(widths) for mm in widths]
        write_head(grid, leaf.head, wide)
        for row in made.rows[:heads]:
            docx_parts.add(row._tr.get_or_add_trPr(), "w:tblHeader")
            docx_parts.keep_whole(row)
        write_rows(leaf, grid[heads:], made.rows[heads:], row_height_mm, wide)
        self.gap()

    def sections(self, names: Sequence[tuple[str, str]]) -> list[_Section]:
        body_mm = self.text_mm - LABEL_MM
        table = self.grid([LABEL_MM, body_mm], len(names), ruled=True)
        found = []
        for row, (label, title) in zip(table.rows, names, strict=True):
            name, body = row.cells
            docx_parts.keep_whole(row)
            write(name, label, head=True, size_pt=size_for(label, LABEL_MM - 2 * PADDING_MM, BODY_PT))
            body.paragraphs[0].add_run(title).bold = True
            found.append(_Section(body, self.say, body_mm - 2 * PADDING_MM))
        self.gap()
        return found


def _signed(signature: Signature, say: Translate) -> list[str]:
    """Return the cells of a line to sign on: the label, room, and what stands behind, each blank of it by itself."""
    entries = (part for one in signature.entries for part in (labelled(one, "", say), "_" * ENTRY_SIGNS))
    room = "_" if signature.signed else ""
    return [labelled(signature.label, "", say), room, *entries, *re.split("(_+)", signature.behind(say))]


def _mm_for(text: str) -> float:
    """Return how wide a cell for `text` is, or for as much as its underscores stand for."""
    if text.startswith("_"):
        return len(text) * UNDERSCORE_MM
    return mm_of(text.strip(), BODY_PT) + 4 * TIGHT_MM if text else 0
