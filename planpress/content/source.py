"""The values of a campaign's files, every scalar still text, each with its line; and how an editor is shown them.

In: what `reader.py` read. Out: `SourceFile` and `Source`, which find a value, its line and the record
around it; values and lines with what cannot be seen written out.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from planpress.errors import Problem

NBSP = "\u00a0"
IDEOGRAPHIC_SPACE = "\u3000"

# Control and format characters (zero-width, bidi), and the line ends that only YAML knows.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\uffff\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

_BLANK = re.compile(r"(?![\x00-\x7f])[\s\u2800\ufe00-\ufe0f]")

Value = Any
"""Text, a list of values, or a mapping of text to values."""

Loc = tuple[str | int, ...]
"""Way to a value from the top of its file: keys, and places in lists from 0."""


@dataclass(frozen=True)
class SourceFile:
    """One YAML file, and the line of every key and list element, counted from 1.

    Attributes:
        path: Relative to the campaign folder, with forward slashes.
        value: The mapping at its top; None where the file could not be read.
        broken: Values already reported: what they hold is a guess.
        gap: The line that had to be left out to read the rest; 0 where none had.
    """

    path: str
    text: str
    value: dict[str, Value] | None
    lines: dict[Loc, int] = field(default_factory=dict)
    broken: frozenset[Loc] = frozenset()
    gap: int = 0

    def missed(self, loc: Loc) -> str:
        """Return the line that had to be left out where it belongs to the record at `loc`, else nothing."""
        if not self.gap:
            return ""
        start, (last, line) = self.line(loc), self._before_gap
        # What stands last above the gap is part of the record, or on the line that it begins on.
        return self._left_out if start <= self.gap and (last[: len(loc)] == loc or line == start) else ""

    @cached_property
    def _before_gap(self) -> tuple[Loc, int]:
        """What stands last above the line that had to be left out, and on which line."""
        above = [(loc, line) for loc, line in self.lines.items() if line <= self.gap]
        return above[-1] if above else ((), 1)

    @cached_property
    def _left_out(self) -> str:
        return self.text.split("\n")[self.gap - 1]

    @property
    def folder(self) -> str:
        """The folder that tells what kind of file it is."""
        return self.path.rpartition("/")[0]

    @cached_property
    def whole(self) -> bool:
        """Whether every record of the file is known: only then can a reference into it lead nowhere."""
        holding = (found for loc in self.broken if (found := self.at(loc)) and not isinstance(found, str))
        return self.value is not None and not self.gap and not any(holding)

    def at(self, loc: Loc) -> Value:
        """Return the value at `loc`; None where there is none."""
        found: Value = self.value
        for step in loc:
            try:
                found = None if isinstance(found, str) else found[step]
            except (KeyError, IndexError, TypeError):
                return None
        return found

    def blames(self, loc: Loc) -> bool:
        """Whether the value at `loc`, or one around it, has been reported already."""
        return any(loc[:end] in self.broken for end in range(len(loc) + 1))

    def problem(self, loc: Loc, message: str, found: Value = "", warning: bool = False) -> Problem:
        """Return a problem at `loc`, with its line and the id of the record that holds it."""
        around = (self.at((*loc[:end], "id")) for end in range(len(loc), -1, -1))
        where = next((found for found in around if isinstance(found, str) and found), "")
        shown = found if isinstance(found, str) else ""
        return Problem(self.path, self.line(loc), visible(where), message, visible(shown), warning=warning)

    def line(self, loc: Loc) -> int:
        """Return the line of `loc`, or of the nearest value around it that has one."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)


@dataclass(frozen=True)
class Source:
    """All files of a campaign, in the order of their paths, and the problems found in them.

    `misnamed` are the files that are not read, since their name or place is wrong, as they should be called.
    """

    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]
    misnamed: frozenset[str] = frozenset()


def visible(text: str) -> str:
    """Return the start of `text` in one line, special blanks as <U+3000>: they may be what is wrong."""
    return " ".join(_BLANK.sub(lambda found: _written(found.group()), text).split())[:60]


def caret(line: str, column: int) -> str:
    """Return `line` and below it a ^ under the character at `column`.

    Characters that cannot be seen are written as <U+200B>; wide characters count two columns.
    """
    start = max(0, column - 30)
    shown = "..." if start else ""
    under = " " * len(shown)
    for index, char in enumerate(line[start : column + 30], start):
        seen = _written(char) if INVISIBLE.match(char) or char in (NBSP, IDEOGRAPHIC_SPACE, "\t") else char
        shown += seen
        if index < column:
            width = 2 if unicodedata.east_asian_width(seen[0]) in "WF" else 1
            under += " " * width * len(seen)
    return f"  {shown}\n  {under}^"


def _written(char: str) -> str:
    return f"<U+{ord(char):04X}>"
