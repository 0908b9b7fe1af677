"""What paper refuses is told by `check`, by a table that is true to the faces."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from kit.folder import edit
from kit.paper import faces
from kit.paths import HARBOUR

from planpress.content.validate import read
from planpress.errors import ContentError
from planpress.fit import chunks_of, lines_of
from planpress.signs import TABLE, instead_of, unshown
from tools.signs import table

LIST, NOTE = "content/forms/inspection-list.yml", "content/forms/release-note.yml"

TOO_MUCH = [
    ("content/units.yml", "name: Crane Office", "name: Crane Office of the whole of the western basin"),
    ("content/plan.yml", "name: Harbour Winter Readiness Programme", "name: " + "Harbour " * 20),
    ("content/plan.yml", "code: HWR", "code: HARBOURWINTE"),
    ("content/plan.yml", "email: board@", "email: " + "board" * 14 + "@"),
    (LIST, "label: Office", "label: " + "Office " * 12),
    (LIST, "label: Sound", "label: Soundnesssssss"),
    (LIST, "row_height_mm: 14", "row_height_mm: 8"),
    (NOTE, "label: Warden", "label: " + "Warden " * 8),
    (NOTE, "______", "_" * 60),
    (NOTE, "title: Release note", "title: Releasenoteforeverybasinandquay"),
    ("sectors/02-cranes.yml", "text: Anemometer turns.", "text: " + "Anemometer turns. " * 60),
    ("sectors/02-cranes.yml", "Anemometer turns", "Anemometer turns \U0001f44d"),
]


@pytest.mark.parametrize(
    ("name", "find", "put"), TOO_MUCH, ids=[f"{find[:12]}-{len(put)}" for _, find, put in TOO_MUCH]
)
def test_what_paper_cannot_hold_is_told_in_its_file(name: str, find: str, put: str, tmp_path: Path) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    edit(root, name, find, put)

    with pytest.raises(ContentError) as refused:
        read(root, "en")

    assert {problem.path for problem in refused.value.problems} <= {
        name,
        LIST,
        NOTE,
        "content/units.yml",
        "content/plan.yml",
    }


def test_table_of_signs_is_that_of_the_faces() -> None:
    assert TABLE.read_text("utf-8") == table(faces())


def test_sign_that_paper_lacks_has_the_nearest_in_its_place() -> None:
    assert {sign: instead_of(sign) for sign in "☑➊👍"} == {"☑": "□", "➊": "❶", "👍": ""}
    assert list(unshown("安全①—“”…☑\ufe0f")) == ["☑", "\ufe0f"]


def test_line_breaks_between_ideographs_and_words() -> None:
    assert list(chunks_of("完成率（%），ice & storm")) == ["完", "成", "率", "（%），", "ice", "&", "storm"]
    assert [lines_of("安全" * 10, 5), lines_of("a\nb", 9)] == [4, 2]
