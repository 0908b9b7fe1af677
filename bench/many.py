"""Whole builds for many units: what a further unit costs, in processor time, in bytes and in memory.

In: numbers of units. Out: `Line` values. Each campaign is generated, and built whole with an empty cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from bench.generate import generate
from bench.measure import Line, Run, tell
from bench.paper import scratch
from bench.workspace import Workspace

UNITS = (30, 300, 1000)
BYTES_A_PAGE = 1.2
CPU_A_UNIT = 1.1
MEGABYTES = 350
LARGEST_KILOBYTES = 300


@dataclass(frozen=True)
class Built:
    """A site of so many units.

    Attributes:
        units: Number of units.
        sheets: Number of files that are printed.
        run: What the build took.
        pages: Number of pages of the site.
        page_bytes: Of a page, on average.
        largest: Bytes of the largest page, and its address.
        search: Bytes of everything that is searched.
        bytes: Of the whole site.
    """

    units: int
    sheets: int
    run: Run
    pages: int
    page_bytes: float
    largest: tuple[int, str]
    search: int
    bytes: int


def built(units: int) -> Built:
    """Build a generated campaign of so many units."""
    tell(f"building for {units} units")
    with scratch() as folder:
        made = Workspace(folder)
        generate(units, made.campaign)
        run = made.build()
        site = made.site.resolve()
        pages = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*.html")}
        largest = max((size, name) for name, size in pages.items())
        search = _bytes_below(site / "search")
        return Built(
            units,
            len(made.printed()),
            run,
            len(pages),
            sum(pages.values()) / len(pages),
            largest,
            search,
            _bytes_below(site),
        )


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def lines_of(found: Sequence[Built]) -> list[Line]:
    """Return what a unit costs among many, against among few."""
    first, *middle, last = found
    before = middle[-1] if middle else first
    shares = [one.run.cpu / one.units for one in (before, last)]
    further = [(right.run.cpu - left.run.cpu) / (right.units - left.units) for left, right in pairwise(found)]
    grown = last.page_bytes / first.page_bytes
    peaks = [max(one.run.peaks) / 1e6 for one in found]
    kilobytes = [one.largest[0] / 1000 for one in found]
    figures = {"runs": [asdict(one) for one in found], "seconds_a_further_unit": further}
    units = ", ".join(f"{one.units:,}" for one in found)
    loaded = "" if all(one.run.quiet for one in found) else "; loaded"
    return [
        Line(
            f"processor time a unit, {last.units:,} against {before.units:,}",
            f"<= {CPU_A_UNIT:g} x",
            ", ".join(f"{one.run.cpu:.0f} s ({one.run.wall:.0f} s wall, {one.sheets:,} sheets)" for one in found)
            + f"; a further unit {', then '.join(f'{seconds * 1000:.0f} ms' for seconds in further)}{loaded}",
            shares[1] <= CPU_A_UNIT * shares[0],
            f"{shares[1] / shares[0]:.2f}",
            figures,
        ),
        Line(
            f"HTML bytes a page, {last.units:,} against {first.units:,} units",
            f"<= {BYTES_A_PAGE:g} x",
            ", ".join(f"{one.page_bytes / 1000:.1f} KB on {one.pages:,} pages" for one in found),
            grown <= BYTES_A_PAGE,
            f"{grown:.2f}",
        ),
        Line(
            f"largest page, {units} units",
            f"<= {LARGEST_KILOBYTES} KB",
            ", ".join(f"{one.largest[0] / 1000:.0f} KB ({one.largest[1]})" for one in found),
            max(kilobytes) <= LARGEST_KILOBYTES,
        ),
        Line(
            f"peak memory of any process, {units} units",
            f"<= {MEGABYTES} MB",
            ", ".join(
                f"{peak:.0f} MB (main {one.run.peaks[0] / 1e6:.0f})" for peak, one in zip(peaks, found, strict=True)
            ),
            max(peaks) <= MEGABYTES,
        ),
        Line(
            f"what is searched, and the site, {units} units",
            "-",
            ", ".join(f"{one.search / 1000:.0f} KB, {one.bytes / 1e6:.0f} MB" for one in found),
            True,
        ),
    ]
