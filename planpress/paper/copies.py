"""A bound pack → its numbered copies.

In: the PDF of a pack, the words for each copy, prepared faces. Out: the PDF of each copy. Nothing is
laid out again: a mark is set on every page, and only the mark differs between copies.

Source:
    ISO 32000-1: 8.10 (form XObjects), 14.8.2.2 (artifacts).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence

import pikepdf

from planpress.paper.bind import ABOVE_POINTS, font_of
from planpress.paper.embed import Cut, Faces, Shaped, embedded, number, text_operator

FAMILIES = ("Num", "Hei", "Rare")
"""Faces of the mark, first choice first."""

SIZE_POINTS = 10.5
PADDING_POINTS = 3.0
"""Between the words and the frame around them."""

LEFT_POINTS = 25 / 25.4 * 72
"""From the left edge of a page to the mark: the margin of the sheets."""

COVER_SCALE = 1.7
COVER_TOP_POINTS = 12 / 25.4 * 72
"""From the upper edge of the cover to the line its mark stands on."""

COVER_RIGHT_POINTS = 15 / 25.4 * 72

NAME = "/Copy"
"""Of the mark among the resources of a page."""


def numbered(pdf: bytes, labels: Sequence[str], faces: Faces, language: str) -> Iterator[bytes]:
    """Yield a copy of a pack for each label, which stands in the foot of every page and large on the cover.

    Args:
        pdf: The pack. Codes, fingerprints and page numbers stay as they are.
        labels: Words such as `Copy 3 of 20`.
        faces: What the labels are set in.
        language: Of the labels.
    """
    shaped = [faces.shaped(label, FAMILIES, language) for label in labels]
    texts: dict[str, dict[int, str]] = {}
    widths: dict[str, dict[int, float]] = {}
    for runs in shaped:
        for family, run in runs:
            texts.setdefault(family, {}).update((glyph.number, glyph.text) for glyph in run if glyph.text)
            widths.setdefault(family, {}).update((glyph.number, glyph.width * 1000) for glyph in run)
    cuts = {family: faces.cut(family, frozenset(held)) for family, held in sorted(widths.items())}
    broadest = max(map(_length, shaped), default=0.0)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = pikepdf.Dictionary()
        for family, cut in cuts.items():
            fonts[f"/{family}"] = font_of(document, embedded(family, cut, texts[family], widths[family]))
        mark = document.make_stream(b"")
        mark.Type, mark.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        mark.BBox = pikepdf.Array([-9, -9, 9 + broadest, 9 + SIZE_POINTS])
        mark.Resources = pikepdf.Dictionary(Font=fonts)
        for place, page in enumerate(document.pages):
            if "/XObject" not in page.Resources:
                page.Resources.XObject = pikepdf.Dictionary()
            page.Resources.XObject[NAME] = mark
            # It comes first, where the axes are still those of the paper.
            page.contents_add(_shown(page, broadest, cover=place == 0), prepend=True)
        for runs in shaped:
            mark.write(_drawn(runs, cuts))
            out = io.BytesIO()
            document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
            yield out.getvalue()


def _length(runs: Shaped) -> float:
    """Return how long shaped text is, in points."""
    return SIZE_POINTS * sum(glyph.advance for _family, run in runs for glyph in run)


def _shown(page: pikepdf.Page, broadest: float, *, cover: bool) -> bytes:
    """Return the operators that show the mark on a page: an artifact, passed over when read out."""
    marks = [f"1 0 0 1 {number(LEFT_POINTS)} {number(ABOVE_POINTS)} cm"]
    if cover:
        x = float(page.mediabox[2]) - COVER_RIGHT_POINTS - COVER_SCALE * (broadest + PADDING_POINTS)
        y = float(page.mediabox[3]) - COVER_TOP_POINTS
        marks.append(f"{COVER_SCALE} 0 0 {COVER_SCALE} {number(x)} {number(y)} cm")
    shown = "".join(f"q {place} {NAME} Do Q\n" for place in marks)
    return f"/Artifact<</Type/Pagination>>BDC\n{shown}EMC\n".encode()


def _drawn(runs: Shaped, cuts: Mapping[str, Cut]) -> bytes:
    """Return the operators of the mark: its words in a frame."""
    low = -SIZE_POINTS * 0.12 - PADDING_POINTS / 2
    frame = (-PADDING_POINTS, low, _length(runs) + 2 * PADDING_POINTS, SIZE_POINTS + PADDING_POINTS)
    out = ["0.6 w", f"{' '.join(map(number, frame))} re S", "BT", "1 0 0 1 0 0 Tm"]
    for family, run in runs:
        out.append(f"/{family} {number(SIZE_POINTS)} Tf")
        codes = cuts[family].numbers
        out.append(text_operator((codes[glyph.number], (glyph.width - glyph.advance) * 1000) for glyph in run))
    return "\n".join([*out, "ET"]).encode()
