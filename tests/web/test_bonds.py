"""The page that tells by which words each clause binds whom it binds, and where else that is told."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from kit.page import seen

from planpress.model.addresses import BONDS_PAGE, place_address, unit_pack_pdf, unit_page
from planpress.model.campaign import Campaign
from planpress.model.records import Duty
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.packs import packs_of
from planpress.view import plain
from planpress.web.pages import pages_of


def written(campaign: Campaign) -> dict[str, str]:
    return pages_of(campaign, sheets_of(campaign), edition_of(campaign)).files


@pytest.fixture(scope="module")
def harbour_pages(harbour: Campaign) -> dict[str, str]:
    return written(harbour)


@pytest.fixture(scope="module")
def receiving(harbour: Campaign) -> Campaign:
    """The small campaign, in which the Harbour Board receives what the task of the cranes reports, by a day."""
    quays, cranes = harbour.sectors
    task = (
        quays.clauses[0]
        .clauses[0]
        .model_copy(
            update={"duties": (Duty(units=("harbour-board",), role="receive"),), "responsible": ("quay-office",)}
        )
    )
    only = task.model_copy(update={"responsible": ()})
    sectors = [
        one.model_copy(update={"clauses": (one.clauses[0].model_copy(update={"clauses": (clause,)}),)})
        for one, clause in ((quays, task), (cranes, only))
    ]
    unlisted = [one.model_copy(update={"checklist": None}) for one in sectors]
    return replace(harbour, sectors=tuple(unlisted), terms=(), notes=())


def rows(page: str, anchor: str) -> list[str]:
    """Return the rows of a section of the page, as seen."""
    section = page.split(f"{{ #{anchor} ")[1].split("\n## ")[0]
    found = re.findall("<li>.*?</li>", section, re.DOTALL)
    return [" ".join(seen(row).text.split()) for row in found]


def test_page_lists_every_bond_with_its_words_or_its_note(harbour_pages: dict[str, str]) -> None:
    page = harbour_pages["bonds.md"]
    note = "Editor's note 2 No office is named; the bins stand on the quays of the East Basin."

    assert rows(page, "quay-office") == [
        "Programme § 2.1 lead “Quay Office”",
        f"Quays and workboats a) responsible {note}",
    ]
    assert rows(page, "crane-office") == [
        "Programme § 2.1 lead “Crane Office”",
        "Cranes b) responsible “crane people”",
    ]
    assert rows(page, "east-basin") == [
        "Programme § 2.2 territorial “both basins”",
        f"Quays and workboats a) responsible {note}",
    ]
    assert rows(page, "harbour-board") == []
    assert rows(page, "_unbound") == [
        "Programme § 3 “Harbour Board” Harbour Board Editor's note 1 It only takes the reports."
    ]
    counts = "5 units, 7 bonds: 5 by words of the plan, 2 by a note alone, 0 by neither."
    assert f"{counts} Named, but not bound: 1, without a note: 0." in seen(page).text


def test_page_says_plainly_what_nothing_explains(harbour: Campaign) -> None:
    page = written(replace(harbour, notes=()))["bonds.md"]

    assert rows(page, "east-basin")[1].endswith("responsible Nothing explains this: neither words nor a note.")
    assert rows(page, "_unbound")[0].endswith("Harbour Board No note says why it is not bound.")
    assert "5 by words of the plan, 0 by a note alone, 2 by neither" in seen(page).text


def test_words_of_a_clause_above_are_told_with_their_place(harbour: Campaign) -> None:
    quays = harbour.sectors[0]
    heading = quays.clauses[0].model_copy(update={"title": "Things that the Quay Office does"})
    sectors = (quays.model_copy(update={"clauses": (heading,)}), harbour.sectors[1])

    found = rows(written(replace(harbour, sectors=sectors, notes=()))["bonds.md"], "quay-office")[1]

    assert "responsible “Quay Office” above, in" in found


def test_note_that_explains_a_bond_stands_with_the_unit_and_names_it(harbour_pages: dict[str, str]) -> None:
    remark = "No office is named; the bins stand on the quays of the East Basin."

    assert remark in seen(harbour_pages["units/quay-office.md"]).text
    assert remark in seen(harbour_pages["units/east-basin.md"]).text
    assert remark not in seen(harbour_pages["units/west-basin.md"]).text
    named = harbour_pages["notes.md"].split('id="grit-bins"')[1].split("</li>")[0]
    assert re.findall('class="chip" href="([^"]+)"', named) == [unit_page("quay-office"), unit_page("east-basin")]
    assert f'href="../{BONDS_PAGE}#quay-office"' in harbour_pages["units/quay-office.md"]


def test_pack_prints_the_note_below_the_duty_and_no_other_sheet_moves(harbour: Campaign) -> None:
    printed = [sheets_of(one) for one in (harbour, replace(harbour, notes=()))]
    assert [sheet.fingerprint for sheet in printed[0]] == [sheet.fingerprint for sheet in printed[1]]

    noted, bare = (
        {pack.sheet.path: pack.sheet for pack in packs_of(one, sheets)}
        for one, sheets in zip((harbour, replace(harbour, notes=())), printed, strict=True)
    )
    moved = {path for path, sheet in noted.items() if sheet.fingerprint != bare[path].fingerprint}
    assert moved == {unit_pack_pdf("quay-office"), unit_pack_pdf("east-basin")}
    assert "the bins stand on the quays" in str(plain(noted[unit_pack_pdf("quay-office")].view))


def test_every_bond_of_the_real_campaign_stands_on_the_page(real: Campaign, built_site: Path) -> None:
    page = (built_site / BONDS_PAGE).read_text("utf-8")
    parts = re.split(r'<h2 id="([^"]+)"', page)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))

    for unit in real.units:
        links = re.findall('<li><a class="place" href="([^"]+)"', sections[unit.id])
        assert links == [place_address(work.place) for work, _reason in real.reasons.bonds(unit)], unit.id
    named = re.findall('<li><a class="place" href="([^"]+)"', sections["_unbound"])
    assert named == [place_address(one.place) for one in real.reasons.unbound]


# ---------------------------------------------------------------- who only receives


def test_who_receives_reports_is_bound_beside_those_who_act(receiving: Campaign) -> None:
    bindings = receiving.bindings
    board = receiving.unit_by_id["harbour-board"]
    acted, nobody = (receiving.places[ref] for ref in ("quays#do-1", "cranes#do-1"))

    assert [unit.id for unit in bindings.bound(acted)] == ["quay-office", "harbour-board"]
    assert bindings.bound(nobody)[-1] == board  # where nobody is named, everyone of the sector acts
    assert {unit.id for unit in bindings.bound(nobody)} > {"crane-office", "harbour-board"}
    assert board.id not in bindings.involvements_of
    assert board.id not in {unit.id for one in bindings.deadlines for unit in one.units if one.place == acted}
    assert [(work.place.ref, work.roles) for work, _reason in receiving.reasons.bonds(board)] == [
        ("quays#do-1", ("receive",)),
        ("cranes#do-1", ("receive",)),
    ]


def test_unit_page_tells_what_is_received_under_a_heading_of_its_own(receiving: Campaign) -> None:
    page = written(receiving)["units/harbour-board.md"]

    assert "### Receiving { #_role-receive " in page
    assert 'class="role role--receive">receive<' in page
    assert "## Sectors and roles" not in page
