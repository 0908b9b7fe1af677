"""The text of a YAML file, and what some of its values are to say → the text in which only these differ.

In: text that `content.reader` took without a fault. Out: the same text with values replaced at their marks, in the
quotes they had, keys added behind the one they follow, and keys taken out. All other bytes stay, line ends too.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import yaml

from planpress.content.reader import read_text
from planpress.content.source import Loc

Said = str | Sequence[str] | Mapping[str, str] | None
"""What is to stand at a key: a text; texts, or texts by key, in one line; None where the key is to go."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ORDER = ("id", "kind", "number", "code", "label", "title", "text", "basis", "relation", "answer", "values", "from")
"""Behind which keys a new one stands; what is not named here stands last."""

_IN_FLOW = re.compile(r"[,\[\]{}]")


@dataclass(frozen=True)
class Mark:
    """Where a value stands: from `start` up to `end`, its key from `key` (itself where it is in a list).

    `style` is how a text is quoted; `flow` says whether it stands between brackets, or opens one.
    """

    start: int
    end: int
    key: int
    style: str = ""
    flow: bool = False


@dataclass(frozen=True)
class Marked:
    """A text with the mark of each of its values."""

    text: str

    @cached_property
    def lines(self) -> list[str]:
        """Its lines with their ends."""
        return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(map(len, self.lines))]

    @cached_property
    def newline(self) -> str:
        """What ends its first line."""
        found = re.search(r"\r\n|\r|\n", self.text)
        return found.group() if found else "\n"

    def line(self, at: int) -> int:
        """Return the number, from 0, of the line in which the sign number `at` stands."""
        return bisect_right(self._starts, at) - 1

    def column(self, at: int) -> int:
        """Return how many signs stand before it in its line."""
        return at - self._starts[self.line(at)]

    @cached_property
    def marks(self) -> dict[Loc, Mark]:
        """The mark of every value by the way to it."""
        return dict(_marks(self.text, self._starts))


class _Around:
    """A list or mapping that is open: the way to it, where it starts, and what comes next."""

    def __init__(self, loc: Loc, start: int, key: int, event: Any, flow: bool) -> None:
        self.loc, self.start, self.key = loc, start, key
        self.count = 0 if isinstance(event, yaml.SequenceStartEvent) else -1
        self.own_flow = bool(event.flow_style)
        self.flow = flow or self.own_flow
        self.awaiting: tuple[str, int] | None = None
        self.end = start

    @property
    def awaits_key(self) -> bool:
        """Whether what comes is a key."""
        return self.count < 0 and self.awaiting is None

    def next(self, start: int) -> tuple[Loc, int]:
        """Return the way to the value that comes, and where its key starts."""
        if self.awaiting is None:
            self.count += 1
            return (*self.loc, self.count - 1), start
        name, at = self.awaiting
        self.awaiting = None
        return (*self.loc, name), at


def _marks(text: str, starts: list[int]) -> Iterator[tuple[Loc, Mark]]:
    around: list[_Around] = []
    events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
    for event in events:
        start = starts[event.start_mark.line] + event.start_mark.column
        end = starts[event.end_mark.line] + event.end_mark.column
        if isinstance(event, yaml.CollectionEndEvent):
            closed = around.pop()
            stop = end if closed.own_flow else closed.end
            if around:
                around[-1].end = stop
            yield closed.loc, Mark(closed.start, stop, closed.key, "", closed.flow)
        elif isinstance(event, yaml.NodeEvent):
            if isinstance(event, yaml.ScalarEvent) and around and around[-1].awaits_key:
                around[-1].awaiting = str(event.value), start
                continue
            loc, key = around[-1].next(start) if around else ((), start)
            if isinstance(event, yaml.ScalarEvent):
                end = start + len(text[start:end].rstrip())  # a block ends where the next line begins
                around[-1].end = max(end, around[-1].end)
                yield loc, Mark(start, end, key, event.style or "", around[-1].flow)
            else:
                around.append(_Around(loc, start, key, event, bool(around and around[-1].flow)))


def edited(text: str, said: Mapping[Loc, Said]) -> str:
    """Return `text` in which the value at each way says what it is to say; a key that is missing is added."""
    marked = Marked(text)
    cuts = sorted(
        (_cut(marked, loc, value) for loc, value in said.items() if value is not None or loc in marked.marks),
        key=lambda cut: cut[:3],
    )
    made, at = "", 0
    for start, end, _order, new in cuts:
        made += text[at:start] + new
        at = end
    return made + text[at:]


