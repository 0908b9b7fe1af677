"""Words of a plan, in its language → the days that they say for sure.

In: text such as `by the end of November 2022`. Out: `Said` values. How a language writes a day is a message: patterns
with `|` between them, in which `{month}` is the name of a month and `{number}` its number.
"""

import calendar
import datetime
import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from planpress.i18n import translations

_NUMBERS = {"{year}": r"(?P<year>\d{4})", "{number}": r"(?P<number>\d{1,2})", "{day}": r"(?P<day>\d{1,2})"}
_TOKEN = re.compile(r"(\{\w+\}| )")


class Said(NamedTuple):
    """A day as words say it, without a year where they name none; 31 is the last day of any month."""

    year: int | None
    month: int
    day: int

    def in_year(self, year: int) -> datetime.date:
        """Return the day, in `year` where the words name none."""
        year = self.year or year
        return datetime.date(year, self.month, min(self.day, calendar.monthrange(year, self.month)[1]))

    def is_on(self, day: datetime.date) -> bool:
        """Tell whether `day` is meant."""
        return self.in_year(day.year) == day

    def is_after(self, day: datetime.date) -> bool:
        """Tell whether the day after `day` is meant: who must be done before it is done on `day`."""
        years = (day.year, min(day.year + 1, datetime.MAXYEAR))
        return any((self.in_year(year) - day).days == 1 for year in years)


@lru_cache(1 << 14)  # a server reads the same words again and again
def days_said(text: str, language: str) -> tuple[tuple[Said, ...], str]:
    """Return the days that `text` says, and what is left of it: where that holds a digit, more may have been said."""
    _ = translations(language).gettext
    days = _("{day} {month} {year}|{month} {day}, {year}|{year}-{number}-{day}|{day} {month}|{month} {day}")
    last_days = _("end of {month} {year}|end of {month}|end of {year}|end of the year")
    return _said(text, f"{days}|{last_days}", language)


def months_said(text: str, language: str) -> tuple[Said, ...]:
    """Return the months that `text` names, by their last days."""
    return _said(text, translations(language).gettext("{month} {year}|{month}"), language)[0]


def _said(text: str, written: str, language: str) -> tuple[tuple[Said, ...], str]:
    left, found = unicodedata.normalize("NFKC", text), list[Said]()
    for pattern in _patterns(written, language):
        for hit in pattern.finditer(left):
            named = hit.groupdict()
            name, number = named.get("month"), named.get("number") or 12
            month = month_names(language)[name.casefold()] if name else int(number)
            said = Said(int(named.get("year") or 0) or None, month, int(named.get("day") or 31))
            if 1 <= said.month <= 12 and 1 <= said.day <= 31:
                found.append(said)
        left = pattern.sub(" ", left)
    return tuple(found), left


@cache
def month_names(language: str) -> dict[str, int]:
    """Return which month each name means, in full and abbreviated."""
    from babel.dates import get_month_names  # slow, and needed for languages alone that name their months

    widths = (get_month_names(width, locale=language) for width in ("abbreviated", "wide"))
    return {name.casefold(): number for names in widths for number, name in names.items()}


@cache
def _patterns(written: str, language: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a language, which say more before those that say less."""
    return tuple(_compiled(one, language) for one in written.split("|"))


def _compiled(written: str, language: str) -> re.Pattern[str]:
    """Return the pattern that is written with `{year}` and the like; blanks may stand beside other signs."""
    known = {**_NUMBERS, " ": r"\s+"}
    if "{month}" in written:
        names = "|".join(map(re.escape, sorted(month_names(language), key=len, reverse=True)))
        known["{month}"] = rf"\b(?P<month>{names})\b"
    parts = (known.get(part, rf"\s*{re.escape(part)}\s*") for part in _TOKEN.split(written) if part)
    return re.compile(rf"(?<!\d){''.join(parts).removeprefix(chr(92) + 's*')}(?!\d)", re.IGNORECASE)
