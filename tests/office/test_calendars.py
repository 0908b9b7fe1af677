"""Calendars: what the clocks show where the plan says they hang, and alarms before what is due."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event
from kit.paths import HARBOUR

from planpress.model.addresses import CALENDAR_OF_ALL
from planpress.model.campaign import Campaign
from planpress.office.calendars import calendars_of
from planpress.sheets.edition import edition_of
from planpress.zones import zone_names, zone_of


def events(campaign: Campaign, zone: str | None) -> list[Event]:
    campaign = replace(campaign, plan=campaign.plan.model_copy(update={"timezone": zone}))
    return Calendar.from_ical(calendars_of(campaign, edition_of(campaign))[CALENDAR_OF_ALL]).walk("VEVENT")


def reports(campaign: Campaign, zone: str | None) -> list[Event]:
    return [event for event in events(campaign, zone) if isinstance(event.start, datetime.datetime)]


@pytest.mark.parametrize(
    "zone", ["Asia/Shanghai", "UTC", "Europe/London", "America/Argentina/Buenos_Aires", "Asia/Kathmandu", "Etc/GMT+8"]
)
def test_a_report_is_due_when_the_clocks_of_its_zone_show_the_time(harbour: Campaign, zone: str) -> None:
    for event, day in zip(reports(harbour, zone), harbour.report_dates, strict=True):
        assert event["dtend"].to_ical().endswith(b"Z")
        there = event.end.astimezone(ZoneInfo(zone))
        assert (there.date(), there.strftime("%H:%M")) == (day, harbour.plan.reporting[0].time)


def test_summer_time_moves_the_moment_of_a_report(harbour: Campaign) -> None:
    """The clocks of London go back on 26 October 2031."""
    days = tuple(datetime.date(2031, 10, day) for day in (24, 27))
    (rule,) = harbour.plan.reporting
    reporting = rule.model_copy(update={"dates": days})
    campaign = replace(harbour, plan=harbour.plan.model_copy(update={"reporting": (reporting,)}))
    moments = [event.end.hour for event in reports(campaign, "Europe/London")]
    assert moments[1] - moments[0] == 1


def test_without_a_zone_times_float(harbour: Campaign) -> None:
    assert all(event.start.tzinfo is None and event.end.tzinfo is None for event in reports(harbour, None))


@pytest.mark.parametrize("zone", [None, "Asia/Shanghai"])
def test_a_zone_moves_no_day_and_no_entry(harbour: Campaign, zone: str | None) -> None:
    named, plain = events(harbour, zone), events(harbour, None)
    assert [str(event["uid"]) for event in named] == [str(event["uid"]) for event in plain]
    days = [[event.start for event in found if type(event.start) is datetime.date] for found in (named, plain)]
    assert days[0] == days[1]


def test_an_alarm_sounds_the_day_before_what_is_due(harbour: Campaign) -> None:
    """At nine before a due date, a day before a report; what lasts and what ends have none."""
    before = {"due": "-PT15H", "report": "-P1D"}
    for event in events(harbour, None):
        kind = "report" if "/report/" in event["uid"] else "due" if event["summary"].startswith("Due: ") else ""
        alarms = [(str(alarm["description"]), alarm["trigger"].to_ical().decode()) for alarm in event.walk("VALARM")]
        assert alarms == ([(str(event["summary"]), before[kind])] if kind else []), event["uid"]


def test_the_machine_of_a_build_has_no_say_in_time_zones() -> None:
    """Neither its own zone, nor its own list of them."""
    code = (
        "import sys\nfrom planpress.content.validate import read\nfrom planpress.office.calendars import calendars_of\n"
        "from planpress.sheets.edition import edition_of\nfrom pathlib import Path\nfrom dataclasses import replace\n"
        f"found = read(Path({str(HARBOUR)!r})).campaign\n"
        "found = replace(found, plan=found.plan.model_copy(update={'timezone': 'Asia/Shanghai'}))\n"
        "sys.stdout.buffer.write(calendars_of(found, edition_of(found))['calendar/all.ics'])"
    )
    said = [
        subprocess.run([sys.executable, "-c", code], env={**os.environ, **more}, capture_output=True, check=True).stdout
        for more in ({"TZ": "UTC"}, {"TZ": "America/New_York", "PYTHONTZPATH": "/nowhere"})
    ]
    assert said[0] == said[1]
    assert b"DTEND:20311031T090000Z" in said[0]


def test_every_name_leads_to_a_zone() -> None:
    names = zone_names()
    assert {"Asia/Shanghai", "Asia/Urumqi", "UTC"} <= names
    assert "Asia/Beijing" not in names
    for name in sorted(names)[::40]:
        assert zone_of(name).key == name
