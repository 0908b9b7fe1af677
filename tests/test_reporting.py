"""Rules of reporting → the days on which they fall due, what these are called, and who reports by them."""

from __future__ import annotations

import datetime
from dataclasses import replace
from html import unescape

import pytest
import yaml
from icalendar import Calendar
from kit.paths import TESTS
from pydantic import ValidationError

from planpress.content.rules.records import Records
from planpress.content.rules.reporting import sheets_are_for_one_report
from planpress.content.validate import load, read
from planpress.content.when import reported
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.owners import Owners
from planpress.model.period import Period
from planpress.model.reporting import ReportRule, dates_of, fits, report_days
from planpress.office.calendars import calendars_of
from planpress.revisions.changes import changes_between
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.view import plain
from planpress.web.pages import pages_of

JOINT = TESTS / "campaigns" / "joint"
PERIOD = Period(start=datetime.date(2023, 11, 10), end=datetime.date(2024, 3, 31))


@pytest.fixture(scope="module")
def joint() -> Campaign:
    return read(JOINT).campaign


def rule(every: str | None, *on: str, name: str = "one", **more: object) -> ReportRule:
    return ReportRule(id=name, every=every, on=on, to="office", clause="reports", **more)


def with_rules(campaign: Campaign, *rules: ReportRule) -> Campaign:
    return replace(campaign, plan=campaign.plan.model_copy(update={"reporting": rules}))


@pytest.mark.parametrize(
    ("every", "on", "days", "said"),
    [
        ("half-month", ("15", "last-day"), "11-15 11-30 12-15 12-31 01-15 01-31 02-15 02-29 03-15 03-31", ""),
        ("month", ("30",), "11-30 12-30 01-30 02-29 03-30", "每月（30日）"),
        ("month", ("31",), "11-30 12-31 01-31 02-29 03-31", "每月（31日）"),
        ("quarter", ("last-day",), "12-31 03-31", "每季度（最后一日）"),
        ("quarter", ("25",), "12-25 03-25", "每季度（末月25日）"),
        ("half-year", ("12-20",), "12-20", "每半年（12月20日）"),
        ("year", ("last-day",), "12-31", "每年（最后一日）"),
        ("year", ("01-05",), "01-05", "每年（1月5日）"),
        ("year", ("06-30",), "", ""),
    ],
)
def test_a_rule_falls_due_on_its_days(every: str, on: tuple[str, ...], days: str, said: str, joint: Campaign) -> None:
    assert " ".join(f"{day:%m-%d}" for day in dates_of(rule(every, *on), PERIOD)) == days
    assert said in ("", reported(rule(every, *on), joint.plan))


def test_days_of_the_week_and_every_day_come_round_in_the_period_alone() -> None:
    assert {day.weekday() for day in dates_of(rule("week", "tuesday", "friday"), PERIOD)} == {1, 4}
    assert len(dates_of(rule("day"), PERIOD)) == (PERIOD.end - PERIOD.start).days + 1
    friday = ReportRule(weekday="friday", to="office", clause="reports")
    assert dates_of(friday, PERIOD) == dates_of(rule("week", "friday"), PERIOD)


def test_a_rule_written_otherwise_is_no_change() -> None:
    friday = ReportRule(weekday="friday", to="office", clause="reports")
    same = ReportRule(every="week", on=("friday",), to="office", clause="reports")
    assert friday.means(same)
    assert not friday.means(same.model_copy(update={"on": ("friday", "monday")}))
    assert not friday.means(same.model_copy(update={"to": "mayor"}))


@pytest.mark.parametrize(
    ("every", "on", "fit"),
    [
        ("day", (), True),
        ("day", ("friday",), False),
        ("week", ("friday", "monday"), True),
        ("week", (), False),
        ("week", ("last-day",), False),
        ("half-month", ("15", "last-day"), True),
        ("half-month", ("15",), False),
        ("half-month", ("31", "last-day"), False),
        ("half-month", ("28", "30"), False),
        ("month", ("25",), True),
        ("month", ("11-25",), False),
        ("month", ("friday",), False),
        ("quarter", ("03-25", "06-25"), True),
        ("year", ("last-day",), True),
    ],
)
def test_days_fit_how_often_they_come_round(every: str, on: tuple[str, ...], fit: bool) -> None:
    assert fits(every, on) == fit


def test_days_of_several_rules_have_codes_of_their_own_and_keep_what_was_sealed() -> None:
    several = (rule("half-month", "15", "last-day"), rule("quarter", "last-day", name="two"))
    found = report_days(several, PERIOD, {})
    assert [one.code for one in found if one.rule.id == "two"] == ["04", "10"]
    assert len({one.code for one in found}) == len({one.day for one in found}) == 10
    assert [one.number for one in found if one.rule.id == "two"] == [1, 2]
    sealed = {"01": "2023-11-30", "02": "2023-12-31", "03": "2023-10-31"}
    again = {str(one.day): one.code for one in report_days(several, PERIOD, sealed)}
    assert again["2023-11-30"] == "01"
    assert again["2023-12-31"] == "02"
    assert again["2023-11-15"] == "11", "its number was sealed for another day"
    assert len(set(again.values())) == len(again)


