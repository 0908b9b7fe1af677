"""A bound pack → its numbered copies.

In: the PDF of a pack, the words for each copy, prepared faces. Out: the PDF of each copy. Nothing is
laid out again: a mark is set on every page, and only the mark differs between copies.

Source:
    ISO 32000-1: 8.10 (form XObjects), 14.8.2.2 (artifacts).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pikepdf

from planpress.paper.bind import ABOVE_POINTS
from planpress.paper.faces import Faces, Shaped, length_of, number, operators, used_in
from planpress.paper.stamp import file_of

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
    broadest = SIZE_POINTS * max(map(length_of, shaped), default=0.0)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = {f"/{family}": faces.embed(document, family, used) for family, used in used_in(shaped).items()}
        mark = document.make_stream(
            b"",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[-9, -9, 9 + broadest, 9 + SIZE_POINTS],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts)),
        )
        for place, page in enumerate(document.pages):
            page.add_resource(mark, pikepdf.Name.XObject, pikepdf.Name(NAME))
            # It comes first, where the axes are still those of the paper.
            page.contents_add(_placed(page, broadest, cover=place == 0), prepend=True)
        for label in shaped:
            mark.write(_drawn(label))
            yield file_of(document)


def _placed(page: pikepdf.Page, broadest: float, *, cover: bool) -> bytes:
    """Return the operators that show the mark on a page: an artifact, passed over when read out."""
    marks = [f"1 0 0 1 {number(LEFT_POINTS)} {number(ABOVE_POINTS)} cm"]
    if cover:
        x = float(page.mediabox[2]) - COVER_RIGHT_POINTS - COVER_SCALE * (broadest + PADDING_POINTS)
        y = float(page.mediabox[3]) - COVER_TOP_POINTS
        marks.append(f"{COVER_SCALE} 0 0 {COVER_SCALE} {number(x)} {number(y)} cm")
    shown = "".join(f"q {place} {NAME} Do Q\n" for place in marks)
    return f"/Artifact<</Type/Pagination>>BDC\n{shown}EMC\n".encode()


def _drawn(shaped: Shaped) -> bytes:
    """Return the operators of the mark: its words in a frame."""
    low = -SIZE_POINTS * 0.12 - PADDING_POINTS / 2
    length = SIZE_POINTS * length_of(shaped)
    frame = (-PADDING_POINTS, low, length + 2 * PADDING_POINTS, SIZE_POINTS + PADDING_POINTS)
    words = operators(shaped, SIZE_POINTS)
    return f"0.6 w\n{' '.join(map(number, frame))} re S\nBT\n1 0 0 1 0 0 Tm\n{words}\nET".encode()
