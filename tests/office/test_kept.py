"""Files for office programs that the cache keeps: from any state of it the same bytes, and none made without need."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from kit.paths import HARBOUR

from planpress.content.validate import read
from planpress.model.campaign import Campaign
from planpress.model.version import Version
from planpress.office.files import office_files
from planpress.revisions.history import NONE_SEALED
from planpress.sheets.edition import Edition, edition_of
from planpress.sheets.printed import printed_now


def made(campaign: Campaign, edition: Edition, cache: Path | None = None) -> dict[str, bytes]:
    files = office_files(campaign, printed_now(campaign, NONE_SEALED).sheets, edition, cache=cache)
    assert cache is None or any(isinstance(content, Path) for content in files.values())
    return {path: content.read_bytes() if isinstance(content, Path) else content for path, content in files.items()}


def kept(cache: Path) -> set[Path]:
    return set(cache.glob("*/*.office"))


def test_the_same_bytes_whatever_is_kept(harbour: Campaign, tmp_path: Path) -> None:
    cold = made(harbour, edition_of(harbour))
    assert made(harbour, edition_of(harbour), tmp_path) == cold
    places = kept(tmp_path)
    damaged, lost, cut = sorted(places)[:3]
    damaged.write_bytes(b"?" + damaged.read_bytes()[1:])
    lost.unlink()
    cut.with_suffix(".json").write_text("{")
    assert made(harbour, edition_of(harbour), tmp_path) == cold
    assert kept(tmp_path) == places


def renamed(campaign: Campaign) -> Campaign:
    """Return the campaign with other words in the title of one form."""
    form = next(form for form in campaign.forms if form.id == "inspection-list")
    other = form.model_copy(update={"title": form.title + " II"})
    return replace(campaign, forms=tuple(other if one is form else one for one in campaign.forms))


CHANGES: dict[str, tuple[Callable[[Campaign, Edition], tuple[Campaign, Edition]], bool]] = {
    "variant": (lambda campaign, edition: (campaign, replace(edition, variant="low-ink")), False),
    "form": (lambda campaign, edition: (renamed(campaign), edition), True),
    "revision": (lambda campaign, edition: (campaign, replace(edition, revision=Version(7))), True),
    "draft": (lambda campaign, edition: (campaign, replace(edition, draft=True)), True),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_shows_another_thing_is_made_anew(name: str, harbour: Campaign, tmp_path: Path) -> None:
    change, seen = CHANGES[name]
    before = made(harbour, edition_of(harbour), tmp_path)
    places = kept(tmp_path)
    campaign, edition = change(harbour, edition_of(harbour))
    after = made(campaign, edition, tmp_path)
    assert after == made(campaign, edition)
    new = kept(tmp_path) - places
    assert bool(new) == seen
    assert {path.read_bytes() for path in new} <= set(after.values()) - set(before.values())


def test_ids_that_no_paper_shows_count(harbour: Campaign, tmp_path: Path) -> None:
    """The hidden column of a spreadsheet holds the ids of its rows."""
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    sector = root / "sectors" / "02-cranes.yml"
    sector.write_text(sector.read_text("utf-8").replace("id: item-c\n", "id: item-z\n"), "utf-8")
    books = [
        made(campaign, edition_of(campaign), tmp_path / "cache")["files/blank/cranes-list.xlsx"]
        for campaign in (harbour, read(root).campaign)
    ]
    assert books[0] != books[1]
