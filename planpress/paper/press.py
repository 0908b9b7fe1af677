"""Sheets and packs → PDF files.

In: `Sheet` and `Pack` values, the `Edition` and prepared faces. Out: one PDF each below a folder, a `Pressed` record of
each, and one ZIP of all packs of units. What goes into a file decides its place in the cache, so that a second build
makes only what changed. A pack is bound as soon as its sheets are there, while others are pressed: on the machine that
builds, where they come to lie.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from planpress.cache import digest, keep_file, place_of, put, recall, remembered
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.addresses import PACKS_ZIP
from planpress.paper.fonts import FontSet
from planpress.paper.imprint import page_words
from planpress.paper.job import Flaw, Item, Job, Outcome
from planpress.paper.pool import Crew, Unfinished
from planpress.paper.recipe import key_of, recipe
from planpress.paper.run import Progress, Run
from planpress.paper.slots import parts_of, stand_in, unit_of, without_imprint
from planpress.sheets.edition import Edition
from planpress.sheets.packs import Pack
from planpress.sheets.sheet import Sheet

BATCH = 100
"""Sheets of one layout in one job: enough to pay for opening the layout, few enough to share out."""

PACK_BATCH = 4
"""The same for packs with one front matter."""

SHEETS, PACKS = "sheets", "packs"
"""What progress is told of."""

ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""What the ZIP says of the age of every file: the first day it can tell."""


