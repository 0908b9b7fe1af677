"""Cluster: other machines press the same bytes, or are refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from kit.paper import faces
from kit.paths import HARBOUR, PROJECT

from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of

START_LIMIT_S = 60

PRESS = """
import sys
from pathlib import Path
from planpress.paper import cluster, press
from planpress.paper.fonts import FontSet
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.content.validate import read

if __name__ == "__main__":
    address, campaign, folder, fonts = sys.argv[1:]
    campaign = read(Path(campaign)).campaign
    edition, folder = edition_of(campaign), Path(folder)
    try:
        with cluster.remote_workers(address, "en") as remote:
            setup = press.Setup(edition, folder / "cache", FontSet(Path(fonts)), remote=remote)
            press.press(sheets_of(campaign), setup, folder / "out")
    except press.BuildError as error:
        sys.exit(str(error))
"""


def python(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def cluster_of(folder: Path, workers: int, **environment: str):
    """Start a scheduler and workers on the loopback; give the scheduler's address."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "DASK_DISTRIBUTED__WORKER__PREFERRED_NETWORK_INTERFACE": "lo",
        **environment,
    }
    place = folder / "scheduler.json"
    module = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    commands = [[*module, "--no-dashboard", "--scheduler-file", place]]
    module = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", place, "--no-dashboard"]
    commands += [
        [*module, "--host", "127.0.0.1", "--nthreads", "2", "--local-directory", folder / f"worker-{number}"]
        for number in range(workers)
    ]
    running = []
    try:
        for command in commands:
            running.append(
                subprocess.Popen(
                    list(map(str, command)),
                    cwd=folder,
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            until = time.monotonic() + START_LIMIT_S
            while not (place.exists() and place.stat().st_size) and time.monotonic() < until:
                time.sleep(0.1)
        yield json.loads(place.read_text("utf-8"))["address"]
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            process.wait(START_LIMIT_S)


def pressed_there(folder: Path, address: str, campaign: Path) -> dict[str, bytes]:
    folder.mkdir()
    (folder / "press.py").write_text(PRESS, "utf-8")
    done = python(folder / "press.py", address, campaign, folder, faces().folder)
    assert done.returncode == 0, done.stderr
    return files_below(folder / "out")


def pressed_here(folder: Path, campaign) -> dict[str, bytes]:
    from planpress.paper.press import Setup, press

    press(sheets_of(campaign), Setup(edition_of(campaign), folder / "cache", faces(), 2), folder / "out")
    return files_below(folder / "out")


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.pdf")}


def test_two_workers_of_a_cluster_give_the_same_bytes(harbour_office, tmp_path):
    with cluster_of(tmp_path, 2) as address:
        there = pressed_there(tmp_path / "there", address, HARBOUR)
    assert len(there) > 10
    assert there.items() <= files_below(harbour_office / "site").items()


@pytest.mark.whole
def test_the_campaign_of_this_repository_too(real, tmp_path):
    with cluster_of(tmp_path, 2) as address:
        there = pressed_there(tmp_path / "there", address, PROJECT)
    assert there == pressed_here(tmp_path / "here", real)


def test_worker_without_our_fonts_is_refused(tmp_path):
    (tmp_path / "press.py").write_text(PRESS, "utf-8")
    with cluster_of(tmp_path, 1, PLANPRESS_FACES=str(tmp_path / "none")) as address:
        done = python(tmp_path / "press.py", address, HARBOUR, tmp_path, faces().folder)
    assert done.returncode == 1
    assert "A worker of the scheduler has no such fonts:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_scheduler_that_does_not_answer_is_told_in_plain_words(tmp_path):
    code = (
        "import sys; from planpress.paper import cluster; cluster.PATIENCE = 1.0\n"
        "try:\n with cluster.remote_workers('tcp://127.0.0.1:9', 'en'): pass\n"
        "except cluster.BuildError as error: sys.exit(str(error))"
    )
    done = python("-c", code)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "The scheduler tcp://127.0.0.1:9 does not answer.")


def test_missing_package_is_named_with_what_to_install():
    code = (
        "import sys; sys.modules['distributed'] = None; from planpress.paper import cluster\n"
        "try:\n with cluster.remote_workers('tcp://127.0.0.1:9', 'en'): pass\n"
        "except cluster.BuildError as error: sys.exit(str(error))"
    )
    done = python("-c", code)
    assert 'pip install "planpress[cluster]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_press_does_not_import_dask():
    assert python("-c", "import sys, planpress.paper.press; sys.exit('distributed' in sys.modules)").returncode == 0
