"""Signs → whether paper can show them, how wide they are there, and what to write instead; without a font.

In: `signs.txt`, which `tools/signs.py` writes from the prepared faces. Out: what `check` asks before anything is laid
out. Every list of faces ends with the one that has most signs, so that one table holds for all of them.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from planpress.resources import SIGNS

INSTEAD = {"☑": "🗹", "✔": "🗸✅", "×": "❌⨯", "•": "⁃"}
"""A sign that paper has → signs that offices use in its place. What Unicode itself calls equal needs no entry."""

NUMERALS = "".join(
    chr(code) for code in (0x3007, *range(0x4E00, 0xA000)) if unicodedata.numeric(chr(code), None) is not None
)
"""The signs that are numerals in Chinese, told by Unicode itself."""


class Signs(NamedTuple):
    """The table: first and last sign of each range, and their width in thousandths of an em, also in heads of tables.

    `alike` are signs that have the glyph of another, each with that one.
    """

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    widths: tuple[int, ...]
    heads: tuple[int, ...]
    alike: dict[str, str]


@cache
def _signs() -> Signs:
    ranges: list[tuple[int, int, int, int]] = []
    alike: dict[str, str] = {}
    for line in SIGNS.read_text("utf-8").splitlines():
        name, _blank, value = line.partition(" ")
        if value.startswith("="):
            alike[chr(int(name, 16))] = chr(int(value[1:], 16))
        else:
            first, _dash, last = name.partition("-")
            widths = value.split()
            ranges.append((int(first, 16), int(last or first, 16), int(widths[0]), int(widths[-1])))
    firsts, lasts, usual, heads = zip(*ranges, strict=True)
    return Signs(firsts, lasts, usual, heads, alike)


@cache
def _unshown() -> re.Pattern[str]:
    """Return what matches a sign that paper has not; line breaks and tabs are none."""
    signs = _signs()
    pairs = zip(signs.firsts, signs.lasts, strict=True)
    return re.compile(f"[^\\n\\t{''.join(f'{re.escape(chr(first))}-{re.escape(chr(last))}' for first, last in pairs)}]")


def unshown(text: str) -> Iterator[str]:
    """Yield each sign of `text` that no face has, once; what shows nothing by itself needs none."""
    yield from (sign for sign in dict.fromkeys(_unshown().findall(text)) if not is_silent(sign))


def is_silent(sign: str) -> bool:
    """Tell whether a sign shows nothing and takes no room; some keyboards put one behind ⚠ that asks for a picture."""
    return unicodedata.category(sign) in ("Cf", "Cc") or "\ufe00" <= sign <= "\ufe0f"


def instead_of(sign: str) -> str:
    """Return the nearest that paper can show in the place of `sign`; empty where there is nothing near."""
    ours = (shown for shown, signs in INSTEAD.items() if sign in signs)
    for near in (_signs().alike.get(sign, ""), *ours, *(unicodedata.normalize(form, sign) for form in ("NFC", "NFKC"))):
        if near and near != sign and not any(unshown(near)):
            return near
    return ""


def width_of(text: str, head: bool = False) -> float:
    """Return how long `text` is in one line, in em, in the widest of the faces that may set it.

    In the head of a table another face sets Latin.
    """
    return sum(map(_widths(head).__getitem__, text)) / 1000


class _Widths(dict[str, int]):
    """Sign → width in thousandths of an em, looked up once a sign."""

    def __init__(self, head: bool) -> None:
        self.head = head

    def __missing__(self, sign: str) -> int:
        signs = _signs()
        place = bisect_right(signs.firsts, ord(sign)) - 1
        shown = place >= 0 and ord(sign) <= signs.lasts[place]
        self[sign] = (signs.heads if self.head else signs.widths)[place] if shown else 0
        return self[sign]


@cache
def _widths(head: bool) -> _Widths:
    return _Widths(head)
