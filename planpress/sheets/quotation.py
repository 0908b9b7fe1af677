"""A clause → its words and those below it, as the front matter of packs repeats them.

In: a `Place`. Out: a `Quotation`; pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model.bindings import repeated
from planpress.model.campaign import Campaign
from planpress.model.records import Clause, Place
from planpress.sheets.citation import cited


@dataclass(frozen=True)
class QuotedLine:
    """One clause, word for word."""

    label: str
    title: str
    text: str


@dataclass(frozen=True)
class Quotation:
    """A clause with those below it, word for word.

    Attributes:
        cite: Where it stands.
        roles: What the reader is bound to by it.
        sectors: Short names of the sectors that this extends to, where the clause is of the main plan.
        lines: The clause, then those below it.
    """

    cite: str
    roles: tuple[str, ...]
    sectors: tuple[str, ...]
    lines: tuple[QuotedLine, ...]


def quotation(
    campaign: Campaign,
    place: Place,
    roles: tuple[str, ...] = (),
    sectors: tuple[str, ...] = (),
    *,
    whole: bool = False,
) -> Quotation:
    """Quote a clause with those below it; unless `whole`, what binds someone by itself is left out."""

    def lines(clause: Clause) -> Iterator[QuotedLine]:
        yield QuotedLine(clause.label, clause.title, clause.text)
        for below in clause.clauses if whole else repeated(clause):
            yield from lines(below)

    return Quotation(cited(campaign, place), roles, sectors, tuple(lines(place.clause)) if place.clause else ())
