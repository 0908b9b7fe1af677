"""Words of a plan, in its language → the days that they say, with where they stand and what stands beside them.

In: text, and what tells the year where the words do not. Out: `When` values.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from planpress.content.word.facts.phrases import Phrase, phrases, plain, to_words, weekday_names
from planpress.content.word.facts.vocabulary import says, words
from planpress.model.reporting import LAST_DAY
from planpress.model.vocabulary import EVERY, WEEKDAYS, Every

_BACK = datetime.timedelta(days=45)
"""How long before its letter a plan may name a day without a year: what lies further back is of the year to come."""


@dataclass(frozen=True)
class When:
    """A day, a span of days, or what comes round, as words say it.

    Attributes:
        start: Where it begins in the text, with a word such as `by`; `end` is behind it and its time of the day.
        kind: `date`, `month`, `whole` (a year), `end` (of something), `span`, `today` (the day of issue), or `every`.
        first: The first day; `last` is the last of them, the same where one is meant. None where no year is known.
        assumed: Whether neither the words nor the days of the campaign say the year.
        every: How often it comes round, on the days of `on`.
        time: Of the day, such as `11:00`.
        by: Whether words such as `by` stand beside it: it is a day to keep.
        since: Whether something begins there, or was so on that day: nothing is to be done by then.
    """

    start: int
    end: int
    kind: str
    first: datetime.date | None = None
    last: datetime.date | None = None
    assumed: bool = False
    every: Every | None = None
    on: tuple[str, ...] = ()
    time: str = ""
    by: bool = False
    since: bool = False


@dataclass(frozen=True)
class Near:
    """What tells the year where words do not: the day of issue, and the last day of the campaign."""

    issued: datetime.date | None = None
    end: datetime.date | None = None


def whens(text: str, language: str, near: Near = Near()) -> tuple[When, ...]:
    """Return what `text` says of days, in its order; a year goes on from one to the next."""
    plainly, found, year = plain(text), list[tuple[Phrase, When | None]](), 0
    for phrase in phrases(plainly, language):
        when = _round(phrase) or _day(phrase, year, near)
        found.append((phrase, when))
        year = phrase.year or year
    said = _spans(_lists(found, plainly), plainly, language)
    marked = (_marked(when, plainly, language) for when in said if not _is_over(when, plainly, language))
    return tuple(_in_year_of_issue(when, near) for when in marked)


def _is_over(when: When, text: str, language: str) -> bool:
    """Tell whether it is a month of last year, or the last one; a span from there into the next year is not over."""
    one_year = when.first is None or when.last is None or when.first.year == when.last.year
    return when.kind != "every" and one_year and _stands_before(text[: when.start], words("earlier", language)) > 0


def _in_year_of_issue(when: When, near: Near) -> When:
    """Return a day as sure where it lies ahead in the year of issue, and nothing says when the campaign ends."""
    ahead = (
        when.last and near.issued and not near.end and near.issued <= when.last and when.last.year == near.issued.year
    )
    return replace(when, assumed=when.assumed and not (ahead and (when.by or when.kind in ("date", "month"))))


def last_of(year: int, month: int) -> datetime.date:
    """Return the last day of a month."""
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def is_alone(when: When, text: str) -> bool:
    """Tell whether a text is a day and nothing else, as that below a letter."""
    return not (text[: when.start] + text[when.end :]).strip()


# ---------------------------------------------------------------- one phrase


def _round(phrase: Phrase) -> When | None:
    """Return what comes round; None where this does not, or on no day that there is."""
    kind, last = phrase.kind.removeprefix("every-"), phrase.kind.endswith("-last")
    every = next((one for one in EVERY if one == kind.removesuffix("-last")), None)
    if every is None or kind == phrase.kind or phrase.day > 31 or phrase.month > 12:
        return None
    on = f"{phrase.month:02}-{phrase.day:02}" if phrase.month and phrase.day else str(phrase.day or "")
    on = LAST_DAY if last else phrase.weekday or on
    return When(phrase.start, phrase.end, "every", every=every, on=(on,) if on else ())


_MEANT = {"named": "month", "next": "end", "months": "span", "season": "end", "half-1": "end", "half-2": "end"}
_MEANT |= {"early": "end", "middle": "end", "late": "end"}

_MONTHS = {"whole": (1, 12), "half-1": (1, 6), "half-2": (7, 12)}
_DAYS = {"early": (1, 10), "middle": (11, 20), "late": (21, 31)}


def _day(phrase: Phrase, carried: int, near: Near) -> When | None:
    """Return the day or the span that a phrase says; None where the calendar has none such."""
    if phrase.kind.startswith(("more", "none")):
        return None
    if phrase.kind == "today":
        return When(phrase.start, phrase.end, "today", near.issued, near.issued)
    (month, day), (until, last) = _ends(phrase)
    if not (1 <= month <= 12 and 1 <= until <= 12 and 1 <= day <= 31 and 1 <= last <= 31):
        return None
    kind = _MEANT.get(phrase.kind, phrase.kind)
    year = phrase.year or _year_of(phrase, until, last, carried, near)
    if not 1900 < year < 2200:
        return None if phrase.year else When(phrase.start, phrase.end, kind, assumed=True)
    closes = _within(year, until, last)
    opens = _within(year - ((month, day) > (until, last)), month, day)
    return When(phrase.start, phrase.end, kind, opens, closes, not phrase.year and not _is_only_one(closes, near))


def _is_only_one(day: datetime.date, near: Near) -> bool:
    """Tell whether a day lies in the campaign, and in no other year would."""
    if not (near.issued and near.end and near.issued <= day <= near.end):
        return False
    return _within(day.year + 1, day.month, day.day) > near.end


def _within(year: int, month: int, day: int) -> datetime.date:
    """Return a day, or the last of its month where that has fewer."""
    return min(last_of(year, month), datetime.date(year, month, min(day, 28)) + datetime.timedelta(max(0, day - 28)))


def _ends(phrase: Phrase) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the month and day on which it begins, and those on which it ends; 31 is the last day of any month."""
    month, day = phrase.month or 12, phrase.day or 31
    if phrase.kind == "season":
        return (phrase.ordinal * 3 - 2, 1), (phrase.ordinal * 3, 31)
    if phrase.kind in _MONTHS:
        first, last = _MONTHS[phrase.kind]
        return (first, 1), (last, 31)
    if phrase.kind in ("named", "months"):
        return (month, 1), (phrase.until or month, 31)
    opens, closes = _DAYS.get(phrase.kind, (day, phrase.last or day))
    return (month, opens), (month, closes)


