"""Sealed revisions → scripts that tell what is different on a sheet that replaced an outdated one.

In: the `Past` of a site. Out: a script a revision, which the page that checks sheets reads; pure.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from typing import Any

from planpress.model.addresses import differences_js
from planpress.model.identity import Identity
from planpress.redline import Piece
from planpress.revisions.change import Change
from planpress.revisions.history import Sealed
from planpress.revisions.shown import Borne, borne_by, shown_on
from planpress.sheets.printed import printed_of
from planpress.web.past import Past

NAME = "planpressDifferences"
"""What each script calls its value; `assets/js/check.js` reads it."""

MARKS = {"same": 0, "deleted": -1, "inserted": 1}

_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))

Cut = Sequence[tuple[Change, Sequence[Piece]]]
"""Changes with their redlines."""


@dataclass(frozen=True)
class Bearing:
    """What each sheet of a revision bears, and which sheets each pack holds."""

    borne: Mapping[Identity, Borne]
    parts: Mapping[Identity, Sequence[Identity]]


def differences(past: Past) -> dict[str, str]:
    """Return by address the changes of each revision, and which of them each sheet shows, by its code there."""

    @cache
    def bearing(sealed: Sealed) -> Bearing:
        steps = tuple(step for step in past.history.steps if step.version <= sealed.version)
        printed = printed_of(sealed.campaign, steps, repealed=sealed.meta.kind == "repeal")
        borne = {sheet.identity: borne_by(sheet.view) for sheet in printed.all}
        return Bearing(borne, {pack.sheet.identity: [part.identity for part in pack.parts] for pack in printed.packs})

    found = {}
    for before, sealed in pairwise(past.sealed.values()):
        cut = [(change, past.pieces(change)) for change in sealed.changes]
        told = [_told(past, change, pieces) for change, pieces in cut]
        shown = _shown_by(past, sealed, bearing(before), bearing(sealed), cut)
        text = f'{{"changes": {_json(told)},\n"sheets": {_json(shown)}}}'
        found[differences_js(sealed.version)] = f"var {NAME} = {text};\n"
    return found


def _told(past: Past, change: Change, pieces: Sequence[Piece]) -> dict[str, Any]:
    """Return a change as the script tells it; where only a number is another, without its words."""
    shown = () if change.operation == "renumbered" else pieces
    return {
        "what": past.operations[change.operation],
        "where": past.where(change),
        "pieces": [[MARKS[piece.mark], piece.text] for piece in shown],
    }


def _shown_by(past: Past, sealed: Sealed, old: Bearing, new: Bearing, cut: Cut) -> dict[str, list[int]]:
    """Return the numbers of the changes that each changed sheet shows; a pack shows those of its sheets too."""
    changed = [one.sheet for one in past.differing[sealed.version] if one.state == "changed"]
    own = {
        sheet.identity: shown_on(sheet.unit, old.borne[sheet.identity], new.borne[sheet.identity], cut)
        for sheet in changed
        if sheet.identity in old.borne and sheet.identity in new.borne
    }
    found = {}
    for sheet in changed:
        parts = {*old.parts.get(sheet.identity, ()), *new.parts.get(sheet.identity, ())}
        held = (own.get(identity, ()) for identity in (sheet.identity, *parts))
        found[sheet.code] = sorted({number for numbers in held for number in numbers})
    return dict(sorted(found.items()))
