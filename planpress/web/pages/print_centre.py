"""The print centre: every sheet, by unit, by sector and by form.

What it lists is found by its own box; the search leads to the first of its pages.
"""

from collections.abc import Iterator
from dataclasses import replace

from planpress.model import addresses
from planpress.web.context import Context
from planpress.web.page import Page


def pages(site: Context) -> Iterator[Page]:
    """Yield a page a way to look for a sheet."""
    by_unit = _page(site, addresses.PRINT_BY_UNIT, site.say("By unit"), "print.md")
    title = by_unit.nav[0]
    yield replace(by_unit, title=title, boost=0.5, entries=(site.findable.print_centre(title),))
    if site.campaign.sectors:
        yield _page(site, addresses.PRINT_BY_SECTOR, site.say("By sector"), "print-by-sector.md")
    if site.sheets.forms:
        yield _page(site, addresses.PRINT_BY_FORM, site.say("By form"), "print-by-form.md")


def _page(site: Context, address: str, name: str, template: str) -> Page:
    nav, scripts = (site.say("Print centre"), name), ("js/find.js",)
    return Page(address, " · ".join(nav), template, None, nav, ("navigation",), boost=0, scripts=scripts)
