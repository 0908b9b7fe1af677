"""What an earlier version sealed stays readable: the rules and limits of this version are for drafts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from kit import folder
from kit.revision import FIRST, SECOND, constructed, pages_at

from planpress.content import validate
from planpress.difference import difference
from planpress.errors import ContentError
from planpress.limits import AS_SEALED
from planpress.model.version import Version
from planpress.release import prepare, seal
from planpress.revisions.history import history_of

SITE = 'site_url: "http://[::1/"\n'
UNIT = "  - {id: con, name: quay office, code: CN, kind: body}\n"
FAULTS = (
    ("content/plan.yml", "language: en\n", f"language: en\n{SITE}"),
    ("content/plan.yml", "end: 2031-12-19}", "end: 2099-12-19}"),
    ("content/plan.yml", "[2031-10-31, 2031-11-28,", "[2031-11-28, 2031-10-31, 2031-10-31,"),
    ("content/plan.yml", "phone: 555-0142", "phone: none"),
    ("content/units.yml", "groups:\n", f"{UNIT}groups:\n"),
    ("sectors/01-quays.yml", "lead: [quay-office]", "lead: [quay-office, quay-office]"),
    ("sectors/01-quays.yml", "text: Grit bin is full, lid shuts.", 'text: "\\u2003"'),
)
"""What earlier versions took: each of it is refused today."""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small campaign, sealed with those faults by a version without rules."""
    root = constructed(tmp_path, 0)
    folder.edit(root, "content/plan.yml", "revision: {number: 3, issued: 2031-09-15}\n", "")
    for name, find, put in FAULTS:
        folder.edit(root, name, find, put)
    with monkeypatch.context() as earlier:
        earlier.setattr(validate, "check_rules", lambda *_found: ())
        earlier.setattr(validate, "_records_of", partial(validate._records_of, context=AS_SEALED))
        seal(root, prepare(root, FIRST))
    return root


def test_draft_must_keep_the_rules_that_the_sealed_one_breaks(root: Path) -> None:
    with pytest.raises(ContentError) as told:
        validate.read(root)

    assert {problem.path for problem in told.value.problems} == {name for name, _find, _put in FAULTS}
    assert len(told.value.problems) >= len(FAULTS)


def test_mended_draft_has_its_history_its_pages_and_the_next_seal(root: Path) -> None:
    for name, find, put in FAULTS:
        folder.edit(root, name, put, find)
    (root / "content" / "changes.yml").write_text('retired:\n  - {target: "unit:con"}\n', "utf-8")

    sealed = history_of(root).sealed[Version(1)].campaign
    assert sealed.plan.site_url == "http://[::1/"
    assert sealed.sectors[0].checklist.items[0].text == "\u2003"
    assert {change.target for change in difference(root).changes} >= {"quays#item-a", "unit:con"}
    assert any(name.startswith("revisions/") for name in pages_at(root).files)
    seal(root, prepare(root, SECOND))
    assert validate.read(root).campaign.standing.version == Version(2)


def test_what_has_no_shape_is_told(root: Path) -> None:
    folder.edit(root / "revisions" / "1", "content/plan.yml", "language: en", "tongue: en")

    with pytest.raises(ContentError, match=r"revisions/1/content/plan.yml:5: .*tongue"):
        _ = history_of(root).sealed[Version(1)].campaign
