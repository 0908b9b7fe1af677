"""A draft is sealed whole and for ever, or every reason against it is named."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kit.folder import edit, write
from kit.paths import HARBOUR
from kit.verdicts import verdict

import build
from planpress.content.sealed import MANIFEST, read_meta, sha256, sources_of
from planpress.content.validate import read
from planpress.disk import LOCK, MARK
from planpress.errors import BuildError, ContentError
from planpress.model.version import Version
from planpress.release import prepare, seal, sealed_copy
from planpress.revisions.history import history_of
from planpress.revisions.ledger import in_force
from planpress.revisions.request import ReleaseRequest, kind_of
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of

FIRST = ReleaseRequest("original", "First issue", datetime.date(2031, 9, 15))
SECOND = ReleaseRequest("revision", "Frost came early", datetime.date(2031, 10, 1), datetime.date(2031, 10, 8))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small campaign, nothing sealed."""
    return Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))


@pytest.fixture
def sealed(root: Path) -> Path:
    """The same with its first revision sealed; the plan no longer states which it is."""
    edit(root, "content/plan.yml", "revision: {number: 3, issued: 2031-09-15}\n", "")
    seal(root, prepare(root, FIRST))
    return root


def _reasons(root: Path, request: ReleaseRequest) -> list[str]:
    with pytest.raises(ContentError) as refused:
        prepare(root, request)
    return [str(problem) for problem in refused.value.problems if not problem.warning]


def _names(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "revisions").iterdir())


def _frost(root: Path) -> None:
    edit(root, "sectors/02-cranes.yml", "Anemometer turns.", "Anemometer turns and is free of ice.")


DELETED = """    - id: item-c
      label: C
      text: Anemometer turns.
      relation: added
"""


# ---------------------------------------------------------------- what is sealed


def test_sealed_files_are_the_bytes_of_the_draft(sealed: Path) -> None:
    folder = sealed / "revisions" / "1"

    assert sources_of(folder) == sources_of(sealed)
    assert read_meta(folder).reason == "First issue"
    assert read_meta(folder).approved_by == "harbour-board"
    assert _names(sealed) == [".gitattributes", "1"]


def test_manifests_are_a_chain(sealed: Path) -> None:
    _frost(sealed)
    seal(sealed, prepare(sealed, SECOND))
    first, second = (sealed / "revisions" / name / MANIFEST for name in ("1", "2"))
    manifest = json.loads(second.read_text("utf-8"))

    assert manifest["previous"] == {"revision": 1, "sha256": sha256(first.read_bytes())}
    assert json.loads(first.read_text("utf-8"))["previous"] is None
    for name, digest in manifest["files"].items():
        assert sha256((second.parent / name).read_bytes()) == digest
    assert list(manifest["files"]) == sorted(manifest["files"])


def test_same_draft_gives_the_same_bytes(sealed: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(sealed, tmp_path / "far" / "away"))
    for folder in (sealed, other):
        _frost(folder)

    assert prepare(sealed, SECOND).files == prepare(other, SECOND).files


def test_release_tells_changes_units_and_sheets(sealed: Path) -> None:
    _frost(sealed)
    release = prepare(sealed, SECOND)

    assert [(change.operation, change.target) for change in release.changes] == [("reworded", "cranes#item-c")]
    assert release.units == ("crane-office", "east-basin", "west-basin")
    assert {reprint.sheet.sector for reprint in release.sheets} == {"cranes", None}


def test_second_release_of_one_number_is_refused(sealed: Path) -> None:
    _frost(sealed)
    release = prepare(sealed, SECOND)
    seal(sealed, release)
    before = {path: path.read_bytes() for path in (sealed / "revisions").rglob("*") if path.is_file()}

    with pytest.raises(BuildError):
        seal(sealed, release)
    assert before == {path: path.read_bytes() for path in (sealed / "revisions").rglob("*") if path.is_file()}


def test_a_failing_seal_leaves_nothing(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _frost(sealed)
    release = prepare(sealed, SECOND)

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="disk full"):
        seal(sealed, release)
    assert _names(sealed) == [".gitattributes", "1"]


