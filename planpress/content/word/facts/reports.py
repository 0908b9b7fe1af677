"""The clauses of a plan → when, to whom and by whom progress is reported, and how its office is reached.

In: clauses with their places, and the names of units. Out: rules that `check` finds sound, as far as words say them.
"""

from __future__ import annotations

import re

from pydantic import ValidationError

from planpress.content.word.facts.calling import SENTENCE, Calling, Mention
from planpress.content.word.facts.dates import Near, When, whens
from planpress.content.word.facts.found import ContactFound, RuleFound, spots
from planpress.content.word.facts.vocabulary import says, words
from planpress.content.word.outline import LETTER, PLAN_PART, Doubt, Outline
from planpress.i18n import Translate
from planpress.model.period import Period
from planpress.model.reporting import MOST_REPORTS, ReportRule, dates_of, fits

_EMAIL = re.compile(r"\w[\w.%+-]*(?<!\.)[@\uff20](?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*\.)+[A-Za-z0-9]+", re.ASCII)
_DIGIT = r"[0-9\uff10-\uff19]"
_PHONE = (
    rf"(?=[(\uff08]?{_DIGIT}{{3}})[(\uff08]?{_DIGIT}(?:{_DIGIT}|[ ()\uff08\uff09\u2014\u2013\uff0d-]){{1,22}}{_DIGIT}"
)

CLAUSE = "clause"
"""Stands for the clause of a rule, whose id is given by who writes the campaign."""


def rules_of(
    outline: Outline, calling: Calling, language: str, near: Near, period: Period | None, _: Translate
) -> tuple[tuple[RuleFound, ...], tuple[Doubt, ...]]:
    """Return the rules of reporting that the plan or its letter says, and what of them the words leave open."""
    rules, doubts = list[RuleFound](), list[Doubt]()
    for spot, piece in spots(outline):
        if spot.part not in (LETTER, PLAN_PART):
            continue
        for sentence in SENTENCE.finditer(piece.title + piece.text):
            to, senders, said = _told(sentence.group(), calling, language, near)
            if to is None:
                continue
            rule = _rule(to.id, senders, said)
            if rule is not None and (period is None or 0 < len(dates_of(rule, period)) <= MOST_REPORTS):
                rules.append(RuleFound(spot, rule))
            elif any(when.every for when in said):
                done = _("It is not said on which day reports come round: no rule was written")
                to_do = _("Write 'reporting' in content/plan.yml, with 'on' or 'weekday'")
                doubts.append(Doubt(piece.number, sentence.group().strip(), done, to_do))
    return _numbered(rules), tuple(doubts)


def _told(
    text: str, calling: Calling, language: str, near: Near
) -> tuple[Mention | None, tuple[str, ...], tuple[When, ...]]:
    """Return to whom a sentence has something reported, by whom, and when; nobody where it has not."""
    said = tuple(when for when in whens(text, language, near) if not when.since)
    named = calling.mentions(text)
    if not said or not named or not (verb := says("reports", language).search(text)):
        return None, (), said
    units = [one for one in named if one.id in calling.units]
    to = next((one for one in units if one.start > verb.start()), None)
    toward = re.compile(rf"(?:{words('toward', language)})\s*$")
    to = to or next((one for one in units if toward.search(text[: one.start])), None)
    before = min(verb.start(), to.start) if to else 0
    senders = tuple(dict.fromkeys(one.id for one in named if one.end <= before))
    everybody = says("everybody", language).finditer(text, 0, before)  # units that nobody lists: all that take part
    if any(not any(one.start <= hit.start() < one.end for one in named) for hit in everybody):
        senders = ()
    return to, senders, said


def _rule(to: str, senders: tuple[str, ...], said: tuple[When, ...]) -> ReportRule | None:
    """Return the rule; None where the words do not say its days, or say a single one, which is a day to keep."""
    senders = tuple(name for name in senders if name != to)
    when = next((one for one in said if one.every), None)
    if when is None:
        return _of_days(to, senders, said)
    every, on, time = when.every, when.on, when.time or None
    if every == "week" and len(on) == 1:
        return _made(to, senders, weekday=on[0], time=time)
    if every == "month" and fits("half-month", on):
        every = "half-month"
    return _made(to, senders, every=every, on=on, time=time) if every and fits(every, on) else None


def _of_days(to: str, senders: tuple[str, ...], said: tuple[When, ...]) -> ReportRule | None:
    """Return the rule of listed days; None where there are not two."""
    days = tuple(sorted({one.last for one in said if one.last and one.kind in ("date", "end")}))
    time = next((one.time for one in said if one.time), None)
    return _made(to, senders, dates=days, time=time) if len(days) > 1 else None


def _made(to: str, senders: tuple[str, ...], **how: object) -> ReportRule | None:
    """Return a rule; None where it is none, as on the thirtieth of February."""
    try:
        return ReportRule.model_validate({"to": to, "clause": CLAUSE, "from_units": senders, **how})
    except ValidationError:
        return None


def _numbered(rules: list[RuleFound]) -> tuple[RuleFound, ...]:
    """Return the rules, each with an id of its own where there are several."""
    if len(rules) < 2:
        return tuple(rules)
    ids = [f"report-{number}" for number in range(1, len(rules) + 1)]
    return tuple(
        RuleFound(one.spot, one.rule.model_copy(update={"id": name})) for one, name in zip(rules, ids, strict=True)
    )


def contact_of(outline: Outline, calling: Calling, rules: tuple[RuleFound, ...], language: str) -> ContactFound | None:
    """Return the telephone and the address for mail that the plan or its letter prints, and whose they seem to be."""
    phone = re.compile(rf"(?:{words('telephone', language)})\.?\s*(?:[:\uff1a]|\bis\b)?\s*({_PHONE})", re.IGNORECASE)
    for spot, piece in spots(outline):
        text = piece.title + piece.text
        number, mail = phone.search(text), _EMAIL.search(text)
        if spot.part in (LETTER, PLAN_PART) and (number or mail):
            unit = next((one.rule.to for one in rules if one.spot == spot), "")
            unit = unit or next((one.id for one in reversed(calling.mentions(text)) if one.id in calling.units), "")
            unit = unit or next((one.rule.to for one in rules), "")
            return ContactFound(spot, unit, number.group(1) if number else "", mail.group() if mail else "")
    return None
