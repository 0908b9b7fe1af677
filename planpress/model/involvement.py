"""What each unit is in a sector, and in the plan as a whole: the roles it has there.

In: a validated `Campaign` and its bonds. Out: `Involvement` values, and roles by unit; pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from planpress.model.lists import listed
from planpress.model.records import Place, Sector, Unit
from planpress.model.vocabulary import ONLOOKING, ROLES, Role

if TYPE_CHECKING:
    from planpress.model.campaign import Campaign


class Bond(NamedTuple):
    """A unit bound by one clause: the clause, the role, and the sector it holds in."""

    unit: Unit
    role: Role
    sector: Sector | None
    place: Place


class Involvement(NamedTuple):
    """What a unit is in one sector: all its roles there, in the order of `ROLES`."""

    unit: Unit
    sector: Sector
    roles: tuple[Role, ...]


def bonds_of(campaign: Campaign) -> Iterator[Bond]:
    """Yield every unit × clause × role × sector, in printed order."""
    for place in campaign.places.values():
        for duty in place.clause.duties if place.clause else ():
            for unit in campaign.members(duty.units):
                sectors = (*(campaign.sector_by_id[name] for name in duty.sectors),) or (place.sector,)
                yield from (Bond(unit, duty.role, sector, place) for sector in sectors)


def involvements_of(campaign: Campaign, bonds: Iterable[Bond]) -> tuple[Involvement, ...]:
    """Return every unit × sector in which the unit is bound: units in file order, sectors by number.

    Who leads a sector, the sector says: a unit that leads one task of it supports the sector as a whole. To
    receive its reports is no part in its work.
    """
    roles: dict[tuple[str, str], set[Role]] = {}
    for sector in campaign.sectors:
        for unit in campaign.members(sector.lead):
            roles.setdefault((unit.id, sector.id), set()).add("lead")
    for bond in bonds:
        if bond.sector is not None and bond.role != "receive":
            held = roles.setdefault((bond.unit.id, bond.sector.id), set())
            if bond.role != "lead" or "lead" not in held:
                held.add("support" if bond.role == "lead" else bond.role)
    return tuple(
        Involvement(unit, sector, _in_order(roles[unit.id, sector.id]))
        for unit in campaign.units
        for sector in campaign.sectors
        if (unit.id, sector.id) in roles
    )


def roles_in_whole(bonds: Iterable[Bond]) -> dict[str, tuple[Role, ...]]:
    """Return unit → its roles by duties of the main plan that name no sector: in the plan as a whole."""
    roles = listed((bond.unit.id, bond.role) for bond in bonds if bond.sector is None)
    return {name: _in_order(held) for name, held in roles.items()}


def takes_part(roles: Iterable[Role]) -> bool:
    """Tell whether roles in the plan as a whole are a part in its work; who only looks on does none of it."""
    return not set(roles).issubset(ONLOOKING)


def _in_order(held: Iterable[Role]) -> tuple[Role, ...]:
    return tuple(role for role in ROLES if role in held)
