"""The editor mends what is his; every word of the issuing body is as it was, and every answer given so far holds."""

from __future__ import annotations

import datetime
import html
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from kit.folder import edit
from kit.paths import CASES, HARBOUR
from kit.revision import FIRST, pages_at

import build
from planpress.content.chain import check_sealed
from planpress.content.sealed import MANIFEST, manifest_text
from planpress.content.validate import read
from planpress.errors import ContentError
from planpress.model.addresses import PACK_FORM
from planpress.model.version import Version
from planpress.release import prepare, seal
from planpress.revisions.editorial import first_difference
from planpress.revisions.history import history_of
from planpress.revisions.reprints import Reprint
from planpress.revisions.request import ReleaseRequest
from planpress.web.changes import ReprintList
from planpress.web.page import Pages

CASE = yaml.safe_load((CASES / "editorial.yml").read_text("utf-8"))
LETTER = """notice:
  issuer: Harbour Board
  title: The programme
  document_number: HB 2031/9
  addressees: To all offices
  clauses: [{id: letter-1, text: The programme is sent to you.}]
"""
CONTACT = "contact: {unit: harbour-board, phone: 555-0142, email: board@harbour.example}\n"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small campaign with a letter, its first revision sealed."""
    root = Path(shutil.copytree(HARBOUR, tmp_path_factory.mktemp("editorial") / "campaign"))
    edit(root, "content/plan.yml", "revision: {number: 3, issued: 2031-09-15}\n", "")
    edit(root, "content/plan.yml", CONTACT, CONTACT + LETTER)
    seal(root, prepare(root, FIRST))
    return root


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "campaign"))


def told(root: Path) -> str:
    problem = first_difference(history_of(root).last.campaign, read(root).campaign, root, str)
    return str(problem or "")


@pytest.mark.parametrize("name", CASE["refused"])
def test_what_the_issuing_body_wrote_stays(root: Path, name: str) -> None:
    case = CASE["refused"][name]
    for place in case["edits"]:
        edit(root, *place)
    if "gone" in case:
        (root / case["gone"]).unlink()
    assert told(root) == case["told"]


@pytest.mark.parametrize("name", CASE["may"])
def test_what_the_editor_adds_may_be_mended(root: Path, name: str) -> None:
    edit(root, *CASE["may"][name])
    assert read(root).campaign.standing.draft
    assert told(root) == ""


# ---------------------------------------------------------------- what is sealed

DUTY, PAINT = CASE["may"]["a duty"], CASE["refused"]["a word of a clause"]["edits"][0]
MENDED = ReleaseRequest("editorial", "The Quay Office leads at the cranes, too", datetime.date(2031, 9, 20))
AGAIN = ReleaseRequest("校订", "Who fills the bins", datetime.date(2031, 9, 25))
REVISED = ReleaseRequest("revision", "Varnish", datetime.date(2031, 10, 1), datetime.date(2031, 10, 8))
LATER = ReleaseRequest("editorial", "A deadline", datetime.date(2031, 10, 2), datetime.date(2031, 10, 9))
STEPS = (
    (DUTY, MENDED),
    (CASE["may"]["who is responsible"], AGAIN),
    (PAINT, REVISED),
    (CASE["may"]["the day of a deadline"], LATER),
)


def reasons(root: Path, request: ReleaseRequest) -> list[str]:
    with pytest.raises(ContentError) as refused:
        prepare(root, request)
    return [str(problem) for problem in refused.value.problems if not problem.warning]


@pytest.fixture(scope="module")
def sealed(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Revisions 1, 1.1, 1.2, 2 and 2.1."""
    root = Path(shutil.copytree(first, tmp_path_factory.mktemp("corrected") / "campaign"))
    for place, request in STEPS:
        edit(root, *place)
        seal(root, prepare(root, request))
    return root


def test_corrections_count_up_beside_the_number_and_the_next_revision_follows(sealed: Path) -> None:
    history = history_of(sealed)
    assert list(map(str, history.sealed)) == ["1", "1.1", "1.2", "2", "2.1"]
    assert list(check_sealed(sealed, str)) == []
    manifests = [json.loads(one.manifest) for one in history.sealed.values()]
    assert [one["revision"] for one in manifests] == [1, "1.1", "1.2", 2, "2.1"]
    assert [one["previous"] and one["previous"]["revision"] for one in manifests] == [None, 1, "1.1", "1.2", 2]
    assert read(sealed).campaign.standing.version == Version(2, 1)
    assert [one.meta.approved_by for one in history.sealed.values()] == ["harbour-board", "", "", "harbour-board", ""]
    assert next((step.before, step.version) for step in history.steps) == (Version(1), Version(1, 1))


