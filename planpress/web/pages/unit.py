"""A unit: its sectors and roles, its dates, its sheets, and every duty word for word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model.addresses import unit_page
from planpress.model.bindings import Work
from planpress.model.records import Sector, Unit
from planpress.model.vocabulary import ROLES, Role, role_headings, unit_kind_names
from planpress.web.changes import UnitPast
from planpress.web.context import Context, by_kind
from planpress.web.page import Page


@dataclass(frozen=True)
class Part:
    """What a unit does in one sector.

    Attributes:
        sector: Where.
        roles: What it is there; none where it only answers for a task.
        work: The clauses of the sector that bind it.
        general: Whether the main plan says that it has a part in it. Neither need: who leads is said at the head.
    """

    sector: Sector
    roles: tuple[Role, ...]
    work: tuple[Work, ...]
    general: bool = False


@dataclass(frozen=True)
class UnitView:
    """What the page of a unit shows.

    Attributes:
        unit: Its record.
        seen: The revisions as it sees them.
        involved: Its sectors.
        groups: Anchor, heading and sectors of each role that it has before all others, if duties say so.
        general: Its duties in the main plan.
    """

    unit: Unit
    seen: UnitPast
    involved: tuple[Part, ...]
    groups: tuple[tuple[str, str, tuple[Part, ...]], ...]
    general: tuple[Work, ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield a page a unit."""
    names = unit_kind_names(site.language)
    for kind, units in by_kind(site.campaign.units).items():
        for unit in units:
            parts = tuple(_parts(site, unit))
            general = site.campaign.bindings.work(unit, None)
            yield Page(
                unit_page(unit.id),
                unit.name,
                "unit.md",
                UnitView(unit, UnitPast(site, unit.id), parts, tuple(_groups(site, unit, parts)), general),
                (site.say("Units"), names[kind], unit.name),
                boost=1 if kind == "body" else 2,
                entries=(site.findable.unit(unit),),
                scripts=("js/unit.js",),
            )


def _parts(site: Context, unit: Unit) -> Iterator[Part]:
    bindings = site.campaign.bindings
    general = {bond.sector.id for bond in bindings.bonds_of[unit.id] if bond.place.sector is None and bond.sector}
    for held in bindings.involvements:
        if held.unit.id == unit.id:
            yield Part(held.sector, held.roles, bindings.work(unit, held.sector), held.sector.id in general)


def _groups(site: Context, unit: Unit, parts: tuple[Part, ...]) -> Iterator[tuple[str, str, tuple[Part, ...]]]:
    """Yield the sectors with duties by the first role of the unit, last those that give it none, yet a task."""
    headings = role_headings(site.language)
    for role in ROLES:
        found = tuple(part for part in parts if part.work and part.roles[0] == role)
        if found:
            yield role, headings[role], found
    having = {part.sector.id for part in parts}
    others = (sector for sector in site.campaign.sectors if sector.id not in having)
    tasks = (Part(sector, (), site.campaign.bindings.work(unit, sector)) for sector in others)
    found = tuple(part for part in tasks if part.work)
    if found:
        yield "task", site.say("Answering for tasks"), found