def test_plan_may_state_the_number_of_the_first_revision_that_is_sealed(root: Path) -> None:
    assert prepare(root, FIRST).meta.number == 3


def test_document_number_of_the_letter_is_that_of_the_first_revision(project: Path) -> None:
    copy = prepare(project / "tests" / "campaigns" / "harbour", FIRST)

    assert copy.meta.document_number == ""


def test_kinds_are_named_by_id_or_in_chinese() -> None:
    assert [kind_of(text) for text in ("修订", "更正", "废止", "revision", "repeal", "x", "")] == [
        "revision",
        "correction",
        "repeal",
        "revision",
        "repeal",
        None,
        None,
    ]


# ---------------------------------------------------------------- which revision the draft is


def test_draft_that_equals_what_was_sealed_is_that_revision(sealed: Path) -> None:
    edition = edition_of(read(sealed).campaign)

    assert (edition.revision, edition.issued, edition.effective, edition.draft) == (
        Version(1),
        FIRST.issued,
        FIRST.issued,
        False,
    )


def test_draft_that_says_something_else_is_a_draft_of_the_next(sealed: Path) -> None:
    _frost(sealed)
    edition = edition_of(read(sealed).campaign)

    assert (edition.revision, edition.issued, edition.effective, edition.draft) == (Version(2), None, None, True)
    assert edition.line == "Revision 2 (draft)"


@pytest.mark.parametrize(
    ("find", "put"),
    [
        ("code: HWR\n", "code: HWR  \n"),
        ("code: HWR\n", "code: HWR\nsite_url: https://plan.example/\n"),
        ("code: HWR\n", "code: HWR\nvariant: large\n"),
        ("id: harbour-winter-2031\n", "# a comment\nid: harbour-winter-2031\n"),
    ],
)
def test_what_no_reader_sees_makes_no_draft(sealed: Path, find: str, put: str) -> None:
    edit(sealed, "content/plan.yml", find, put)
    campaign = read(sealed).campaign

    assert campaign.standing is not None
    assert not campaign.standing.draft


def test_another_original_text_makes_a_draft(sealed: Path) -> None:
    source = sealed / "content" / "source"
    source.mkdir()
    (source / "original.txt").write_text("as received", "utf-8")

    assert read(sealed).campaign.standing.draft


def test_sealing_changes_no_fingerprint(root: Path, sealed: Path) -> None:
    assert [sheet.fingerprint for sheet in sheets_of(read(HARBOUR).campaign)] == [
        sheet.fingerprint for sheet in sheets_of(history_of(sealed).last.campaign)
    ]


def test_sealed_campaign_stands_as_it_was_sealed(sealed: Path) -> None:
    _frost(sealed)
    seal(sealed, prepare(sealed, SECOND))
    history = history_of(sealed)

    assert [edition_of(one.campaign).revision for one in history.sealed.values()] == [Version(1), Version(2)]
    assert edition_of(history.last.campaign).effective == SECOND.effective
    assert in_force(history.ledger, datetime.date(2031, 10, 7)).version == Version(1)
    assert in_force(history.ledger, datetime.date(2031, 10, 8)).version == Version(2)
    assert in_force(history.ledger, datetime.date(2031, 9, 1)) is None


# ---------------------------------------------------------------- refusals


def test_all_reasons_are_told_at_once(sealed: Path) -> None:
    request = ReleaseRequest("", " ", datetime.date(2031, 9, 1), datetime.date(2031, 8, 1), approved_by="harbor-board")

    assert _reasons(sealed, request) == [
        "content:0: Nothing has changed since revision 1",
        "revisions/2/meta.yml:0: approved_by: approved_by must be the id of a unit of content/units.yml, did you mean "
        "'harbour-board'?: 'harbor-board'",
        "revisions/2/meta.yml:0: effective: effective must not be before the day of issue (2031-09-01): '2031-08-01'",
        "revisions/2/meta.yml:0: issued: issued must not be before the issue of revision 1 (2031-09-15): '2031-09-01'",
        "revisions/2/meta.yml:0: kind: kind must be one of: revision (amendment) | correction (correction) | "
        "repeal (repeal) | editorial (editorial correction)",
        "revisions/2/meta.yml:0: reason: reason must say why there is a revision",
    ]


