"""`numbering.xml` → the number that a word processor prints before each paragraph.

In: definitions, and the paragraphs one after another. Out: labels as printed. Lists that share a definition go on with
one another, an override starts one anew once, a level begins again below a higher one unless it says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from planpress.content.word.files.numerals import numeral, sign
from planpress.content.word.files.xml import W, flag, number_of, value

LEVELS = 9


@dataclass(frozen=True)
class Level:
    """How one level counts; `restart` is the level from 1 below which it begins again, None for any higher."""

    start: int = 1
    form: str = "decimal"
    custom: str = ""
    pattern: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""
    hidden: bool = False


@dataclass
class List:
    """A list: where it is defined, its levels, and where it starts anew."""

    definition: str
    levels: dict[int, Level]
    starts: dict[int, int]


class UnknownNumberError(ValueError):
    """A number is written in a way that is not known: its format."""


@dataclass
class Numbering:
    """All lists of a file, and how far each has counted."""

    lists: dict[str, List]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def level_of_style(self, number: str, style: str) -> int | None:
        """Return the level of a list that a style stands for."""
        levels = self.lists[number].levels if number in self.lists else {}
        return next((at for at, level in levels.items() if style and level.style == style), None)

    def label(self, number: str, at: int) -> str:
        """Count a paragraph of a list, and return what is printed before it, without the blank behind.

        Raises:
            UnknownNumberError: If that is not known.
        """
        one = self.lists.get(number)
        if one is None or at not in one.levels:
            return ""
        counts = self.counts.setdefault(one.definition, {})
        anew = at in one.starts and (number, at) not in self.begun
        self.begun.add((number, at))
        start = one.starts.get(at, one.levels[at].start)
        counts[at] = start if anew or at not in counts else counts[at] + 1
        for below, level in one.levels.items():
            if below > at and (level.restart is None or at < level.restart):
                counts.pop(below, None)
        return _printed(one, at, counts)


def _printed(one: List, at: int, counts: dict[int, int]) -> str:
    level = one.levels[at]
    if level.hidden or not level.pattern:
        return ""
    if level.form == "bullet":
        shown = sign(ord(level.pattern[0]), level.custom)
        return "\u2022" if "\ue000" <= shown <= "\uf8ff" else shown

    def put(hit: re.Match[str]) -> str:
        place = int(hit[1]) - 1
        named = one.levels.get(place, Level())
        form = "decimal" if level.legal and named.form != "none" else named.form
        made = numeral(counts.get(place, one.starts.get(place, named.start)), form, named.custom)
        if made is None:
            raise UnknownNumberError(f"{named.form} {named.custom}".strip())
        return made

    return re.sub(r"%([1-9])", put, level.pattern).strip()


# ---------------------------------------------------------------- read


def numbering_of(root: Any, linked: dict[str, str]) -> Numbering:
    """Return the lists of a file; `linked` is the list of each style of numbering, by its id."""
    if root is None:
        return Numbering({})
    abstract = {str(one.get(W + "abstractNumId")): one for one in root.iter(W + "abstractNum")}
    nums = {str(one.get(W + "numId")): one for one in root.iter(W + "num")}
    made = {}
    for name, one in nums.items():
        definition = _definition(value(one, "abstractNumId"), abstract, nums, linked)
        if definition not in abstract:
            continue
        levels = {number_of(level, "ilvl", own=True): _level(level) for level in abstract[definition].iter(W + "lvl")}
        starts = {}
        for override in one.iter(W + "lvlOverride"):
            at = number_of(override, "ilvl", own=True)
            if (level := override.find(W + "lvl")) is not None:
                levels[at] = _level(level)
            if override.find(W + "startOverride") is not None:
                starts[at] = number_of(override, "startOverride")
        made[name] = List(definition, dict(sorted(levels.items())[:LEVELS]), starts)
    return Numbering(made)


def _definition(name: str, abstract: dict[str, Any], nums: dict[str, Any], linked: dict[str, str]) -> str:
    """Return the definition that another stands for, by way of a style of numbering; never round in a circle."""
    for _ in range(LEVELS):
        style = value(abstract[name], "numStyleLink") if name in abstract else ""
        if not style:
            break
        by_link = (key for key, one in abstract.items() if value(one, "styleLink") == style)
        by_list = value(nums[linked[style]], "abstractNumId") if linked.get(style) in nums else ""
        name = by_list or next(by_link, name)
    return name


def _level(level: Any) -> Level:
    form = next(level.iter(W + "numFmt"), None)  # where a program has two, the newer one stands first
    face = next((one.get(W + "ascii") or one.get(W + "hAnsi") or "" for one in level.iter(W + "rFonts")), "")
    found = Level(
        start=number_of(level, "start", 0 if level.find(W + "start") is None else 1),
        form="decimal" if form is None else str(form.get(W + "val")),
        custom="" if form is None else str(form.get(W + "format", "")),
        pattern=value(level, "lvlText"),
        restart=None if level.find(W + "lvlRestart") is None else number_of(level, "lvlRestart"),
        legal=flag(level, "isLgl"),
        style=value(level, "pStyle"),
        hidden=any(flag(look, "vanish") for look in level.iter(W + "rPr")),
    )
    picture = level.find(W + "lvlPicBulletId") is not None
    if picture or (found.form == "bullet" and not found.pattern):
        return replace(found, form="bullet", pattern="\u2022")
    return replace(found, custom=face) if found.form == "bullet" else found
