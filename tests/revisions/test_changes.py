"""Every change between two states is found, as what it is, and nothing else; per unit too."""

from __future__ import annotations

import datetime
import json
import random
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from kit.folder import edit
from kit.paths import HARBOUR
from kit.revision_maker import OPERATIONS, Made, Maker, Truth
from kit.verdicts import verdict

from planpress.content.validate import read
from planpress.model.campaign import Campaign, spoken
from planpress.model.revision import Mark, Retired
from planpress.model.version import Version
from planpress.release import prepare, seal
from planpress.revisions.change import NOT_MATERIAL, Change, change_from_json, change_json
from planpress.revisions.changes import changes_between, gone_between
from planpress.revisions.history import Gone, History, history_of
from planpress.revisions.request import ReleaseRequest

REVISIONS = 30
WEIGHED = yaml.safe_load((HARBOUR.parents[1] / "cases" / "material.yml").read_text("utf-8"))
FIRST_DAY = datetime.date(2031, 9, 15)


def day_of(number: int) -> datetime.date:
    """The first day of a constructed revision."""
    return FIRST_DAY + datetime.timedelta(days=3 * number)


@dataclass(frozen=True)
class Row:
    """Thirty constructed revisions in a row: the folder, what each did, and what sealed it."""

    root: Path
    maker: Maker
    made: dict[int, Made]
    kinds: dict[int, str]
    history: History


@pytest.fixture(scope="module")
def row(tmp_path_factory: pytest.TempPathFactory) -> Row:
    root = Path(shutil.copytree(HARBOUR, tmp_path_factory.mktemp("row") / "campaign"))
    plan = root / "content" / "plan.yml"
    plan.write_text(plan.read_text("utf-8").replace("revision: {number: 3, issued: 2031-09-15}\n", ""), "utf-8")
    dice = random.Random(20310915)
    maker = Maker(root, dice)
    names = list(OPERATIONS)
    made, kinds = {}, {1: "original"}
    seal(root, prepare(root, ReleaseRequest("original", "First issue", day_of(1))))
    for number in range(2, REVISIONS + 2):
        made[number] = maker.revise(names[number % len(names)])
        while not made[number].truths:
            made[number] = maker.revise(dice.choice(names))
        kinds[number] = dice.choice(["revision", "revision", "correction"])
        seal(root, prepare(root, ReleaseRequest(kinds[number], "Constructed for a test", day_of(number))))
    return Row(root, maker, made, kinds, history_of(root))


def told(change: Change) -> Truth:
    before, after = (tuple(state.ref for state in states) for states in (change.before, change.after))
    return Truth(change.operation, change.target, frozenset(change.units), before, after)


def test_thirty_revisions_contain_every_operation(row: Row) -> None:
    assert len(row.made) == REVISIONS
    assert {name for made in row.made.values() for name in made.operations} == set(OPERATIONS)


def test_sealed_changes_are_the_truth(row: Row) -> None:
    for number, made in row.made.items():
        found = [told(change) for change in row.history.sealed[Version(number)].changes]

        assert len(found) == len(set(found)), number
        assert set(found) == made.truths, (number, made.operations)


def test_sealed_changes_are_the_truth_for_each_unit(row: Row) -> None:
    for number, made in row.made.items():
        sealed = row.history.sealed[Version(number)]
        units = {unit for truth in made.truths for unit in truth.units} | set(sealed.campaign.unit_by_id)
        for unit in units:
            found = {(change.operation, change.target) for change in sealed.changes if unit in change.units}

            assert found == {(truth.operation, truth.target) for truth in made.truths if unit in truth.units}


def test_corrections_are_not_material_and_revisions_are_where_words_or_duties_change(row: Row) -> None:
    for number in row.made:
        for change in row.history.sealed[Version(number)].changes:
            of_the_plan = change.operation not in NOT_MATERIAL and change.kind != "note"
            assert change.material == (row.kinds[number] == "revision" and of_the_plan)


@pytest.mark.parametrize("case", WEIGHED, ids=[case["edit"] for case in WEIGHED])
def test_answers_are_asked_again_only_for_what_the_plan_says(case: dict[str, Any], harbour, tmp_path: Path) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    edit(root, case["file"], case["find"], case["put"])
    if "changes" in case:
        (root / "content" / "changes.yml").write_text(case["changes"], "utf-8")
    found = changes_between(harbour, read(root).campaign, "revision", Version(4))

    assert {(change.target, change.material) for change in found if change.target == case["target"]} == {
        (case["target"], case["material"])
    }


