"""What the words of a plan say beside what they are: its days, its reports, its units, and who may be bound.

In: nothing. Out: frozen records. What stands here as `proposed` is for an editor to read: a wrong duty prints a wrong
sheet.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from planpress.content.word.outline import LETTER, Doubt, Outline, Piece
from planpress.model.period import Period
from planpress.model.records import Due
from planpress.model.reporting import ReportRule
from planpress.model.vocabulary import Relation, Role


class Spot(NamedTuple):
    """Where a clause stands: the number of its part among `Outline.parts`, or `LETTER`; and which of its walk it is."""

    part: int
    at: int


def spots(outline: Outline) -> Iterator[tuple[Spot, Piece]]:
    """Yield every clause with its place: those of the letter, of the plan and of its annexes."""
    letter = outline.letter.pieces if outline.letter else ()
    walks = [[piece for top in letter for piece in top.walk()], *(list(part.walk()) for part in outline.parts)]
    for part, pieces in enumerate(walks, LETTER):
        yield from ((Spot(part, at), piece) for at, piece in enumerate(pieces))


def looked_at(outline: Outline) -> set[int]:
    """Return the clauses, by `id()`, that say what is looked at: what others do there is no task of the units."""

    def below(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
        for piece in pieces:
            yield from piece.walk() if piece.kind == "focus" else below(piece.pieces)

    return {id(piece) for part in outline.parts for piece in below(part.pieces)}


@dataclass(frozen=True)
class Called:
    """A unit, or a group where it has `members`, by what words call it.

    Attributes:
        aliases: Other names that the words print for it.
        given: Whether a list or `units.yml` names it; else it is proposed.
        times: How often the words name it, by its name or an alias.
    """

    id: str
    name: str
    short: str = ""
    code: str = ""
    kind: str = ""
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    given: bool = False
    times: int = 0


@dataclass(frozen=True)
class DueFound:
    """When a clause is to be done; `assumed` where neither the words nor the days of the campaign say the year."""

    spot: Spot
    due: Due
    assumed: bool = False


@dataclass(frozen=True)
class RuleFound:
    """A rule of reporting, its clause at `spot`: `rule.clause` is what that clause is called is for who writes ids."""

    spot: Spot
    rule: ReportRule


@dataclass(frozen=True)
class ContactFound:
    """How to reach the office that runs the campaign, as printed; `unit` is empty where the words do not say whose."""

    spot: Spot
    unit: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class DutyFound:
    """Proposed: who a clause seems to bind, and how."""

    spot: Spot
    units: tuple[str, ...]
    role: Role


@dataclass(frozen=True)
class ResponsibleFound:
    """Whom a clause calls responsible, such as `(responsible: …)`."""

    spot: Spot
    units: tuple[str, ...]


@dataclass(frozen=True)
class LeadFound:
    """Who leads an annex, by its number among `Outline.parts`; `plainly` where words say just that."""

    part: int
    units: tuple[str, ...]
    spot: Spot
    plainly: bool = True


@dataclass(frozen=True)
class BasisFound:
    """Proposed: the clause from which a row of an annex seems to come; `row` counts its rows from 0."""

    part: int
    row: int
    basis: Spot
    relation: Relation


@dataclass(frozen=True)
class Facts:
    """All that the words say.

    Attributes:
        issued: The day of the letter.
        period: None where the words do not say it.
        begins: Where they say no period: the day from which the plan holds, if they say that.
        duties: Proposed, never written as they are.
        basis: Proposed.
        doubts: What could not be read for sure.
    """

    issued: datetime.date | None = None
    period: Period | None = None
    begins: datetime.date | None = None
    dues: tuple[DueFound, ...] = ()
    reporting: tuple[RuleFound, ...] = ()
    contact: ContactFound | None = None
    units: tuple[Called, ...] = ()
    issuers: tuple[str, ...] = ()
    duties: tuple[DutyFound, ...] = ()
    responsible: tuple[ResponsibleFound, ...] = ()
    leads: tuple[LeadFound, ...] = ()
    basis: tuple[BasisFound, ...] = ()
    doubts: tuple[Doubt, ...] = ()
