"""Every bond has its words or its note, and whom words name besides is told: `campaign.reasons`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml
from kit.paths import CASES

from planpress.model.campaign import Campaign
from planpress.model.reasons import Reason
from planpress.model.records import Alias, Clause, Group, Note, Unit

CASE = yaml.safe_load((CASES / "reasons.yml").read_text("utf-8"))


def called(record: Unit | Group, names: list[list[Any]]) -> dict[str, object]:
    aliases = [Alias(text=words, where=tuple(where[0]) if where else ()) for words, *where in names]
    return {"aliases": tuple(aliases)}


def constructed(harbour: Campaign, case: dict[str, Any]) -> Campaign:
    """Return the small campaign with the clauses, names and notes of a case, and nothing else that binds."""
    clauses = tuple(Clause.model_validate(clause) for clause in case["clauses"])
    names = case.get("called", {})
    return replace(
        harbour,
        plan=harbour.plan.model_copy(update={"clauses": ()}),
        sectors=(harbour.sectors[1].model_copy(update={"clauses": clauses, "checklist": None}),),
        units=tuple(unit.model_copy(update=called(unit, names.get(unit.id, []))) for unit in harbour.units),
        groups=tuple(group.model_copy(update=called(group, names.get(group.id, []))) for group in harbour.groups),
        notes=tuple(
            Note(id=f"n{number}", target=ref, kind="binding", units=tuple(units), remark="Because.")
            for number, (ref, units) in enumerate(case.get("notes", []))
        ),
        forms=(),
    )


def told(words: tuple[str, ...], notes: tuple[Note, ...], above: str = "") -> str:
    said = " + ".join(words) + (f" above in {above}" if above else "")
    return " ".join(filter(None, (said, *(f"({note.target})" for note in notes)))) or "?"


def reason_told(reason: Reason, here: str) -> str:
    return told(reason.words, reason.notes, "" if reason.place.anchor == here else reason.place.anchor)


@pytest.mark.parametrize("case", CASE, ids=[case["name"] for case in CASE])
def test_words_and_notes_say_whom_a_clause_binds(harbour: Campaign, case: dict[str, Any]) -> None:
    campaign = constructed(harbour, case)
    reasons = campaign.reasons

    bound = [
        f"{unit.id} @ {work.place.anchor}: {reason_told(reason, work.place.anchor)}"
        for unit in campaign.units
        for work, reason in reasons.bonds(unit)
    ]
    unbound = [
        f"{', '.join(unit.id for unit in one.units)} @ {one.place.anchor}: {told(one.words, one.notes)}"
        for one in reasons.unbound
    ]

    assert sorted(bound) == sorted(case.get("bound", []))
    assert unbound == case.get("unbound", [])


def test_every_bond_of_the_real_campaign_has_its_words_or_a_note(real: Campaign) -> None:
    """Nobody is bound without a reason, and no body is named without a bond, or a note why there is none."""
    explained = {(unit.id, work.place.ref): reason for unit in real.units for work, reason in real.reasons.bonds(unit)}
    responsible = {
        (unit.id, place.ref)
        for place in real.places.values()
        for unit in (real.members(place.clause.responsible) if place.clause else ())
    }

    assert set(explained) == {(bond.unit.id, bond.place.ref) for bond in real.bindings.bonds} | responsible
    assert [bond for bond, reason in explained.items() if not reason.given] == []
    named = [(one.place.ref, one.words, [unit.id for unit in one.units]) for one in real.reasons.unbound]
    assert [found for found, one in zip(named, real.reasons.unbound, strict=True) if not one.notes] == []


def test_every_name_in_the_real_campaign_is_bound_told_or_part_of_a_longer_one(real: Campaign) -> None:
    """The same once more without the search for the longest: wherever a name stands, somebody has answered for it."""
    names = [
        (record.id, words, where)
        for record in (*real.units, *real.groups)
        for words, where in [(record.name, ()), *((alias.text, alias.where) for alias in record.aliases)]
    ]
    told = {(one.place.ref, unit.id) for one in real.reasons.unbound for unit in one.units}
    left = []
    for ref, place in real.places.items():
        here = [(of, words) for of, words, where in names if not where or ref in where] if place.clause else []
        here = [(of, words) for of, words in here if words in place.text]
        rest = {words: place.text for _of, words in here}
        for words in rest:
            for longer in {other for _of, other in here if words in other and words != other}:
                rest[words] = rest[words].replace(longer, " ")
        bound = {unit.id for unit in real.bindings.named(place)} | real.bindings.repeating(place)
        left += [
            (ref, words, unit.id)
            for of, words in here
            for unit in real.members((of,))
            if words in rest[words] and unit.id not in bound and (ref, unit.id) not in told
        ]

    assert left == []
