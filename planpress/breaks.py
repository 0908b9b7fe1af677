"""Text → the same text with marks that tell where a line may break and where it may not.

In: words as they are written. Out: words with U+2060 (no break here) and U+200B (a break is allowed here), which show
nothing, take no room and do not come out when text is copied. All that goes on paper goes through here once, and what
measures words without a layout breaks them by the same marks.

Source:
    GB/T 15834-2011, 5.1: what begins no line. W3C, Requirements for Chinese Text Layout, 3.1.3: a number and its unit
    stay together. Unicode UAX 14, which layout engines follow, knows neither for these signs.
"""

import re

JOIN, BREAK = "\u2060", "\u200b"

IDEOGRAPH = "\u2e80-\u2fff\u3041-\u30fb\u3100-\u312f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_DIGIT = "0-9\uff10-\uff19"

_PREFIX = "\u5343\u6beb\u5398\u516c\u5146\u5fae\u4e07\u4ebf\u5206\u5e73\u7acb\u65b9\u5c0f\u6444\u6c0f"
"""With these begin units of several ideographs: kilo, milli, centi, mega, micro, square, hour and the like."""

_NEVER_FIRST = "\u00b7\u2022\u2013\uff0d\uff5e\uff0f\u2103\u2109%\uff05\u2030\u00b0\u2032\u2033\u3371-\u33df"
"""Dots between names, dashes between numbers, and signs of units, of which some are one square sign such as \u33a1."""

_HELD = re.compile(
    rf"(?<=\S)(?=[{_NEVER_FIRST}])"  # these go with what stands before them
    r"|(?<=[^\s\u2014])(?=\u2014(?!\u2014))"  # so does a dash between two dates; one of two signs may begin a line
    rf"|(?<=[{_DIGIT}] )(?=[A-Za-z\u00b5\u03bc\u03a9])"  # a number goes with its unit, also behind a blank
)

_UNIT = re.compile(rf"(?<=[{_DIGIT}])[{_PREFIX}]{{0,3}}[{IDEOGRAPH}]")

_OPENED = re.compile("(?=\u201c)")
"""Engines take an opening quote for a closing one, and break before neither."""

_LONELY = re.compile(rf"(?<=[{IDEOGRAPH}])(?=[{IDEOGRAPH}]$)")


def marked(text: str) -> str:
    """Return `text` with marks; without the sign that asks for a picture in the place of a sign."""
    held = _UNIT.sub(lambda unit: "".join(JOIN + sign for sign in unit[0]), re.sub("[\ufe00-\ufe0f]", "", text))
    return _OPENED.sub(BREAK, _HELD.sub(JOIN, held))


def bare(text: str) -> str:
    """Return a marked text without its marks."""
    return text.replace(JOIN, "").replace(BREAK, "")


def titled(text: str) -> str:
    """Return a text of a few lines, such as the head of a column, whose last line is more than one ideograph."""
    return _LONELY.sub(JOIN, text)
