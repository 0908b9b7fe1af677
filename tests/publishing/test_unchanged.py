"""Nothing has changed, so nothing is done; whatever is another, in the content or in the site, is seen."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from kit.paths import HARBOUR

import build
from planpress import pipeline
from planpress.arguments import parser, placed
from planpress.content.files import TOPS
from planpress.content.sealed import REVISIONS
from planpress.content.together import JOURNAL
from planpress.errors import BuildError
from planpress.publishing import unchanged
from planpress.publishing.unchanged import READ, Site


@pytest.fixture
def office(harbour_office: Path, tmp_path: Path) -> Path:
    """A campaign, and what a build has left of it."""
    office = Path(shutil.copytree(harbour_office, tmp_path / "office", symlinks=True))
    shutil.copytree(HARBOUR, office, dirs_exist_ok=True)
    return office


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The targets that a build in earnest was asked for, which is refused."""
    found: list[Path] = []

    def refuse(_request: object, _settings: object, target: Path) -> None:
        found.append(target)
        raise BuildError("built in earnest")

    monkeypatch.setattr(pipeline, "build", refuse)
    return found


def built(office: Path, *options: str) -> int:
    return build.main(["--campaign", str(office), "build", *options])


def site_of(office: Path, build_dir: Path | None = None) -> Site:
    words = ["--campaign", str(office), "--build-dir", str(build_dir or office / ".build"), "build"]
    known = parser(office, datetime.date(2031, 9, 1))
    return Site(placed(known.parse_args(words), known.error))


def states(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return what tells that a file was written, or touched, of all below `folder`."""
    return {
        str(path): (state.st_ino, state.st_mtime_ns, state.st_ctime_ns)
        for path in folder.rglob("*")
        for state in (path.lstat(),)
    }


def test_nothing_is_done_and_the_same_is_told(office, asked, capsys) -> None:
    before = states(office)
    assert built(office) == 0
    assert states(office) == before
    assert asked == []
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0].startswith("1-3 ")
    assert lines[-1] == f"8   {office / 'site'}"
    assert ", 0 of them pressed now" in out
    assert ", 0 of them bound now" in out
    assert err == ""


def changed(name: str) -> Callable[[Path], None]:
    """Return what changes one byte of a file, whose size stays."""

    def change(office: Path) -> None:
        data = (office / name).read_bytes()
        (office / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))

    return change


def added(name: str) -> Callable[[Path], None]:
    def add(office: Path) -> None:
        (office / name).parent.mkdir(exist_ok=True)
        (office / name).write_text("x", "utf-8")

    return add


def linked(office: Path) -> None:
    """Put a link to the same bytes into the place of a file, which `check` refuses."""
    (office / "content/units.yml").rename(office / "units.yml")
    (office / "content/units.yml").symlink_to(office / "units.yml")


ANOTHER: dict[str, Callable[[Path], object]] = {
    "content": changed("content/units.yml"),
    "sector": changed("sectors/02-cranes.yml"),
    "revision": added("revisions/note.txt"),
    "unfinished": added(JOURNAL),
    "link": linked,
    "page": changed("site/index.html"),
    "sheet": changed("site/print/catalogue.pdf"),
    "manifest": changed("site/manifest.json"),
    "missing": lambda office: (office / "site/files/matrix.xlsx").unlink(),
    "extra": added("site/print/note.txt"),
    "killed": lambda office: (office / ".site.builds/made-abcdefgh").mkdir(),
    "no site": lambda office: (office / "site").unlink(),
    "record": lambda office: [changed(str(path))(office) for path in (office / ".build/cache").glob("*/*.site")],
}

NOT_SOUND = ("content", "sector", "revision", "unfinished", "link")


@pytest.mark.parametrize("name", ANOTHER)
def test_what_is_another_is_built(name: str, office, asked) -> None:
    ANOTHER[name](office)
    assert built(office) == 1  # refused here, or by the content, which is not sound
    assert asked == ([] if name in NOT_SOUND else [office / "site"])


@pytest.mark.parametrize("option", ["--site-url=https://a.example/", "--variant=large", "--today=2031-10-11"])
def test_what_is_asked_for_counts(option: str, office, asked) -> None:
    assert built(office, option) == 1
    assert asked == [office / "site"]


def test_faces_libraries_and_code_count(office, monkeypatch, tmp_path) -> None:
    def key() -> str:
        return site_of(office)._origin[0]

    keys = [key()]
    (tmp_path / "faces/source").mkdir(parents=True)
    (tmp_path / "faces/source/Fang.ttf").write_bytes(b"face")
    monkeypatch.setenv("PLANPRESS_FACES", str(tmp_path / "faces"))
    keys.append(key())
    monkeypatch.setattr(unchanged, "_installed", lambda: ["weasyprint-71.0.dist-info"])
    keys.append(key())
    for name, at in (("PACKAGE", "planpress"), ("PROJECT", "project")):
        (tmp_path / at / "macros").mkdir(parents=True)
        monkeypatch.setattr(unchanged, name, tmp_path / at)
        keys.append(key())
        (tmp_path / at / "macros" / "one.py").write_text("1\n", "utf-8")
        keys.append(key())
        (tmp_path / at / "macros" / "__pycache__").mkdir()
        (tmp_path / at / "macros" / "__pycache__" / "one.pyc").write_bytes(b"1")
        assert key() == keys[-1]
    assert len(set(keys)) == len(keys) == 7


def test_what_was_edited_meanwhile_and_put_back_is_not_kept(office, monkeypatch, tmp_path) -> None:
    """The site is of what was read in between; what was before and is again has another."""
    cache, plan = tmp_path / "cache", office / "content/plan.yml"
    site = site_of(office, cache.parent)
    plan.write_bytes(plan.read_bytes())
    site.keep([], [])
    assert not cache.exists()
    site = site_of(office, cache.parent)
    site.keep(["odd"], [("1-3", "all")])
    told = site_of(office, cache.parent).told()
    assert told is not None
    assert (told.warnings, told.steps) == (["odd"], [["1-3", "all"]])


def test_what_cannot_be_read_is_never_as_it_was(office, asked) -> None:
    os.mkfifo(office / "content" / "pipe")
    assert site_of(office).told() is None


def test_all_that_the_content_reads_is_read() -> None:
    assert set(READ) == {*TOPS, REVISIONS, JOURNAL}
