"""What comes round: whom it binds, and that every output shows it, apart from deadlines and with nothing invented."""

from __future__ import annotations

import datetime
import html
import re
import shutil
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from icalendar import Calendar, Event
from kit.folder import edit
from kit.paths import HARBOUR

from planpress.content.validate import read
from planpress.model.addresses import CALENDAR_OF_ALL, unit_calendar
from planpress.model.campaign import Campaign
from planpress.office.calendars import calendars_of
from planpress.office.charts import Charts
from planpress.revisions.changes import changes_between
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.packs import packs_of
from planpress.view import plain
from planpress.web.pages import pages_of

DUES = {
    "          - {units: [basins], role: territorial, sectors: [quays, cranes]}\n": (
        "content/plan.yml",
        "        due:\n"
        "          - {text: keep the <log> book_*, every: day, units: [west-basin]}\n"
        "          - {text: walk their ground each week, every: week}\n",
    ),
    "        text: Ladders are painted.\n": (
        "sectors/01-quays.yml",
        "        due: [{text: Ladders are painted., during: 2031-11, reference: Painters' almanac}]\n",
    ),
    "        text: Brakes are tested in frost.\n": (
        "sectors/02-cranes.yml",
        "        due: [{text: Brakes are tested in frost., during: end}]\n",
    ),
    "        text: The crane people keep one crane manned at night.\n": (
        "sectors/02-cranes.yml",
        "        due:\n"
        "          - text: keep one crane manned at night\n"
        "            on: [{name: crane, date: 2031-11-11}, {name: night, date: 2032-01-05}, {name: people}]\n"
        "            reference: Harbour calendar\n",
    ),
}
"""Words of the small campaign → the file, and the dues that are put below them."""


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    root = Path(shutil.copytree(HARBOUR, tmp_path_factory.mktemp("recurring") / "campaign"))
    for words, (name, due) in DUES.items():
        edit(root, name, words, words + due)
    return read(root).campaign


@pytest.fixture(scope="module")
def pages(campaign: Campaign) -> dict[str, str]:
    files = pages_of(campaign, sheets_of(campaign), edition_of(campaign)).files
    return {name: html.unescape(text) for name, text in files.items()}


@pytest.fixture(scope="module")
def calendars(campaign: Campaign) -> dict[str, list[Event]]:
    made = calendars_of(campaign, edition_of(campaign))
    return {path: Calendar.from_ical(text).walk("VEVENT") for path, text in made.items()}


def rounds(events: list[Event]) -> dict[str, Event]:
    """The entries of what comes round, by the end of their UID."""
    found = [event for event in events if "CATEGORIES" in event and "What comes round" in event["CATEGORIES"].cats]
    return {str(event["UID"]).removeprefix("harbour-winter-2031/"): event for event in found}


def test_what_comes_round_is_no_deadline_and_stands_in_its_order(campaign: Campaign) -> None:
    bindings = campaign.bindings
    assert [one.date for one in bindings.deadlines] == [datetime.date(2031, 10, 31), datetime.date(2031, 12, 19)]
    assert [(one.place.ref, [unit.id for unit in one.units]) for one in bindings.recurring] == [
        ("plan#parts-2", ["west-basin"]),
        ("plan#parts-2", ["east-basin", "west-basin"]),
        ("quays#do-2", ["quay-office"]),
        ("cranes#do-2", ["crane-office"]),
        ("cranes#do-1", ["crane-office"]),
    ]


def test_unit_has_what_it_must_keep_and_nothing_of_the_others(campaign: Campaign) -> None:
    bindings, unit = campaign.bindings, campaign.unit_by_id
    kept = {
        name: [due.every for due in bindings.work(unit[name], None)[0].due] for name in ("east-basin", "west-basin")
    }
    assert kept == {"east-basin": ["week"], "west-basin": ["day", "week"]}
    assert not bindings.recurring_of(unit["harbour-board"])


def test_page_of_a_unit_lists_it_below_a_heading_of_its_own(pages: dict[str, str]) -> None:
    east, crane = pages["units/east-basin.md"], pages["units/crane-office.md"]
    listed = east.partition("### What comes round")[2].partition("##")[0]
    assert "every week" in listed
    assert "every day" not in listed
    assert "every week" not in east.partition("### What comes round")[0].partition('class="deadlines"')[2]
    listed = crane.partition("### What comes round")[2].partition("##")[0]
    assert "near the end (the source gives no day)" in listed
    assert "night (January 5, 2032, outside the campaign period), people (no date given)" in listed
    assert "by: Harbour calendar" in listed


@pytest.mark.parametrize("page", ["timeline.md", "index.md"])
def test_table_of_what_comes_round_tells_when_where_and_who(pages: dict[str, str], page: str) -> None:
    table = pages[page].partition('<table class="dates dates--recurring')[2].partition("</table>")[0]
    assert table.count("<tr>") == 6
    assert "November 2031 (not in the source)" in table
    assert "East Basin Wardens" in table
    deadlines = pages[page].partition('<table class="dates cards"')[2].partition("</table>")[0]
    assert deadlines.count("<tr>") == 3


def test_sector_and_clause_show_it(pages: dict[str, str]) -> None:
    assert "What comes round" in pages["sectors/quays.md"].partition("</dl>")[0]
    assert "by: Painters' almanac" in pages["sectors/quays.md"].partition("</dl>")[2]
    assert "every week" in pages["plan/index.md"]


