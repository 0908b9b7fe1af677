"""Packs and pressed sheets → the PDF of each pack, and one ZIP of all packs of units.

In: `Pack` values, the folder with their sheets, prepared faces. Out: a PDF a pack below the same folder,
and a `Pressed` record of each. A pack whose sheets and front matter did not change is taken from
the cache.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache as once
from pathlib import Path
from typing import Any

from planpress.i18n import translations
from planpress.model.addresses import PACKS_ZIP
from planpress.paper import press as presses
from planpress.paper.bind import Mark, bind, plan_of
from planpress.paper.embed import faces_of
from planpress.paper.fonts import FontSet
from planpress.paper.layouts import slots_of, stand_in, title_of
from planpress.paper.pool import Lost, run
from planpress.paper.press import Outcome, Pressed
from planpress.paper.stamp import StampError, stamp
from planpress.sheets.cover import Cover
from planpress.sheets.edition import Edition
from planpress.sheets.packs import Pack
from planpress.sheets.sheet import Sheet

ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""What the ZIP says of the age of every file: the first day it can tell."""

OWN_CODE = ("bind.py", "packing.py")
"""Modules of ours that may change the bytes of a pack, besides those of the press."""

BATCH = 4
"""Packs with one front matter in one job: it is laid out once for them."""


@dataclass(frozen=True)
class Job:
    """What a worker needs to bind packs that share the layout of their front matter.

    Attributes:
        fronts: What stands for each pack; its view is the front matter.
        parts: Files of the sheets of each, in order.
        lengths: Their pages.
        targets: Where each pack is kept.
        edition: What the foot of the front matter says.
        fonts: Folder of the prepared faces.
        layout: Where the layout is kept.
    """

    fronts: tuple[Sheet, ...]
    parts: tuple[tuple[Path, ...], ...]
    lengths: tuple[tuple[int, ...], ...]
    targets: tuple[Path, ...]
    edition: Edition
    fonts: Path
    layout: Path