def test_each_rule_has_its_sheets_for_those_who_report_by_it(joint: Campaign) -> None:
    sheets = [sheet for sheet in sheets_of(joint) if sheet.unit]
    found = {form: [sheet for sheet in sheets if sheet.form == form] for form in ("progress", "effect", "fire")}
    assert {form: len(of) for form, of in found.items()} == {"progress": 50, "effect": 6, "fire": 2}
    fields = {form: {one.label: one.value for one in of[0].view.form.fields} for form, of in found.items()}
    assert fields["progress"]["期次"] == "第1期 · 2026年11月15日"
    assert fields["progress"]["最迟"] == "2026年11月15日 17:00"
    assert fields["effect"]["期次"] == "第1期 · 2026年12月31日"
    assert fields["effect"]["报送"] == "临泽市安全生产委员会办公室"
    assert fields["fire"]["时限"] == "火灾发生后2小时内"
    assert {sheet.day for sheet in found["fire"]} == {""}
    assert len({sheet.code for sheet in sheets}) == len({sheet.identity for sheet in sheets}) == len(sheets)


def test_a_unit_is_told_of_its_own_rules_alone(joint: Campaign) -> None:
    bindings, units = joint.bindings, joint.unit_by_id
    assert [rule.id for rule in bindings.reports_of(units["education"])] == ["progress", "effect"]
    assert [rule.id for rule in bindings.reports_of(units["shahe"])] == ["progress", "fire"]
    assert [rule.id for rule in bindings.received_by(units["fire-office"])] == ["progress", "fire"]
    assert [str(one.day) for one in bindings.report_days_of(units["safety-office"])] == ["2026-12-31", "2027-03-31"]
    assert bindings.reports_of(units["fire-rescue"]) == ()
    (pack,) = [sheet for sheet in sheets_of(joint) if sheet.form == "effect" and sheet.unit is None]
    assert plain(pack.view)["form"]["fields"][2]["value"] == "临泽市安全生产委员会办公室", "a blank of one rule"


def test_one_form_is_not_printed_twice_for_one_day(joint: Campaign) -> None:
    forms = tuple(form.model_copy(update={"reports": ()}) if form.id == "effect" else form for form in joint.forms)
    records = Records(load(JOINT, translations("en").gettext), Owners())
    (found,) = sheets_are_for_one_report(replace(joint, forms=forms), records, translations("en").gettext)
    assert found.file.path == "content/forms/effect.yml"
    assert "(2026-12-31), by the rules 'progress' and 'effect': write 'reports: [progress]'" in found.message
    assert not [*sheets_are_for_one_report(joint, records, str)]


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ({"on": ("10", "last-day")}, "每半月（15日、最后一日）", "每半月（10日、最后一日）"),
        ({"to": "safety-office"}, "消防安全委员会办公室", "安全生产委员会办公室"),
        ({"time": "11:00"}, "17:00", "11:00"),
    ],
)
def test_a_changed_rule_is_told_in_words(change: dict[str, object], before: str, after: str, joint: Campaign) -> None:
    first, *others = joint.plan.reporting
    (found,) = changes_between(joint, with_rules(joint, first.model_copy(update=change), *others))
    assert (found.operation, found.target) == ("reporting", "plan:reporting-progress")
    assert before in found.before[0].text
    assert after in found.after[0].text
    assert "education" in found.units


def test_a_rule_that_is_gone_or_new_is_told_with_whom_it_concerns(joint: Campaign) -> None:
    *kept, fire = joint.plan.reporting
    (gone,) = changes_between(joint, with_rules(joint, *kept))
    assert (gone.target, gone.after) == ("plan:reporting-fire", ())
    assert gone.before[0].text.startswith("火情快报 火灾发生后2小时内")
    assert gone.units == ("beiguan", "fire-office", "shahe")
    (new,) = changes_between(with_rules(joint, *kept), joint)
    assert (new.before, new.after) == ((), gone.before)
    assert changes_between(joint, with_rules(joint, fire, *kept)) == ()


def test_pages_and_calendars_tell_each_rule_by_itself(joint: Campaign) -> None:
    written = pages_of(joint, sheets_of(joint), edition_of(joint)).files
    pages = {address: unescape(text) for address, text in written.items()}
    for words in ("整治进展半月报", "2026-11-15", "整治成效季报", "2027-03-31"):
        assert words in pages["units/education.md"]
    assert "火情快报" not in pages["units/education.md"]
    assert "火灾发生后2小时内" in pages["units/shahe.md"]
    assert pages["index.md"].count('<section class="report"') == 3
    letter = joint.plan.notice
    assert letter is not None
    for words in (*letter.issuers, letter.copy_number, letter.remark, *letter.attachments, letter.imprint.copy_to):
        assert words in pages["plan/index.md"]
    assert "_plan" not in pages["plan/index.md"], "the letter is all there is besides annexes"
    calendar = Calendar.from_ical(calendars_of(joint, edition_of(joint))["calendar/education.ics"])
    reports = {str(event["uid"]).partition("/report/")[2]: event for event in calendar.walk("VEVENT")}
    assert {name for name in reports if name.startswith("effect")} == {"effect/2026-12-31", "effect/2027-03-31"}
    assert str(reports["effect/2026-12-31"]["summary"]) == "向临泽市安全生产委员会办公室报送整治成效季报"
    assert len([name for name in reports if name.startswith("progress")]) == 10


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        ("02-28", True),
        ("02-30", False),
        ("04-31", False),
        ("12-31", True),
        ("06-30", True),
        ("02-29", False),
        ("10-19", True),
        ("02-19", True),
    ],
)
def test_only_days_that_every_year_has_are_days(day: str, is_one: bool) -> None:
    text = f"id: r\nevery: year\non: [{day}]\nto: office\nclause: reports\n"
    try:
        ReportRule.model_validate(yaml.load(text, yaml.BaseLoader))
    except ValidationError:
        assert not is_one
    else:
        assert is_one
