"""Sheets and packs → PDF files.

In: `Sheet` and `Pack` values, the `Edition` and prepared faces. Out: one PDF each below a folder, a `Pressed` record of
each, and one ZIP of all packs of units. What goes into a file decides its place in the cache, so that a second build
makes only what changed.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from planpress.cache import digest, keep_file, place_of, put, recall, remembered, vouch
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.addresses import PACKS_ZIP
from planpress.paper.fonts import FontSet
from planpress.paper.lint import Flaw
from planpress.paper.pool import Crew, Unfinished
from planpress.paper.recipe import key_of, recipe
from planpress.paper.slots import parts_of, stand_in, unit_of
from planpress.paper.worker import Item, Job, Made, Outcome, Proof, kept, page_words, work
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
        workers: Number of processes that each run starts for itself; 0 for one a core.
        crew: Processes that are ready, in the place of those.
        remote: Workers elsewhere that press, in the place of those of this machine.
    """

    edition: Edition
    cache: Path
    fonts: FontSet
    workers: int = 0
    crew: Crew | None = None
    remote: Crew | None = None


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
    whole = {file.path: file.sha256 for file in made}
    units = sorted((pack.sheet for pack in packs if pack.sheet.unit is not None), key=lambda sheet: sheet.code)
    _zip([(name_in_zip(sheet), sheet.path, whole[sheet.path]) for sheet in units], setup, out)
    return made


def name_in_zip(sheet: Sheet) -> str:
    """Return the name of a pack for people: its code and its unit, without what a file system refuses."""
    words = f"{sheet.code} {unit_of(sheet)}"
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", words).strip(" .") + ".pdf"


def _zip(packs: Sequence[tuple[str, str, str]], setup: Setup, out: Path) -> None:
    """Put the ZIP of packs into its place, each with its name for people, path and sum; it is made where it is new."""
    if packs:
        key = digest([(name, whole) for name, _path, whole in packs], recipe(setup.edition.language))
        place = place_of(setup.cache, key, "zip")
        if recall(place) is None:
            keep_file(place, partial(_write_zip, [(name, out / path) for name, path, _whole in packs]), {})
        put(place, out / PACKS_ZIP)


