"""What is done to what was sealed is told at its path, or only a sum kept elsewhere, a journal or a key can tell."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from kit.folder import edit
from kit.revision import THIRD, constructed
from kit.seals import HARMS, resealed, tree
from kit.tally import ELSEWHERE, TOLD, Tally

import build
from planpress.content.chain import PUT_BACK, check_sealed
from planpress.content.sealed import MANIFEST
from planpress.content.validate import read
from planpress.difference import difference
from planpress.errors import ContentError
from planpress.model.version import Version
from planpress.publishing.proofs import short
from planpress.publishing.publications import Publications
from planpress.publishing.signing import other_seals, seal_sums
from planpress.publishing.verify import JournalEntry
from planpress.release import prepare, seal
from planpress.revisions.history import history_of

DEEP = "[" * 100_000
WRONG = ("", "null", "[]", "{}", '"x"', "5", "[[]]", "{", DEEP, "\ud800", '{"revision": 1}')
"""What no manifest and no list of ours is."""


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three revisions; whoever harms them puts them back."""
    return constructed(tmp_path_factory.mktemp("sealed"))


def told(root: Path) -> list[str]:
    return [str(problem) for problem in check_sealed(root, str)]


def checked(root: Path) -> list[str]:
    """Check as `build.py check` does; return or raise what is told."""
    read(root)
    history_of(root).refuse_unreadable()
    return []


