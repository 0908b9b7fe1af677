"""Folder `revisions/` → what was sealed there.

In: a campaign folder. Out: its source files, the folders of its sealed revisions, and the `Meta` of each; what
`chain.py` proves, and `release` writes.
"""

import hashlib
import json
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planpress.content.files import FOLDERS, TOPS, seen
from planpress.content.reader import read_text
from planpress.disk import MOST_BYTES, read_bytes
from planpress.errors import BuildError
from planpress.model.identity import SheetRecord, records_from_json
from planpress.model.owners import Owners, owners_of
from planpress.model.revision import Meta, Standing
from planpress.model.version import VERSION, Version

_ID = re.compile(rb"^id:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)

REVISIONS = "revisions"
META = "meta.yml"
CHANGES = "changes.json"
SHEETS = "sheets.json"
MANIFEST = "manifest.json"
SIGNED = f"{MANIFEST}.sig"
"""Beside a manifest that was signed: its signature."""

SOURCE = "content/source"
"""The original as received: sealed with the files that are read."""


def sources_of(root: Path) -> dict[str, bytes]:
    """Return the files that make the campaign at `root`, by path: its YAML and the original text.

    Hidden files do not count: they are what systems leave behind. Only regular files do: what else is there may lead
    outside the campaign.
    """
    found = []
    for name in (name for top in TOPS for name in _files(root, top)):
        folder = name.rpartition("/")[0]
        if name.startswith(f"{SOURCE}/") or (folder in FOLDERS and name.endswith(".yml")):
            found.append(name)
    return {name: read_bytes(root, name) for name in sorted(found)}


def _files(root: Path, top: str) -> list[str]:
    """Return the path below `root` of every file in the folder `top` that is read; `odd_files` tells of the others."""
    return [name for name, state in seen(root, top) if stat.S_ISREG(state.st_mode) and state.st_size <= MOST_BYTES]


def folders_of(root: Path) -> dict[Version, Path]:
    """Return the folder of each sealed revision by its version, in order."""
    folder = root / REVISIONS
    found = folder.iterdir() if folder.is_dir() else ()  # unlike glob, it tells of a folder that may not be read
    named = (path for path in found if VERSION.fullmatch(path.name) and path.is_dir() and not path.is_symlink())
    return dict(sorted((Version.named(path.name), path) for path in named))


def sealed_id(root: Path) -> str:
    """Return the id of the plan that was sealed last; empty where none was, or it cannot be told."""
    folders = folders_of(root)
    try:
        found = _ID.search(read_bytes(folders[max(folders)], "content/plan.yml")) if folders else None
    except OSError:
        return ""
    return found[1].decode() if found else ""


def read_meta(folder: Path) -> Meta:
    """Read what is said about the sealed revision in `folder`; `BuildError` if it is not as `release` writes it."""
    path = folder / META
    try:
        file, problems = read_text(read_bytes(folder, META).decode(), META, [], str)
        meta = Meta.model_validate(file.value)
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise BuildError(f"{path}: {error}") from error
    editorial = meta.kind == "editorial"
    whole = editorial == bool(meta.correction) and (editorial or meta.approved_by)
    if problems or str(meta.version) != folder.name or not whole:
        raise BuildError(f"{path}: " + ("; ".join(map(str, problems)) or f"number: {meta.version} ({meta.kind})"))
    return meta


def standing_as_sealed(meta: Meta) -> Standing:
    """Return the standing of a sealed revision."""
    return Standing(meta.version, meta.issued, meta.effective, False)


def sheets_of(folder: Path) -> dict[str, SheetRecord]:
    """Return what the sealed revision in `folder` prints, by code.

    Raises:
        BuildError: If the list is not as `release` writes it.
    """
    return {**_listed(_list_in(folder))}


def _list_in(folder: Path) -> bytes:
    """Return the list of a sealed revision, which can be read."""
    path = folder / SHEETS
    try:
        _listed(data := read_bytes(folder, SHEETS))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BuildError(f"{path}: {error!r}") from error
    return data


@lru_cache(64)  # a list is asked for by whoever reads the campaign, its sealed revisions and its history
def _listed(data: bytes) -> dict[str, SheetRecord]:
    return records_from_json(json.loads(data))


def owners_at(root: Path, until: Version | None = None) -> Owners:
    """Return to whom belongs what the revisions at `root`, up to the version `until`, printed.

    A list that is not as it was sealed tells nothing.
    """
    found = []
    for version, folder in folders_of(root).items():
        if until is None or version <= until:
            with suppress(BuildError):
                found.append((version, _list_in(folder)))
    return _owners(tuple(found))


@lru_cache(64)
def _owners(lists: tuple[tuple[Version, bytes], ...]) -> Owners:
    return owners_of({version: _listed(data).values() for version, data in lists})


def sha256(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def json_text(value: Any) -> str:
    """Return `value` as JSON for people to compare: keys in order, a line each, no clock."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def manifest_text(version: Version, files: Mapping[str, bytes], before: tuple[Version, bytes] | None) -> str:
    """Return the manifest of a revision: of its other files, and of version and manifest of the one before it."""
    previous = {"revision": before[0].json, "sha256": sha256(before[1])} if before else None
    sums = {path: sha256(data) for path, data in files.items()}
    return json_text({"revision": version.json, "previous": previous, "files": sums})
