"""A publication appears in whole, keeps every revision before it, and never shows a reader two of them at once."""

from __future__ import annotations

import datetime
import json
import os
import resource
import shutil
import signal
import subprocess
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from kit.folder import write
from kit.kill import REFUSED, apart, begun, ended, killed_at, steps_of, without_room_from
from kit.publish import PAGE, PAPER, differences, made, opened, published, readers, rolled_back, sheets

from planpress import pipeline
from planpress.disk import staging
from planpress.errors import BuildError
from planpress.paper.pool import Crew
from planpress.pipeline import Request, Settings
from planpress.publishing import proofs, verify
from planpress.publishing.earlier import earlier_of
from planpress.publishing.publications import address_of_latest, build_of, folder_of, read_publications
from planpress.publishing.publish import refuse_passed_on, refuse_unpublishable
from planpress.revisions.history import NONE_SEALED
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.sheets.sheet import ALPHABET

MOMENTS = 80


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "public"


def versions(root: Path) -> list[tuple[str, str, list[str]]]:
    return [
        (entry["version"], entry["title"], entry["aliases"])
        for entry in json.loads((root / "versions.json").read_text())
    ]


def records(root: Path) -> list[dict]:
    return [json.loads(line) for line in (root / "journal.jsonl").read_text("utf-8").splitlines()]


def tree(root: Path) -> dict[str, bytes | str]:
    return {
        path.relative_to(root).as_posix(): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in root.rglob("*")
        if path.is_symlink() or path.is_file()
    }


# ---------------------------------------------------------------- what a publication is


def test_every_revision_stays_and_the_newest_is_the_current_one(root, harbour):
    published(root, harbour, 1)
    first = {name: data for name, data in tree(root).items() if name.startswith("1/")}
    published(root, harbour, 2, content="new")
    assert {name: data for name, data in tree(root).items() if name.startswith("1/")} == first
    assert str((root / "latest").readlink()) == "2"
    assert opened(root).name == "2"
    assert versions(root) == [
        ("2", "Revision 2", ["latest"]),
        ("1", "Revision 1", []),
    ]
    assert differences(root) == []


def test_same_bytes_again_change_nothing(root, harbour):
    published(root, harbour, 1)
    before = tree(root)
    assert not published(root, harbour, 1).changed
    assert tree(root) == before


def test_same_content_from_newer_software_becomes_a_further_build(root, harbour):
    published(root, harbour, 1)
    assert published(root, harbour, 1, software="newer").folder == "1-2"
    assert versions(root) == [("1-2", "Revision 1", ["latest", "1"])]
    assert published(root, harbour, 1).folder == "1"
    assert versions(root) == [("1", "Revision 1", ["latest", "1-2"])]
    assert differences(root) == []


def test_other_content_under_the_same_number_is_refused(root, harbour):
    published(root, harbour, 1)
    before = tree(root)
    with pytest.raises(BuildError, match="needs a new revision"):
        published(root, harbour, 1, content="new")
    assert tree(root) == before


def test_code_or_address_that_another_sheet_was_published_with_is_refused(root, harbour):
    published(root, harbour, 1)
    before = read_publications(root, "en")
    known = earlier_of(before).sheets.values()
    (sheet,) = sheets("changed")
    refuse_passed_on(before, known, [sheet, replace(sheet, code="HWR-WD", form="withdrawn")])
    refuse_passed_on(before, known, [replace(sheet, code="NEW"), replace(sheet, path="print/moved.pdf")])
    for other in (replace(sheet, form="list", path="other.pdf"), replace(sheet, form="list", code="OTHER")):
        with pytest.raises(BuildError, match="belongs to the sheet 'Plan' for ever"):
            refuse_passed_on(before, known, [other])


def test_draft_is_refused(root, harbour):
    with pytest.raises(BuildError, match="draft"):
        published(root, harbour, 1, draft=True)
    assert not root.exists()


def test_older_revision_is_refused(root, harbour):
    published(root, harbour, 2)
    with pytest.raises(BuildError, match="rollback"):
        published(root, harbour, 1)


