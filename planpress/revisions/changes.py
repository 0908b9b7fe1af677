"""Two states of a campaign → what changed between them, object by object.

In: two `Campaign` values. Out: `Change` values in printed order; pure. Objects are compared by their
permanent ids, never by text or position.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from planpress.model.addresses import PLAN
from planpress.model.campaign import Campaign
from planpress.model.version import Version
from planpress.model.vocabulary import Operation, RevisionKind
from planpress.revisions.change import NEVER_MATERIAL, NOT_MATERIAL, Change
from planpress.revisions.compare_clauses import clause_changes, predecessors_of
from planpress.revisions.compare_records import record_changes, records_of, rule_target
from planpress.revisions.side import Side

OPERATIONS: tuple[Operation, ...] = get_args(Operation)
CORRECTING: tuple[RevisionKind, ...] = ("correction", "editorial")


def changes_between(
    old: Campaign, new: Campaign, kind: RevisionKind = "revision", version: Version | None = None
) -> tuple[Change, ...]:
    """Compare two states of a campaign.

    Args:
        old: The state before.
        new: The state after.
        kind: What the new state is sealed as: in a correction nothing is material by itself.
        version: Which revision the new state is: the marks of its editor on it count. An editorial correction has none.

    Returns:
        Every change in printed order; empty exactly where both say the same. What a withdrawn or a new sector
        holds is not listed besides the sector.
    """
    sides = Side(old), Side(new)
    marks = {mark.target: mark for mark in new.marks if version == Version(mark.revision)}
    found = []
    for change in (*clause_changes(*sides), *record_changes(*sides)):
        mark = marks.get(change.target)
        material = mark.material if mark else kind not in CORRECTING and change.operation not in NOT_MATERIAL
        material = material and change.kind not in NEVER_MATERIAL
        units, remark = tuple(sorted(change.units)), mark.remark if mark else ""
        found.append(replace(change, units=units, material=material, remark=remark))
    before, after = _order_of(old), _order_of(new)
    return tuple(sorted(found, key=lambda change: _place_of(change, before, after)))


def targets_of(campaign: Campaign) -> tuple[str, ...]:
    """Return the address of everything whose id is permanent: clauses, rows, sectors, units and forms."""
    return (
        *campaign.places,
        *(f"sector:{sector.id}" for sector in campaign.sectors),
        *(f"unit:{unit.id}" for unit in campaign.units),
        *(f"form:{form.id}" for form in campaign.forms),
    )


def gone_between(old: Campaign, new: Campaign) -> dict[str, tuple[str, ...]]:
    """Return every permanent address that `new` no longer has, each with what came of it."""
    kept = set(targets_of(new))
    successors: dict[str, list[str]] = defaultdict(list)
    for place in new.places.values():
        for origin in predecessors_of(place):
            successors[origin].append(place.ref)
    return {target: tuple(successors[target]) for target in sorted(targets_of(old)) if target not in kept}


def _order_of(campaign: Campaign) -> dict[str, int]:
    """Return everything that can change → its place as printed."""
    plan = [ref for ref, place in campaign.places.items() if place.sector is None]
    rules = (rule_target(rule.id) for rule in campaign.plan.reporting)
    found = [*(f"{PLAN}:{part}" for part in ("head", "notice", "period")), *rules, f"{PLAN}:contact", *plan]
    for sector in campaign.sectors:
        found.append(f"sector:{sector.id}")
        found += [ref for ref, place in campaign.places.items() if place.sector == sector]
    found += [f"unit:{unit.id}" for unit in campaign.units]
    found += [f"{kind}:{record.id}" for kind, records in records_of(campaign).items() for record in records]
    return {target: number for number, target in enumerate(found)}


def _place_of(change: Change, before: Mapping[str, int], after: Mapping[str, int]) -> tuple[int, int, int, int, str]:
    """Return where a change stands; what is no longer there stands behind what it stood behind."""
    operation = OPERATIONS.index(change.operation)
    if change.target in after:
        return after[change.target], 0, 0, operation, change.target
    targets, at = list(before), before[change.target]
    anchor = next((after[target] for target in reversed(targets[:at]) if target in after), -1)
    return anchor, 1, at, operation, change.target
