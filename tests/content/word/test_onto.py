"""A new version of the file of a campaign: its words become the YAML's, every id and every other byte stays."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from kit.outline_maker import Revision
from kit.paths import ENTERPRISE, HARBOUR, LETTERED, PROJECT, SCHOOL, STREET, TESTS
from kit.renewed import comments_of, copied, files_at, renew, said_at, says, version_of

from planpress.content import together
from planpress.content.sealed import sources_of
from planpress.content.validate import read
from planpress.content.word.aligning.known import fingerprint_of
from planpress.content.word.aligning.matching import Answers
from planpress.content.word.document import Origin
from planpress.content.word.outline import Outline
from planpress.content.word.patching.answers import answers_of, template
from planpress.content.word.patching.drafting import Decided
from planpress.errors import BuildError

CAMPAIGNS = [PROJECT, *(path for path in sorted((TESTS / "campaigns").iterdir()) if (path / "sectors").is_dir())]
CAMPAIGNS = [path for path in CAMPAIGNS if (path / "content" / "plan.yml").exists()]
JOINT = TESTS / "campaigns" / "joint"
CHANCE = [(PROJECT, 5, 30)]
CHANCE += [(root, seed, 6) for root in (ENTERPRISE, HARBOUR, LETTERED, SCHOOL, STREET) for seed in range(3)]


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda path: path.name)
def test_a_file_that_says_the_same_changes_nothing(campaign: Path) -> None:
    old = said_at(campaign)
    for marked in (True, False):
        version = version_of(campaign, Revision(old).made(marked)[0], Origin(fingerprint=fingerprint_of(old)))
        assert version.based
        assert not version.patch.files
        assert not version.doubts
        assert version.may_be_written


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
    root = copied(PROJECT, tmp_path)
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


GAS = "sectors/02-gas.yml"


@pytest.fixture
def gone_on(tmp_path: Path) -> tuple[Path, Outline, Origin]:
    """A campaign whose YAML went on since a file was made of its sealed revision."""
    root = copied(PROJECT, tmp_path)
    old = said_at(root)
    mend(root, GAS, "公安部门：依法做好相关配合工作", "公安部门：依法做好配合工作")
    mend(
        root,
        GAS,
        "      - id: duties-5\n",
        "      - id: duties-10\n        label: （五）\n        text: 新的一条。\n      - id: duties-5\n",
    )
    text = (root / GAS).read_text("utf-8")
    start, end = text.index("      - id: duties-9\n"), text.index("\n  - id: focus\n")
    (root / GAS).write_text(text[:start] + text[end:], "utf-8")
    mend(root, GAS, "      - id: duties-8\n", text[start:end] + "      - id: duties-8\n")
    return root, old, Origin("", "1", fingerprint_of(old))


def test_what_only_the_yaml_changed_is_kept(gone_on: tuple[Path, Outline, Origin]) -> None:
    root, old, origin = gone_on
    new = reworded(old, "gas#duties-5", "积极发挥", "充分发挥")
    version = version_of(root, new, origin)
    assert version.based
    assert version.may_be_written
    renew(root, version)
    text = (root / GAS).read_text("utf-8")
    assert "充分发挥安委办职能作用" in text
    assert "依法做好配合工作" in text
    names = ("duties-4", "duties-10", "duties-5", "duties-9", "duties-8")
    assert sorted(names, key=lambda name: text.index(f"id: {name}\n")) == list(names)


def test_what_both_changed_is_a_conflict(gone_on: tuple[Path, Outline, Origin]) -> None:
    root, old, origin = gone_on
    new = reworded(old, "gas#duties-4", "依法做好", "依法全力做好")
    version = version_of(root, new, origin)
    assert [(one.ref, one.field) for one in version.patch.conflicts] == [("gas#duties-4", "text")]
    assert not version.may_be_written
    version = version_of(root, new, origin, (Answers(), Decided(take=frozenset({"gas#duties-4"}))))
    assert not version.patch.conflicts
    assert "依法全力做好" in (version.patch.files[GAS] or b"").decode()
    version = version_of(root, new, origin, (Answers(), Decided(keep=frozenset({"gas#duties-4"}))))
    assert not version.patch.files


def test_what_is_gone_in_the_file_and_changed_in_the_yaml_is_a_conflict(
    gone_on: tuple[Path, Outline, Origin],
) -> None:
    root, old, origin = gone_on
    made = Revision(old)
    made.drop("gas#duties-4")
    new = made.made()[0]
    assert [one.ref for one in version_of(root, new, origin).patch.conflicts] == ["gas#duties-4"]
    taken = version_of(root, new, origin, (Answers(), Decided(take=frozenset({"gas#duties-4"}))))
    assert taken.patch.retired == ("gas#duties-4",)


def test_what_the_yaml_took_out_stays_out(gone_on: tuple[Path, Outline, Origin]) -> None:
    root, old, origin = gone_on
    text = (root / GAS).read_text("utf-8")
    start, end = text.index("      - id: duties-3\n"), text.index("      - id: duties-4\n")
    (root / GAS).write_text(text[:start] + text[end:], "utf-8")
    version = version_of(root, Revision(old).made()[0], origin)
    assert not version.patch.files
    assert not version.patch.conflicts


# ---------------------------------------------------------------- all or nothing


def test_another_campaign_is_refused() -> None:
    with pytest.raises(BuildError, match="another campaign"):
        version_of(PROJECT, said_at(PROJECT), Origin(plan="harbour-winter-2031"))
    with pytest.raises(BuildError, match="not of this campaign"):
        version_of(PROJECT, said_at(HARBOUR))


def test_a_killed_run_is_ended_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copied(SCHOOL, tmp_path)
    new = Revision(said_at(root), 3).chance(6).made()[0]
    version = version_of(root, new)
    assert len(version.patch.files) > 1
    with monkeypatch.context() as killed:
        real, left = together.replace_file, [2]

        def replace_some(target: Path, data: bytes) -> None:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            real(target, data)

        killed.setattr(together, "replace_file", replace_some)
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
    root = copied(PROJECT, tmp_path)
    old = Revision(said_at(root)).made()[0]
    assert old.letter
    letter = replace(old.letter, document_number="平湛安〔2023〕3号", date="2023年1月10日", classification="内部")
    gas = replace(old.annexes[1], title="燃气安全攻坚行动方案", label="附件2")
    new = replace(old, letter=letter, annexes=(old.annexes[0], gas, *old.annexes[2:]))
    new = replace(new, plan=replace(new.plan, title="湛河区安全生产大排查\n攻坚行动实施方案"))
    version = version_of(root, new)
    assert set(version.patch.files) == {"content/plan.yml", "sectors/02-gas.yml"}
    renew(root, version)
    plan = read(root).campaign.plan
    assert plan.title == "湛河区安全生产大排查\n攻坚行动实施方案"
    assert plan.notice
    found = (plan.notice.document_number, plan.notice.date, plan.notice.classification)
    assert found == ("平湛安〔2023〕3号", "2023年1月10日", "内部")
    assert says(said_at(root)) == says(new)


def test_annexes_are_numbered_as_they_stand_and_keep_their_codes(tmp_path: Path) -> None:
    root = copied(LETTERED, tmp_path)
    old = Revision(said_at(root)).made()[0]
    annexes = (old.annexes[1], old.annexes[0], *old.annexes[2:])
    renew(root, version_of(root, replace(old, annexes=annexes)))
    found = read(root).campaign.sectors
    told = [(one.id, one.number, one.code) for one in found[:3]]
    assert told == [("flood-posts", 1, "FP"), ("roads-bridges", 2, "RB"), ("shelters", 3, "SH")]


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
    root = copied(PROJECT, tmp_path)
    old = Revision(said_at(root)).made()[0]
    bare = replace(old, annexes=(*old.annexes[:-1], replace(old.annexes[-1], checklist=None)))
    version = version_of(root, bare)
    assert not version.may_be_written  # so much is not gone without a question
    file = tmp_path / "answers.yml"
    file.write_text("\n".join(template(version.questions, (), str)), "utf-8")
    version = version_of(root, bare, answers=answers_of((), (), file, str))
    assert version.may_be_written
    renew(root, version)
    assert "checklist:" not in (root / "sectors" / "08-childcare.yml").read_text("utf-8")
