"""What goes wrong ends in the promised way: named, the rest done, nothing to clean up."""

from __future__ import annotations

import io
import os
import resource
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import yaml
from kit import jobs as robust_jobs
from kit.command import files_of
from kit.paper import EDITION, faces, set_in_type, sheet, table
from kit.paper import press as press_here
from kit.paths import HARBOUR, PROJECT

from planpress.content.validate import read
from planpress.errors import BuildError, ContentError
from planpress.paper import press
from planpress.paper import run as runs
from planpress.paper.pool import Crew, run
from planpress.paper.recipe import PRINT
from planpress.paper.typeset import ForbiddenResourceError, typeset
from planpress.paper.worker import html_of, styles_of
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of

TIME_LIMIT_S = 3


# ---------------------------------------------------------------- workers


def test_two_killed_workers_lose_no_job(tmp_path):
    jobs = [(number, str(tmp_path)) for number in range(100)]
    assert run(robust_jobs.kill_two_workers, jobs, 2) == [2 * number for number in range(100)]
    assert {path.name for path in tmp_path.iterdir()} == {"40", "41"}


@pytest.mark.parametrize("bad", ["T-POISON", "T-HANG"])
def test_one_bad_sheet_among_five_hundred_is_named_and_the_rest_is_done(bad, tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "work", robust_jobs.press_or_fail)
    monkeypatch.setattr(press, "BATCH", 20)
    good = [replace(sheet(), code=f"T-{number}", path=f"print/{number}.pdf") for number in range(499)]
    sheets = [*good[:250], sheet(code=bad), *good[250:]]
    with pytest.raises(BuildError) as error, Crew(1, time_limit=TIME_LIMIT_S) as crew:
        press.press(sheets, press.Setup(EDITION, tmp_path / "cache", faces(), crew=crew), tmp_path / "out")
    assert str(error.value).splitlines()[1:] == [f"{bad} (east, list): 处理它的进程两次中断。"]
    assert not (tmp_path / "out").exists()
    told: list[tuple[int, int]] = []
    press.press(good, press.Setup(EDITION, tmp_path / "cache", faces(), 1), tmp_path / "out", lambda *n: told.append(n))
    assert told == [(0, 0)]


# ---------------------------------------------------------------- content


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        ("东港办事处" * 12, "第1页: 这段文字放不下（unit）：东港办事处"),
        ("东港\U00013000处", "第1页: 所用字体没有这个字：\U00013000 (U+13000)。"),
    ],
)
def test_name_that_cannot_be_printed_is_named_with_form_unit_and_page(unit, message, tmp_path):
    setup = press.Setup(EDITION, tmp_path / "cache", faces(), 1)
    with pytest.raises(BuildError) as error:
        press_here([sheet(), sheet(unit=unit, code="T-2")], setup, tmp_path / "out")
    assert f"T-2 (east, list) {message}" in str(error.value)
    assert "T-1" not in str(error.value)
    assert not (tmp_path / "out").exists()
    mended = press_here([sheet(), sheet(code="T-2")], setup, tmp_path / "out")
    assert [record.code for record in mended] == ["T-1", "T-2"]
    assert not list(tmp_path.rglob("new-*"))


# ---------------------------------------------------------------- resources