def _year_of(phrase: Phrase, month: int, day: int, carried: int, near: Near) -> int:
    """Return the year of a day whose words say none: that in which it lies ahead, in the campaign; 0 where none is.

    The year of the date before it goes on, unless the day then lies outside the campaign, and would not in another.
    """
    if phrase.kind == "next":
        return near.issued.year + 1 if near.issued else 0
    if not near.issued:
        return carried
    years = (carried, near.issued.year, near.issued.year + 1) if carried else (near.issued.year, near.issued.year + 1)
    ahead = [year for year in years if _within(year, month, day) >= near.issued - _BACK]
    inside = (year for year in ahead if near.end and _within(year, month, day) <= near.end)
    return next(inside, 0) or next(iter(ahead), years[0])


# ---------------------------------------------------------------- what stands beside it


def _lists(found: list[tuple[Phrase, When | None]], text: str) -> list[When]:
    """Return what is said, with the days that are listed behind one, such as `each Monday and Thursday`."""
    joined: list[When] = []
    for phrase, when in found:
        before = joined[-1] if joined else None
        if when is not None:
            joined.append(when)
        elif phrase.kind.startswith("more") and before and not text[before.end : phrase.start].strip(", \u3001"):
            joined[-1:] = _more(before, phrase)
    return joined


def _more(before: When, phrase: Phrase) -> tuple[When, ...]:
    """Return a day with one that is listed behind it."""
    if before.on and phrase.kind == "more-through" and before.on[-1] in WEEKDAYS:
        between = WEEKDAYS[WEEKDAYS.index(before.on[-1]) + 1 : WEEKDAYS.index(phrase.weekday) + 1]
        return (replace(before, end=phrase.end, on=(*before.on, *between)),)
    if phrase.kind == "more-last":
        return (replace(before, end=phrase.end, on=(*before.on, LAST_DAY)) if before.every == "month" else before,)
    if before.every in ("week", "month") and before.on and bool(phrase.weekday) == (before.every == "week"):
        return (replace(before, end=phrase.end, on=(*before.on, phrase.weekday or str(phrase.day))),)
    if before.kind == "date" and before.last and 0 < phrase.day <= 31:
        day = _within(before.last.year, before.last.month, phrase.day)
        return before, replace(before, start=phrase.start, end=phrase.end, first=day, last=day)
    return (before,)