def test_no_correction_is_material_and_only_sheets_that_show_it_are_replaced(sealed: Path) -> None:
    history = history_of(sealed)
    old, new = (history.sealed[version] for version in (Version(1), Version(1, 1)))
    assert [change.operation for change in new.changes] == ["duty"]
    assert not any(change.material for one in history.sealed.values() if one.meta.correction for change in one.changes)
    assert any(change.material for change in history.sealed[Version(2)].changes)
    same = {code for code, sheet in old.sheets.items() if new.sheets[code].fingerprint == sheet.fingerprint}
    assert {"HWR", "HWR-01", "HWR-02", "HWR-01-IL-QO"} <= same
    assert "HWR-PK-QO" in old.sheets.keys() - same
    assert "HWR-CP-01E1" in new.sheets


def test_no_row_differs_so_that_no_answer_is_carried_over(root: Path) -> None:
    edit(root, *CASE["may"]["the relation of a row"])
    release = prepare(root, MENDED)
    assert [change.kind for change in release.changes] == ["item"]
    assert not [one for one in release.reprints if one.sheet.form in ("carry-over", "inspection-list")]


@pytest.mark.parametrize(
    ("place", "request_", "told"),
    [
        (DUTY, replace(MENDED, document_number="No. 4"), "document_number: An editorial correction has no document"),
        (DUTY, replace(MENDED, effective=datetime.date(2031, 9, 10)), "effective must not be before the day of issue"),
        (None, MENDED, "content:0: Nothing has changed since revision 1"),
    ],
)
def test_request_that_is_not_the_editors_is_refused(root: Path, place, request_: ReleaseRequest, told: str) -> None:
    if place:
        edit(root, *place)
    assert any(told in line for line in reasons(root, request_))


def test_word_that_differs_is_the_only_reason_that_is_told_of_the_draft(root: Path) -> None:
    case = CASE["refused"]["a row less"]
    edit(root, *case["edits"][0])
    assert reasons(root, MENDED) == [case["told"]]


def test_correction_begins_no_earlier_than_what_it_corrects(sealed: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(sealed, tmp_path / "campaign"))
    edit(root, *CASE["may"]["a form"])
    early = replace(LATER, effective=datetime.date(2031, 10, 8))
    assert reasons(root, early) == [
        "revisions/2.2/meta.yml:0: effective: effective must not be before the first day of revision 2 · editorial 1 "
        "(2031-10-09): '2031-10-08'"
    ]
    seal(root, prepare(root, ReleaseRequest("revision", "Form", datetime.date(2031, 11, 1))))
    seal(root, prepare(root, ReleaseRequest("repeal", "Over", datetime.date(2031, 12, 1))))
    edit(root, *CASE["may"]["a short name"])
    found = reasons(root, replace(LATER, issued=datetime.date(2031, 12, 2), effective=None))
    assert found == ["content:0: Revision 4 has repealed the plan already"]


def test_first_seal_is_no_correction(root: Path) -> None:
    shutil.rmtree(root / "revisions")
    assert "must be 'first issue': 'editorial'" in reasons(root, MENDED)[0]


# ---------------------------------------------------------------- the chain


def lost(root: Path) -> None:
    shutil.rmtree(root / "revisions" / "1.1")


def renamed(root: Path) -> None:
    (root / "revisions" / "1.1").rename(root / "revisions" / "1.10")


def written_as_a_fraction(root: Path) -> None:
    path = root / "revisions" / "2.1" / MANIFEST
    path.write_text(path.read_text("utf-8").replace('"revision": "2.1"', '"revision": 2.1'), "utf-8")


def of_another_kind(root: Path) -> None:
    edit(root, "revisions/2.1/meta.yml", "kind: editorial", "kind: revision")
    summed(root / "revisions" / "2.1", "2")


