"""Sealed revisions and the draft → each revision beside the one before it.

In: a `History`, and the campaign as it is. Out: `Step` values, in order; reading a sealed campaign is
left to the history.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from planpress.content.sealed import standing_as_sealed
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.revision import Meta, Standing
from planpress.revisions.change import Change
from planpress.revisions.changes import changes_between
from planpress.revisions.history import History
from planpress.revisions.redline import Words, words_of


@dataclass(frozen=True)
class Step:
    """A revision beside the one before it.

    Attributes:
        before: Number of the revision before.
        old: The campaign before.
        new: The campaign after.
        changes: Between them, in printed order.
        standing: Which revision `new` is.
        meta: What is said about it; None for a draft.
    """

    before: int
    old: Campaign
    new: Campaign
    changes: tuple[Change, ...]
    standing: Standing
    meta: Meta | None

    @property
    def number(self) -> int:
        """Of the revision."""
        return self.standing.number

    @property
    def language(self) -> str:
        """Of what is said about it."""
        return self.new.plan.language

    def say(self, message: str) -> str:
        """Return `message` in that language."""
        return translations(self.language).gettext(message)

    @cached_property
    def words(self) -> Words:
        """What stays whole where its texts are compared."""
        return words_of(self.old, self.new)


def sealed_steps(history: History) -> tuple[Step, ...]:
    """Return every sealed revision from the second on, beside the one before it."""
    return tuple(
        Step(
            before,
            history.sealed[before].campaign,
            history.sealed[number].campaign,
            history.sealed[number].changes,
            standing_as_sealed(history.sealed[number].meta),
            history.sealed[number].meta,
        )
        for before, number in pairwise(sorted(history.sealed))
    )


def next_step(history: History, campaign: Campaign, changes: tuple[Change, ...], meta: Meta) -> Step | None:
    """Return a draft that is about to be sealed beside the last revision; None for the first."""
    if history.last is None:
        return None
    last, standing = history.last, standing_as_sealed(meta)
    return Step(last.number, last.campaign, replace(campaign, standing=standing), changes, standing, meta)


def steps_to(campaign: Campaign, history: History) -> tuple[Step, ...]:
    """Return every step up to `campaign`: the sealed ones, and the draft where it is one."""
    steps = sealed_steps(history)
    last, standing = history.last, campaign.standing
    if last is None or standing is None or not standing.draft:
        return steps
    changes = changes_between(last.campaign, campaign, "revision", standing.number)
    return (*steps, Step(last.number, last.campaign, campaign, changes, standing, None))
