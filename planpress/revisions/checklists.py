"""A checklist before and after → its rows side by side, and which answers to them still hold.

In: a sector in two states, and the `Step` between them. Out: `RowPair` values; pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from planpress.model.records import Item, Sector
from planpress.revisions.change import Change
from planpress.revisions.changes import predecessors_of
from planpress.revisions.steps import Step

Answer = Literal["valid", "again", "ended"]
"""What becomes of an answer: it holds, it must be given again, or nobody asks for it any more."""


@dataclass(frozen=True)
class RowPair:
    """A row of a checklist before and after.

    Attributes:
        old: Its number before; several where rows were merged, none where it is new.
        new: Its number after; none where it was deleted.
        changes: What happened to it besides a new number.
        before: Its words before.
        after: Its words after.
        answer: What becomes of its answer.
    """

    old: tuple[str, ...]
    new: str
    changes: tuple[Change, ...]
    before: str
    after: str
    answer: Answer


def row_pairs(old: Sector, new: Sector, step: Step) -> tuple[RowPair, ...]:
    """Pair the rows of a checklist as it was and as it is: in the new order, each deleted row where it stood."""
    changes = _changes_of_rows(step)
    before = _items(old)
    pairs: list[RowPair] = []
    became: dict[str, RowPair] = {}
    for item in _items(new).values():
        own = changes[f"{new.id}#{item.id}"]
        origins = _origins(item, new, before, own, step)
        again = not origins or any(change.material for change in own)
        labels, texts = tuple(one.label for one in origins), "\n".join(one.text for one in origins)
        pairs.append(RowPair(labels, item.label, tuple(own), texts, item.text, "again" if again else "valid"))
        became |= {origin.id: pairs[-1] for origin in origins}
    at = 0
    for item in before.values():
        if item.id in became:
            at = next(number for number, pair in enumerate(pairs, 1) if pair is became[item.id])
        else:
            own = changes[f"{old.id}#{item.id}"]
            pairs.insert(at, RowPair((item.label,), "", tuple(own), item.text, "", "ended"))
            at += 1
    return tuple(pairs)


def _changes_of_rows(step: Step) -> Mapping[str, list[Change]]:
    """Return address → what happened to the row, a new number aside."""
    found: dict[str, list[Change]] = defaultdict(list)
    for change in step.changes:
        if change.kind == "item" and change.operation != "renumbered":
            for ref in {change.target, *(state.ref for state in (*change.before, *change.after))}:
                found[ref].append(change)
    return found


def _origins(
    item: Item, sector: Sector, before: Mapping[str, Item], changes: Sequence[Change], step: Step
) -> list[Item]:
    """Return the rows of the checklist before that `item` is, or came of.

    What came from another checklist was answered on another sheet: it is asked again.
    """
    origins = [before[item.id]] if item.id in before else []
    if not origins or any(change.operation in ("split", "merged") for change in changes):
        named = [origin.partition("#") for origin in predecessors_of(step.new.places[f"{sector.id}#{item.id}"])]
        own = [before[name] for document, _sign, name in named if document == sector.id and name in before]
        origins += [origin for origin in own if origin not in origins]
    return origins


def _items(sector: Sector) -> dict[str, Item]:
    return {item.id: item for item in sector.checklist.items} if sector.checklist else {}
