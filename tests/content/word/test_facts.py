"""What the words of a plan say of days, reports, units and duties; on campaigns whose editor wrote it by hand."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
import yaml
from kit.paths import CASES, TESTS

from planpress.content.unit_list import Listed, named
from planpress.content.validate import read
from planpress.content.word.aligning.known import outline_of_campaign
from planpress.content.word.facts.facts import facts_of
from planpress.content.word.facts.found import Called, Facts, spots
from planpress.content.word.facts.units import names_in, of_list
from planpress.content.word.outline import LETTER, Letter, Outline, Part, Piece
from planpress.i18n import translations
from planpress.model.campaign import Campaign

CASES_OF = yaml.load((CASES / "word" / "facts.yml").read_text("utf-8"), yaml.BaseLoader)


def facts(outline: Outline, language: str, given: tuple[Called, ...] = ()) -> Facts:
    return facts_of(outline, language, given, translations("en").gettext)


def outline(clauses: list[str], issued: str = "") -> Outline:
    halves = [[half.strip() for half in clause.rpartition("|")] for clause in clauses]
    pieces = tuple(Piece(title=half[0], text=half[2], number=at) for at, half in enumerate(halves, 1))
    return Outline(Part(pieces=pieces), (), Letter(date=issued) if issued else None)


def as_letter(plan: Outline) -> Outline:
    """Return a plan whose letter holds all its clauses."""
    assert plan.letter
    return Outline(Part(), (), replace(plan.letter, pieces=plan.plan.pieces))


def listed(names: list[str]) -> tuple[Called, ...]:
    return of_list(named(tuple(Listed(0, name, kind=kind(name)) for name in names), set(), set()))


def kind(name: str) -> str:
    return "township" if name.endswith("镇人民政府") else "department"


# ---------------------------------------------------------------- small ones


@pytest.mark.parametrize("case", CASES_OF["periods"], ids=lambda case: case["clauses"][0][:20])
def test_period_is_what_the_words_say(case: dict[str, Any]) -> None:
    found = facts(outline(case["clauses"], case.get("issued", "")), case["language"])

    assert str(found.begins or "") == case.get("begins", "")
    if "period" not in case:
        assert found.period is None
        return
    said = found.period.model_dump(mode="json", exclude={"phases": {"__all__": {"id"}}})
    assert said == {"phases": [], **case["period"]}


@pytest.mark.parametrize("case", CASES_OF["reports"]["cases"], ids=lambda case: case["text"][:20])
def test_reports_are_what_the_words_say(case: dict[str, Any]) -> None:
    units = listed(CASES_OF["reports"]["units"][case["language"]])
    names = {unit.id: unit.name for unit in units}
    issued = "2024年2月20日" if case["language"] == "zh" else "20 February 2024"
    found = facts(outline([case["text"]], issued), case["language"], units)

    rules = [one.rule.model_dump(mode="json", exclude_defaults=True, exclude={"clause"}) for one in found.reporting]
    for rule in rules:
        rule["to"] = names[rule["to"]]
        rule["from"] = [names[name] for name in rule.pop("from_units", ()) if name in names]
    contact = found.contact
    assert rules == ([case["rule"]] if "rule" in case else [])
    assert (contact.phone if contact else "", contact.email if contact else "") == (
        case.get("phone", ""),
        case.get("email", ""),
    )
    assert len([doubt for doubt in found.doubts if doubt.number]) >= int(case.get("doubts", 0))


@pytest.mark.parametrize("case", CASES_OF["duties"]["cases"], ids=lambda case: case["text"][:20])
def test_duties_are_proposed_by_the_words(case: dict[str, Any]) -> None:
    units = listed(CASES_OF["duties"]["units"][case["language"]])
    names = {unit.id: unit.name for unit in units}
    found = facts(outline([case["text"]]), case["language"], units)

    said = {duty.role: [names[name] for name in duty.units] for duty in found.duties}
    assert said == {key: value for key, value in case.items() if key not in ("language", "text")}


@pytest.mark.parametrize("case", CASES_OF["dues"], ids=lambda case: case["language"])
def test_dues_are_what_the_words_say(case: dict[str, Any]) -> None:
    found = facts(outline(case["clauses"], case["issued"]), case["language"], listed(case["units"]))

    said = [
        [str(one.spot.at), str(one.due.date or one.due.every or " ".join(day.name for day in one.due.on))]
        for one in found.dues
    ]
    assert sorted(said) == sorted(case["dues"])
    assert not any(one.assumed for one in found.dues)


@pytest.mark.parametrize("case", CASES_OF["dues"][:2], ids=lambda case: case["language"])
def test_letter_that_is_the_plan_says_what_a_plan_says(case: dict[str, Any]) -> None:
    plan, units = outline(case["clauses"], case["issued"]), listed(case["units"])
    of_plan, of_letter = (facts(one, case["language"], units) for one in (plan, as_letter(plan)))

    assert [one.due for one in of_letter.dues] == [one.due for one in of_plan.dues]
    assert [(one.units, one.role) for one in of_letter.duties] == [(one.units, one.role) for one in of_plan.duties]
    assert {one.spot.part for one in of_letter.dues} == {LETTER}


@pytest.mark.parametrize("case", CASES_OF["names"], ids=lambda case: case["text"][:20])
def test_names_of_units_are_whole(case: dict[str, Any]) -> None:
    assert list(dict.fromkeys(names_in(case["text"], "zh"))) == case["names"]


@pytest.mark.parametrize("case", CASES_OF["leads"], ids=lambda case: case["text"])
def test_leads_of_an_annex_are_proposed(case: dict[str, Any]) -> None:
    units = listed(case["units"])
    names = {unit.id: unit.name for unit in units}
    annex = Part("1", "", (Piece(text=case["text"]),))
    found = facts(Outline(Part(), (annex,)), case["language"], units).leads

    assert [names[name] for one in found for name in one.units] == case["leads"]
    assert all(one.plainly and one.part == 1 for one in found)


# ---------------------------------------------------------------- the first campaign


@pytest.fixture(scope="module")
def without_aliases(real: Campaign) -> Facts:
    """What is found where nobody has said how else units are called."""
    units = [Called(one.id, one.name, one.short, one.code, one.kind, given=True) for one in real.units]
    groups = [Called(one.id, one.name, members=one.members, given=True) for one in real.groups]
    return facts(outline_of_campaign(real), "zh", (*units, *groups))


@pytest.fixture(scope="module")
def refs(real: Campaign) -> dict[Any, str]:
    return {spot: piece.ref for spot, piece in spots(outline_of_campaign(real))}


def test_period_reports_and_contact_are_those_of_the_editor(
    real: Campaign, without_aliases: Facts, refs: dict[Any, str]
) -> None:
    plan, contact = real.plan, without_aliases.contact
    assert without_aliases.issued == datetime.date(2022, 11, 10)
    assert without_aliases.period == plan.period
    assert without_aliases.issuers == plan.issuers
    (rule,) = without_aliases.reporting
    assert rule.rule.model_copy(update={"clause": refs[rule.spot].partition("#")[2]}) == plan.reporting[0]
    assert contact is not None
    assert plan.contact is not None
    assert (contact.unit, contact.phone, contact.email) == (plan.contact.unit, plan.contact.phone, plan.contact.email)


def test_all_dates_are_found_and_none_too_many(real: Campaign, without_aliases: Facts, refs: dict[Any, str]) -> None:
    by_hand = {(place.ref, due.date) for place in real.places.values() if place.clause for due in place.clause.due}
    found = {(refs[one.spot], one.due.date) for one in without_aliases.dues}
    dated = {one for one in found if one[1]}

    assert dated == {one for one in by_hand if one[1]}
    assert len(dated) == 10
    rest = [(refs[one.spot], one.due.every, one.due.during, len(one.due.on)) for one in without_aliases.dues]
    wanted = [
        (place.ref, due.every, due.during, len(due.on))
        for place in real.places.values()
        for due in (place.clause.due if place.clause else ())
    ]
    assert len(set(wanted) - set(rest)) <= 1
    assert len(set(rest) - set(wanted)) <= 1


def test_words_of_dues_stand_in_their_clauses(real: Campaign, without_aliases: Facts, refs: dict[Any, str]) -> None:
    for one in without_aliases.dues:
        assert one.due.text in real.places[refs[one.spot]].text


def test_most_duties_are_proposed_and_few_too_many(
    real: Campaign, without_aliases: Facts, refs: dict[Any, str]
) -> None:
    by_hand: dict[tuple[str, str], set[str]] = {}
    for place in real.places.values():
        for duty in place.clause.duties if place.clause else ():
            for unit in duty.units:
                by_hand.setdefault((place.ref, unit), set()).add(duty.role)
    found: dict[tuple[str, str], set[str]] = {}
    for one in without_aliases.duties:
        for unit in one.units:
            found.setdefault((refs[one.spot], unit), set()).add(one.role)
    both = by_hand.keys() & found.keys()

    assert len(both) >= 140
    assert len(found.keys() - by_hand.keys()) <= 6
    assert sum(bool(by_hand[key] & found[key]) for key in both) >= 0.9 * len(both)


def test_leads_and_responsible_units(real: Campaign, without_aliases: Facts, refs: dict[Any, str]) -> None:
    assert [one.units for one in without_aliases.leads] == [sector.lead for sector in real.sectors]
    assert all(one.plainly for one in without_aliases.leads)
    by_hand = {(ref, unit) for ref, place in real.places.items() if place.clause for unit in place.clause.responsible}
    found = {(refs[one.spot], unit) for one in without_aliases.responsible for unit in one.units}
    assert found <= by_hand
    assert len(found) >= 16


def test_basis_of_rows(real: Campaign, without_aliases: Facts, refs: dict[Any, str]) -> None:
    sectors = real.sectors
    by_hand = {
        (number, at): {f"{sector.id}#{name}" for name in item.basis}
        for number, sector in enumerate(sectors, 1)
        for at, item in enumerate(sector.checklist.items if sector.checklist else ())
    }
    right = [refs[one.basis] in by_hand[one.part, one.row] for one in without_aliases.basis]
    assert sum(right) >= 90
    assert sum(right) >= 0.95 * len(right)


def test_units_are_proposed_and_few_that_are_none(real: Campaign) -> None:
    found = facts(outline_of_campaign(real), "zh")
    known = {words for unit in real.units for words in (unit.name, unit.short, *(one.text for one in unit.aliases))}
    units = [unit for unit in found.units if not unit.members]
    right = [unit for unit in units if unit.name in known]

    assert len(right) >= 26
    assert len(right) >= 0.8 * len(units)
    assert all(unit.code and unit.id and not unit.given for unit in units)
    assert next(unit for unit in units if unit.name == "区应急管理局").times >= 10


@pytest.mark.parametrize(
    ("name", "missed", "too_many"), [("harbour", 0, 1), ("school", 0, 0), ("joint", 1, 0), ("lettered", 0, 0)]
)
def test_dues_of_other_campaigns(name: str, missed: int, too_many: int) -> None:
    other = read(TESTS / "campaigns" / name).campaign
    read_again = outline_of_campaign(other)
    units = tuple(Called(one.id, one.name, one.short, one.code, one.kind, given=True) for one in other.units)
    found = facts(read_again, other.plan.language, units)
    refs = {spot: piece.ref for spot, piece in spots(read_again)}
    said = {(refs[one.spot], one.due.date, one.due.every, one.due.during) for one in found.dues}
    by_hand = {
        (place.ref, due.date, due.every, due.during)
        for place in other.places.values()
        for due in (place.clause.due if place.clause else ())
    }
    assert len(by_hand - said) == missed
    assert len(said - by_hand) == too_many
