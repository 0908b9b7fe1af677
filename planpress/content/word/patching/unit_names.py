"""What a file says otherwise → the units and groups that it calls by another name, and their records.

In: a `Matching` and the campaign. Out: `Renamed` values, and entries of a `Draft`. A name is another where the words on
both sides of it stayed, more than once, or wherever it stood; where it became the name of another unit, that is a
change of who must act.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from planpress.content.word.aligning.matching import Matching, Renamed, spots_of
from planpress.content.word.patching.blocks import Entry
from planpress.content.word.patching.drafting import UNITS_FILE, Draft, Ground
from planpress.model.campaign import Campaign
from planpress.model.records import Group, Unit

BESIDE = 4
"""So many signs on either side of a name show that it is the name that changed."""

LONGEST = 24
"""No name of a unit has more signs."""


def renamed_in(matching: Matching, campaign: Campaign) -> tuple[Renamed, ...]:
    """Return what is called otherwise, in the order of the names."""
    owners = _owners(campaign)
    if not owners:
        return ()
    names = re.compile("|".join(map(re.escape, sorted(owners, key=len, reverse=True))))
    found = Counter(pair for before, after in _changed(matching) for pair in _replaced(before, after, names))
    whole = "\n".join(spot.what.label + spot.said for spot in spots_of(matching.new))
    left = Counter(names.findall(whole))
    sure: list[Renamed] = []
    for (before, after), times in found.most_common():
        if after not in owners and before not in {one.before for one in sure} and (times > 1 or not left[before]):
            sure += [Renamed(unit, before, after, times, left[before]) for unit in owners[before]]
    return tuple(sorted(sure, key=lambda one: (one.before, one.unit)))


def _owners(campaign: Campaign) -> dict[str, list[str]]:
    """Return the units and groups that bear each name."""
    found: dict[str, list[str]] = defaultdict(list)
    records: tuple[Unit | Group, ...] = (*campaign.units, *campaign.groups)
    for record in records:
        for name in dict.fromkeys([record.name, *(alias.text for alias in record.aliases)]):
            found[name].append(record.id)
    return dict(found)


def _changed(matching: Matching) -> Iterator[tuple[str, str]]:
    """Yield what changed words said before and say now."""
    for pair in matching.pairs:
        for change in pair.changes:
            if change.field in ("title", "text"):
                yield change.before, change.after


def _replaced(before: str, after: str, names: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield each name that stood in `before` and what stands in its place in `after`."""
    for hit in names.finditer(before):
        left, right = before[max(0, hit.start() - BESIDE) : hit.start()], before[hit.end() : hit.end() + BESIDE]
        start = "" if len(left) == BESIDE else "^"
        end = "" if len(right) == BESIDE else "$"
        shape = f"{start}{re.escape(left)}(.{{2,{LONGEST}}}?){re.escape(right)}{end}"
        other = re.search(shape, after)
        if other and hit[0] not in other[1]:
            yield hit[0], other[1]


def renamed_units(ground: Ground, renamed: Iterable[Renamed], draft: Draft) -> None:
    """Let units and groups be called as the file calls them; a name that it has kept elsewhere stays as another one."""
    file = ground.files[UNITS_FILE]
    records = [((key, at), one) for key in ("units", "groups") for at, one in enumerate(file.at((key,)) or ())]
    for one, way, record in ((one, way, record) for one in renamed for way, record in records):
        if record.get("id") != one.unit:
            continue
        aliases = [alias.get("text") for alias in record.get("aliases", ())]
        more = ""
        if record.get("name") == one.before:
            draft.said[UNITS_FILE][*way, "name"] = one.after
            more = one.before if one.left else ""
        elif one.before in aliases and not one.left:
            draft.said[UNITS_FILE][*way, "aliases", aliases.index(one.before), "text"] = one.after
        elif one.before in aliases:
            more = one.after
        if more and more not in aliases:
            there = [Entry(UNITS_FILE, (*way, "aliases", number)) for number in range(len(aliases))]
            draft.lists[UNITS_FILE][*way, "aliases"] = [*there, Entry(said={"text": more})]
