"""Kinds of units that a campaign names: on pages, on paper, in what a revision changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from kit.paths import HARBOUR

from planpress.content.new import Skeletons
from planpress.content.validate import read
from planpress.errors import BuildError
from planpress.model.campaign import Campaign
from planpress.revisions.changes import changes_between
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_of
from planpress.web.pages import pages_of

KINDS = """kinds:
  - {id: yard, name: Shipyards, audience: enterprise}
  - {id: township, name: Basins, audience: territorial}
units:
  - {id: dry-dock, name: Dry Dock Company, code: DD, kind: yard}
"""


def harbour_with(root: Path, kinds: str) -> Path:
    shutil.copytree(HARBOUR, root)
    units, quays = root / "content" / "units.yml", root / "sectors" / "01-quays.yml"
    units.write_text(units.read_text("utf-8").replace("units:\n", kinds, 1), "utf-8")
    duty = "text: Ladders are painted; the Dry Dock Company paints its own.\n"
    duty += "        duties: [{units: [dry-dock], role: support}]\n"
    quays.write_text(quays.read_text("utf-8").replace("text: Ladders are painted.\n", duty), "utf-8")
    return root


@pytest.fixture(scope="module")
def yards(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return read(harbour_with(tmp_path_factory.mktemp("kinds") / "campaign", KINDS)).campaign


def test_they_stand_above_their_units_in_their_order(yards: Campaign) -> None:
    printed = printed_of(yards, (), repealed=False)
    files = pages_of(yards, printed.all, edition_of(yards)).files
    for page in ("index.md", "print.md"):
        places = [files[page].index(name) for name in ("Shipyards", "Basins", "Departments")]
        assert places == sorted(places), page
    assert "Townships" not in files["index.md"]
    assert "Shipyards" in files["units/dry-dock.md"]


def test_their_audience_says_which_forms_they_fill_in(yards: Campaign, tmp_path: Path) -> None:
    def forms_of(campaign: Campaign) -> set[str]:
        return {one.form.id for one in campaign.bindings.printings if one.unit and one.unit.id == "dry-dock"}

    assert forms_of(yards) == {"inspection-list"}
    silent = harbour_with(tmp_path / "silent", KINDS.replace("audience: enterprise", "audience: none"))
    assert forms_of(read(silent).campaign) == set()


def test_a_change_of_a_kind_is_told_to_its_units(yards: Campaign, tmp_path: Path) -> None:
    other = read(harbour_with(tmp_path / "other", KINDS.replace("Shipyards", "Yards and docks"))).campaign
    (change,) = changes_between(yards, other)
    assert (change.kind, change.operation, change.target, change.units) == (
        "kind",
        "amended",
        "kind:yard",
        ("dry-dock",),
    )
    assert (change.old_text, change.new_text) == ("Shipyards", "Yards and docks")


def test_a_new_unit_may_be_of_one_and_a_group_may_lead_a_sector(tmp_path: Path) -> None:
    root = harbour_with(tmp_path / "campaign", KINDS)
    skeletons = Skeletons(root, read(root).campaign)
    assert "    kind: yard\n" in skeletons.unit("slipway", "Slipway", "SL", "yard").text
    assert "lead: [basins]\n" in skeletons.sector("ice", "Ice", "Ice", ["basins"]).text
    with pytest.raises(BuildError, match=r"There is no kind 'school', only: yard \| township"):
        skeletons.unit("school", "School", "SC", "school")
