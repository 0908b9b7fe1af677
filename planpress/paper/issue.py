"""Campaign, unit and a number → numbered copies of the unit's pack, and the register of them.

In: everything that is printed, the unit, how many copies. Out: a folder with one PDF a copy and the filled register;
it appears in one step. For a copy nothing is laid out again: a mark is set on every page of the bound pack, and only
the mark differs between copies.

Source:
    ISO 32000-1: 8.10 (form XObjects), 14.8.2.2 (artifacts).
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pikepdf

from planpress.disk import place_beside, staging
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.paper.bind import ABOVE_POINTS
from planpress.paper.faces import Faces, Shaped, faces_of, length_of, number, operators, used_in
from planpress.paper.pool import Crew
from planpress.paper.press import Printing, Setup
from planpress.paper.run import Progress
from planpress.paper.stamp import file_of
from planpress.sheets.forms import copy_label, register_of
from planpress.sheets.printed import Printed

FAMILIES = ("Num", "Hei", "Small", "Gothic", "Rare", "Signs")
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


class Issued(NamedTuple):
    """Numbered copies that lie in their folder: the file of each, by number, and that of the register."""

    copies: tuple[Path, ...]
    register: Path


def issue_copies(
    campaign: Campaign,
    printed: Printed,
    unit: str,
    count: int,
    setup: Setup,
    target: Path,
    progress: Progress = lambda done, total: None,
) -> Issued:
    """Make `count` copies of the pack of `unit`, numbered from 1, and register them.

    The folder `target` is made; it must not exist, or be empty, so that no number is given twice. `progress` is told
    how many of how many copies are done.

    Raises:
        BuildError: If the unit has no pack, the folder is in use, or a sheet has a flaw.
    """
    edition = setup.edition
    _ = translations(edition.language).gettext
    packs = {pack.sheet.unit: pack for pack in printed.packs if pack.sheet.unit}
    if unit not in packs:
        words = _("There is no pack of a unit '%(unit)s'; there are: %(units)s")
        raise BuildError(words % {"unit": unit, "units": ", ".join(sorted(filter(None, packs)))})
    pack = packs[unit]
    register = register_of(campaign, pack.sheet, count, edition.line)
    with staging(place_beside(target), language=edition.language) as folder, Crew(setup.workers) as crew:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            words = _("The folder must be empty, so that no copy is numbered twice: %(name)s")
            raise BuildError(words % {"name": target})
        pressed, made = folder / "pressed", folder / "made"
        made.mkdir()
        setup = replace(setup, crew=crew)
        Printing((*pack.parts, register), (pack,), setup).run(pressed)
        whole = (pressed / pack.sheet.path).read_bytes()
        labels = [copy_label(place, count, edition.language) for place in range(1, count + 1)]
        names = [f"{pack.sheet.code}-{place:0{len(str(count))}}.pdf" for place in range(1, count + 1)]
        for place, pdf in enumerate(numbered(whole, labels, faces_of(setup.fonts), edition.language)):
            (made / names[place]).write_bytes(pdf)
            progress(place + 1, count)
        (made / f"{register.code}.pdf").write_bytes((pressed / register.path).read_bytes())
        made.replace(target)
    return Issued(tuple(target / name for name in names), target / f"{register.code}.pdf")


def numbered(pdf: bytes, labels: Sequence[str], faces: Faces, language: str) -> Iterator[bytes]:
    """Yield a copy of a bound pack for each label, such as `Copy 3 of 20`.

    A label stands in the foot of every page and large on the cover. Codes, fingerprints and page numbers stay.
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