def test_first_revision_is_the_original_and_no_other_is(root: Path, sealed: Path) -> None:
    _frost(sealed)
    again = _reasons(sealed, ReleaseRequest("original", "x", SECOND.issued))
    shutil.rmtree(sealed / "revisions")

    assert again == [
        "revisions/2/meta.yml:0: kind: Only the first revision is of the kind 'first issue'; revision 1 has been "
        "sealed: 'original'"
    ]
    assert _reasons(sealed, SECOND) == [
        "revisions/1/meta.yml:0: kind: The first revision is the plan as it was issued: its kind must be "
        "'first issue': 'revision'"
    ]


def test_vanished_id_needs_a_tombstone(sealed: Path) -> None:
    edit(sealed, "sectors/02-cranes.yml", DELETED, "")

    assert _reasons(sealed, SECOND) == [
        "content/changes.yml:0: cranes#item-c: What was deleted needs a tombstone: write "
        "'- {target: \"cranes#item-c\"}' below 'retired:'"
    ]
    _retire(sealed, '"cranes#item-c"')
    assert prepare(sealed, SECOND).changes[0].operation == "deleted"


def _retire(root: Path, *targets: str) -> None:
    lines = "".join(f"  - {{target: {target}}}\n" for target in targets)
    (root / "content" / "changes.yml").write_text(f"retired:\n{lines}", "utf-8")


def _without_row(root: Path) -> None:
    edit(root, "sectors/02-cranes.yml", DELETED, "")
    _retire(root, '"cranes#item-c"')
    seal(root, prepare(root, SECOND))


THIRD = ReleaseRequest("revision", "Again", datetime.date(2031, 11, 1))


def test_id_that_was_deleted_may_not_return(sealed: Path) -> None:
    _without_row(sealed)
    cranes = sealed / "sectors" / "02-cranes.yml"
    cranes.write_text(cranes.read_text("utf-8") + DELETED, "utf-8")

    assert _reasons(sealed, THIRD) == [
        "content/changes.yml:2: target still stands at sectors/02-cranes.yml:33: delete one of the two, or give a new "
        "record another id: 'cranes#item-c'"
    ]
    (sealed / "content" / "changes.yml").unlink()
    assert _reasons(sealed, THIRD) == [
        "content/changes.yml:0: cranes#item-c: A tombstone must stay: put '- {target: \"cranes#item-c\"}' back below "
        "'retired:'",
        "sectors:0: cranes#item-c: An id is never used again; revision 2 has deleted this one: choose another",
    ]


def test_predecessor_must_have_been_there(sealed: Path) -> None:
    new = DELETED.replace("item-c", "item-d").replace("turns", "is free of ice")
    edit(
        sealed,
        "sectors/02-cranes.yml",
        DELETED,
        DELETED.replace("label: C\n", "label: C\n      from: [item-d]\n") + new,
    )

    assert _reasons(sealed, SECOND) == [
        "sectors:0: cranes#item-c: from must name clauses or rows of revision 1: 'cranes#item-d'"
    ]


def test_row_that_was_split_needs_no_tombstone(sealed: Path) -> None:
    parts = DELETED.replace("item-c", "item-c1").replace("relation", "from: [item-c]\n      relation")
    more = parts.replace("item-c1", "item-c2").replace("turns", "is free of ice")
    edit(sealed, "sectors/02-cranes.yml", DELETED, parts + more)
    seal(sealed, prepare(sealed, SECOND))

    assert history_of(sealed).gone("cranes#item-c").successors == ("cranes#item-c1", "cranes#item-c2")


