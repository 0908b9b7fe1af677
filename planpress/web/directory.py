"""Campaign → how pages list its units: all on one page, or, where they are too many, in parts.

In: a campaign. Out: `Directory`, which every page asks that lists units; pure.
"""

from dataclasses import dataclass
from functools import cached_property

from planpress.model import addresses
from planpress.model.campaign import Campaign
from planpress.model.kinds import UnitKind
from planpress.model.records import Group, Unit
from planpress.web.parting import FEW, MOST, Part, filled, numbered, parts_of

ROW, ROLE = 600, 250
"""About how many bytes a unit takes in a list, and each of its sectors with its roles."""

NAME = 90
"""About how many bytes its name takes with a link."""

BOND = 330
"""About how many bytes a bond takes beside its words."""

MOST_NAMED = 60
"""How many units a page names in one place where it can lead to a list of them, and by how many it can be filtered."""

INLINE = 60_000
"""Bytes that kinds of few units take together on a page that else leads to parts."""


def name_of(unit: Unit) -> str:
    """Return the name by which a unit is listed."""
    return unit.name


@dataclass(frozen=True)
class ListedKind:
    """The units of a kind: those that a page lists itself, or the parts that it leads to."""

    kind: UnitKind
    units: tuple[Unit, ...]
    parts: tuple[Part[Unit], ...] = ()

    @property
    def count(self) -> int:
        """How many units it has."""
        return len(self.units) + sum(len(part.rows) for part in self.parts)


@dataclass(frozen=True)
class GroupSlice:
    """A group, and those of its members that one page names."""

    group: Group
    members: tuple[Unit, ...]

    @property
    def name(self) -> str:
        """The name of the group."""
        return self.group.name


@dataclass(frozen=True)
class Directory:
    """The units of a campaign as pages list them."""

    campaign: Campaign

    def size(self, unit: Unit) -> int:
        """Return about how many bytes a unit takes in a list with its roles."""
        sectors = self.campaign.bindings.involvements_of.get(unit.id, ())
        return ROW + 2 * len(unit.name.encode()) + ROLE * len(sectors)

    @cached_property
    def parted(self) -> bool:
        """Whether the units are too many for one page."""
        return sum(map(self.size, self.campaign.units)) > MOST

    @cached_property
    def kinds(self) -> tuple[ListedKind, ...]:
        """The units by what they are; where they are parted, kinds of few units still stand on the page itself."""
        pages, room, found = numbered(addresses.units_page), INLINE, []
        for kind, units in self.campaign.by_kind(self.campaign.units).items():
            size = sum(map(self.size, units))
            if not self.parted or size <= min(room, FEW):
                found.append(ListedKind(kind, tuple(units)))
                room -= size
            else:
                found.append(ListedKind(kind, (), parts_of(units, name_of, self.size, pages)))
        return tuple(found)

    @cached_property
    def _part_of(self) -> dict[str, str]:
        return {unit.id: part.address for kind in self.kinds for part in kind.parts for unit in part.rows}

    def page(self, unit: Unit) -> str:
        """Return the page that lists a unit."""
        return self._part_of.get(unit.id, addresses.MATRIX_PAGE)

    # ---------------------------------------------------------------- who is bound by what

    def _size_of_bonds(self, unit: Unit) -> int:
        reasons = (reason for _work, reason in self.campaign.reasons.bonds(unit))
        told = ((*reason.words, *(note.remark for note in reason.notes)) for reason in reasons)
        return 400 + sum(BOND + len("".join(words).encode()) for words in told)

    @cached_property
    def bonds(self) -> tuple[Part[Unit], ...]:
        """Pages of why each clause binds whom it binds; none where one page says it of all units."""
        if sum(map(self._size_of_bonds, self.campaign.units)) <= MOST:
            return ()
        return parts_of(self.campaign.units, name_of, self._size_of_bonds, numbered(addresses.bonds_page))

    @cached_property
    def _bonds_pages(self) -> dict[str, str]:
        return {unit.id: part.address for part in self.bonds for unit in part.rows}

    def bonds_address(self, unit: Unit) -> str:
        """Return where it is said by which words each clause binds a unit."""
        return f"{self._bonds_pages.get(unit.id, addresses.BONDS_PAGE)}#{unit.id}"

    # ---------------------------------------------------------------- groups

    @cached_property
    def groups(self) -> tuple[Part[GroupSlice], ...]:
        """Pages of whom the names of groups mean; none where home says it."""
        if not self.parted:
            return ()
        most = MOST // NAME // 2
        slices = [
            GroupSlice(group, members[start : start + most])
            for group in self.campaign.groups
            if (members := self.campaign.members((group.id,)))
            for start in range(0, len(members), most)
        ]
        pages = numbered(addresses.groups_page)
        parts = filled(slices, lambda one: NAME * (len(one.members) + 1))
        return tuple(Part(part, next(pages), part[0].name, part[-1].name) for part in parts)

    @cached_property
    def _group_pages(self) -> dict[str, str]:
        return {one.group.id: part.address for part in reversed(self.groups) for one in part.rows}

    def group_address(self, group: str) -> str:
        """Return where it is said whom the name of a group means."""
        return f"{self._group_pages.get(group, addresses.HOME)}#_group-{group}"
