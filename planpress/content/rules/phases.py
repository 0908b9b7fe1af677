"""Phases of the period: inside it, in the order of the calendar, none begun before the one before it has ended."""

from collections.abc import Iterator
from itertools import pairwise

from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.content.rules.wording import day_of, period_of
from planpress.i18n import Translate


def phases_part_the_period(records: Records, _: Translate) -> Iterator[Finding]:
    """Each phase lies inside the period and behind the one before; days between two may be left free."""
    period = period_of(records)
    outside = _("%(key)s of a phase must lie inside the period from %(start)s to %(end)s: mend one of the two")
    for phases in (list(one.records("phases")) for plan in records.plan for one in plan.records("period")):
        for phase in phases:
            start, end = day_of(phase.text("start")), day_of(phase.text("end"))
            if start and end and end < start:
                yield phase.finding("end", _("end must not be before start (%(start)s)") % {"start": start})
            for key, day in (("start", start), ("end", end)):
                if day and period and period[0] <= period[1] and not period[0] <= day <= period[1]:
                    yield phase.finding(key, outside % {"key": key, "start": period[0], "end": period[1]})
        for before, after in pairwise(phases):
            yield from _behind(before, after, _)


def _behind(before: RecordAt, after: RecordAt, _: Translate) -> Iterator[Finding]:
    first, last, start = (day_of(text) for text in (before.text("start"), before.text("end"), after.text("start")))
    if not (first and last and start and first <= last) or last < start:
        return
    message = _("phases must not overlap: '%(name)s' lasts until %(end)s, so start must be later")
    if start < first:
        message = _("phases must stand in the order of the calendar: '%(name)s' begins after this one")
    yield after.finding("start", message % {"name": before.text("name"), "end": last})
