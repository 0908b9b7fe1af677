"""The labelled lines in the head of a form → how much of the width each gets, and what one writes there.

In: labels, what is printed beside them, and the shares that the form asks for. Out: shares in per cent, line by line.
What a form asks for is in its fingerprint; how it is set is not: what is written there by hand must have room.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from planpress.fit import AROUND_MM, DATE_MM, LARGE_DATE_MM, MM_A_POINT, SIGN_MM, WIDE_COLON, Place, field_place
from planpress.i18n import Translate
from planpress.signs import width_of

HANDS = 2
"""Inspectors are two: each signs on a line of his own."""

APART_MM = 4.0
"""What parts these lines, and the name before a date from it."""

NAME_MM = 40.0
"""The least that a line which is set anew leaves for what one writes beside a label."""

UNIT_MM = 56.0
"""What it leaves for the name of a unit, the longest of which takes two lines there."""

Printed = Literal["", "unit", "other"]
"""What is printed beside a label; nothing where one writes."""


class Head(NamedTuple):
    """A field as its form asks for it."""

    label: str
    printed: Printed
    percent: float


class Asked(NamedTuple):
    """What one writes beside a label: so many lines to sign on, a date behind them."""

    hands: int
    date: bool


def printed_of(value: str) -> Printed:
    """Return what is printed in a field that shows such a value."""
    return "unit" if value == "unit" else "other" if value else ""


def asked_of(head: Head, place: Place, say: Translate) -> Asked:
    """Tell what one writes in a field, as far as its place has room for it; `say` speaks the language of the paper."""
    if head.printed:
        return Asked(0, False)
    hands = HANDS if _is_of_inspectors(head, say) and _holds(head, place.less(_hands_mm(head, say))) else 0
    room = place.less(_hands_mm(head, say) if hands else 0)
    room = room._replace(mm=room.mm - DATE_MM, large_mm=room.large_mm - LARGE_DATE_MM)
    return Asked(hands, _ends_with_date(head, say) and _holds(head, room))


def set_heads(heads: Sequence[Head], page: str, say: Translate) -> list[tuple[float, Asked]]:
    """Return the share of each field, and what one writes there.

    Shares are as asked, or anew in lines that leave too little for what is written.
    """
    shares = [share for line in _lines(heads) for share in _set(line, page, say)]
    return [(share, asked_of(head, field_place(page, share), say)) for head, share in zip(heads, shares, strict=True)]


def _lines(heads: Sequence[Head]) -> Iterator[list[Head]]:
    """Yield the fields line by line, as far as they fit beside each other."""
    line: list[Head] = []
    for head in heads:
        if line and sum(one.percent for one in line) + head.percent > 100:
            yield line
            line = []
        line.append(head)
    if line:
        yield line


def _set(line: Sequence[Head], page: str, say: Translate) -> list[float]:
    """Share a line anew where inspectors lack room, or where of three or more a unit's printed name has the most."""
    width = field_place(page, 100).mm
    places = [field_place(page, head.percent) for head in line]
    short = any(
        _is_of_inspectors(head, say) and not asked_of(head, place, say).hands
        for head, place in zip(line, places, strict=True)
    )
    open_to = [head.percent for head in line if not head.printed and not _ends_with_date(head, say)]
    units = [head.percent for head in line if head.printed == "unit"]
    if not short and not (len(line) > 2 and open_to and units and max(units) > max(open_to)):
        return [head.percent for head in line]
    needed = [Head(*head[:2], min(100.0, _needed_mm(head, width, say) / width * 100)) for head in line]
    return [share for part in _lines(needed) for share in _widened(part, say)]


def _widened(line: Sequence[Head], say: Translate) -> Iterator[float]:
    """Yield shares that fill a line: what is left goes to what is written, but no date."""
    rest = 100 - sum(head.percent for head in line)
    wide = [head for head in line if not head.printed and not _ends_with_date(head, say)] or line[-1:]
    for head in line:
        yield int((head.percent + (rest / len(wide) if head in wide else 0)) * 100) / 100


def _needed_mm(head: Head, width: float, say: Translate) -> float:
    around = width_of(head.label + WIDE_COLON) * 11 * MM_A_POINT + AROUND_MM
    if head.printed:
        return around + UNIT_MM if head.printed == "unit" else head.percent / 100 * width
    hands, date = _hands_mm(head, say), DATE_MM if _ends_with_date(head, say) else 0
    return around + (hands + date or NAME_MM)


def _hands_mm(head: Head, say: Translate) -> float:
    return HANDS * (SIGN_MM + APART_MM) if _is_of_inspectors(head, say) else 0


def _holds(head: Head, place: Place) -> bool:
    return width_of(head.label + WIDE_COLON) <= place.signs


def _is_of_inspectors(head: Head, say: Translate) -> bool:
    called = re.split(r"[^\w\s'\u2019]", head.label.lower())[0].strip()
    return not head.printed and called in say("inspector|inspectors|inspector's signature").split("|")


def _ends_with_date(head: Head, say: Translate) -> bool:
    word = say("date")
    return not head.printed and bool(re.search(rf"(?<![a-z]){word}$", head.label.lower()))
