"""Folder `revisions/` → what was sealed there, and the proof that nobody changed it since.

In: a campaign folder. Out: its source files, the `Meta` of each sealed revision, and a `Problem` for
every sealed file that is not as it was sealed. The chain: a revision's `manifest.json` holds the
SHA-256 of each of its files, and of the manifest before it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planpress.content.files import FOLDERS, left_behind
from planpress.content.reader import read_text
from planpress.errors import BuildError, Problem
from planpress.i18n import Translate
from planpress.model.identity import SheetRecord, records_from_json
from planpress.model.owners import Owners, owners_of
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
    found += (root / SOURCE).rglob("*")
    return {name: path.read_bytes() for name, path in sorted(_seen(root, found).items())}


def _seen(root: Path, found: Iterable[Path]) -> dict[str, Path]:
    """Return the files of `found` by path below `root`, without what a system or an editor left there."""
    names = ((path.relative_to(root), path) for path in found if path.is_file())
    return {name.as_posix(): path for name, path in names if not any(map(left_behind, name.parts))}


def folders_of(root: Path) -> dict[int, Path]:
    """Return the folder of each sealed revision by number, in order."""
    folder = root / REVISIONS
    found = folder.iterdir() if folder.is_dir() else ()  # unlike glob, it tells of a folder that may not be read
    numbered = (path for path in found if re.fullmatch("[1-9][0-9]*", path.name) and path.is_dir())
    return dict(sorted((int(path.name), path) for path in numbered))


def read_meta(folder: Path) -> Meta:
    """Read what is said about the sealed revision in `folder`; `BuildError` if it is not as `release` writes it."""
    path = folder / META
    try:
        file, problems = read_text(path.read_text("utf-8"), META, [], str)
        meta = Meta.model_validate(file.value)
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise BuildError(f"{path}: {error}") from error
    if problems or str(meta.number) != folder.name:
        raise BuildError(f"{path}: " + ("; ".join(map(str, problems)) or f"number: {meta.number}"))
    return meta


def standing_as_sealed(meta: Meta) -> Standing:
    """Return the standing of a sealed revision."""
    return Standing(meta.number, meta.issued, meta.effective, False)


def sheets_of(folder: Path) -> dict[str, SheetRecord]:
    """Return what the sealed revision in `folder` prints, by code.

    Raises:
        BuildError: If the list is not as `release` writes it.
    """
    path = folder / SHEETS
    try:
        return records_from_json(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise BuildError(f"{path}: {error}") from error


def owners_at(root: Path, until: int | None = None) -> Owners:
    """Return to whom belongs what the revisions at `root`, up to the number `until`, printed.

    A list that is not as it was sealed tells nothing.
    """
    found = {}
    for number, folder in folders_of(root).items():
        if until is None or number <= until:
            with suppress(BuildError):
                found[number] = sheets_of(folder).values()
    return owners_of(found)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def json_text(value: Any) -> str:
    """Return `value` as JSON for people to compare: keys in order, a line each, no clock."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def manifest_text(number: int, files: Mapping[str, bytes], before: tuple[int, bytes] | None) -> str:
    """Return the manifest of a revision: of its other files, and of number and manifest of the one before it."""
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
            previous = manifest["previous"] or {"revision": None, "sha256": ""}
            wanted = previous["revision"] if before is None else number - 1
            if wanted is not None and (before is None or before[0] != wanted):
                message = _("A sealed revision must stay: put its folder back from a copy")
                yield Problem(f"{REVISIONS}/{wanted}", 0, "", message)
            elif before and before[1].is_file() and sha256(before[1].read_bytes()) != previous["sha256"]:
                yield _altered(root, before[1], _)
            yield from _check_files(root, folder, manifest["files"], _)
        before = number, folder / MANIFEST


def _check_files(root: Path, folder: Path, sums: Mapping[str, str], _: Translate) -> Iterator[Problem]:
    there = _seen(folder, folder.rglob("*"))
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


def _manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest in `folder`; None where it has not the shape it was written in."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
        previous, files = found["previous"], found["files"]
        numbered = str(found["revision"]) == folder.name
        linked = previous is None or (isinstance(previous["revision"], int) and isinstance(previous["sha256"], str))
        whole = isinstance(files, dict) and all(isinstance(value, str) for value in files.values())
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return found if numbered and linked and whole else None
