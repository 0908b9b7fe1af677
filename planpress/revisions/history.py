"""A campaign folder → its sealed revisions, each read when it is asked for.

In: a folder whose chain `check_sealed` has proved. Out: a `History`. Reading a campaign takes a
while, so that a revision is read once and only if something asks for its words; what was sealed
beside the words (changes, sheets) answers most questions.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from planpress.content.sealed import CHANGES, REVISIONS, SHEETS, folders_of, read_meta, standing_as_sealed
from planpress.content.validate import read
from planpress.errors import BuildError, ContentError
from planpress.model.campaign import Campaign
from planpress.model.revision import Meta
from planpress.revisions.change import Change, change_from_json
from planpress.revisions.reprints import SheetRecord, records_from_json
from planpress.revisions.verdict import Fate, Ledger, Verdict, fate_of, in_force, ledger_of, verdict


@dataclass(frozen=True)
class Sealed:
    """One sealed revision."""

    number: int
    folder: Path

    @cached_property
    def meta(self) -> Meta:
        """What is said about it."""
        return read_meta(self.folder)

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign as it was sealed.

        Raises:
            ContentError: If this version of planpress no longer takes what an earlier one sealed.
        """
        try:
            campaign = read(self.folder).campaign
        except ContentError as error:
            place = f"{REVISIONS}/{self.number}"
            found = [replace(problem, path=f"{place}/{problem.path}") for problem in error.problems]
            raise ContentError(found) from None
        return replace(campaign, standing=standing_as_sealed(self.meta))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What it changed of the revision before it, in printed order; nothing for the first."""
        return tuple(change_from_json(change) for change in self._changes["changes"])

    @cached_property
    def gone(self) -> dict[str, tuple[str, ...]]:
        """What the revision before it had and it has not (`gas#item-3`, `unit:police`), each with what came of it."""
        return {target: tuple(successors) for target, successors in self._changes["gone"].items()}

    @cached_property
    def sheets(self) -> dict[str, SheetRecord]:
        """Every sheet and pack it prints, by code."""
        return records_from_json(self._json(SHEETS))

    @cached_property
    def _changes(self) -> dict[str, Any]:
        found: dict[str, Any] = self._json(CHANGES)
        return found

    def _json(self, name: str) -> Any:
        path = self.folder / name
        try:
            return json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise BuildError(f"{path}: {error}") from error


@dataclass(frozen=True)
class History:
    """The sealed revisions of a campaign, by number, in order."""

    sealed: Mapping[int, Sealed]

    @property
    def last(self) -> Sealed | None:
        """The revision sealed last; None where none has been."""
        return self.sealed[max(self.sealed)] if self.sealed else None

    @cached_property
    def ledger(self) -> Ledger:
        """What every verdict follows from."""
        return ledger_of((sealed.meta, sealed.sheets) for sealed in self.sealed.values())

    def verdict(self, code: str, fingerprint: str, today: datetime.date) -> Verdict:
        """Tell what became of a sheet of paper, on the day `today`."""
        return verdict(self.ledger, code, fingerprint, today)

    def in_force(self, today: datetime.date) -> Sealed | None:
        """Return the revision in force on `today`; None before the first took effect."""
        entry = in_force(self.ledger, today)
        return self.sealed[entry.number] if entry else None

    def fate(self, ref: str) -> Fate:
        """Tell what became of the address of a clause or row, as of the revision sealed last."""
        last = self.last
        if last is None:
            return Fate("unknown")
        return fate_of(ref, last.campaign.places, [(one.number, one.gone) for one in self.sealed.values()])

    def story(self, target: str) -> tuple[tuple[int, Change], ...]:
        """Return every change of `target`, and of what it came from, with the revisions; the latest first."""
        wanted, found = {target}, []
        for sealed in sorted(self.sealed.values(), key=lambda one: -one.number):
            for change in sealed.changes:
                after = {state.ref for state in change.after} | {change.target}
                if wanted & after:
                    found.append((sealed.number, change))
                    wanted |= {state.ref for state in change.before}
        return tuple(found)


NONE_SEALED = History({})
"""Of a campaign whose first revision has not been sealed."""


def history_of(root: Path) -> History:
    """Return the sealed revisions of the campaign at `root`; nothing is read yet."""
    return History({number: Sealed(number, folder) for number, folder in folders_of(root).items()})
