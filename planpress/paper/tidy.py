"""The cache of pressed sheets → the same without what no recent build has used.

In: the folder of the cache. Out: the number of entries that were deleted. What is deleted by
mistake is pressed again, so nothing here has to be careful.
"""

from __future__ import annotations

from pathlib import Path

BUILDS = 30
"""An entry goes when so many builds have not used it."""

MARKS = "builds"
"""Folder below the cache with an empty file for each of the last builds."""


def used(record: Path) -> None:
    """Note that an entry is in use."""
    record.touch()


def tidy(cache: Path, builds: int = BUILDS) -> int:
    """Count one more build, and delete the entries that none of the last `builds` has used.

    Why:
        The ages of files are compared with each other, never with the clock.

    Returns:
        The number of entries that are gone.
    """
    marks = cache / MARKS
    marks.mkdir(parents=True, exist_ok=True)
    known = sorted(marks.iterdir(), key=lambda mark: int(mark.name))
    (marks / str(int(known[-1].name) + 1 if known else 1)).touch()
    if len(known) < builds:
        return 0
    oldest = _time(known[-builds]) or 0
    gone = 0
    for record in sorted(cache.glob("*/*.json")):
        if _is_older(record, oldest):
            for file in record.parent.glob(f"{record.stem}.*"):
                file.unlink(missing_ok=True)
            gone += 1
    for file in sorted(cache.glob("*/*")):
        # what a build that was killed left behind: no record will ever name it
        if file.parent != marks and not file.with_suffix(".json").exists() and _is_older(file, oldest):
            file.unlink(missing_ok=True)
    for mark in known[:-builds]:
        mark.unlink(missing_ok=True)
    return gone


def _is_older(file: Path, than: int) -> bool:
    found = _time(file)
    return found is not None and found < than


def _time(file: Path) -> int | None:
    """Return when `file` was changed, in nanoseconds; None where another build has deleted it meanwhile."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return None
