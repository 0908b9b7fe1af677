"""The press alone: a sheet stamped, a sheet laid out, its weight, the same bytes each way.

In: the sheets of a campaign and prepared faces. Out: figures, and `Line` values for the table.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.generate import unit_name
from bench.measure import PROJECT, Line, cpu_seconds, stopwatch, tell
from planpress.content.validate import read
from planpress.paper import cluster, machine
from planpress.paper.fonts import FontSet
from planpress.paper.job import Item, Job, Made, Outcome, work
from planpress.paper.pool import Crew
from planpress.paper.press import Setup, press
from planpress.paper.slots import stand_in
from planpress.sheets.edition import Edition, edition_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.sheet import Sheet, fingerprint_of

BUILD = PROJECT / ".build"

STAMPED_PER_SECOND = 150
LAID_OUT_PER_SECOND = 12
KILOBYTES = 60
STAMPS = 200
"""Sheets that are stamped in one measurement."""

RUNS = 3


@dataclass(frozen=True)
class Paper:
    """What there is to press; `lists` names the forms that hold the rows of a sector's checklist."""

    sheets: tuple[Sheet, ...]
    lists: frozenset[str]
    edition: Edition
    faces: FontSet


@dataclass(frozen=True)
class Checklist:
    """The sheet that every way of printing is measured with: a checklist of two pages.

    Attributes:
        sheet: As one unit gets it.
        kilobytes: Of its PDF.
        stamped: Processor seconds to stamp it for another unit.
    """

    sheet: Sheet
    kilobytes: float
    stamped: float


def paper_of(root: Path) -> Paper:
    """Read a campaign and prepare its faces."""
    campaign = read(root).campaign
    edition = edition_of(campaign)
    lists = frozenset(sector.checklist.form for sector in campaign.sectors if sector.checklist)
    faces = machine.faces(edition.language)
    return Paper(sheets_of(campaign), lists, edition, faces)


@dataclass(frozen=True)
class Pace:
    """What the press took for everything, by the clock, with an empty cache."""

    seconds: float
    pages: int

    @property
    def milliseconds(self) -> float:
        """For one page."""
        return self.seconds / self.pages * 1000


@contextmanager
def scratch() -> Iterator[Path]:
    """Give an empty folder below `.build/`, on the disk that builds use; it is removed afterwards."""
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=BUILD) as name:
        yield Path(name)


# ---------------------------------------------------------------- one sheet


def layouts_of(paper: Paper) -> tuple[Sheet, ...]:
    """Return one sheet of each layout of the campaign's forms."""
    found = {repr(stand_in(sheet)): sheet for sheet in paper.sheets if sheet.template != "document.html"}
    return tuple(found.values())


def _job(paper: Paper, sheets: tuple[Sheet, ...], folder: Path, laid: Mapping[str, Any] | None = None) -> Job:
    items = tuple(Item(sheet, folder / f"{number}.pdf") for number, sheet in enumerate(sheets))
    return Job(items, paper.edition, paper.faces.folder, folder / "layout.pdf", laid)


def _press_here(job: Job) -> Made:
    """Press in this process, and prove what was laid out."""
    made = work(job)
    assert isinstance(made, Made)
    proofs = [work(made.proof)] if made.proof else []
    for outcome in (*made.outcomes, *(proof for proof in proofs if isinstance(proof, Outcome))):
        if outcome.flaws:
            raise ValueError(f"a flaw on paper: {outcome.flaws[0].message}")
    return made


def _pages(made: Made) -> list[int]:
    return [outcome.record["pages"] for outcome in made.outcomes]


def _press_next(
    paper: Paper, batches: Iterator[tuple[Sheet, ...]], folder: Path, laid: Mapping[str, Any] | None
) -> None:
    _press_here(_job(paper, next(batches), folder, laid))


def for_unit(sheet: Sheet, number: int) -> Sheet:
    """Return `sheet` as another unit, which the campaign does not know, would get it."""
    name = unit_name(number)
    view = sheet.view.filled({"unit": name})
    other = replace(sheet, code=f"{sheet.code}{number}", path=f"{number}.pdf", view=view)
    return replace(other, fingerprint=fingerprint_of(view))


