"""The pattern of a form's document numbers → the numbers, and the blanks that stand for one not given yet.

In: a pattern such as `ESB-{year}-{serial:3}`, units, years and serials. Out: texts; pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planpress.model.records import Unit

BLANK, CITED_BLANK = "_" * 7, "_" * 5
"""What stands for a part that is written by hand, 15 mm long: in a number as it is set, and where blanks are drawn."""

DIGITS = 6
"""A serial has no more."""

_NAME = re.compile(r"\{([^{}]*)\}")
_SERIAL = re.compile(rf"serial(?::([1-{DIGITS}]))?")


@dataclass(frozen=True)
class Pattern:
    """A pattern: text with `{serial}` or, with leading zeros, `{serial:3}`; and `{year}`, `{unit}`, `{code}`."""

    text: str

    @property
    def faults(self) -> list[str]:
        """What in braces is none of these, as written; a brace alone is one too."""
        unknown = [found[0] for found in _NAME.finditer(self.text) if not self._is_known(found[1])]
        return unknown + re.findall("[{}]", _NAME.sub("", self.text))

    @staticmethod
    def _is_known(name: str) -> bool:
        return name in ("year", "unit", "code") or _SERIAL.fullmatch(name) is not None

    @property
    def serials(self) -> int:
        """How many serials it has: one, where it is sound."""
        return sum(_SERIAL.fullmatch(name) is not None for name in _NAME.findall(self.text))

    @property
    def yearly(self) -> bool:
        """Whether its serials begin anew each year."""
        return "{year}" in self.text

    @property
    def most(self) -> int:
        """The last serial that it has digits for."""
        found = _SERIAL.search(self.text)
        return int("9" * int((found and found[1]) or DIGITS))

    @property
    def blank(self) -> str:
        """What is printed where no number is given: the rest is written by hand."""
        return _NAME.sub(BLANK, self.text)

    @property
    def cited_blank(self) -> str:
        """The same where another document cites the number."""
        return _NAME.sub(CITED_BLANK, self.text)

    @property
    def alike(self) -> str:
        """What two patterns must differ in, so that no number can be of both."""
        return re.sub(r"\{serial[^{}]*\}", "{serial}", self.text)

    def of(self, unit: Unit | None) -> Pattern:
        """Return the pattern of the numbers that `unit` gives: what names it is filled in."""
        if unit is None:
            return self
        return Pattern(self.text.replace("{unit}", unit.short or unit.name).replace("{code}", unit.code))

    def number(self, year: int, serial: int) -> str:
        """Return a number; of a pattern `of` a unit, where it names one."""

        def shown(found: re.Match[str]) -> str:
            digits = _SERIAL.fullmatch(found[1])
            return f"{serial:0{digits[1] or 1}}" if digits else str(year) if found[1] == "year" else found[0]

        return _NAME.sub(shown, self.text)

    def serial_of(self, number: str, year: int | None = None) -> int:
        """Return the serial of a number that follows the pattern, of that year if one is given; 0 where it does not."""
        parts = _NAME.split(self.text)
        likes = [re.escape(part) if place % 2 == 0 else self._like(part, year) for place, part in enumerate(parts)]
        found = re.fullmatch("".join(likes), number)
        return int(found["serial"]) if found else 0

    @staticmethod
    def _like(name: str, year: int | None) -> str:
        if name == "year":
            return str(year) if year else "[0-9]{4}"
        digits = _SERIAL.fullmatch(name)
        if digits is None:
            return ".+"
        return f"(?P<serial>[0-9]{{{digits[1]}}})" if digits[1] else f"(?P<serial>[1-9][0-9]{{0,{DIGITS - 1}}})"
