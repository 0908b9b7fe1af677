"""Text as an editor is shown it: what cannot be seen is written out.

In: a value or a line as found. Out: the same in one line, or with a mark under one of its characters.
"""

from __future__ import annotations

import re
import unicodedata

NBSP = "\u00a0"
IDEOGRAPHIC_SPACE = "\u3000"

# Control and format characters (zero-width, bidi), and the line ends that only YAML knows.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\uffff\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """Return the start of `text` in one line, special blanks as <U+3000>: they may be what is wrong."""
    shown = "".join(_written(char) if char > "\x7f" and char.isspace() else char for char in text)
    return " ".join(shown.split())[:60]


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
