"""Campaign → drawings: complete, named, inside their frame, readable, the same each time."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from planpress.model.addresses import MATRIX_CHART, TIMELINE_CHART, unit_chart
from planpress.model.campaign import Campaign
from planpress.office.charts import Charts, charts_of
from planpress.office.drawing import NARROW
from planpress.sheets.edition import edition_of

SVG = "{http://www.w3.org/2000/svg}"
TODAY = datetime.date(2031, 11, 10)


def texts(drawing: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in drawing.iter(f"{SVG}text")]


def drawn(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(str(text))


def test_charts_of_the_second_campaign(harbour: Campaign, golden) -> None:
    edition = edition_of(harbour)
    charts = Charts(harbour, edition, TODAY)
    tree = charts_of(harbour, edition, TODAY)
    tree["narrow/timeline.svg"] = str(charts.timeline(narrow=True)) + "\n"
    tree["narrow/matrix.svg"] = str(charts.matrix(narrow=True)) + "\n"
    golden("harbour-charts", tree)


@pytest.mark.parametrize("name", ["harbour", "real"])
def test_every_chart_has_a_name_and_keeps_within_its_frame(name: str, request: pytest.FixtureRequest) -> None:
    campaign = request.getfixturevalue(name)
    edition = edition_of(campaign)
    charts = Charts(campaign, edition)
    found = list(charts_of(campaign, edition).values())
    found += [charts.timeline(unit, narrow=True) for unit in (None, *campaign.units)] + [charts.matrix(narrow=True)]
    for text in found:
        drawing = drawn(text)
        assert drawing.get("role") == "img"
        named = drawing.get("aria-labelledby", "").split()
        heads = [drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")]
        assert [head.get("id") for head in heads] == named
        assert all(head.text for head in heads)
        width, height = (float(drawing.get(side)) for side in ("width", "height"))
        for mark in drawing.iter():
            for key, most in (("x", width), ("x1", width), ("x2", width), ("cx", width), ("y", height), ("cy", height)):
                assert 0 <= float(mark.get(key, 0)) <= most, (mark.attrib, text[:200])


def test_timeline_shows_each_date_and_how_much_is_due(real: Campaign) -> None:
    chart = drawn(charts_of(real, edition_of(real))[TIMELINE_CHART])
    assert len([mark for mark in chart.iter(f"{SVG}rect") if mark.get("class") == "chart__report"]) == len(
        real.report_dates
    )
    words = texts(chart)
    assert any("5 项" in text for text in words)
    late = [entry.due.date for entry in real.bindings.deadlines if entry.due.date > real.plan.period.end]
    assert [day.isoformat() for day in late] == [text for text in words if re.fullmatch(r"\d{4}-\d\d-\d\d", text)]


def test_unit_sees_only_its_own_dates(harbour: Campaign) -> None:
    charts = charts_of(harbour, edition_of(harbour))
    assert "Quays" in texts(drawn(charts[unit_chart("east-basin")]))
    assert "Quays" not in texts(drawn(charts[unit_chart("west-basin")]))


def test_today_is_marked_within_the_period_only(harbour: Campaign) -> None:
    edition = edition_of(harbour)
    for day, count in ((TODAY, 1), (harbour.plan.period.start, 1), (datetime.date(2032, 1, 1), 0), (None, 0)):
        for narrow in (False, True):
            chart = drawn(Charts(harbour, edition, day).timeline(narrow=narrow))
            assert sum(text.startswith("today") for text in texts(chart)) == count, (day, narrow)


def test_matrix_has_a_sign_for_each_role_held(real: Campaign) -> None:
    for narrow in (False, True):
        chart = drawn(Charts(real, edition_of(real)).matrix(narrow=narrow))
        signs = [mark.get("class") for mark in chart.iter() if mark.get("class", "") in SIGNS]
        legend = len({role for part in real.bindings.involvements for role in part.roles})
        assert len(signs) == legend + sum(len(part.roles) for part in real.bindings.involvements)


SIGNS = {f"chart__{role}" for role in ("lead", "territorial", "support", "enforce", "supervise")}


def test_marks_close_to_each_other_stand_on_rows_of_their_own(harbour: Campaign) -> None:
    sector = harbour.sectors[0]
    heading = sector.clauses[0]
    first = heading.clauses[0]
    due = tuple(first.due[0].model_copy(update={"date": datetime.date(2031, 10, day)}) for day in (10, 11, 12))
    clause = heading.model_copy(update={"clauses": (first.model_copy(update={"due": due}),)})
    campaign = replace(harbour, sectors=(sector.model_copy(update={"clauses": (clause,)}), *harbour.sectors[1:]))
    chart = drawn(Charts(campaign, edition_of(campaign)).timeline())
    heights = [mark.get("cy") for mark in chart.iter(f"{SVG}circle") if float(mark.get("cx", 0)) < 300]
    assert len(heights) == len(set(heights)) == 3


def test_text_of_a_plan_makes_no_element(harbour: Campaign) -> None:
    evil = '<script>alert(1)</script> & "x"'
    sectors = tuple(sector.model_copy(update={"short": evil}) for sector in harbour.sectors)
    units = tuple(unit.model_copy(update={"name": evil}) for unit in harbour.units)
    campaign = replace(harbour, sectors=sectors, units=units)
    for text in charts_of(campaign, edition_of(campaign)).values():
        assert not list(drawn(text).iter(f"{SVG}script"))
        assert "<script" not in text


def test_narrow_chart_fits_a_telephone_and_its_letters_can_be_read(real: Campaign) -> None:
    charts = Charts(real, edition_of(real))
    for chart in (charts.timeline(narrow=True), charts.matrix(narrow=True)):
        assert drawn(chart).get("width") == str(NARROW)
        assert "font-size" not in chart  # sizes stand in the style sheet alone


def test_file_brings_its_colours_and_markup_for_a_page_does_not(harbour: Campaign) -> None:
    edition = edition_of(harbour)
    assert "prefers-color-scheme: dark" in charts_of(harbour, edition)[MATRIX_CHART]
    assert "<style" not in Charts(harbour, edition).matrix()
