"""Changes → the parts of pages that show them.

In: the `Past` of a site, and changes in printed order. Out: frozen values for `web_revision.html`; pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planpress.model.addresses import PLAN
from planpress.revisions.change import ONLY_PLACE, Change, State
from planpress.revisions.redline import Piece, redline
from planpress.web.past import Past, of_a_place, story_address

RENUMBERING: tuple[str, ...] = ("moved", "renumbered", "split", "merged")
"""Operations after which something bears another number."""


@dataclass(frozen=True)
class ChangeView:
    """One change.

    Attributes:
        change: What it is.
        name: What the operation is called.
        where: The place before and after.
        href: Where that is; empty where it is nowhere any more, or no place.
        history: Where the history of the place is told; may be empty.
        pieces: Its redline.
        units: Ids of those it concerns, in file order.
    """

    change: Change
    name: str
    where: str
    href: str
    history: str
    pieces: tuple[Piece, ...]
    units: tuple[str, ...]


@dataclass(frozen=True)
class ChangeGroup:
    """The changes of one document, or of one kind of what is in no document."""

    anchor: str
    title: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True)
class NumberRow:
    """What bears another number."""

    operation: str
    old: str
    new: str
    href: str
    text: str


def groups_of(past: Past, changes: Iterable[Change], prefix: str = "") -> tuple[ChangeGroup, ...]:
    """Arrange changes by document, in printed order; those of place alone are listed as numbers.

    Args:
        past: Of the site.
        changes: In printed order.
        prefix: Of the anchors, where a page shows several revisions.
    """
    titles = {
        **past.documents,
        "_unit": past.say("Units"),
        "_group": past.say("Groups of units"),
        "_form": past.say("Forms"),
        "_term": past.say("Terms"),
        "_note": past.say("Editor's notes"),
    }
    found: dict[str, list[ChangeView]] = defaultdict(list)
    for change in changes:
        if change.operation != "renumbered":
            found[_group_of(change)].append(change_view(past, change))
    return tuple(
        ChangeGroup(f"{prefix}{_anchor(name)}", titles[name], tuple(found[name])) for name in titles if name in found
    )


def _group_of(change: Change) -> str:
    """Return the document a change belongs to; for what is in no document, its kind."""
    if "#" in change.target:
        return change.target.partition("#")[0]
    if change.kind == "sector":
        return change.target.partition(":")[2]
    return PLAN if change.kind == "plan" else f"_{change.kind}"


def _anchor(group: str) -> str:
    """Return the anchor of a group of changes: a sector may be called as something else on the page."""
    return group if group.startswith("_") else f"_{PLAN}" if group == PLAN else f"_sector-{group}"


def pieces_of(past: Past, change: Change) -> tuple[Piece, ...]:
    """Return the redline of a change."""
    if change.operation in ONLY_PLACE:
        return (Piece("same", change.new_text),)
    return redline(change.old_text, change.new_text, past.words)


def change_view(past: Past, change: Change) -> ChangeView:
    """Describe one change with its redline."""
    where, ref = where_of(past, change), ref_of(change)
    return ChangeView(
        change,
        past.operations[change.operation],
        where,
        past.place_href(ref) if where else "",
        story_address(ref) if ref in past.told else "",
        pieces_of(past, change),
        tuple(unit for unit in past.unit_names if unit in change.units),
    )


def where_of(past: Past, change: Change) -> str:
    """Say where a change is: its place before and after, once where both are the same."""
    return " → ".join(dict.fromkeys(filter(None, (_cites(past, change.before), _cites(past, change.after)))))


def ref_of(change: Change) -> str:
    """Return the address of what a change is about, as it is after it."""
    return change.after[0].ref if change.after else change.target


def _cites(past: Past, states: Sequence[State]) -> str:
    return past.say(", ").join(dict.fromkeys(state.cite for state in states if state.cite))


def numbers_of(past: Past, changes: Iterable[Change]) -> tuple[NumberRow, ...]:
    """List old and new numbers of what bears another one."""
    return tuple(
        NumberRow(
            past.operations[change.operation],
            _cites(past, change.before) or "—",
            _cites(past, change.after) or "—",
            past.place_href(ref_of(change)),
            (change.after or change.before)[0].text,
        )
        for change in changes
        if change.operation in RENUMBERING and of_a_place(change)
    )