def test_folder_of_something_else_is_left_alone(root, harbour):
    (root / "1").mkdir(parents=True)
    (root / "1" / "index.html").write_text("mine")
    with pytest.raises(BuildError, match="new or empty"):
        published(root, harbour, 1)
    assert (root / "1" / "index.html").read_text() == "mine"


@pytest.mark.parametrize("put", [Path.touch, os.mkfifo, lambda root: root.symlink_to("nothing")])
def test_what_is_no_folder_is_told_and_left_alone(root, harbour, put):
    put(root)
    before = root.lstat()
    with pytest.raises(BuildError, match=f"must be new or empty: {root}$"):
        refuse_unpublishable(read_publications(root, "en"), harbour, edition_of(harbour), ())
    assert root.lstat() == before


def test_folder_in_the_place_of_the_link_is_told_in_the_language_of_the_office(root, harbour):
    """As a copy through a disk without links leaves it."""
    published(root, harbour, 1)
    (root / "latest").unlink()
    shutil.copytree(root / "1", root / "latest")
    before = tree(root)
    with pytest.raises(BuildError, match="不是生成程序建立的链接"):
        published(root, harbour, 2, content="new", language="zh")
    assert tree(root) == before


@pytest.mark.parametrize("name", ["journal.jsonl", "1/manifest.json"])
def test_pipe_in_the_place_of_a_record_is_told_and_not_opened(root, harbour, name):
    published(root, harbour, 1)
    (root / name).unlink()
    os.mkfifo(root / name)
    with pytest.raises(BuildError, match=r"cannot be read|was changed or is gone"):
        published(root, harbour, 2)


def test_nothing_is_removed_or_made_before_consent(root, harbour, tmp_path):
    asked: list[str] = []
    request = Request(harbour, NONE_SEALED, edition_of(harbour), printed_now(harbour, NONE_SEALED))
    settings = Settings(tmp_path / "nothing", Crew(1), "", lambda *_words: None, lambda *_words: None)

    def publish() -> object:
        return pipeline.publish(
            request, settings, root, datetime.date.today, lambda current: bool(asked.append(current))
        )

    assert publish() is None
    assert not root.exists()
    published(root, harbour, 2)
    write(root / ".staging", {"lock": "", "made-0000000a/page.html": "half", "mine.txt": "mine"})
    before = tree(root)
    assert publish() is None
    assert (tree(root), asked) == (before, ["", "2"])


def test_other_campaign_is_refused(root, harbour, real):
    published(root, harbour, 1)
    with pytest.raises(BuildError, match="Harbour Winter Readiness Programme"):
        published(root, real, 2, language="en")


def test_address_that_would_answer_no_more_is_named(root, harbour, monkeypatch):
    published(root, harbour, 1)
    before = tree(root)

    def smaller(folder: Path, *arguments):
        made(folder, *arguments)
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["files"] = [record for record in manifest["files"] if record["path"] not in (PAGE, PAPER)]
        (folder / "manifest.json").write_text(json.dumps(manifest))
        for name in (PAGE, PAPER):
            (folder / name).unlink()
        return folder

    monkeypatch.setattr("kit.publish.made", smaller)
    with pytest.raises(BuildError) as caught:
        published(root, harbour, 2)
    assert str(caught.value).splitlines()[1:] == [f"{PAPER} (1)", f"{PAGE} (1)"]
    assert tree(root) == before


def test_altered_publication_is_not_built_upon(root, harbour):
    published(root, harbour, 1)
    (root / "1" / "manifest.json").write_text("{}")
    with pytest.raises(BuildError, match="Put it back first"):
        published(root, harbour, 2)
    (root / "journal.jsonl").write_text((root / "journal.jsonl").read_text().replace("Harbour", "Haven") * 2)
    with pytest.raises(BuildError, match=r"journal\.jsonl:2"):
        published(root, harbour, 2)


def test_file_with_a_second_name_elsewhere_becomes_a_file_of_its_own(root, harbour, tmp_path, monkeypatch):
    def linked(folder: Path, *arguments):
        made(folder, *arguments)
        (tmp_path / "cache.pdf").hardlink_to(folder / PAPER)
        return folder

    monkeypatch.setattr("kit.publish.made", linked)
    published(root, harbour, 1)
    (tmp_path / "cache.pdf").write_text("changed")
    assert differences(root) == []


