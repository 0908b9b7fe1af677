"""What was sealed is read once, whoever asks for it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from kit.folder import edit
from kit.revision import constructed

from planpress.content import validate
from planpress.content.validate import read
from planpress.model.campaign import Campaign
from planpress.model.version import Version
from planpress.revisions.history import history_of
from planpress.sheets import listing
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.web.pages import pages_of


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each folder was parsed."""
    found: Counter[str] = Counter()
    load = validate.load

    def counting(root: Path, *more: object) -> object:
        found[root.name] += 1
        return load(root, *more)

    monkeypatch.setattr(validate, "_READ", {})
    monkeypatch.setattr(validate, "load", counting)
    return found


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Counter[int | None]:
    """How often the sheets of each revision were listed."""
    found: Counter[int | None] = Counter()
    made = listing._listed

    def counting(campaign: Campaign) -> object:
        found[campaign.standing.version.number if campaign.standing else None] += 1
        return made(campaign)

    monkeypatch.setattr(listing, "_listed", counting)
    return found


def _built(root: Path) -> None:
    campaign, history = read(root).campaign, history_of(root)
    printed = printed_now(campaign, history)
    assert pages_of(campaign, printed.all, edition_of(campaign), history=history).files


def test_draft_build_reads_each_state_once_and_lists_its_sheets_once(
    tmp_path: Path, parsed: Counter[str], listed: Counter[int | None]
) -> None:
    root = constructed(tmp_path)
    edit(root, "sectors/01-quays.yml", "Ladders are painted.", "Ladders are painted white.")
    validate._READ.clear()
    parsed.clear()
    listed.clear()
    _built(root)
    assert parsed == {root.name: 1, "1": 1, "2": 1, "3": 1}
    assert listed == {1: 1, 2: 1, 3: 1, 4: 1}


def test_build_of_what_was_sealed_last_does_not_read_it_again(
    tmp_path: Path, parsed: Counter[str], listed: Counter[int | None]
) -> None:
    root = constructed(tmp_path, last=2)
    validate._READ.clear()
    parsed.clear()
    listed.clear()
    _built(root)
    assert parsed == {root.name: 1, "1": 1}
    assert listed == {1: 1, 2: 1}


def test_next_edit_reads_the_draft_alone_and_sees_what_was_changed(tmp_path: Path, parsed: Counter[str]) -> None:
    root = constructed(tmp_path, last=2)
    edit(root, "sectors/01-quays.yml", "Ladders are painted.", "Ladders are painted white.")
    _built(root)
    edit(root, "sectors/01-quays.yml", "Ladders are painted white.", "Ladders are painted red.")
    parsed.clear()
    texts = {place.text for place in read(root).campaign.places.values()}
    assert any("painted red" in text for text in texts)
    assert history_of(root).last is not None
    assert history_of(root).last.campaign.standing.version == Version(2)
    assert parsed == {root.name: 1}


def test_what_changed_can_be_asked_backwards(tmp_path: Path) -> None:
    history = history_of(constructed(tmp_path))
    one, two = Version(1), Version(2)
    first, second = (history.sealed[version].campaign for version in (one, two))
    there, back = history.changes_from(one, two, second), history.changes_from(two, one, first)
    assert {change.target for change in back} >= {change.target for change in there if change.operation == "reworded"}
    assert back
    assert history.changes_from(one, one, first) == ()


def test_folder_of_revisions_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = constructed(tmp_path)
    iterdir = Path.iterdir

    def refused(path: Path) -> object:
        if path.name == "revisions":
            raise PermissionError(13, "denied", str(path))
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(PermissionError):
        history_of(root)
