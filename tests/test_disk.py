"""Places of ours: what is not ours is refused or left alone, whatever it is called."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from kit.folder import write

from planpress.disk import LOCK, MARK, alone, locked, place_beside, read_named, replace_file, staging, told
from planpress.errors import BuildError
from planpress.i18n import translations

FOREIGN: dict[str, Callable[[Path, Path], object]] = {
    "link to a folder": lambda place, other: place.symlink_to(other),
    "link to nothing": lambda place, other: place.symlink_to(other / "nothing"),
    "file": lambda place, other: place.write_text("mine"),
    "pipe": lambda place, other: os.mkfifo(place),
    "folder without a mark": lambda place, other: write(place, {"mine.txt": "mine", "made-00000000/mine.txt": "mine"}),
    "folder with another lock": lambda place, other: write(place, {LOCK: "4711", "mine.txt": "mine"}),
    "lock that is a link": lambda place, other: (place.mkdir(), (place / LOCK).symlink_to(other / "mine.txt")),
    "lock that is a file of somebody else": lambda place, other: (place.mkdir(), os.link(other / LOCK, place / LOCK)),
    "lock that is a pipe": lambda place, other: (place.mkdir(), os.mkfifo(place / LOCK)),
    "lock that is a folder": lambda place, other: (place / LOCK).mkdir(parents=True),
}


FAILURES: list[tuple[Callable[[Path], object], str, str, str]] = [
    (lambda at: read_named(at / "no.csv"), "no.csv", "There is no such file or folder", "没有这个文件或文件夹"),
    (lambda at: read_named(at), "", "A folder stands where a file must be", "此处应为文件，实际是文件夹"),
    (
        lambda at: (at / "a.txt" / "b").read_text(),
        "a.txt/b",
        "A file stands where a folder must be",
        "此处应为文件夹，",
    ),
    (lambda at: (at / "a.txt").mkdir(), "a.txt", "Something else stands here already", "此处已有其他文件"),
    (lambda at: (at / ("a" * 300)).touch(), "a" * 300, "The name is too long for this disk", "名称过长，"),
    (lambda at: read_named(at / "pipe"), "pipe", "Only a file or a folder itself", "此处只能是文件或文件夹本身，"),
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return place_beside(tmp_path / "site")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_is_not_ours_is_refused_and_left_alone(kind: str, place: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", {"mine.txt": "mine", LOCK: "", "tmp00000000/mine.txt": "mine"})
    FOREIGN[kind](place, other)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BuildError, match=r"was not made by planpress; move it away first"), staging(place):
        pass
    assert sorted(tmp_path.rglob("*")) == before
    assert (other / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize(("fail", "name", "english", "chinese"), FAILURES)
def test_what_a_system_refuses_is_told_in_words_with_its_place(
    fail: Callable[[Path], object], name: str, english: str, chinese: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").touch()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match=r"\[Errno ") as caught:
        fail(tmp_path)
    for language, words, parts in (("en", english, ": "), ("zh", chinese, "：")):
        said = told(caught.value, translations(language).gettext)
        assert said.startswith(words)
        assert said.endswith(f"{parts}{tmp_path / name}")


def test_other_refusals_are_told_in_words_of_the_system() -> None:
    assert told(OSError("odd"), str) == "odd"
    assert told(OSError(errno.EMFILE, "Too many open files"), str) == "Too many open files"


def test_what_is_in_the_way_of_a_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(BuildError, match=rf"^{tmp_path}/mine was not made by"), staging(tmp_path / "mine" / "a" / "b"):
        pass


@pytest.mark.parametrize("held", ["", MARK.decode(), MARK.decode()[:9]])
def test_only_what_bears_our_names_is_removed_from_a_place_of_ours(held: str, place: Path) -> None:
    mine = {"mine.txt": "", "made-by-me/page.html": "", "tmp-notes/a": "", "made-0000000g.txt": ""}
    write(place, {LOCK: held, **mine, "made-0000000a/site/page.html": "", "tmpabc_1234/page.html": ""})
    (place / "made-0000000b").symlink_to("made-by-me")
    with staging(place) as folder:
        assert names(place) == sorted({LOCK, folder.name, *(name.partition("/")[0] for name in mine)})
        assert (place / LOCK).read_bytes() == MARK
    assert (place / "made-by-me" / "page.html").exists()


def test_empty_place_is_removed_with_the_folders_that_were_made_for_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), staging(tmp_path / "a" / "b" / ".site.builds"):
        raise ZeroDivisionError
    assert names(tmp_path) == []


def test_place_of_a_run_that_has_just_ended_is_not_shared(place: Path) -> None:
    """Who opened the lock before it was taken away must not take it for the lock of the next."""
    with locked(place):
        late = os.open(place / LOCK, os.O_RDWR)
    with locked(place), pytest.raises(BuildError, match="Another build"), locked(place):
        pass
    os.close(late)


def test_runs_of_one_kind_are_kept_apart_without_a_file(tmp_path: Path) -> None:
    with alone(tmp_path) as sure, pytest.raises(BlockingIOError), alone(tmp_path):
        pass
    assert sure
    assert names(tmp_path) == []


def test_file_is_never_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / ".file.new").symlink_to("mine")
    replace_file(tmp_path / "file", b"new")
    assert ((tmp_path / "file").read_bytes(), (tmp_path / "mine").read_text()) == (b"new", "mine")
    assert names(tmp_path) == ["file", "mine"]