@dataclass(frozen=True)
class Pressed:
    """A PDF that lies in its place: the code of its sheet, its address below the site, its size and check sum.

    `rows` is how many rows each table that fills its page has come to have, in order; `new`, whether it was made now.
    """

    code: str
    path: str
    pages: int
    bytes: int
    sha256: str
    rows: tuple[int, ...] = ()
    new: bool = field(default=False, compare=False)


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
        BuildError: As `Printing.run` does.
    """

    def told(kind: str, done: int, total: int) -> None:
        if kind == SHEETS:
            progress(done, total)

    return Printing(sheets, (), setup).run(out, told)


class Printing:
    """Sheets, and packs of them: what the cache does not hold is made in one run."""

    def __init__(self, sheets: Iterable[Sheet], packs: Iterable[Pack], setup: Setup) -> None:
        """Find out which sheets are missing; all that stand in `packs` are among them."""
        self._setup, self._packs = setup, {pack.sheet.path: pack for pack in packs}
        self._sheets = {sheet.path: self._item(sheet) for sheet in sheets}
        self._bound: dict[str, Item] = {}
        self._missing = _missing(self._sheets.values())
        self._records: dict[str, Pressed] = {}

    def run(
        self,
        out: Path,
        progress: Callable[[str, int, int], object] = lambda kind, done, total: None,
        pressed: Callable[[Sequence[Pressed]], object] = lambda sheets: None,
    ) -> tuple[Pressed, ...]:
        """Make what is missing and put all below `out`, also the ZIP of the packs of units; return a record of each.

        Args:
            out: Folder; each file comes to lie at the `path` of its sheet.
            progress: Told `SHEETS` or `PACKS`, and how many of how many that are missing have been made.
            pressed: Told the records of the sheets as soon as all are there.

        Raises:
            BuildError: If any has a flaw; the message names every sheet and flaw. What was made without one stays in
                the cache. Also if a worker elsewhere has other faces, templates, code or libraries than this machine.
        """
        outcomes = self._make(progress, lambda: pressed([self._record(item) for item in self._sheets.values()]))
        _refuse(
            [(item.sheet, outcomes[target]) for target, item in self._missing.items()], self._setup.edition.language
        )
        packs = [self._bound[path] for path in self._packs]
        made = [*self._sheets.values(), *packs]
        for item in made:
            put(item.target, out / item.sheet.path)
        units = sorted((item for item in packs if item.sheet.unit is not None), key=lambda item: item.sheet.code)
        _zip([(name_in_zip(it.sheet), it.sheet.path, self._record(it).sha256) for it in units], self._setup, out)
        return tuple(map(self._record, made))

    def _make(
        self, progress: Callable[[str, int, int], object], pressed: Callable[[], object]
    ) -> Mapping[Path, Outcome | Unfinished]:
        """Make what is missing; return what became of each."""
        setup, sheets = self._setup, {*self._missing}
        joined = {
            item.sheet.path: {layout_of(part, setup) for part in parts}
            for item in self._missing.values()
            if (parts := parts_of(item.sheet))
        }
        packs = {path: {self._sheets[part.path].target for part in pack.parts} for path, pack in self._packs.items()}

        def follow(names: Sequence[str]) -> list[Job]:
            if SHEETS in names:
                pressed()
            jobs = [_job_of_parts(self._sheets[name], setup) for name in names if name in joined]
            return [*jobs, *self._bindings([self._packs[name] for name in names if name in packs])]

        def tell() -> None:
            bound = sum(target in run.found for target in self._missing.keys() - sheets)
            waiting = sum(name in packs for name in run.needs)
            progress(SHEETS, len(run.found) - bound, len(sheets))
            progress(PACKS, bound, len(self._missing) - len(sheets) + waiting)

        run = Run({*sheets}, {**joined, SHEETS: sheets}, follow, tell)
        jobs = _jobs([item for item in self._missing.values() if item.sheet.path not in joined], setup, BATCH)
        tell()
        if setup.remote:
            run.do(setup.remote, jobs)
            jobs = []
        run.needs |= packs
        with nullcontext(setup.crew) if setup.crew else Crew(setup.workers) as crew:
            run.do(crew, jobs)
        return run.found

    def _bindings(self, packs: Iterable[Pack]) -> list[Job]:
        """Return the jobs that make those of `packs` that are missing; their sheets are there."""
        numbering = page_words(self._setup.edition.language)(1, 2)
        items = []
        for pack in packs:
            parts = [self._sheets[sheet.path] for sheet in pack.parts]
            files = [self._record(part) for part in parts]
            item = self._item(pack.sheet, [file.sha256 for file in files], numbering)
            pages = zip((part.target for part in parts), (file.pages for file in files), strict=True)
            self._bound[pack.sheet.path] = replace(item, parts=tuple(pages))
            items.append(self._bound[pack.sheet.path])
        missing = _missing(items)
        self._missing |= missing
        return _jobs(missing.values(), replace(self._setup, remote=None), PACK_BATCH)

    def _item(self, sheet: Sheet, *more: object) -> Item:
        key = key_of(sheet, self._setup.edition, self._setup.fonts, *more)
        return Item(sheet, place_of(self._setup.cache, key))

    def _record(self, item: Item) -> Pressed:
        """Return the record of what is there."""
        path = item.sheet.path
        if path not in self._records:
            found = remembered(item.target)
            facts = found["pages"], found["bytes"], found["sha256"], tuple(found["rows"]), item.target in self._missing
            self._records[path] = Pressed(item.sheet.code, path, *facts)
        return self._records[path]


def _missing(items: Iterable[Item]) -> dict[Path, Item]:
    """Return by their targets those that the cache does not hold."""
    return {item.target: item for item in items if recall(item.target) is None}


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
    return sorted(jobs, key=_effort, reverse=True)


def _effort(job: Job) -> tuple[int, int]:
    """Return by what a job takes longer than another: what it lays out, then what it binds."""
    shown = 0 if job.laid else len(repr(job.items[0].sheet.view))
    return shown, sum(len(item.parts) for item in job.items)


def _job_of_parts(item: Item, setup: Setup) -> Job:
    """Return the job that makes a document of the layouts of its parts."""
    away = recipe(setup.edition.language) if setup.remote else ""
    parts = parts_of(item.sheet)
    layouts = tuple((part, layout_of(part, setup), layout_of(without_imprint(part), setup)) for part in parts)
    return Job((replace(item, layouts=layouts),), setup.edition, setup.fonts.folder, item.target, None, away)


def layout_of(sheet: Sheet, setup: Setup) -> Path:
    """Return where the cache keeps what a sheet shares with all that differ from it in slots only."""
    return place_of(setup.cache, key_of(stand_in(sheet), setup.edition, setup.fonts), "layout")


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
