"""Sheets → PDF files.

In: `Sheet` values, the `Edition` and prepared faces. Out: one PDF a sheet below a folder, and a
`Pressed` record of each. What a sheet shows decides its place in the cache, so that a second
build presses only what changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.paper.cache import place_of, put, recall, remembered
from planpress.paper.cluster import RemoteWorkers
from planpress.paper.fonts import FontSet
from planpress.paper.layouts import SLOT_TEMPLATES, stand_in
from planpress.paper.lint import Flaw
from planpress.paper.pool import Unfinished, run
from planpress.paper.recipe import key_of, recipe
from planpress.paper.worker import Item, Job, Outcome, kept, work
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet

BATCH = 100
"""Sheets of one layout in one job: enough to pay for opening the layout, few enough to share out."""

Progress = Callable[[int, int], None]
"""Told how many of how many files to make are done."""


@dataclass(frozen=True)
class Pressed:
    """A PDF that lies in its place.

    Attributes:
        code: Printed number of its sheet.
        path: Address below the site.
        pages: Their number.
        bytes: Size of the file.
        sha256: Of the file.
    """

    code: str
    path: str
    pages: int
    bytes: int
    sha256: str


def press(
    sheets: Iterable[Sheet],
    edition: Edition,
    out: Path,
    cache: Path,
    fonts: FontSet,
    workers: int = 0,
    progress: Progress = lambda done, total: None,
    remote: RemoteWorkers | None = None,
) -> tuple[Pressed, ...]:
    """Press every sheet that the cache does not hold, and put all of them into `out`.

    Args:
        sheets: With different paths.
        edition: What the foot of every sheet says.
        out: The PDFs come to lie at their `path` below it.
        cache: Folder of earlier results; made where missing; may be deleted at any time.
        fonts: The only faces there are.
        workers: Number of processes; 0 for one a core.
        progress: Told how many of how many sheets to press are done.
        remote: Workers elsewhere, in the place of those of this machine.

    Returns:
        One record a sheet, in the order of `sheets`.

    Raises:
        BuildError: If any sheet has a flaw; the message names every sheet and flaw. What was
            pressed without one stays in the cache. Also if a worker elsewhere has other faces,
            templates, code or libraries than this machine.
    """
    items = [Item(sheet, place_of(cache, key_of(sheet, edition, fonts))) for sheet in sheets]
    return make(items, Setup(edition, cache, fonts, workers, remote), out, BATCH, progress)


@dataclass(frozen=True)
class Setup:
    """What all files of a run are made with; see `press`."""

    edition: Edition
    cache: Path
    fonts: FontSet
    workers: int
    remote: RemoteWorkers | None = None


def make(items: Sequence[Item], setup: Setup, out: Path, batch: int, progress: Progress) -> tuple[Pressed, ...]:
    """Make every file that the cache does not hold, `batch` of one layout in a job, and put all of them into `out`.

    Raises:
        BuildError: If any file has a flaw; the message names every one.
    """
    missing = {item.target: item for item in items if recall(item.target) is None}
    progress(0, len(missing))
    outcomes = _outcomes(_jobs(missing.values(), setup, batch), setup, progress)
    _refuse([(item.sheet, outcomes[target]) for target, item in missing.items()], setup.edition.language)
    found = []
    for item in items:
        record = remembered(item.target)
        put(item.target, out / item.sheet.path)
        found.append(Pressed(item.sheet.code, item.sheet.path, record["pages"], record["bytes"], record["sha256"]))
    return tuple(found)


def _jobs(items: Iterable[Item], setup: Setup, batch: int) -> list[Job]:
    """Return the jobs that make `items`: what has one layout together, what takes longest first."""
    away = recipe(setup.edition.language) if setup.remote else ""
    alone: list[Job] = []
    together: dict[Path, list[Item]] = {}
    for item in items:
        if item.sheet.template in SLOT_TEMPLATES:
            key = key_of(stand_in(item.sheet), setup.edition, setup.fonts)
            together.setdefault(place_of(setup.cache, key).with_suffix(".layout"), []).append(item)
        else:
            alone.append(Job((item,), setup.edition.of(item.sheet), setup.fonts.folder, None, away))
    batches = [
        Job(tuple(found[at : at + batch]), setup.edition.of(found[at].sheet), setup.fonts.folder, layout, away)
        for layout, found in together.items()
        for at in range(0, len(found), batch)
    ]
    batches.sort(key=lambda job: -sum(len(item.parts) for item in job.items))
    return [*alone, *batches]


def _outcomes(jobs: list[Job], setup: Setup, progress: Progress) -> Mapping[Path, Outcome | Unfinished]:
    """Do `jobs`; return target → outcome. Where a job is lost, each of its files has another try alone."""
    if setup.remote is not None:
        workers = setup.remote.number
        run_all = partial(run, work, workers=workers, executor=setup.remote.executor, received=kept)
    else:
        run_all = partial(run, work, workers=setup.workers or os.cpu_count() or 1)
    found: dict[Path, Outcome | Unfinished] = {}
    while jobs:
        total = sum(len(job.items) for job in jobs)
        results = run_all(jobs, progress=partial(_tell, progress, total, len(jobs)))
        lost = []
        for job, result in zip(jobs, results, strict=True):
            if not isinstance(result, Unfinished):
                found.update(zip([item.target for item in job.items], result, strict=True))
            elif len(job.items) == 1:
                found[job.items[0].target] = result
            else:
                lost += [replace(job, items=(item,)) for item in job.items]
        jobs = lost
    return found


def _tell(progress: Progress, total: int, jobs: int, done: int) -> None:
    """Tell of files where `done` of so many jobs are done; on average, each has as many."""
    progress(round(done * total / jobs), total)


def _refuse(outcomes: Iterable[tuple[Sheet, Outcome | Unfinished]], language: str) -> None:
    """Raise one error that names every sheet with a flaw and every flaw."""
    _ = translations(language).gettext
    lines = []
    for sheet, outcome in outcomes:
        died = (Flaw(0, _("Its worker process died twice.")),)
        flaws = died if isinstance(outcome, Unfinished) else outcome.flaws
        name = f"{sheet.code} ({', '.join(filter(None, (sheet.unit, sheet.form)))})"
        for flaw in flaws:
            place = _("%(name)s page %(page)s") % {"name": name, "page": flaw.page} if flaw.page else name
            lines.append(f"{place}: {flaw.message}")
    if lines:
        raise BuildError("\n".join((_("%(count)s flaws on paper:") % {"count": len(lines)}, *lines)))