def test_each_unit_whose_sheets_changed_is_told_of_a_change(row: Row) -> None:
    for number in row.made:
        before, after = row.history.sealed[Version(number - 1)].sheets, row.history.sealed[Version(number)].sheets
        told_of = {unit for change in row.history.sealed[Version(number)].changes for unit in change.units}
        changed = {
            record.unit
            for sheets, others in ((before, after), (after, before))
            for code, record in sheets.items()
            if code not in others or others[code].fingerprint != record.fingerprint
        }

        assert changed - {None} <= told_of, number


def test_a_comparison_gives_what_was_sealed(row: Row) -> None:
    for number in (2, 9, REVISIONS + 1):
        sealed = row.history.sealed[Version(number)]
        again = changes_between(
            row.history.sealed[Version(number - 1)].campaign, sealed.campaign, sealed.meta.kind, sealed.version
        )

        assert again == sealed.changes


def test_changes_come_as_printed(row: Row) -> None:
    for number in row.made:
        campaign = row.history.sealed[Version(number)].campaign
        order = {ref: place for place, ref in enumerate(campaign.places)}
        for sector in [None, *campaign.sector_by_id]:
            found = [
                order[change.target]
                for change in row.history.sealed[Version(number)].changes
                if change.target in order and (change.sectors or (None,))[0] == sector
            ]
            assert found == sorted(found)


# ---------------------------------------------------------------- what became of the paper


def _verdict_by_hand(
    prints: dict[int, dict[str, str]], code: str, fingerprint: str, now: int
) -> tuple[str, int | None]:
    """Look through the lists of sheets, revision by revision."""
    had = [number for number, sheets in prints.items() if sheets.get(code) == fingerprint]
    if not had:
        return "unknown", None
    if prints[now].get(code) == fingerprint:
        since = now
        while prints.get(since - 1, {}).get(code) == fingerprint:
            since -= 1
        return ("in-force" if since == now else "unchanged-since"), since
    past = [number for number in had if number < now]
    if not past:
        return "not-yet", had[0]
    if code in prints[now]:
        return "replaced", next(number for number in range(past[-1] + 1, now + 1) if code in prints[number])
    since = now
    while code not in prints[since - 1]:
        since -= 1
    return "withdrawn", since


def test_every_sheet_ever_sealed_gets_the_right_verdict_on_every_day(row: Row) -> None:
    prints = {
        version.number: {code: record.fingerprint for code, record in sealed.sheets.items()}
        for version, sealed in row.history.sealed.items()
    }
    pairs = {(code, fingerprint) for sheets in prints.values() for code, fingerprint in sheets.items()}
    outcomes = set()
    for now in prints:
        for code, fingerprint in pairs:
            found = verdict(row.history.ledger, code, fingerprint, day_of(now))
            revision = found.revision.number if found.revision else None
            assert (found.outcome, revision) == _verdict_by_hand(prints, code, fingerprint, now)
            outcomes.add(found.outcome)
            if found.outcome == "replaced":
                assert found.current == prints[now][code]
    assert outcomes == {"in-force", "unchanged-since", "replaced", "withdrawn", "not-yet"}


def test_what_was_never_printed_is_unknown(row: Row) -> None:
    code, record = next(iter(row.history.sealed[Version(1)].sheets.items()))

    assert verdict(row.history.ledger, "HWR-99-IL-QO", record.fingerprint, day_of(9)).outcome == "unknown"
    assert verdict(row.history.ledger, code, "00000000", day_of(9)).outcome == "unknown"
    assert verdict(row.history.ledger, code, record.fingerprint, FIRST_DAY).outcome == "not-yet"


def _ends(maker: Maker, ref: str) -> tuple[str, ...]:
    if ref not in maker.fates:
        return (ref,)
    return tuple(dict.fromkeys(end for successor in maker.fates[ref] for end in _ends(maker, successor)))


def test_every_address_ever_sealed_leads_to_what_became_of_it(row: Row) -> None:
    refs = {ref for sealed in row.history.sealed.values() for ref in sealed.campaign.places}
    assert row.maker.fates.keys() <= refs
    for ref in refs:
        gone = row.history.gone(ref)
        if ref in row.maker.fates:
            assert gone.revision is not None
            assert ref not in row.history.sealed[gone.revision].campaign.places
            assert ref in row.history.before(gone.revision).campaign.places
            assert gone.successors == _ends(row.maker, ref)
        else:
            assert gone == Gone()
    assert row.history.gone("quays#never") == Gone()


