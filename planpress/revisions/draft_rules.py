"""A draft beside the revisions before it → what keeps it from being sealed.

In: a `Campaign`, its `History`, and what it changes. Out: a `Problem` for every reason; pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planpress.content.faults import did_you_mean
from planpress.errors import Problem
from planpress.i18n import Translate, translations
from planpress.model.campaign import Campaign
from planpress.model.vocabulary import RevisionKind
from planpress.revisions.change import Change
from planpress.revisions.changes import targets_of
from planpress.revisions.compare_clauses import predecessors_of
from planpress.revisions.history import History, Sealed

RETIRED_FILE = "content/changes.yml"

FILES = {"unit:": "content/units.yml", "form:": "content/forms", "sector:": "sectors", "plan#": "content/plan.yml"}
"""Where an editor looks for what an address begins with; clauses and rows of sectors are in `sectors`."""


def draft_problems(
    campaign: Campaign,
    kind: RevisionKind | None,
    history: History,
    changes: tuple[Change, ...],
    gone: Mapping[str, tuple[str, ...]],
) -> Iterator[Problem]:
    """Yield what keeps `campaign` from being sealed as a revision of this kind.

    Args:
        campaign: The draft.
        kind: What it would be sealed as; None where that is wrong itself.
        history: The revisions before, of which there is one at least.
        changes: What it changes of the last of them.
        gone: The addresses that it no longer has, each with what came of it.
    """
    last, _ = history.last, translations(campaign.plan.language).gettext
    if last is not None:
        yield from _state(campaign, kind, last, _)
        yield from _tombstones(campaign, last, gone, _)
        yield from _ids(campaign, history, _)
        yield from _predecessors(campaign, last, _)
        yield from _marks(campaign, last.number + 1, changes, _)


def _state(campaign: Campaign, kind: RevisionKind | None, last: Sealed, _: Translate) -> Iterator[Problem]:
    """Something has changed, unless the plan ends; what is sealed is no draft."""
    changed = campaign.standing is not None and campaign.standing.draft
    if kind == "repeal" and changed:
        message = _("A repeal changes no words: seal the changes as a revision first, or put revision %(number)s back")
        yield Problem("content", 0, "", message % {"number": last.number})
    if kind == "repeal" and last.meta.kind == "repeal":
        message = _("Revision %(number)s has repealed the plan already")
        yield Problem("content", 0, "", message % {"number": last.number})
    if kind != "repeal" and not changed:
        message = _("Nothing has changed since revision %(number)s")
        yield Problem("content", 0, "", message % {"number": last.number})
    if campaign.plan.status == "draft":
        message = _("A draft cannot be sealed: delete the line 'status: draft'")
        yield Problem("content/plan.yml", 0, "status", message, "draft")


def _tombstones(
    campaign: Campaign, last: Sealed, gone: Mapping[str, tuple[str, ...]], _: Translate
) -> Iterator[Problem]:
    """What vanished has a tombstone or a successor; tombstones stay."""
    retired = {stone.target for stone in campaign.retired}
    for target, successors in gone.items():
        document = target.partition("#")[0]
        whole = f"sector:{document}" in retired and document not in campaign.sector_by_id
        if target not in retired and not successors and not whole:
            message = _("What was deleted needs a tombstone: write '- {target: %(target)s}' below 'retired:'")
            yield Problem(RETIRED_FILE, 0, target, message % {"target": f'"{target}"'})
    for stone in last.campaign.retired:
        if stone.target not in retired:
            message = _("A tombstone must stay: put '- {target: %(target)s}' back below 'retired:'")
            yield Problem(RETIRED_FILE, 0, stone.target, message % {"target": f'"{stone.target}"'})


def _ids(campaign: Campaign, history: History, _: Translate) -> Iterator[Problem]:
    """What was gone does not come back."""
    ever = {target: sealed.number for sealed in history.sealed.values() for target in sealed.gone}
    for target in sorted(ever.keys() & frozenset(targets_of(campaign))):
        message = _("An id is never used again; revision %(number)s has deleted this one: choose another")
        yield Problem(_file_of(target), 0, target, message % {"number": ever[target]})


def _predecessors(campaign: Campaign, last: Sealed, _: Translate) -> Iterator[Problem]:
    """What a place names as its origin was there."""
    olds = last.campaign.places
    for ref, place in campaign.places.items():
        known = predecessors_of(olds[ref]) if ref in olds else ()
        for origin in predecessors_of(place):
            if origin not in olds and origin not in known:
                message = _("from must name clauses or rows of revision %(number)s")
                yield Problem(_file_of(ref), 0, ref, message % {"number": last.number}, origin)


def _marks(campaign: Campaign, number: int, changes: tuple[Change, ...], _: Translate) -> Iterator[Problem]:
    """A mark on this revision is about something that changes in it."""
    changed = {change.target for change in changes}
    for mark in campaign.marks:
        if mark.revision == number and mark.target not in changed:
            message = _("A mark must be about a change of its revision%(hint)s")
            hint = did_you_mean(mark.target, changed, _)
            yield Problem(RETIRED_FILE, 0, "marks", message % {"hint": hint}, mark.target)


def _file_of(target: str) -> str:
    """Return the file or folder where an editor looks for `target`."""
    return next((file for begins, file in FILES.items() if target.startswith(begins)), "sectors")
