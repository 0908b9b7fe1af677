"""What was made, kept for the next build: the one cache, with one idea of a key.

A key is the SHA-256 of everything that may change a byte of what is kept: what it shows, and the recipe it is made by
(code, templates, words, faces, libraries). In: the folder of the cache, and keys. Out: files with a record each, which
are proved by their sum whenever they are used: what was damaged, or deleted by mistake, is made again. What no recent
build has used is deleted.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

BUILDS = 30
"""An entry goes when so many builds have not used it."""

MARKS = "builds"
"""Folder below the cache with an empty file for each of the last builds."""

Kind = Literal["pdf", "layout", "page", "office", "zip", "site", "template"]
"""What is kept: a sheet or pack, a layout with slots, a page, a file for office programs, an archive, what a whole
site is made of, a template as it was compiled."""

_OURS = re.compile(rf"[0-9a-f]{{64}}\.(?:json|{'|'.join(get_args(Kind))})|new-[a-z0-9_]{{8}}")
"""What `keep` calls its files; nothing else is deleted."""


def digest(*parts: Any) -> str:
    """Return the key of what `parts` shape: values that JSON can hold, and dates."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def place_of(cache: Path, key: str, kind: Kind = "pdf") -> Path:
    """Return where the cache keeps what is called `key`."""
    return cache / key[:2] / f"{key}.{kind}"


def keep(place: Path, data: bytes, record: Mapping[str, Any]) -> None:
    """Put what was made without a flaw, and its record, into the cache."""
    vouch(place, lay(place, data, record))


def keep_file(place: Path, make: Callable[[Path], object], record: Mapping[str, Any]) -> None:
    """Put what `make` writes at a path, and its record, into the cache: what is too large to be held at once."""
    with _new(place) as path:
        make(path)
        found = {"bytes": path.stat().st_size, "sha256": _sum(path)}
    vouch(place, {**record, **found})


def lay(place: Path, data: bytes, record: Mapping[str, Any]) -> dict[str, Any]:
    """Put what was made where the cache will keep it; return its record, without which nobody finds it."""
    _write(place, data)
    return {**record, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def vouch(place: Path, record: Mapping[str, Any]) -> None:
    """Let the cache know what lies at `place`: it is without a flaw."""
    _write(place.with_suffix(".json"), json.dumps(record).encode())


def remembered(place: Path) -> dict[str, Any]:
    """Return the record of what the cache keeps at `place`."""
    record: dict[str, Any] = json.loads(place.with_suffix(".json").read_bytes())
    return record


def recall(place: Path) -> dict[str, Any] | None:
    """Return the record of an earlier result; None where there is none or its file was changed."""
    try:
        record = remembered(place)
        whole = _sum(place) == record["sha256"]
        place.with_suffix(".json").touch()
    except (OSError, ValueError, KeyError):
        return None
    return record if whole else None


def recalled(place: Path) -> bytes | None:
    """Return what the cache keeps at `place`, where it is what was kept; None otherwise. Nothing is touched."""
    try:
        data = place.read_bytes()
        return data if hashlib.sha256(data).hexdigest() == remembered(place)["sha256"] else None
    except (OSError, ValueError, KeyError):
        return None


def sum_of(path: Path) -> str:
    """Return the SHA-256 of a large file; as long as nobody writes it, it is read once."""
    state = path.stat()
    return _sum_of(path, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


@lru_cache
def _sum_of(path: Path, *_state: int) -> str:
    return _sum(path)


def _sum(path: Path) -> str:
    """Return the SHA-256 of a file, which is not held at once."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(target: Path, data: bytes) -> None:
    """Write a file in one step, so that a full disk or a killed worker leaves no cut file."""
    with _new(target) as path:
        path.write_bytes(data)


@contextmanager
def _new(target: Path) -> Iterator[Path]:
    """Give an empty file, which becomes `target` in one step once it is written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="new-", dir=target.parent)
    os.close(handle)
    path = Path(name)
    try:
        yield path
        path.chmod(0o644)
        path.replace(target)
    except BaseException:
        path.unlink(missing_ok=True)
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
