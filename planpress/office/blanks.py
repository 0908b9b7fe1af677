"""Sheets that differ in their slots alone → one file with a stand-in in each slot, filled in for each of them.

In: a sheet, and what writes a whole file. Out: the bytes of the sheet's own file; pure.

A file is written once for all that share it, its parts without a slot are packed once, and the values are put in the
place of their stand-ins. Writing a file takes twenty times as long as filling it in.
"""

import io
import re
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from xml.sax.saxutils import escape

from planpress.office.docx_parts import packed
from planpress.office.wording import Wording, lines_in
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet

STAND_IN = "\ue000{name}\ue001"
"""Stands for a slot while a file is written; private characters, which no text of a plan may have."""

_STAND_IN = re.compile(STAND_IN.format(name="([a-z]+)"))

Parts = Sequence[tuple[str, bytes]]
"""Name and content of each part of a file, in the order that readers expect."""

Slots = Mapping[str, str]
"""Slot → the value that a sheet has in it."""


class Blanks(ABC):
    """Files of one edition and one kind; sheets that share a blank share the work."""

    def __init__(self, edition: Edition) -> None:
        """Start without any blank."""
        self.edition = edition
        self._asked: dict[str, tuple[tuple[str, float, float], ...]] = {}
        self._made: dict[tuple[str, tuple[int, ...]], tuple[bytes, dict[str, str]]] = {}

    def file(self, sheet: Sheet) -> bytes:
        """Return the file of `sheet`, which is of a form."""
        slots, shared = self.slots(Wording(sheet, self.edition))
        shape = repr((shared.view, sheet.form))  # equal where all but the slots is, and much faster than JSON
        measure = Measure(slots)
        for asked in self._asked.get(shape, ()):
            measure(*asked)
        key = shape, tuple(measure.lines.values())
        if key not in self._made:
            parts = self.write(shared, measure)
            self._asked[shape] = tuple(measure.lines)
            key = shape, tuple(measure.lines.values())
            filled = {name: content.decode() for name, content in parts if STAND_IN[0].encode() in content}
            self._made[key] = packed(part for part in parts if part[0] not in filled), filled
        begun, filled = self._made[key]
        values = {name: self.escaped(value) for name, value in slots.items()}
        return packed([(name, put_in(content, values).encode()) for name, content in filled.items()], begun)

    def slots(self, words: Wording) -> tuple[Slots, Wording]:
        """Return the slots of a sheet, and the sheet with a stand-in for each."""
        sheet, view = words.sheet, words.view
        slots = {name: value for name, value in {**view.slots(), "clauses": view.clauses}.items() if value}
        marks = {name: STAND_IN.format(name=name) for name in (*slots, "code", "key", "title", "sector", "leads")}
        slots |= {"code": sheet.code, "fingerprint": sheet.mark, "key": sheet.fingerprint, "title": sheet.title}
        if view.sector:
            slots |= {"sector": view.sector.short, "leads": words.say(", ").join(view.sector.leads)}
            leads = (marks["leads"],) if view.sector.leads else ()
            view = replace(view, sector=replace(view.sector, short=marks["sector"], leads=leads))
        view = replace(view.filled(marks), clauses=marks.get("clauses", ""), basis=())  # the basis itself is not shown
        shown = replace(sheet, code=marks["code"], fingerprint=marks["key"], title=marks["title"], view=view)
        return slots, replace(words, sheet=shown)

    def escaped(self, value: str) -> str:
        """Return `value` as the library writes it into a part."""
        return escape(value)

    @abstractmethod
    def write(self, words: Wording, measure: "Measure") -> Parts:
        """Write the whole file of a sheet with stand-ins."""


class Measure:
    """Tells how many lines a text takes once its slots are filled in, and remembers `lines` by what was asked.

    Files that are filled in from one blank have as many lines everywhere.
    """

    def __init__(self, slots: Slots) -> None:
        """Measure texts with these values in the place of stand-ins."""
        self.slots = slots
        self.lines: dict[tuple[str, float, float], int] = {}

    def __call__(self, text: str, width_mm: float, size_pt: float) -> int:
        """Return about how many lines `text` takes in a column of `width_mm`."""
        count = lines_in(put_in(text, self.slots), width_mm, size_pt)
        if STAND_IN[0] in text:
            self.lines[text, width_mm, size_pt] = count
        return count


def put_in(text: str, slots: Slots) -> str:
    """Return `text` with values in the place of stand-ins."""
    return _STAND_IN.sub(lambda found: slots[found[1]], text)


def with_mark(words: Wording, text: str) -> str:
    """Return `text` with a slot where it tells the fingerprint in groups; the one of addresses is another."""
    return text.replace(words.sheet.mark, STAND_IN.format(name="fingerprint"))


def parts_of(file: bytes) -> Parts:
    """Return what a library has packed."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        found = [(name, archive.read(name)) for name in archive.namelist()]
    return sorted(found, key=lambda part: (part[0] != "[Content_Types].xml", not part[0].startswith("_rels/"), part[0]))
