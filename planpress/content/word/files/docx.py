"""A .docx → what it holds: paragraphs with their automatic numbers, tables, and all that stands beside.

In: a package that may be read. Out: a `Document`. Labels are kept as they are printed, without the tab or blank that
parts them from the words; blanks around a line are left out, such as those by which an office indents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from planpress.content.word.document import Apart, Beside, Block, Document, Origin, Paragraph, Table
from planpress.content.word.files.numbering import Numbering, UnknownNumberError, numbering_of
from planpress.content.word.files.package import Package, refusal
from planpress.content.word.files.runs import Words
from planpress.content.word.files.settle import Tracked, choose, settle
from planpress.content.word.files.styles import Look, Styles, styles_of
from planpress.content.word.files.table_rows import Rows, is_one_cell
from planpress.content.word.files.xml import TOLD, WP, M, W, sign_of, value, words_of
from planpress.content.word.marks import OURS, PROPERTIES
from planpress.i18n import Translate

APART: dict[str, Apart] = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnote",
    "endnotes": "endnote",
    "comments": "comment",
    "diagramData": "box",
    "chart": "box",
}
"""Kinds of parts that hold words beside the text, and what stands in them."""

_REFERENCES = {W + f"{kind}Reference": kind for kind in ("footnote", "endnote", "comment")}
_DRAWN = {W + "drawing", W + "pict", W + "object"}
_PICTURES = {"blip", "imagedata", "OLEObject", "chart", "relIds"}
_COUNTED = ("LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT")
"""Fields that count by themselves, and show a number that stands nowhere in the file."""


def read_docx(package: Package, tracked: Tracked, _: Translate) -> Document:
    """Return what a package holds.

    Raises:
        ContentError: If something in it cannot be read for certain; the paragraph is named.
    """
    root = package.main()
    styles = styles_of(next(iter(package.of_kind("styles")), None))
    settle(root, styles, tracked, package.name, _)
    numbering = numbering_of(next(iter(package.of_kind("numbering")), None), styles.lists())
    ended = {str(one.get(W + "id")) for one in root.iter(W + "bookmarkEnd")}
    reader = _Reader(package, styles, numbering, _, ended)
    blocks = tuple(reader.blocks(root.find(W + "body")))
    reader.refuse_open_field()
    reader.parts()
    return Document(
        package.name, blocks, tuple(reader.beside), _origin(package), remarks=tuple(dict.fromkeys(reader.remarks))
    )


def _origin(package: Package) -> Origin:
    root = package.part("docProps/custom.xml")
    if root is None:
        return Origin()
    said = {str(one.get("name")): "".join(one.itertext()).strip() for one in root}
    return Origin(**{key: said.get(name, "") for key, name in PROPERTIES.items()})


@dataclass
class _Field:
    """A field that has begun: in which paragraph, whether its code still stands there, and the code."""

    number: int
    in_code: bool = True
    code: str = ""


@dataclass
class _Reader:
    """Where in the file the reading stands."""

    package: Package
    styles: Styles
    numbering: Numbering
    translate: Translate
    ended: set[str]
    """Bookmarks that end somewhere; others stand at their paragraph alone."""
    number: int = 0
    beside: list[Beside] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    active: dict[str, str] = field(default_factory=dict)
    fields: list[_Field] = field(default_factory=list)
    fixed: dict[tuple[str, str], int] = field(default_factory=dict)

    # ------------------------------------------------------------ blocks

    def blocks(self, element: Any) -> Iterator[Block]:
        """Yield what stands in the body, or in a cell."""
        for child in element:
            if child.tag == W + "p":
                yield self.paragraph(child)
            elif child.tag == W + "tbl":
                yield from self.table(child)
            elif child.tag == W + "altChunk":
                message = self.translate(
                    "A part of another file is put in here, and not read: put its words in instead"
                )
                raise refusal(self.package.name, message, number=self.number)
            elif child.find(f".//{W}p") is not None:
                yield from self.blocks(child)
            else:
                self.beyond(child)

    def beyond(self, child: Any) -> None:
        """Take what stands between blocks or runs: bookmarks, and what was taken out."""
        if child.tag == TOLD:
            self.tell(child.get("kind"), child.get("text"))
        elif child.tag in (W + "bookmarkStart", W + "bookmarkEnd"):
            self.bookmark(child, None)

    def tell(self, kind: Apart, text: str) -> None:
        if text.strip():
            self.beside.append(Beside(kind, self.number, text))

    def remark(self, message: str) -> None:
        self.remarks.append((self.number, message))

    def table(self, element: Any) -> Iterator[Block]:
        """Yield a table; of one that only sets a frame around others, what stands in it."""
        if is_one_cell(element):
            yield from self.blocks(element)
            return
        before, rows = self.number, Rows(element)
        for child in element:
            if child in rows.again:
                self.tell("repeated", words_of(child))
                self.marks_in(child)
            elif child.tag == W + "tr":
                self.row(child, rows)
            else:
                self.beyond(child)
        cells = rows.cells()
        first = next((one.number for cell in cells for one in cell.paragraphs), before)
        if cells:
            yield Table(first, cells, rows.many, rows.columns, rows.heads)

    def row(self, row: Any, rows: Rows) -> None:
        """Read a row; what goes on with the cell above it has no paragraph of its own, and counts as none."""
        rows.begin(row)
        for child in row:
            if child.tag != W + "tc":
                self.beyond(child)
            elif rows.goes_on(child) and not words_of(child):
                self.marks_in(child)
                rows.add(child, ())
            else:
                rows.add(child, tuple(self.in_cell(child)))

    def marks_in(self, element: Any) -> None:
        """Begin and end the bookmarks in what is not read."""
        for mark in element.iter(W + "bookmarkStart", W + "bookmarkEnd"):
            self.bookmark(mark, None)

    def in_cell(self, cell: Any) -> Iterator[Paragraph]:
        for block in self.blocks(cell):
            if isinstance(block, Paragraph):
                yield block
                continue
            self.remark(self.translate("A table inside a cell: its cells were written one below the other"))
            for inner in block.cells:
                yield from inner.paragraphs

    # ------------------------------------------------------------ paragraphs

    def paragraph(self, element: Any) -> Paragraph:
        """Read a paragraph."""
        self.number += 1
        look = self.styles.of_paragraph(element)
        words = Words()
        style = value(element.find(W + "pPr"), "pStyle") or self.styles.paragraph
        label, level = self.label(look, style, element)
        self.inline(element, words, look)
        outline = look.outline if look.outline is not None and look.outline < 9 else None
        return Paragraph(
            number=self.number,
            text=words.text,
            label=label,
            level=outline if outline is not None else level,
            style=self.styles.called(style),
            centred=look.align == "center",
            right=look.align in ("right", "end"),
            bold=words.bold,
            size_pt=words.size_pt,
            marks=words.marks(),
        )

    def label(self, look: Look, style: str, element: Any) -> tuple[str, int | None]:
        """Return the automatic number of a paragraph, and its level."""
        if not look.number or look.number not in self.numbering.lists:
            return "", None
        by_style = self.numbering.level_of_style(look.number, look.numbered_by or style)
        at = by_style if look.numbered_by and by_style is not None else look.level
        at = by_style if at is None else at
        try:
            return self.numbering.label(look.number, at or 0), at or 0
        except UnknownNumberError as unknown:
            message = self.translate(
                "The number of this paragraph has the format '%(format)s', which cannot be read for certain: "
                "type the number, or choose another format"
            )
            raise refusal(self.package.name, message % {"format": unknown}, words_of(element), self.number) from None

    def inline(self, element: Any, words: Words, look: Look) -> None:
        """Read what stands in a paragraph, or in a link or a field in it."""
        for child in element:
            if child.tag == W + "r":
                self.run(child, words, self.styles.of_run(child, look))
            elif child.tag in (W + "pPr", W + "rPr") or not isinstance(child.tag, str):
                continue
            elif child.tag in (W + "bookmarkStart", W + "bookmarkEnd"):
                self.bookmark(child, words)
            elif child.tag in (M + "oMath", M + "oMathPara"):
                self.remark(self.translate("A formula: its signs were written one behind the other"))
                self.write(words_of(child), words, look)
            elif child.tag == TOLD:
                self.beyond(child)
            else:
                if child.tag == W + "fldSimple":
                    self.code(str(child.get(W + "instr", "")))
                self.inline(child, words, look)

    def run(self, run: Any, words: Words, look: Look) -> None:
        """Read a run: words, signs, fields, and what is fixed to it."""
        for child in run:
            if child.tag in (W + "t", W + "delText"):
                self.write(re.sub(r"[\n\r]", " ", child.text or ""), words, look)
            elif child.tag in (W + "instrText", W + "delInstrText"):
                if self.fields:
                    self.fields[-1].code += child.text or ""
                else:
                    self.code(child.text or "")
            elif child.tag == W + "fldChar":
                self.field_sign(str(child.get(W + "fldCharType")))
            elif child.tag in _REFERENCES:
                self.fixed[_REFERENCES[child.tag], str(child.get(W + "id"))] = self.number
            elif child.tag in _DRAWN:
                self.drawn(child)
            elif child.tag == W + "ruby":
                self.tell("hidden", "".join(words_of(one) for one in child.iter(W + "rt")))
                for base in child.iter(W + "rubyBase"):
                    self.inline(base, words, look)
            elif child.tag == TOLD:
                self.beyond(child)
            elif sign := sign_of(child):
                self.write(sign, words, look)

    def write(self, text: str, words: Words, look: Look) -> None:
        if self.fields and any(one.in_code for one in self.fields):
            self.fields[-1].code += text
        else:
            words.add(text, look, self.active)

    def drawn(self, element: Any) -> None:
        """Tell the words of a box, and that a picture is left out."""
        words = words_of(element)
        self.tell("box", words)
        if any(etree.QName(one).localname in _PICTURES for one in element.iter()):  # others are lines and frames
            said = " ".join(str(one.get("descr") or "") for one in element.iter(WP + "docPr")).strip()
            named = self.translate("A picture or an object stands here and is left out: %(said)s") % {"said": said}
            self.remark(named if said else self.translate("A picture or an object stands here and is left out"))

    def field_sign(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(_Field(self.number))
        elif kind == "separate" and self.fields:
            self.fields[-1].in_code = False
        elif kind == "end" and self.fields:
            self.code(self.fields.pop().code)

    def code(self, code: str) -> None:
        """Tell the code of a field."""
        self.tell("field", code.strip())
        name = (code.split() or [""])[0].upper()
        if name in _COUNTED:
            message = self.translate(
                "A field counts here by itself, and its number stands nowhere in the file: type the number"
            )
            raise refusal(self.package.name, message, code.strip(), self.number)
        if name == "EQ":
            self.remark(self.translate("Signs that are set into one another stand here and are left out: type them"))

    def refuse_open_field(self) -> None:
        """Refuse a field that never ends: all words behind it would be taken for its code."""
        for one in self.fields:
            if one.in_code:
                message = self.translate(
                    "A field begins in this paragraph and never ends: take it out, or insert it anew"
                )
                raise refusal(self.package.name, message, one.code.strip(), one.number)

    def bookmark(self, element: Any, words: Words | None) -> None:
        """Begin or end a bookmark of ours."""
        key = str(element.get(W + "id"))
        if element.tag == W + "bookmarkEnd":
            if (name := self.active.pop(key, None)) and words is not None:
                words.end(name)
            return
        name = str(element.get(W + "name"))
        if not OURS.match(name):
            return
        if words is not None:
            words.begin(name)
        if key in self.ended:
            self.active[key] = name
        elif words is not None:
            words.end(name)

    # ------------------------------------------------------------ parts

    def parts(self) -> None:
        """Tell what stands in other parts, with the paragraph that it is fixed to."""
        for kind, apart in APART.items():
            for root in self.package.of_kind(kind):
                choose(root)
                notes = list(root) if apart in ("footnote", "endnote", "comment") else [root]
                for note in notes:
                    number = self.fixed.get((apart, str(note.get(W + "id"))), 0)
                    if text := words_of(note):
                        self.beside.append(Beside(apart, number, text))
