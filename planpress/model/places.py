"""Clauses and checklist rows, each with its whereabouts.

In: the clauses of a document, a tree. Out: `Place` values in printed order; pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model.records import Clause, Item, Sector


def walk(clauses: tuple[Clause, ...], above: tuple[Clause, ...] = ()) -> Iterator[tuple[Clause, tuple[Clause, ...]]]:
    """Yield each clause in printed order with the clauses above it, outermost first."""
    for clause in clauses:
        yield clause, above
        yield from walk(clause.clauses, (*above, clause))


@dataclass(frozen=True)
class Place:
    """A clause or checklist row with its whereabouts.

    Attributes:
        ref: Its address, `plan#…` or `<sector>#…`.
        sector: None in the main plan.
        above: The clauses above it, outermost first; none above a row.
        clause: None for a row.
        item: None for a clause.
    """

    ref: str
    sector: Sector | None
    above: tuple[Clause, ...]
    clause: Clause | None = None
    item: Item | None = None

    @property
    def document(self) -> str:
        """The first half of its address: `plan` or the sector's id."""
        return self.ref.partition("#")[0]

    @property
    def anchor(self) -> str:
        """The second half of its address: the id of the clause or row."""
        return self.ref.partition("#")[2]

    @property
    def text(self) -> str:
        """Label, title and text as printed."""
        if self.clause is not None:
            return self.clause.full_text
        return "" if self.item is None else self.item.text
