"""Sheets and packs → PDF files.

In: `Sheet` and `Pack` values, the `Edition` and prepared faces. Out: one PDF each below a folder, a `Pressed` record of
each, and one ZIP of all packs of units. What goes into a file decides its place in the cache, so that a second build
makes only what changed.
"""

import os
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from planpress.cache import place_of, put, recall, remembered
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.addresses import PACKS_ZIP
from planpress.paper.cluster import RemoteWorkers
from planpress.paper.fonts import FontSet
from planpress.paper.lint import Flaw
from planpress.paper.pool import Unfinished, run
from planpress.paper.recipe import key_of, recipe
from planpress.paper.slots import stand_in, unit_of
from planpress.paper.worker import Item, Job, Outcome, kept, page_words, work
from planpress.sheets.edition import Edition
from planpress.sheets.packs import Pack
from planpress.sheets.sheet import Sheet

BATCH = 100
"""Sheets of one layout in one job: enough to pay for opening the layout, few enough to share out."""

PACK_BATCH = 4
"""The same for packs with one front matter."""

ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""What the ZIP says of the age of every file: the first day it can tell."""

Progress = Callable[[int, int], None]
"""Told how many of how many files to make are done."""


@dataclass(frozen=True)
class Pressed:
    """A PDF that lies in its place: the code of its sheet, its address below the site, its size and check sum.

    `rows` is how many rows each table that fills its page has come to have, in order.
    """

    code: str
    path: str
    pages: int
    bytes: int
    sha256: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Setup:
    """What all files of a run are made with.

    Attributes:
        edition: What the foot of every sheet says.
        cache: Folder of earlier results; made where missing; may be deleted at any time.
        fonts: The only faces there are.
        workers: Number of processes; 0 for one a core.
        remote: Workers elsewhere that press, in the place of those of this machine.
    """

    edition: Edition
    cache: Path
    fonts: FontSet
    workers: int = 0
    remote: RemoteWorkers | None = None


def press(
    sheets: Iterable[Sheet], setup: Setup, out: Path, progress: Progress = lambda done, total: None
) -> tuple[Pressed, ...]:
    """Press every sheet that the cache does not hold, put all of them at their `path` below `out`, and return records.

    Raises:
        BuildError: If any sheet has a flaw; the message names every sheet and flaw. What was pressed without one stays
            in the cache. Also if a worker elsewhere has other faces, templates, code or libraries than this machine.
    """
    items = [Item(sheet, place_of(setup.cache, key_of(sheet, setup.edition, setup.fonts))) for sheet in sheets]
    return _make(items, setup, out, BATCH, progress)


def bind_packs(
    packs: Sequence[Pack],
    pressed: Iterable[Pressed],
    setup: Setup,
    out: Path,
    progress: Progress = lambda done, total: None,
) -> tuple[Pressed, ...]:
    """Bind packs as `press` presses sheets, and write the ZIP of those of units.

    Their sheets are among `pressed` and lie below `out`, on the machine that builds, so packs are bound there.
    """
    files = {file.path: file for file in pressed}
    numbering = page_words(setup.edition.language)(1, 2)
    items = []
    for pack in packs:
        sums = [files[sheet.path].sha256 for sheet in pack.parts]
        parts = tuple((out / sheet.path, files[sheet.path].pages) for sheet in pack.parts)
        key = key_of(pack.sheet, setup.edition, setup.fonts, sums, numbering)
        items.append(Item(pack.sheet, place_of(setup.cache, key), parts))
    made = _make(items, replace(setup, remote=None), out, PACK_BATCH, progress)
    _zip([pack.sheet for pack in packs if pack.sheet.unit is not None], out)
    return made


def name_in_zip(sheet: Sheet) -> str:
    """Return the name of a pack for people: its code and its unit, without what a file system refuses."""
    words = f"{sheet.code} {unit_of(sheet)}"
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


# ---------------------------------------------------------------- jobs


def _make(items: Sequence[Item], setup: Setup, out: Path, batch: int, progress: Progress) -> tuple[Pressed, ...]:
    """Make every file that the cache does not hold, `batch` of one layout in a job, and put all of them into `out`."""
    missing = {item.target: item for item in items if recall(item.target) is None}
    progress(0, len(missing))
    outcomes = _outcomes(_jobs(missing.values(), setup, batch), setup, progress)
    _refuse([(item.sheet, outcomes[target]) for target, item in missing.items()], setup.edition.language)
    found = []
    for item in items:
        record = remembered(item.target)
        put(item.target, out / item.sheet.path)
        facts = record["pages"], record["bytes"], record["sha256"], tuple(record["rows"])
        found.append(Pressed(item.sheet.code, item.sheet.path, *facts))
    return tuple(found)


def _jobs(items: Iterable[Item], setup: Setup, batch: int) -> list[Job]:
    """Return the jobs that make `items`: what has one layout together, what takes longest first."""
    away = recipe(setup.edition.language) if setup.remote else ""
    together: dict[Path, list[Item]] = {}
    for item in items:
        together.setdefault(layout_of(item.sheet, setup), []).append(item)
    jobs = [
        Job(tuple(found[at : at + batch]), setup.edition, setup.fonts.folder, layout, away)
        for layout, found in together.items()
        for at in range(0, len(found), batch)
    ]
    return sorted(jobs, key=lambda job: -sum(len(item.parts) for item in job.items))


def layout_of(sheet: Sheet, setup: Setup) -> Path:
    """Return where the cache keeps what a sheet shares with all that differ from it in slots only."""
    return place_of(setup.cache, key_of(stand_in(sheet), setup.edition, setup.fonts), "layout")


def _outcomes(jobs: list[Job], setup: Setup, progress: Progress) -> Mapping[Path, Outcome | Unfinished]:
    """Do `jobs`; return target → outcome. Where a job is lost, each of its files has another try alone."""
    if setup.remote is not None:
        workers = setup.remote.number
        run_all = partial(run, work, workers=workers, executor=setup.remote.executor, received=kept)
    else:
        run_all = partial(run, work, workers=setup.workers or os.cpu_count() or 1)
    total = sum(len(job.items) for job in jobs)
    # of the files, as many are done as on average
    results = run_all(jobs, progress=lambda done: progress(round(done * total / len(jobs)), total))
    found: dict[Path, Outcome | Unfinished] = {}
    lost = []
    for job, result in zip(jobs, results, strict=True):
        if not isinstance(result, Unfinished):
            found.update(zip([item.target for item in job.items], result, strict=True))
        elif len(job.items) == 1:
            found[job.items[0].target] = result
        else:
            lost += [replace(job, items=(item,)) for item in job.items]
    return {**found, **_outcomes(lost, setup, progress)} if lost else found


def _refuse(outcomes: Iterable[tuple[Sheet, Outcome | Unfinished]], language: str) -> None:
    """Raise one error that names every flaw once, with the first sheet that has it and how many more do."""
    _ = translations(language).gettext
    died = (Flaw(0, _("Its worker process died twice.")),)
    places: dict[str, list[str]] = {}
    for sheet, outcome in outcomes:
        flaws = died if isinstance(outcome, Unfinished) else outcome.flaws
        name = f"{sheet.code} ({', '.join(filter(None, (sheet.unit, sheet.form)))})"
        for flaw in flaws:
            place = _("%(name)s page %(page)s") % {"name": name, "page": flaw.page} if flaw.page else name
            places.setdefault(flaw.message, []).append(place)
    if places:
        more = _("%(first)s and %(more)s more")
        lines = []
        for message, found in places.items():
            place = found[0] if len(found) == 1 else more % {"first": found[0], "more": len(found) - 1}
            lines.append(f"{place}: {message}")
        raise BuildError("\n".join((_("%(count)s flaws on paper:") % {"count": len(lines)}, *lines)))
