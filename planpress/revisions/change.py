"""What one change is, and how it is written down.

In: what `changes.py` found. Out: frozen `Change` values, and the same as JSON and back.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

from planpress.model.vocabulary import Operation
from planpress.record import Record

Kind = Literal["plan", "clause", "item", "sector", "unit", "kind", "group", "form", "term", "note"]
"""What kind of object changed."""

NOT_MATERIAL: tuple[Operation, ...] = ("moved", "renumbered", "renamed", "contact", "category", "cited", "amended")
"""What voids no answer unless the editor of the revision says so; in corrections that holds of everything."""

NEVER_MATERIAL: tuple[Kind, ...] = ("note",)
"""What is the editor's and not the plan's: whatever is done to it, every answer holds."""

ONLY_PLACE: tuple[Operation, ...] = ("moved", "renumbered")
"""A change of place: no word is different."""


@dataclass(frozen=True)
class State:
    """An object as it stands in one of two revisions.

    Attributes:
        ref: Its address, as in `Change.target`.
        label: Its number as printed; empty where it has none.
        cite: How a form cites its place, such as `Annex 2 II.(a)`; of an annex its label; empty for what is no place.
        text: What the change is about, in words: the text of a clause without its label, the name of
            a unit, the day of a deadline. Two states of one change can be compared word by word.
    """

    ref: str
    label: str = ""
    cite: str = ""
    text: str = ""


@dataclass(frozen=True)
class Change:
    """One change of one object.

    Attributes:
        target: What it is about: `gas#item-3`, `unit:police`, `sector:gas`, `plan:period`. For a split it is what
            was split, for a merger what came of it, for a move to another document the new address.
        before: The object as it was; several where objects were merged, none where it was added.
        after: The object as it is; several where it was split, none where it was deleted.
        sectors: Ids of the sectors it belongs to; none in the main plan.
        units: Ids of the units it concerns, sorted: those bound by it, and those whose sheets show it.
        material: Whether what was answered before must be asked again.
        fields: The fields of the record that differ, where the operation does not say it.
        remark: What the editor says about it.
    """

    operation: Operation
    kind: Kind
    target: str
    before: tuple[State, ...]
    after: tuple[State, ...]
    sectors: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    material: bool = False
    fields: tuple[str, ...] = ()
    remark: str = ""

    @property
    def old_text(self) -> str:
        """The text before, parts of it on lines of their own."""
        return "\n".join(state.text for state in self.before)

    @property
    def new_text(self) -> str:
        """The text after, parts of it on lines of their own."""
        return "\n".join(state.text for state in self.after)


def differing(was: Record, now: Record, apart: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields in which two states of a record differ, but those `apart`."""
    names = type(now).model_fields
    return tuple(name for name in names if name not in apart and getattr(was, name) != getattr(now, name))


def change_json(change: Change) -> dict[str, Any]:
    """Return `change` as JSON values; what is empty is left out."""
    return {key: value for key, value in asdict(change).items() if value not in ((), "") or key in ("before", "after")}


def change_from_json(value: Mapping[str, Any]) -> Change:
    """Return the change that `change_json` wrote; raise `ValueError` or one of its kin where it did not."""
    known: dict[str, Any] = {field.name: value[field.name] for field in fields(Change) if field.name in value}
    for key in ("before", "after"):
        known[key] = tuple(State(**state) for state in known[key])
    for key in ("sectors", "units", "fields"):
        if not isinstance(known.setdefault(key, []), list):
            raise TypeError(key)
        known[key] = tuple(known[key])
    change = Change(**known)
    texts = [change.target, change.remark, *change.sectors, *change.units, *change.fields]
    texts += [text for state in (*change.before, *change.after) for text in vars(state).values()]
    named = change.operation in get_args(Operation) and change.kind in get_args(Kind)
    if not named or type(change.material) is not bool or not all(isinstance(text, str) for text in texts):
        raise ValueError(change.target)
    return change
