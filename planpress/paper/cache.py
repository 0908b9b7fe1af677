"""Finished PDFs, kept for the next build.

In: the folder of the cache, and keys that name everything that shapes a file (`recipe.py`). Out: files with a record
each. What no recent build has used is deleted; what is deleted by mistake is made again.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

BUILDS = 30
"""An entry goes when so many builds have not used it."""

MARKS = "builds"
"""Folder below the cache with an empty file for each of the last builds."""

_OURS = re.compile(r"[0-9a-f]{64}\.(?:pdf|json|layout)|new-[a-z0-9_]{8}")
"""What `keep` calls its files; nothing else is deleted."""


def place_of(cache: Path, key: str) -> Path:
    """Return where the cache keeps what is called `key`."""
    return cache / key[:2] / f"{key}.pdf"


def keep(place: Path, pdf: bytes, record: dict[str, Any]) -> None:
    """Put a flawless PDF and its record into the cache."""
    record = {**record, "bytes": len(pdf), "sha256": hashlib.sha256(pdf).hexdigest()}
    _write(place, pdf)
    _write(place.with_suffix(".json"), json.dumps(record).encode())


def remembered(place: Path) -> dict[str, Any]:
    """Return the record of what the cache keeps at `place`."""
    record: dict[str, Any] = json.loads(place.with_suffix(".json").read_bytes())
    return record


def recall(place: Path) -> dict[str, Any] | None:
    """Return the record of an earlier result; None where there is none or its file was changed."""
    try:
        record = remembered(place)
        whole = hashlib.sha256(place.read_bytes()).hexdigest() == record["sha256"]
        place.with_suffix(".json").touch()
    except (OSError, ValueError, KeyError):
        return None
    return record if whole else None


def _write(target: Path, data: bytes) -> None:
    """Write a file in one step, so that a full disk or a killed worker leaves no cut file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="new-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def put(source: Path, target: Path) -> None:
    """Let `target` be the file `source`: a second name of it, or a copy on another file system."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def tidy(cache: Path, builds: int = BUILDS) -> int:
    """Count one more build, delete the entries that none of the last `builds` has used, and return their number.

    The ages of files are compared with each other, never with the clock.
    """
    marks = cache / MARKS
    marks.mkdir(parents=True, exist_ok=True)
    known = sorted((mark for mark in marks.iterdir() if mark.name.isdecimal()), key=lambda mark: int(mark.name))
    (marks / str(int(known[-1].name) + 1 if known else 1)).touch()
    if len(known) < builds:
        return 0
    kept = _time(known[-builds])
    # A file is as old as its record. Without one it is what a build that was killed left behind.
    files = (file for file in cache.glob("??/*") if _OURS.fullmatch(file.name) and not file.parent.is_symlink())
    old = [file for file in files if 0 < (_time(file.with_suffix(".json")) or _time(file)) < kept]
    for file in [*old, *known[:-builds]]:
        file.unlink(missing_ok=True)
    return sum(file.suffix == ".json" for file in old)


def _time(file: Path) -> int:
    """Return when `file` was changed, in nanoseconds; 0 where there is none, as when another build has deleted it."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