def bind_packs(
    packs: Sequence[Pack],
    pressed: Iterable[Pressed],
    edition: Edition,
    out: Path,
    cache: Path,
    fonts: FontSet,
    workers: int = 0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Pressed, ...]:
    """Bind every pack that the cache does not hold, and put all of them into `out`.

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
    places = {pack.sheet.path: presses.place_of(cache, _key(pack, files, edition, fonts)) for pack in packs}
    missing = [pack for pack in packs if presses.recall(places[pack.sheet.path]) is None]
    progress(0, len(missing))
    jobs = _jobs(missing, places, files, edition, out, cache, fonts)
    outcomes = _done(jobs, workers or os.cpu_count() or 1, progress)
    presses.refuse([(pack.sheet, outcomes[places[pack.sheet.path]]) for pack in missing], edition.language)
    made = []
    for pack in packs:
        place = places[pack.sheet.path]
        record = presses.remembered(place)
        presses.put(place, out / pack.sheet.path)
        made.append(Pressed(pack.sheet.code, pack.sheet.path, record["pages"], record["bytes"], record["sha256"]))
    _zip([pack.sheet for pack in packs if pack.sheet.unit is not None], out, edition)
    return tuple(made)


def _jobs(
    missing: Sequence[Pack],
    places: Mapping[str, Path],
    files: Mapping[str, Pressed],
    edition: Edition,
    out: Path,
    cache: Path,
    fonts: FontSet,
) -> list[Job]:
    """Return the jobs that bind `missing`: packs of one layout together, those with most sheets first."""
    together: dict[Path, list[Pack]] = {}
    for pack in missing:
        layout = presses.place_of(cache, presses.key_of(stand_in(pack.sheet), edition, fonts)).with_suffix(".layout")
        together.setdefault(layout, []).append(pack)
    batches = [
        (layout, packs[at : at + BATCH]) for layout, packs in together.items() for at in range(0, len(packs), BATCH)
    ]
    batches.sort(key=lambda batch: -sum(len(pack.parts) for pack in batch[1]))
    return [
        Job(
            tuple(pack.sheet for pack in packs),
            tuple(tuple(out / sheet.path for sheet in pack.parts) for pack in packs),
            tuple(tuple(files[sheet.path].pages for sheet in pack.parts) for pack in packs),
            tuple(places[pack.sheet.path] for pack in packs),
            edition,
            fonts.folder,
            layout,
        )
        for layout, packs in batches
    ]


def _done(jobs: list[Job], workers: int, progress: Callable[[int, int], None]) -> dict[Path, Outcome | Lost]:
    """Do `jobs`; return target → outcome. Where a batch is lost, each of its packs has another try alone."""
    total = sum(len(job.fronts) for job in jobs)
    found: dict[Path, Outcome | Lost] = {}
    while jobs:
        lost: list[Job] = []
        for job, result in zip(jobs, run(work, jobs, workers), strict=True):
            if not isinstance(result, Lost):
                found.update(zip(job.targets, result, strict=True))
            elif len(job.fronts) == 1:
                found[job.targets[0]] = result
            else:
                lost += [
                    replace(job, fronts=(front,), parts=(parts,), lengths=(lengths,), targets=(target,))
                    for front, parts, lengths, target in _each(job)
                ]
        progress(len(found), total)
        jobs = lost
    return found


def work(job: Job) -> tuple[Outcome, ...]:
    """Bind the packs of a job, in a worker process; return one outcome a pack."""
    press_job = presses.Job((), (), job.edition, job.fonts, job.layout)
    shared = presses.layout_of(job.layout, stand_in(job.fronts[0]), press_job)
    if isinstance(shared, Outcome):
        return (shared,) * len(job.fronts)
    return tuple(_bound(shared, *pack, job) for pack in _each(job))


def _each(job: Job) -> Iterator[tuple[Sheet, tuple[Path, ...], tuple[int, ...], Path]]:
    return zip(job.fronts, job.parts, job.lengths, job.targets, strict=True)


def _bound(
    shared: tuple[int, Any], front: Sheet, files: Sequence[Path], lengths: Sequence[int], target: Path, job: Job
) -> Outcome:
    _ = translations(job.edition.language).gettext
    length, base = shared
    faces = faces_of(FontSet(job.fonts))
    try:
        parts = [path.read_bytes() for path in files]
        plan = plan_of(length, lengths)
        starts = {f"page-{number}": str(start) for number, start in enumerate(plan.starts)}
        slots = {**slots_of(front), **starts, "pages": str(plan.total)}
        matter = stamp(base, slots, title_of(front), faces)
        pdf = bind(matter, parts, marks_of(front), _numbering(job.edition.language), faces, job.edition.language)
    except StampError as error:
        return Outcome(length, tuple(presses.flaw_of_slot(flaw, _) for flaw in error.flaws))
    except Exception as error:
        return presses.failed(error, job.edition.language)
    presses.keep(target, pdf, {"pages": plan.total})
    return Outcome(plan.total, ())


def _numbering(language: str) -> Callable[[int, int], str]:
    _ = translations(language).gettext
    return lambda page, pages: _("Pack page %(page)s of %(pages)s") % {"page": page, "pages": pages}


def marks_of(front: Sheet) -> tuple[Mark, ...]:
    """Return the bookmarks of a pack: one for each heading of its contents, with its sheets below."""
    marks = []
    part = 0
    for group in front.view.contents if isinstance(front.view, Cover) else ():
        below = tuple(Mark(f"{line.title} · {line.code}", number) for number, line in enumerate(group.sheets, part))
        marks.append(Mark(group.title, part, below))
        part += len(below)
    return tuple(marks)


# ---------------------------------------------------------------- cache


def _key(pack: Pack, files: Mapping[str, Pressed], edition: Edition, fonts: FontSet) -> str:
    """Return the name of everything that may change a byte of the pack."""
    front, sheets = presses.key_of(pack.sheet, edition, fonts), [files[sheet.path].sha256 for sheet in pack.parts]
    parts = [front, sheets, _numbering(edition.language)(1, 2), _recipe()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@once
def _recipe() -> str:
    code = [Path(__file__).with_name(name).read_bytes() for name in OWN_CODE]
    return hashlib.sha256(b"\0".join(code)).hexdigest()


# ---------------------------------------------------------------- all packs in one file


def name_in_zip(sheet: Sheet) -> str:
    """Return the name of a pack for people: its code and its unit, without what a file system refuses."""
    words = f"{sheet.code} {getattr(sheet.view, 'unit', '')}"
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", words).strip(" .") + ".pdf"


def _zip(sheets: Sequence[Sheet], out: Path, edition: Edition) -> None:
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
