"""Folder `revisions/` → what was sealed there, and the proof that nobody changed it since.

In: a campaign folder. Out: its source files, the `Meta` of each sealed revision, and a `Problem` for
every sealed file that is not as it was sealed. The chain: a revision's `manifest.json` holds the
SHA-256 of each of its files, and of the manifest before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planpress.content.files import FOLDERS, left_behind
from planpress.content.reader import read_text
from planpress.errors import BuildError, Problem
from planpress.i18n import Translate
from planpress.model.revision import Meta, Standing

REVISIONS = "revisions"
META = "meta.yml"
CHANGES = "changes.json"
SHEETS = "sheets.json"
MANIFEST = "manifest.json"

SOURCE = "content/source"
"""The original as received: sealed with the files that are read."""


def sources_of(root: Path) -> dict[str, bytes]:
    """Return the files that make the campaign at `root`, by path: its YAML and the original text.

    Hidden files do not count: they are what systems leave behind.
    """
    found = [path for folder in FOLDERS for path in (root / folder).glob("*.yml")]
    found += [path for path in (root / SOURCE).rglob("*") if path.is_file()]
    seen = {path.relative_to(root).as_posix(): path for path in found if not _hidden(path.relative_to(root))}
    return {name: seen[name].read_bytes() for name in sorted(seen)}


def folders_of(root: Path) -> dict[int, Path]:
    """Return the folder of each sealed revision by number, in order."""
    folder = root / REVISIONS
    found = [path for path in folder.iterdir() if _is_number(path.name)] if folder.is_dir() else []
    return {int(path.name): path for path in sorted(found, key=lambda path: int(path.name)) if path.is_dir()}


def read_meta(folder: Path) -> Meta:
    """Read what is said about the sealed revision in `folder`.

    Raises:
        BuildError: If it is not as `build.py release` writes it.
    """
    path = folder / META
    try:
        file, problems = read_text(path.read_text("utf-8"), META, [], str)
        meta = Meta.model_validate(file.value)
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise BuildError(f"{path}: {error}") from error
    if problems or str(meta.number) != folder.name:
        raise BuildError(f"{path}: " + ("; ".join(map(str, problems)) or f"number: {meta.number}"))
    return meta


def last_sealed(root: Path) -> Path | None:
    """Return the folder of the revision sealed last; None where none has been."""
    folders = folders_of(root)
    return folders[max(folders)] if folders else None


def standing_as_sealed(meta: Meta) -> Standing:
    """Return the standing of a sealed revision."""
    return Standing(meta.number, meta.issued, meta.effective, False)


# ---------------------------------------------------------------- the chain


def sha256(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def json_text(value: Any) -> str:
    """Return `value` as JSON for people to compare: keys in order, a line each, no clock."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def manifest_text(number: int, files: Mapping[str, bytes], before: tuple[int, bytes] | None) -> str:
    """Return the manifest of a revision.

    Args:
        number: Of the revision.
        files: Every other file of its folder, by path.
        before: Number and manifest of the revision sealed before it; None for the first.
    """
    previous = {"revision": before[0], "sha256": sha256(before[1])} if before else None
    sums = {path: sha256(data) for path, data in files.items()}
    return json_text({"revision": number, "previous": previous, "files": sums})


def check_sealed(root: Path, _: Translate) -> Iterator[Problem]:
    """Yield a problem for every sealed file that was changed, added or taken away.

    The manifest of the last revision is itself proved by what is published, and by the next.
    """
    before: tuple[int, Path] | None = None
    for number, folder in folders_of(root).items():
        manifest = _manifest(folder)
        if manifest is None:
            yield _altered(root, folder / MANIFEST, _)
        else:
            if before is None and manifest["previous"] is not None:
                yield _missing(root, manifest["previous"]["revision"], _)
            if before is not None:
                yield from _check_link(root, number, manifest, before, _)
            yield from _check_files(root, folder, manifest["files"], _)
        before = number, folder


def _check_link(
    root: Path, number: int, manifest: dict[str, Any], before: tuple[int, Path], _: Translate
) -> Iterator[Problem]:
    if before[0] != number - 1:
        yield _missing(root, number - 1, _)
        return
    path = before[1] / MANIFEST
    previous = manifest["previous"] or {"sha256": ""}
    if path.is_file() and sha256(path.read_bytes()) != previous["sha256"]:
        yield _altered(root, path, _)


def _check_files(root: Path, folder: Path, sums: Mapping[str, str], _: Translate) -> Iterator[Problem]:
    there = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and not _hidden(path.relative_to(folder))
    }
    for name, path in sorted(there.items()):
        if name == MANIFEST:
            continue
        if name not in sums:
            message = _("A sealed revision takes no more files: delete this one")
            yield Problem(path.relative_to(root).as_posix(), 0, "", message)
        elif sha256(path.read_bytes()) != sums[name]:
            yield _altered(root, path, _)
    for name in sorted(sums.keys() - there.keys()):
        message = _("A sealed file must stay: put it back from a copy")
        yield Problem((folder / name).relative_to(root).as_posix(), 0, "", message)


def _altered(root: Path, path: Path, _: Translate) -> Problem:
    message = _("A sealed file must stay as it was sealed: put it back from a copy")
    return Problem(path.relative_to(root).as_posix(), 0, "", message)


def _missing(root: Path, number: int, _: Translate) -> Problem:
    message = _("A sealed revision must stay: put its folder back from a copy")
    return Problem(f"{REVISIONS}/{number}", 0, "", message)


def _manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest in `folder`; None where it has not the shape it was written in."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
        previous, files = found["previous"], found["files"]
        numbered = str(found["revision"]) == folder.name
        linked = previous is None or (isinstance(previous["revision"], int) and isinstance(previous["sha256"], str))
        whole = isinstance(files, dict) and all(isinstance(value, str) for value in files.values())
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found if numbered and linked and whole else None


def _hidden(path: Path) -> bool:
    """Whether a system or an editor left the file there."""
    return any(map(left_behind, path.parts))


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdigit() and not name.startswith("0")
