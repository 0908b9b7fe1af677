"""A finished folder is swapped in whole, or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from kit.folder import write

from planpress.disk import locked, place_beside, staging
from planpress.errors import BuildError
from planpress.publishing.staging import refuse_foreign, swap


@contextmanager
def building(site: Path):
    refuse_foreign(site)
    with staging(place_beside(site), site) as folder:
        yield folder


def build(tmp_path: Path, word: str) -> None:
    with building(tmp_path / "site") as folder:
        write(folder / "site", {"index.html": word})
        swap(folder / "site", tmp_path / "site")


def builds(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / ".site.builds").iterdir() if path.is_dir()]


def test_two_sites_beside_each_other_leave_each_other_alone(tmp_path):
    for name in ("site", "other", "site"):
        with building(tmp_path / name) as folder:
            write(folder / "site", {"index.html": name})
            swap(folder / "site", tmp_path / name)
    assert [(tmp_path / name / "index.html").read_text() for name in ("site", "other")] == ["site", "other"]


def test_second_build_replaces_the_first_and_leaves_one_folder(tmp_path):
    build(tmp_path, "one")
    build(tmp_path, "two")
    assert (tmp_path / "site" / "index.html").read_text() == "two"
    assert len(builds(tmp_path)) == 1


def test_failed_build_leaves_the_site_untouched(tmp_path):
    build(tmp_path, "one")
    before = (tmp_path / "site").resolve()
    with pytest.raises(ZeroDivisionError), building(tmp_path / "site") as folder:
        write(folder / "site", {"index.html": str(1 // 0)})
    assert (tmp_path / "site").resolve() == before
    assert (tmp_path / "site" / "index.html").read_text() == "one"
    assert len(builds(tmp_path)) == 1


def test_what_a_killed_build_left_is_removed_by_the_next(tmp_path):
    build(tmp_path, "one")
    write(tmp_path / ".site.builds" / "made-leftover", {"index.html": "half"})
    build(tmp_path, "two")
    assert len(builds(tmp_path)) == 1


def test_site_that_is_no_link_is_never_replaced(tmp_path):
    write(tmp_path / "site", {"index.html": "mine"})
    with pytest.raises(BuildError, match="move it away"):
        build(tmp_path, "one")
    assert (tmp_path / "site" / "index.html").read_text() == "mine"


@pytest.mark.parametrize("to", ["other", "nowhere", ".site.builds-of-mine/site", "../site"])
def test_link_that_somebody_else_made_is_never_replaced(tmp_path, to):
    write(tmp_path / "other", {"index.html": "mine"})
    (tmp_path / "site").symlink_to(to)
    with pytest.raises(BuildError, match="move it away"):
        build(tmp_path, "one")
    assert str((tmp_path / "site").readlink()) == to
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "site"]
    assert (tmp_path / "other" / "index.html").read_text() == "mine"


def test_own_link_is_known_through_other_links_and_when_its_folder_is_gone(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "way").symlink_to("real")
    build(tmp_path / "way", "one")
    build(tmp_path / "real", "two")
    for path in builds(tmp_path / "real"):
        path.rename(tmp_path / path.name)
    build(tmp_path / "way", "three")
    assert (tmp_path / "real" / "site" / "index.html").read_text() == "three"


def test_second_publisher_is_refused_while_the_first_works(tmp_path):
    place = place_beside(tmp_path / "site")
    with locked(place), pytest.raises(BuildError, match="Another build"), locked(place):
        pass


def test_lock_of_a_killed_process_falls_away(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from planpress.disk import locked\n"
        "with locked(Path(sys.argv[1])): print('in', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(place_beside(tmp_path / "site"))], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    with locked(place_beside(tmp_path / "site")):
        assert (tmp_path / ".site.builds" / "lock").exists()
