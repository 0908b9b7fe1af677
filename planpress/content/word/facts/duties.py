"""The clauses of a plan → whom they seem to bind and how, whom they call responsible, who leads an annex.

In: clauses with their places, and the names of units. Out: proposals: words bind nobody by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from planpress.content.word.facts.calling import SENTENCE, Calling, Mention
from planpress.content.word.facts.found import DutyFound, LeadFound, ResponsibleFound, Spot, looked_at, spots
from planpress.content.word.facts.vocabulary import says, stands_at_end, words
from planpress.content.word.outline import LETTER, PLAN_PART, Outline
from planpress.model.vocabulary import ROLES, Role

_COMMA = "[\u3001,\uff0c\uff08\uff09() ]*"


def duties_of(outline: Outline, calling: Calling, leads: Iterable[LeadFound], language: str) -> Iterator[DutyFound]:
    """Propose whom each clause binds, but where it tells what is looked at; who leads an annex leads there."""
    apart, leading = looked_at(outline), {lead.part: frozenset(lead.units) for lead in leads}
    everywhere = frozenset(name for names in leading.values() for name in names)
    for spot, piece in spots(outline):
        if id(piece) not in apart:
            leaders = everywhere if spot.part in (LETTER, PLAN_PART) else leading.get(spot.part, frozenset())
            yield from _of_clause(spot, piece.title + piece.text, calling, leaders, language)


def _of_clause(spot: Spot, text: str, calling: Calling, leaders: frozenset[str], language: str) -> Iterator[DutyFound]:
    bound: dict[Role, dict[str, None]] = {}
    for sentence, named in _said(text, calling):
        for at, one in enumerate(named):
            for role in _roles(one, named[at + 1 :], sentence, calling, leaders, language):
                bound.setdefault(role, {})[one.id] = None
    yield from (DutyFound(spot, tuple(bound[role]), role) for role in ROLES if role in bound)


def _said(text: str, calling: Calling) -> Iterator[tuple[str, tuple[Mention, ...]]]:
    """Yield each sentence that names someone, with those behind it that name nobody: they go on about the same."""
    begin, named = 0, tuple[Mention, ...]()
    for sentence in SENTENCE.finditer(text):
        found = calling.mentions(sentence.group())
        if found and named:
            yield text[begin : sentence.start()], named
        if found:
            begin, named = sentence.start(), found
    if named:
        yield text[begin:], named


def _roles(
    one: Mention, after: tuple[Mention, ...], text: str, calling: Calling, leaders: frozenset[str], language: str
) -> Iterator[Role]:
    """Yield what a sentence seems to bind a unit to."""
    before = text[: one.start]
    if _stands_before(says("object", language), before, calling):
        return
    if _stands_before(says("told", language), before, calling):
        yield "receive"
        return
    if one.id == calling.territorial or one.id in calling.local:
        yield "territorial"
        return
    own, leader = _own_words(one, after, text), one.id in leaders
    enforces, supports = (says(what, language).search(own) for what in ("enforces", "supports"))
    if says("leads", language).search(own + one.words) or (leader and not supports):
        yield "lead"
    elif not leader and says("supervises", language).search(own):
        yield "supervise"
    elif supports or not enforces:
        yield "support"
    if enforces:
        yield "enforce"


def _stands_before(words: re.Pattern[str], before: str, calling: Calling) -> bool:
    """Tell whether words stand directly before a unit, or before those that are listed with it."""
    for other in reversed(calling.mentions(before)):
        if re.fullmatch(_COMMA, before[other.end :]):
            before = before[: other.start]
    return stands_at_end(words, before)


def _own_words(one: Mention, after: tuple[Mention, ...], text: str) -> str:
    """Return what a sentence says of a unit: up to the next, but where that is listed with it."""
    end = one.end
    for other in after:
        if len(text[end : other.start].strip()) > _JOIN:
            return text[end : other.start]
        end = other.end
    return text[end:]


_JOIN = 2
"""Signs between two units that are listed together."""


def responsible_of(outline: Outline, calling: Calling, language: str) -> Iterator[ResponsibleFound]:
    """Propose whom each clause calls responsible, in words such as `responsible: …`."""
    pattern = re.compile(rf"(?:{words('responsible', language)})\s*[:\uff1a]([^)\uff09\u3002\n]*)", re.IGNORECASE)
    for spot, piece in spots(outline):
        text = piece.title + piece.text
        named = [one.id for hit in pattern.finditer(text) for one in calling.mentions(hit.group(1))]
        if named:
            yield ResponsibleFound(spot, tuple(dict.fromkeys(named)))


def leads_of(outline: Outline, calling: Calling, language: str) -> Iterator[LeadFound]:
    """Propose who leads each annex: plainly where the first of its clauses that speaks of leading names whom."""
    for part, annex in enumerate(outline.parts):
        if annex is outline.plan:
            continue
        for at, piece in enumerate(annex.walk()):
            if led := _leading(piece.title + piece.text, calling, language):
                yield LeadFound(part, led, Spot(part, at), plainly=any(piece is top for top in annex.pieces))
                break


def _leading(text: str, calling: Calling, language: str) -> tuple[str, ...]:
    """Return whom the first sentence that speaks of leading names before those words, else behind them."""
    for sentence in SENTENCE.finditer(text):
        if hit := says("leads", language).search(sentence.group()):
            named = calling.mentions(sentence.group())
            led = [one for one in named if one.end <= hit.start()] or list(named)
            return tuple(dict.fromkeys(one.id for one in led))
    return ()
