"""Many units: lists go on on pages of their own, and no page grows with the number of units."""

from __future__ import annotations

import html
import posixpath
import random
import re
from pathlib import Path

import pytest

from bench.generate import generate
from planpress.content.validate import read
from planpress.model import addresses
from planpress.model.campaign import Campaign
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import sheets_of
from planpress.web.directory import Directory
from planpress.web.page import Pages
from planpress.web.pages import pages_of
from planpress.web.parting import Part, filled, in_order

FEW, MANY = 30, 260
LARGEST = 250_000
"""Bytes of a page without what the theme adds."""


@pytest.fixture(scope="module")
def campaigns(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Campaign]:
    """Campaigns of few and of many units."""
    found = {}
    for number in (FEW, MANY):
        folder: Path = tmp_path_factory.mktemp("many") / str(number)
        generate(number, folder)
        found[number] = read(folder).campaign
    return found


@pytest.fixture(scope="module")
def sites(campaigns: dict[int, Campaign]) -> dict[int, Pages]:
    """Their pages."""
    return {number: pages_of(one, sheets_of(one), edition_of(one)) for number, one in campaigns.items()}


def links(pages: Pages, page: str) -> set[str]:
    """Return the addresses that a page leads to, from the top of the site."""
    folder = posixpath.dirname(page)
    text = html.unescape(pages.files[addresses.source_of(page)])
    return {posixpath.normpath(posixpath.join(folder, found)) for found in re.findall('href="([^"#:]+)', text)}


def parts(pages: Pages, folder: str) -> list[str]:
    """Return the pages of a list, by the folder that holds them."""
    return [page.address for page in pages.pages if page.address.startswith(folder + "/")]


def test_parts_hold_every_row_once_in_order_and_are_of_about_one_size() -> None:
    chance = random.Random(15)
    for _ in range(200):
        sizes = [chance.randint(1, 40) for _ in range(chance.randint(0, 300))]
        found = filled(enumerate(sizes), lambda row: row[1], 500)
        assert [row for part in found for row in part] == list(enumerate(sizes))
        held = [sum(size for _number, size in part) for part in found]
        assert all(part <= 540 for part in held)
        assert not held or max(held) - min(held) <= 80


def test_names_stand_as_a_dictionary_has_them() -> None:
    names = ["珠江街道", "Zhou Yard", "安平街道", "ash Lane", "北安街道", "Élan"]
    assert in_order(names, str) == ["安平街道", "ash Lane", "北安街道", "Élan", "Zhou Yard", "珠江街道"]
    assert Part((), "", "安平街道", "北安街道").letters == "A–B"
    assert Part((), "", "北安街道", "Bond Lane").letters == "B"


def test_no_page_grows_with_the_units(sites: dict[int, Pages]) -> None:
    sizes = {path: len(text.encode()) for path, text in sites[MANY].files.items()}
    assert {path: size for path, size in sizes.items() if size > LARGEST} == {}
    mean = {number: sum(map(len, pages.files.values())) / len(pages.files) for number, pages in sites.items()}
    assert mean[MANY] <= 1.2 * mean[FEW]
    assert "units/" not in str(sites[MANY].nav)


def test_few_units_stand_on_one_page(sites: dict[int, Pages]) -> None:
    for folder in ("matrix", "bonds", "groups", "print-by-sector"):
        assert parts(sites[FEW], folder) == []
        assert parts(sites[MANY], folder) != []


@pytest.mark.parametrize("number", [FEW, MANY])
@pytest.mark.parametrize("start", [addresses.HOME, addresses.MATRIX_PAGE, addresses.PRINT_BY_UNIT])
def test_every_unit_is_two_steps_away(
    number: int, start: str, campaigns: dict[int, Campaign], sites: dict[int, Pages]
) -> None:
    near = links(sites[number], start)
    listed = [page for page in near if page in parts(sites[number], "matrix")]
    within = near.union(*(links(sites[number], page) for page in listed))
    printing = campaigns[number].units[1:]  # the first, the office, prints nothing
    assert {addresses.unit_page(unit.id) for unit in printing} <= within


def test_parts_list_each_unit_once_with_its_pack_and_sheets(
    campaigns: dict[int, Campaign], sites: dict[int, Pages]
) -> None:
    campaign, pages = campaigns[MANY], sites[MANY]
    for folder in ("matrix", "bonds"):
        texts = [pages.files[addresses.source_of(page)] for page in parts(pages, folder)]
        for unit in campaign.units[1:]:
            assert sum(f"#{unit.id}" in text or f'id="{unit.id}"' in text for text in texts) == 1, (folder, unit.id)
    reached = set().union(*(links(pages, page) for page in parts(pages, "print-by-sector")))
    reached |= links(pages, addresses.PRINT_BY_SECTOR)
    forms = {sheet.path for sheet in sheets_of(campaign) if sheet.form in campaign.form_by_id and sheet.sector}
    assert forms <= reached


def test_addresses_that_depend_on_the_part_lead_to_their_place(
    campaigns: dict[int, Campaign], sites: dict[int, Pages]
) -> None:
    for pages, campaign in zip(sites.values(), campaigns.values(), strict=True):
        text = html.unescape(pages.files[addresses.source_of(addresses.unit_page(campaign.units[7].id))])
        (bonds,) = re.findall(r'href="\.\./(bonds[^"]*)"', text)
        page, _, anchor = bonds.partition("#")
        assert f"{{ #{anchor} " in pages.files[addresses.source_of(page)]
        for group in campaign.groups:
            page, _, anchor = Directory(campaign).group_address(group.id).partition("#")
            assert f'id="{anchor}"' in html.unescape(pages.files[addresses.source_of(page)])


def test_the_card_of_each_unit_stands_in_the_script_of_its_ids(
    campaigns: dict[int, Campaign], sites: dict[int, Pages]
) -> None:
    for pages, campaign in zip(sites.values(), campaigns.values(), strict=True):
        firsts = re.search(r'data-cards="([^"]*)"', html.unescape(pages.files["index.md"]))[1].split()
        for unit in campaign.units:
            number = sum(first <= unit.id for first in firsts)
            assert f'"{unit.id}":{{"page":"units/{unit.id}.html"' in pages.data[addresses.unit_cards_js(number)]