def _spans(found: list[When], text: str, language: str) -> Iterator[When]:
    """Yield what is said, two days with a word such as `to` between them as one span."""
    left = [*found]
    while left:
        when = left.pop(0)
        if left and when.kind != "every" != left[0].kind:
            said = re.sub(rf"{words('begin', language)}|,", "", text[when.end : left[0].start])
            to = to_words(language)
            if _stands_before(text[: when.start], words("between", language)):
                to += rf"|\s*(?:{words('both', language)})\s*"
            if re.fullmatch(to, said, re.IGNORECASE):
                when = _span(when, left.pop(0))
        yield when


def _span(opens: When, closes: When) -> When:
    first, last = opens.first, closes.last
    if first and last and closes.assumed and last < first:
        last = _within(last.year + 1, last.month, last.day)
    if first and last and opens.assumed:
        first = _within(last.year - ((first.month, first.day) > (last.month, last.day)), first.month, first.day)
    return When(opens.start, closes.end, "span", first, last, closes.assumed)


def _marked(when: When, text: str, language: str) -> When:
    """Return it with its time of the day, and whether it is to be kept by then, or begins there."""
    if hit := re.compile(rf"\s*\((?:{'|'.join(weekday_names(language))})\)", re.IGNORECASE).match(text, when.end):
        when = replace(when, end=hit.end())
    start, end, time = _timed(when, text, language)
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    ahead = _stands_before(before, words("by", language))
    behind = _stands_behind(after, words("behind", language))
    since = _stands_before(before, words("since", language)) or _stands_behind(after, words("onwards", language))
    by = bool(ahead or behind)
    if by and when.kind == "month" and when.first:  # who is ready before a month, is so on the day before it
        before_it = when.first - datetime.timedelta(1)
        when = replace(when, kind="end", first=before_it, last=before_it)
    return replace(when, start=start - ahead, end=end + behind, time=time, by=by, since=bool(since) and not by)


def _stands_before(text: str, said: str) -> int:
    """Return how many signs at the end of `text` one of the words takes; 0 where none stands there."""
    spaced = r"(?<!\w)" * said.isascii()
    hit = re.search(rf"{spaced}(?:{said})(?: the)?\s*$", text, re.IGNORECASE)
    return len(hit.group()) if hit else 0


def _stands_behind(text: str, said: str) -> int:
    hit = re.match(rf"\s*(?:{said})", text, re.IGNORECASE)
    return len(hit.group()) if hit else 0


def _timed(when: When, text: str, language: str) -> tuple[int, int, str]:
    """Return where it begins and ends together with the time of the day beside it, and that time; empty where none."""
    clock, join = _clock(language), rf"\s*(?:{words('at', language)})?\s*"
    if hit := re.compile(join + clock, re.IGNORECASE).match(text, when.end):
        return when.start, hit.end(), _time_of(hit, language)
    if hit := re.search(clock + join + "$", text[: when.start], re.IGNORECASE):
        return hit.start(), when.end, _time_of(hit, language)
    return when.start, when.end, ""


def _clock(language: str) -> str:
    """Return the pattern of a time of the day."""
    half = f"{words('morning', language)}|{words('evening', language)}"
    minutes = rf":(?P<minutes>\d{{2}})|\s*(?:{words('hours', language)})(?P<more>\d{{1,2}})?"
    hour = rf"(?:(?P<early>{half})\s*)?(?P<hour>\d{{1,2}})(?:{minutes}|(?=\s*(?:{half})))"
    return rf"(?<![\d:]){hour}(?:\s*(?P<late>{half})(?![a-z]))?(?!\d)"


def _time_of(hit: re.Match[str], language: str) -> str:
    said = hit.groupdict()
    hour, minute = int(said["hour"]), int(said["minutes"] or said["more"] or 0)
    half = said["early"] or said["late"] or ""
    morning, evening = (says(what, language).fullmatch(half) for what in ("morning", "evening"))
    hour += 12 if evening and hour < 12 else -12 if morning and hour == 12 else 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""
