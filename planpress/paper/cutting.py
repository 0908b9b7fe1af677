"""A raw font file → a face of the paper: with few characters, the name of its family and the common height.

In: a family, its raw file, and a folder. Out: a TrueType file in that folder, and the characters it has.
"""

import io
from collections.abc import Iterable
from pathlib import Path

import uharfbuzz
from fontTools.ttLib import TTFont

from planpress.paper.fonts import ASCENT, DESCENT, FEW, UNCUT, common_characters
from planpress.paper.outlines import quadratic

FAMILY_NAMES = (1, 3, 4, 6, 16)
"""Ids in the `name` table that carry the family's name."""


def make_face(job: tuple[str, Path, Path]) -> list[list[int]]:
    """Write one face, in a worker process; return the ranges of code points it has."""
    family, file, folder = job
    data = file.read_bytes()
    if family not in UNCUT:
        data = cut(data, FEW.get(family, common_characters()))
    data = quadratic(data, family, ASCENT, DESCENT) if data.startswith(b"OTTO") else _level(data, family)
    (folder / f"{family}.ttf").write_bytes(data)
    return _ranges(sorted(TTFont(io.BytesIO(data), lazy=True).getBestCmap()))


def cut(data: bytes, codes: Iterable[int]) -> bytes:
    """Return the font `data` with the glyphs of `codes` only."""
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).set(set(codes))
    # a CID-keyed subset with another charset than the identity shows blank pages in some readers
    wanted.flags = uharfbuzz.SubsetFlags.CFF_IDENTITY_CHARSET | uharfbuzz.SubsetFlags.NO_HINTING
    return bytes(uharfbuzz.subset(uharfbuzz.Face(data), wanted).blob.data)


def _level(data: bytes, family: str) -> bytes:
    """Return a TrueType font with its family name and the common metrics."""
    font = TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False, recalcBBoxes=False, fontNumber=0)
    em = font["head"].unitsPerEm
    ascent, descent = round(ASCENT * em), round(DESCENT * em)
    line, system, names = font["hhea"], font["OS/2"], font["name"]
    line.ascent, line.descent, line.lineGap = ascent, -descent, 0
    system.sTypoAscender, system.sTypoDescender, system.sTypoLineGap = ascent, -descent, 0
    system.usWinAscent, system.usWinDescent = ascent, descent
    system.usWeightClass = 400  # one face a family: style sheets never ask for another weight
    names.names = [record for record in names.names if record.nameID not in (*FAMILY_NAMES, 2, 17)]
    for number in FAMILY_NAMES:
        names.setName(family, number, 3, 1, 0x409)
    names.setName("Regular", 2, 3, 1, 0x409)
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


def _ranges(codes: Iterable[int]) -> list[list[int]]:
    """Return sorted code points as pairs of first and last."""
    found: list[list[int]] = []
    for code in codes:
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found