def test_public_address_is_that_of_the_current_site():
    assert address_of_latest("https://plans.example/winter/") == "https://plans.example/winter/latest/"
    assert address_of_latest("https://plans.example/winter/latest/") == "https://plans.example/winter/latest/"
    assert address_of_latest("") == ""


@pytest.mark.parametrize("harm", [{"revision": "1"}, {"to": "first"}, {"to": "0"}])
def test_journal_of_another_shape_is_told_without_a_traceback(root, harbour, harm):
    published(root, harbour, 1)
    path = root / "journal.jsonl"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **harm}) + "\n", "utf-8")
    with pytest.raises(BuildError, match="1: this line cannot be read"):
        published(root, harbour, 2)


def test_journal_is_a_chain_without_clock_time(root, harbour):
    published(root, harbour, 1)
    published(root, harbour, 2)
    rolled_back(root)
    lines = (root / "journal.jsonl").read_bytes().splitlines()
    told = [(r["number"], r["what"], r["from"], r["to"], r["date"]) for r in records(root)]
    assert told == [
        (1, "publish", "", "1", "2031-10-01"),
        (2, "publish", "1", "2", "2031-10-01"),
        (3, "rollback", "2", "1", "2031-10-01"),
    ]
    assert [r["previous"] for r in records(root)] == ["", verify.sum_of(lines[0]), verify.sum_of(lines[1])]


def test_sum_is_read_out_with_the_letters_of_a_fingerprint():
    assert proofs.ALPHABET == ALPHABET


# ---------------------------------------------------------------- going back


def test_rollback_leads_to_the_publication_before_and_is_recorded(root, harbour):
    for revision in (1, 2, 3):
        published(root, harbour, revision)
    assert rolled_back(root).folder == "2"
    assert opened(root).name == str((root / "latest").readlink()) == "2"
    assert versions(root)[:2] == [
        ("3", "Revision 3, taken back", []),
        ("2", "Revision 2", ["latest"]),
    ]
    assert rolled_back(root).folder == "1"
    with pytest.raises(BuildError, match="Published: 1, 2, 3"):
        rolled_back(root)
    assert differences(root) == []
    assert published(root, harbour, 3).folder == "3"
    assert [entry[0] for entry in versions(root)] == ["3", "2", "1"]
    assert [r["to"] for r in records(root)] == ["1", "2", "3", "2", "1", "3"]


def test_rollback_to_a_revision_means_its_newest_build(root, harbour):
    published(root, harbour, 1)
    published(root, harbour, 1, software="newer")
    published(root, harbour, 2)
    assert rolled_back(root, "1").folder == "1-2"
    assert rolled_back(root, "1-1").folder == "1"
    assert not rolled_back(root, "1-1").changed
    with pytest.raises(BuildError, match="Published: 1, 1-2, 2"):
        rolled_back(root, "7")


def test_rollback_to_a_changed_publication_is_refused(root, harbour):
    published(root, harbour, 1)
    published(root, harbour, 2)
    (root / "1" / PAPER).write_text("changed")
    with pytest.raises(BuildError, match=f"1/{PAPER}: was changed"):
        rolled_back(root)
    assert str((root / "latest").readlink()) == "2"


def test_nothing_published_means_nothing_to_go_back_to(root):
    with pytest.raises(BuildError, match="Nothing was published"):
        rolled_back(root)


# ---------------------------------------------------------------- when things go wrong


