"""The lists of YAML files, and which elements are to stand in them → the text in which these do, in this order.

In: the text of each file, and for each list its elements: those that are there, by the way to them, which may come from
another list or file, and new ones. Out: text. An element goes with the comments and blank lines above it; what is not
moved keeps its bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planpress.content.source import Loc
from planpress.content.word.patching.scalars import Marked, Said, written
from planpress.errors import BuildError
from planpress.i18n import Translate

BELOW = "clauses"
"""The key below which the elements of an element stand."""


@dataclass(frozen=True)
class Entry:
    """An element as it is to stand: where it stands now (`path`, `loc`), or what a new one says; and what is below."""

    path: str = ""
    loc: Loc = ()
    said: Mapping[str, Said] = field(default_factory=dict)
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class _Place:
    """The lines of an element: from `lead`, its comments and blank lines, and from `dash`, up to `end`."""

    lead: int
    dash: int
    end: int
    column: int


class Blocks:
    """Arranges the elements of the files `texts`, by path."""

    def __init__(self, texts: Mapping[str, str], _: Translate) -> None:
        """Take in every file from which elements come."""
        self.files = {path: Marked(text) for path, text in texts.items()}
        self._ = _

    def with_text(self, path: str, text: str) -> Blocks:
        """Return the same with another text of one file."""
        return Blocks({**{name: marked.text for name, marked in self.files.items()}, path: text}, self._)

    def arranged(self, path: str, lists: Mapping[Loc, Sequence[Entry]]) -> str:
        """Return the text of a file in which each list has these elements."""
        marked = self.files[path]
        cuts = sorted((self._cut(path, way, entries) for way, entries in lists.items()), key=lambda cut: cut[:2])
        made, at = list[str](), 0
        for start, end, new in cuts:
            made += [*marked.lines[at:start], *new]
            at = end
        return _joined([*made, *marked.lines[at:]], marked.newline)

    def _cut(self, path: str, way: Loc, entries: Sequence[Entry]) -> tuple[int, int, list[str]]:
        """Return which lines the list takes, and the lines that stand there then."""
        marked = self.files[path]
        mark = marked.marks.get(way)
        if mark is None:
            holder = marked.marks[way[:-1]]
            if holder.flow and entries:
                raise self._in_one_line(path, marked.line(holder.start))
            at = len(marked.lines) if len(way) == 1 else self._end(marked, way[:-1], marked.column(holder.start) - 1)
            return at, at, self._fresh_list(marked, str(way[-1]), entries, marked.column(holder.start))
        if mark.flow:
            first = marked.line(mark.key)
            if self._is_as_it_was(path, way, entries):
                return first, first, []
            raise self._in_one_line(path, first)
        places = self._places(path, way)
        first = marked.line(mark.key)
        head = marked.lines[first : places[0].dash]
        return first, places[-1].end, [*head, *self._list(path, way, entries, places)] if entries else []

    def _in_one_line(self, path: str, line: int) -> BuildError:
        message = self._("Nothing can be added here, since the list is written in one line: %(place)s")
        return BuildError(message % {"place": f"{path}:{line + 1}"})

    def _is_as_it_was(self, path: str, way: Loc, entries: Sequence[Entry]) -> bool:
        """Whether a list holds just what it held."""
        count = sum(loc[:-1] == way for loc in self.files[path].marks)
        return len(entries) == count and all(
            (entry.path, entry.loc) == (path, (*way, number))
            and self._is_as_it_was(path, (*entry.loc, BELOW), entry.below)
            for number, entry in enumerate(entries)
        )

    def _list(self, path: str, way: Loc, entries: Sequence[Entry], places: Sequence[_Place]) -> list[str]:
        """Return the lines of the elements of the list at `way`, whose elements stood at `places`."""
        marked = self.files[path]
        apart = any(not marked.lines[one.lead].strip() for one in places[1:])
        made: list[str] = []
        for number, entry in enumerate(entries):
            lead, body = self._element(entry, places[0].column, marked.newline)
            while number == 0 and lead and not lead[0].strip():
                lead = lead[1:]
            stayed = entry.path == path and entry.loc[:-1] == way and entry.loc[-1] != 0
            if apart and number and not stayed and (not lead or lead[0].strip()):
                made.append(marked.newline)
            made += [*lead, *body]
        return made

    def _fresh_list(self, marked: Marked, key: str, entries: Sequence[Entry], column: int) -> list[str]:
        """Return the lines of a list that was not there, below a key that stands at `column`."""
        if not entries:
            return []
        made = [line for entry in entries for part in self._element(entry, column + 2, marked.newline) for line in part]
        return [f"{' ' * column}{key}:{marked.newline}", *made]

    def _element(self, entry: Entry, column: int, newline: str) -> tuple[list[str], list[str]]:
        """Return the lines above an element, and its own, with its dash at `column`."""
        if not entry.path:
            return [], self._fresh(entry, column, newline)
        marked = self.files[entry.path]
        place = next(one for one in self._places(entry.path, entry.loc[:-1]) if one.dash == self._dash(entry))
        way = (*entry.loc, BELOW)
        body = marked.lines[place.dash : place.end]
        if entry.below and way not in marked.marks and marked.marks[entry.loc].flow:
            body = [*self._opened(entry, place), *self._fresh_list(marked, BELOW, entry.below, place.column + 2)]
        elif way in marked.marks or entry.below:
            start, end, new = self._cut(entry.path, way, entry.below)
            body = [*marked.lines[place.dash : start], *new, *marked.lines[end : place.end]]
        lead = marked.lines[place.lead : place.dash]
        return _shifted(lead, column - place.column), _shifted(body, column - place.column)

    def _opened(self, entry: Entry, place: _Place) -> list[str]:
        """Return an element that stands between brackets in one line, a key a line."""
        marked, mark = self.files[entry.path], self.files[entry.path].marks[entry.loc]
        if marked.line(mark.end) > place.dash:
            raise self._in_one_line(entry.path, place.dash)
        keys = [one for loc, one in marked.marks.items() if loc[:-1] == entry.loc]
        said = [marked.text[one.key : one.end] for one in sorted(keys, key=lambda one: one.key)]
        return [f"{' ' * place.column}{'  ' if at else '- '}{one}{marked.newline}" for at, one in enumerate(said)]

    def _dash(self, entry: Entry) -> int:
        marked = self.files[entry.path]
        return marked.line(marked.marks[entry.loc].start)

    def _fresh(self, entry: Entry, column: int, newline: str) -> list[str]:
        """Return the lines of a new element."""
        marked, lines, begins = Marked(newline), list[str](), f"{' ' * column}- "
        for key, value in entry.said.items():
            lines += (begins + f"{key}: {written(value, '', column + 2, None, marked)}{newline}").splitlines(True)
            begins = " " * (column + 2)
        return [*lines, *self._fresh_list(marked, BELOW, entry.below, column + 2)]

    def _places(self, path: str, way: Loc) -> list[_Place]:
        """Return the lines of each element of the list at `way`."""
        marked, found = self.files[path], list[_Place]()
        while (mark := marked.marks.get((*way, len(found)))) is not None:
            dash = marked.line(mark.start)
            line = marked.lines[dash]
            column = len(line) - len(line.lstrip(" "))
            if not line.lstrip(" ").startswith("- ") or marked.column(mark.start) <= column:
                raise self._in_one_line(path, dash)
            end = self._end(marked, (*way, len(found)), column)
            found.append(_Place(found[-1].end if found else dash, dash, end, column))
        return found

    def _end(self, marked: Marked, loc: Loc, column: int) -> int:
        """Return the line behind a value, and behind the comments that stand further right than `column`."""
        at = marked.line(max(marked.marks[loc].end - 1, 0)) + 1
        while at < len(marked.lines) and (line := marked.lines[at]).lstrip(" ").startswith("#"):
            if len(line) - len(line.lstrip(" ")) <= column:
                break
            at += 1
        return at


def _shifted(lines: Sequence[str], by: int) -> list[str]:
    """Return lines `by` signs further right, or left."""
    if by >= 0:
        return [" " * by + line if line.strip() else line for line in lines]
    return [line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines]


def _joined(lines: Sequence[str], newline: str) -> str:
    """Return the text of lines, of which only the last may lack its end."""
    return "".join(line if line.endswith(("\n", "\r")) else line + newline for line in lines[:-1]) + "".join(lines[-1:])
