"""Wherever the program is started, it ends with words and a status that says what became of it, never a traceback."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from kit.kill import without_room_from
from kit.paths import HARBOUR, PROJECT
from kit.revision import constructed

import build

COMMAND = (
    f"{shlex.quote(sys.executable)} {shlex.quote(str(PROJECT / 'build.py'))} --campaign {shlex.quote(str(HARBOUR))}"
)

CASES = {
    # What a shell runs, the status, and what stands in the words.
    "ASCII alone": ("PYTHONIOENCODING=ascii $B --campaign . check", 1, "\\u6b64\\u5904"),
    "no locale": ("LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 $B --campaign . check", 1, "\\u6b64\\u5904"),
    "argument that is no text": ("$B new sector x --title $'\\xff\\xfe'", 2, "the command line must be UTF-8"),
    "folder that is no text": ("$B --campaign $'/\\xff' check", 2, "the command line must be UTF-8"),
    "reader that has gone": ("set -o pipefail; $B check | exec 0<&-", 0, ""),
    "reader of errors that has gone": ("set -o pipefail; $B --campaign . check 2>&1 | exec 0<&-", 1, ""),
    "words on a full disk": ("$B check >/dev/full", 3, ""),
    "errors on a full disk": ("$B --campaign . check 2>/dev/full", 1, ""),
    "closed output": ("$B check >&-", 0, ""),
    "all closed": ("$B check <&- >&- 2>&-", 0, ""),
    "question to nobody": ("$B rollback --to . <&-", 1, "Nothing was published"),
    "port that cannot be": ("$B serve --address 127.0.0.1:99999", 2, "a port is a number from 1 to 65535"),
    "address that is none": ("$B serve --address here", 2, "must be a host and a port"),
    "workers that cannot be": ("$B build --workers -1", 2, "must be a number from 1 to 999"),
    "site on a device": ("$B build --site /dev/null", 1, "is not a link made by a build"),
    "publication in a file": ("touch file; $B verify file", 1, "journal.jsonl"),
    "campaign that is a pipe": ("mkfifo pipe; $B --campaign pipe check", 1, ""),
}


@pytest.mark.parametrize("name", CASES)
def test_words_and_status(name: str, tmp_path: Path) -> None:
    line, status, told = CASES[name]
    done = subprocess.run(
        ["bash", "-c", line.replace("$B", COMMAND)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="backslashreplace",
        timeout=60,
        check=False,
    )
    words = done.stdout + done.stderr
    assert (done.returncode, "Traceback" in words, "Exception ignored" in words) == (status, False, False), words
    assert told in words


def test_files_do_not_take_the_numbers_of_what_is_closed() -> None:
    code = (
        "import build, os; build.main(['check']); nowhere = os.stat(os.devnull).st_rdev\n"
        "os._exit(any(os.fstat(number).st_rdev != nowhere for number in range(3)))"
    )
    line = f"cd {shlex.quote(str(PROJECT))}; {shlex.quote(sys.executable)} -c {shlex.quote(code)} <&- >&- 2>&-"
    assert subprocess.run(["bash", "-c", line], timeout=60, check=False).returncode == 0


def test_port_in_use_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from planpress.web import mkdocs

    def serve(_campaign: Path, _cache: Path, address: str, _today: object) -> None:
        host, _colon, port = address.rpartition(":")
        with socket.socket() as other:
            other.bind((host, int(port)))

    monkeypatch.setattr(mkdocs, "serve", serve)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert (
            build.main(["--campaign", str(HARBOUR), "serve", "--address", f"127.0.0.1:{taken.getsockname()[1]}"]) == 1
        )
    assert os.strerror(98) in capsys.readouterr().err


REFUSED = {
    13: "You lack the right to read or write here",
    28: "The disk is full",
    30: "Nothing can be written to this disk",
}


@pytest.mark.parametrize("reason", REFUSED, ids=["no right", "full disk", "read only"])
@pytest.mark.parametrize(
    "words",
    [
        "new sector lamps",
        "export {to}/out",
        "build --site {to}/site",
        "publish --yes --to {to}/public",
        "release --yes",
    ],
)
def test_folder_that_takes_nothing_is_told_and_nothing_is_made(words: str, reason: int, tmp_path: Path, capfd) -> None:
    command = ["--campaign", str(HARBOUR), "--build-dir", str(tmp_path), *words.format(to=tmp_path).split()]
    before = sorted(HARBOUR.rglob("*"))
    assert without_room_from(0, lambda: os._exit(build.main(command)), reason) == 1
    told = capfd.readouterr().err
    assert "Traceback" not in told
    assert not list(tmp_path.iterdir())
    assert sorted(HARBOUR.rglob("*")) == before
    if not words.startswith("release"):
        assert REFUSED[reason] in told


@pytest.mark.parametrize("name", ["content/source", "content/forms", "sectors", "revisions"])
def test_folder_that_may_not_be_read_is_named(name: str, tmp_path: Path, monkeypatch, capsys) -> None:
    root = constructed(tmp_path, 1)
    (root / "content" / "source").mkdir(exist_ok=True)
    usual = os.scandir

    def scandir(path):
        if path == root / name:
            raise PermissionError(13, os.strerror(13), str(path))
        return usual(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert build.main(["--campaign", str(root), "check"]) == 1
    assert str(root / name) in capsys.readouterr().err
