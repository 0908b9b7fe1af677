"""Sheet → the lines in words of ours that its spreadsheet and its letter share with the paper.

In: a sheet and the edition. Out: text; pure.
"""

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from planpress.heads import set_heads
from planpress.i18n import translations
from planpress.model.addresses import check_address
from planpress.model.vocabulary import drawn_up
from planpress.sheets.edition import Edition
from planpress.sheets.forms import FieldView, FormSheetView
from planpress.sheets.sheet import Sheet

MM_PER_POINT = 25.4 / 72
NARROW_EM, ROOMY_EM = 0.55, 0.68
"""Width of a Latin letter, measured in its size, and of one in bold or in the wider face that a program may have; a
Chinese one is as wide as high."""

SMALLEST_PT = 6


@dataclass(frozen=True)
class Wording:
    """What a sheet says besides its form's own words."""

    sheet: Sheet
    edition: Edition

    def say(self, message: str) -> str:
        """Return `message` in the language of the edition."""
        return translations(self.edition.language).gettext(message)

    @property
    def view(self) -> FormSheetView:
        """What the sheet, which must be one of a form, shows."""
        assert isinstance(self.sheet.view, FormSheetView), self.sheet.code
        return self.sheet.view

    @property
    def about(self) -> str:
        """The line below the title: draft or not, sector, subtitle, who leads."""
        sector = self.view.sector
        leads = self.say(", ").join(sector.leads) if sector else ""
        parts = [
            self.say("DRAFT") if self.edition.draft else "",
            sector.short if sector else "",
            self.view.form.subtitle,
            self.say("Led by %(names)s") % {"names": leads} if leads else "",
        ]
        return " · ".join(filter(None, parts))

    @property
    def head(self) -> str:
        """What stands at the right of the head of each page."""
        sector = self.view.sector
        return " · ".join(filter(None, (self.view.unit, sector.short if sector else "", self.view.form.title)))

    @property
    def foot(self) -> str:
        """What stands at the left of the foot of each page: code, revision, fingerprint."""
        mark = self.say("Fingerprint %(value)s") % {"value": self.sheet.mark}
        return "  ".join([self.sheet.code, self.edition.line, mark])

    def pages(self, page: str, pages: str) -> str:
        """Return what stands at the right of the foot, of what the program puts for the numbers."""
        return self.say("Page %(page)s of %(pages)s") % {"page": page, "pages": pages}

    @property
    def remarks(self) -> list[str]:
        """The lines that close the form: whose it is, how to fill it in, copies, where it is checked."""
        form = self.view.form
        clauses = self.view.clauses
        ours = drawn_up(clauses, self.edition.language) if form.origin == "editor" else ""
        lines = [ours or self.say("Basis %(clauses)s") % {"clauses": clauses}, *form.instructions, form.copies]
        if self.edition.site_url:
            address = check_address(self.edition.site_url, self.sheet.code, self.sheet.fingerprint)
            lines.append(self.say("Still valid? %(address)s") % {"address": address})
        return [line for line in lines if line]

    @property
    def last_line(self) -> str:
        """The line of the body that tells code and fingerprint.

        Why:
            Of what offices do to a file, copying it into another most of all, a line of the body outlives nearly
            everything; the foot and the properties often go.
        """
        words = self.say("Code %(code)s  Fingerprint %(value)s (please leave this line as it is)")
        return words % {"code": self.sheet.code, "value": self.sheet.mark}

    def field_lines(self, most: int) -> Iterator[list[FieldView]]:
        """Yield the head fields line by line, as many in each as on paper, but at most `most`."""
        line: list[FieldView] = []
        form = self.view.form
        heads = set_heads([field.head for field in form.fields], form.page, self.say)
        for asked, (share, _what) in zip(form.fields, heads, strict=True):
            field = replace(asked, width_percent=share)
            if line and (sum(one.width_percent for one in line) + field.width_percent > 100 or len(line) == most):
                yield line
                line = []
            line.append(field)
        if line:
            yield line


def width_em(text: str, letter_em: float = NARROW_EM) -> float:
    """Return about how wide `text` is, measured in its size."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else letter_em for sign in text)


def mm_of(text: str, size_pt: float) -> float:
    """Return how wide `text` is at most, in the face of any program."""
    return width_em(text, ROOMY_EM) * size_pt * MM_PER_POINT


def lines_in(text: str, width_mm: float, size_pt: float) -> int:
    """Return about how many lines `text` takes in a column of `width_mm`, at least one."""
    room = max(1.0, width_mm / (size_pt * MM_PER_POINT))
    return sum(max(1, math.ceil(width_em(line) / room)) for line in text.split("\n"))


def pieces_of(text: str) -> list[str]:
    """Return what must not be torn: a word with the blank behind it, or a wide character."""
    found: list[str] = []
    for sign in text:
        wide = width_em(sign) == 1
        if found and not wide and not found[-1].endswith(" ") and width_em(found[-1][-1]) != 1:
            found[-1] += sign
        else:
            found.append(sign)
    return found


def size_for(text: str, room_mm: float, most_pt: float) -> float:
    """Return the size, at most `most_pt`, in which no word is wider than `room_mm`, as far as one can read it then."""
    longest = max((mm_of(piece.rstrip(), 1) for piece in pieces_of(text)), default=0)
    return most_pt if longest * most_pt <= room_mm else max(SMALLEST_PT, math.floor(room_mm / longest * 2) / 2)
