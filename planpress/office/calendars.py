"""Campaign → calendars that a telephone or a mail program can take in.

In: a validated `Campaign` and the edition. Out: iCalendar files by address; pure.

Times are in UTC where the plan names its time zone. Else they are floating: a report is due when the clock on the wall
says so, since a zone that we invented might move every report.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

from icalendar import Alarm, Calendar, Component, Event, vText

from planpress.content.when import briefly, told, what
from planpress.i18n import translations
from planpress.model.addresses import CALENDAR_OF_ALL, HOME, place_address, unit_calendar
from planpress.model.bindings import Deadline, Recurring
from planpress.model.campaign import Campaign
from planpress.model.citing import cited
from planpress.model.period import Phase
from planpress.model.records import Place, Unit
from planpress.model.reporting import ONLY_RULE, ReportRule
from planpress.sheets.edition import Edition
from planpress.zones import zone_of

Part = TypeVar("Part", bound=Component)

Days = tuple[datetime.date, datetime.date]
"""The first and last day of an entry."""

PRODUCT = "-//planpress//planpress//EN"
"""What made the file, as iCalendar wants it named."""

TITLE_LENGTH = 24
"""Characters of a clause that the title of its entry shows."""

REMINDER = datetime.timedelta(days=-1)
"""How long before a report is due its alarm sounds."""

MORNING_BEFORE = datetime.timedelta(hours=-15)
"""When that of a due date sounds, counted from the first hour of the day: at nine in the morning of the day before."""

AT_HAND = datetime.timedelta(minutes=30)
"""How long the entry of a report is: long enough to be seen between others."""


def calendars_of(campaign: Campaign, edition: Edition) -> dict[str, bytes]:
    """Write the calendar of the campaign and one a unit; return them by address.

    Each has every due date for the whole day and every report at its time, with alarms, what comes round and the phases
    of the period in categories of their own, and the last day of the campaign, so that none is empty. An entry is the
    same in every calendar and keeps its UID for good; who takes in two calendars, or one twice, has each entry once.

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
        self.written = dict[str, bytes]()
        """Entries by their UID: each is written once for all calendars."""

    def calendar(self, unit: Unit | None) -> bytes:
        """Write the entries that concern `unit`, or all."""
        # as text, which the library does not know of these two: commas and semicolons come out with a stroke before
        name = vText(self.campaign.plan.name + (f" · {unit.name}" if unit else ""))
        made = _component(Calendar(), prodid=PRODUCT, version="2.0", calscale="GREGORIAN", name=name)
        _component(made, x_wr_calname=name)  # what programs older than RFC 7986 read
        entries = {str(event["uid"]): event for event in self.events(unit)}
        self.written |= {uid: event.to_ical() for uid, event in entries.items() if uid not in self.written}
        head, end, foot = bytes(made.to_ical()).rpartition(b"END:VCALENDAR")
        return b"".join([head, *map(self.written.__getitem__, entries), end, foot])

    def events(self, unit: Unit | None) -> Iterator[Event]:
        bindings, plan = self.campaign.bindings, self.campaign.plan
        yield from (self.due(deadline) for deadline in bindings.deadlines_of(unit))
        yield from (self.report(one.rule, one.day) for one in bindings.report_days_of(unit) if one.day)
        last = self.event("end", self.say("Last day of the campaign"), [plan.name], HOME)
        yield self.whole_day(last, plan.period.end)
        yield from map(self.phase, plan.period.phases)
        yield from self.rounds(unit)

    def phase(self, phase: Phase) -> Event:
        event = self.event(f"phase/{phase.id}", phase.name, [self.campaign.plan.name], HOME)
        event.add("categories", [self.say("Phases")])
        return self.whole_day(event, phase.start, phase.end)

    def due(self, deadline: Deadline) -> Event:
        place = deadline.place
        words = what(place.clause, deadline.due) if place.clause and len(place.clause.due) > 1 else _words(place)
        about = {"what": self.about(place, words)}
        said = [self.say("Due: %(what)s") % {"what": deadline.due.text}]
        event = self.of_clause(deadline, self.say("Due: %(what)s") % about, said)
        event.add("categories", [self.document(place)])
        _remind(event, MORNING_BEFORE)
        return self.whole_day(event, deadline.date)

    def rounds(self, unit: Unit | None) -> Iterator[Event]:
        """Write what comes round: a month, and each day with a date, by itself.

        All else that the same units must keep by one clause is one entry from the first day of the campaign to the
        last: to repeat it would invent days, and one a rule would fill the head of every day of a telephone.
        """
        period, outside = self.campaign.plan.period, self.say("outside the campaign period")
        lasting: dict[tuple[str, tuple[Unit, ...]], list[Recurring]] = defaultdict(list)
        for found in self.campaign.bindings.recurring_of(unit):
            if found.due.month:
                yield self.round([found], briefly(found.due, self.campaign.plan), found.due.month)
            elif not found.due.occasions:
                lasting[found.place.ref, found.units].append(found)
            for number, day in enumerate(found.due.on, 1):
                if day.date:
                    called = self.say("%(name)s (%(date)s)") % {"name": day.name, "date": outside}
                    rule = day.name if period.holds(day.date) else called
                    yield self.round([found], rule, (day.date, day.date), f"-{number}")
        for among in lasting.values():
            rules = self.say(", ").join(briefly(found.due, self.campaign.plan) for found in among)
            yield self.round(among, rules, (period.start, period.end))

    def round(self, found: Sequence[Recurring], rule: str, days: Days, name: str = "") -> Event:
        place, both = found[0].place, self.say("%(when)s: %(what)s")
        said = [both % {"when": told(one.due, self.campaign.plan), "what": one.due.text} for one in found]
        what = self.about(place, found[0].due.text if len(found) == 1 else _words(place))
        event = self.of_clause(found[0], both % {"when": rule, "what": what}, said, name)
        event.add("categories", [self.say("What comes round"), self.document(place)])
        return self.whole_day(event, *days)

    def document(self, place: Place) -> str:
        return place.sector.short if place.sector else self.campaign.plan.short

    def about(self, place: Place, text: str) -> str:
        """Name the document, and tell how `text` begins."""
        line = text.split("\n")[0]
        return f"{self.document(place)} {line[:TITLE_LENGTH]}" + ("\u2026" if len(line) > TITLE_LENGTH else "")

    def of_clause(self, found: Deadline | Recurring, title: str, said: Sequence[str], name: str = "") -> Event:
        """Start the entry of a due; `name` tells it apart where it has several."""
        place = found.place
        # The day may be mended in a later revision, and the entry must move with it: it takes no part in the UID.
        among = place.clause.due if place.clause else ()
        number = next(number for number, due in enumerate(among, 1) if due is found.due)
        who = self.say(", ").join(unit.name for unit in found.units)
        whom = self.say("Who: %(names)s") % {"names": who} if who else ""
        words = [place.text, *said, whom, cited(self.campaign, place)]
        return self.event(f"{place.ref.replace('#', '/')}/due-{number}{name}", title, words, place_address(place))

    def report(self, rule: ReportRule, day: datetime.date) -> Event:
        contact, place = self.campaign.plan.contact, self.campaign.bindings.reporting_place(rule)
        to = {"unit": self.campaign.unit_by_id[rule.to].name, "name": rule.name}
        reach = " ".join(filter(None, (contact.phone, contact.email))) if contact else ""
        title = (self.say("%(name)s to %(unit)s") if rule.name else self.say("Progress report to %(unit)s")) % to
        words = [place.text, reach, cited(self.campaign, place)]
        among = "" if rule.id == ONLY_RULE else f"{rule.id}/"
        event = self.event(f"report/{among}{day.isoformat()}", title, words, place_address(place))
        if rule.time is None:
            _remind(event, MORNING_BEFORE)
            return self.whole_day(event, day)
        due = self.moment(day, datetime.time.fromisoformat(rule.time))
        _component(event, dtstart=due - AT_HAND, dtend=due)
        _remind(event, REMINDER)
        return event

    def moment(self, day: datetime.date, time: datetime.time) -> datetime.datetime:
        """Return when the clocks show `time`: in UTC, or floating where the plan names no time zone."""
        zone = self.campaign.plan.timezone
        if zone is None:
            return datetime.datetime.combine(day, time)
        return datetime.datetime.combine(day, time, zone_of(zone)).astimezone(datetime.UTC)

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
    def whole_day(event: Event, day: datetime.date, last: datetime.date | None = None) -> Event:
        event.add("dtstart", day)
        last = last or day
        if last < datetime.date.max:  # the last day there is has none behind it, and needs none
            event.add("dtend", last + datetime.timedelta(days=1))
        event.add("transp", "TRANSPARENT")  # the day stays free for other business
        return event


def _words(place: Place) -> str:
    """Return the words of a clause, without its label."""
    return place.clause.title + place.clause.text if place.clause else place.text


def _remind(event: Event, before: datetime.timedelta) -> None:
    """Let an alarm sound, with the title of the entry; `before` is negative."""
    event.add_component(_component(Alarm(), action="DISPLAY", description=event["summary"], trigger=before))


def _component(made: Part, **properties: object) -> Part:
    """Add `properties` to a part of a calendar, and return it; a `_` stands for the hyphen of a name."""
    for name, value in properties.items():
        made.add(name.replace("_", "-"), value)
    return made