def _write_zip(packs: Iterable[tuple[str, Path]], target: Path) -> None:
    """Write a ZIP of files by their names. Stored as they are: PDFs are compressed already."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, path in packs:
            entry = zipfile.ZipInfo(name, ZIP_DAY)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, path.read_bytes())


# ---------------------------------------------------------------- jobs


def _make(items: Sequence[Item], setup: Setup, out: Path, batch: int, progress: Progress) -> tuple[Pressed, ...]:
    """Make every file that the cache does not hold, `batch` of one layout in a job, and put all of them into `out`."""
    missing = {item.target: item for item in items if recall(item.target) is None}
    progress(0, len(missing))
    outcomes: Mapping[Path, Outcome | Unfinished] = {}
    if missing:
        ready = setup.remote or setup.crew
        with nullcontext(ready) if ready else Crew(setup.workers) as crew:
            run = _Run(len(missing), progress)
            run.outcomes(crew, _jobs([item for item in missing.values() if not parts_of(item.sheet)], setup, batch))
            bound = [item for item in missing.values() if parts_of(item.sheet)]  # of layouts that are there now
            outcomes = run.outcomes(crew, [_job_of_parts(item, setup) for item in bound])
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
    records = {layout: None if away else recall(layout) for layout in together}
    jobs = [
        Job(tuple(found[at : at + batch]), setup.edition, setup.fonts.folder, layout, records[layout], away)
        for layout, found in together.items()
        for at in range(0, len(found), batch)
    ]
    return sorted(jobs, key=lambda job: -sum(len(item.parts) for item in job.items))


def _job_of_parts(item: Item, setup: Setup) -> Job:
    """Return the job that makes a document of the layouts of its parts."""
    away = recipe(setup.edition.language) if setup.remote else ""
    places = [(part, layout_of(part, setup)) for part in parts_of(item.sheet)]
    layouts = tuple((part, place, None if away else recall(place)) for part, place in places)
    return Job((replace(item, layouts=layouts),), setup.edition, setup.fonts.folder, item.target, None, away)


def layout_of(sheet: Sheet, setup: Setup) -> Path:
    """Return where the cache keeps what a sheet shares with all that differ from it in slots only."""
    return place_of(setup.cache, key_of(stand_in(sheet), setup.edition, setup.fonts), "layout")


@dataclass
class _Run:
    """What becomes of the files of one run, as results come in.

    A file is known to the cache once what was laid out for it is proved, and not before: a run that is killed leaves
    nothing there that might have a flaw.

    Attributes:
        total: How many files there are.
        progress: Told how many of them are done.
        found: Target → outcome.
        following: Layout that is being made → the other jobs that need it.
        verdicts: What was laid out now → the outcome of its proof; None as long as that is not there.
        held: The same → what is made of it and flawless, which waits for the verdict: each place with its record.
    """

    total: int
    progress: Progress
    found: dict[Path, Outcome | Unfinished] = field(default_factory=dict)
    following: dict[Path, list[Job]] = field(default_factory=dict)
    verdicts: dict[Path, Outcome | Unfinished | None] = field(default_factory=dict)
    held: dict[Path, dict[Path, Mapping[str, Any]]] = field(default_factory=dict)

    def outcomes(self, crew: Crew, jobs: Iterable[Job]) -> Mapping[Path, Outcome | Unfinished]:
        """Do `jobs`, but let those that need a layout wait for the first of them; return the outcome of every file."""
        first: list[Job | Proof] = []
        for job in jobs:
            if job.layout in self.following:
                self.following[job.layout].append(job)
            else:
                first.append(job)
                if not job.laid and not job.away:
                    self.following[job.layout] = []
        crew.do(work, first, self._take)
        return self.found

    def _take(self, job: Job | Proof, result: Made | Outcome | Unfinished) -> Sequence[Job | Proof]:
        """Note what became of a job; return what follows."""
        follows: Sequence[Job | Proof] = ()
        if isinstance(result, Made) and isinstance(job, Job):
            follows = self._made(job, result)
        elif isinstance(job, Job):
            follows = self._lost(job)
        elif not isinstance(result, Made):
            self.verdicts[job.place] = result
            self._release(job.place)
        self.progress(len(self.found), self.total)
        return follows

    def _made(self, job: Job, made: Made) -> Sequence[Job | Proof]:
        """Note what a job has made; return the proof of its layout, and what has waited for that."""
        place = job.layout
        held = self.held.setdefault(place, {})
        for item, outcome in zip(job.items, made.outcomes, strict=True):
            done = self.found[item.target] = kept(item, outcome) if job.away else outcome
            if not done.flaws:
                held[item.target] = done.record
        waited = self.following.pop(place, [])
        if made.proof is None:
            self._release(place)
            # a layout with flaws is none
            self.found.update({item.target: made.outcomes[0] for other in waited for item in other.items})
            return ()
        self.verdicts[place] = None
        if made.laid:
            held[place] = made.laid
        return [made.proof, *(replace(other, laid=made.laid) for other in waited)]

    def _lost(self, job: Job) -> Sequence[Job]:
        """Let each file of a job have another try alone; return those tries, and what has waited for its layout."""
        waited = self.following.pop(job.layout, [])
        if len(job.items) == 1:
            self.found[job.items[0].target] = Unfinished()
            return waited
        return [*(replace(job, items=(item,)) for item in job.items), *waited]

    def _release(self, place: Path) -> None:
        """Let the cache know what waits for a verdict, or take over what is wrong, where that is there.

        What has none was proved by an earlier run, or on the machine where it was made.
        """
        verdict = self.verdicts.get(place, Outcome())
        if verdict is None:
            return
        for target, record in self.held.pop(place, {}).items():
            if isinstance(verdict, Outcome) and not verdict.flaws:
                vouch(target, record)
            elif target in self.found:
                self.found[target] = verdict


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