def test_withdrawn_sector_needs_one_tombstone(sealed: Path) -> None:
    (sealed / "sectors" / "02-cranes.yml").unlink()
    for find, put in (
        ("\n          - {units: [crane-office], role: lead, sectors: [cranes]}", ""),
        ("role: territorial, sectors: [quays, cranes]", "role: territorial, sectors: [quays]"),
    ):
        edit(sealed, "content/plan.yml", find, put)
    edit(sealed, "content/units.yml", "    aliases:\n      - {text: crane people, where: [cranes#do-2]}\n", "")
    _retire(sealed, '"sector:cranes"')

    operations = {change.operation for change in prepare(sealed, SECOND).changes}
    assert operations == {"withdrawn", "duty", "amended"}


def test_mark_must_be_about_a_change(sealed: Path) -> None:
    _frost(sealed)
    (sealed / "content" / "changes.yml").write_text(
        'marks:\n  - {revision: 2, target: "cranes#item-d", material: false}\n', "utf-8"
    )

    assert _reasons(sealed, SECOND) == [
        "content/changes.yml:0: marks: A mark must be about a change of its revision, did you mean 'cranes#item-c'?: "
        "'cranes#item-d'"
    ]


def test_repeal_changes_no_words_and_ends_every_sheet(sealed: Path) -> None:
    repeal = ReleaseRequest("废止", "Winter is over", SECOND.issued)
    _frost(sealed)
    assert _reasons(sealed, repeal) == [
        "content:0: A repeal changes no words: seal the changes as a revision first, or put revision 1 back"
    ]
    edit(sealed, "sectors/02-cranes.yml", "Anemometer turns and is free of ice.", "Anemometer turns.")
    seal(sealed, prepare(sealed, repeal))
    history = history_of(sealed)

    assert history.last.sheets == {}
    assert {
        verdict(history.ledger, code, one.fingerprint, THIRD.issued).outcome
        for code, one in history.sealed[Version(1)].sheets.items()
    } == {"repealed"}
    assert _reasons(sealed, repeal) == ["content:0: Revision 2 has repealed the plan already"]


def test_draft_by_its_own_word_is_not_sealed(sealed: Path) -> None:
    _frost(sealed)
    edit(sealed, "content/plan.yml", "code: HWR\n", "code: HWR\nstatus: draft\n")

    assert _reasons(sealed, SECOND) == [
        "content/plan.yml:0: status: A draft cannot be sealed: delete the line 'status: draft': 'draft'"
    ]


def test_faults_of_the_content_are_told_with_those_of_the_release(sealed: Path) -> None:
    edit(sealed, "content/units.yml", "code: QO", "code: qo")
    reasons = _reasons(sealed, ReleaseRequest("revision", "", SECOND.issued))

    assert len(reasons) == 2
    assert reasons[0].startswith("content/units.yml:9: quay-office: code")
    assert reasons[1].startswith("revisions/2/meta.yml:0: reason")


# ---------------------------------------------------------------- nobody alters what was sealed


def _two(root: Path) -> None:
    _frost(root)
    seal(root, prepare(root, SECOND))


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def test_sealed_campaign_is_read_without_a_word(sealed: Path) -> None:
    _two(sealed)

    assert read(sealed).warnings == ()


def test_a_flipped_byte_in_any_sealed_file_is_told_with_its_name(sealed: Path) -> None:
    _two(sealed)
    last = sealed / "revisions" / "2" / MANIFEST
    for path in sorted((sealed / "revisions").rglob("*")):
        if not path.is_file() or path == last or path.name.startswith("."):
            continue
        data = path.read_bytes()
        _flip(path)
        with pytest.raises(ContentError) as found:
            read(sealed)
        name = path.relative_to(sealed).as_posix()
        assert f"{name}:0: A sealed file must stay as it was sealed: put it back from a copy" in map(
            str, found.value.problems
        )
        path.write_bytes(data)
    assert read(sealed).warnings == ()


