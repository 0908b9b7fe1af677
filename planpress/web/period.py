"""The period of a campaign and a day → how far it has come, drawn and in words.

In: the first and last day, due dates and report days, and the day to draw for, or none. Out: frozen values for
templates; pure. A static site is read long after it was built: what is drawn for a day names that day, and where
none is given the period is drawn without one: a script marks the reader's own.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.dates import format_date

from planpress.i18n import translations
from planpress.model.period import Period, Phase
from planpress.templates import long_date

MONTHS_NAMED = 13
"""So many months at most are named one by one."""


@dataclass(frozen=True)
class MarkedDay:
    """A day, where it lies in percent of the period's width, and what is written there."""

    date: datetime.date
    at: float
    words: str = ""


@dataclass(frozen=True)
class PeriodDrawing:
    """What the drawing of a period needs; `today` is the day it is drawn for, if any.

    `months` are those that begin within it, `phases` those of the plan with where each begins and how long it is, in
    percent; `sentences` say what holds on a day before, within and after it.
    """

    period: Period
    months: tuple[MarkedDay, ...]
    phases: tuple[tuple[Phase, float, float], ...]
    due: tuple[MarkedDay, ...]
    reports: tuple[MarkedDay, ...]
    sentences: dict[str, str]
    today: MarkedDay | None


def share_of(day: datetime.date, period: Period) -> float:
    """Return where the morning of `day` lies in `period`, in percent; 0 before it, 100 after it."""
    days = (period.end - period.start).days + 1
    return round(min(max((day - period.start).days / days, 0), 1) * 100, 2)


def months_of(period: Period) -> Iterator[datetime.date]:
    """Yield the first day of every month that begins within `period`."""
    start, end = period.start, period.end
    first = start.year * 12 + start.month - (start.day == 1)  # months counted from 0, the one after `start` or its own
    for month in range(first, end.year * 12 + end.month):
        yield datetime.date(month // 12, month % 12 + 1, 1)


def ticks_of(period: Period, language: str) -> Iterator[MarkedDay]:
    """Yield the months with their names; of a period of more than a year the quarters, each year by its number."""
    months = list(months_of(period))
    for day in months:
        if len(months) <= MONTHS_NAMED:
            yield MarkedDay(day, share_of(day, period), format_date(day, "MMM", language))
        elif day.month % 3 == 1:
            yield MarkedDay(day, share_of(day, period), str(day.year) if day.month == 1 else "")


def phases_of(period: Period) -> Iterator[tuple[Phase, float, float]]:
    """Yield each phase with where it begins and how long it is, in percent of the period's width."""
    for phase in period.phases:
        start = share_of(phase.start, period)
        last = 100.0 if phase.end >= period.end else share_of(phase.end + datetime.timedelta(days=1), period)
        yield phase, start, round(last - start, 2)


def sentences(period: Period, language: str) -> dict[str, str]:
    """Return what is said of a day before, within and after `period`.

    `{date}`, `{day}` and `{left}` stand for the day, its number from 1, and how many days follow it,
    so that a script can say the same of another day.
    """
    _ = translations(language).gettext
    first, last = long_date(period.start, language), long_date(period.end, language)
    days = (period.end - period.start).days + 1
    within = {"date": "{date}", "day": "{day}", "days": days, "left": "{left}"}
    return {
        "before": _("As of %(date)s: not yet begun; the first day is %(start)s.") % {"date": "{date}", "start": first},
        "within": _("As of %(date)s: day %(day)s of %(days)s, %(left)s to go.") % within,
        "after": _("As of %(date)s: over; the last day was %(end)s.") % {"date": "{date}", "end": last},
    }


def say_of(day: datetime.date, period: Period, language: str) -> str:
    """Return the sentence about `day`."""
    kind = "before" if day < period.start else "after" if day > period.end else "within"
    return sentences(period, language)[kind].format(
        date=long_date(day, language), day=(day - period.start).days + 1, left=(period.end - day).days
    )


def period_drawing(
    period: Period,
    due: Iterable[datetime.date],
    reports: Iterable[datetime.date],
    today: datetime.date | None,
    language: str,
) -> PeriodDrawing:
    """Return what the drawing of `period` needs."""

    def marks(days: Iterable[datetime.date]) -> tuple[MarkedDay, ...]:
        return tuple(MarkedDay(day, share_of(day, period)) for day in sorted(set(days)) if period.holds(day))

    months, phases = tuple(ticks_of(period, language)), tuple(phases_of(period))
    now = MarkedDay(today, share_of(today, period), say_of(today, period, language)) if today else None
    return PeriodDrawing(period, months, phases, marks(due), marks(reports), sentences(period, language), now)


def ahead(days: Iterable[datetime.date], today: datetime.date | None, number: int) -> list[datetime.date]:
    """Return the next `number` of `days`, those of `today` among them; all of them where no day is given."""
    found = sorted(set(days))
    return found if today is None else [day for day in found if day >= today][:number]


def wait_for(day: datetime.date, today: datetime.date | None, language: str) -> str:
    """Return how long it is from `today` to `day`, in words; empty where no day is given."""
    if today is None:
        return ""
    left, words = (day - today).days, translations(language)
    return words.ngettext("in %(num)s day", "in %(num)s days", left) % {"num": left} if left else words.gettext("today")
