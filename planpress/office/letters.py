"""Sheet → the same form as a letter that a word processor opens.

In: a sheet and the edition. Out: the bytes of a `.docx` file; pure.

Sheets that differ in their slots alone share one letter: it is made once, with a stand-in in each slot,
and the values are put in its place. Making a letter takes twenty times as long as filling it in.
"""

import datetime
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from planpress.blocks.table import Column, TableView
from planpress.blocks.ticks import ticked
from planpress.i18n import Translate
from planpress.office.wording import FACES, Wording
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet
from planpress.view import plain

A4_MM = (210, 297)
MARGINS_MM = {"left": 25, "right": 15, "top": 23, "bottom": 22}
"""As on paper: room to bind on the left."""

BODY_PT, TITLE_PT, SMALL_PT = 10.5, 22, 9
LABEL_MM, LINE_MM = 14, 6
"""Width of the column that names a section; height of a line."""

STAND_IN = "\ue000{name}\ue001"
"""Stands for a slot while the letter is made; private characters, which no text of a plan may have."""

COUNTED = "\ue002{name}\ue002"
"""Stands for a number that the word processor counts."""

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the earliest that the file format knows."""

KEPT_STYLES = frozenset(
    {"Normal", "Header", "Footer", "Heading 1", "Heading 2", "Default Paragraph Font", "Normal Table", "No List"}
    | {"Header Char", "Footer Char", "Heading 1 Char", "Heading 2 Char"}
)
"""What is left of the library's styles: the others make a letter three times as large."""

NOT_NEEDED = ("stylesWithEffects", "thumbnail", "customXml")
"""Parts of the library's blank letter that say nothing."""

RULE = {"val": "single", "sz": "4", "space": "0", "color": "000000"}
"""How a line along a cell looks."""


class Letters:
    """Writes letters of one edition; those that share a layout share the work."""

    def __init__(self, edition: Edition) -> None:
        """Start without any letter made."""
        self.edition = edition
        self._made: dict[str, list[tuple[str, bytes]]] = {}

    def letter(self, sheet: Sheet) -> bytes:
        """Return `sheet` as a letter: title, head fields, the blocks in order, remarks; at the foot what it is."""
        slots, shared = _slots(Wording(sheet, self.edition))
        key = json.dumps([plain(shared.view), sheet.form], sort_keys=True)
        if key not in self._made:
            self._made[key] = _parts(shared)
        return _filled(self._made[key], slots)


def _slots(words: Wording) -> tuple[dict[str, str], Wording]:
    """Return slot → value, and the sheet with a stand-in for each."""
    sheet = words.sheet
    slots = {name: value for name, value in words.view.slots().items() if value}
    view = words.view.filled({name: STAND_IN.format(name=name) for name in slots})
    slots |= {"code": sheet.code, "fingerprint": sheet.mark, "key": sheet.fingerprint, "title": sheet.title}
    code, key, title = (STAND_IN.format(name=name) for name in ("code", "key", "title"))
    return slots, replace(words, sheet=replace(sheet, code=code, fingerprint=key, title=title, view=view))


