"""Packs and pressed sheets → the PDF of each pack, and one ZIP of all packs of units.

In: `Pack` values, the folder with their sheets, prepared faces. Out: a PDF a pack below the same folder,
and a `Pressed` record of each. A pack whose sheets and front matter did not change is taken from
the cache.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from planpress.model.addresses import PACKS_ZIP
from planpress.paper.cache import place_of
from planpress.paper.fonts import FontSet
from planpress.paper.layouts import slots_of
from planpress.paper.press import Pressed, Progress, Setup, make
from planpress.paper.recipe import key_of
from planpress.paper.worker import Item, Part, page_words
from planpress.sheets.edition import Edition
from planpress.sheets.packs import Pack
from planpress.sheets.sheet import Sheet

ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""What the ZIP says of the age of every file: the first day it can tell."""

BATCH = 4
"""Packs with one front matter in one job: it is laid out once for them."""


def bind_packs(
    packs: Sequence[Pack],
    pressed: Iterable[Pressed],
    edition: Edition,
    out: Path,
    cache: Path,
    fonts: FontSet,
    workers: int = 0,
    progress: Progress = lambda done, total: None,
) -> tuple[Pressed, ...]:
    """Bind every pack that the cache does not hold, and put all of them into `out`.

    Sheets lie on the disk of the machine that builds, so packs are bound there.

    Args:
        packs: With different paths.
        pressed: Their sheets, among others; the files lie below `out`.
        edition: What the foot of every sheet says.
        out: The packs come to lie at their `path` below it, and the ZIP of the packs of units.
        cache: Folder of earlier results; made where missing; may be deleted at any time.
        fonts: The only faces there are.
        workers: Number of processes; 0 for one a core.
        progress: Told how many of how many packs to bind are done.

    Returns:
        One record a pack, in the order of `packs`.

    Raises:
        BuildError: If the front matter of a pack has a flaw; the message names every one.
    """
    files = {file.path: file for file in pressed}
    numbering = page_words(edition.language)(1, 2)
    items = []
    for pack in packs:
        sums = [files[sheet.path].sha256 for sheet in pack.parts]
        parts = tuple(Part(out / sheet.path, files[sheet.path].pages) for sheet in pack.parts)
        items.append(Item(pack.sheet, place_of(cache, key_of(pack.sheet, edition, fonts, sums, numbering)), parts))
    made = make(items, Setup(edition, cache, fonts, workers), out, BATCH, progress)
    _zip([pack.sheet for pack in packs if pack.sheet.unit is not None], out)
    return made


def name_in_zip(sheet: Sheet) -> str:
    """Return the name of a pack for people: its code and its unit, without what a file system refuses."""
    words = f"{sheet.code} {slots_of(sheet)['unit']}"
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", words).strip(" .") + ".pdf"


def _zip(sheets: Sequence[Sheet], out: Path) -> None:
    """Write the ZIP of packs. Stored as they are: PDFs are compressed already."""
    if not sheets:
        return
    target = out / PACKS_ZIP
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for sheet in sorted(sheets, key=lambda sheet: sheet.code):
            entry = zipfile.ZipInfo(name_in_zip(sheet), ZIP_DAY)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, (out / sheet.path).read_bytes())