# ---------------------------------------------------------------- single rules


def _found(old: Campaign, new: Campaign, **more: Any) -> list[tuple[str, str]]:
    return [(change.operation, change.target) for change in changes_between(old, new, **more)]


def _with_clauses(campaign: Campaign, sector: str, edit: Any) -> Campaign:
    changed = [
        one.model_copy(update={"clauses": edit(one.clauses)}) if one.id == sector else one for one in campaign.sectors
    ]
    return replace(campaign, sectors=tuple(changed))


def test_equal_campaigns_have_no_changes(harbour: Campaign, real: Campaign) -> None:
    for campaign in (harbour, real):
        assert changes_between(campaign, replace(campaign)) == ()


def test_what_is_about_the_edition_is_no_change(harbour: Campaign) -> None:
    plan = harbour.plan.model_copy(update={"site_url": "https://plan.example/", "variant": "large", "revision": None})
    other = replace(harbour, plan=plan, retired=(Retired(target="unit:gone"),))

    assert changes_between(harbour, other) == ()
    assert spoken(harbour) == spoken(other)


def _leaves(campaign: Campaign) -> list[tuple[str, Campaign]]:
    """The campaign with one field of one record made another, for fields of every record."""
    plan, sector, unit = campaign.plan, campaign.sectors[0], campaign.units[1]
    clause, item = sector.clauses[0], sector.checklist.items[0]
    heads = {
        "id": "x",
        "code": "X",
        "language": "zh",
        "name": "x",
        "short": "x",
        "title": "x",
        "issuers": ("quay-office",),
    }
    cases = [
        (f"plan.{key}", replace(campaign, plan=plan.model_copy(update={key: value}))) for key, value in heads.items()
    ]
    for key, value in {"number": 9, "label": "x", "title": "x", "short": "x", "lead": ("crane-office",)}.items():
        cases.append((f"sector.{key}", _put(campaign, sector.model_copy(update={key: value}))))
    for key, value in {"kind": "focus", "label": "x", "title": "x", "text": "x", "sector": "cranes"}.items():
        other = clause.model_copy(update={key: value})
        cases.append(
            (f"clause.{key}", _put(campaign, sector.model_copy(update={"clauses": (other, *sector.clauses[1:])})))
        )
    for key, value in {"label": "x", "text": "x", "basis": (), "relation": "same"}.items():
        items = (item.model_copy(update={key: value}), *sector.checklist.items[1:])
        checklist = sector.checklist.model_copy(update={"items": items})
        cases.append((f"item.{key}", _put(campaign, sector.model_copy(update={"checklist": checklist}))))
    checklist = sector.checklist.model_copy(update={"title": "x"})
    cases.append(("checklist.title", _put(campaign, sector.model_copy(update={"checklist": checklist}))))
    for key, value in {
        "name": "x",
        "short": "x",
        "code": "X",
        "kind": "body",
        "level": "city",
        "reference": "x",
    }.items():
        units = tuple(one.model_copy(update={key: value}) if one is unit else one for one in campaign.units)
        cases.append((f"unit.{key}", replace(campaign, units=units)))
    for name in ("units", "groups", "forms", "terms", "notes"):
        records = getattr(campaign, name)
        cases.append((f"{name} in another order", replace(campaign, **{name: tuple(reversed(records))})))
    for name, key in (
        ("groups", "name"),
        ("forms", "title"),
        ("forms", "copies"),
        ("terms", "note"),
        ("notes", "remark"),
    ):
        records = getattr(campaign, name)
        changed = (records[0].model_copy(update={key: "x"}), *records[1:])
        cases.append((f"{name}.{key}", replace(campaign, **{name: changed})))
    return [case for case in cases if spoken(case[1]) != spoken(campaign)]


def _put(campaign: Campaign, sector: Any) -> Campaign:
    return replace(campaign, sectors=(sector, *campaign.sectors[1:]))


def test_no_field_changes_unseen(harbour: Campaign) -> None:
    cases = _leaves(harbour)
    unseen = [name for name, other in cases if not changes_between(harbour, other)]

    assert len(cases) >= 35
    assert unseen == []


