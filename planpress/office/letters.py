"""Sheet → the same form as a letter that a word processor opens.

In: a sheet and the edition. Out: the bytes of a `.docx` file; pure.

Sheets that differ in their slots alone share one letter: it is made once, with a stand-in in each slot,
and the values are put in its place. Making a letter takes twenty times as long as filling it in.
"""

from __future__ import annotations

import copy
import datetime
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from planpress.office.wording import Wording
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet

View = Mapping[str, Any]

A4_MM = (210, 297)
MARGINS_MM = {"left": 25, "right": 15, "top": 23, "bottom": 22}
"""As on paper: room to bind on the left."""

BODY_PT, TITLE_PT, SMALL_PT = 10.5, 22, 9
STAGE_MM = 14
"""Width of the column that names a stage."""

STAND_IN = "\ue000{name}\ue001"
"""Stands for a slot while the letter is made; private characters, which no text of a plan may have."""

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the earliest that the file format knows."""

KEPT_STYLES = frozenset(
    {"Normal", "Header", "Footer", "Heading 1", "Heading 2", "Default Paragraph Font", "Normal Table", "No List"}
    | {"Header Char", "Footer Char", "Heading 1 Char", "Heading 2 Char"}
)
"""What is left of the library's styles: the others make a letter three times as large."""

NOT_NEEDED = ("stylesWithEffects", "thumbnail", "customXml")
"""Parts of the library's blank letter that say nothing."""


class Letters:
    """Writes letters of one edition; those that share a layout share the work."""

    def __init__(self, edition: Edition) -> None:
        """Start without any letter made."""
        self.edition = edition
        self._made: dict[str, list[tuple[str, bytes]]] = {}

    def letter(self, sheet: Sheet) -> bytes:
        """Return `sheet` as a letter: title, head fields, the blocks in order, remarks; at the foot what it is."""
        slots, shared = _slots(sheet)
        key = json.dumps([shared.view, shared.form, shared.title], sort_keys=True)
        if key not in self._made:
            self._made[key] = _parts(_Letter(shared, self.edition).written())
        return _filled(self._made[key], slots)


def _slots(sheet: Sheet) -> tuple[dict[str, str], Sheet]:
    """Return slot → value, and the sheet with a stand-in for each."""
    view = copy.deepcopy(dict(sheet.view))
    slots = {"code": sheet.code, "fingerprint": sheet.mark, "key": sheet.fingerprint, "title": sheet.title}
    if view["unit"]:
        slots["unit"] = view["unit"]
        view["unit"] = STAND_IN.format(name="unit")
    for field in view["form"]["fields"]:
        if field["slot"] and field["value"]:
            slots[field["slot"]] = field["value"]
            field["value"] = STAND_IN.format(name=field["slot"])
    shared = replace(
        sheet,
        code=STAND_IN.format(name="code"),
        fingerprint=STAND_IN.format(name="key"),
        title=STAND_IN.format(name="title"),
        view=view,
    )
    return slots, shared


