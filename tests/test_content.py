"""The campaign this repository holds says what its source says, and its links hold."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from kit.paths import CASES

from planpress.content.validate import Reading, read
from planpress.model.campaign import Campaign
from planpress.model.records import walk

EXPECTED = CASES / "content"
COLUMN_HEADS = {"序号", "重点整治内容", "排查问题隐患", "整改措施", "整改时限", "责任单位", "及责任人"}
ROWS = {
    "hazardous-chemicals": 10,
    "gas": 14,
    "construction": 16,
    "transport": 14,
    "fire": 18,
    "forest-fire": 9,
    "industry-trade": 29,
    "childcare": 12,
}
PUNCTUATION = re.compile(r"[\s，。；：、,;:]")


@pytest.fixture(scope="module")
def reading(project: Path) -> Reading:
    return read(project)


@pytest.fixture(scope="module")
def campaign(reading: Reading) -> Campaign:
    return reading.campaign


@pytest.fixture(scope="module")
def source_lines(project: Path) -> list[str]:
    text = (project / "content" / "source" / "original.txt").read_text("utf-8")
    lines = (line.strip() for line in text.split("\n"))
    return [line for line in lines if line and line not in COLUMN_HEADS]


def printed_lines(campaign: Campaign) -> Iterator[str]:
    """Yield every line of the campaign in the order of the source."""
    plan = campaign.plan
    assert plan.notice is not None
    yield from (plan.notice.issuer, plan.notice.title, plan.notice.document_number, plan.notice.addressees)
    yield from (clause.full_text for clause, _ in walk(plan.notice.clauses))
    yield plan.notice.date
    yield from plan.title.split("\n")
    yield from (clause.full_text for clause, _ in walk(plan.clauses))
    for sector in campaign.sectors:
        yield from (sector.label, sector.title)
        yield from (clause.full_text for clause, _ in walk(sector.clauses))
        assert sector.checklist is not None
        yield sector.checklist.label + sector.checklist.title
        for item in sector.checklist.items:
            yield item.label
            yield from item.text.split("\n")


def test_every_line_of_the_source_stands_in_the_campaign_in_order(campaign: Campaign, source_lines: list[str]):
    assert list(printed_lines(campaign)) == source_lines


def test_every_checklist_has_its_rows_numbered_without_a_gap(campaign: Campaign):
    labels = {
        sector.id: [item.label for item in sector.checklist.items] for sector in campaign.sectors if sector.checklist
    }
    assert labels == {name: [str(number + 1) for number in range(count)] for name, count in ROWS.items()}
    assert sum(ROWS.values()) == 122


def test_each_unit_has_exactly_the_parts_the_source_gives_it(campaign: Campaign):
    wanted = yaml.safe_load((EXPECTED / "parts.yml").read_text("utf-8"))
    found: dict[str, dict[str, list[str]]] = {}
    for part in campaign.bindings.involvements:
        for role in part.roles:
            found.setdefault(part.sector.id, {}).setdefault(role, []).append(part.unit.id)
    assert {name: {role: set(units) for role, units in roles.items()} for name, roles in found.items()} == {
        name: {role: set(units) for role, units in roles.items()} for name, roles in wanted.items()
    }


def test_a_responsible_unit_is_also_bound_by_its_task(campaign: Campaign):
    bound = {(bond.place.ref, bond.unit.id) for bond in campaign.bindings.bonds}
    responsible = {
        (place.ref, unit.id)
        for place in campaign.places.values()
        if place.clause
        for unit in campaign.members(place.clause.responsible)
    }
    assert responsible
    assert responsible <= bound


def test_every_unit_of_the_source_is_printed_there_and_every_other_tells_where_it_is_from(
    campaign: Campaign, source_lines: list[str]
):
    text = "\n".join(source_lines)
    for unit in campaign.units:
        printed = any(name in text for name in (unit.name, *(alias.text for alias in unit.aliases)))
        assert printed == (unit.provenance == "source"), unit.id
        assert bool(unit.reference) == (unit.provenance == "outside"), unit.id


def test_each_alias_stands_where_it_is_said_to_stand(campaign: Campaign, source_lines: list[str]):
    text = "\n".join(source_lines)
    for holder in (*campaign.units, *campaign.groups):
        for alias in holder.aliases:
            assert alias.text in text, holder.id
            for ref in alias.where:
                assert alias.text in campaign.places[ref].text, (holder.id, ref)


def test_each_definition_is_the_words_of_a_place_that_the_term_names(campaign: Campaign):
    for term in campaign.terms:
        places = [campaign.places[ref].text for ref in term.where]
        assert all(any(name in text for name in (term.name, *term.aliases)) for text in places), term.id
        for line in term.definition.splitlines():
            assert any(line in text for text in places), term.id


def test_each_term_names_every_place_it_stands_in(campaign: Campaign):
    for term in campaign.terms:
        standing = [
            ref
            for ref, place in campaign.places.items()
            if any(name in place.text for name in (term.name, *term.aliases))
        ]
        assert list(term.where) == standing, term.id


def test_each_note_quotes_its_target_and_tells_where_outside_knowledge_is_from(campaign: Campaign):
    for note in campaign.notes:
        assert note.quote in campaign.places[note.target].text, note.id
        assert bool(note.reference) == (note.knowledge == "outside"), note.id


@pytest.mark.parametrize("quote", yaml.safe_load((EXPECTED / "oddities.yml").read_text("utf-8")))
def test_an_oddity_keeps_its_wording_and_has_a_note(campaign: Campaign, quote: dict[str, str]):
    places = {quote["at"]} if "at" in quote else set(campaign.places)
    assert [note.id for note in campaign.notes if quote["quote"] in note.quote and note.target in places]


def test_each_due_date_and_indicator_is_worded_as_in_its_clause(campaign: Campaign):
    dues, indicators = 0, []
    for place in campaign.places.values():
        if place.clause is None:
            continue
        for due in place.clause.due:
            assert due.text in place.text, place.ref
            if due.date is None:
                continue
            dues += 1
            year, month = (int(number) for number in re.findall(r"\d+", due.text))
            assert (due.date.year, due.date.month) == (year, month), place.ref
            assert (due.date + datetime.timedelta(days=1)).day == 1, place.ref
        for indicator in place.clause.indicators:
            indicators.append(indicator.id)
            assert indicator.text in place.text, place.ref
            assert indicator.target in place.text, place.ref
    assert dues == 10
    assert len(indicators) == len(set(indicators)) == 11


def test_the_main_plan_asks_for_four_figures(campaign: Campaign):
    clause = campaign.places["plan#arrangements-3"].clause
    assert clause is not None
    assert [(one.text, one.target) for one in clause.indicators] == [
        ("企业自查覆盖率", "100%"),
        ("一般隐患整改率", "100%"),
        ("重大隐患“五落实”到位率", "100%"),
        ("重大危险源监控措施执行率", "100%"),
    ]


def test_progress_is_reported_on_twelve_fridays(campaign: Campaign):
    first = datetime.date(2022, 11, 11)
    assert campaign.report_dates == tuple(first + datetime.timedelta(weeks=week) for week in range(12))
    assert campaign.report_dates[-1] == datetime.date(2023, 1, 27)


def test_a_row_called_same_is_wording_of_the_clauses_it_comes_from(campaign: Campaign):
    for sector in campaign.sectors:
        assert sector.checklist is not None
        for item in sector.checklist.items:
            body = "".join(campaign.places[f"{sector.id}#{name}"].text for name in item.basis)
            words = PUNCTUATION.sub("", body)
            sentences = [PUNCTUATION.sub("", sentence) for sentence in re.split(r"[；;。]", item.text)]
            kept = all(sentence in words or _after_heading(sentence, item.text) in words for sentence in sentences)
            assert item.relation != "same" or kept, (sector.id, item.id)
            assert (item.relation == "added") == (not item.basis), (sector.id, item.id)


def _after_heading(sentence: str, text: str) -> str:
    """Return the sentence without the heading that a row begins with, such as 承包商管理：."""
    heading, colon, _ = text.partition("：")
    return sentence.removeprefix(PUNCTUATION.sub("", heading)) if colon else sentence


def test_the_campaign_has_no_problem_and_no_warning(reading: Reading):
    assert reading.warnings == ()
