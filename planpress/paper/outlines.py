"""A font with cubic outlines → the same font with few quadratic points.

In: the bytes of an OpenType font with CFF outlines. Out: the bytes of a TrueType font with the
same characters and widths.

Why: outlines drawn by hand have many points a reader cannot see, and a finer grid than paper shows.
Without them an embedded subset takes 45 % of the room; and no reader is known to mix up the glyphs of a TrueType font,
as some do with CID-keyed CFF.
"""

import io
from collections.abc import Iterator
from math import hypot
from typing import Any

import uharfbuzz
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

Point = tuple[float, float]
Segment = tuple[Point, ...]
"""What follows a point: one point for a line to it, three for a curve."""

TOLERANCE = 0.006
"""How far an outline may move, in em: 0.02 mm in the text of a form, 0.08 mm in a title of 36 pt."""

GRID = 250
"""Units of an em, of which ascent and descent are whole numbers. One is a third of a dot of 600 dpi in 10.5 pt."""

EPOCH = 3_000_000_000
"""A date of making that never changes, in seconds since 1904."""


def quadratic(data: bytes, family: str, ascent: float, descent: float) -> bytes:
    """Return the font `data` with quadratic outlines, the only name `family`, and so many em around the baseline."""
    face = uharfbuzz.Face(data)
    font = uharfbuzz.Font(face)
    codes = {code: f"u{code:04X}" for code in sorted(face.unicodes)}
    numbers = {".notdef": 0, **{name: font.get_nominal_glyph(code) for code, name in codes.items()}}
    names = list(numbers)
    scale = GRID / face.upem
    builder = FontBuilder(GRID, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(codes)
    builder.setupGlyf({name: _glyph(font, number, scale) for name, number in numbers.items()})
    left = {name: getattr(builder.font["glyf"][name], "xMin", 0) for name in names}
    builder.setupHorizontalMetrics(
        {name: (round(font.get_glyph_h_advance(number) * scale), left[name]) for name, number in numbers.items()}
    )
    up, down = round(ascent * GRID), round(descent * GRID)
    builder.setupHorizontalHeader(ascent=up, descent=-down)
    names_of_family = dict.fromkeys(("familyName", "uniqueFontIdentifier", "fullName", "psName"), family)
    builder.setupNameTable({**names_of_family, "styleName": "Regular"})
    builder.setupOS2(
        sTypoAscender=up, sTypoDescender=-down, sTypoLineGap=0, usWinAscent=up, usWinDescent=down, usWeightClass=400
    )
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=EPOCH, modified=EPOCH)
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _glyph(font: Any, number: int, scale: float) -> Any:
    tolerance = TOLERANCE * GRID
    recording = RecordingPen()
    font.draw_glyph_with_pen(number, TransformPen(recording, (scale, 0, 0, scale, 0, 0)))
    made = TTGlyphPen(None)
    pen = Cu2QuPen(made, tolerance, reverse_direction=True, all_quadratic=True)
    for start, segments in _contours(recording.value):
        pen.moveTo(start)
        for segment in straightened(start, segments, tolerance):
            (pen.lineTo if len(segment) == 1 else pen.curveTo)(*segment)
        pen.closePath()
    return made.glyph()


def _contours(drawing: list[tuple[str, tuple[Any, ...]]]) -> Iterator[tuple[Point, list[Segment]]]:
    """Yield the start and the segments of each closed contour."""
    start: Point = (0, 0)
    segments: list[Segment] = []
    for command, points in drawing:
        if command == "moveTo":
            start, segments = points[0], []
        elif command in ("lineTo", "curveTo"):
            segments.append(points)
        elif segments:
            if segments[-1][-1] != start:
                segments.append((start,))
            yield start, segments


def straightened(start: Point, segments: list[Segment], tolerance: float) -> list[Segment]:
    """Return `segments` with flat curves as lines, and lines that go on straight as one.

    No point of the outline moves farther than `tolerance`.
    """
    found: list[Segment] = []
    line: list[Point] = [start]
    for *between, end in segments:
        if _is_flat(between, line[-1], end, tolerance):
            line.append(end)
        else:
            found += [*_merged(line, tolerance), (*between, end)]
            line = [end]
    return [*found, *_merged(line, tolerance)]


def _merged(line: list[Point], tolerance: float) -> Iterator[Segment]:
    """Yield lines from the first point of `line` to its last, each as long as it can be."""
    here = 0
    while here < len(line) - 1:
        end = here + 1
        while end + 1 < len(line) and _is_flat(line[here + 1 : end + 1], line[here], line[end + 1], tolerance):
            end += 1
        yield (line[end],)
        here = end


def _is_flat(points: list[Point], start: Point, end: Point, tolerance: float) -> bool:
    return all(_beside(point, start, end) <= tolerance for point in points)


def _beside(point: Point, start: Point, end: Point) -> float:
    """Return how far `point` is from the stretch between `start` and `end`."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = hypot(across, up)
    x, y = point[0] - start[0], point[1] - start[1]
    if length == 0 or x * across + y * up < 0:
        return hypot(x, y)
    if x * across + y * up > length * length:
        return hypot(point[0] - end[0], point[1] - end[1])
    return abs(x * up - y * across) / length