def _parts(package: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [(name, archive.read(name)) for name in sorted(archive.namelist(), key=_order)]


def _order(name: str) -> tuple[bool, bool, str]:
    return name != "[Content_Types].xml", not name.startswith("_rels/"), name  # the order readers expect


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


class _Letter:
    """One letter while it is made."""

    def __init__(self, sheet: Sheet, edition: Edition) -> None:
        self.sheet, self.edition = sheet, edition
        self.words = Wording(sheet, edition)
        self.form: View = sheet.view["form"]
        self.made = docx.Document()
        landscape = self.form["orientation"] == "landscape"
        width, height = A4_MM if not landscape else A4_MM[::-1]
        self.text_mm = width - MARGINS_MM["left"] - MARGINS_MM["right"]
        section = self.made.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin, section.right_margin = Mm(MARGINS_MM["left"]), Mm(MARGINS_MM["right"])
        section.top_margin, section.bottom_margin = Mm(MARGINS_MM["top"]), Mm(MARGINS_MM["bottom"])
        section.header_distance = section.footer_distance = Mm(12)

    def written(self) -> bytes:
        self.styles()
        self.properties()
        self.head_and_foot()
        title = self.line(self.form["title"], "Heading 1")
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if self.words.about:
            self.line(self.words.about).alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.fields()
        for block in self.form["blocks"]:
            getattr(self, f"block_{block['kind']}")(block)
        for line in self.words.remarks:
            self.line(line, size_pt=SMALL_PT)
        target = io.BytesIO()
        self.made.save(target)
        return target.getvalue()

    # ------------------------------------------------------------ what the whole letter has

    def styles(self) -> None:
        styles = self.made.styles
        for style in list(styles):
            if style.name not in KEPT_STYLES:
                style.element.getparent().remove(style.element)
        for relation in list(self.made.part.rels.values()):
            if any(word in relation.reltype for word in NOT_NEEDED):
                del self.made.part.rels[relation.rId]
        package = self.made.part.package
        for relation in list(package.rels.values()):
            if "thumbnail" in relation.reltype:
                del package.rels[relation.rId]
        for name, size in (("Normal", BODY_PT), ("Heading 1", TITLE_PT), ("Heading 2", 12)):
            style = styles[name]
            style.font.name, style.font.size = self.words.face, Pt(size)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(attribute), None)
            fonts.set(qn("w:eastAsia"), self.words.face)
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.paragraph_format.space_before = Pt(0 if name == "Normal" else 6)
            style.paragraph_format.space_after = Pt(2)
        language = OxmlElement("w:lang")
        for attribute in ("w:val", "w:eastAsia"):
            language.set(qn(attribute), {"zh": "zh-CN", "en": "en-GB"}.get(self.edition.language, "en-GB"))
        run = styles["Normal"].element.get_or_add_rPr()
        run.append(language)

    def properties(self) -> None:
        about = self.made.core_properties
        issued = datetime.datetime.combine(self.edition.file_day, datetime.time())
        about.title, about.subject, about.author, about.comments = self.sheet.title, self.sheet.code, "", ""
        about.created = about.modified = issued
        about.last_modified_by, about.revision = "", self.edition.revision
        about.language = self.edition.language
        about.identifier = f"{self.sheet.code} {self.sheet.fingerprint}"

    def head_and_foot(self) -> None:
        section = self.made.sections[0]
        # The fingerprint is printed in groups, so that it has a slot of its own beside the one for addresses.
        foot = self.words.foot.replace(self.sheet.mark, STAND_IN.format(name="fingerprint"))
        pages = self.words.say("Page %(page)s of %(pages)s") % {
            "page": "\ue002PAGE\ue002",
            "pages": "\ue002NUMPAGES\ue002",
        }
        for part, left, right in (
            (section.header, self.sheet.view["campaign"]["name"], self.words.head),
            (section.footer, foot, pages),
        ):
            paragraph = part.paragraphs[0]
            paragraph.style.paragraph_format.tab_stops.clear_all()
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(self.text_mm), WD_TAB_ALIGNMENT.RIGHT)
            paragraph.add_run(f"{left}\t").font.size = Pt(SMALL_PT)
            for number, words in enumerate(right.split("\ue002")):
                if number % 2:
                    _add_field(paragraph, words)
                else:
                    paragraph.add_run(words).font.size = Pt(SMALL_PT)

    # ------------------------------------------------------------ parts of the form

    def line(self, text: str, style: str = "Normal", size_pt: float = 0, within: Any = None) -> Any:
        """Add a paragraph to the letter, or to the cell `within`."""
        paragraph = (within or self.made).add_paragraph(text, style)
        if size_pt:
            for run in paragraph.runs:
                run.font.size = Pt(size_pt)
        return paragraph

    def grid(self, widths_mm: Sequence[float], rows: int, *, ruled: bool) -> Any:
        """Add a table with fixed widths, stretched or shrunk to the width of the text."""
        total = sum(widths_mm)
        table = self.made.add_table(rows, len(widths_mm))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        if ruled:
            _rule(table)
        # every cell is asked for once: the library looks each up anew
        columns = table._tbl.tblGrid.gridCol_lst
        for column, mm in zip(columns, widths_mm, strict=True):
            column.w = Mm(mm / total * self.text_mm)
        for row in table._tbl.tr_lst:
            for cell, mm in zip(row.tc_lst, widths_mm, strict=True):
                cell.width = Mm(mm / total * self.text_mm)
        return table

    def fields(self) -> None:
        """Add the head fields, as many in a line as on paper."""
        line: list[View] = []
        for field in [*self.form["fields"], None]:
            full = line and (field is None or sum(f["width_percent"] for f in line) + field["width_percent"] > 100)
            if full:
                shares = [float(f["width_percent"]) for f in line]
                rest = 100 - sum(shares)
                table = self.grid([*shares, rest] if rest > 1 else shares, 1, ruled=False)
                row = table.rows[0]
                row.height = Mm(8)
                for cell, shown in zip(row.cells, line, strict=False):
                    cell.paragraphs[0].add_run(self.words.labelled(shown["label"], shown["value"]))
                    _underline(cell)
                    _set(cell._tc.get_or_add_tcPr(), "w:vAlign", val="bottom")
                line = []
            if field is not None:
                line.append(field)
        if self.form["fields"]:
            self.line("", size_pt=4)

    def block_heading(self, block: View) -> None:
        self.line(block["text"], "Heading 2")

    def block_sentence(self, block: View) -> None:
        self.line(block["text"])

    def block_ticks(self, block: View, within: Any = None) -> None:
        self.line(self.words.ticks(block["options"], block["label"]), within=within)

    def block_box(self, block: View) -> None:
        table = self.grid([1], 1, ruled=True)
        table.rows[0].height = Mm(block["height_mm"])
        table.rows[0].cells[0].paragraphs[0].add_run(self.words.labelled(block["label"]))
        self.line("", size_pt=4)

    def block_table(self, block: View) -> None:
        columns, rows = block["columns"], block["rows"]
        grouped = any(column["group"] for column in columns)
        heads = 1 + grouped
        table = self.grid([column["width_mm"] for column in columns], heads + len(rows), ruled=True)
        grid = [list(row.cells) for row in table.rows]
        for number, column in enumerate(columns):
            _write(
                grid[heads - 1][number] if column["group"] or not grouped else grid[0][number],
                column["label"],
                head=True,
            )
        for start, end, group in _spans(columns) if grouped else ():
            if group:
                _write(grid[0][start], group, head=True)
                grid[0][start].merge(grid[0][end])
            else:
                grid[0][start].merge(grid[1][start])
        for row in table.rows[:heads]:
            _repeat(row)
        for row, cells, values in zip(table.rows[heads:], grid[heads:], rows, strict=True):
            row.height = Mm(block["row_height_mm"])
            _keep_whole(row)
            for column, cell, value in zip(columns, cells, values, strict=True):
                _write(cell, value or self.words.ticks(column.get("ticks", [])))
        self.line("", size_pt=4)

    def block_stages(self, block: View) -> None:
        table = self.grid([STAGE_MM, self.text_mm - STAGE_MM], len(block["stages"]), ruled=True)
        for row, stage in zip(table.rows, block["stages"], strict=True):
            name, body = row.cells
            _keep_whole(row)
            _write(name, stage["label"], head=True)
            body.paragraphs[0].add_run(stage["title"]).bold = True
            if stage["ticks"]:
                self.block_ticks({"options": stage["ticks"], "label": ""}, within=body)
            room = self.line(self.words.labelled(stage["finding"]) if stage["finding"] else "", within=body)
            room.paragraph_format.space_after = Mm(stage["finding_height_mm"] - 6)
            for signature in stage["signatures"]:
                self.line(self.words.signature(signature), within=body).paragraph_format.space_after = Mm(3)
        self.line("", size_pt=4)

    def block_signatures(self, block: View) -> None:
        if block["title"]:
            self.line(block["title"]).runs[0].bold = True
        across = block["across"]
        signatures = block["signatures"]
        rows = [signatures[number : number + across] for number in range(0, len(signatures), across)]
        table = self.grid([1] * across, len(rows), ruled=False)
        for row, found in zip(table.rows, rows, strict=True):
            row.height = Mm(11)
            for cell, signature in zip(row.cells, found, strict=False):
                cell.paragraphs[0].add_run(self.words.signature(signature))
        self.line("", size_pt=4)


