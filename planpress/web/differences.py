"""Sealed revisions → a script that tells what is different on a sheet that replaced an outdated one.

In: the `Past` of a site. Out: the script that the page which checks sheets reads; pure.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

from planpress.model import addresses
from planpress.model.identity import Identity
from planpress.revisions.change import Change
from planpress.revisions.history import Sealed
from planpress.revisions.redline import Piece
from planpress.revisions.shown import shown_on
from planpress.sheets.listing import sheets_of
from planpress.view import View
from planpress.web.past import Past

NAME = "planpressDifferences"
"""What the script calls its value; `assets/js/check.js` reads it."""

MARKS = {"same": 0, "deleted": -1, "inserted": 1}

_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))

Views = Mapping[Identity, View]
"""What each sheet shows."""

Cut = Sequence[tuple[Change, Sequence[Piece]]]
"""Changes with their redlines."""


def differences(past: Past) -> str:
    """Return the changes of each revision, and which of them each sheet shows, by the code that it has there."""

    @cache
    def views(number: int) -> Views:
        return {sheet.identity: sheet.view for sheet in sheets_of(past.sealed[number].campaign)}

    changes, shown = [], []
    for sealed in past.steps:
        number = sealed.number
        cut = [(change, past.pieces(change)) for change in sealed.changes]
        told = [_told(past, change, pieces) for change, pieces in cut]
        changes.append(f'"{number}": {_json(told)}')
        shown.append(f'"{number}": {_json(_shown_by(past, sealed, views(number - 1), views(number), cut))}')
    text = '{"changes": {\n' + ",\n".join(changes) + '\n},\n"sheets": {\n' + ",\n".join(shown) + "\n}}"
    return f"var {NAME} = {text};\n"


def _told(past: Past, change: Change, pieces: Sequence[Piece]) -> dict[str, Any]:
    """Return a change as the script tells it; where only a number is another, without its words."""
    shown = () if change.operation == "renumbered" else pieces
    return {
        "what": past.operations[change.operation],
        "where": past.where(change),
        "pieces": [[MARKS[piece.mark], piece.text] for piece in shown],
    }


def _shown_by(past: Past, sealed: Sealed, old: Views, new: Views, cut: Cut) -> dict[str, list[int]]:
    """Return the numbers of the changes that each changed sheet shows; those of a pack are those of its sheets."""
    changed = [one.sheet for one in past.reprints[sealed.number] if one.state == "changed"]
    found = {
        sheet.code: list(shown_on(sheet, old[sheet.identity], new[sheet.identity], cut))
        for sheet in changed
        if sheet.identity in old and sheet.identity in new
    }
    packs = {}
    for pack in (sheet for sheet in changed if sheet.form == addresses.PACK_FORM):
        held = (
            found[code]
            for code, sheet in sealed.sheets.items()
            if code in found and sheet.unit == pack.unit and (pack.unit or sheet.sector == pack.sector)
        )
        packs[pack.code] = sorted({number for numbers in held for number in numbers})
    return dict(sorted((found | packs).items()))
