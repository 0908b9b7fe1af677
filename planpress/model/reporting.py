"""The rules by which progress is reported, as the plan states them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from planpress.model import vocabulary
from planpress.record import Date, Id, Record, Time

MOST_REPORTS = 600
"""How often progress is reported at most: each week of ten years, and some more."""


class Reporting(Record):
    """When and to whom progress is reported: a weekday through the period, or listed dates."""

    weekday: vocabulary.Weekday | None = None
    dates: Annotated[tuple[Date, ...], Field(max_length=MOST_REPORTS)] = ()
    time: Time
    to: Id
    clause: Id
    from_units: tuple[Id, ...] = ()