@pytest.mark.parametrize(
    ("others", "before", "after"),
    [
        ({"title": "x"}, "List of quays", "x"),
        (
            {"form": "release-note"},
            "List of quays\nInspection list (IL)",
            "List of quays\nRelease note (RN)",
        ),
    ],
)
def test_head_of_a_checklist_is_told_in_words(
    harbour: Campaign, others: dict[str, str], before: str, after: str
) -> None:
    sector = harbour.sectors[0]
    checklist = sector.checklist.model_copy(update=others)
    (change,) = changes_between(harbour, _put(harbour, sector.model_copy(update={"checklist": checklist})))
    assert (change.fields, change.old_text, change.new_text) == (("checklist",), before, after)


def test_clause_under_another_heading_is_moved(harbour: Campaign) -> None:
    def lift(clauses: Any) -> Any:
        head = clauses[0]
        return (head.model_copy(update={"clauses": head.clauses[:2]}), head.clauses[2])

    assert _found(harbour, _with_clauses(harbour, "quays", lift)) == [("moved", "quays#do-3")]


def test_row_that_goes_to_another_sector_is_moved_not_deleted(harbour: Campaign) -> None:
    quays, cranes = harbour.sectors
    row = cranes.checklist.items[2]
    left = cranes.checklist.model_copy(update={"items": cranes.checklist.items[:2]})
    came = row.model_copy(update={"id": "item-wind", "predecessors": ("cranes#item-c",)})
    joined = quays.checklist.model_copy(update={"items": (*quays.checklist.items, came)})
    other = replace(
        harbour,
        sectors=(quays.model_copy(update={"checklist": joined}), cranes.model_copy(update={"checklist": left})),
    )
    changes = changes_between(harbour, other)

    assert [change.operation for change in changes] == ["moved"]
    assert changes[0].sectors == ("cranes", "quays")
    assert changes[0].before[0].ref == "cranes#item-c"
    assert changes[0].target == "quays#item-wind"
    assert gone_between(harbour, other) == {"cranes#item-c": ("quays#item-wind",)}


def test_predecessors_of_an_earlier_revision_are_no_news(harbour: Campaign) -> None:
    quays = harbour.sectors[0]
    merged = quays.checklist.items[0].model_copy(update={"predecessors": ("item-z",)})
    checklist = quays.checklist.model_copy(update={"items": (merged, *quays.checklist.items[1:])})
    old = _put(harbour, quays.model_copy(update={"checklist": checklist}))

    assert changes_between(old, old) == ()
    assert changes_between(harbour, old) == ()


def test_editor_may_mark_one_change_of_one_revision(harbour: Campaign) -> None:
    quays = harbour.sectors[0]
    row = quays.checklist.items[0].model_copy(update={"text": "Grit bin is full."})
    checklist = quays.checklist.model_copy(update={"items": (row, *quays.checklist.items[1:])})
    other = _put(harbour, quays.model_copy(update={"checklist": checklist}))
    mark = Mark.model_validate(
        {"revision": "4", "target": "quays#item-a", "material": "false", "remark": "Same thing."}
    )
    marked = replace(other, marks=(mark,))

    assert [change.material for change in changes_between(harbour, marked, "revision", Version(4))] == [False]
    assert changes_between(harbour, marked, "revision", Version(4))[0].remark == "Same thing."
    assert [change.material for change in changes_between(harbour, marked, "revision", Version(5))] == [True]
    assert [change.material for change in changes_between(harbour, other, "correction", Version(4))] == [False]


def test_unit_added_and_withdrawn(harbour: Campaign) -> None:
    more = harbour.units[1].model_copy(update={"id": "ice-office", "name": "Ice Office", "code": "IO"})
    other = replace(harbour, units=(*harbour.units, more))

    assert _found(harbour, other) == [("added", "unit:ice-office")]
    assert _found(other, harbour) == [("withdrawn", "unit:ice-office")]


def test_change_written_as_json_comes_back(row: Row) -> None:
    for sealed in row.history.sealed.values():
        for change in sealed.changes:
            assert change_from_json(json.loads(json.dumps(change_json(change)))) == change


def test_sealed_campaigns_still_read(row: Row) -> None:
    assert read(row.root).campaign.standing.version.number == REVISIONS + 1
    assert not read(row.root).campaign.standing.draft
