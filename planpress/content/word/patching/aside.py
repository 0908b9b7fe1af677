"""What an editor wrote beside words, and what is wrong with it once they are others → it is put aside, as a comment.

In: files in which only the words of a plan were changed, and what `check` finds in them. Out: files in which a note, a
deadline or an address that no longer fits stands in a comment, with the reason: nothing that the editor wrote is lost,
and nothing that is wrong binds anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planpress.content.source import Loc, SourceFile
from planpress.content.word.patching.scalars import Marked, Said, edited
from planpress.errors import Problem
from planpress.i18n import Translate

ELEMENTS = ("notes", "duties", "due", "indicators", "aliases")
KEYS = ("relation",)
LISTS = ("cites", "where")
"""What is put aside: elements of these lists, these keys, and what is taken out of these lists."""


@dataclass(frozen=True)
class Aside:
    """Something that was put aside: where it stood, its words, and why."""

    path: str
    loc: Loc
    words: str
    why: str


def aside_of(file: SourceFile, problem: Problem) -> Aside | None:
    """Return what is to be put aside for a problem; None where that is words of the plan, or needed."""
    there = [loc for loc, line in file.lines.items() if line == problem.line]
    there += [(*loc, number) for loc in there for number in range(_count(file, loc)) if loc and loc[-1] in LISTS]
    told = [loc for loc in there if file.at(loc) == problem.found and problem.found]
    for loc in sorted(told or there, key=len, reverse=True):
        if way := way_aside(loc):
            return Aside(file.path, way, line_of(file.at(way)), problem.message)
    return None


def way_aside(loc: Loc) -> Loc:
    """Return the way to what is put aside where something is wrong at `loc`; empty where that is needed."""
    for end in range(len(loc), 0, -1):
        key, around = loc[end - 1], loc[end - 2] if end > 1 else ""
        if (isinstance(key, int) and around in (*ELEMENTS, *LISTS)) or key in KEYS:
            return loc[:end]
    return ()


def _count(file: SourceFile, loc: Loc) -> int:
    found = file.at(loc)
    return len(found) if isinstance(found, list) else 0


def line_of(value: object) -> str:
    """Return what something says, in one line."""
    if isinstance(value, dict):
        return " \u00b7 ".join(line_of(one) for one in value.values())
    return ", ".join(map(line_of, value)) if isinstance(value, list) else str(value)


def without(text: str, file: SourceFile, asides: Iterable[Aside], _: Translate) -> str:
    """Return the text of a file in which these stand in comments; an address in a list is taken out of it."""
    ways = {aside.loc: aside.why for aside in asides}
    lists: dict[Loc, list[str]] = {}
    for loc in [loc for loc in ways if loc[-2] in LISTS]:
        left = lists.setdefault(loc[:-1], list(file.at(loc[:-1])))
        left.remove(file.at(loc))
        del ways[loc]
    text = edited(text, {loc: left or None for loc, left in lists.items()})
    marked, cuts = Marked(text), dict[tuple[int, int], str]()
    between: dict[Loc, Said] = {}
    for loc, why in ways.items():
        whole = loc
        if isinstance(loc[-1], int):
            beside = {one for one in marked.marks if len(one) == len(loc) and one[:-1] == loc[:-1]}
            whole = loc[:-1] if marked.marks[loc[:-1]].flow or beside <= ways.keys() else loc
        mark = marked.marks[whole]
        if marked.marks[whole[:-1]].flow:
            between[whole] = None
        else:
            cuts[marked.line(mark.key), marked.line(mark.end - 1) + 1] = why
    lines = list(marked.lines)
    for (start, end), why in sorted(cuts.items(), reverse=True):
        deep = len(lines[start]) - len(lines[start].lstrip(" "))
        told = _("Put aside when a new version was read: %(why)s") % {"why": why}
        head = f"{' ' * deep}# {' '.join(told.split())}{marked.newline}"
        left = [f"{lines[start].partition(':')[0]}: []{marked.newline}"] if not deep else []
        lines[start:end] = [head, *(f"{' ' * deep}# {line[deep:]}" for line in lines[start:end]), *left]
    # What stands between brackets has no line of its own to be a comment: it is taken out, and told.
    return edited("".join(lines), between) if between and not cuts else "".join(lines)
