"""A finished folder is swapped in whole, or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from planpress.errors import BuildError
from planpress.publish import broken_links, locked, manifest_of, staging, swap, write_manifest
from planpress.sheets import edition_of, sheets_of


@dataclass(frozen=True)
class Made:
    path: str
    pages: int


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def publish(tmp_path: Path, word: str) -> None:
    with locked(tmp_path / "site"), staging(tmp_path / "site") as folder:
        write(folder / "site", {"index.html": word})
        swap(folder / "site", tmp_path / "site")


def builds(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / ".site.builds").iterdir() if path.is_dir()]


def test_two_sites_beside_each_other_leave_each_other_alone(tmp_path):
    for name in ("site", "other", "site"):
        with locked(tmp_path / name), staging(tmp_path / name) as folder:
            write(folder / "site", {"index.html": name})
            swap(folder / "site", tmp_path / name)
    assert [(tmp_path / name / "index.html").read_text() for name in ("site", "other")] == ["site", "other"]


def test_second_build_replaces_the_first_and_leaves_one_folder(tmp_path):
    publish(tmp_path, "one")
    publish(tmp_path, "two")
    assert (tmp_path / "site" / "index.html").read_text() == "two"
    assert len(builds(tmp_path)) == 1


def test_failed_build_leaves_the_site_untouched(tmp_path):
    publish(tmp_path, "one")
    before = (tmp_path / "site").resolve()
    with pytest.raises(ZeroDivisionError), staging(tmp_path / "site") as folder:
        write(folder / "site", {"index.html": str(1 // 0)})
    assert (tmp_path / "site").resolve() == before
    assert (tmp_path / "site" / "index.html").read_text() == "one"
    assert len(builds(tmp_path)) == 1


def test_what_a_killed_build_left_is_removed_by_the_next(tmp_path):
    publish(tmp_path, "one")
    write(tmp_path / ".site.builds" / "left-over", {"index.html": "half"})
    publish(tmp_path, "two")
    assert len(builds(tmp_path)) == 1


def test_site_that_is_no_link_is_never_replaced(tmp_path):
    write(tmp_path / "site", {"index.html": "mine"})
    with pytest.raises(BuildError, match="move it away"):
        publish(tmp_path, "one")
    assert (tmp_path / "site" / "index.html").read_text() == "mine"


def test_second_publisher_is_refused_while_the_first_works(tmp_path):
    site = tmp_path / "site"
    with locked(site), pytest.raises(BuildError, match="another build"), locked(site):
        pass


def test_lock_of_a_killed_process_falls_away(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from planpress.publish import locked\n"
        "with locked(Path(sys.argv[1])): print('in', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "site")], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    with locked(tmp_path / "site"):
        assert (tmp_path / ".site.builds" / "lock").exists()


def test_manifest_names_every_sheet_and_file_and_no_time(tmp_path, harbour, golden):
    sheets = sheets_of(harbour)
    folder = write(tmp_path, {sheet.path: sheet.code for sheet in sheets} | {"index.html": "home"})
    pressed = [Made(sheet.path, 1) for sheet in sheets]
    write_manifest(folder, manifest_of(folder, harbour, edition_of(harbour), sheets, pressed))
    golden("harbour-manifest", {"manifest.json": (folder / "manifest.json").read_text("utf-8")})


def test_sheet_without_file_stops_the_build(tmp_path, harbour):
    sheets = sheets_of(harbour)
    folder = write(tmp_path, {sheet.path: sheet.code for sheet in sheets[1:]})
    with pytest.raises(BuildError, match=sheets[0].path):
        manifest_of(folder, harbour, edition_of(harbour), sheets, [Made(sheet.path, 1) for sheet in sheets])


def test_archives_beside_the_sheets_have_to_be_named(tmp_path, harbour):
    sheets = sheets_of(harbour)
    folder = write(tmp_path, {sheet.path: sheet.code for sheet in sheets} | {"print/all.zip": "zip"})
    made = [Made(sheet.path, 1) for sheet in sheets]
    manifest = manifest_of(folder, harbour, edition_of(harbour), sheets, made, ["print/all.zip"])
    assert "print/all.zip" in {record["path"] for record in manifest["files"]}
    for archives in ([], ["print/all.zip", "print/more.zip"]):
        with pytest.raises(BuildError, match="zip"):
            manifest_of(folder, harbour, edition_of(harbour), sheets, made, archives)


def test_links_are_followed_to_file_and_anchor(tmp_path):
    folder = write(
        tmp_path,
        {
            "index.html": '<a id="top"></a><a href="a/b.html#x">1</a><a href="#top">2</a><a href="https://e.example/">3</a>'
            '<img src="no.png"><a href="a/b.html#y">4</a><p id="top"></p><a href="../out.html">5</a>',
            "a/b.html": '<p id="x"></p><a href="../index.html?q=1">home</a><a href="/a/b.html">me</a>',
        },
    )
    assert broken_links(folder) == [
        "index.html: #top",
        "index.html: ../out.html",
        "index.html: a/b.html#y",
        "index.html: no.png",
    ]


def test_links_from_the_root_begin_with_the_path_of_the_public_address(tmp_path):
    folder = write(tmp_path, {"404.html": '<a href="/town/a.html">1</a><a href="/a.html">2</a>', "a.html": ""})
    assert broken_links(folder, "https://plans.example/town/") == ["404.html: /a.html"]
    assert broken_links(folder, "https://plans.example/") == ["404.html: /town/a.html"]
