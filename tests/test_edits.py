"""Edited, put back, killed in between: what the cache holds is never seen in a site, which is that of a cold build."""

from __future__ import annotations

import hashlib
import random
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from kit import command
from kit.paths import HARBOUR, PROJECT, TESTS

from planpress.content.new import Skeletons
from planpress.content.validate import read
from planpress.errors import ContentError
from planpress.publishing.unchanged import OURS, READ
from planpress.resources import PACKAGE, compiled_folder, faces_folder

KILLED = """
import os, signal, sys
from kit.kill import changes

left = int(sys.argv.pop(1))

def count(event, arguments):
    global left
    if changes(event, arguments):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
import build
sys.exit(build.main())
"""
"""The program, killed before one of its steps."""

WATCHED = """
import sys

out, opened = sys.argv.pop(1), set()
sys.addaudithook(lambda event, arguments: opened.add(str(arguments[0])) if event == "open" else None)
import build
status = build.main()
with open(out, "w", encoding="utf-8") as file:
    file.write("\\n".join(sorted(opened)))
sys.exit(status)
"""
"""The program, which writes down every file that its process has opened."""

MOST_STEPS = 3000
"""A build of the real campaign has some more, so that few are not killed."""

WORDS = ("text: ", "title: ", "name: ", "remark: ", "short: ", "label: ")
"""Keys whose values anybody may edit."""


def sums(site: Path) -> dict[str, str]:
    """Return the sum of every file of a site."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }


def build(campaign: Path, at: Path, *program: str) -> int:
    """Build with the cache and into the site that lie `at` a folder; return the exit status.

    What another program builds, which is killed or watched, two workers press; else it is one process.
    """
    words = ("--build-dir", at / "build", "build", "--site", at / "site", "--workers", "2" if program else "1")
    if not program:
        done = command.run(*words, campaign=campaign)
        assert done.returncode == 0, done.stderr
    else:
        path = f"{PROJECT}:{TESTS}"
        done = command.run(*words, campaign=campaign, program=(sys.executable, *program), PYTHONPATH=path)
    return done.returncode


def cold(campaign: Path, at: Path) -> dict[str, str]:
    """Return what a build makes that has no cache; it reads nothing that the key of a site leaves out.

    Templates that were compiled before are read by what they are made of, all of which is in that key.
    """
    (at / "build").mkdir(parents=True)
    assert build(campaign, at, "-c", WATCHED, str(at / "opened")) == 0
    ours = [*(PROJECT / name for name in OURS), PACKAGE, *(campaign / name for name in READ), at]
    others = (faces_folder(), compiled_folder(), Path(sys.prefix), Path(sys.base_prefix))
    known = [path.resolve() for path in (*ours, *others)]
    opened = [Path(name).resolve() for name in (at / "opened").read_text("utf-8").splitlines() if name.startswith("/")]
    files = [path for path in opened if path.is_file() and "__pycache__" not in path.parts]
    within = [path for path in files if path.is_relative_to(PROJECT) or path.is_relative_to(campaign)]
    assert any(path.is_relative_to(campaign) for path in within)
    assert [path for path in within if not any(path.is_relative_to(one) for one in known)] == []
    found = sums(at / "site")
    shutil.rmtree(at)
    return found


# ---------------------------------------------------------------- edits


def letter(root: Path, chance: random.Random) -> None:
    """Put in, take out or exchange a letter in words of a clause, a row, a unit, a note, a form."""
    path = chance.choice(sorted((*root.glob("content/**/*.yml"), *root.glob("sectors/*.yml"))))
    lines = path.read_text("utf-8").splitlines(keepends=True)
    number = chance.choice([at for at, line in enumerate(lines) if line.lstrip(" -").startswith(WORDS)] or [0])
    key, colon, words = lines[number].partition(": ")
    at = chance.randrange(len(words) // 4, max(len(words) - 1, 1))
    put_in, gone = chance.choice([(words[at], 0), ("", 1), (chance.choice(words.strip() or "a"), 1)])
    lines[number] = f"{key}{colon}{words[:at]}{put_in}{words[at + gone :]}"
    path.write_text("".join(lines), "utf-8")


def row(root: Path, chance: random.Random) -> None:
    """Add a row to the checklist of a sector."""
    campaign = read(root).campaign
    rows = [place for place in campaign.places.values() if place.item and place.sector and not place.item.is_heading]
    model = chance.choice(rows)
    Skeletons(root, campaign).item(model.document, words=model.text).write(root)


def edit(root: Path, chance: random.Random) -> Callable[[], None]:
    """Edit the campaign so that it stays sound; return what puts it back."""
    while True:
        before = {path: path.read_bytes() for top in ("content", "sectors") for path in (root / top).rglob("*.yml")}

        def put_back(before: dict[Path, bytes] = before) -> None:
            for path, data in before.items():
                if path.read_bytes() != data:
                    path.write_bytes(data)

        chance.choice((letter, letter, letter, row))(root, chance)
        try:
            read(root)
        except ContentError:
            put_back()
        else:
            if any(path.read_bytes() != data for path, data in before.items()):
                return put_back


# ---------------------------------------------------------------- tests


def check(campaign: Path, at: Path, seeds: range, most: int) -> None:
    """Hold each edit and what it is put back to against builds that have no cache; `at` is a first build."""
    original, state = sums(at / "site"), {}
    for seed in seeds:
        chance = random.Random(seed)
        put_back = edit(campaign, chance)
        assert build(campaign, at, "-c", KILLED, str(chance.randrange(most))) in (0, -signal.SIGKILL)
        build(campaign, at)
        state[seed] = sums(at / "site")
        assert state[seed] == cold(campaign, at.with_name("cold")), seed
        assert state[seed] != original, seed
        put_back()
        build(campaign, at)
        assert sums(at / "site") == original, seed


def test_an_edit_and_its_revert_have_the_site_of_a_cold_build(harbour_office: Path, tmp_path: Path) -> None:
    campaign = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    office = Path(shutil.copytree(harbour_office, tmp_path / "warm", symlinks=True))
    (office / ".build").rename(office / "build")
    check(campaign, office, range(1), 400)


@pytest.mark.whole
def test_twenty_edits_of_the_real_campaign_and_their_reverts(tmp_path: Path) -> None:
    campaign = tmp_path / "campaign"
    for top in ("content", "sectors", "revisions"):
        shutil.copytree(PROJECT / top, campaign / top)
    (tmp_path / "warm").mkdir()
    build(campaign, tmp_path / "warm")
    check(campaign, tmp_path / "warm", range(20), MOST_STEPS)