def test_calendar_has_no_day_that_nobody_gives(calendars: dict[str, list[Event]]) -> None:
    found = rounds(calendars[CALENDAR_OF_ALL])
    days = {name: (event.decoded("dtstart"), event.decoded("dtend")) for name, event in found.items()}
    whole = datetime.date(2031, 10, 1), datetime.date(2031, 12, 20)
    assert days == {
        "plan/parts-2/due-1": whole,
        "plan/parts-2/due-2": whole,
        "quays/do-2/due-1": (datetime.date(2031, 11, 1), datetime.date(2031, 12, 1)),
        "cranes/do-2/due-1-1": (datetime.date(2031, 11, 11), datetime.date(2031, 11, 12)),
        "cranes/do-2/due-1-2": (datetime.date(2032, 1, 5), datetime.date(2032, 1, 6)),
        "cranes/do-1/due-1": whole,
    }
    assert all(event["TRANSP"] == "TRANSPARENT" and "RRULE" not in event for event in found.values())
    assert str(found["cranes/do-2/due-1-2"]["SUMMARY"]).startswith("night (outside the campaign period): Cranes keep")
    assert "Painters' almanac" in found["quays/do-2/due-1"]["DESCRIPTION"]


def test_rules_of_one_clause_for_the_same_units_are_one_entry(campaign: Campaign) -> None:
    sector = campaign.sectors[0]
    clause = sector.clauses[0].clauses[1]
    due = tuple(clause.due[0].model_copy(update={"during": None, "every": rule}) for rule in ("week", "quarter"))
    clauses = (clause.model_copy(update={"due": due}), *sector.clauses[0].clauses[2:])
    heading = sector.clauses[0].model_copy(update={"clauses": clauses})
    sectors = (sector.model_copy(update={"clauses": (heading,), "checklist": None}), *campaign.sectors[1:])
    made = calendars_of(replace(campaign, sectors=sectors), edition_of(campaign))[unit_calendar("quay-office")]
    found = rounds(Calendar.from_ical(made).walk("VEVENT"))
    assert list(found) == ["quays/do-2/due-1"]
    assert str(found["quays/do-2/due-1"]["SUMMARY"]).startswith("every week, every quarter: Quays")


def test_unit_takes_in_only_its_own(calendars: dict[str, list[Event]]) -> None:
    assert set(rounds(calendars[unit_calendar("east-basin")])) == {"plan/parts-2/due-2"}
    assert not rounds(calendars[unit_calendar("harbour-board")])


@pytest.mark.parametrize("narrow", [False, True])
def test_timeline_draws_it_apart_and_inside_its_frame(campaign: Campaign, narrow: bool) -> None:
    charts = Charts(campaign, edition_of(campaign))
    drawing = ElementTree.fromstring(str(charts.timeline(narrow=narrow)))
    texts = ["".join(one.itertext()) for one in drawing.iter("{http://www.w3.org/2000/svg}text")]
    below = " ".join(texts[texts.index("What comes round") :])
    for words in ("every day", "every week", "November 2031 (not in the source)", "near the end"):
        assert words in below
    assert "2032-01-05" in " ".join(texts)
    width, height = float(drawing.get("width", 0)), float(drawing.get("height", 0))
    for mark in drawing.iter():
        for key, most in (("x", width), ("cx", width), ("y", height), ("cy", height), ("width", width)):
            assert 0 <= float(mark.get(key, 0)) <= most, mark.attrib


def test_month_outside_the_period_is_a_mark_beside_it(campaign: Campaign) -> None:
    period = campaign.plan.period.model_copy(update={"start": datetime.date(2031, 12, 1)})
    later = replace(campaign, plan=campaign.plan.model_copy(update={"period": period}))
    drawing = str(Charts(later, edition_of(later)).timeline(later.unit_by_id["quay-office"]))
    assert 'class="chart__round"' not in drawing
    assert 'class="chart__round chart__due--outside"' in drawing


def test_cover_of_a_pack_shows_it_and_that_of_others_keeps_its_fingerprint(
    campaign: Campaign, harbour: Campaign
) -> None:
    views = {pack.sheet.unit: plain(pack.sheet.view) for pack in packs_of(campaign, sheets_of(campaign))}
    before = {pack.sheet.unit: plain(pack.sheet.view) for pack in packs_of(harbour, sheets_of(harbour))}
    assert [(line["when"], line["text"]) for line in views["west-basin"]["rounds"]] == [
        ("every day", "keep the <log> book_*"),
        ("every week", "walk their ground each week"),
    ]
    assert not any("rounds" in view for view in before.values())
    assert all(len(line["date"]) for view in views.values() for line in view["due"])


def test_search_finds_it_by_its_rule_and_its_days(campaign: Campaign) -> None:
    entries = {one.location: one for one in pages_of(campaign, (), edition_of(campaign)).entries}
    assert "every day" in entries["plan/index.html#parts-2"].words
    assert {"keep one crane manned at night", "Nov 11, 2031"} <= {*entries["sectors/cranes.html#do-2"].words}


def test_change_of_a_rule_is_told_in_words(campaign: Campaign, harbour: Campaign) -> None:
    found = {change.target: change for change in changes_between(harbour, campaign)}
    assert {change.operation for change in found.values()} == {"due"}
    assert found["plan#parts-2"].new_text.split("\n") == [
        "keep the <log> book_* (every day) West Basin Wardens",
        "walk their ground each week (every week)",
    ]
    assert re.fullmatch(r"Ladders are painted. \(.*; by: Painters' almanac\)", found["quays#do-2"].new_text)
    assert set(found["plan#parts-2"].units) >= {"east-basin", "west-basin"}