def _cut(marked: Marked, loc: Loc, value: Said) -> tuple[int, int, int, str]:
    """Return what is to be taken out of the text, from where to where, its order, and what stands there instead."""
    mark = marked.marks.get(loc)
    if mark is None:
        return _added(marked, loc, value)
    if value is None:
        return _taken_out(marked, loc, mark)
    old, indent = marked.text[mark.start : mark.end], marked.column(mark.key)
    return mark.start, mark.end, _order(loc[-1]), written(value, old, indent, mark, marked)


def _taken_out(marked: Marked, loc: Loc, mark: Mark) -> tuple[int, int, int, str]:
    """Return the cut that takes a key out, with its lines; the first key behind a dash stays, and says nothing."""
    first, last, order = marked.line(mark.key), marked.line(mark.end), _order(loc[-1])
    start = mark.key - marked.column(mark.key)
    before = [one.end for _one, one in _beside(marked, loc) if one.end < mark.key]
    if marked.marks[loc[:-1]].flow and before:
        return max(before), mark.end, order, ""
    if marked.lines[first][: marked.column(mark.key)].strip():
        return mark.start, mark.end, order, '""'
    return start, start + sum(map(len, marked.lines[first : last + 1])), order, ""


def _added(marked: Marked, loc: Loc, value: Said) -> tuple[int, int, int, str]:
    """Return the cut that adds a key behind the one that it follows."""
    key, order = loc[-1], _order(loc[-1])
    beside = _beside(marked, loc)
    before = [mark for one, mark in beside if _order(one) < order] or [beside[0][1]]
    behind = max(before, key=lambda mark: mark.end)
    if marked.marks[loc[:-1]].flow:
        return behind.end, behind.end, order, f", {key}: {written(value, '', 0, Mark(0, 0, 0, '', True), marked)}"
    indent = marked.column(behind.key)
    new = f"{marked.newline}{' ' * indent}{key}: {written(value, '', indent, None, marked)}"
    return behind.end, behind.end, order, new


def _beside(marked: Marked, loc: Loc) -> list[tuple[str | int, Mark]]:
    """Return the keys of the record around a value, each with its mark."""
    return [(one[-1], mark) for one, mark in marked.marks.items() if len(one) == len(loc) and one[:-1] == loc[:-1]]


def _order(key: str | int) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)


def written(value: Said, old: str, indent: int, mark: Mark | None, marked: Marked) -> str:
    """Return how a value is written at the place of `old`, below a key that stands `indent` signs in."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {scalar(one, flow=True)}' for key, one in value.items())}}}"
    if value is not None and not isinstance(value, str):
        return f"[{', '.join(scalar(one, flow=True) for one in value)}]"
    text, style, flow = value or "", mark.style if mark else "", bool(mark and mark.flow)
    if mark and not style and _tag(text) == _tag(old) != _tag("a"):
        return text  # a day or a number, which stood there without quotes
    if not flow and ("\n" in text or style in ("|", ">")) and text and text == text.strip("\n "):
        return _block(text, old if style in ("|", ">") else "", indent, marked.newline)
    return _in_line(text, style, flow)


def _in_line(text: str, style: str, flow: bool) -> str:
    """Return a text in one line, in the quotes of `style` where they can hold it."""
    if style == "'" and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False) if style == '"' else scalar(text, flow)


def _block(text: str, old: str, indent: int, newline: str) -> str:
    """Return a text in lines of its own, as deep as those of the block `old`, where there was one."""
    inside = re.search(r"[\r\n]+( +)", old)
    deep = inside[1] if inside else " " * (indent + 2)
    header = old.splitlines()[0].replace(">", "|").strip() if old else "|-"
    return newline.join([header, *(f"{deep}{line}" if line else "" for line in text.split("\n"))])


def scalar(text: str, flow: bool = False) -> str:
    """Return a text in one line, plain where YAML and the eyes of an editor take it for what it is."""
    return text if _is_plain(text) and not (flow and _IN_FLOW.search(text)) else json.dumps(text, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    if "\n" in text or text != text.strip() or _tag(text) != _tag("a"):
        return False
    file, problems = read_text(f"text: {text}\n", "content/plan.yml", [], str)
    return not problems and file.at(("text",)) == text


def _tag(text: str) -> str:
    """Return what most readers of YAML take a plain text for."""
    loader: Any = yaml.SafeLoader("")
    return str(loader.resolve(yaml.ScalarNode, text, (True, False)))
