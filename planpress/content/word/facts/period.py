"""The clauses of a plan → the first and the last day of the campaign, and its phases.

In: clauses with their places, and the day of issue. Out: a `Period`, and the clauses that say it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from planpress.content.rules.wording import MOST_YEARS
from planpress.content.unit_list import id_of
from planpress.content.word.facts.dates import Near, When, is_alone, whens
from planpress.content.word.facts.found import Spot, spots
from planpress.content.word.facts.vocabulary import says, stands_at_end
from planpress.content.word.outline import LETTER, PLAN_PART, Outline, Piece
from planpress.model.period import Period, Phase

_LONGEST_NAME = 24
"""Signs of the name of a phase."""

_SIGNS = " \t\u3000:\uff1a,\uff0c.\u3002\u3001()\uff08\uff09-\u2013\u2014"


class Said(NamedTuple):
    """The period, if words say it, and the clauses that do."""

    period: Period | None
    by: frozenset[Spot]


def issued_on(outline: Outline, language: str) -> datetime.date | None:
    """Return the day of the letter, or that which closes the plan, below a name; None where there is none."""
    letter, clauses = outline.letter, [*outline.plan.walk()]
    words = [letter.date, letter.imprint[2]] if letter else []
    last = clauses[-1].text if clauses else ""
    words += [last for when in whens(last, language)[:1] if is_alone(when, last)]
    return next((when.last for said in words for when in whens(said, language) if when.kind == "date"), None)


def period_said(outline: Outline, issued: datetime.date | None, language: str) -> Said:
    """Return the period of the campaign, as the plan or its letter says it."""
    spans = list(_spans(outline, Near(issued), language)) or list(_only_span(outline, Near(issued), language))
    phases = {spot: phase for spot, piece, when in spans if (phase := _phase(piece, when, language))}
    ordered = _in_order(tuple(phases.values()))
    whole = [
        (when.last, when.first, spot)
        for spot, _piece, when in spans
        if spot not in phases and when.kind == "span" and when.first and when.last
    ]
    whole = [one for one in whole if (one[0] - one[1]).days <= MOST_YEARS * 366]
    if ordered:
        whole = [one for one in whole if one[1] <= ordered[0].start and ordered[-1].end <= one[0]]
    if whole:
        last, first, spot = max(whole, key=lambda one: one[0] - one[1])
        return Said(Period(start=first, end=last, phases=ordered), frozenset((spot, *phases)))
    if ordered:
        return Said(Period(start=ordered[0].start, end=ordered[-1].end, phases=ordered), frozenset(phases))
    return Said(None, frozenset())


def _spans(outline: Outline, near: Near, language: str) -> Iterator[tuple[Spot, Piece, When]]:
    """Yield the spans of the plan and its letter of which a word near by says that they are its time."""
    words, last, above = says("period", language), says("ends", language), _above(outline)
    for spot, piece in spots(outline):
        text = piece.title + piece.text
        if spot.part not in (LETTER, PLAN_PART) or not words.search(above.get(spot, "") + text):
            continue
        for when in whens(text, language, near):
            if when.kind in ("span", "whole") or (when.first != when.last and _phase(piece, when, language)):
                yield spot, piece, when
            elif when.kind in ("date", "end") and near.issued and last.search(text) and not when.since:
                yield spot, piece, When(when.start, when.end, "span", near.issued, when.last)


def _only_span(outline: Outline, near: Near, language: str) -> Iterator[tuple[Spot, Piece, When]]:
    """Yield the span of the plan, where it says a single one, with its year, that was not over at the day of issue."""
    ours = [(spot, piece) for spot, piece in spots(outline) if spot.part in (LETTER, PLAN_PART)]
    said = [(*one, when) for one in ours for when in whens(one[1].title + one[1].text, language, near)]
    found = [one for one in said if one[2].kind == "span"]
    single = len({(when.first, when.last) for _spot, _piece, when in found}) == 1
    if single and not any(
        when.assumed or (when.last and near.issued and when.last < near.issued) for *_at, when in found
    ):
        yield from found


def in_force_from(outline: Outline, near: Near, language: str) -> datetime.date | None:
    """Return the day from which the plan holds, in words such as `comes into force on …`; None where none say it."""
    force = says("force", language)
    for spot, piece in reversed([*spots(outline)]):
        text = piece.title + piece.text
        for when in whens(text, language, near) if spot.part in (LETTER, PLAN_PART) and force.search(text) else ():
            if when.last and (force.match(text, when.end) or stands_at_end(force, text[: when.start])):
                return when.first
    return None


def _above(outline: Outline) -> dict[Spot, str]:
    """Return the titles above each clause."""
    found: dict[int, str] = {}

    def walk(piece: Piece, above: str) -> None:
        found[id(piece)] = above
        for below in piece.pieces:
            walk(below, above + piece.title)

    for top in (*outline.plan.pieces, *(outline.letter.pieces if outline.letter else ())):
        walk(top, "")
    return {spot: found.get(id(piece), "") for spot, piece in spots(outline)}


def _phase(piece: Piece, when: When, language: str) -> Phase | None:
    """Return the phase that begins a clause, by what it is called; None where it is none."""
    word, text = says("phase", language), piece.title + piece.text
    name = text[: when.start].strip(_SIGNS)
    if not word.search(name):
        after = text[when.end : when.end + _LONGEST_NAME].strip(_SIGNS)
        name = re.split(r"[.:,;\u3002\uff1a\uff0c\uff1b()\uff08\uff09]", after)[0]
    if not (word.search(name) and len(name) <= _LONGEST_NAME and when.first and when.last):
        return None
    return Phase(id=id_of(name, "phase"), name=name, start=when.first, end=when.last)


def _in_order(phases: tuple[Phase, ...]) -> tuple[Phase, ...]:
    """Return phases that follow one upon another; none where they do not, or two have one name."""
    apart = all(before.end < after.start for before, after in pairwise(phases))
    return phases if apart and len({phase.id for phase in phases}) == len(phases) else ()
