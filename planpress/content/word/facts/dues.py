"""The clauses of a plan → when each is to be done, in the words that say so.

In: clauses with their places, and what tells the year. Out: `DueFound` values that `check` finds sound.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from planpress.content.word.facts.calling import SENTENCE
from planpress.content.word.facts.dates import Near, When, is_alone, whens
from planpress.content.word.facts.found import DueFound, Spot, looked_at, spots
from planpress.content.word.facts.vocabulary import says
from planpress.content.word.outline import Outline, Piece
from planpress.model.records import Due, Occasion

_PART = re.compile(r"[^,;.!?\uff0c\uff1b\u3002\uff01\uff1f\n]+")
_EDGES = " \t\u3000\u3001"


def dues_of(outline: Outline, language: str, near: Near, apart: Collection[Spot]) -> Iterator[DueFound]:
    """Yield what is to be done when; of clauses of `apart`, which say the period or reports, days to keep alone."""
    apart_too = looked_at(outline)
    for spot, piece in spots(outline):
        every = id(piece) not in apart_too
        found = _of_clause(piece, language, near, comes_round=every, days_to_keep=spot in apart)
        yield from (DueFound(spot, due, assumed) for due, assumed in found)


def _of_clause(
    piece: Piece, language: str, near: Near, *, comes_round: bool, days_to_keep: bool
) -> Iterator[tuple[Due, bool]]:
    text = piece.title + piece.text
    if says("aside", language).match(text):
        return
    found = [when for when in whens(text, language, near) if _is_due(when, text, language, near)]
    if not comes_round or days_to_keep:
        found = [when for when in found if not when.every]
    if days_to_keep:
        found = [when for when in found if when.by and when.kind != "span" and when.last != near.end]
    yield from ((_due(when, found, text), when.assumed) for when in found)
    yield from ((due, False) for due in (() if days_to_keep else _named(text, language)))


def _due(when: When, found: list[When], text: str) -> Due:
    """Return when something is to be done; of several days in a clause, with the words before each."""
    if when.every:
        return Due(text=_words(when, found, text), every=when.every)
    if when.kind == "month":
        return Due(text=_words(when, found, text), during=f"{when.last:%Y-%m}")
    days = [one for one in found if not one.every and one.kind != "month"]
    begin = _part(when, text)[0] if len(days) > 1 else when.start
    return Due(text=text[begin : when.end].strip(_EDGES), date=when.last)


def _is_due(when: When, text: str, language: str, near: Near) -> bool:
    """Tell whether something is to be done then: not where it was so already, or where it is asked whether it is.

    Where the day of issue is not known, a mere day or month may have passed.
    """
    start, end = _part(when, text)
    if when.every:
        amount = says("amount", language).match(text, when.end)
        return not (amount or says("whether", language).search(text[start:end]))
    if when.last is None or when.since or when.kind in ("today", "whole"):
        return False
    if text[start:end].strip(_EDGES) == text[when.start : when.end].strip(_EDGES):  # what was so stands behind a comma
        end = next((one.end() for one in SENTENCE.finditer(text) if one.end() >= end), end)
    past = says("past", language)
    if past.match(text, when.end) or (not when.by and past.search(text[start:end])):
        return False
    if (when.kind == "span" and when.last == near.end) or is_alone(when, text):
        return False
    if near.issued:  # what is on the day of issue itself tells of it, unless it is to be kept
        return when.last > near.issued or (when.by and when.last == near.issued)
    return when.by or when.kind not in ("date", "month")


def _part(when: When, text: str) -> tuple[int, int]:
    """Return where the words between two signs of punctuation begin and end, in which it stands."""
    parts = (hit.span() for hit in _PART.finditer(text))
    return next(((start, end) for start, end in parts if start <= when.start < end), (when.start, when.end))


def _words(when: When, found: list[When], text: str) -> str:
    """Return the words around it, up to others that say a day."""
    start, end = _part(when, text)
    for before, after in pairwise(found):
        start = when.start if after is when and before.end > start else start
        end = after.start if before is when and after.start < end else end
    return text[start : max(end, when.end)].strip(_EDGES)


def _named(text: str, language: str) -> Iterator[Due]:
    """Yield what is to be done on days that have names, or near the end of the campaign."""
    for part in (hit.group().strip(_EDGES) for hit in _PART.finditer(text)):
        names = dict.fromkeys(says("feasts", language).findall(part))
        if names and says("around", language).search(part):
            yield Due(text=part, on=tuple(Occasion(name=name) for name in names))
        if says("late", language).search(part):
            yield Due(text=part, during="end")
