"""What every publication is told of all others: it is never lost, and rollbacks are in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kit.publish import differences, published, rolled_back

from planpress.errors import BuildError
from planpress.model.version import Version
from planpress.publishing.known import FORMAT, NAME, WITH_CORRECTIONS, merged
from planpress.publishing.publications import read_publications
from planpress.status import CODES


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "public"


def known(root: Path, name: str = "publications.js", value: str = NAME) -> dict:
    return json.loads((root / name).read_text("utf-8").removeprefix(f"var {value} = ").rstrip(";\n"))


def taken(root: Path) -> list[int]:
    return [one["number"] for one in known(root)["revisions"] if one["taken_back"]]


def test_every_revision_and_fingerprint_ever_published_is_known(root, harbour):
    for number, content in ((1, "A"), (2, "B"), (4, "B")):
        published(root, harbour, number, content=content)
    published(root, harbour, 4, software="newer", content="B")
    found = known(root)
    assert (found["format"], found["current"]) == (FORMAT, "4-2")
    assert {one["number"]: one["folder"] for one in found["revisions"]} == {1: "1", 2: "2", 4: "4-2"}
    assert [(span["fingerprint"], span["first"]) for span in found["codes"]["HWR"]["spans"]] == [
        ("AAAAA", 1),
        ("AAAAB", 2),
        ("AAAAB", 4),
    ]
    head = known(root, "revisions.js")
    assert sorted(path.name for path in root.glob("publications-*")) == [name for _first, name in head["parts"]]
    told = [known(root, name, CODES) for _first, name in head.pop("parts")]
    assert {**head, "codes": {code: record for part in told for code, record in part.items()}} == found
    assert differences(root) == []


def test_page_knows_the_form_of_the_file(project):
    assert f"known?.format <= {WITH_CORRECTIONS} " in (project / "site_templates/assets/js/common.js").read_text(
        "utf-8"
    )


def test_what_is_taken_back_follows_from_the_journal(root, harbour):
    for number in (1, 2, 3):
        published(root, harbour, number, content=str(number))
    assert taken(root) == []
    rolled_back(root, "1")
    assert taken(root) == [2, 3]
    rolled_back(root, "3")  # it is again as it was
    assert taken(root) == []
    rolled_back(root, "2")
    assert taken(root) == [3]
    published(root, harbour, 4, content="4")
    assert taken(root) == [3]
    rolled_back(root, "1")
    assert taken(root) == [2, 3, 4]
    published(root, harbour, 4, content="4")
    assert taken(root) == [2, 3]
    titles = [entry["title"] for entry in json.loads((root / "versions.json").read_text("utf-8"))]
    assert ["taken back" in title for title in titles] == [False, True, True, False]
    publications = read_publications(root, "en")
    assert publications.taken_back(map(Version, range(1, 6)), coming=Version(5)) == {Version(2), Version(3)}


def test_revision_that_was_never_published_by_itself_came_with_the_next(root, harbour):
    published(root, harbour, 1, content="1")
    published(root, harbour, 3, content="3")
    rolled_back(root)
    publications = read_publications(root, "en")
    assert publications.taken_back(map(Version, (1, 2, 3))) == {Version(2), Version(3)}
    assert publications.taken_back(map(Version, (1, 2, 3, 4)), coming=Version(4)) == {Version(2), Version(3)}


def test_what_is_known_is_the_same_from_the_file_and_from_the_publications(root, harbour):
    for number in (1, 2):
        published(root, harbour, number, content=str(number))
    before = (root / "publications.js").read_bytes()
    (root / "publications.js").unlink()
    published(root, harbour, 2, content="2")
    assert (root / "publications.js").read_bytes() == before


def test_rollback_does_not_need_what_it_goes_back_from(root, harbour):
    for number in (1, 2):
        published(root, harbour, number, content=str(number))
    (root / "2" / "status.json").unlink()
    rolled_back(root)
    assert taken(root) == [2]
    assert len(known(root)["codes"]["HWR"]["spans"]) == 2
    (root / "publications.js").unlink()
    with pytest.raises(BuildError, match="was changed or is gone"):
        rolled_back(root, "1")


def test_sheet_that_moved_is_found_where_each_revision_has_it():
    def status(number: int, path: str) -> dict:
        spans = [{"fingerprint": "F", "first": one, "last": one} for one in range(1, number + 1)]
        record = {"code": "A", "fingerprint": "F", "title": "T", "path": path, "spans": spans}
        return {"revisions": [{"number": one} for one in range(1, number + 1)], "codes": {"A": record}}

    found = merged({"revisions": {}, "codes": {}}, status(1, "print/old.pdf"))
    found = merged(merged(found, status(2, "print/new.pdf")), status(3, "print/new.pdf"))
    record = found["codes"]["A"]
    assert (record["path"], record["paths"]) == ("print/new.pdf", {"1": "print/old.pdf"})
    assert [span["first"] for span in record["spans"]] == [1, 2, 3]


def test_plan_that_was_never_sealed_keeps_its_sheets_under_all_their_codes():
    def status(number: int, code: str, mark: str, form: str = "") -> dict:
        spans = [{"fingerprint": mark, "first": number, "last": number}]
        sheet = {"code": code, "form": form, "sector": None, "unit": None, "day": ""} if form else {}
        record = {"fingerprint": mark, "title": "T", "path": f"{code}.pdf", "spans": spans}
        return {"revisions": [{"number": number}], "codes": {code: {**sheet, **record}}}

    found = merged({"revisions": {}, "codes": {}}, status(1, "A", "F"))  # as an earlier version told it
    assert found["codes"]["A"]["code"] == "A"
    found = merged(found, status(2, "A", "F", "list"))
    found = merged(found, status(3, "B", "G", "list"))
    found = merged(found, status(4, "C", "H", "other"))
    assert list(found["codes"]) == ["A", "B", "C"]
    assert found["codes"]["A"] == found["codes"]["B"]
    assert (found["codes"]["A"]["code"], found["codes"]["A"]["paths"]) == ("B", {"1": "A.pdf", "2": "A.pdf"})
    assert [(span.get("code", "B"), span["fingerprint"]) for span in found["codes"]["A"]["spans"]] == [
        ("A", "F"),
        ("A", "F"),
        ("B", "G"),
    ]
    assert len(found["codes"]["C"]["spans"]) == 1


def test_corrections_are_published_beside_their_revision_and_taken_back(root, harbour):
    numbers = [1, "1.1", "1.9", "1.10", 2]
    for number, content in zip(numbers, "ABABA", strict=True):
        assert published(root, harbour, number, content=content).folder == str(number)
    assert published(root, harbour, 2, software="newer", content="A").folder == "2-2"
    found = known(root)
    assert (found["format"], [one["number"] for one in found["revisions"]]) == (WITH_CORRECTIONS, numbers)
    spans = found["codes"]["HWR"]["spans"]
    assert [(span["first"], span["fingerprint"]) for span in spans] == list(zip(numbers, mark("ABABA"), strict=True))
    with pytest.raises(BuildError, match="Revision 2 is published already; 1 · editorial 11 is older"):
        published(root, harbour, "1.11", content="C")
    assert rolled_back(root, "1.9").title == "Revision 1 · editorial 9 (2031-09-15)"
    assert taken(root) == ["1.10", 2]
    versions = json.loads((root / "versions.json").read_text("utf-8"))
    assert [one["version"] for one in versions] == ["2-2", "1.10", "1.9", "1.1", "1"]
    assert rolled_back(root).folder == "1.1"
    assert differences(root) == []


def mark(contents: str) -> list[str]:
    return [f"AAAA{content}" for content in contents]