def summed(folder: Path, before: str) -> None:
    """Write the manifest of a folder anew, as if what is there had been sealed so behind `before`."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
    link = (Version.named(before), (folder.with_name(before) / MANIFEST).read_bytes())
    (folder / MANIFEST).write_text(manifest_text(Version.named(folder.name), files, link), "utf-8")


@pytest.mark.parametrize(
    ("harm", "places"),
    [
        (lost, ["revisions/1.1"]),
        (renamed, ["revisions/1.10"]),
        (written_as_a_fraction, ["revisions/2.1/manifest.json"]),
        (of_another_kind, ["revisions/2.1/meta.yml"]),
    ],
)
def test_what_is_done_to_a_correction_is_told_at_its_place(sealed: Path, tmp_path: Path, harm, places) -> None:
    root = Path(shutil.copytree(sealed, tmp_path / "campaign"))
    harm(root)
    assert [problem.path for problem in check_sealed(root, str)] == places


def test_correction_that_was_put_before_what_was_sealed_without_it_is_told(sealed: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(sealed, tmp_path / "campaign"))
    folder = Path(shutil.copytree(root / "revisions" / "1.2", root / "revisions" / "1.3"))
    edit(root, "revisions/1.3/meta.yml", "correction: 2", "correction: 3")
    summed(folder, "1.2")
    assert [str(problem) for problem in check_sealed(root, str)] == [
        "revisions/1.3:0: Revision 2 was sealed without this one: delete this folder"
    ]


# ---------------------------------------------------------------- pages, feeds, publications


@pytest.fixture(scope="module")
def shown(sealed: Path) -> Pages:
    return pages_at(sealed, "https://plans.example/latest/")


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_pages_name_the_count_beside_the_number_and_say_that_the_words_stay(shown: Pages) -> None:
    page = text_of(shown.files["revisions/1.1.md"])
    assert "# Revision 1 · editorial 1 " in page
    assert "every word, number, row and date of the plan is as it was" in page
    assert "## What was mended" in page
    assert "duty changed" in page
    assert "Approved by" not in page
    assert "every word" not in text_of(shown.files["revisions/2.md"])
    listed = text_of(shown.files["revisions/index.md"])
    assert re.findall(r"Revision \d( · editorial \d)?", listed)[:5] == [
        " · editorial 1",
        "",
        " · editorial 2",
        " · editorial 1",
        "",
    ]
    assert {"revisions/1.1/plan.md", "revisions/compare-1-1.2.md", "revisions/compare-1.2-2.md"} <= shown.files.keys()
    assert "revision 1 · editorial 1 holds from September 20, 2031" in text_of(shown.files["revisions/1.md"])
    assert 'id="_1-1"' in html.unescape(shown.files["revisions/index.md"])


def test_unit_is_told_what_it_prints_again_and_that_its_answers_hold(shown: Pages) -> None:
    page = text_of(shown.files["units/quay-office/changes.md"])
    step = page.partition("## Revision 1 · editorial 1 ")[2].partition("## Revision 1 ")[0]
    assert "every answer given so far holds" in step
    assert "print again" in step
    assert "material" not in step.lower()


def test_pack_of_which_only_the_front_changed_is_told_as_that(sealed: Path) -> None:
    """Its sheets hold, so that nothing but its cover and its duties is printed again."""
    found = list(history_of(sealed).sealed.values())[1].sheets.values()
    pack, sheet = (next(one for one in found if (one.form == PACK_FORM) == front) for front in (True, False))
    assert ReprintList((Reprint("changed", pack),)).front
    assert not ReprintList((Reprint("changed", pack), Reprint("changed", sheet))).front
    assert not ReprintList((Reprint("new", pack),)).front


def test_feeds_and_data_know_corrections(shown: Pages) -> None:
    feed = shown.data["revisions/atom.xml"]
    assert re.findall(r"<title>(Revision [^<]*)</title>", feed)[1] == "Revision 2"
    assert "revisions/1.2.html" in feed
    assert feed.count("No word of the plan is different.") == 3
    assert len(set(re.findall(r"<id>([^<]*)</id>", feed))) == 6
    assert [json.loads(shown.data[f"revisions/{name}/changes.json"])["from"] for name in ("1.1", "1.2", "2")] == [
        1,
        "1.1",
        "1.2",
    ]
    status = json.loads(shown.data["status.json"])
    assert [one["number"] for one in status["revisions"]] == [1, "1.1", "1.2", 2, "2.1"]
    assert (status["codes"]["HWR-01-IL-QO"]["spans"][0]["first"], status["revision"]) == (1, "2.1")


def test_difference_names_what_was_mended(sealed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--campaign", str(sealed), "diff", "1", "1.1"]) == 0
    assert capsys.readouterr().out.startswith("Revision 1 → Revision 1 · editorial 1\n1 changes")
    assert build.main(["--campaign", str(sealed), "diff", "1.1", "2.1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["from"], found["to"], any(one["material"] for one in found["changes"])) == ("1.1", "2.1", True)
    with pytest.raises(SystemExit):
        build.main(["--campaign", str(sealed), "diff", "1.0"])
