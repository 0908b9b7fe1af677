"""Words and the place they print in → whether they fit, without laying anything out.

In: text, and places as the style sheets of `site_templates/print` make them, in usual and in large print. Out: lengths
in full-width signs (em) of the widest face, so that what fits here fits on paper; a line more or less is left free.
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from planpress.breaks import BREAK, IDEOGRAPH, JOIN, bare, marked, titled
from planpress.i18n import Translate
from planpress.signs import width_of

MM_A_POINT = 25.4 / 72

BLANK_MM = 3.2
"""Length of one underscore, which is a blank to write in."""

AROUND_MM = 6.5
"""What the space around a head field, and behind its label, takes."""

WRITE_MM = 10.0
"""The least that a label leaves of the line to write on beside it."""

SIGN_MM = 35.0
"""The same of a line to sign on."""

SIGN_LINE_MM = 10.0
"""Height of a line to sign on."""

ENTRY_MM = 30.0
"""The least of what else is written in that line: a number, a name."""

SMALL_UNIT = 0.72
"""How much smaller the name of a unit is in two lines of a head field or a cell."""

DATE_MM, LARGE_DATE_MM = 45.0, 49.0
"""What a date to write takes, in usual and in large print."""

SEAL_MM = 40.0
"""Width and height of the room for a seal."""

LINE_MM = 14 * 1.4 * MM_A_POINT
"""A line of text in large print."""

WIDE_COLON = "\uff1a"
"""What stands behind a label takes no more than this, in any language."""

PAGE = {"portrait": (170.0, 246.0), "landscape": (257.0, 159.0), "a3": (380.0, 246.0)}
"""Width and height between the margins of a later page of a form, in mm; A3 lies on its side."""

_BRACKETS = "(\uff08"

_OPEN = "\\(\\[{\u2018\u201c\u3008\u300a\u300c\u300e\u3010\u3014\uff08\uff3b\uff5b"
_WORD = (
    rf"(?:[{_OPEN}]*[{IDEOGRAPH}][^\s\w{BREAK}{_OPEN}{IDEOGRAPH}]*"
    rf"|[{_OPEN}]*[^\s{BREAK}{IDEOGRAPH}{_OPEN}]+|[{_OPEN}]+)"
)
_CHUNK = re.compile(rf"{_WORD}(?:(?:(?<={JOIN})| (?={JOIN})){_WORD})*")
"""What a line does not break: a word, or an ideograph with the marks around it, and what is joined to these."""


class Place(NamedTuple):
    """Where a line prints: its length in mm and the size of type in points, in usual and in large print.

    `head`: in the face of the heads of tables.
    """

    mm: float
    points: float
    large_mm: float
    large_points: float
    head: bool = False

    @property
    def signs(self) -> float:
        """How many full-width signs it holds in either."""
        return min(self.mm / self.points / MM_A_POINT, self.large_signs)

    @property
    def large_signs(self) -> float:
        """How many it holds in large print."""
        return self.large_mm / self.large_points / MM_A_POINT

    def less(self, mm: float) -> "Place":
        """Return the place without so many mm."""
        return self._replace(mm=self.mm - mm, large_mm=self.large_mm - mm)


def too_long(text: str, place: Place, _: Translate) -> str:
    """Return what to say of a text that does not fit into one line; nothing where it fits."""
    blanks = text.count("_") * BLANK_MM
    return _over(width_of(text.replace("_", "")), place.less(blanks).signs, _)


def too_high(text: str, width_mm: float, height_mm: float, _: Translate) -> str:
    """Return what to say of a text that fills a place of a fixed height, in large print; nothing where room is left."""
    signs, most = width_mm / 14 / MM_A_POINT, int(height_mm / LINE_MM)
    if "\n" not in text and 2 * width_of(text) / signs < most:
        return ""  # two lines hold more than one could
    if (lines := lines_of(text, signs)) <= most:
        return ""
    return _("This is up to %(lines)s lines; its place holds %(most)s") % {"lines": lines, "most": most}


def height_of(width_mm: float | None) -> float:
    """Return how high a page of a form is between its margins, which is so wide."""
    return dict(PAGE.values()).get(width_mm or 0, PAGE["portrait"][1])


def page_named(orientation: str, paper: str) -> str:
    """Return which of the pages a form has; an upright one where it is not said, or wrongly."""
    return paper if paper in PAGE else orientation if orientation in PAGE else "portrait"


def too_blank(text: str, mm: float, _: Translate) -> str:
    """Return what to say of a text with a blank to write in that is longer than a line of so many mm."""
    most, longest = int(mm / BLANK_MM), max(map(len, re.findall("_+", text)), default=0)
    if longest <= most:
        return ""
    return _("A blank has at most %(most)s underscores here (%(found)s)") % {"most": most, "found": longest}


def too_wide(text: str, place: Place, _: Translate) -> str:
    """Return what to say of a text with a word that does not fit into a line; nothing where it may break."""
    words = titled(text) if place.head else text
    widest = max((width_of(chunk, place.head) for chunk in chunks_of(words)), default=0)
    if widest <= place.signs:
        return ""
    message = _("This has a word too long for where it prints, in lines of %(limit)s full-width signs (%(found)s)")
    return message % {"limit": _down(place.signs), "found": f"{widest:.1f}"}


def _over(found: float, limit: float, _: Translate) -> str:
    if found <= limit:
        return ""
    message = _("This prints in one line of at most %(limit)s full-width signs (%(found)s)")
    return message % {"limit": _down(limit), "found": f"{found:.1f}"}


def _down(value: float) -> str:
    return f"{max(0.0, math.floor(value * 10) / 10):.1f}"


def chunks_of(text: str) -> Iterator[str]:
    """Yield the pieces of a text between which a line may break; blanks to write in are none."""
    return (bare(found[0]) for found in _CHUNK.finditer(marked(text.replace("_", " "))))


def halved(text: str) -> tuple[str, ...]:
    """Return `text` as two lines, as equally long as can be; as one where it has no place to break."""
    words = marked(text)
    ends = [found.end() for found in _CHUNK.finditer(words)][:-1]
    longer = {end: max(width_of(words[:end]), width_of(words[end:].lstrip())) for end in ends}
    if not longer:
        return (text,)
    end = min(longer, key=longer.__getitem__)
    return bare(words[:end]), bare(words[end:].lstrip())


def balanced(text: str, signs: float) -> tuple[str, ...]:
    """Return the lines of a title: its own, and of one that is longer than so many full-width signs the halves."""
    lines = text.split("\n")
    return tuple(part for line in lines for part in (halved(line) if width_of(line) > signs else (line,)))


def signing_lines(label: str) -> tuple[str, ...]:
    """Return the lines of the label of a line to sign on: a longer one is parted, before what it says in brackets."""
    if width_of(label) <= 6:
        return (label,)
    found = re.search(f"(?<=.)[{_BRACKETS}]", label)
    return (label[: found.start()].rstrip(), label[found.start() :]) if found else halved(label)


def field_place(page: str, percent: float) -> Place:
    """Return where a head field prints, label and line, which takes so much of the width of a page."""
    width = PAGE[page][0] + 5
    share = width * percent / 100
    return Place(share - AROUND_MM, 11, max(share, width / 2) - AROUND_MM, 14)


@lru_cache(1 << 14)
def lines_of(text: str, signs: float) -> int:
    """Return how many lines of so many full-width signs a text takes at most."""
    lines, used = 1, 0.0
    for part in re.findall(rf"\n|{_CHUNK.pattern}|[^\S\n]+", marked(text)):
        wide = 0.0 if part.isspace() and not used else width_of(part)
        if part == "\n" or (used + wide > signs and used):
            lines, used = lines + 1, 0.0
        more = int(wide / signs)  # a word that is longer than a line goes on in the next
        lines, used = lines + more, used + wide - more * signs
    return lines
