"""The rules by which progress is reported, as the plan states them, and the days that follow from them.

In: the rules and the period. Out: every `ReportDay`; pure. A day is never moved: no week-end and no holiday is known
here, and what the plan says of those it says in words.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, Field, StringConstraints

from planpress.model.period import Period
from planpress.model.vocabulary import WEEKDAYS, Every, Weekday
from planpress.record import Date, Id, Record, Time, Words

MOST_REPORTS = 600
"""How often progress is reported at most: each week of ten years, and some more."""

ONLY_RULE = "report"
"""The id of a rule that states none: there is one alone."""

LAST_DAY = "last-day"

_MONTH_DAY = "[1-9]|[12][0-9]|3[01]"
_YEAR_DAY = "(0[1-9]|1[0-2])-(0[1-9]|[12][0-8])|(0[13-9]|1[0-2])-(19|29|30)|02-19|(0[13578]|1[02])-31"

On = Annotated[str, StringConstraints(pattern=f"^({'|'.join(WEEKDAYS)}|{LAST_DAY}|{_MONTH_DAY}|{_YEAR_DAY})$")]
"""A weekday, a day of the month such as `15`, `last-day` for the last of it, or a day of the year such as `11-30`."""

_LASTS: Mapping[str, int] = {"half-month": 1, "month": 1, "quarter": 3, "half-year": 6, "year": 12}
"""How many months each lasts; a day of the month is one of its last month."""


def listed(value: object) -> object:
    """Return a value that stands for a list of itself as that list."""
    return value if isinstance(value, (list, tuple)) else (value,)


class ReportRule(Record):
    """When, to whom and by whom progress is reported.

    It has one of four: `every` (with `on`), a `weekday` through the period, listed `dates`, or `on_event`: what must
    have happened, on no day that is known. `name` is what its reports are called.
    """

    id: Id = ONLY_RULE
    name: Words = ""
    every: Every | None = None
    on: Annotated[tuple[On, ...], BeforeValidator(listed, json_schema_input_type=On | tuple[On, ...])] = ()
    weekday: Weekday | None = None
    dates: Annotated[tuple[Date, ...], Field(max_length=MOST_REPORTS)] = ()
    on_event: Words = ""
    time: Time | None = None
    to: Id
    clause: Id
    from_units: tuple[Id, ...] = ()

    @property
    def often(self) -> Every | None:
        """How often it comes round; None where its days are listed or not known."""
        return "week" if self.weekday else self.every

    @property
    def days(self) -> tuple[str, ...]:
        """The days on which it comes round, as `on` writes them."""
        return (self.weekday,) if self.weekday else self.on

    def means(self, other: ReportRule) -> bool:
        """Tell whether `other` is the same rule, which may be written otherwise."""
        one, two = (
            rule.model_copy(update={"every": rule.often, "on": rule.days, "weekday": None}) for rule in (self, other)
        )
        return one == two

    def falls_on(self, day: datetime.date) -> bool:
        """Tell whether a report is due on `day`, by what comes round."""
        if self.often in (None, "day"):
            return self.often == "day"
        if self.often == "week":
            return WEEKDAYS[day.weekday()] in self.days
        last = calendar.monthrange(day.year, day.month)[1]
        # a month without a thirty-first ends sooner: what is due on it is due on its last day
        here = {f"{day:%m-%d}"} if day.month % _LASTS[self.often] else {f"{day:%m-%d}", str(day.day)}
        if day.day == last and not day.month % _LASTS[self.often]:
            here |= {LAST_DAY, *map(str, range(last, 32))}
        return not here.isdisjoint(self.days)


Reporting = Annotated[
    tuple[ReportRule, ...], BeforeValidator(listed, json_schema_input_type=ReportRule | tuple[ReportRule, ...])
]
"""One rule, or a list of them."""


class ReportDay(NamedTuple):
    """A report that is due: by which rule, its number in it from 1, and its own part of the codes of its sheets.

    What is reported when something has happened has no day, no number and no code.
    """

    rule: ReportRule
    number: int = 0
    day: datetime.date | None = None
    code: str = ""


LATE = 27
"""The days of a month after this one may be its last."""


def fits(every: str, on: tuple[str, ...]) -> bool:
    """Tell whether days such as `on` can come round `every` so often."""
    weekdays, of_year = [day in WEEKDAYS for day in on], ["-" in day and day != LAST_DAY for day in on]
    if every in ("day", "week"):
        return all(weekdays) and bool(on) == (every == "week")
    if any(weekdays) or not on:
        return False
    if every == "half-month":
        return len(on) == 2 and not any(of_year) and not all(day == LAST_DAY or int(day) > LATE for day in on)
    return every != "month" or not any(of_year)


def dates_of(rule: ReportRule, period: Period) -> tuple[datetime.date, ...]:
    """Return the days on which a rule falls due within the period; listed ones as listed."""
    if rule.often is None:
        return rule.dates
    days = range((period.end - period.start).days + 1)
    return tuple(day for day in (period.start + datetime.timedelta(number) for number in days) if rule.falls_on(day))


def report_days(rules: tuple[ReportRule, ...], period: Period, sealed_days: Mapping[str, str]) -> tuple[ReportDay, ...]:
    """Return every report that is due, rule by rule; one without a day for each that waits for something to happen.

    A day's code is its number among the days of all rules, which shifts when the period does: a day that was sealed
    keeps its code, and one whose number was sealed for another has the next that nobody had.

    Args:
        rules: Those of the plan.
        period: Of the campaign.
        sealed_days: Code → day, as revisions printed them; see `Owners.days`.
    """
    dates = {rule.id: dates_of(rule, period) for rule in rules}
    days = sorted({day for found in dates.values() for day in found})
    sealed, codes = {day: code for code, day in sealed_days.items()}, dict[datetime.date, str]()
    numbers = map("{:02}".format, count(len(days) + 1))
    for day, own in zip(days, map("{:02}".format, count(1)), strict=False):
        free = own if own not in sealed_days else next(number for number in numbers if number not in sealed_days)
        codes[day] = sealed.get(day.isoformat(), free)
    return tuple(
        report
        for rule in rules
        for report in (
            *(ReportDay(rule, number, day, codes[day]) for number, day in enumerate(dates[rule.id], 1)),
            *([ReportDay(rule)] if rule.on_event else ()),
        )
    )


def dates_in(reports: Iterable[ReportDay]) -> tuple[datetime.date, ...]:
    """Return the days of these reports, each once, earliest first."""
    return tuple(sorted({one.day for one in reports if one.day}))
