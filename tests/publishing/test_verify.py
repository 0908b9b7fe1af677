"""A receiver finds out whatever was changed in a publication, with nothing but Python."""

from __future__ import annotations

import ast
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from kit.publish import PAGE, PAPER, differences, opened, published, rolled_back
from kit.tally import TOLD, Tally

from planpress.publishing import beside, proofs, verify

ROUNDS = 20
DAMAGES: dict[str, Callable[[Path, random.Random], str]] = {}


@pytest.fixture(scope="module")
def original(tmp_path_factory, harbour) -> Path:
    """Three revisions, the second in two builds."""
    root = tmp_path_factory.mktemp("original") / "public"
    published(root, harbour, 1)
    published(root, harbour, 2)
    published(root, harbour, 2, software="newer")
    published(root, harbour, 3)
    return root


@pytest.fixture
def copy(original, tmp_path) -> Path:
    return shutil.copytree(original, tmp_path / "copy", symlinks=True)


def without_links(root: Path, to: Path) -> Path:
    """Copy as to a stick, which knows no links."""

    def links(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if (Path(folder) / name).is_symlink()]

    return shutil.copytree(root, to, ignore=links)


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file() and ".staging" not in path.parts)


def damage(work: Callable[[Path, random.Random], str]) -> Callable[[Path, random.Random], str]:
    DAMAGES[work.__name__] = work
    return work


# Each returns what a fault has to begin with.


@damage
def one_byte_is_flipped(root: Path, choice: random.Random) -> str:
    path = choice.choice([path for path in files(root) if path.stat().st_size])
    data = bytearray(path.read_bytes())
    data[choice.randrange(len(data))] ^= 1 << choice.randrange(8)
    path.write_bytes(data)
    return "" if path.name == verify.JOURNAL else path.relative_to(root).as_posix()


@damage
def two_files_are_swapped(root: Path, choice: random.Random) -> str:
    one, other = choice.sample(files(root), 2)
    while one.read_bytes() == other.read_bytes():
        one, other = choice.sample(files(root), 2)
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)
    return "" if {verify.JOURNAL, verify.MANIFEST} & {one.name, other.name} else one.relative_to(root).as_posix()


@damage
def one_file_is_missing(root: Path, choice: random.Random) -> str:
    path = choice.choice([*files(root), root / "latest"])
    path.unlink()
    return path.relative_to(root).as_posix()


@damage
def one_file_is_added(root: Path, choice: random.Random) -> str:
    places = [root, *(path for path in root.rglob("*") if path.is_dir() and not path.is_symlink())]
    path = choice.choice(places) / f"{choice.randrange(10**6)}.html"
    choice.choice([path.touch, path.mkdir, lambda: path.symlink_to("index.html")])()
    return path.relative_to(root).as_posix()


@damage
def an_older_revision_is_put_back(root: Path, choice: random.Random) -> str:
    older = choice.choice(["1", "2", "2-2"])

    def link() -> str:
        (root / "latest").unlink()
        (root / "latest").symlink_to(older)
        return f"latest: leads to {older}"

    def content() -> str:
        shutil.rmtree(root / "3")
        shutil.copytree(root / older, root / "3")
        return "3/manifest.json: was altered"

    def entrance() -> str:
        index = root / "index.html"
        index.write_text(index.read_text("utf-8").replace("3/index.html", f"{older}/index.html"), "utf-8")
        return "index.html"

    def journal() -> str:
        path = root / verify.JOURNAL
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
        return "3: is not part of what was published"

    return choice.choice([link, content, entrance, journal])()


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_every_damage_is_found(copy, name, seed):
    choice = random.Random(f"{name} {seed}")
    expected = DAMAGES[name](copy, choice)
    found = differences(copy)
    assert [fault for fault in found if fault.startswith(expected)], found
    assert verify.report(copy, "", str)[1] == 1


def test_untouched_publication_has_no_fault(original, copy):
    assert differences(original) == []
    assert differences(copy) == []