def put_back(root: Path, files: dict[str, bytes | str]) -> None:
    shutil.rmtree(root / "revisions")
    for name, data in files.items():
        if name.startswith("revisions/"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def sealed_files(root: Path) -> list[str]:
    return sorted(name for name in tree(root) if name.startswith("revisions/") and "/." not in name)


# ---------------------------------------------------------------- harm


def test_every_harm_to_every_sealed_file_is_told(sealed: Path) -> None:
    tally, whole = Tally(), tree(sealed)
    for name in sealed_files(sealed):
        for harm in HARMS:
            if name == "revisions/3/manifest.json" and harm.__name__ == "cut_short":
                continue  # without its last line feed it is no other manifest: its sum alone tells
            path = sealed / name
            harm(path)
            tally.case(f"sealed file, {harm.__name__.replace('_', ' ')}", name, lambda: told(sealed), f"{name}:")
            path.with_name(f".{path.name}").unlink(missing_ok=True)
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
            path.write_bytes(whole[name])
    assert tree(sealed) == whole, "something was written"
    tally.held()
    elsewhere = sum(count[ELSEWHERE] for count in tally.counts.values())
    assert elsewhere <= 2, "only what a flipped manifest itself says may be told at the file that it names"
    assert sum(count[TOLD] for count in tally.counts.values()) > 350


def swapped(root: Path) -> None:
    first, third = root / "revisions/1", root / "revisions/3"
    first.rename(root / "revisions/x")
    third.rename(first)
    (root / "revisions/x").rename(third)


def nested(root: Path) -> None:
    at = os.open(root / "revisions/2", os.O_RDONLY)
    for _level in range(1_200):
        os.mkdir("d", dir_fd=at)
        below = os.open("d", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)


def moved(root: Path, name: str, to: str) -> None:
    (root / "revisions" / name).rename(root / "revisions" / to)


SHAPES: dict[str, tuple[Callable[[Path], object], str]] = {
    "one in the middle is gone": (lambda root: shutil.rmtree(root / "revisions/2"), "revisions/2:"),
    "the first is gone": (lambda root: shutil.rmtree(root / "revisions/1"), "revisions/1:"),
    "renamed behind the others": (lambda root: moved(root, "2", "9"), "revisions/9:"),
    "a number with a zero before it": (lambda root: moved(root, "3", "03"), "revisions/03:"),
    "two have changed places": (swapped, "revisions/1:"),
    "a copy": (lambda root: shutil.copytree(root / "revisions/2", root / "revisions/2 copy"), "revisions/2 copy:"),
    "a copy under the next number": (
        lambda root: shutil.copytree(root / "revisions/3", root / "revisions/4"),
        "revisions/4:",
    ),
    "a copy before the first": (
        lambda root: [resealed(root), moved(root, "1", "0")] and moved(root, "0", "01"),
        "revisions/01:",
    ),
    "a name that is no text": (
        lambda root: Path(os.fsdecode(os.fsencode(root / "revisions") + b"/2\xff")).mkdir(),
        "revisions/2\\udcff:",
    ),
    "a file": (lambda root: (root / "revisions/4").write_text("x"), "revisions/4:"),
    "a link": (lambda root: (root / "revisions/4").symlink_to("3"), "revisions/4:"),
    "a link in the place of one": (
        lambda root: [moved(root, "3", ".3"), (root / "revisions/3").symlink_to(".3")],
        "revisions/3:",
    ),
    "a folder within one": (lambda root: (root / "revisions/2/2").mkdir(), "revisions/2/2:"),
    "folders within folders": (nested, "revisions/2/d:"),
    "a file more": (lambda root: (root / "revisions/2/content/more.yml").write_text("x"), "revisions/2/content/more"),
    "a name within that is no text": (
        lambda root: Path(os.fsdecode(os.fsencode(root / "revisions/2") + b"/\xff")).write_text("x"),
        "revisions/2/\\udcff:",
    ),
    "a pipe": (lambda root: os.mkfifo(root / "revisions/2/meta"), "revisions/2/meta:"),
    "a pipe for a manifest": (
        lambda root: [(root / "revisions/2" / MANIFEST).unlink(), os.mkfifo(root / "revisions/2" / MANIFEST)],
        "revisions/2/manifest.json:",
    ),
    "a file of another revision": (
        lambda root: shutil.copy(root / "revisions/1/sheets.json", root / "revisions/2/sheets.json"),
        "revisions/2/sheets.json:",
    ),
    "a manifest of another revision": (
        lambda root: shutil.copy(root / "revisions/1/manifest.json", root / "revisions/2/manifest.json"),
        "revisions/2:",
    ),
    "a file in the place of all": (
        lambda root: [shutil.rmtree(root / "revisions"), (root / "revisions").write_text("x")],
        "revisions:",
    ),
}


def test_whatever_is_odd_among_the_folders_is_told_there(sealed: Path, tmp_path: Path) -> None:
    tally = Tally()
    for name, (harm, place) in SHAPES.items():
        root = Path(shutil.copytree(sealed, tmp_path / name.replace(" ", "-")))
        harm(root)
        found = tally.case("folders of revisions", name, lambda root=root: told(root), place)
        assert found == TOLD, name
        if name == "folders within folders":
            subprocess.run(["rm", "-rf", str(root)], check=True)
    tally.held()


def test_manifest_of_any_other_shape_is_told_at_its_path(sealed: Path) -> None:
    tally, whole = Tally(), tree(sealed)
    place = "revisions/2/manifest.json"
    path = sealed / place
    record = json.loads(path.read_bytes())
    shapes = [text.encode("utf-8", "surrogatepass") for text in WRONG]
    for key in record:
        shapes += [json.dumps({**record, key: value}).encode() for value in (None, [], {}, "x", 5, True, [5], {"x": 5})]
    shapes += [json.dumps({**record, "files": {**record["files"], "/etc/passwd": "0"}}).encode()]
    for number, data in enumerate(shapes):
        path.write_bytes(data)
        tally.case("manifest of another shape", f"{number}: {data[:60]!r}", lambda: told(sealed), place)
    put_back(sealed, whole)
    tally.held()


def test_lists_and_meta_of_any_other_shape_are_told_even_if_the_sums_are_right(sealed: Path) -> None:
    """Whoever makes the sums anew can put anything there: it must be told, or mean what it says."""
    tally, whole = Tally(), tree(sealed)

    def tried(name: str, text: str, accepted: str = "") -> None:
        (sealed / "revisions/2" / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        resealed(sealed, 2)
        place = (sealed / "revisions/2" / name).as_posix() if name.endswith("json") else f"revisions/2/{name}:"
        tally.case(f"{name}, sums made anew", text[:80], lambda: checked(sealed), place, accepted)
        original = whole[f"revisions/2/{name}"]
        (sealed / "revisions/2" / name).write_bytes(original if isinstance(original, bytes) else original.encode())

    for name in ("sheets.json", "changes.json", "meta.yml"):
        empty = "sheets.json lists nothing, as that of an empty plan does" if name == "sheets.json" else ""
        for text in WRONG:
            tried(name, text, empty if text == "{}" else "")
    sheets = json.loads(whole["revisions/2/sheets.json"])
    code = next(iter(sheets))
    for key in sheets[code]:
        for value in ([], {}, 5, True):
            tried("sheets.json", json.dumps({**sheets, code: {**sheets[code], key: value}}))
    changes = json.loads(whole["revisions/2/changes.json"])
    for key in changes["changes"][0]:
        for value in (None, [5], {"x": 5}, 5):
            first = {**changes["changes"][0], key: value}
            tried("changes.json", json.dumps({**changes, "changes": [first]}))
    meta = yaml.safe_load(whole["revisions/2/meta.yml"])
    for key in meta:
        shown = {name: str(value) for name, value in meta.items()}
        rest = {name: value for name, value in shown.items() if name != key}
        free = "may be left out" if key in ("document_number", "meaning") else ""
        tried("meta.yml", yaml.safe_dump(rest), free)
        for value in ("", [], {"x": "y"}, "x y\u200b"):
            tried("meta.yml", yaml.safe_dump({**rest, key: value}, allow_unicode=True), free if value == "" else "")
    put_back(sealed, whole)
    tally.held()


# ---------------------------------------------------------------- forgery


def last_meta_forged(root: Path) -> None:
    edit(root, "revisions/3/meta.yml", "The cranes are laid up", "The cranes were sold")
    resealed(root, 3)


def first_forged_and_all_sealed_anew(root: Path) -> None:
    edit(root, "revisions/1/sectors/01-quays.yml", "Ladders are painted.", "Ladders are gilded.")
    resealed(root)


def last_deleted(root: Path) -> None:
    shutil.rmtree(root / "revisions/3")


def all_deleted(root: Path) -> None:
    shutil.rmtree(root / "revisions")


def line_feed_cut_from_the_last_manifest(root: Path) -> None:
    path = root / "revisions/3/manifest.json"
    path.write_bytes(path.read_bytes()[:-1])


def first_put_before_all(root: Path) -> None:
    for number in (3, 2, 1):
        moved(root, str(number), str(number + 1))
        put = root / "revisions" / str(number + 1) / "meta.yml"
        put.write_text(put.read_text("utf-8").replace(f"number: {number}", f"number: {number + 1}"), "utf-8")
    shutil.copytree(root / "revisions/2", root / "revisions/1")
    edit(root, "revisions/1/meta.yml", "number: 2", "number: 1")
    resealed(root)


FORGERIES: dict[Callable[[Path], None], str] = {
    last_meta_forged: "revisions/3/manifest.json:0",
    first_forged_and_all_sealed_anew: "revisions/1/manifest.json:0",
    last_deleted: "revisions/3/manifest.json:0",
    all_deleted: "revisions/1/manifest.json:0",
    line_feed_cut_from_the_last_manifest: "revisions/3/manifest.json:0",
    first_put_before_all: "revisions/2/manifest.json:0",
}


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_what_no_chain_can_tell_is_told_by_the_journal_and_by_the_sum(
    sealed: Path, tmp_path: Path, forge: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    published = seal_sums(history_of(sealed))
    noted = short((sealed / "revisions/3/manifest.json").read_bytes())
    root = Path(shutil.copytree(sealed, tmp_path / "forged"))
    forge(root)

    assert told(root) == [], "a chain proves nothing to whoever writes it anew"
    found = [str(problem) for problem in other_seals(_journal(tmp_path, published), seal_sums(history_of(root)))]
    assert found, "the journal tells"
    assert found[0].startswith(FORGERIES[forge])
    assert build.main(["--campaign", str(root), "check", "--expect", noted]) == 1, "the sum tells"
    assert noted in capsys.readouterr().err
    assert build.main(["--campaign", str(sealed), "check", "--expect", noted.lower()]) == 0


def _journal(root: Path, seals: dict[str, str]) -> Publications:
    entry = JournalEntry(1, "publish", "2031-12-01", "x", "X", "en", 3, "Revision 3", "", "3", "0", {}, "", seals)
    return Publications(root, "en", b"", (entry,))


def test_difference_of_two_sealed_revisions_is_not_told_of_altered_ones(sealed: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(sealed, tmp_path / "altered"))
    assert difference(root, Version(1), Version(2)).changes
    edit(root, "revisions/1/sectors/01-quays.yml", "Ladders are painted.", "Ladders are gilded.")
    with pytest.raises(ContentError, match="revisions/1/sectors/01-quays"):
        difference(root, Version(1), Version(2))


def test_history_goes_on_from_what_was_published(sealed: Path, tmp_path: Path) -> None:
    sums = seal_sums(history_of(sealed))
    first = {number: one for number, one in sums.items() if number == "1"}
    assert list(other_seals(_journal(tmp_path, first), sums)) == []
    assert list(other_seals(_journal(tmp_path, {}), sums)) == [], "older journals list no seals"
    assert [problem.path for problem in other_seals(_journal(tmp_path, sums), first)] == [
        "revisions/2/manifest.json",
        "revisions/3/manifest.json",
    ]
    assert [one.path for one in other_seals(_journal(tmp_path, {"2": sums["2"]}), sums)] == ["revisions/1"]


# ---------------------------------------------------------------- another campaign


def test_plan_of_another_id_stops_at_its_line_and_asks_for_no_tombstones(tmp_path: Path) -> None:
    root = constructed(tmp_path, last=2)
    edit(root, "content/plan.yml", "id: harbour-winter-2031", "id: other-2032")
    (root / "sectors/02-cranes.yml").unlink()
    edit(root, "sectors/01-quays.yml", "id: quays\n", "id: moles\n")
    line = (root / "content/plan.yml").read_text("utf-8").splitlines().index("id: other-2032") + 1
    wanted = (
        f"content/plan.yml:{line}: other-2032: id must stay 'harbour-winter-2031', as in the sealed revisions. "
        "Another campaign needs a folder of its own, without revisions/; otherwise put the id back: 'other-2032'"
    )
    for work in (lambda: read(root), lambda: prepare(root, THIRD)):
        with pytest.raises(ContentError) as found:
            work()
        told = [str(problem) for problem in found.value.problems]
        assert wanted in told
        assert not any(word in line for line in told for word in ("tombstone", "for ever"))


# ---------------------------------------------------------------- git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign with one sealed revision, under version control."""
    for name, value in {"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}.items():
        monkeypatch.setenv(name, value)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "An office")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "office@example.org")
        monkeypatch.setenv(f"GIT_{role}_DATE", "2031-10-01T00:00:00Z")
    root = constructed(tmp_path, last=1)
    git(root, "init", "-q", "-b", "main")
    committed(root, "first")
    return root


def git(root: Path, *words: str, status: int = 0) -> str:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def committed(root: Path, message: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)


def shell(root: Path, command: str) -> None:
    subprocess.run(["bash", "-c", command], cwd=root, check=True, capture_output=True, timeout=60)


def test_attributes_that_a_release_writes_keep_git_from_rewriting_line_ends(repository: Path, tmp_path: Path) -> None:
    assert (repository / "revisions/.gitattributes").read_text() == "# Sealed files keep their bytes.\n* -text\n"
    git(tmp_path, "-c", "core.autocrlf=true", "clone", "-q", str(repository), "clone")
    clone = tmp_path / "clone"
    assert b"\r\n" in (clone / "content/plan.yml").read_bytes()
    assert told(clone) == []


def test_line_ends_that_git_rewrote_are_told_as_that_and_the_command_mends_them(
    repository: Path, tmp_path: Path
) -> None:
    """As of a history in which the attributes are missing."""
    git(repository, "rm", "-q", "revisions/.gitattributes")
    committed(repository, "without")
    git(tmp_path, "-c", "core.autocrlf=true", "clone", "-q", "-c", "core.autocrlf=true", str(repository), "clone")
    clone = tmp_path / "clone"
    found = told(clone)
    count = len(sealed_files(clone))
    assert len(found) == 1
    assert found[0].startswith(f"revisions/1/changes.json:0: In {count} sealed files here, only the line ends")
    assert found[0].endswith(f"such as git with core.autocrlf. Put them back from a copy, or run: {PUT_BACK}")
    shell(clone, PUT_BACK)
    assert told(clone) == []


def test_two_rows_that_two_offices_added_are_told_apart(repository: Path) -> None:
    row = "    - {id: item-d, label: D, text: %s, relation: added}\n"
    behind = "sectors/01-quays.yml"
    last = (repository / behind).read_text("utf-8").rstrip("\n") + "\n"
    (repository / behind).write_text(last + row % "Lamp is lit." + row % "Rope is dry.", "utf-8")
    number = last.count("\n")
    with pytest.raises(ContentError) as found:
        read(repository)
    assert str(found.value.problems[0]) == (
        f"{behind}:{number + 2}: item-d: id must be used once only; it stands at {behind}:{number + 1} already; "
        "give the one that is not sealed yet another, such as 'item-d-2': 'item-d'"
    )


def test_revision_that_two_offices_sealed_is_told_and_the_commands_keep_one_whole(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "other")
    edit(repository, "sectors/01-quays.yml", "Ladders are painted.", "Ladders are painted red.")
    seal(repository, prepare(repository, THIRD))
    committed(repository, "theirs")
    git(repository, "checkout", "-q", "main")
    edit(repository, "sectors/01-quays.yml", "Ladders are painted.", "Ladders are painted blue.")
    seal(repository, prepare(repository, THIRD))
    committed(repository, "ours")
    whole = {name: data for name, data in tree(repository).items() if name.startswith("revisions/")}
    git(repository, "merge", "-q", "other", status=1)

    with pytest.raises(ContentError) as found:
        read(repository)
    seals = [problem for problem in found.value.problems if problem.path.startswith("revisions/")]
    assert len(seals) == 1
    assert seals[0].path == "revisions/2/manifest.json"
    assert seals[0].message.startswith(
        "Two offices have sealed revision 2, and a merge mixed them: keep one folder whole"
    )
    assert [one.path for one in found.value.problems if "<<<<<<<" in one.message] == ["sectors/01-quays.yml"]
    command = "git rm -r -q -f revisions/2 && git checkout HEAD -- revisions/2"
    assert command in seals[0].message
    shell(repository, command)
    assert told(repository) == []
    assert {name: data for name, data in tree(repository).items() if name.startswith("revisions/")} == whole
    shell(repository, command.replace("HEAD", "MERGE_HEAD"))
    assert told(repository) == []
    assert b"red" in (repository / "revisions/2/sectors/01-quays.yml").read_bytes()