def _spans(columns: Sequence[View]) -> list[tuple[int, int, str]]:
    """Return first column, last column and words of each upper head."""
    found: list[tuple[int, int, str]] = []
    for number, column in enumerate(columns):
        group = column["group"]
        if group and found and found[-1][2] == group:
            found[-1] = (found[-1][0], number, group)
        else:
            found.append((number, number, group))
    return found


def _write(cell: Any, text: str, *, head: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold = head or None
    if head:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set(cell._tc.get_or_add_tcPr(), "w:vAlign", val="center")


def _set(parent: Any, name: str, **values: str) -> Any:
    """Add an element that the library has no call for."""
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    parent.append(made)
    return made


def _add_field(paragraph: Any, instruction: str) -> None:
    """Add a number that the word processor counts, such as that of the page."""
    for kind in ("begin", "text", "separate", "shown", "end"):
        run = paragraph.add_run("1" if kind == "shown" else "")
        run.font.size = Pt(SMALL_PT)
        if kind == "text":
            made = OxmlElement("w:instrText")
            made.text = instruction
            run._r.append(made)
        elif kind != "shown":
            _set(run._r, "w:fldChar", fldCharType=kind)


def _rule(table: Any) -> None:
    borders = _set(table._tbl.tblPr, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _set(borders, f"w:{side}", val="single", sz="4", space="0", color="000000")


def _underline(cell: Any) -> None:
    borders = _set(cell._tc.get_or_add_tcPr(), "w:tcBorders")
    _set(borders, "w:bottom", val="single", sz="4", space="0", color="000000")


def _repeat(row: Any) -> None:
    _set(row._tr.get_or_add_trPr(), "w:tblHeader")
    _keep_whole(row)


def _keep_whole(row: Any) -> None:
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    _set(row._tr.get_or_add_trPr(), "w:cantSplit")