def laid_out(paper: Paper) -> Line:
    """Lay out each layout of the campaign, everything included that a first pressing takes."""
    tell("laying out")
    sheets = layouts_of(paper)
    pages = 0

    def once() -> None:
        nonlocal pages
        with scratch() as folder:
            pages = sum(
                _pages(_press_here(_job(paper, (sheet,), folder / str(number))))[0]
                for number, sheet in enumerate(sheets)
            )

    with scratch() as folder:
        _press_here(_job(paper, sheets[:1], folder))  # a process loads the library and the faces once
    seconds = cpu_seconds(once, 1)  # so many different sheets are their own average
    rate = len(sheets) / seconds
    return Line(
        "laid-out sheet, per core",
        f">= {LAID_OUT_PER_SECOND} a second",
        f"{rate:.1f} a second ({len(sheets)} layouts, {pages} pages, {pages / seconds:.0f} pages a second)",
        rate >= LAID_OUT_PER_SECOND,
        figures={"per_second": rate, "layouts": len(sheets), "pages": pages, "pages_per_second": pages / seconds},
    )


def two_page_checklist(paper: Paper) -> Checklist:
    """Find the checklist, press it, and stamp it for many units."""
    tell("stamping")
    for sheet in layouts_of(paper):
        if sheet.unit is None or sheet.form not in paper.lists:
            continue
        with scratch() as folder:
            made = _press_here(_job(paper, (sheet,), folder))
            if _pages(made) != [2]:
                continue
            others = tuple(for_unit(sheet, number) for number in range(STAMPS * (RUNS + 1)))
            batches = iter([others[at : at + STAMPS] for at in range(0, len(others), STAMPS)])
            _press_next(paper, batches, folder, made.laid)  # warm
            seconds = cpu_seconds(partial(_press_next, paper, batches, folder, made.laid), RUNS)
            weights = [(folder / f"{number}.pdf").stat().st_size for number in range(STAMPS)]
        return Checklist(sheet, max(weights) / 1000, seconds / STAMPS)
    raise ValueError("the campaign has no checklist of two pages")


def stamped(checklist: Checklist) -> Line:
    """How fast a sheet is stamped."""
    rate = 1 / checklist.stamped
    return Line(
        "stamped sheet, per core",
        f">= {STAMPED_PER_SECOND} a second",
        f"{rate:.0f} a second ({checklist.stamped * 1000:.2f} ms)",
        rate >= STAMPED_PER_SECOND,
        figures={"per_second": rate, "milliseconds": checklist.stamped * 1000},
    )


def weight(checklist: Checklist) -> Line:
    """What a sheet weighs."""
    return Line(
        "two-page sheet",
        f"<= {KILOBYTES} KB",
        f"{checklist.kilobytes:.1f} KB (the heaviest of {STAMPS} stamped)",
        checklist.kilobytes <= KILOBYTES,
        figures={"kilobytes": checklist.kilobytes},
    )


# ---------------------------------------------------------------- the same bytes


def identical(paper: Paper, workers: int) -> tuple[Line, Pace]:
    """Press everything by one worker, by several, by dask's, and from the cache: the bytes must not differ.

    Returns:
        The line, and the pace of several workers.
    """
    tell("pressing everything each way")
    trees, seconds, pages = {}, {}, 0
    with scratch() as folder:
        for way, count, cache in (("serial", 1, "one"), ("pool", workers, "two"), ("cached", workers, "two")):
            with stopwatch() as clock:
                pressed = press(paper.sheets, Setup(paper.edition, folder / cache, paper.faces, count), folder / way)
            seconds[way], pages = clock(), sum(sheet.pages for sheet in pressed)
            trees[way] = _digests(folder / way)
        if find_spec("distributed") is not None:
            with _dask(paper, workers) as remote, stopwatch() as clock:
                setup = Setup(paper.edition, folder / "three", paper.faces, remote=remote)
                press(paper.sheets, setup, folder / "dask")
            seconds["dask"], trees["dask"] = clock(), _digests(folder / "dask")
    differing = sorted({path for tree in trees.values() for path, _ in tree.items() ^ trees["serial"].items()})
    times = [f"{way} {taken:.1f} s" for way, taken in seconds.items()]
    if "dask" not in trees:
        times.append("dask not installed")
    line = Line(
        "serial = pool = dask = cached",
        "identical bytes",
        f"{len(trees['serial'])} files, {len(differing)} differ ({', '.join(times)})",
        not differing and "dask" in trees,
        figures={"files": len(trees["serial"]), "differing": differing, "seconds": seconds},
    )
    return line, Pace(seconds["pool"], pages)


@contextmanager
def _dask(paper: Paper, workers: int) -> Iterator[Crew]:
    """Give the workers of a scheduler on this machine."""
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as local,
        cluster.remote_workers(local.scheduler_address, paper.edition.language) as remote,
    ):
        yield remote


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.pdf"))
    }
