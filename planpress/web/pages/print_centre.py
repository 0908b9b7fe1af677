"""The print centre: every sheet, by unit, by sector and by form.

What it lists is found by its own box; the search leads to the first of its pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planpress.model.addresses import PRINT_BY_FORM, PRINT_BY_SECTOR, PRINT_BY_UNIT
from planpress.web.context import Context
from planpress.web.page import Page
from planpress.web.parts import Link


@dataclass(frozen=True)
class PrintCentre:
    """The ways to look for a sheet; that of the page itself is marked."""

    ways: tuple[Link, ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield a page a way."""
    title = site.say("Print centre")
    by_unit, *others = (
        _page(site, PRINT_BY_UNIT, "print.md"),
        _page(site, PRINT_BY_SECTOR, "print-by-sector.md"),
        _page(site, PRINT_BY_FORM, "print-by-form.md"),
    )
    yield replace(by_unit, title=title, boost=0.5, entries=(site.findable.print_centre(),))
    yield from others


def _page(site: Context, address: str, template: str) -> Page:
    names = {
        PRINT_BY_UNIT: site.say("By unit"),
        PRINT_BY_SECTOR: site.say("By sector"),
        PRINT_BY_FORM: site.say("By form"),
    }
    nav = (site.say("Print centre"), names[address])
    view = PrintCentre(tuple(Link(words, href, marked=href == address) for href, words in names.items()))
    scripts = ("js/find.js",)
    return Page(address, " · ".join(nav), template, view, nav, ("navigation",), boost=0, scripts=scripts)
