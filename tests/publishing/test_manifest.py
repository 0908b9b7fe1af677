"""The manifest names every sheet and every file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from kit.folder import write

from planpress.errors import BuildError
from planpress.publishing.manifest import manifest_of, write_manifest
from planpress.publishing.verify import sha256_of
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of


@dataclass(frozen=True)
class Made:
    path: str
    pages: int
    bytes: int
    sha256: str


def pressed(folder: Path, sheets) -> list[Made]:
    """Stand for what the press tells; a sheet without file is told all the same."""
    files = [(folder / sheet.path, sheet.path) for sheet in sheets]
    return [
        Made(path, 1, file.stat().st_size, sha256_of(file)) if file.exists() else Made(path, 1, 0, "")
        for file, path in files
    ]


def test_manifest_names_every_sheet_and_file_and_no_time(tmp_path, harbour, golden):
    sheets = sheets_of(harbour)
    folder = write(tmp_path, {sheet.path: sheet.code for sheet in sheets} | {"index.html": "home"})
    write_manifest(folder, manifest_of(folder, harbour, edition_of(harbour), sheets, pressed(folder, sheets)))
    golden("harbour-manifest", {"manifest.json": (folder / "manifest.json").read_text("utf-8")})


def test_sheet_without_file_stops_the_build(tmp_path, harbour):
    sheets = sheets_of(harbour)
    folder = write(tmp_path, {sheet.path: sheet.code for sheet in sheets[1:]})
    with pytest.raises(BuildError, match=sheets[0].path):
        manifest_of(folder, harbour, edition_of(harbour), sheets, pressed(folder, sheets))


def test_archives_beside_the_sheets_have_to_be_named(tmp_path, harbour):
    sheets = sheets_of(harbour)
    folder = write(tmp_path, {sheet.path: sheet.code for sheet in sheets} | {"print/all.zip": "zip"})
    made = pressed(folder, sheets)
    manifest = manifest_of(folder, harbour, edition_of(harbour), sheets, made, ["print/all.zip"])
    assert "print/all.zip" in {record["path"] for record in manifest["files"]}
    for archives in ([], ["print/all.zip", "print/more.zip"]):
        with pytest.raises(BuildError, match="zip"):
            manifest_of(folder, harbour, edition_of(harbour), sheets, made, archives)