def _swap(root: Path) -> None:
    first, second = root / "revisions/2/sectors/01-quays.yml", root / "revisions/2/sectors/02-cranes.yml"
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (lambda root: (root / "revisions/1/sectors/02-cranes.yml").unlink(), {"revisions/1/sectors/02-cranes.yml"}),
        (lambda root: (root / "revisions/1/content/more.yml").write_text("x: y"), {"revisions/1/content/more.yml"}),
        (lambda root: shutil.rmtree(root / "revisions/1"), {"revisions/1"}),
        (lambda root: (root / "revisions/1/manifest.json").unlink(), {"revisions/1/manifest.json"}),
        (lambda root: (root / "revisions/2/manifest.json").write_text("[]"), {"revisions/2/manifest.json"}),
        (_swap, {"revisions/2/sectors/01-quays.yml", "revisions/2/sectors/02-cranes.yml"}),
    ],
    ids=["missing", "added", "revision missing", "manifest missing", "manifest of another shape", "swapped"],
)
def test_harm_to_sealed_files_is_told(sealed: Path, harm: Callable[[Path], object], named: set[str]) -> None:
    _two(sealed)
    harm(sealed)

    with pytest.raises(ContentError) as found:
        read(sealed)
    assert {problem.path for problem in found.value.problems} == named


def test_what_systems_leave_behind_is_no_harm(sealed: Path) -> None:
    (sealed / "revisions" / "1" / ".DS_Store").write_text("x")
    (sealed / "revisions" / "1" / "content" / "Thumbs.db").write_text("x")
    (sealed / "revisions" / ".sealing-left").mkdir()

    assert read(sealed).warnings == ()


def test_fault_of_a_sealed_file_names_the_file_that_was_sealed(sealed: Path) -> None:
    edit(sealed, "revisions/1/sectors/02-cranes.yml", "id: item-a", "id: [item-a]")
    with pytest.raises(ContentError) as found:
        _ = history_of(sealed).sealed[Version(1)].campaign
    assert {problem.path for problem in found.value.problems} == {"revisions/1/sectors/02-cranes.yml"}