def test_swapped_file_is_told_where_it_belongs(copy):
    page, paper = copy / "3" / PAGE, copy / "3" / PAPER
    kept = page.read_bytes()
    page.write_bytes(paper.read_bytes())
    paper.write_bytes(kept)
    assert differences(copy) == [
        f"3/{PAPER}: holds what belongs to 3/{PAGE}",
        f"3/{PAGE}: holds what belongs to 3/{PAPER}",
    ]


def test_whole_older_state_is_found_by_its_check_sum(tmp_path, harbour):
    root = tmp_path / "public"
    sums = [published(root, harbour, revision).check_sum for revision in (1, 2)]
    older = shutil.copytree(root, tmp_path / "older", symlinks=True)
    sums.append(rolled_back(root).check_sum)
    assert differences(older) == []
    assert len(set(sums)) == 3
    assert verify.report(older, sums[1], str)[1] == 0
    words, status = verify.report(older, sums[2], str)
    assert status == 1
    assert words[0] == f"The check sum is {sums[1]}, not {sums[2]}"


def test_check_sum_as_it_is_heard_is_the_check_sum():
    found = "0O1L-ABCD-EFGH-JKMN".replace("O", "0").replace("L", "1")
    assert proofs.same_sum("oo1l abcd efgh jkmn", found)
    assert proofs.same_sum("001I-ABCD", found)
    assert not proofs.same_sum("0011-ABC", found), "too short to prove anything"
    assert not proofs.same_sum("0011-ABCE", found)


def test_forged_journal_leads_out_of_no_folder(copy):
    record = json.loads((copy / verify.JOURNAL).read_bytes().splitlines()[0])
    for to in ("../elsewhere", "..", "", 1, "first"):
        (copy / verify.JOURNAL).write_text(json.dumps({**record, "to": to}) + "\n")
        assert differences(copy) == ["journal.jsonl:1: this line cannot be read"]


def test_line_of_the_journal_that_lacks_a_field_is_told(copy):
    record = json.loads((copy / verify.JOURNAL).read_bytes().splitlines()[0])
    for key in record:
        (copy / verify.JOURNAL).write_text(json.dumps({name: value for name, value in record.items() if name != key}))
        assert differences(copy)[0] == "journal.jsonl:1: this line cannot be read"


def test_line_of_the_journal_that_was_changed_breaks_the_chain(copy):
    path = copy / verify.JOURNAL
    path.write_text(path.read_text("utf-8").replace("2031-10-01", "2031-10-02", 1), "utf-8")
    assert differences(copy) == ["journal.jsonl:2: this line does not follow from the line before"]


@pytest.mark.parametrize("damage", ["", "[]\n", "{}\n", "\xff", "null", '{"from": 1'])
def test_journal_that_is_none_is_told(copy, damage):
    (copy / verify.JOURNAL).write_bytes(damage.encode("latin-1"))
    words, status = verify.report(copy, "", str)
    assert status == 1
    assert words[0].startswith("journal.jsonl")


def test_copy_without_links_opens_and_is_whole(original, tmp_path):
    stick = without_links(original, tmp_path / "stick")
    (stick / "System Volume Information").mkdir()
    assert opened(stick).name == "3"
    assert differences(stick, copied=True) == []
    assert differences(stick) == ["latest: is missing"]


def test_copy_in_which_the_link_became_a_folder_is_whole(original, tmp_path):
    stick = shutil.copytree(original, tmp_path / "stick")
    assert differences(stick, copied=True) == []
    (stick / "latest" / PAPER).write_text("other")
    assert differences(stick, copied=True) == [f"latest/{PAPER}: was changed"]


def test_program_of_the_receiver_is_plain_old_python():
    """Python 3.8 is the last for the Windows of many offices; nothing outside its library is imported."""
    program = beside._program(str)
    tree = ast.parse(program, feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


def run(stick: Path, *words: str) -> tuple[int, str]:
    """Run the copy of the program in `stick` with nothing installed."""
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(stick / "verify.py"), *words]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False, cwd="/")
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_receiver_needs_only_python_and_reads_the_language_of_the_folder(tmp_path, real):
    root = tmp_path / "public"
    told = published(root, real, 1).check_sum
    stick = without_links(root, tmp_path / "stick")
    status, words = run(stick, "--expect", told.lower())
    assert status == 0, words
    assert words.splitlines()[0] == "核验通过：与发布内容完全一致。"
    assert told in words
    assert "文件夹" in run(stick, "--help")[1]
    (stick / "1" / PAPER).write_text("other")
    status, words = run(stick)
    assert status == 1
    assert words.splitlines()[0] == f"1/{PAPER}: 内容与发布时不一致"


