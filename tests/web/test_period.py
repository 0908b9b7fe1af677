"""The period and a day → how far it has come."""

from __future__ import annotations

import datetime
from datetime import date

import pytest

from planpress.model.period import Period
from planpress.web.period import ahead, months_of, period_drawing, say_of, sentences, share_of, wait_for

PERIOD = Period(start=date(2022, 11, 10), end=date(2023, 1, 31))


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2022, 11, 1), 0),
        (date(2022, 11, 10), 0),
        (date(2022, 12, 21), 49.4),
        (date(2023, 1, 31), 98.8),
        (date(2023, 2, 1), 100),
        (date(2024, 2, 1), 100),
    ],
)
def test_a_day_lies_at_its_share_of_the_period(day: date, share: float) -> None:
    assert share_of(day, PERIOD) == share


def test_every_month_that_begins_in_the_period_has_a_mark() -> None:
    assert list(months_of(PERIOD)) == [date(2022, 12, 1), date(2023, 1, 1)]
    whole = Period(start=date(2022, 11, 1), end=date(2023, 2, 28))
    assert list(months_of(whole)) == [date(2022, 11, 1), date(2022, 12, 1), date(2023, 1, 1), date(2023, 2, 1)]
    assert list(months_of(Period(start=date(2022, 11, 10), end=date(2022, 11, 20)))) == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2022, 11, 9), "As of November 9, 2022: not yet begun; the first day is November 10, 2022."),
        (date(2022, 11, 10), "As of November 10, 2022: day 1 of 83, 82 to go."),
        (date(2023, 1, 31), "As of January 31, 2023: day 83 of 83, 0 to go."),
        (date(2023, 2, 1), "As of February 1, 2023: over; the last day was January 31, 2023."),
    ],
)
def test_the_first_and_the_last_day_belong_to_the_period(day: date, words: str) -> None:
    assert say_of(day, PERIOD, "en") == words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_script_can_say_the_same_of_another_day(language: str) -> None:
    said = sentences(PERIOD, language)
    assert all("{date}" in words for words in said.values())
    assert "{day}" in said["within"]
    assert "{left}" in said["within"]


def test_marks_lie_within_the_period_and_once_a_day() -> None:
    due = [date(2023, 11, 30), date(2022, 11, 30), date(2022, 11, 30)]
    view = period_drawing(PERIOD, due, [date(2022, 11, 11)], None, "zh")
    assert [mark.date for mark in view.due] == [date(2022, 11, 30)]
    assert [mark.date for mark in view.reports] == [date(2022, 11, 11)]
    assert view.today is None


def test_a_date_due_today_is_still_ahead() -> None:
    days = [date(2022, 12, 31), date(2022, 11, 30), date(2022, 12, 31), date(2023, 11, 30), date(2023, 12, 1)]
    assert ahead(days, date(2022, 11, 30), 3) == [date(2022, 11, 30), date(2022, 12, 31), date(2023, 11, 30)]
    assert ahead(days, date(2022, 12, 1), 3) == [date(2022, 12, 31), date(2023, 11, 30), date(2023, 12, 1)]
    assert len(ahead(days, None, 3)) == 4


def test_the_wait_is_told_in_whole_days() -> None:
    day = date(2022, 11, 30)
    waits = [wait_for(day, day - datetime.timedelta(days=left), "en") for left in (0, 1, 2)]
    assert waits == ["today", "in 1 day", "in 2 days"]
    assert wait_for(day, None, "en") == ""


def test_months_end_with_the_last_day_that_there_is() -> None:
    period = Period(start=datetime.date(9999, 10, 1), end=datetime.date.max)
    assert [day.month for day in months_of(period)] == [10, 11, 12]
    assert list(months_of(Period(start=datetime.date(2031, 12, 2), end=datetime.date(2032, 1, 1)))) == [
        datetime.date(2032, 1, 1)
    ]