RESOURCES = (
    "<img src='file:///etc/hostname'>",
    "<img src='http://127.0.0.1:9/x.png'>",
    "<img src='../../pyproject.toml'>",
    "<link rel=attachment href='file:///etc/hostname'>",
    "<style>@import 'http://127.0.0.1:9/x.css'</style>",
    "<p style='background: url(../../pyproject.toml)'>x</p>",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The second campaign with a resource in every text that may hold one, and the number of kinds of text."""
    folder = tmp_path_factory.mktemp("hostile") / "campaign"
    files = {path.relative_to(HARBOUR): path.read_text("utf-8") for path in HARBOUR.rglob("*.yml")}
    values = {path: yaml.load(text, yaml.BaseLoader) for path, text in files.items()}
    keys = sorted({(path, key) for path, value in values.items() for key in keys_of(value)})

    def written(chosen):
        for path, value in values.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            wanted = {key: number for number, (file, key) in enumerate(chosen) if file == path}
            target.write_text(yaml.safe_dump(spiked(value, wanted), allow_unicode=True, sort_keys=False), "utf-8")
        return read(folder).campaign

    taken = []
    for key in keys:
        try:
            written([*taken, key])
        except ContentError:  # an id, a date, a number: no text
            continue
        taken.append(key)
    return written(taken), taken


def keys_of(value, key=""):
    if isinstance(value, dict):
        return {found for name, below in value.items() for found in keys_of(below, name)}
    if isinstance(value, list):
        return {found for below in value for found in keys_of(below, key)}
    return {key}


def spiked(value, wanted, key=""):
    if isinstance(value, dict):
        return {name: spiked(below, wanted, name) for name, below in value.items()}
    if isinstance(value, list):
        return [spiked(below, wanted, key) for below in value]
    return value + RESOURCES[wanted[key] % len(RESOURCES)] if key in wanted and value else value


def test_resource_in_any_text_is_text(hostile):
    campaign, taken = hostile
    assert {"text", "title", "name", "label"} <= {key for _file, key in taken}
    edition = edition_of(campaign)
    kinds = {(found.form, found.unit is None): found for found in sheets_of(campaign)}
    for found in kinds.values():
        html = html_of(found, edition)
        assert "<img" not in html
        assert "<link" not in html
        done = set_in_type(found, edition)
        shown = "".join("".join(run.text for run in done.layout.runs).split()).replace("\u200b", "")
        assert any("".join(resource.split()) in shown for resource in RESOURCES), found.code
        with pikepdf.Pdf.open(io.BytesIO(done.pdf)) as document:
            assert "/Names" not in document.Root or "/EmbeddedFiles" not in document.Root.Names
            assert not any(
                "/URI" in str(thing.get("/A", "")) for page in document.pages for thing in page.get("/Annots", ())
            )


@pytest.mark.parametrize("resource", RESOURCES)
def test_real_resource_stops_the_sheet(resource):
    html = f"<html lang='zh'><title>t</title><body>{resource}</body></html>"
    with pytest.raises(ForbiddenResourceError):
        typeset(html, styles_of("sheet.html"), PRINT, faces())


# ---------------------------------------------------------------- disk


def build(folder: Path, campaign: Path, limit: int = resource.RLIM_INFINITY):
    """Build as from a shell, on a disk that takes no file of more than `limit` bytes."""
    words = ["--campaign", campaign, "--build-dir", folder / ".build", "build", "--site", folder / "site"]
    return subprocess.run(
        [sys.executable, str(PROJECT / "build.py"), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )


@pytest.fixture(scope="module")
def office(harbour_office, tmp_path_factory):
    """A built site, and the campaign it was built from with another word in it."""
    folder = Path(shutil.copytree(harbour_office, tmp_path_factory.mktemp("office") / "harbour", symlinks=True))
    campaign = Path(shutil.copytree(HARBOUR, tmp_path_factory.mktemp("campaign") / "harbour"))
    sector = campaign / "sectors" / "02-cranes.yml"
    sector.write_text(sector.read_text("utf-8").replace("Anemometer", "Wind vane"), "utf-8")
    return folder, campaign


def test_full_disk_leaves_the_site_and_nothing_to_clean(office):
    folder, campaign = office
    before = files_of(folder / "site")
    done = build(folder, campaign, limit=60_000)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("The file is too large: ")
    assert str(folder) in done.stderr
    assert files_of(folder / "site") == before
    assert not list((folder / ".build" / "cache").rglob("new-*"))


def test_next_build_needs_no_cleaning(office):
    folder, campaign = office
    before = files_of(folder / "site")
    done = build(folder, campaign)
    assert done.returncode == 0, done.stderr
    assert files_of(folder / "site") != before
    assert len([path for path in (folder / ".site.builds").iterdir() if path.is_dir()]) == 1


def test_press_on_a_full_disk_tells_of_the_disk(tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path; from kit.paper import *; from planpress.paper.press import Setup, press\n"
        "if __name__ == '__main__':\n"
        "    folder = Path(sys.argv[2])\n"
        "    try: press([sheet()], Setup(EDITION, folder / 'cache', faces(), 1), folder / 'out')\n"
        "    except OSError as error: sys.exit(error.errno)\n"
    )
    (tmp_path / "press.py").write_text(code, "utf-8")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "press.py"), str(PROJECT / "tests"), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": f"{PROJECT}:{PROJECT / 'tests'}"},
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000)),
    )
    assert done.returncode == 27, done.stderr
    assert not [
        path for path in tmp_path.rglob("*") if path.suffix in (".pdf", ".json") or path.name.startswith("new-")
    ]
    record = press_here([sheet(table())], press.Setup(EDITION, tmp_path / "cache", faces(), 1), tmp_path / "out")
    assert record[0].bytes > 4_000
