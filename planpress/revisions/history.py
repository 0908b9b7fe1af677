"""A campaign folder → its sealed revisions, each read when it is asked for, and each beside the one before.

In: a folder whose chain `check_sealed` has proved. Out: a `History`. Reading a campaign takes a
while, so that a revision is read once and only if something asks for its words; what was sealed
beside the words (changes, sheets) answers most questions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, TypeVar

from planpress.content.sealed import CHANGES, MANIFEST, REVISIONS, folders_of, read_meta, sheets_of, standing_as_sealed
from planpress.content.validate import read_sealed
from planpress.disk import read_bytes
from planpress.errors import BuildError, ContentError
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.identity import SheetRecord
from planpress.model.revision import Meta, Standing
from planpress.model.version import Version, called
from planpress.redline import Words, words_of
from planpress.revisions.change import NEVER_MATERIAL, Change, change_from_json
from planpress.revisions.changes import changes_between
from planpress.revisions.ledger import Ledger, LedgerRevision, ledger_of

Found = TypeVar("Found")


@dataclass(frozen=True)
class Sealed:
    """One sealed revision."""

    version: Version
    folder: Path

    @cached_property
    def meta(self) -> Meta:
        """What is said about it."""
        return read_meta(self.folder)

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign as it was sealed.

        Raises:
            ContentError: If what lies there has not the shape of a campaign.
        """
        try:
            return read_sealed(self.folder)
        except ContentError as error:
            place = f"{REVISIONS}/{self.version}"
            raise ContentError(replace(one, path=f"{place}/{one.path}") for one in error.problems) from None

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it changed of the revision before it, in printed order; nothing for the first."""
        return self._changed[0]

    @property
    def gone(self) -> dict[str, tuple[str, ...]]:
        """What the revision before it had and it has not (`gas#item-3`, `unit:police`), each with what came of it."""
        return self._changed[1]

    @cached_property
    def sheets(self) -> dict[str, SheetRecord]:
        """Every sheet and pack it prints, by code."""
        return sheets_of(self.folder)

    @cached_property
    def manifest(self) -> bytes:
        """Its manifest: the sum of that is the sum of the seal, and binds this revision and all before it."""
        return read_bytes(self.folder, MANIFEST)

    def step_to(self, campaign: Campaign, changes: tuple[Change, ...], meta: Meta) -> Step:
        """Return the next revision beside this one."""
        return Step(self.version, self.campaign, campaign, changes, standing_as_sealed(meta), meta)

    @cached_property
    def _changed(self) -> tuple[tuple[Change, ...], dict[str, tuple[str, ...]]]:
        def read(found: Any) -> tuple[tuple[Change, ...], dict[str, tuple[str, ...]]]:
            gone = {target: tuple(map(str, successors)) for target, successors in found["gone"].items()}
            return tuple(map(change_from_json, found["changes"])), gone

        return self._read(CHANGES, read)

    def _read(self, name: str, read: Callable[[Any], Found]) -> Found:
        """Return what `read` makes of the JSON of a file; a `BuildError` where it was not written by a release."""
        try:
            return read(json.loads(read_bytes(self.folder, name)))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise BuildError(f"{self.folder / name}: {error!r}") from error


@dataclass(frozen=True)
class Step:
    """A revision beside the one before it, which is `before`; `meta` is None for a draft."""

    before: Version
    old: Campaign
    new: Campaign
    changes: tuple[Change, ...]
    standing: Standing
    meta: Meta | None

    @property
    def version(self) -> Version:
        """Of the revision."""
        return self.standing.version

    @property
    def language(self) -> str:
        """Of what is said about it."""
        return self.new.plan.language

    def say(self, message: str) -> str:
        """Return `message` in that language."""
        return translations(self.language).gettext(message)

    @property
    def called(self) -> dict[str, str]:
        """What words call the revision `before`, and this one by its `number`."""
        return {"before": called(self.before, self.say), "number": called(self.version, self.say)}

    @cached_property
    def words(self) -> Words:
        """What stays whole where its texts are compared."""
        return words_of(self.old, self.new)


@dataclass(frozen=True)
class Gone:
    """What became of an address: the first revision without it, and the addresses that came of it.

    `revision` is None where the address still stands, or never was.
    """

    revision: Version | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class History:
    """The sealed revisions of a campaign by their versions, in order.

    `taken_back` are those whose publication was, where the folder of publications is known.
    """

    sealed: Mapping[Version, Sealed]
    taken_back: frozenset[Version] = frozenset()

    @property
    def last(self) -> Sealed | None:
        """The revision sealed last; None where none has been."""
        return self.sealed[max(self.sealed)] if self.sealed else None

    def before(self, version: Version) -> Sealed | None:
        """Return the revision before one; None for the first."""
        return next((one for known, one in reversed(tuple(self.sealed.items())) if known < version), None)

    def after(self, version: Version) -> Sealed | None:
        """Return the revision after one; None for the last."""
        return next((one for known, one in self.sealed.items() if known > version), None)

    def refuse_unreadable(self) -> None:
        """Read what was sealed beside the words; what no release wrote is a `BuildError`."""
        for sealed in self.sealed.values():
            _ = sealed.changes, sealed.sheets

    @cached_property
    def ledger(self) -> Ledger:
        """What every verdict follows from."""
        return ledger_of(
            (LedgerRevision.of(sealed.meta, taken_back=version in self.taken_back), sealed.sheets)
            for version, sealed in self.sealed.items()
        )

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every sealed revision from the second on, beside the one before it."""
        pairs = pairwise(self.sealed.values())
        return tuple(before.step_to(after.campaign, after.changes, after.meta) for before, after in pairs)

    def steps_to(self, campaign: Campaign) -> tuple[Step, ...]:
        """Return every step up to `campaign`: the sealed ones, and the draft where it is one."""
        last, standing = self.last, campaign.standing
        if last is None or standing is None or not standing.draft:
            return self.steps
        step = next((step for step in self._drafts if step.new is campaign), None)
        if step is None:
            changes = changes_between(last.campaign, campaign, "revision", standing.version)
            step = Step(last.version, last.campaign, campaign, changes, standing, None)
            self._drafts.append(step)
        return (*self.steps, step)

    @cached_property
    def _drafts(self) -> list[Step]:
        """Drafts that were compared: what they change is asked for by paper and by pages."""
        return []

    def changes_from(self, first: Version, to: Version | None, after: Campaign) -> tuple[Change, ...]:
        """Return what changed from revision `first` to revision `to`, which is `after`; None stands for the draft.

        What was material on the way is material from end to end.
        """
        passed = [one.changes for version, one in self.sealed.items() if first < version <= (to or version)]
        if to is None and after.standing is not None and after.standing.draft:
            passed.append(self.steps_to(after)[-1].changes)
        if (to is None and not passed) or to == first:
            return ()
        if len(passed) == 1:
            return passed[0]
        weight: dict[str, bool] = {}
        for change in chain(*passed):
            if change.kind not in NEVER_MATERIAL:  # an earlier version may have sealed it as material
                weight[change.target] = weight.get(change.target, False) or change.material
        found = changes_between(self.sealed[first].campaign, after)
        return tuple(replace(change, material=weight.get(change.target, change.material)) for change in found)

    def gone(self, ref: str) -> Gone:
        """Tell what became of the address of a clause or row, as of the revision sealed last."""
        alive = self.last.campaign.places if self.last else {}
        if ref in alive:
            return Gone()
        for sealed in self.sealed.values():
            if ref in sealed.gone:
                ends = [end for to in sealed.gone[ref] for end in ((to,) if to in alive else self.gone(to).successors)]
                return Gone(sealed.version, tuple(dict.fromkeys(ends)))
        return Gone()


NONE_SEALED = History({})
"""Of a campaign whose first revision has not been sealed."""


def history_of(root: Path) -> History:
    """Return the sealed revisions of the campaign at `root`; nothing is read yet."""
    return History({version: Sealed(version, folder) for version, folder in folders_of(root).items()})
