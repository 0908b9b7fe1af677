"""The bench: what it generates is valid and the same each time, and it measures what it says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.edits import edits, fingerprints
from bench.generate import SECTORS_OF_UNIT, generate, unit_name
from bench.many import Built, lines_of
from bench.measure import ProgramError, Run, median, run
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


def test_loaded_runs_do_not_count_where_there_are_quiet_ones():
    quiet = Run(2.0, 3.0, 0.0, (100, 300)), Run(4.0, 5.0, 0.01, (200, 100))
    assert median([*quiet, Run(90.0, 9.0, 0.5, (900,))]) == Run(3.0, 4.0, 0.01, (100, 300))
    assert median([Run(9.0, 9.0, 0.5, (9,))]).wall == 9.0


@pytest.mark.parametrize("end", ["child.wait()", "time.sleep(0.4)"])
def test_program_is_measured_with_what_it_starts(tmp_path: Path, end: str):
    """Also with what outlives it."""
    child = "import time; held = bytearray(50_000_000)\nwhile time.process_time() < 0.6: pass"
    parent = f"import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', {child!r}]); {end}"
    found = run([sys.executable, "-c", parent], tmp_path)
    assert found.wall >= 0.4
    assert found.cpu >= 0.6
    assert len(found.peaks) == 2
    assert found.peaks[0] < 50_000_000 < found.peaks[1]


def test_program_that_fails_tells_its_last_words(tmp_path: Path):
    with pytest.raises(ProgramError, match="so it is"):
        run([sys.executable, "-c", "import sys; print('else'); sys.exit('so it is')"], tmp_path)


def test_edits_are_sound_and_leave_the_campaign_as_it_was(tmp_path: Path):
    generate(4, tmp_path / "campaign")
    before = tree(tmp_path)
    edit = next(edits(tmp_path / "campaign"))
    assert tree(tmp_path) == before
    printed = fingerprints(tmp_path / "campaign")
    edit.make()
    assert read(tmp_path / "campaign").warnings == ()
    now = fingerprints(tmp_path / "campaign")
    other = {path for path in now if now[path] != printed[path]}
    assert {"print/catalogue.pdf", f"print/sectors/{edit.sector}.pdf"} < other < set(now)
    edit.undo()
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("cpu", "page_bytes", "largest", "ok"), [(30.0, 100.0, 200, True), (40.0, 130.0, 400_000, False)]
)
def test_many_units_are_judged_by_a_unit_among_fewer(cpu: float, page_bytes: float, largest: int, ok: bool):
    def built(units: int, run: Run, page_bytes: float) -> Built:
        return Built(units, 9, run, 10, page_bytes, (largest, "index.html"), 1, 2)

    few, some = built(10, Run(1.0, 2.0, 0.0, (1,)), 100.0), built(100, Run(1.0, 3.0, 0.0, (1,)), 100.0)
    lines = lines_of([few, some, built(1000, Run(1.0, cpu, 0.0, (1,)), page_bytes)])
    assert [line.ok for line in lines[:3]] == [ok] * 3
