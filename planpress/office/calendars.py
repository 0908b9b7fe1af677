"""Campaign → calendars that a telephone or a mail program can take in.

In: a validated `Campaign` and the edition. Out: iCalendar files by address; pure.

Times are floating, without a time zone: a report is due when the clock on the wall says so. A plan
names no time zone, so one would have to be invented, and a wrong one moves every report.
"""

import datetime
from collections.abc import Iterator, Sequence
from typing import TypeVar

from icalendar import Alarm, Calendar, Component, Event, vText

from planpress.i18n import translations
from planpress.model.addresses import CALENDAR_OF_ALL, HOME, place_address, unit_calendar
from planpress.model.bindings import Deadline
from planpress.model.campaign import Campaign
from planpress.model.records import Unit
from planpress.sheets.edition import Edition

Part = TypeVar("Part", bound=Component)

PRODUCT = "-//planpress//planpress//EN"
"""What made the file, as iCalendar wants it named."""

TITLE_LENGTH = 24
"""Characters of a clause that the title of its entry shows."""

REMINDER = datetime.timedelta(days=-1)
"""How long before a report is due its alarm sounds."""

AT_HAND = datetime.timedelta(minutes=30)
"""How long the entry of a report is: long enough to be seen between others."""


def calendars_of(campaign: Campaign, edition: Edition) -> dict[str, bytes]:
    """Write the calendar of the campaign and one a unit; return them by address.

    Each has every due date for the whole day, every report at its time with an alarm, and the last day of the
    campaign, so that none is empty. An entry is the same in every calendar and keeps its UID for good; whoever
    takes in two calendars, or one twice, has each entry once.

    Source:
        RFC 5545; RFC 7986 for the name of a calendar.
    """
    writer = _Writer(campaign, edition)
    made = {CALENDAR_OF_ALL: writer.calendar(None)}
    return made | {unit_calendar(unit.id): writer.calendar(unit) for unit in campaign.units}


class _Writer:
    """The campaign with what all its entries share."""

    def __init__(self, campaign: Campaign, edition: Edition) -> None:
        self.campaign, self.edition = campaign, edition
        self.say = translations(edition.language).gettext
        self.stamp = datetime.datetime.combine(edition.file_day, datetime.time(), datetime.UTC)

    def calendar(self, unit: Unit | None) -> bytes:
        """Write the entries that concern `unit`, or all."""
        # as text, which the library does not know of these two: commas and semicolons come out with a stroke before
        name = vText(self.campaign.plan.name + (f" · {unit.name}" if unit else ""))
        made = _component(Calendar(), prodid=PRODUCT, version="2.0", calscale="GREGORIAN", name=name)
        _component(made, x_wr_calname=name)  # what programs older than RFC 7986 read
        for event in self.events(unit):
            made.add_component(event)
        return bytes(made.to_ical())

    def events(self, unit: Unit | None) -> Iterator[Event]:
        bindings, plan = self.campaign.bindings, self.campaign.plan
        yield from (self.due(deadline) for deadline in bindings.deadlines_of(unit))
        if unit is None or bindings.reports(unit):
            yield from (self.report(day) for day in self.campaign.report_dates)
        last = self.event("end", self.say("Last day of the campaign"), [plan.name], HOME)
        yield self.whole_day(last, plan.period.end)

    def due(self, deadline: Deadline) -> Event:
        place = deadline.place
        # The day may be mended in a later revision, and the entry must move with it: it takes no part in the UID.
        among = place.clause.due if place.clause else ()
        number = next(number for number, due in enumerate(among, 1) if due is deadline.due)
        sector = place.sector.short if place.sector else self.campaign.plan.short
        line = (place.clause.title + place.clause.text if place.clause else place.text).split("\n")[0]
        beginning = line[:TITLE_LENGTH] + ("\u2026" if len(line) > TITLE_LENGTH else "")
        title = self.say("Due: %(what)s") % {"what": f"{sector} {beginning}"}
        who = self.say(", ").join(unit.name for unit in deadline.units)
        words = [
            place.text,
            self.say("Due: %(what)s") % {"what": deadline.due.text},
            self.say("Who: %(names)s") % {"names": who} if who else "",
            self.campaign.cite(place.ref),
        ]
        event = self.event(f"{place.ref.replace('#', '/')}/due-{number}", title, words, place_address(place))
        event.add("categories", [sector])
        return self.whole_day(event, deadline.due.date)

    def report(self, day: datetime.date) -> Event:
        reporting, contact = self.campaign.plan.reporting, self.campaign.plan.contact
        place = self.campaign.bindings.reporting_place
        assert reporting
        assert place
        to = self.campaign.unit_by_id[reporting.to].name
        reach = " ".join(filter(None, (contact.phone, contact.email))) if contact else ""
        title = self.say("Progress report to %(unit)s") % {"unit": to}
        words = [place.text, reach, self.campaign.cite(place.ref)]
        event = self.event(f"report/{day.isoformat()}", title, words, place_address(place))
        start = datetime.datetime.combine(day, datetime.time.fromisoformat(reporting.time))
        _component(event, dtstart=start - AT_HAND, dtend=start)
        event.add_component(_component(Alarm(), action="DISPLAY", description=title, trigger=REMINDER))
        return event

    def event(self, name: str, title: str, words: Sequence[str], address: str) -> Event:
        """Start an entry; `name` tells it apart within the campaign for good, empty paragraphs of it are left out."""
        made = _component(Event(), uid=f"{self.campaign.plan.id}/{name}", dtstamp=self.stamp, last_modified=self.stamp)
        _component(made, sequence=self.edition.revision.sequence, summary=title)
        link = f"{self.edition.site_url}{address}" if self.edition.site_url else ""
        made.add("description", "\n\n".join(filter(None, (*words, link))))
        if link:
            made.add("url", link)
        return made

    @staticmethod
    def whole_day(event: Event, day: datetime.date) -> Event:
        event.add("dtstart", day)
        if day < datetime.date.max:  # the last day there is has none behind it, and needs none
            event.add("dtend", day + datetime.timedelta(days=1))
        event.add("transp", "TRANSPARENT")  # the day stays free for other business
        return event


def _component(made: Part, **properties: object) -> Part:
    """Add `properties` to a part of a calendar, and return it; a `_` stands for the hyphen of a name."""
    for name, value in properties.items():
        made.add(name.replace("_", "-"), value)
    return made
