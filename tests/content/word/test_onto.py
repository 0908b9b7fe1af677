"""A new version of the file of a campaign: its words become the YAML's, every id and every other byte stays."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from kit.outline_maker import Node, Revision
from kit.paths import ENTERPRISE, HARBOUR, LETTERED, PROJECT, SCHOOL, STREET, TESTS
from kit.renewed import comments_of, copied, files_at, renew, said_at, says, version_of

from planpress.content import together
from planpress.content.files import load
from planpress.content.sealed import sources_of
from planpress.content.validate import read
from planpress.content.word.aligning.aligning import align
from planpress.content.word.aligning.known import fingerprint_of
from planpress.content.word.aligning.matching import Answers
from planpress.content.word.document import Cell, Origin, Paragraph, Table
from planpress.content.word.outline import Kept, Letter, Outline, Part, Piece
from planpress.content.word.patching import onto
from planpress.content.word.patching.answers import answers_of, template
from planpress.content.word.patching.drafting import Decided, Draft, Ground
from planpress.content.word.patching.notice import write_notice
from planpress.content.word.patching.onto import with_received
from planpress.content.word.patching.version_lines import lines_of
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.release import prepare, seal
from planpress.revisions.request import ReleaseRequest

JOINT = TESTS / "campaigns" / "joint"
PLAN = "content/plan.yml"
ROOTS = [ENTERPRISE, HARBOUR, LETTERED, SCHOOL, STREET, JOINT]
WHOLE = pytest.mark.whole
CHANCE = [(root, 1, 6) for root in ROOTS[:3]] + [(root, seed, 6) for root in (SCHOOL, STREET) for seed in range(2)]
CHANCE += [pytest.param(PROJECT, seed, 30, marks=WHOLE) for seed in range(5, 9)]


@pytest.mark.parametrize("campaign", [*ROOTS, pytest.param(PROJECT, marks=WHOLE)], ids=lambda path: path.name)
def test_a_file_that_says_the_same_changes_nothing(campaign: Path) -> None:
    old = said_at(campaign)
    version = version_of(campaign, Revision(old).made()[0], Origin(fingerprint=fingerprint_of(old)))
    assert (version.based, version.may_be_written) == (True, True)
    assert not version.patch.files
    assert not version.doubts


@pytest.mark.parametrize(("campaign", "seed", "operations"), CHANCE, ids=lambda one: getattr(one, "name", str(one)))
def test_what_is_written_says_what_the_file_says(campaign: Path, seed: int, operations: int, tmp_path: Path) -> None:
    root = copied(campaign, tmp_path)
    new = Revision(said_at(root), seed).chance(operations).made(bool(seed % 2))[0]
    before, version = files_at(root), version_of(root, new)
    assert files_at(root) == before
    if version.problems:  # what the editor wrote needs what is gone, or the new words break a rule themselves
        assert not version.may_be_written
        return
    renew(root, version)
    assert says(said_at(root)) == says(new)
    assert not (root / together.JOURNAL).exists()
    gone = [path for path, data in version.patch.files.items() if data is None]
    kept = {path: data for path, data in before.items() if path not in gone}
    assert not comments_of(kept) - comments_of(files_at(root))
    assert sum(path in files_at(root) for path in before) == len(before) - len(gone)


def test_only_what_changes_changes(tmp_path: Path) -> None:
    root = copied(HARBOUR, tmp_path)
    old = said_at(root)
    new = Revision(old).number_anew().made()[0]
    before = files_at(root)
    renew(root, version_of(root, new))
    for path, data in files_at(root).items():
        was, now = before[path].decode().splitlines(), data.decode().splitlines()
        marks = [line for line in difflib.unified_diff(was, now, n=0, lineterm="") if line[0] in "+-"][2:]
        if path == "content/notes.yml":  # notes that quote a number
            assert all(line[2:].strip().startswith("#") for line in marks if line[0] == "+")
        else:
            assert all(re.match(r"[+-] *label: ", line) for line in marks), path


@pytest.mark.parametrize("campaign", ROOTS, ids=lambda path: path.name)
def test_something_new_can_stand_below_any_clause(campaign: Path, tmp_path: Path) -> None:
    root = copied(campaign, tmp_path)
    made = Revision(said_at(root))
    leaves = [node for node in made.nodes() if isinstance(node.what, Piece) and not node.below]
    for number, node in enumerate(leaves):
        node.below.append(Node(Piece("(a)", "", f"Thing {number} is looked at."), "", []))
    new = made.made(True)[0]
    renew(root, version_of(root, new))  # also where a clause stands between brackets in one line
    assert says(said_at(root)) == says(new)


def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    root = copied(SCHOOL, tmp_path)
    plan = root / "content" / "plan.yml"
    plan.write_bytes(b"\xef\xbb\xbf" + plan.read_bytes().replace(b"\n", b"\r\n"))
    new = Revision(said_at(root), 1).chance(5).number_anew().made()[0]
    renew(root, version_of(root, new))
    data = plan.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert says(said_at(root)) == says(new)


# ---------------------------------------------------------------- three ways


def reworded(outline: Outline, ref: str, old: str, new: str) -> Outline:
    made = Revision(outline)
    made.reword(ref, old, new)
    return made.made()[0]


def mend(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


Gone = tuple[Path, Outline, Origin]
TASK = "plan#task-4"


def taken_out(root: Path, first: str, last: str, before: str = "") -> None:
    """Take lines from one up to another out of the plan; put them in before a third."""
    text = (root / PLAN).read_text("utf-8")
    start, end = text.index(first), text.index(last)
    left = text[:start] + text[end:]
    (root / PLAN).write_text(left.replace(before, text[start:end] + before, 1) if before else left, "utf-8")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(SCHOOL, tmp_path_factory.mktemp("sealed"))
    seal(root, prepare(root, ReleaseRequest("original", "首次印发", date(2024, 2, 26), approved_by="safety-group")))
    return root


@pytest.fixture
def gone_on(sealed: Path, tmp_path: Path) -> Gone:
    """A campaign whose YAML went on since a file was made of what was sealed: reworded, added, moved."""
    root = copied(sealed, tmp_path)
    old = said_at(root)
    mend(root, PLAN, "按月公示", "按月公布")
    mend(
        root,
        PLAN,
        "          - id: task-5\n",
        "          - id: task-10\n            text: 新的一条。\n          - id: task-5\n",
    )
    taken_out(root, "          - id: task-9\n", "  - id: steps\n", "          - id: task-8\n")
    return root, old, Origin("", "1", fingerprint_of(old))


def test_what_only_the_yaml_changed_is_kept(gone_on: Gone) -> None:
    root, old, origin = gone_on
    version = version_of(root, reworded(old, "plan#task-7", "早期预警", "及早预警"), origin)
    assert (version.based, version.may_be_written) == (True, True)
    renew(root, version)
    text = (root / PLAN).read_text("utf-8")
    assert "及早预警" in text
    assert "按月公布" in text
    names = ("task-4", "task-10", "task-5", "task-7", "task-9", "task-8")
    assert sorted(names, key=lambda name: text.index(f"id: {name}\n")) == list(names)


def test_what_the_yaml_alone_has_is_told(gone_on: Gone) -> None:
    root, old, origin = gone_on
    version = version_of(root, reworded(old, "plan#task-7", "早期预警", "及早预警"), origin)
    assert version.patch.own == ("plan#task-10",)
    told = "\n".join(lines_of(version, translations("en").gettext))
    assert "plan#task-10 \u00b7 The campaign alone has this" in told


def test_what_both_changed_is_a_conflict(gone_on: Gone) -> None:
    root, old, origin = gone_on
    new = reworded(old, TASK, "建立台账", "建立电子台账")
    version = version_of(root, new, origin)
    assert [(one.ref, one.field) for one in version.patch.conflicts] == [(TASK, "text")]
    assert not version.may_be_written
    version = version_of(root, new, origin, (Answers(), Decided(take=frozenset({TASK}))))
    assert not version.patch.conflicts
    assert "建立电子台账" in (version.patch.files[PLAN] or b"").decode()
    assert not version_of(root, new, origin, (Answers(), Decided(keep=frozenset({TASK})))).patch.files


@pytest.mark.parametrize(("take", "keep"), [("plan#nothing", TASK), (TASK, TASK)])
def test_an_answer_that_decides_nothing_is_refused(take: str, keep: str, gone_on: Gone) -> None:
    root, old, origin = gone_on
    with pytest.raises(BuildError, match=take):
        version_of(root, old, origin, (Answers(), Decided(frozenset({take}), frozenset({keep}))))


def test_what_is_gone_in_the_file_and_changed_in_the_yaml_is_a_conflict(gone_on: Gone) -> None:
    root, old, origin = gone_on
    made = Revision(old)
    made.drop(TASK)
    new = made.made()[0]
    assert [one.ref for one in version_of(root, new, origin).patch.conflicts] == [TASK]
    assert version_of(root, new, origin, (Answers(), Decided(take=frozenset({TASK})))).patch.retired == (TASK,)


def test_what_the_yaml_took_out_stays_out(gone_on: Gone) -> None:
    root, old, origin = gone_on
    taken_out(root, "          - id: task-2\n", "          - id: task-3\n")
    version = version_of(root, Revision(old).made()[0], origin)
    assert not version.patch.files
    assert not version.patch.conflicts


def test_a_file_of_a_state_that_nobody_knows_takes_nothing_back_unasked(tmp_path: Path) -> None:
    root, origin = copied(SCHOOL, tmp_path), Origin("", "1", "0" * 16)
    old = said_at(root)
    assert version_of(root, Revision(old).made()[0], origin).may_be_written
    new = reworded(old, TASK, "按月", "每月")
    version = version_of(root, new, origin)
    assert [(one.ref, version.may_be_written) for one in version.patch.conflicts] == [("plan", False)]
    assert "neither the present one nor sealed" in "\n".join(lines_of(version, translations("en").gettext))
    assert not version_of(root, new, origin, (Answers(), Decided(take=frozenset({"plan"})))).patch.conflicts


AGAIN = [(SCHOOL, 7), (JOINT, 0), (JOINT, 22), (LETTERED, 3), (LETTERED, 4), (ENTERPRISE, 3)]


@pytest.mark.parametrize(("campaign", "seed"), AGAIN, ids=lambda one: getattr(one, "name", str(one)))
def test_a_file_that_goes_on_after_its_import_adds_nothing_twice(
    campaign: Path, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copied(campaign, tmp_path)
    old = said_at(root)
    monkeypatch.setattr(onto, "base_of", lambda *_: old)  # of which the file was made
    new = Revision(old, seed).chance(6).made(bool(seed % 2))[0]
    renew(root, version_of(root, new))
    again = version_of(root, new)
    assert says(said_at(root)) == says(new)
    assert (again.patch.files, again.patch.conflicts) == ({}, ())


def test_a_copy_that_has_the_bookmark_too_is_added_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copied(SCHOOL, tmp_path)
    old = said_at(root)
    monkeypatch.setattr(onto, "base_of", lambda *_: old)
    made = Revision(old)
    nodes, at = made.at(TASK)
    nodes.insert(at + 1, Node(nodes[at].what, "", [*nodes[at].marks]))
    new = made.made(True)[0]
    renew(root, version_of(root, new))
    assert says(said_at(root)) == says(new)
    assert not version_of(root, new).patch.files


def test_what_both_got_and_one_goes_on_with_is_a_conflict(gone_on: Gone) -> None:
    root, old, origin = gone_on
    made = Revision(old)
    nodes, at = made.at("plan#task-5")
    made.add(nodes, at, "新的一条，每月一次。")
    version = version_of(root, made.made()[0], origin)
    assert {(one.ref, one.here) for one in version.patch.conflicts if one.field == "text"} == {
        ("plan#task-10", "新的一条。")
    }


@pytest.mark.parametrize("what", ["reword", "add below"])
def test_what_the_file_goes_on_with_and_the_yaml_took_out_is_a_conflict(what: str, gone_on: Gone) -> None:
    root, old, origin = gone_on
    taken_out(root, "          - id: task-2\n", "          - id: task-3\n")
    made, ref = Revision(old), "plan#task-2"
    if what == "reword":
        made.reword(ref, "每周", "每日")
    else:
        made.node(ref).below.append(Node(Piece("（1）", "", "夜间另查一次。"), "", []))
    new = made.made()[0]
    assert [one.ref for one in version_of(root, new, origin).patch.conflicts] == [ref]
    assert not version_of(root, new, origin, (Answers(), Decided(keep=frozenset({ref})))).patch.files
    version = version_of(root, new, origin, (Answers(), Decided(take=frozenset({ref}))))
    assert version.may_be_written
    text = (version.patch.files[PLAN] or b"").decode()
    assert ("每日" if what == "reword" else "夜间另查一次。") in text
    assert "id: task-2\n" not in text


def test_what_the_yaml_moved_to_another_annex_is_found_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copied(LETTERED, tmp_path)
    old = said_at(root)
    monkeypatch.setattr(onto, "base_of", lambda *_: old)
    made = Revision(old)
    made.move("roads-bridges#roads-2", made.at("schools#schools-1")[0], 1)
    renew(root, version_of(root, made.made()[0]))
    for go_on in (made, Revision(old)):  # which has it there, and which has not
        go_on.reword("roads-bridges#roads-2", "Grit bins", "All grit bins")
        version = version_of(root, go_on.made()[0])
        assert [*version.patch.files] == ["sectors/schools.yml"]
        assert not version.patch.conflicts


# ---------------------------------------------------------------- all or nothing


def test_another_campaign_is_refused() -> None:
    with pytest.raises(BuildError, match="another campaign"):
        version_of(SCHOOL, said_at(SCHOOL), Origin(plan="harbour-winter-2031"))
    with pytest.raises(BuildError, match="not of this campaign"):
        version_of(SCHOOL, said_at(HARBOUR))


def test_a_killed_run_is_ended_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copied(SCHOOL, tmp_path)
    new = Revision(said_at(root), 3).chance(6).made()[0]
    version = version_of(root, new)
    assert len(version.patch.files) > 1
    with monkeypatch.context() as killed:
        real, left = Path.replace, [2]

        def replace_some(half: Path, target: Path) -> Path:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            return real(half, target)

        killed.setattr(Path, "replace", replace_some)
        with pytest.raises(KeyboardInterrupt):
            renew(root, version)
    with pytest.raises(BuildError, match="import --onto"):
        read(root)
    assert set(json.loads((root / together.JOURNAL).read_text("utf-8"))) == set(version.patch.files)
    assert together.finish(root, str)
    assert not together.finish(root, str)
    assert says(said_at(root)) == says(new)


def test_what_was_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    root = copied(SCHOOL, tmp_path)
    version = version_of(root, Revision(said_at(root), 3).chance(6).made()[0])
    with (root / "content" / "plan.yml").open("a", encoding="utf-8") as file:
        file.write("# a word\n")
    before = sources_of(root)
    with pytest.raises(BuildError, match="meanwhile"):
        renew(root, version)
    assert sources_of(root) == before


def test_a_file_that_was_changed_since_is_not_overwritten(tmp_path: Path) -> None:
    root = copied(SCHOOL, tmp_path)
    told = {"content/plan.yml": {"before": "0", "after": "aWQ6IGEK"}}
    (root / together.JOURNAL).write_text(json.dumps(told), "utf-8")
    before = sources_of(root)
    with pytest.raises(BuildError, match="changed since"):
        together.finish(root, str)
    assert sources_of(root) == before


# ---------------------------------------------------------------- heads


def test_letter_and_titles_are_written(tmp_path: Path) -> None:
    root = copied(JOINT, tmp_path)
    old = Revision(said_at(root)).made()[0]
    assert old.letter
    letter = replace(old.letter, document_number="临安办发〔2027〕3号", date="2027年1月10日", classification="内部")
    annex = replace(old.annexes[1], title="养老机构火灾隐患治理方案", label="附件02")
    new = replace(old, letter=letter, annexes=(old.annexes[0], annex, *old.annexes[2:]))
    new = replace(new, plan=replace(new.plan, title="今冬明春火灾隐患\n整治方案"))
    version = version_of(root, new)
    assert len(version.patch.files) == 2
    renew(root, version)
    plan = read(root).campaign.plan
    assert plan.title == "今冬明春火灾隐患\n整治方案"
    assert plan.notice
    found = (plan.notice.document_number, plan.notice.date, plan.notice.classification)
    assert found == ("临安办发〔2027〕3号", "2027年1月10日", "内部")
    assert says(said_at(root)) == says(new)


OTHERS = ("甲办公室", "临泽市消防安全委员会办公室", "乙办公室")
NOTICE = (
    {"signed": ("临泽市消防安全委员会办公室",), "imprint": ("", "", "")},
    {"signed": OTHERS, "issuers": OTHERS, "imprint": ("", "丙办公室", "2027年1月1日"), "attachments": ("附件：1. 甲",)},
)


@pytest.mark.parametrize("fields", NOTICE, ids=lambda fields: "-".join(fields))
def test_fields_of_the_letter_are_merged_three_ways(fields: dict[str, tuple[str, ...]], tmp_path: Path) -> None:
    root = copied(JOINT, tmp_path)
    old = Revision(said_at(root)).made()[0]
    assert old.letter
    new, draft = replace(old, letter=replace(old.letter, **fields)), Draft()
    other = {name: "x" if isinstance(getattr(old.letter, name), str) else ("x", "y", "z") for name in fields}
    base = replace(old, letter=replace(old.letter, **other))
    changes = align(base, new, str).letter
    write_notice(Ground(read(root).campaign, load(root, str)), changes, draft)
    assert {one.field for one in draft.conflicts} == {*fields}  # the YAML says neither
    assert not {**draft.said, **draft.lists}
    renew(root, version_of(root, new))
    assert {name: getattr(said_at(root).letter, name) for name in fields} == fields
    renew(root, version_of(root, old))
    assert {name: getattr(said_at(root).letter, name) for name in fields} == {
        name: getattr(old.letter, name) for name in fields
    }


def test_annexes_are_numbered_as_they_stand_and_keep_their_codes(tmp_path: Path) -> None:
    root = copied(LETTERED, tmp_path)
    old = Revision(said_at(root)).made()[0]
    annexes = (old.annexes[1], old.annexes[0], *old.annexes[2:])
    renew(root, version_of(root, replace(old, annexes=annexes)))
    found = read(root).campaign.sectors
    told = [(one.id, one.number, one.code) for one in found[:3]]
    assert told == [("flood-posts", 1, "FP"), ("roads-bridges", 2, "RB"), ("shelters", 3, "SH")]


def test_a_new_annex_between_others_has_a_number_and_a_code_of_its_own(tmp_path: Path) -> None:
    root = copied(LETTERED, tmp_path)
    for number, code in ((1, "RB"), (2, "02"), (3, "SH")):
        mend(
            root,
            f"sectors/{('roads-bridges', 'flood-posts', 'shelters')[number - 1]}.yml",
            f"code: {('RB', 'FP', 'SH')[number - 1]}",
            f"code: {code}",
        )
    old = Revision(said_at(root)).made()[0]
    below = (Piece("(1)", "", "Quays are looked at each day.", number=902),)
    pieces = (Piece("1. ", "How to look", "", below, number=901), Piece("2. ", "", "Nobody smokes.", number=903))
    new = Part("Annex X", "Quays", pieces, number=900)
    renew(root, version_of(root, replace(old, annexes=(old.annexes[0], new, *old.annexes[1:]))))
    told = [(one.id, one.number, one.code) for one in read(root).campaign.sectors[:3]]
    assert told == [("roads-bridges", 1, "RB"), ("quays", 2, "03"), ("flood-posts", 3, "02")]
    names = [ref for ref in read(root).campaign.places if ref.startswith("quays#")]
    assert names == ["quays#how-to-look", "quays#how-to-look-1", "quays#clause-1"]


LAW = ("Law", "Article 5")
TABLE = Table(950, (Cell((Paragraph(950, "A cell"),), 0, 0),), 1, 1)


def test_what_the_yaml_has_no_place_for_is_told(tmp_path: Path) -> None:
    root = copied(LETTERED, tmp_path)
    old = said_at(root)
    annex = Revision(old).made()[0].annexes[0]
    assert annex.checklist
    rows = tuple(replace(row, values=(*row.values, LAW)) for row in annex.checklist.rows)
    wider = replace(annex.checklist, rows=rows, columns=(*annex.checklist.columns, "Law"))
    annex = replace(annex, checklist=wider, tables=(Kept("A table", TABLE),))
    letter = Letter(title="A letter", pieces=(Piece("", "", "Words of a letter."),))
    version = version_of(root, replace(old, annexes=(annex, *old.annexes[1:]), letter=letter))
    assert [(doubt.number, doubt.found) for doubt in version.doubts] == [(0, "A letter"), (950, ""), (0, "Law")]
    assert not version.patch.files


AROUND = [
    ({"above": ("Whoever looks signs here.",)}, "", "Whoever looks signs here."),
    ({"below": ("Nothing is left out.",)}, "", "Nothing is left out."),
    ({"columns": ("No.", "What to look at", "In order", "Verdict", "Remarks")}, "", "Verdict"),
    ({"columns": ("No.", "What to look at", "Remarks")}, "", "In order"),
    ({}, "Done", "Remarks: Done"),
]


@pytest.mark.parametrize(("said", "filled", "found"), AROUND, ids=("above", "below", "column", "no column", "filled"))
def test_what_a_file_says_around_the_rows_and_the_form_does_not_is_told(
    said: dict[str, Any], filled: str, found: str
) -> None:
    old = said_at(LETTERED)
    checklist = old.annexes[0].checklist
    assert checklist
    rows = tuple(replace(row, values=(("Remarks", filled),)) for row in checklist.rows)
    annex = replace(old.annexes[0], checklist=replace(checklist, rows=rows, **said))
    version = version_of(LETTERED, replace(old, annexes=(annex, *old.annexes[1:])))
    assert [doubt.found for doubt in version.doubts] == [found]
    assert not version.patch.files


MERGED = [
    (LETTERED, "roads-bridges#roads-1", "roads-bridges#roads-2", ("due", "by 30 November 2032 \u00b7 2032-11-30")),
    (JOINT, "schools#duties-1", "schools#duties-2", ("duties", "fire-rescue \u00b7 supervise")),
]


@pytest.mark.parametrize(("root", "ref", "gone", "left"), MERGED, ids=["due", "duties"])
def test_what_a_merged_clause_bound_is_told(
    root: Path, ref: str, gone: str, left: tuple[str, str], tmp_path: Path
) -> None:
    root = copied(root, tmp_path)
    made = Revision(said_at(root))
    made.merge(ref)
    version, where = version_of(root, made.made(True)[0]), f"{gone} {left[0]}"
    assert [(one.where, one.words) for one in version.patch.unbound] == [(where, left[1])]
    told = [line for line in lines_of(version, translations("en").gettext) if where in line]
    assert any(left[1] in line and "paragraph" in line for line in told)
    made = Revision(said_at(root))
    made.drop(gone)
    assert not version_of(root, made.made(True)[0]).patch.unbound


@pytest.mark.parametrize(("ref", "place"), [("plan#step-report", "clause"), ("plan#step-2", "basis")])
def test_what_names_nothing_but_something_gone_is_told_with_what_to_do(ref: str, place: str, tmp_path: Path) -> None:
    root = copied(SCHOOL, tmp_path)
    made = Revision(said_at(root))
    made.drop(ref)
    version = version_of(root, made.made()[0])
    found = [doubt for doubt in version.doubts if doubt.stops and f"'{place}'" in doubt.done]
    assert found
    assert not version.may_be_written
    assert "run this again" in found[0].to_do


def test_the_file_is_kept_as_received(tmp_path: Path) -> None:
    root, file = copied(SCHOOL, tmp_path / "campaign"), tmp_path / "new.docx"
    old = said_at(root)
    for number, (words, name) in enumerate((("每月", "new.docx"), ("逐月", "new-2.docx"))):
        file.write_bytes(b"\xff" + words.encode())
        version = version_of(root, reworded(old, TASK, "按月", words))
        renew(root, with_received(root, version, file))
        assert (root / "content" / "source" / name).read_bytes() == file.read_bytes()
        assert len([*(root / "content" / "source").iterdir()]) == number + 1
    same = version_of(root, said_at(root))
    assert not with_received(root, same, file).patch.files


def test_a_file_without_the_letter_leaves_it_alone(tmp_path: Path) -> None:
    root = copied(JOINT, tmp_path)
    old = Revision(said_at(root)).made()[0]
    assert old.letter
    assert not version_of(root, replace(old, letter=None)).patch.files


def test_an_annex_that_is_gone_takes_its_file_along(tmp_path: Path) -> None:
    root = copied(LETTERED, tmp_path)
    old = Revision(said_at(root)).made()[0]
    version = version_of(root, replace(old, annexes=old.annexes[:-1]))
    assert version.patch.files["sectors/schools.yml"] is None
    assert version.patch.retired == ("sector:schools",)


def test_rows_can_come_and_go_as_a_whole(tmp_path: Path) -> None:
    root = copied(HARBOUR, tmp_path)
    old = Revision(said_at(root)).made()[0]
    bare = replace(old, annexes=(*old.annexes[:-1], replace(old.annexes[-1], checklist=None)))
    version = version_of(root, bare)
    assert not version.may_be_written  # so much is not gone without a question
    file = tmp_path / "answers.yml"
    file.write_text("\n".join(template(version.questions, (), str)), "utf-8")
    version = version_of(root, bare, answers=answers_of((), (), file, str))
    assert version.may_be_written
    renew(root, version)
    assert "checklist:" not in (root / "sectors" / "02-cranes.yml").read_text("utf-8")
