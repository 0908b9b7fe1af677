"""Sealed revisions → which sheets are outdated, and what is different on those that replaced them.

In: `ChangeViews`. Out: the view of a page that lists them, and a script for the page that checks sheets.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from planpress.model.addresses import PACK_FORM
from planpress.revisions.change import Change
from planpress.revisions.history import Sealed
from planpress.revisions.redline import Piece
from planpress.revisions.reprints import SheetRecord
from planpress.revisions.shown import shown_on
from planpress.sheets.listing import sheets_of
from planpress.web.changes import ChangeViews
from planpress.web.views import View

DIFFERENCES = "differences.js"
NAME = "planpressDifferences"
"""What the script calls its value; `assets/js/check.js` reads it."""

MARKS = {"same": 0, "deleted": -1, "inserted": 1}


@dataclass(frozen=True)
class Outdated(ChangeViews):
    """Sheets that are valid no more."""

    @cached_property
    def outdated_groups(self) -> list[View]:
        """Every code with a fingerprint that a later revision ended, by that revision, the latest first."""
        found: dict[int, list[View]] = defaultdict(list)
        last = max(self.history.sealed, default=0)
        for code, record in self.history.ledger.codes.items():
            for at, span in enumerate(record.spans):
                if span.last == last:
                    continue
                follows = record.spans[at + 1] if at + 1 < len(record.spans) else None
                next_one = follows if follows and follows.first == span.last + 1 else None
                found[span.last + 1].append(
                    {
                        "code": code,
                        "title": record.sheet.title,
                        "old": f"{span.fingerprint[:4]} {span.fingerprint[4:]}",
                        "new": f"{next_one.fingerprint[:4]} {next_one.fingerprint[4:]}" if next_one else "",
                    }
                )
        return [
            {
                "id": Markup(f"_{number}"),
                "title": self.title(number),
                "href": f"revisions/{number}.html",
                "effective": self.day(self.history.sealed[number].meta.effective),
                "rows": found[number],
            }
            for number in sorted(found, reverse=True)
        ]

    def outdated(self) -> View:
        """List every outdated fingerprint, for readers without JavaScript."""
        return {"groups": self.outdated_groups, "count": sum(len(group["rows"]) for group in self.outdated_groups)}

    def differences(self) -> str:
        """Return, as a script, the changes of each revision and which of them each outdated sheet shows."""
        changes, shown = {}, {}
        for sealed in self.steps:
            pieces = [(change, self.pieces(change)) for change in sealed.changes]
            changes[sealed.number] = [
                {
                    "what": view["operation_name"],
                    "where": view["where"],
                    "pieces": []
                    if view["operation"] == "renumbered"
                    else [[MARKS[piece["mark"]], piece["text"]] for piece in view["pieces"]],
                }
                for view in map(self.change_view, sealed.changes)
            ]
            shown[sealed.number] = self._shown_by(sealed, pieces)
        lines = [f'"{number}": {_json(value)}' for number, value in changes.items()]
        tables = [f'"{number}": {_json(value)}' for number, value in shown.items()]
        text = '{"changes": {\n' + ",\n".join(lines) + '\n},\n"sheets": {\n' + ",\n".join(tables) + "\n}}"
        return f"var {NAME} = {text};\n"

    def _shown_by(self, sealed: Sealed, changes: Sequence[tuple[Change, Sequence[Piece]]]) -> dict[str, list[int]]:
        before = self.history.sealed[sealed.number - 1]
        old = {sheet.code: sheet.view for sheet in sheets_of(before.campaign)}
        new = {sheet.code: sheet.view for sheet in sheets_of(sealed.campaign)}
        found: dict[str, list[int]] = {}
        packs: list[SheetRecord] = []
        for one in self.reprints_of(sealed.number):
            if one.state != "changed":
                continue
            if one.sheet.form == PACK_FORM:
                packs.append(one.sheet)
            elif one.sheet.code in old and one.sheet.code in new:
                code = one.sheet.code
                found[code] = list(shown_on(one.sheet, old[code], new[code], changes))
        for pack in packs:
            held = [
                found[code]
                for code, sheet in sealed.sheets.items()
                if code in found and sheet.unit == pack.unit and (pack.unit or sheet.sector == pack.sector)
            ]
            found[pack.code] = sorted({number for numbers in held for number in numbers})
        return dict(sorted(found.items()))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
