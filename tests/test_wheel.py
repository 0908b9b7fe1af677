"""Installed, not cloned: the wheel holds all that a campaign needs, and builds the same away from any checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from kit.command import files_of, run
from kit.once import made_once
from kit.paths import FONTS, HARBOUR, PROJECT

PACKED = ("macros", "planpress", "schemas", "site_templates")
BESIDE = ("README.md", "build.py", "mkdocs.yml", "pyproject.toml")
NOT_PACKED = shutil.ignore_patterns("__pycache__")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, made as `make wheel` does, but of a copy."""

    def make(folder: Path) -> None:
        for name in PACKED:
            shutil.copytree(PROJECT / name, folder / "source" / name, ignore=NOT_PACKED)
        for name in BESIDE:
            shutil.copy(PROJECT / name, folder / "source")
        pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder / "dist", folder / "source")

    return next((made_once(tmp_path_factory, "wheel", make) / "dist").glob("planpress-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """A folder it is installed into; what it needs comes from where the tests run."""
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--no-deps", "--target", folder, wheel)
    return folder


def pip(command: str, *words: str | Path) -> None:
    command = [sys.executable, "-m", "pip", command, "--quiet", "--no-index", "--disable-pip-version-check", *words]
    subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True)


def planpress(installed: Path, home: Path, *words: str | Path, campaign: Path, **environment: str):
    """Run the command in a home of its own, whose cache has the faces already."""
    faces = home / "cache" / "planpress" / "fonts"
    if not faces.exists():
        faces.parent.mkdir(parents=True)
        faces.symlink_to(FONTS)
    own = {"PYTHONPATH": str(installed), "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), **environment}
    return run(*words, campaign=campaign, cwd=home, program=(installed / "bin" / "planpress",), **own)


def test_wheel_holds_what_the_repository_has_for_every_campaign(wheel):
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
    ours = {
        path.relative_to(PROJECT).as_posix()
        for folder in PACKED
        for path in (PROJECT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    ours |= {"build.py", "mkdocs.yml"}
    assert names == {name if name.startswith("planpress/") else f"planpress/project/{name}" for name in ours}


def test_it_checks_and_builds_the_same_site_elsewhere_and_writes_into_the_campaign_alone(
    installed, harbour_office, tmp_path
):
    """The sheets that the checkout pressed are known: no template, word or module is another one."""
    campaign = Path(shutil.copytree(HARBOUR, tmp_path / "demo"))
    before = files_of(installed), files_of(campaign)
    done = planpress(installed, tmp_path, "check", campaign=Path("demo"))
    assert (done.returncode, done.stderr) == (0, "")
    count = done.stdout.rpartition(", ")[2].strip()

    shutil.copytree(harbour_office / ".build" / "cache", campaign / ".build" / "cache")
    done = planpress(installed, tmp_path, "build", campaign=Path("demo"))
    assert (done.returncode, done.stderr) == (0, "")
    assert ", 0 of them pressed now" in done.stdout
    assert f"{count}\n" in done.stdout, "check counts what a build prints"
    assert files_of(campaign / "site") == files_of(harbour_office / "site")

    assert files_of(installed) == before[0]
    assert {path.name for path in campaign.iterdir()} == {"content", "sectors", ".build", ".site.builds", "site"}
    assert {name: data for name, data in files_of(campaign).items() if name in before[1]} == before[1]
    assert {path.name for path in tmp_path.iterdir()} == {"demo", "cache"}


def test_without_faces_it_names_the_command_that_gets_them_and_where_to(installed, tmp_path):
    done = planpress(installed, tmp_path, "build", campaign=HARBOUR, PLANPRESS_FACES=str(tmp_path / "none"))
    assert done.returncode == 1
    assert f"run `fonts`, which gets what is missing into {tmp_path / 'none' / 'source'}." in done.stderr
    assert "Traceback" not in done.stderr


def test_it_is_called_as_it_was_installed(installed, tmp_path):
    for program in ((installed / "bin" / "planpress",), (sys.executable, "-m", "planpress")):
        command = [*map(str, program), "check", "--help"]
        done = subprocess.run(
            command, cwd=tmp_path, env={"PYTHONPATH": str(installed)}, capture_output=True, text=True, check=True
        )
        assert done.stdout.startswith("usage: planpress check")