@contextmanager
def _releasing(root: Path) -> Iterator[None]:
    """Another process that holds what a release holds; killed in the end, in the middle of its work."""
    code = (
        "import fcntl, os, sys, time; from pathlib import Path\n"
        "folder = Path(sys.argv[1])\n"
        "fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_EX)\n"
        "(folder / '.sealing-half_of1' / 'content').mkdir(parents=True); print('in', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(root / "revisions")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        try:
            yield
        finally:
            process.kill()


def test_what_a_killed_release_left_is_removed_by_the_next_and_not_while_it_runs(sealed: Path) -> None:
    _frost(sealed)
    ready = prepare(sealed, SECOND)
    (sealed / "revisions" / ".sealing-mine").mkdir()
    with _releasing(sealed):
        with pytest.raises(BuildError, match="Another release is running"):
            seal(sealed, ready)
        assert _names(sealed) == [".gitattributes", ".sealing-half_of1", ".sealing-mine", "1"]
    seal(sealed, ready)
    assert _names(sealed) == [".gitattributes", ".sealing-mine", "1", "2"]
    with pytest.raises(BuildError, match="Revision 2 has been sealed meanwhile"):
        seal(sealed, ready)


def test_copy_that_is_pressed_lies_in_a_place_that_is_swept(sealed: Path, tmp_path: Path) -> None:
    _frost(sealed)
    ready, place = prepare(sealed, SECOND), tmp_path / "build" / "sealing"
    write(place, {LOCK: MARK.decode(), "made-0000000a/revisions/2/meta.yml": "of a killed run"})
    with sealed_copy(sealed, ready, place) as copy:
        assert read(copy).campaign.plan.id == "harbour-winter-2031"
        assert list(map(str, history_of(copy).sealed)) == ["1", "2"]
        assert sorted(path.name for path in place.iterdir()) == [LOCK, copy.name]
    assert not place.exists()
    assert _names(sealed) == [".gitattributes", "1"]


# ---------------------------------------------------------------- the command line


def _run(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> tuple[int, str, str]:
    status = build.main(["--campaign", str(root), *words])
    done = capsys.readouterr()
    return status, done.out, done.err


@pytest.fixture(autouse=True)
def _proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The paper of most of these is not pressed, which takes long; `tests/test_build.py` tells of the proof."""
    monkeypatch.setattr("planpress.pipeline.prove", lambda _request, _settings: None)


def test_release_and_diff_from_the_command_line(sealed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _frost(sealed)
    request = ("release", "--kind", "更正", "--reason", "Ice", "--issued", "2031-10-01", "--document-number", "No. 7")

    status, out, _err = _run(capsys, sealed, "diff")
    assert status == 0
    assert "Anemometer turns{ and is free of ice}." in out
    assert out.startswith("Revision 1 → draft of revision 2\n1 changes, concerning 3 units and 6 sheets\n")

    status, out, _err = _run(capsys, sealed, *request, "--yes")
    assert status == 0
    assert out.splitlines()[:2] == [
        "Revision 2 (correction), issued 2031-10-01, effective 2031-10-01 · No. 7 · Ice",
        "1 changes, concerning 3 units and 6 sheets",
    ]
    assert (sealed / "revisions" / "2" / "meta.yml").is_file()

    status, out, _err = _run(capsys, sealed, "diff", "1", "2", "--json")
    assert json.loads(out)["changes"][0]["material"] is False
    assert _run(capsys, sealed, "diff")[1] == "Revision 2 → Revision 2\nNo changes\n"


def test_diff_of_one_unit_tells_what_it_prints_again(sealed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _frost(sealed)
    _status, out, _err = _run(capsys, sealed, "diff", "--unit", "crane-office", "--json")
    own = json.loads(out)["reprints"]

    assert {reprint["code"] for reprint in own} == {"HWR-02-IL-CO", "HWR-CO-CO-02", "HWR-PK-CO"}
    assert _run(capsys, sealed, "diff", "--unit", "quay-office")[1].endswith("No changes\n")
    status, _out, err = _run(capsys, sealed, "diff", "--unit", "quai-office")
    assert status == 1
    assert "There is no unit 'quai-office'" in err


def test_without_an_answer_nothing_is_sealed(
    sealed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _frost(sealed)
    request = ("release", "--kind", "revision", "--reason", "Ice", "--issued", "2031-10-01")

    for answer in ("", "n", EOFError()):
        monkeypatch.setattr("builtins.input", lambda _question, answer=answer: _answer(answer))
        assert _run(capsys, sealed, *request)[0] == 1
    assert _names(sealed) == [".gitattributes", "1"]
    monkeypatch.setattr("builtins.input", lambda _question: "是")
    assert _run(capsys, sealed, *request)[0] == 0
    assert (sealed / "revisions" / "2").is_dir()


def _answer(answer: str | Exception) -> str:
    if isinstance(answer, Exception):
        raise answer
    return answer


def test_unsealed_campaign_has_no_difference(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _out, err = _run(capsys, root, "diff")

    assert status == 1
    assert "No revision has been sealed yet" in err


@pytest.mark.parametrize(
    "words", [("diff", "x"), ("diff", "0"), ("release", "--issued", "2031-02-30"), ("release", "--issued", "1.2.2031")]
)
def test_wrong_arguments_end_with_status_2(root: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        build.main(["--campaign", str(root), *words])
    assert ended.value.code == 2


def test_chinese_words_of_a_release(
    real: object, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "campaign"
    for name in ("content", "sectors"):
        shutil.copytree(project / name, root / name)
    plan = root / "content" / "plan.yml"
    plan.write_text(re.sub(r"revision:\n(?:  .*\n)+\n?", "", plan.read_text("utf-8")), "utf-8")
    request = ("release", "--kind", "首次印发", "--reason", "首次印发", "--issued", "2022-11-10", "--yes")
    assert _run(capsys, root, *request)[0] == 0
    edit(root, "content/plan.yml", "从即日起开始到2023年1月31日结束。", "从即日起开始到2023年2月15日结束。")
    _status, out, _err = _run(capsys, root, "diff")

    assert "第1版 → 第2版草案" in out.replace("第 1 版", "第1版")
    assert "  从即日起开始到[2023年1月31日]{2023年2月15日}结束。" in out
    assert "1 处改动，涉及 " in out
    assert read_meta(root / "revisions" / "1").document_number == "平湛安〔2022〕29号"
