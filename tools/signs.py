"""The prepared faces → `planpress/signs.txt`: every sign that paper can show, and how wide it is.

In: the faces that `build.py fonts` has prepared. Out: the table that `check` works by. It is renewed when the raw files
of the faces change: `python tools/signs.py`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from unicodedata import category, normalize

from fontTools.ttLib import TTFont

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from planpress.paper.fonts import ASCII, TAIL, FontSet, common_characters  # noqa: E402
from planpress.paper.machine import faces  # noqa: E402
from planpress.resources import SIGNS  # noqa: E402

LATIN = ("Num", "Hei")
"""The faces that begin a list: no other sets what is in ASCII. The second does so in the heads of tables."""

TONE_MARKS = frozenset((0x302E, 0x302F))
"""Signs that the faces have, but that shaping puts before what they stand behind."""

RADICALS = range(0x2E80, 0x2FE0)
"""Parts of ideographs, for which nobody looks where the ideograph itself is meant."""


def table(fonts: FontSet) -> str:
    """Return the table of `fonts`: ranges of signs of one width, then signs whose glyph is that of another."""
    faces = {path.stem: _glyphs(path) for path in sorted(fonts.folder.glob("*.ttf"))}
    # the first that has a sign sets it; the faces before these have no sign more
    shown = {code: (f"{name} {glyph}", wide) for name in reversed(TAIL) for code, (glyph, wide) in faces[name].items()}
    widths = dict[int, str]()
    for code in shown:
        found = (faces[name][code][1] for name in faces if code in faces[name])
        widths[code] = " ".join(str(faces[name][code][1]) for name in LATIN) if code in ASCII else str(max(found))
    alike = dict(_alike(shown))
    covered = [code for code in sorted(shown) if code not in alike and code not in TONE_MARKS]
    lines = [f"{name} {width}" for name, width in _ranges(covered, widths)]
    lines += [f"{code:04X} ={other:04X}" for code, other in sorted(alike.items())]
    return "\n".join(lines) + "\n"


def _glyphs(path: Path) -> dict[int, tuple[str, int]]:
    """Return each code point of a face with its glyph and its width, in thousandths of an em."""
    with TTFont(path, lazy=True) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"]
        found = ((code, glyph) for code, glyph in font.getBestCmap().items() if category(chr(code)) not in ("Cf", "Co"))
        return {code: (glyph, round(widths[glyph][0] * 1000 / em)) for code, glyph in found}


def _alike(shown: Mapping[int, tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """Yield each sign that has the glyph of another: where both stand in a file, one is copied as the other."""
    by_glyph, common = defaultdict(list), common_characters()
    for code, (glyph, _width) in sorted(shown.items()):
        if code not in common:  # those are set in a face of their own
            by_glyph[glyph].append(code)
    for codes in by_glyph.values():
        kept = min(codes, key=lambda code: (code in RADICALS or normalize("NFC", chr(code)) != chr(code), code))
        yield from ((code, kept) for code in codes if code != kept)


def _ranges(codes: Iterable[int], widths: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Yield `first-last` and the width of neighbours that are equally wide."""
    first = last = -1
    for code in codes:
        if first >= 0 and (code != last + 1 or widths[code] != widths[first]):
            yield (f"{first:04X}-{last:04X}" if last > first else f"{first:04X}"), widths[first]
            first = code
        first, last = (code if first < 0 else first), code
    yield (f"{first:04X}-{last:04X}" if last > first else f"{first:04X}"), widths[first]


if __name__ == "__main__":
    SIGNS.write_text(table(faces("en")), "utf-8")
