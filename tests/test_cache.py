"""Tidy: what recent builds used stays, the rest goes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from kit.kill import killed_at, steps_of, without_room_from
from kit.paper import EDITION, faces, press, sheet, table

from planpress.cache import keep, keep_file, place_of, put, recall, tidy
from planpress.paper.press import Setup

SECOND_NS = 10**9
KEPT, OLD, LOST = (letter * 64 for letter in "abc")


@pytest.fixture
def cache(tmp_path):
    folder = tmp_path / "cache"
    for name in (KEPT, OLD):
        (folder / name[:2]).mkdir(parents=True)
        (folder / name[:2] / f"{name}.json").write_text("{}")
        (folder / name[:2] / f"{name}.pdf").write_bytes(b"%PDF")
    return folder


def made_older(folder, seconds: int) -> None:
    """Let every file below `folder` be older than it is."""
    for path in folder.rglob("*"):
        then = path.stat().st_mtime_ns - seconds * SECOND_NS
        os.utime(path, ns=(then, then))


def test_what_three_builds_did_not_use_goes(cache):
    for _build in range(3):
        assert tidy(cache, 3) == 0
        made_older(cache, 10)
        (cache / "aa" / f"{KEPT}.json").touch()
    assert tidy(cache, 3) == 1
    assert sorted(path.name for path in cache.rglob("*.*")) == [f"{KEPT}.json", f"{KEPT}.pdf"]
    assert len(list((cache / "builds").iterdir())) == 4


def test_marks_do_not_pile_up(cache):
    for _build in range(12):
        tidy(cache, 3)
    assert sorted(int(mark.name) for mark in (cache / "builds").iterdir()) == [9, 10, 11, 12]


def test_what_a_killed_build_left_behind_goes_once_it_is_old(cache):
    (cache / "aa" / "new-x1y2z3_0").write_bytes(b"%PD")
    (cache / "aa" / f"{LOST}.layout").write_bytes(b"%PDF")
    made_older(cache, 10)
    tidy(cache, 1)
    made_older(cache, 10)
    (cache / "aa" / f"{KEPT}.json").touch()
    (cache / "aa" / "new-a1b2c3_0").write_bytes(b"%PD")
    assert tidy(cache, 1) == 1
    assert sorted(path.name for path in (cache / "aa").iterdir()) == [f"{KEPT}.json", f"{KEPT}.pdf", "new-a1b2c3_0"]


def test_what_is_not_of_the_cache_stays(cache):
    for name in ("aa/mine.pdf", "aa/new-words.txt", "my/notes.json", "builds/mine", f"longer/{OLD}.pdf"):
        (cache / name).parent.mkdir(exist_ok=True)
        (cache / name).touch()
    foreign = {path for path in cache.rglob("*") if path.is_file()} - set(cache.rglob(f"??/{'[ab]' * 64}.*"))
    for _build in range(3):
        tidy(cache, 1)
        made_older(cache, 10)
    assert foreign <= set(cache.rglob("*"))
    assert not list(cache.rglob(f"??/{OLD}.*"))


def test_another_build_may_sweep_at_the_same_time(cache, monkeypatch):
    made_older(cache, 10)
    (cache / "builds").mkdir()
    for mark in "123":
        (cache / "builds" / mark).touch()
    usual = Path.glob

    def swept_meanwhile(folder, pattern):
        found = list(usual(folder, pattern))
        for file in (*usual(cache, f"*/{OLD}.*"), cache / "builds" / "1", cache / "builds" / "2"):
            file.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(Path, "glob", swept_meanwhile)
    assert tidy(cache, 1) == 1
    assert not cache.joinpath("aa", f"{KEPT}.json").exists()


def test_press_keeps_what_it_uses(tmp_path):
    first, other = sheet(), sheet(table(4), code="T-2")
    folder = tmp_path / "cache"
    setup = Setup(EDITION, folder, faces(), 1)
    press([first, other], setup, tmp_path / "out")
    tidy(folder, 1)
    made_older(folder, 10)
    press([first], setup, tmp_path / "out")
    assert tidy(folder, 1) > 0
    told: list[tuple[int, int]] = []
    press([first], setup, tmp_path / "out", lambda *n: told.append(n))
    assert told == [(0, 0)]
    press([other], setup, tmp_path / "out", lambda *n: told.append(n))
    assert told[-1] == (1, 1)


def test_damaged_record_of_a_layout_is_made_anew(tmp_path):
    setup = Setup(EDITION, tmp_path / "cache", faces(), 1)
    first = press([sheet(table())], setup, tmp_path / "out")
    layouts = [path for path in (tmp_path / "cache").rglob("*.json") if path.with_suffix(".layout").exists()]
    assert layouts
    for path in layouts:
        record = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps({**record, "slots": "?"}), "utf-8")
    for path in (tmp_path / "cache").rglob("*.pdf"):
        path.unlink()
    assert press([sheet(table())], setup, tmp_path / "again") == first


# ---------------------------------------------------------------- killed, or without room


def kept(root: Path) -> Path:
    keep(place_of(root, KEPT, "office"), b"made", {"pages": 2})
    return place_of(root, KEPT, "office")


def kept_by_file(root: Path) -> Path:
    keep_file(place_of(root, KEPT, "zip"), lambda path: path.write_bytes(b"made"), {"pages": 2})
    return place_of(root, KEPT, "zip")


def put_back(root: Path) -> Path:
    place = kept(root)
    put(place, root / "site" / "file")
    put(place, root / "site" / "file")
    return root / "site" / "file"


LEFT: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _place: None,
    "the same": lambda _place: None,
    "a damaged one": lambda place: place.write_bytes(b"?"),
    "no record": lambda place: place.with_suffix(".json").unlink(missing_ok=True),
    "a foreign record": lambda place: place.with_suffix(".json").write_text('{"sha256": "0"}'),
}
"""What an earlier build has left at the place, of which nobody knows how it ended."""


@pytest.mark.parametrize(
    ("work", "left"),
    [
        (kept, "nothing"),
        (kept, "a damaged one"),
        (kept, "a foreign record"),
        (kept_by_file, "no record"),
        (kept_by_file, "a damaged one"),
        (put_back, "the same"),
    ],
)
def test_a_killed_build_leaves_no_cache_that_lies(work: Callable[[Path], Path], left: str, tmp_path: Path) -> None:
    steps = steps_of(lambda: work(tmp_path / "counted"))
    assert steps > 3
    for moment in range(steps):
        for ended in (killed_at, without_room_from):
            root = tmp_path / f"{ended.__name__}-{moment}"
            if left != "nothing":
                LEFT[left](kept_by_file(root) if work is kept_by_file else kept(root))
            ended(moment, lambda root=root: work(root))
            for record in root.rglob("*.json"):
                place = next((path for path in record.parent.glob(f"{record.stem}.*") if path != record), record)
                assert recall(place) is None or place.read_bytes() == b"made"
            assert work(root).read_bytes() == b"made"
            assert {recall(path)["pages"] for path in root.glob("aa/*.[oz]*")} == {2}