def _filled(parts: Sequence[tuple[str, bytes]], slots: Mapping[str, str]) -> bytes:
    """Pack `parts` with the stand-ins replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts:
            for slot, value in slots.items():
                content = content.replace(STAND_IN.format(name=slot).encode(), escape(value).encode())
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def _parts(words: Wording) -> list[tuple[str, bytes]]:
    """Write the whole letter; return its parts in the order that readers expect."""
    form = words.view.form
    letter = _Letter(words)
    letter.made.add_paragraph(form.title, "Heading 1").alignment = WD_ALIGN_PARAGRAPH.CENTER
    if words.about:
        letter.line(words.about).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in words.field_lines(len(form.fields)):
        letter.fields(line)
    if form.fields:
        letter.gap()
    for block in form.blocks:
        block.write(letter)
    for text in words.remarks:
        letter.line(text).runs[0].font.size = Pt(SMALL_PT)
    target = io.BytesIO()
    letter.made.save(target)
    with zipfile.ZipFile(target) as archive:
        found = [(name, archive.read(name)) for name in archive.namelist()]
    return sorted(found, key=lambda part: (part[0] != "[Content_Types].xml", not part[0].startswith("_rels/"), part[0]))


class _Section:
    """A letter, or a cell of one, while a block is written to it; fulfils `blocks.page.Section`."""

    def __init__(self, made: Any, say: Translate) -> None:
        self.made, self.say = made, say

    def line(self, text: str, *, bold: bool = False) -> Any:
        paragraph = self.made.add_paragraph(text, "Normal")
        if bold:
            paragraph.runs[0].bold = True
        return paragraph

    def box(self, text: str, height_mm: float) -> None:
        self.line(text).paragraph_format.space_after = Mm(height_mm - LINE_MM)

    def beside(self, texts: Sequence[str], across: int) -> None:
        for text in texts:
            self.line(text).paragraph_format.space_after = Mm(3)


class _Letter(_Section):
    """A whole letter while blocks are written to it; fulfils `blocks.page.Page`."""

    def __init__(self, words: Wording) -> None:
        super().__init__(docx.Document(), words.say)
        landscape = words.view.form.orientation == "landscape"
        width, height = A4_MM if not landscape else A4_MM[::-1]
        self.text_mm = width - MARGINS_MM["left"] - MARGINS_MM["right"]
        section = self.made.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin, section.right_margin = Mm(MARGINS_MM["left"]), Mm(MARGINS_MM["right"])
        section.top_margin, section.bottom_margin = Mm(MARGINS_MM["top"]), Mm(MARGINS_MM["bottom"])
        section.header_distance = section.footer_distance = Mm(12)
        _strip(self.made)
        _set_styles(self.made, words)
        _set_properties(self.made, words)
        self._head_and_foot(words)

    def _head_and_foot(self, words: Wording) -> None:
        section = self.made.sections[0]
        # The fingerprint is printed in groups, so that it has a slot of its own beside the one for addresses.
        foot = words.foot.replace(words.sheet.mark, STAND_IN.format(name="fingerprint"))
        pages = words.pages(COUNTED.format(name="PAGE"), COUNTED.format(name="NUMPAGES"))
        name = words.view.campaign.name
        for part, left, right in ((section.header, name, words.head), (section.footer, foot, pages)):
            paragraph = part.paragraphs[0]
            paragraph.style.paragraph_format.tab_stops.clear_all()
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(self.text_mm), WD_TAB_ALIGNMENT.RIGHT)
            paragraph.add_run(f"{left}\t").font.size = Pt(SMALL_PT)
            for number, text in enumerate(right.split(COUNTED[0])):
                if number % 2:
                    _add_field(paragraph, text)
                else:
                    paragraph.add_run(text).font.size = Pt(SMALL_PT)

    # ------------------------------------------------------------ parts of the letter

    def gap(self) -> None:
        """Part a table from what follows: two that touch would become one."""
        self.line("")

    def grid(self, widths_mm: Sequence[float], rows: int, *, ruled: bool) -> Any:
        """Add a table with fixed widths, stretched or shrunk to the width of the text."""
        widths = [Mm(mm / sum(widths_mm) * self.text_mm) for mm in widths_mm]
        table = self.made.add_table(rows, len(widths))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        if ruled:
            sides = ("top", "left", "bottom", "right", "insideH", "insideV")
            _rule(table._tbl.tblPr, "w:tblBorders", sides)
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = width
        for row in table._tbl.tr_lst:  # not by the library's cells, which it looks up anew each time
            for cell, width in zip(row.tc_lst, widths, strict=True):
                cell.width = width
        return table

    def cells(
        self, widths_mm: Sequence[float], lines: Sequence[Sequence[str]], height_mm: float, *, ruled: bool = False
    ) -> list[Any]:
        """Add a table with these texts; return the cells that have one."""
        filled = []
        for row, line in zip(self.grid(widths_mm, len(lines), ruled=ruled).rows, lines, strict=True):
            row.height = Mm(height_mm)
            for cell, text in zip(row.cells, line, strict=False):
                cell.paragraphs[0].add_run(text)
                filled.append(cell)
        return filled

    def fields(self, line: Sequence[tuple[str, float]]) -> None:
        """Add head fields beside each other, each over its share of the width, in per cent."""
        shares = [share for _text, share in line]
        rest = 100 - sum(shares)
        for cell in self.cells([*shares, rest] if rest > 1 else shares, [[text for text, _share in line]], 8):
            _rule(cell._tc.get_or_add_tcPr(), "w:tcBorders", ("bottom",))
            _set(cell._tc.get_or_add_tcPr(), "w:vAlign", val="bottom")

    # ------------------------------------------------------------ what blocks write

    def heading(self, text: str) -> None:
        self.made.add_paragraph(text, "Heading 2")

    def box(self, text: str, height_mm: float) -> None:
        self.cells([1], [[text]], height_mm, ruled=True)
        self.gap()

    def beside(self, texts: Sequence[str], across: int) -> None:
        self.cells([1] * across, [texts[first : first + across] for first in range(0, len(texts), across)], 11)
        self.gap()

    def table(self, table: TableView) -> None:
        columns = table.columns
        heads = 1 + any(column.group for column in columns)
        made = self.grid(table.widths_mm(), heads + len(table.rows), ruled=True)
        grid = [list(row.cells) for row in made.rows]
        _head(grid[0], grid[heads - 1], columns)
        for row in made.rows[:heads]:
            _set(row._tr.get_or_add_trPr(), "w:tblHeader")
            _keep_whole(row)
        for row, cells, texts in zip(made.rows[heads:], grid[heads:], table.rows, strict=True):
            row.height = Mm(table.row_height_mm)
            _keep_whole(row)
            for column, cell, text in zip(columns, cells, texts, strict=True):
                _write(cell, text or ticked(column.ticks, self.say))
        self.gap()

    def sections(self, names: Sequence[tuple[str, str]]) -> list[_Section]:
        table = self.grid([LABEL_MM, self.text_mm - LABEL_MM], len(names), ruled=True)
        found = []
        for row, (label, title) in zip(table.rows, names, strict=True):
            name, body = row.cells
            _keep_whole(row)
            _write(name, label, head=True)
            body.paragraphs[0].add_run(title).bold = True
            found.append(_Section(body, self.say))
        self.gap()
        return found


def _strip(made: Any) -> None:
    """Take away what the library's blank letter has and ours does not need."""
    for style in list(made.styles):
        if style.name not in KEPT_STYLES:
            style.element.getparent().remove(style.element)
    for relations in (made.part.rels, made.part.package.rels):
        for relation in list(relations.values()):
            if any(word in relation.reltype for word in NOT_NEEDED):
                del relations[relation.rId]


