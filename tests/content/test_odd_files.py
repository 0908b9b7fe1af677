"""Whatever is no regular file of the campaign is told at its path and never opened; `check` ends."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from kit.paths import HARBOUR
from kit.revision import constructed
from kit.tally import TOLD, Tally

from planpress.content.sealed import sources_of
from planpress.content.validate import read
from planpress.disk import below, read_bytes
from planpress.errors import ContentError

LINKS = "Links are not followed"
ODD = "this is a pipe, a socket or a device"


def link(to: str) -> Callable[[Path], object]:
    return lambda path: (_gone(path), path.symlink_to(to))


def pipe(path: Path) -> None:
    _gone(path)
    os.mkfifo(path)


def device(path: Path) -> None:
    try:
        os.mknod(path, 0o020666, os.makedev(1, 5))  # as /dev/zero
    except PermissionError:
        pipe(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10 << 30)


def folders(path: Path) -> None:
    handle = os.open(path.parent, os.O_RDONLY)
    for name in (path.name, *["d"] * 1_200):
        os.mkdir(name, dir_fd=handle)
        inner = os.open(name, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)


def _gone(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


CASES: tuple[tuple[str, Callable[[Path], object], str], ...] = (
    ("content/source/shadow", link("/etc/shadow"), LINKS),
    ("content/source/zero", link("/dev/zero"), LINKS),
    ("content/source/folder", link("/etc"), LINKS),
    ("content/source/own", link("../plan.yml"), LINKS),
    ("content/source", link("/etc"), LINKS),
    ("content", link("/etc"), LINKS),
    ("sectors", link("content"), LINKS),
    ("sectors/01-quays.yml", link("/etc/passwd"), LINKS),
    ("sectors/03-loop.yml", link("03-loop.yml"), LINKS),
    ("sectors/03-nowhere.yml", link("/nowhere"), LINKS),
    ("content/plan.yml", link("units.yml"), LINKS),
    ("content/forms/tty.yml", link("/dev/tty"), LINKS),
    ("revisions", link("/etc"), LINKS),
    ("revisions/1", link("/etc"), LINKS),
    ("revisions/1/sheets.json", link("/etc/passwd"), LINKS),
    ("revisions/1/manifest.json", link("/dev/zero"), LINKS),
    ("content/plan.yml", pipe, ODD),
    ("content/units.yml", pipe, ODD),
    ("content/source/pipe", pipe, ODD),
    ("sectors/03-pipe.yml", pipe, ODD),
    ("revisions/1/meta.yml", pipe, ODD),
    ("revisions/1/manifest.json", pipe, ODD),
    ("revisions/2", pipe, ODD),
    ("content/source/zero", device, ODD),
    ("sectors/03-zero.yml", device, ODD),
    ("content/source/socket", listening, ODD),
    ("sectors/03-socket.yml", listening, ODD),
    ("content/source/scan.pdf", sparse, "must not be larger"),
    ("sectors/03-large.yml", sparse, "must not be larger"),
    ("revisions/1/changes.json", sparse, "must not be larger"),
    ("content/source/deep", folders, "must not lie deeper"),
    ("sectors/deep", folders, "must not lie deeper"),
    ("revisions/1/deep", folders, "must not lie deeper"),
    ("sectors/03-\udcff.yml", Path.touch, "are not UTF-8"),
    ("content/source/a\x1b[2Jb", Path.touch, "cannot be seen"),
    ("sectors/01-Quays.yml", Path.touch, "On many disks"),
    ("content/plan.yml", lambda path: (_gone(path), path.mkdir()), "A folder stands where a file must be"),
    ("sectors/03-folder.yml", Path.mkdir, "A folder stands where a file must be"),
)


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    root = constructed(tmp_path, 1)
    (root / "content" / "source").mkdir(exist_ok=True)
    return root


def told(root: Path) -> Iterable[str]:
    return map(str, read(root, "en").warnings)


def test_each_is_told_at_its_path_and_none_is_opened(campaign: Path, tmp_path: Path) -> None:
    tally = Tally()
    for number, (name, make, message) in enumerate(CASES):
        root = Path(shutil.copytree(campaign, tmp_path / str(number)))
        make(root / name)
        place = ascii(name)[1:-1] if not name.isprintable() else name
        kind = make.__name__.strip("<>").replace("lambda", "link or folder")
        assert tally.case(f"file system: {kind}", name, lambda root=root: told(root), place) == TOLD, name
        with pytest.raises(ContentError, match=message):
            read(root, "en")
        subprocess.run(["rm", "-rf", root], check=True)  # Python gives up on folders that lie this deep
    tally.held()


@pytest.mark.parametrize("make", [pipe, link("/etc/passwd"), sparse])
def test_what_systems_leave_behind_is_passed_over(campaign: Path, make: Callable[[Path], object]) -> None:
    before = sources_of(campaign)
    make(campaign / "content" / "source" / ".#lock")
    assert list(told(campaign)) == []
    assert sources_of(campaign) == before


def test_a_link_that_appears_later_is_not_sealed(campaign: Path) -> None:
    (campaign / "content" / "source" / "shadow").symlink_to("/etc/passwd")
    assert "content/source/shadow" not in sources_of(campaign)


def test_link_on_the_way_to_a_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "file").write_text("secret")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "folder").symlink_to("../outside")
    with pytest.raises(NotADirectoryError):
        read_bytes(tmp_path / "root", "folder/file")
    assert [name for name, _state in below(tmp_path / "root", "folder")] == ["folder"]


def test_campaign_itself_may_be_reached_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(HARBOUR)
    assert read(tmp_path / "link").campaign == read(HARBOUR).campaign
