"""A unit: its sectors and roles, its dates, its sheets, and every duty word for word."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planpress.model import addresses, vocabulary
from planpress.model.bindings import Work
from planpress.model.records import Sector, Unit
from planpress.web.changes import UnitPast
from planpress.web.context import Context
from planpress.web.page import Page


@dataclass(frozen=True)
class Part:
    """What a unit does in one sector: its roles, none where it only answers for a task, and the clauses that bind it.

    `general` tells whether the main plan says that it has a part in it. Neither need: who leads is said at the head.
    """

    sector: Sector
    roles: tuple[vocabulary.Role, ...]
    work: tuple[Work, ...]
    general: bool = False


@dataclass(frozen=True)
class UnitView:
    """A unit, the revisions as it has seen them, its sectors, and its duties in them and in the main plan.

    `groups` are anchor, heading and sectors of each role that it has before all others, if duties say so.
    """

    unit: Unit
    seen: UnitPast
    involved: tuple[Part, ...]
    groups: tuple[tuple[str, str, tuple[Part, ...]], ...]
    general: tuple[Work, ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield a page a unit: outside the navigation, in which each page would carry every unit."""
    for units in site.campaign.by_kind(site.campaign.units).values():
        for unit in units:
            parts = tuple(_parts(site, unit))
            general = site.campaign.bindings.work(unit, None)
            view = UnitView(unit, UnitPast(site, unit.id), parts, tuple(_groups(site, unit, parts)), general)
            address, entry = addresses.unit_page(unit.id), site.findable.unit(unit)
            scripts = ("js/contents.js", "js/unit.js")
            page = Page(address, unit.name, "unit.md", view, (), ("navigation",), entry.boost, (entry,), scripts)
            yield replace(page, under=addresses.MATRIX_PAGE)


def _parts(site: Context, unit: Unit) -> Iterator[Part]:
    bindings = site.campaign.bindings
    general = {bond.sector.id for bond in bindings.bonds_of[unit.id] if bond.place.sector is None and bond.sector}
    for held in bindings.involvements_of.get(unit.id, ()):
        yield Part(held.sector, held.roles, bindings.work(unit, held.sector), held.sector.id in general)


def _groups(site: Context, unit: Unit, parts: tuple[Part, ...]) -> Iterator[tuple[str, str, tuple[Part, ...]]]:
    """Yield the sectors with duties by the first role of the unit, last those with none: tasks, then reports."""
    headings = vocabulary.role_headings(site.language)
    for role in vocabulary.ROLES:
        found = tuple(part for part in parts if part.work and part.roles[0] == role)
        if found:
            yield role, headings[role], found
    having = {part.sector.id for part in parts}
    others = (sector for sector in site.campaign.sectors if sector.id not in having)
    tasks = [Part(sector, (), site.campaign.bindings.work(unit, sector)) for sector in others]
    for anchor, heading in (("task", site.say("Answering for tasks")), ("receive", headings["receive"])):
        found = tuple(part for part in tasks if part.work and _only_receives(part) == (anchor == "receive"))
        if found:
            yield anchor, heading, found


def _only_receives(part: Part) -> bool:
    return all(work.roles == ("receive",) and not work.responsible for work in part.work)