@pytest.mark.parametrize("first", range(4))
def test_killed_at_any_moment_readers_see_one_revision_and_the_next_run_needs_no_cleaning(
    root, harbour, tmp_path, first
):
    """Eighty moments in all, spread over everything a publication does."""
    published(root, harbour, 1)
    copy = shutil.copytree(root, tmp_path / "copy", symlinks=True)
    steps = steps_of(lambda: published(copy, harbour, 2))
    revision, states = 1, set()
    with readers(root, tmp_path / "stop") as found:
        for moment in range(first, MOMENTS, 4):
            revision += 1
            status = killed_at(moment * steps // MOMENTS, lambda revision=revision: published(root, harbour, revision))
            assert status == -signal.SIGKILL
            states.add(tuple(sorted(fault.partition(":")[2] for fault in differences(root))))
            assert published(root, harbour, revision).folder == str(revision)
            assert differences(root) == []
    assert len(states) > 5, "the moments lie in one stretch of the work"
    assert found[0] > MOMENTS // 4
    assert found[1] == []
    assert [r["to"] for r in records(root)] == [str(number) for number in range(1, revision + 1)]


def test_first_publication_killed_at_any_moment_leaves_a_place_for_the_next(root, harbour, tmp_path):
    steps = steps_of(lambda: published(tmp_path / "other", harbour, 1))
    for moment in range(0, steps, 3):
        place = root / str(moment)
        assert killed_at(moment, lambda place=place: published(place, harbour, 1)) == -signal.SIGKILL
        assert published(place, harbour, 1).folder == "1"
        assert differences(place) == []


def test_rollback_killed_at_any_moment_is_ended_by_the_next(root, harbour, tmp_path):
    for revision in (1, 2, 3):
        published(root, harbour, revision)
    copy = shutil.copytree(root, tmp_path / "copy", symlinks=True)
    steps = steps_of(lambda: rolled_back(copy))
    with readers(root, tmp_path / "stop") as found:
        for moment in range(steps):
            assert killed_at(moment, lambda: rolled_back(root)) == -signal.SIGKILL
            unfinished = [fault for fault in differences(root) if not fault.startswith(".staging/")]
            if str((root / "latest").readlink()) == "3" or unfinished:
                assert rolled_back(root).folder == "2"
            assert opened(root).name == str((root / "latest").readlink()) == "2"
            published(root, harbour, 3)
    assert found[1] == []


def test_without_room_from_any_step_on_nothing_changes_up_to_the_first_record(root, harbour, tmp_path):
    """From then on the record is ahead of the rest, which is told, and ended by the next run."""
    published(root, harbour, 1)
    before = tree(root)
    steps = steps_of(lambda: published(shutil.copytree(root, tmp_path / "copy", symlinks=True), harbour, 2))
    ahead = 0
    for moment in range(steps):
        place = shutil.copytree(root, tmp_path / str(moment), symlinks=True)
        status = without_room_from(moment, lambda place=place: published(place, harbour, 2))
        if (place / "journal.jsonl").read_bytes() == before["journal.jsonl"]:
            assert (status, tree(place)) == (REFUSED, before), moment
        else:
            ahead += status == REFUSED
        assert published(place, harbour, 2).folder == "2"
        assert differences(place) == []
        shutil.rmtree(place)
    assert ahead <= len(records(root)[-1]["beside"])  # a rename each, and `latest`; the receiver's program stays


def test_two_publishers_at_once_leave_one_publication(root, harbour, tmp_path):
    published(root, harbour, 1)
    with readers(root, tmp_path / "stop") as found:
        for revision in range(2, 22):
            both = [begun(lambda revision=revision: published(root, harbour, revision)) for _publisher in range(2)]
            assert {ended(child) for child in both} in ({0}, {0, REFUSED})
            assert differences(root) == []
            assert str((root / "latest").readlink()) == str(revision)
    assert found[1] == []
    assert [r["to"] for r in records(root)] == [str(number) for number in range(1, 22)]


@pytest.mark.parametrize("most_bytes", [0, 300, 1_500, 3_000, 7_000])
def test_no_file_may_grow_beyond_a_size(root, harbour, tmp_path, most_bytes):
    published(root, harbour, 1)
    before = tree(root)

    def starved() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        published(root, harbour, 2)

    with readers(root, tmp_path / "stop") as found:
        assert apart(starved) == REFUSED
        assert tree(root) == before
        published(root, harbour, 2)
    assert found[1] == []
    assert differences(root) == []


@pytest.mark.parametrize("free_kib", [0, 4, 12, 28, 36])
def test_full_disk_leaves_everything_as_it_was(small_disk, harbour, tmp_path, free_kib):
    root = small_disk / "public"
    published(root, harbour, 1)
    before = tree(root)
    ballast = small_disk / "ballast"
    with ballast.open("wb") as file:
        file.write(b"x" * (shutil.disk_usage(small_disk).free - free_kib * 1024))
    with readers(root, tmp_path / "stop") as found:
        assert apart(lambda: published(root, harbour, 2)) == REFUSED
        assert tree(root) == before
        ballast.unlink()
        assert published(root, harbour, 2).folder == "2"
    assert found[1] == []
    assert differences(root) == []


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own of half a megabyte; only where this user may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "planpress-test", disk],
        capture_output=True,
        check=False,
        timeout=10,
    )
    if mounted.returncode:
        pytest.skip("this user may not mount a disk")
    yield disk
    subprocess.run(["umount", disk], check=True, timeout=10)