def _set_styles(made: Any, words: Wording) -> None:
    for name, size in (("Normal", BODY_PT), ("Heading 1", TITLE_PT), ("Heading 2", 12)):
        style = made.styles[name]
        style.font.name, style.font.size = FACES[words.edition.language], Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        fonts.set(qn("w:eastAsia"), FACES[words.edition.language])
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(0 if name == "Normal" else 6)
        style.paragraph_format.space_after = Pt(2)
    language = {"zh": "zh-CN", "en": "en-GB"}[words.edition.language]
    _set(made.styles["Normal"].element.get_or_add_rPr(), "w:lang", val=language, eastAsia=language)


def _set_properties(made: Any, words: Wording) -> None:
    about, sheet, edition = made.core_properties, words.sheet, words.edition
    about.title, about.subject, about.author, about.comments = sheet.title, sheet.code, "", ""
    about.created = about.modified = datetime.datetime.combine(edition.file_day, datetime.time())
    about.last_modified_by, about.revision, about.language = "", edition.revision.number, edition.language
    about.identifier = f"{sheet.code} {sheet.fingerprint}"


def _head(upper: Sequence[Any], lower: Sequence[Any], columns: Sequence[Column]) -> None:
    """Write the head; neighbours of one group share an upper cell, the others stand over both rows."""
    number = 0
    for group, members in groupby(columns, key=lambda column: column.group):
        found = list(members)
        for place, column in enumerate(found, number):
            _write(lower[place] if group else upper[place], column.label, head=True)
            if not group and upper is not lower:
                upper[place].merge(lower[place])
        if group:
            _write(upper[number], group, head=True)
            upper[number].merge(upper[number + len(found) - 1])
        number += len(found)


def _write(cell: Any, text: str, *, head: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold = head or None
    if head:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set(cell._tc.get_or_add_tcPr(), "w:vAlign", val="center")


def _set(parent: Any, name: str, **values: str) -> Any:
    """Add an element that the library has no call for."""
    made = OxmlElement(name, {qn(f"w:{key}"): value for key, value in values.items()})
    parent.append(made)
    return made


def _add_field(paragraph: Any, instruction: str) -> None:
    """Add a number that the word processor counts, such as that of the page."""
    for kind in ("begin", "text", "separate", "shown", "end"):
        run = paragraph.add_run("1" if kind == "shown" else "")
        run.font.size = Pt(SMALL_PT)
        if kind == "text":
            _set(run._r, "w:instrText").text = instruction
        elif kind != "shown":
            _set(run._r, "w:fldChar", fldCharType=kind)


def _rule(properties: Any, name: str, sides: Sequence[str]) -> None:
    borders = _set(properties, name)
    for side in sides:
        _set(borders, f"w:{side}", **RULE)


def _keep_whole(row: Any) -> None:
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    _set(row._tr.get_or_add_trPr(), "w:cantSplit")