IMPORTABLE = (
    "json",
    "__future__",
    "argparse",
    "hashlib",
    "os",
    "re",
    "stat",
    "pathlib",
    "typing",
    "dataclasses",
    "locale",
)


@pytest.mark.parametrize("isolated", [(), ("-I",)])
def test_program_runs_nothing_that_lies_beside_it(original, tmp_path, isolated):
    stick = without_links(original, tmp_path / "stick")
    for name in IMPORTABLE:
        (stick / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').write(__file__)")
    command = [sys.executable, *isolated, "verify.py"]
    done = subprocess.run(command, cwd=stick, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert not (tmp_path / "ran").exists()
    told = [line for line in done.stdout.splitlines() if "Python may run it" in line]
    assert sorted(line.partition(".py:")[0] for line in told) == sorted(IMPORTABLE)


def test_words_beside_the_program_are_not_its_words(original, tmp_path):
    """Earlier versions read them from a file, which could say of an altered folder that all is as published."""
    stick = without_links(original, tmp_path / "stick")
    (stick / "verify.json").write_text(json.dumps({"NOT as published; faults: %(faults)s": "All is as published."}))
    status, words = run(stick)
    assert (status, words.splitlines()[-1]) == (1, "NOT as published; faults: 1")


def test_file_that_an_earlier_version_laid_beside_goes_with_the_next_publication(tmp_path, harbour):
    root = tmp_path / "public"
    published(root, harbour, 1)
    entry = verify.entries_of((root / verify.JOURNAL).read_bytes(), str)[0][0]
    (root / "verify.json").write_text("{}")
    entry = replace(entry, beside={**entry.beside, "verify.json": verify.sum_of(b"{}")})
    (root / verify.JOURNAL).write_bytes(entry.line() + b"\n")
    assert differences(root) == []
    published(root, harbour, 2)
    assert differences(root) == []
    assert not (root / "verify.json").exists()


def test_sum_of_the_program_is_told_with_the_check_sum(original, tmp_path, harbour):
    outcome = published(shutil.copytree(original, tmp_path / "copy", symlinks=True), harbour, 3)
    assert outcome.program_sum == verify.sha256_of(original / verify.PROGRAM)
    assert f"SHA-256 of verify.py: {outcome.program_sum}" in run(without_links(original, tmp_path / "stick"))[1]


def pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def zero(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10 << 30)


def nested(path: Path) -> None:
    path.write_text("[" * 100_000)


ODD = [
    (make, name)
    for make in (pipe, zero, sparse, nested)
    for name in (
        "journal.jsonl",
        "index.html",
        "verify.py",
        "versions.json",
        "3/manifest.json",
        f"3/{PAGE}",
        f"2-2/{PAPER}",
    )
]


def test_odd_things_in_a_publication_are_told_and_not_read(original, tmp_path):
    tally = Tally()
    for number, (make, name) in enumerate(ODD):
        root = shutil.copytree(original, tmp_path / str(number), symlinks=True)
        make(root / name)
        assert tally.case(f"publication: {make.__name__}", name, lambda root=root: differences(root), name) == TOLD
    tally.held()


def test_names_that_a_screen_obeys_are_written_out(original, tmp_path):
    root = shutil.copytree(original, tmp_path / "copy", symlinks=True)
    for name in ("a\x1b[2J\nAll is as published.", "b\udcff"):
        (root / name).touch()
    lines, status = verify.report(root, "", str)
    assert status == 1
    assert lines[:2] == [
        "a\\x1b[2J\\nAll is as published.: is not part of what was published",
        "b\\udcff: is not part of what was published",
    ]
