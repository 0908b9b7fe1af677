"""Sheet → the same form as a letter that a word processor opens.

In: a sheet and the edition. Out: the bytes of a `.docx` file; pure.

Sheets that differ in their slots alone share one letter: it is made once, with a stand-in in each slot,
and the values are put in its place. Making a letter takes many times as long as filling it in.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from markupsafe import Markup

from planpress.blocks.page import Say
from planpress.blocks.table import TableView
from planpress.blocks.ticks import ticked
from planpress.office.wording import Wording
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet
from planpress.templates import environment
from planpress.view import plain

PARTS = {
    "[Content_Types].xml": "types.xml",
    "_rels/.rels": "package.xml",
    "docProps/core.xml": "core.xml",
    "word/_rels/document.xml.rels": "links.xml",
    "word/document.xml": "document.xml",
    "word/footer.xml": "footer.xml",
    "word/header.xml": "header.xml",
    "word/settings.xml": "settings.xml",
    "word/styles.xml": "styles.xml",
}
"""Part of the file → its template below `site_templates/office/`, in the order readers expect."""

A4_MM = (210, 297)
LEFT_MM, RIGHT_MM = 25, 15
"""Margins as on paper: room to bind on the left."""

LABEL_MM, LINE_MM, SIGNED_MM = 14, 6, 3
"""Width of the column that names a section; height of a line; room below one to sign on."""

STAND_IN = "\ue000{name}\ue001"
"""Stands for a slot while the letter is made; private characters, which no text of a plan may have."""

COUNTED = "\ue002"
"""Stands before and behind a number that the word processor counts."""

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the earliest that the file format knows."""


class Letters:
    """Writes letters of one edition; those that share a layout share the work."""

    def __init__(self, edition: Edition) -> None:
        """Start without any letter made."""
        self.edition = edition
        self._made: dict[str, dict[str, str]] = {}

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
    shared = replace(
        sheet,
        code=STAND_IN.format(name="code"),
        fingerprint=STAND_IN.format(name="key"),
        title=STAND_IN.format(name="title"),
        view=view,
    )
    return slots, replace(words, sheet=shared)


def _filled(parts: Mapping[str, str], slots: Mapping[str, str]) -> bytes:
    """Pack `parts` with the stand-ins replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in parts.items():
            for slot, value in slots.items():
                text = text.replace(STAND_IN.format(name=slot), escape(value))
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, text)
    return target.getvalue()


def _parts(words: Wording) -> dict[str, str]:
    """Write the whole letter, part by part."""
    form = words.view.form
    width, height = A4_MM if form.orientation == "portrait" else A4_MM[::-1]
    letters = environment(words.edition.language)
    page = _Letter(letters.get_template("office/letter.xml").module, words.say, width - LEFT_MM - RIGHT_MM)
    for line in words.field_lines(len(form.fields)):
        page.fields(line)
    if form.fields:
        page.line("")
    for block in form.blocks:
        block.write(page)
    context = {
        "words": words,
        "sheet": words.sheet,
        "edition": words.edition,
        "body": Markup("").join(page.parts),
        # The fingerprint is printed in groups, so that it has a slot of its own beside the one for addresses.
        "foot": words.foot.replace(words.sheet.mark, STAND_IN.format(name="fingerprint")),
        "counted": COUNTED,
        "width_mm": width,
        "height_mm": height,
        "left_mm": LEFT_MM,
        "right_mm": RIGHT_MM,
        "text_mm": page.text_mm,
    }
    return {name: letters.get_template(f"office/{part}").render(context).lstrip() for name, part in PARTS.items()}


@dataclass(frozen=True)
class _Letter:
    """A letter while blocks are written to it; fulfils `blocks.page.Page`.

    Attributes:
        macros: Those of `macros/office/letter.xml`.
        text_mm: Width between the margins.
        parts: What was written so far.
    """

    macros: Any
    say: Say
    text_mm: float
    parts: list[Markup] = field(default_factory=list)

    def fields(self, line: Sequence[tuple[str, float]]) -> None:
        """Write head fields beside each other, each over its share of the width, in per cent."""
        shares = [share for _text, share in line]
        rest = 100 - sum(shares)
        widths = self._widths([*shares, rest] if rest > 1 else shares)
        self.parts.append(self.macros.fields([text for text, _share in line], widths))

    def heading(self, text: str) -> None:
        self.parts.append(self.macros.paragraph(text, "Heading2"))

    def line(self, text: str, *, bold: bool = False) -> None:
        self.parts.append(self.macros.paragraph(text, bold=bold))

    def box(self, text: str, height_mm: float) -> None:
        self.parts.append(self.macros.box(text, height_mm, self.text_mm))

    def beside(self, texts: Sequence[str], across: int) -> None:
        self.parts.append(self.macros.beside(texts, self._widths([1] * across)))

    def table(self, table: TableView) -> None:
        groups = [(group, list(columns)) for group, columns in groupby(table.columns, lambda column: column.group)]
        rows = [
            [text or ticked(column.ticks, self.say) for column, text in zip(table.columns, texts, strict=True)]
            for texts in table.rows
        ]
        self.parts.append(self.macros.table(groups, rows, self._widths(table.widths_mm()), table.row_height_mm))

    def sections(self, names: Sequence[tuple[str, str]]) -> Iterator[_Section]:
        found = [_Section(self.macros, self.say) for _name in names]
        yield from found
        bodies = [Markup("").join(section.parts) for section in found]
        self.parts.append(self.macros.sections(names, bodies, [LABEL_MM, self.text_mm - LABEL_MM]))

    def _widths(self, shares: Sequence[float]) -> list[float]:
        """Stretch or shrink widths to the width of the text."""
        return [share / sum(shares) * self.text_mm for share in shares]


@dataclass(frozen=True)
class _Section:
    """A cell of a letter while a block is written to it; fulfils `blocks.page.Section`."""

    macros: Any
    say: Say
    parts: list[Markup] = field(default_factory=list)

    def line(self, text: str, *, bold: bool = False) -> None:
        self.parts.append(self.macros.paragraph(text, bold=bold))

    def box(self, text: str, height_mm: float) -> None:
        self.parts.append(self.macros.paragraph(text, after_mm=height_mm - LINE_MM))

    def beside(self, texts: Sequence[str], across: int) -> None:
        self.parts.extend(self.macros.paragraph(text, after_mm=SIGNED_MM) for text in texts)