def test_disk_without_links_is_refused_before_anything_is_built(root, harbour, monkeypatch):
    def refuse(*_arguments: object, **_more: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "symlink", refuse)
    with pytest.raises(BuildError, match="knows no links"):
        published(root, harbour, 1)


def test_folder_that_a_killed_publication_did_not_record_makes_room(root, harbour):
    published(root, harbour, 1)
    made(root / "2", harbour, 2, "never seen")
    assert published(root, harbour, 2).folder == "2"
    assert "never seen" not in (root / "2" / "index.html").read_text()


@pytest.mark.parametrize(
    "put",
    [
        lambda place, home: write(shutil.copytree(home, place), {"mine.txt": "mine"}),
        lambda place, home: place.symlink_to(home),
        lambda place, home: place.symlink_to(home / "nothing"),
        lambda place, _home: os.mkfifo(place),
    ],
)
def test_what_a_hand_has_been_at_is_not_taken_for_a_folder_of_ours(root, harbour, tmp_path, put):
    published(root, harbour, 1)
    put(root / "2", made(tmp_path / "2", harbour, 2, "mine"))
    before = tree(root)
    with pytest.raises(BuildError, match="2 was not published by this program; move it away first"):
        published(root, harbour, 2)
    assert tree(root) == before


@pytest.mark.parametrize("nth", [0, 1, 3])
def test_renames_that_have_begun_are_ended_by_whoever_is_stopped_by_hand(root, harbour, monkeypatch, nth):
    published(root, harbour, 1)
    before, rename, count = tree(root), Path.replace, iter(range(99))

    def stopped(path: Path, target: Path) -> Path:
        if target.parent == root and target.name != "2" and next(count) == nth:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", stopped)
    if nth:
        assert published(root, harbour, 2).folder == "2"
        assert differences(root) == []
    else:
        with pytest.raises(KeyboardInterrupt):
            published(root, harbour, 2)
        assert {name: data for name, data in tree(root).items() if not name.startswith("2/")} == before


def test_stop_by_hand_once_all_is_shown_stops_nothing(root, harbour, tmp_path, monkeypatch):
    @contextmanager
    def stopped(*words, **more):
        with staging(*words, **more) as folder:
            yield folder
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.disk, "staging", stopped)
    monkeypatch.setattr(pipeline, "_site", lambda _request, _settings, folder: (made(folder / "site", harbour, 3), ()))
    request = Request(harbour, NONE_SEALED, edition_of(harbour), printed_now(harbour, NONE_SEALED))
    settings = Settings(tmp_path / "nothing", Crew(1), "", lambda *_words: None, lambda *_words: None)
    outcome = pipeline.publish(request, settings, root, datetime.date.today, lambda _current: True)
    assert outcome is not None
    assert outcome.folder == "3"
    assert differences(root) == []


def test_half_of_the_renames_is_told_with_what_ends_it(root, harbour, monkeypatch):
    published(root, harbour, 1)
    rename = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.name == "index.html":
            raise OSError(28, "No space left on device")
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(BuildError, match=r"/2 is in place \(The disk is full\): mend that, run the same again"):
            published(root, harbour, 2)
    assert published(root, harbour, 2).folder == "2"
    assert differences(root) == []


def test_builds_are_ordered_by_number():
    names = ["10", "2-10", "2", "2.10", "2.1", "2-9", "2.9-2", "2.9"]
    assert sorted(names, key=build_of) == ["2", "2-9", "2-10", "2.1", "2.9", "2.9-2", "2.10", "10"]
    assert [folder_of(*build_of(name)) for name in names] == names
