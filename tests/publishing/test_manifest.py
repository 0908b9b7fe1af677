"""The manifest names every sheet and every file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from kit.folder import write

from planpress.errors import BuildError
from planpress.paper.press import Pressed
from planpress.publishing.manifest import SiteFile, manifest_from, manifest_of
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of


def pressed(folder: Path, sheets) -> list[Pressed]:
    """Stand for what the press tells; a sheet without file is told all the same."""
    files = [SiteFile.of(folder, s.path) if (folder / s.path).exists() else SiteFile(s.path, 0, "") for s in sheets]
    return [Pressed(s.code, s.path, 1, file.bytes, file.sha256) for s, file in zip(sheets, files, strict=True)]


def test_manifest_names_every_sheet_and_file_and_no_time(tmp_path, harbour, golden):
    sheets = sheets_of(harbour)
    folder = write(tmp_path, {sheet.path: sheet.code for sheet in sheets} | {"index.html": "home"})
    made = pressed(folder, sheets)
    manifest = manifest_of(folder, harbour, edition_of(harbour), sheets, made, withdrawn=["gone.html"])
    golden("harbour-manifest", {"manifest.json": replace(manifest, withdrawn=()).text()})
    assert manifest_from(manifest.text().encode()) == manifest


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
    assert "print/all.zip" in {file.path for file in manifest.files}
    for archives in ([], ["print/all.zip", "print/more.zip"]):
        with pytest.raises(BuildError, match="zip"):
            manifest_of(folder, harbour, edition_of(harbour), sheets, made, archives)
