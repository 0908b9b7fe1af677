"""The document of a campaign, in again as it went out: nothing is another, and every character is accounted for."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest
from kit.paths import ENTERPRISE, HARBOUR, LETTERED, PROJECT, SCHOOL, STREET, TESTS
from kit.tracked import DOCUMENT
from kit.word import cell, packed, table

from planpress.content.validate import read
from planpress.content.word.patching.onto import Version
from planpress.content.word.patching.renewal import renewal_of
from planpress.i18n import translations
from planpress.office.word_file import word_file
from planpress.sheets.edition import edition_of

OTHERS = [TESTS / "campaigns" / name for name in ("joint", "enforcement", "longnames")]
FOLDERS = ("content", "sectors", "revisions")


@pytest.mark.parametrize(
    "root",
    [
        PROJECT,
        ENTERPRISE,
        LETTERED,
        STREET,
        OTHERS[0],
        *(pytest.param(one, marks=pytest.mark.whole) for one in (HARBOUR, SCHOOL, *OTHERS[1:])),
    ],
    ids=lambda root: root.name,
)
def test_an_unedited_file_changes_nothing(root: Path, tmp_path: Path) -> None:
    for name in FOLDERS:
        if (root / name).is_dir():
            shutil.copytree(root / name, tmp_path / "campaign" / name)
    _changes_nothing(tmp_path)


@pytest.mark.parametrize("line", ["title: 索证索票，建立台账。", "text: 索证索票，建立台账。", "title: 索证索票"])
def test_a_clause_without_a_number_comes_back_where_it_stands(line: str, tmp_path: Path) -> None:
    shutil.copytree(SCHOOL, tmp_path / "campaign")
    file = tmp_path / "campaign" / "content" / "plan.yml"
    text, at = file.read_text("utf-8"), "          - id: task-5\n"
    file.write_text(text.replace(at, f"          - id: checks\n            {line}\n{at}"), "utf-8")
    _changes_nothing(tmp_path)


@pytest.mark.parametrize(("root", "annex"), [(HARBOUR, "quays"), (LETTERED, "shelters"), (OTHERS[0], "malls")])
def test_an_unedited_file_of_one_annex_changes_nothing(root: Path, annex: str, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "campaign")
    version = _version(tmp_path, str, annex)
    assert {pair.did for pair in version.matching.pairs} == {("kept",)}
    assert not version.patch.files
    assert not version.doubts


LAST = [
    (LETTERED, '{id: last, label: "B.3 ", title: Feed and bedding}'),
    (LETTERED, '{id: last, label: "B.3 ", text: "Feed and bedding:"}'),
    (LETTERED, "{id: last, title: Feed, clauses: [{id: hay, label: (a), title: Hay}, {id: straw, text: Straw}]}"),
    (ENTERPRISE, "{id: last, label: 三、, title: 打分要求}"),
    (ENTERPRISE, "{id: last, text: 打分要求}"),
    (STREET, "{id: last, title: 打分要求}"),
]


@pytest.mark.parametrize(("root", "clause"), LAST, ids=[f"{root.name}-{at}" for at, (root, _) in enumerate(LAST)])
def test_a_short_clause_above_a_checklist_stays_one(root: Path, clause: str, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "campaign")
    _replaced(tmp_path, "checklist:\n", f"  - {clause}\nchecklist:\n")
    _changes_nothing(tmp_path)


def test_a_short_clause_above_another_table_stays_one(tmp_path: Path) -> None:
    shutil.copytree(STREET, tmp_path / "campaign")
    _replaced(tmp_path, "checklist:\n", "  - {id: last, title: 打分要求}\nchecklist:\n")
    register = table(["姓名", "电话", "住址"], ["甲", "1", "东街"], ["乙", "2", "西街"])
    version = _version(tmp_path, lambda xml: re.sub("(打分要求.*?</w:p>)", rf"\1{register}", xml, count=1))
    assert {pair.did for pair in version.matching.pairs} == {("kept",)}
    assert [doubt.found for doubt in version.doubts if doubt.number]


@pytest.mark.parametrize("title", ["Sandbags.", "Remarks: posts", f"Posts {'and gauges ' * 7}of both valleys"])
def test_the_title_of_a_checklist_may_be_any(title: str, tmp_path: Path) -> None:
    shutil.copytree(LETTERED, tmp_path / "campaign")
    _replaced(tmp_path, "List of flood warning posts", title)
    _changes_nothing(tmp_path)


@pytest.mark.parametrize(
    ("root", "rows"),
    [
        (LETTERED, ["Forty sandbags"]),
        (LETTERED, ["Water troughs"]),
        (LETTERED, ["Fifty blankets", "The keys are with"]),
        (HARBOUR, ["Ladder has the right"]),
        (OTHERS[0], ["电动自行车是否在校舍内停放"]),
    ],
)
def test_a_row_whose_cells_were_joined_stays_one(root: Path, rows: list[str], tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "campaign")

    def joined(xml: str) -> str:
        for words in rows:
            row = next(one for one in re.findall("<w:tr>.*?</w:tr>", xml, re.DOTALL) if words in one)
            lines = [one for one in re.findall("<w:p>.*?</w:p>", row, re.DOTALL) if "</w:t>" in one]
            xml = xml.replace(row, f"<w:tr>{cell(*lines, wide=row.count('<w:tc>'))}</w:tr>")
        return xml

    version = _version(tmp_path, joined)
    assert {pair.did for pair in version.matching.pairs} == {("kept",)}
    assert not version.patch.files


def test_an_annex_without_a_label_keeps_its_title_whatever_goes_from_below_it(tmp_path: Path) -> None:
    shutil.copytree(HARBOUR, tmp_path / "campaign")
    version = _version(tmp_path, lambda xml: re.sub(r"<w:p>(?:(?!</w:p>).)*>a\) Grit bins.*?</w:p>", "", xml, count=1))
    assert [part.name for part in version.matching.parts] == ["plan", "quays", "cranes"]
    assert not [part.changes for part in version.matching.parts if part.changes]
    assert [pair.ref for pair in version.matching.pairs if pair.did != ("kept",)] == ["quays#do-1"]


def _replaced(tmp_path: Path, old: str, new: str) -> None:
    """Replace words in the first annex that has them."""
    files = sorted((tmp_path / "campaign" / "sectors").glob("*.yml"))
    file = next(one for one in files if old in one.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")


def _changes_nothing(tmp_path: Path) -> None:
    version = _version(tmp_path, str)
    assert {did for pair in version.matching.pairs for did in pair.did} == {"kept"}
    assert len(version.matching.pairs) == len(version.before.places)
    assert not version.patch.files
    assert not [doubt for doubt in version.doubts if doubt.stops]


def _version(tmp_path: Path, edit: Callable[[str], str], annex: str = "") -> Version:
    """Return what the file of a campaign changes in it, once its XML is edited."""
    campaign, file = read(tmp_path / "campaign").campaign, tmp_path / "plan.docx"
    with zipfile.ZipFile(io.BytesIO(word_file(campaign, edition_of(campaign), annex))) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts[DOCUMENT] = edit(parts[DOCUMENT].decode()).encode()
    packed(file, parts)
    options = Namespace(file=file, onto=tmp_path / "campaign", is_same=[], is_not=[], answers=None, tracked="")
    return renewal_of(options, translations(campaign.plan.language).gettext).version
