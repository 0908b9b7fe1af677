"""Tables to check by that stand in the plan, or in an annex that has one already → annexes of their own.

In: parts, each with its checklists. Out: parts with one checklist at most, and a doubt for each that was moved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from planpress.content.word.outline import Checklist, Doubt, Part
from planpress.i18n import Translate


class Listed(NamedTuple):
    """A part without its checklists, and these."""

    part: Part
    lists: tuple[Checklist, ...]


def spread(plan: Listed, annexes: Sequence[Listed], _: Translate) -> tuple[Part, list[Part], list[Doubt]]:
    """Return the plan, the annexes, and what is in doubt: those of the plan are the last ones."""
    made: list[Part] = []
    doubts: list[Doubt] = []
    for part, lists in annexes:
        made.append(replace(part, checklist=next(iter(lists), None)))
        done = _("It is a further table to check by in one annex: it became an annex of its own, behind that")
        own = list(_own(part, lists[1:]))
        made += own
        doubts += [_doubt(one, done, _) for one in own]
    own = list(_own(plan.part, plan.lists))
    done = _("A table to check by stands in the plan itself: it became an annex of its own, one of the last")
    doubts += [_doubt(one, done, _) for one in own]
    title = plan.part.title or next((one.title for one in own), "")
    return replace(plan.part, title=title), list(_numbered([*made, *own])), doubts


def _own(part: Part, lists: Sequence[Checklist]) -> Iterator[Part]:
    for one in lists:
        title = one.label + one.title or part.title.split("\n")[-1]
        yield Part("", title, (), one, (), "", one.number, one.marks)


def _numbered(annexes: Sequence[Part]) -> Iterator[Part]:
    """Yield annexes; a list of the same name as an annex before it has a number behind that."""
    used: Counter[str] = Counter()
    for one in annexes:
        used[one.title] += 1
        again = used[one.title] > 1 and not one.label and one.title
        yield replace(one, title=f"{one.title} ({used[one.title]})") if again else one


def _doubt(own: Part, done: str, _: Translate) -> Doubt:
    return Doubt(own.number, own.title, done, _("Say in its file who leads it, and what it is called"))
