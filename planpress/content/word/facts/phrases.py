"""Words of a plan, in its language → the phrases that say days, months and what comes round, with their numbers.

In: text. Out: `Phrase` values. How a language writes one is a message: patterns with `|` between them, in which
`{number}` is the number of a month, `{ordinal}` that of a quarter, `{last}` and `{until}` the day and the month in
which a span ends. Numbers may be of any script and any width.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from planpress.content.days import month_names
from planpress.content.word.facts.vocabulary import words
from planpress.content.word.grammar.labels import number_of, with_zeros
from planpress.i18n import translations
from planpress.model.vocabulary import WEEKDAYS

_HAN = "\u3007\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"
_DIGIT = rf"[\d{_HAN}\u5341]"
_YEAR = "\u5e74"
_TOKEN = re.compile(r"(\{\w+\}| )")
_MUTE = re.compile("\u300a[^\u300b]*\u300b|[\u3014(\\[]\\d{4}[\u3015)\\]]\\s*\\d*")
"""Titles of laws, and the year and number of a document, say nothing of what is to be done."""


class Phrase(NamedTuple):
    """What words say; a number that they do not say is 0.

    `kind` is as `_written` names it; `until` and `last` are the month and the day in which a span ends.
    """

    kind: str
    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    until: int = 0
    last: int = 0
    ordinal: int = 0
    weekday: str = ""


def plain(text: str) -> str:
    """Return `text` with digits and letters of usual width, and titles of laws blanked: each sign in its old place."""
    narrow = "".join(one if len(one := unicodedata.normalize("NFKC", char)) == 1 else char for char in text)
    return _MUTE.sub(lambda hit: "\0" * len(hit.group()), with_zeros(narrow))


@lru_cache(maxsize=20_000)  # a clause is asked for the period, for what is due and for reports
def phrases(text: str, language: str) -> tuple[Phrase, ...]:
    """Return what the words of a `plain` text say, in its order; none stands inside another."""
    taken, found = [False] * len(text), list[Phrase]()
    for kind, pattern in _patterns(language):
        for hit in pattern.finditer(text):
            if not any(taken[hit.start() : hit.end()]) and not _is_another_word(hit, language):
                taken[hit.start() : hit.end()] = [True] * (hit.end() - hit.start())
                found.append(_phrase(kind, hit, language))
    return tuple(sorted(found, key=lambda one: one.start))


def to_words(language: str) -> str:
    """Return a pattern of what stands between the first and the last day of a span."""
    return rf"\s*(?:[-\u2010-\u2015\u2500~]+|{words('to', language)})\s*"


def _written(language: str) -> tuple[tuple[str, str], ...]:
    """Return the kinds of phrases, those that say more first, and how the language writes them."""
    _ = translations(language).gettext
    return (
        ("none", words("feasts", language)),
        ("none", _("once in a month|seasonally")),
        ("week", _("once every week|one day a week")),
        ("today", _("from today|with immediate effect|from the date of issue")),
        ("week", _("every {weekday}|each {weekday}|{weekday} of each week|{weekday} of every week")),
        ("year", _("every year on {day} {month}|{day} {month} of each year|{day} {month} each year")),
        ("quarter", _("the {day} of the last month of each quarter")),
        ("month", _("the {day} of each month|the {day} of every month|monthly by the {day}|monthly on the {day}")),
        ("year", _("every {month}|each {month}|{month} of each year")),
        ("year-last", _("end of each year|end of every year")),
        ("quarter-last", _("end of each quarter|end of every quarter")),
        ("month-last", _("end of each month|end of every month|last day of each month|last day of every month")),
        ("half-month", _("twice a month|every half-month")),
        ("half-year", _("every half-year|every six months|half-yearly|twice a year")),
        ("day", _("every day|daily|each day|once a day")),
        ("week", _("every week|weekly|each week|once a week")),
        ("quarter", _("every quarter|quarterly|each quarter|once a quarter")),
        ("month", _("every month|monthly|each month|once a month")),
        ("year", _("every year|yearly|annually|each year|once a year")),
        ("span", _("{day}{to}{last} {month} {year}|{month} {day}{to}{last}, {year}|{day}{to}{last} {month}")),
        ("span", _("between {day} and {last} {month} {year}|between {day} and {last} {month}")),
        ("months", _("{month}{to}{until} {year}")),
        ("date", _("{day} {month} {year}|{month} {day}, {year}|{year}-{number}-{day}|{day} {month}|{month} {day}")),
        ("date", _("the {day} of {month} {year}|the {day} of {month}|{year}/{number}/{day}")),
        ("next", _("end of next year")),
        ("end", _("end of {month} {year}|end of {month}|end of {year}|end of the year")),
        ("late", _("late {month} {year}|late {month}")),
        ("end", _("within the year|year-end")),
        ("early", _("early {month} {year}|early {month}")),
        ("middle", _("mid-{month} {year}|mid-{month}|middle of {month} {year}|middle of {month}")),
        ("season", _("{ordinal} quarter of {year}|{ordinal} quarter|Q{ordinal} {year}")),
        ("half-1", _("first half of {year}|first half of the year")),
        ("half-2", _("second half of {year}|second half of the year")),
        ("named", _("{month} {year}|{month}")),
        ("whole", _("({year})|in {year}")),
        ("more-through", _("to {weekday}|through {weekday}")),
        ("more", _("and {weekday}|, {weekday}")),
        ("more", _("and the {day}|, the {day}")),
        ("more-last", _("and at the end of the month|and the last day")),
    )


_ROUND = ("day", "week", "half-month", "month", "quarter", "half-year", "year")


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the kind and the pattern of each phrase; the kind of what comes round begins with `every-`."""
    rounds = {kind: f"every-{kind}" for one in _ROUND for kind in (one, f"{one}-last")}
    written = ((rounds.get(kind, kind), one) for kind, ways in _written(language) for one in ways.split("|"))
    return tuple((kind, _compiled(one, language)) for kind, one in written)


