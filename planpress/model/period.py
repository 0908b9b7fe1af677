"""The period of a campaign, and the phases that the plan parts it into.

In: `period` of `content/plan.yml`. Out: frozen records.
"""

import datetime

from planpress.record import Date, Id, Record, Text


class Phase(Record):
    """A part of the period that the plan calls by a name; first and last day."""

    id: Id
    name: Text
    start: Date
    end: Date

    def holds(self, day: datetime.date) -> bool:
        """Tell whether `day` is one of its days."""
        return self.start <= day <= self.end


class Period(Record):
    """First and last day of the campaign, and its phases in the order of the calendar, where the plan has some."""

    start: Date
    end: Date
    phases: tuple[Phase, ...] = ()

    def holds(self, day: datetime.date) -> bool:
        """Tell whether `day` is one of its days."""
        return self.start <= day <= self.end
