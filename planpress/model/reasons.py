"""Why a clause binds whom it binds: the words that name them, or the editor's note that says so.

In: a validated `Campaign`. Out: `Reasons`; pure. Words bind nobody by themselves: the duties do, which the editor
writes. Here stands the proof of each of them, and whom words name besides. Rows are left out: whom they bind follows
from the clauses that they come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from planpress.model.bindings import Work
from planpress.model.names import Name, longest_first, named
from planpress.model.records import Group, Note, Place, Sector, Unit

if TYPE_CHECKING:
    from planpress.model.campaign import Campaign

T = TypeVar("T")


class Reason(NamedTuple):
    """Why a clause binds a unit: the words that name it, the place that prints them, and the notes that explain it.

    The place is the clause itself or one above it. Where there are neither words nor notes, nothing explains the bond.
    """

    words: tuple[str, ...]
    place: Place
    notes: tuple[Note, ...]

    @property
    def given(self) -> bool:
        """Whether there is any."""
        return bool(self.words or self.notes)


class Unbound(NamedTuple):
    """Units that words of a clause name, though it does not bind them, and the notes that say why."""

    place: Place
    words: tuple[str, ...]
    units: tuple[Unit, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Reasons:
    """The reasons of one campaign, with what its clauses name looked up once."""

    campaign: Campaign

    def of(self, unit: Unit, place: Place) -> Reason:
        """Return why a clause binds `unit`: words of its own, else of the nearest clause above, and notes on it."""
        notes = self.notes(unit, place)
        for clause in filter(None, (place.clause, *reversed(place.above))):
            here = self.campaign.places[f"{place.document}#{clause.id}"]
            if words := self._named[here.ref].get(unit.id):
                return Reason(tuple(words), here, notes)
        return Reason((), place, notes)

    def notes(self, unit: Unit, place: Place) -> tuple[Note, ...]:
        """Return the notes that say why a clause binds `unit`, or why it does not."""
        return tuple(self._noted[place.ref].get(unit.id, ())) if place.ref in self._noted else ()

    def bonds(self, unit: Unit) -> Iterator[tuple[Work, Reason]]:
        """Yield each clause that binds `unit` or names it responsible, and why: those of the main plan first."""
        documents: tuple[Sector | None, ...] = (None, *self.campaign.sectors)
        for sector in documents:
            yield from ((work, self.of(unit, work.place)) for work in self.campaign.bindings.work(unit, sector))

    @cached_property
    def unbound(self) -> tuple[Unbound, ...]:
        """Whom the words of a clause name, though no duty of it binds them, in printed order.

        Who is bound by a clause above is bound by those below that are repeated with it.
        """
        return tuple(found for place in self.campaign.places.values() if place.clause for found in self._unbound(place))

    def _unbound(self, place: Place) -> Iterator[Unbound]:
        bindings, alike = self.campaign.bindings, dict[tuple[tuple[str, ...], tuple[Note, ...]], list[Unit]]()
        bound = {unit.id for unit in bindings.named(place)} | bindings.repeating(place)
        for name, words in self._named[place.ref].items():
            if name not in bound:
                unit = self.campaign.unit_by_id[name]
                alike.setdefault((tuple(words), self.notes(unit, place)), []).append(unit)
        for (said, notes), units in alike.items():
            yield Unbound(place, said, tuple(units), notes)

    @cached_property
    def _named(self) -> dict[str, dict[str, list[str]]]:
        """Place of a clause → unit that it names → the words, groups replaced by their members."""
        records: tuple[Unit | Group, ...] = (*self.campaign.units, *self.campaign.groups)
        names = longest_first(name for record in records for name in _called(record))
        found: dict[str, dict[str, list[str]]] = {}
        for ref, place in self.campaign.places.items():
            if place.clause is not None:
                here = ((name.of, name.words) for name in named(place.clause.full_text, ref, names))
                found[ref] = self._by_unit(((of,), words) for of, words in here)
        return found

    @cached_property
    def _noted(self) -> dict[str, dict[str, list[Note]]]:
        """Place → unit → the notes on the one that name the other."""
        found: dict[str, list[Note]] = {}
        for note in self.campaign.notes:
            found.setdefault(note.target, []).append(note)
        return {ref: self._by_unit((note.units, note) for note in notes) for ref, notes in found.items()}

    def _by_unit(self, pairs: Iterable[tuple[tuple[str, ...], T]]) -> dict[str, list[T]]:
        """Return what stands beside units and groups, by unit, each once."""
        found: dict[str, list[T]] = {}
        for ids, told in pairs:
            for unit in self.campaign.members(ids):
                if told not in (listed := found.setdefault(unit.id, [])):
                    listed.append(told)
        return found


def _called(record: Unit | Group) -> Iterator[Name]:
    yield Name(record.id, record.name)
    yield from (Name(record.id, alias.text, alias.where) for alias in record.aliases)
