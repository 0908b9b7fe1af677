"""Sheets and packs → PDF files.

In: `Sheet` and `Pack` values, the `Edition` and prepared faces. Out: one PDF each below a folder, a `Pressed` record of
each, and one ZIP of all packs of units. What goes into a file decides its place in the cache, so that a second build
makes only what changed.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from planpress.cache import digest, keep_file, place_of, put, recall, remembered
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.addresses import PACKS_ZIP
from planpress.paper.fonts import FontSet
from planpress.paper.lint import Flaw
from planpress.paper.pool import Crew, Unfinished
from planpress.paper.recipe import key_of, recipe
from planpress.paper.run import Progress, Run
from planpress.paper.slots import parts_of, stand_in, unit_of
from planpress.paper.worker import Item, Job, Outcome, page_words
from planpress.sheets.edition import Edition
from planpress.sheets.packs import Pack
from planpress.sheets.sheet import Sheet

BATCH = 100
"""Sheets of one layout in one job: enough to pay for opening the layout, few enough to share out."""

PACK_BATCH = 4
"""The same for packs with one front matter."""

ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""What the ZIP says of the age of every file: the first day it can tell."""


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
            needs = {
                target: {layout_of(part, setup) for part in parts_of(item.sheet)} for target, item in missing.items()
            }
            jobs = _jobs([item for target, item in missing.items() if not needs[target]], setup, batch)
            joining: dict[Path, Callable[[], Job]] = {
                target: partial(_job_of_parts, missing[target], setup) for target in needs if needs[target]
            }
            outcomes = Run(len(missing), progress, joining, needs).outcomes(crew, jobs)
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
    return sorted(jobs, key=_effort, reverse=True)


def _effort(job: Job) -> tuple[int, int]:
    """Return by what a job takes longer than another: what it lays out, then what it binds."""
    shown = 0 if job.laid else len(repr(job.items[0].sheet.view))
    return shown, sum(len(item.parts) for item in job.items)


def _job_of_parts(item: Item, setup: Setup) -> Job:
    """Return the job that makes a document of the layouts of its parts."""
    away = recipe(setup.edition.language) if setup.remote else ""
    places = [(part, layout_of(part, setup)) for part in parts_of(item.sheet)]
    layouts = tuple((part, place, None if away else recall(place)) for part, place in places)
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