@cache
def _known(language: str) -> dict[str, str]:
    """Return the pattern of each `{…}` that a message may hold."""
    months = "|".join(map(re.escape, sorted(month_names(language), key=len, reverse=True)))
    weekdays = "|".join(map(re.escape, sorted(weekday_names(language), key=len, reverse=True)))
    day = rf"{_DIGIT}{{1,3}}(?:st|nd|rd|th)?"
    ordinals = translations(language).gettext("first|second|third|fourth")
    return {
        "{year}": rf"(?P<year>\d{{4}}|[{_HAN}]{{4}})",
        "{number}": rf"(?P<number>{_DIGIT}{{1,2}})",
        "{until}": rf"(?P<until>\b(?:{months})\b|{_DIGIT}{{1,2}})",
        "{day}": rf"(?P<day>{day})",
        "{last}": rf"(?P<last>{day})",
        "{ordinal}": rf"(?P<ordinal>[1-4]|{ordinals})",
        "{month}": rf"\b(?P<month>{months})\b\.?",
        "{weekday}": rf"(?P<weekday>{weekdays})",
        "{to}": to_words(language),
        " ": r"\s+",
    }


def _compiled(written: str, language: str) -> re.Pattern[str]:
    """Return the pattern of a message; blanks may stand beside each sign of a script that sets none."""
    known, spaced = _known(language), written.isascii()
    parts = [
        known.get(part, re.escape(part) if spaced else r"\s*".join(["", *map(re.escape, part), ""]))
        for part in _TOKEN.split(written)
        if part
    ]
    inner = "".join(parts).removeprefix(r"\s*").removesuffix(r"\s*")
    begins = rf"(?<!\d(?=\d))(?<![{_HAN}\u5341](?=[{_HAN}\u5341]))"
    return re.compile(rf"{begins}{'(?<![a-z])' * spaced}{inner}(?!(?<=\d)\d){'(?![a-z])' * spaced}", re.IGNORECASE)


@cache
def weekday_names(language: str) -> dict[str, str]:
    """Return which weekday each name means."""
    from babel.dates import get_day_names  # slow, and needed where a plan is read of a file alone

    widths = (get_day_names(width, locale=language) for width in ("abbreviated", "wide"))
    return {name.casefold(): WEEKDAYS[number] for names in widths for number, name in names.items()}


def _is_another_word(hit: re.Match[str], language: str) -> bool:
    """Tell whether it is other words: a count of years, or the name of a month in small letters, or behind no `in`."""
    said, before = hit.groupdict(), hit.string[: hit.start()]
    if not any(said.values()) and hit.group()[0] == _YEAR:
        return bool(re.search(rf"(?:{_DIGIT}|[\u4e24\u51e0\u6570])\s*$", before))
    name = said.get("month")
    if name is None or len(hit.group()) > len(name) + 1:
        return False
    return name.islower() or not re.search(rf"\b(?:{words('in', language)})\s+$", before, re.IGNORECASE)


def _number(written: str) -> int:
    """Return a number such as `11`, `11th`, or one in the numerals of Chinese; 0 where it is none."""
    digits = re.match(r"\d+", written)
    return int(digits.group()) if digits else number_of(written) or 0


def _phrase(kind: str, hit: re.Match[str], language: str) -> Phrase:
    said = {key: value for key, value in hit.groupdict().items() if value}
    names, ordinals = month_names(language), translations(language).gettext("first|second|third|fourth").split("|")
    numbers = {key: _number(said[key]) for key in ("year", "number", "day", "last", "until", "ordinal") if key in said}
    if "month" in said:
        numbers["number"] = names[said["month"].casefold()]
    if said.get("until", "").casefold() in names:
        numbers["until"] = names[said["until"].casefold()]
    if said.get("ordinal", "").casefold() in ordinals:
        numbers["ordinal"] = ordinals.index(said["ordinal"].casefold()) + 1
    weekday = weekday_names(language)[said["weekday"].casefold()] if "weekday" in said else ""
    month = numbers.pop("number", 0)
    return Phrase(kind, hit.start(), hit.end(), month=month, weekday=weekday, **numbers)
