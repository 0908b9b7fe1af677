"""The print centre: every sheet, by unit, by sector and by form.

What it lists is found by its own box; the search leads to the first of its pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planpress.model import addresses
from planpress.model.kinds import UnitKind
from planpress.model.records import Sector, Unit
from planpress.web.context import Context
from planpress.web.page import Page
from planpress.web.parting import Part
from planpress.web.sheet_lists import SheetGroup


@dataclass(frozen=True)
class ByUnit:
    """The units of each kind that print something: those that the page lists, or the parts that it leads to."""

    by_kind: tuple[tuple[UnitKind, tuple[Unit, ...], tuple[Part[Unit], ...]], ...]


@dataclass(frozen=True)
class SectorPart:
    """A part of the sheets of a sector by unit, among all parts of it."""

    sector: Sector
    part: Part[SheetGroup]
    parts_of_sector: tuple[Part[SheetGroup], ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield a page a way to look for a sheet."""
    by_unit = _page(site, addresses.PRINT_BY_UNIT, site.say("By unit"), "print.md", ByUnit(tuple(_kinds(site))))
    title = by_unit.nav[0]
    yield replace(by_unit, title=title, boost=0.5, entries=(site.findable.print_centre(title),))
    if site.campaign.sectors:
        yield _page(site, addresses.PRINT_BY_SECTOR, site.say("By sector"), "print-by-sector.md")
    if site.sheets.forms:
        yield _page(site, addresses.PRINT_BY_FORM, site.say("By form"), "print-by-form.md")
    for sector in site.campaign.sectors:
        parts = site.sector_parts.get(sector.id, ())
        for part in parts:
            title, view = f"{sector.short} {part.letters}", SectorPart(sector, part, parts)
            yield Page(part.address, title, "print-part.md", view, (), ("navigation", "toc"), boost=0)


def _kinds(site: Context) -> Iterator[tuple[UnitKind, tuple[Unit, ...], tuple[Part[Unit], ...]]]:
    printing = {unit.id for unit in site.sheets.units}
    for listed in site.directory.kinds:
        units = tuple(unit for unit in listed.units if unit.id in printing)
        if units or any(unit.id in printing for part in listed.parts for unit in part.rows):
            yield listed.kind, units, listed.parts


def _page(site: Context, address: str, name: str, template: str, view: object = None) -> Page:
    nav, scripts = (site.say("Print centre"), name), ("js/find.js",)
    return Page(address, " · ".join(nav), template, view, nav, ("navigation",), boost=0, scripts=scripts)
