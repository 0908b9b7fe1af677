"""The generator of the bench: what it writes is the same each time, valid, and of the size asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.generate import SECTORS_OF_UNIT, generate, unit_name
from planpress.content.validate import read
from planpress.sheets.listing import sheets_of


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_runs_write_the_same_files(tmp_path: Path):
    for name in ("one", "two"):
        generate(20, tmp_path / name)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


@pytest.mark.parametrize("units", [1, 30])
def test_campaign_is_valid_and_every_unit_has_its_sheets(tmp_path: Path, units: int):
    number = generate(units, tmp_path / "campaign")
    reading = read(tmp_path / "campaign")
    assert reading.warnings == ()
    sheets = [sheet for sheet in sheets_of(reading.campaign) if sheet.unit]
    assert len(sheets) == number == units * SECTORS_OF_UNIT * len(reading.campaign.forms)
    assert len({sheet.unit for sheet in sheets}) == units


def test_names_of_units_differ_and_run_out_aloud():
    assert len({unit_name(number) for number in range(3000)}) == 3000
    with pytest.raises(ValueError, match="more units than names"):
        unit_name(100_000)
