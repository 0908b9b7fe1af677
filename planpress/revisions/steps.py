"""A revision beside the one before it: what sheets and pages about revisions are made of.

In: two campaigns and what changed between them. Out: a `Step`; `History` lists them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.revision import Meta, Standing
from planpress.revisions.change import Change
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
