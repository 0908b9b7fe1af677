"""What is there, and what a file says → what became of each clause, row and annex, and what is not sure of that.

In: outlines. Out: a `Matching`; pure, the same for the same input. The surest comes first: what the clerk said,
bookmarks, equal words, what stands below, likeness in the same list, pieces, likeness in the same part and elsewhere.
"""

from __future__ import annotations

from dataclasses import replace

from planpress.content.word.aligning.annex_pairs import match_annexes
from planpress.content.word.aligning.carried import carry
from planpress.content.word.aligning.families import merge, split_up
from planpress.content.word.aligning.known_tables import as_known
from planpress.content.word.aligning.left_out import left_out
from planpress.content.word.aligning.matching import Answers, Matching
from planpress.content.word.aligning.naming import heed
from planpress.content.word.aligning.questions import Questions
from planpress.content.word.aligning.result import letter_changes, pairs_of, parts_of
from planpress.content.word.aligning.search import Search, Side
from planpress.content.word.aligning.steps import (
    alike_elsewhere,
    alike_in_part,
    settle,
    unique_words,
    words_elsewhere,
    words_in_part,
)
from planpress.content.word.document import Origin
from planpress.content.word.outline import LETTER, Outline
from planpress.errors import BuildError
from planpress.i18n import Translate

SAME_CAMPAIGN = 0.3
"""How much of what is there a file must have, to be one of this campaign at all."""


def align(old: Outline, new: Outline, _: Translate, answers: Answers | None = None) -> Matching:
    """Return what a file says otherwise than the campaign.

    Args:
        old: What is there, with addresses.
        new: What the file says.
        _: Translates what is said of doubts.
        answers: What the clerk said of earlier doubts.

    Raises:
        BuildError: If an answer names nothing, or contradicts another.
    """
    read, new = new, replace(as_known(old, new), letter=new.letter if old.letter else None)
    search = Search(Side(old), Side(new))
    gone = heed(search, answers or Answers(), _)
    carry(search)
    unique_words(search)
    match_annexes(search)
    search.unsaid = _unsaid(search)
    settle(search)
    words_in_part(search)
    for step in (split_up, merge, alike_in_part, words_elsewhere, alike_elsewhere, split_up, merge):
        step(search)
        settle(search)
    parts = parts_of(search)
    doubts = (*left_out(old, replace(new, letter=read.letter), parts, _), *Questions(search, gone, _).doubts())
    return Matching(old, new, pairs_of(search), parts, letter_changes(old.letter, new.letter), doubts)


def _unsaid(search: Search) -> frozenset[int]:
    """Return the parts of which a file says nothing: the letter it lacks; all others, where it has annexes alone."""
    old, new = search.old.outline, search.new.outline
    without_letter = frozenset() if new.letter else frozenset({LETTER})
    whole = new.plan.pieces or new.plan.title or new.letter
    alone = bool(new.annexes and (old.plan.pieces or old.letter) and not whole)
    others = {number for number in range(1, len(old.parts)) if number not in search.parts}
    return without_letter | {0, *others} if alone else without_letter


def refuse_another(matching: Matching, origin: Origin, plan: str, _: Translate) -> None:
    """Refuse the file of another campaign.

    Args:
        matching: What was found of the campaign in the file.
        origin: What the file says of itself.
        plan: The id of the campaign.
        _: Translates the words.

    Raises:
        BuildError: If the file says that it is another's, or has too little of this one and does not say whose it is.
    """
    if origin.plan and origin.plan != plan:
        message = _("This file was written from another campaign: '%(other)s', not '%(plan)s'")
        raise BuildError(message % {"other": origin.plan, "plan": plan})
    if matching.share < SAME_CAMPAIGN:
        message = _("This file is not of this campaign: of 100 clauses and rows, only %(percent)s are in it")
        raise BuildError(message % {"percent": round(matching.share * 100)})
