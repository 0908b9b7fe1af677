"""A finished site → `manifest.json`: every sheet and every file, with its SHA-256.

In: the folder, what had to be printed and what was. Out: the manifest; sorted, without clock time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from planpress.errors import BuildError
from planpress.model.campaign import Campaign
from planpress.publishing.links import files_below
from planpress.publishing.verify import MANIFEST, sha256_of
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet


class PressedFile(Protocol):
    """What the manifest wants to know of a pressed sheet."""

    @property
    def path(self) -> str:
        """Address in the site."""

    @property
    def pages(self) -> int:
        """Number of pages."""

    @property
    def bytes(self) -> int:
        """Size of the file."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the file, in hexadecimal."""


def manifest_of(
    folder: Path,
    campaign: Campaign,
    edition: Edition,
    sheets: Sequence[Sheet],
    pressed: Iterable[PressedFile],
    archives: Iterable[str] = (),
    names: Iterable[str] = (),
    withdrawn: Iterable[str] = (),
) -> dict[str, Any]:
    """Describe every sheet and every file below `folder`; sorted, without clock time.

    Args:
        folder: The finished site.
        campaign: What was built.
        edition: As which edition.
        sheets: What had to be printed.
        pressed: What was printed; the press has read these files and told their sums.
        archives: Files below `print/` that are no sheets but hold some.
        names: Every file below `folder`, where the caller has listed them already.
        withdrawn: Pages that only say that what had their address is no longer part of the plan.

    Raises:
        BuildError: If a sheet or an archive has no file, or a file below `print/` is neither.
    """
    printed = {file.path: file for file in pressed}
    files = [
        _file(folder, name, printed.get(name)) for name in sorted(names or files_below(folder)) if name != MANIFEST
    ]
    wanted = {sheet.path for sheet in sheets}
    told = sorted(withdrawn)
    beside = set(archives)
    found = {record["path"] for record in files if record["path"].startswith("print/")}
    if wanted | beside != found or wanted != set(printed):
        odd = sorted((wanted | beside) ^ found | wanted ^ set(printed))
        raise BuildError("sheets and files differ: " + ", ".join(odd))
    manifest = {
        "campaign": campaign.plan.id,
        "revision": edition.revision,
        "sheets": [
            {
                "code": sheet.code,
                "path": sheet.path,
                "form": sheet.form,
                "unit": sheet.unit,
                "sector": sheet.sector,
                "title": sheet.title,
                "pages": printed[sheet.path].pages,
                "bytes": printed[sheet.path].bytes,
                "sha256": printed[sheet.path].sha256,
                "fingerprint": sheet.fingerprint,
            }
            for sheet in sheets
        ],
        "files": files,
    }
    return {**manifest, "withdrawn": told} if told else manifest


def paper_of(site: Path, sheets: Sequence[Sheet]) -> dict[str, tuple[int, int]]:
    """Return number of pages (0 for an archive) and of bytes of each file that was printed with `site`.

    Empty where there is no finished site, or where its sheets are not `sheets`.
    """
    if not (site / MANIFEST).is_file():
        return {}
    manifest = json.loads((site / MANIFEST).read_text("utf-8"))
    found = {(record["code"], record["fingerprint"], record["path"]) for record in manifest["sheets"]}
    if found != {(sheet.code, sheet.fingerprint, sheet.path) for sheet in sheets}:
        return {}
    pages = {record["path"]: record["pages"] for record in manifest["sheets"]}
    files = [record for record in manifest["files"] if record["path"].startswith("print/")]
    return {record["path"]: (pages.get(record["path"], 0), record["bytes"]) for record in files}


def _file(folder: Path, name: str, pressed: PressedFile | None) -> dict[str, Any]:
    if pressed:
        return {"path": name, "bytes": pressed.bytes, "sha256": pressed.sha256}
    return {"path": name, "bytes": (folder / name).stat().st_size, "sha256": sha256_of(folder / name)}


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write `manifest.json` below `folder`, a record a line, so that two builds compare well."""
    parts = []
    for key, value in manifest.items():
        if isinstance(value, list):
            lines = ",\n".join("  " + json.dumps(record, ensure_ascii=False) for record in value)
            parts.append(f'"{key}": [\n{lines}\n]')
        else:
            parts.append(f'"{key}": {json.dumps(value, ensure_ascii=False)}')
    (folder / MANIFEST).write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8")
