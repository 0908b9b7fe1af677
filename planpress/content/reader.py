"""Decoded text of one YAML file → its values, every scalar still text, and the line of every key.

In: text, as `files.py` decodes it. Out: a `SourceFile`, and every `Problem` on the way. Only plain YAML is taken:
no tags, anchors, aliases or merge keys, and no comment behind a value. Where a line does not fit, it is
left out, so that the faults of the other lines are told in the same run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from planpress.content.characters import check_characters
from planpress.content.schemas import known_keys
from planpress.content.source import INVISIBLE, Loc, SourceFile, Value, caret, visible
from planpress.errors import Problem
from planpress.i18n import Translate

MAX_DEPTH = 20

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What may follow the last scalar of a line, and the comment that may not.
_TRAILING_COMMENT = re.compile(r"[\s:,\]}\[{|>+\-0-9]*?(?<=\s)#")
_IDEOGRAPHS = "\u2e80"
"""Where the characters begin that stand without blanks between them."""


def read_text(text: str, path: str, problems: list[Problem], _: Translate) -> tuple[SourceFile, list[Problem]]:
    """Read the decoded text of one file; return the file, and all problems, those given first."""
    guesses, found = check_characters(text, path, known_keys(), _)
    problems = problems + found
    if not guesses:
        return SourceFile(path, text, None), problems
    readers = [_Reader(path, guess, _) for guess in guesses]
    for reader in readers:
        if reader.read():
            return reader.file(text), problems + reader.problems
    return _around_fault(readers[0], text, problems, bool(found))


@dataclass
class _Open:
    """A list or mapping whose end has not been seen; `at` is its loc and `key` awaits a value."""

    value: Value
    at: Loc
    key: str | None = None


class _Reader:
    """Builds the values of one file from the parser's events, without recursion."""

    def __init__(self, path: str, text: str, _: Translate) -> None:
        self.path, self.text, self._ = path, text, _
        self.rows = text.split("\n")
        self.problems: list[Problem] = []
        self.lines: dict[Loc, int] = {}
        self.broken: set[Loc] = set()
        self.top: Value = None
        self.open: list[_Open] = []
        self.documents = 0
        self.ends: dict[int, tuple[int, Loc | None]] = {}
        self.hopeless = False

    def file(self, text: str, gap: int = 0) -> SourceFile:
        """Return what was read; `text` is the file before it was mended."""
        value = self.top if isinstance(self.top, dict) else None
        return SourceFile(self.path, text, value, self.lines, frozenset(self.broken), gap)

    def report(self, line: int, message: str, found: str = "", column: int | None = None) -> None:
        """Add a problem; `line` and `column` count from 0."""
        shown = "" if column is None or line >= len(self.rows) else caret(self.rows[line], column)
        self.problems.append(Problem(self.path, line + 1, "", message, found, shown))

    def read(self) -> bool:
        """Read the whole text; False where it is not YAML (the last problem says why)."""
        try:
            events: Iterator[Any] = yaml.parse(self.text, Loader=_LOADER)
            for event in events:
                self._take(event)
                if self.documents > 1:
                    self.report(event.start_mark.line, self._("A file holds one document: delete the line '---'"))
                    break
                if len(self.open) > MAX_DEPTH:
                    self.hopeless = True
                    message = self._("Nested deeper than %(limit)s levels") % {"limit": MAX_DEPTH}
                    self.report(event.start_mark.line, message)
                    return False
        except yaml.YAMLError as error:
            line, message, column = _syntax(error, self.rows, self._)
            self.report(max(0, min(line, len(self.rows) - 1)), message, column=column)
            return False
        self._check_comments()
        if self.top in (None, ""):
            self.report(0, self._("The file is empty"))
        elif not isinstance(self.top, dict):
            self.report(0, self._("The file must be made of lines such as 'key: value'"))
        return True

    def _take(self, event: Any) -> None:
        """Take one event of the parser."""
        end = event.end_mark
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.ScalarEvent):
            self.ends[end.line] = end.column, self._scalar(event)
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self._container(event)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self.open.pop()

    def _put(self, value: Value, line: int) -> Loc:
        """Store a value where it belongs and return its loc."""
        if not self.open:
            self.top = value if self.top is None else self.top
            self.lines[()] = line + 1
            return ()
        around = self.open[-1]
        if isinstance(around.value, list):
            loc: Loc = (*around.at, len(around.value))
            around.value.append(value)
            self.lines[loc] = line + 1
            return loc
        key, around.key = str(around.key), None
        around.value[key] = value
        return (*around.at, key)

    def _awaits_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].value, dict) and self.open[-1].key is None

    def _key(self, name: str, line: int, broken: bool = False) -> None:
        """Take a key; a second one of the same name is kept under a name that no model has."""
        around = self.open[-1]
        if name in around.value:
            at = {"key": name, "first": self.lines[*around.at, name], "second": line + 1}
            self.report(line, self._("'%(key)s' stands twice in the same record: lines %(first)s and %(second)s") % at)
            name, broken = f"{name} ({line + 1})", True
        elif name == "<<":
            self.report(line, self._("Merge keys ('<<') are not taken: write the values out"))
            broken = True
        around.key = name
        loc = (*around.at, name)
        self.lines[loc] = line + 1
        if broken:
            self.broken.add(loc)

    def _properties(self, event: Any) -> None:
        """Tags and anchors are refused."""
        line = event.start_mark.line
        if event.tag is not None:
            self.report(line, self._("Tags are not taken: put a value that starts with '!' in \"...\""))
        if event.anchor is not None:
            self.report(line, self._("Anchors are not taken: put a value that starts with '&' in \"...\""))

    def _alias(self, event: Any) -> None:
        line, name = event.start_mark.line, f"*{event.anchor}"
        self.report(line, self._("Aliases are not taken: put a value that starts with '*' in \"...\""), name)
        if self._awaits_key():
            self._key(name, line, broken=True)
        else:
            self.broken.add(self._put("", line))

    def _scalar(self, event: Any) -> Loc | None:
        """Take a key or a value; return the loc of a value."""
        line, text = event.start_mark.line, event.value
        self._properties(event)
        if self._awaits_key():
            self._key(text, line)
            return None
        if event.style in ("|", ">"):
            # Whether the block was opened by | or |- is not something an editor should have to know.
            text = text.rstrip("\n")
        loc = self._put(text, line)
        if hidden := INVISIBLE.search(text):  # what stands in the file was told with its characters: this was an escape
            message = self._("Invisible character U+%(code)s: delete it") % {"code": f"{ord(hidden.group()):04X}"}
            self.report(line, message)
            self.broken.add(loc)
        if not event.style and text in ("~", "null", "Null", "NULL"):
            self.report(line, self._('For no value leave the key out; where it is text, put it in "..."'), text)
            self.broken.add(loc)
        if event.style != "|" and event.end_mark.line > line:
            self._check_folds(line + (event.style == ">"), event.end_mark.line)
        return loc

    def _check_folds(self, first: int, last: int) -> None:
        """A line break inside Chinese text becomes a blank that nobody typed: refused."""
        for number in range(first, min(last, len(self.rows) - 1)):
            before, after = self.rows[number].rstrip(), self.rows[number + 1].strip()
            if before[-1:] > _IDEOGRAPHS and after[:1] > _IDEOGRAPHS:
                message = self._(
                    "A line break inside a text would become a blank: write one line, or '|' and the text below"
                )
                self.report(number + 1, message)
                return

    def _container(self, event: Any) -> None:
        line = event.start_mark.line
        self._properties(event)
        value: Value = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        if self._awaits_key():
            self.report(line, self._("A key must be one word"))
            # The list or mapping takes the place of the key; its value follows under the empty key.
            self.open[-1].key = ""
            loc: Loc = (*self.open[-1].at, "")
            self.broken.add(loc)
        else:
            loc = self._put(value, line)
        self.open.append(_Open(value, loc))

    def _check_comments(self) -> None:
        """A comment behind a value is refused: ` #` silently cuts a text."""
        for line, (column, loc) in self.ends.items():
            row = self.rows[line] if line < len(self.rows) else ""
            hit = _TRAILING_COMMENT.match(row, column)
            # A block scalar ends at the start of the line behind it.
            if hit and row[:column].strip():
                message = self._("' #' cuts the value: put the value in \"...\", or the comment on a line of its own")
                self.report(line, message, visible(row[hit.end() - 1 :]), hit.end() - 1)
                if loc is not None:
                    self.broken.add(loc)


def _around_fault(first: _Reader, text: str, problems: list[Problem], mended: bool) -> tuple[SourceFile, list[Problem]]:
    """Read a text without the line that does not fit; give up where that is not enough."""
    path, _ = first.path, first._
    fault = first.problems[-1]
    tab = re.search(r"^ *\t", text, re.MULTILINE)
    if tab and mended and fault.line > text.count("\n", 0, tab.start()):
        # Behind a tab, what does not fit may be our guess of its width.
        return SourceFile(path, text, None), problems
    problems = problems + first.problems
    lines = first.text.split("\n")
    lines[fault.line - 1] = ""
    again = _Reader(path, "\n".join(lines), _)
    if first.hopeless or not again.read():
        return SourceFile(path, text, None), problems
    return again.file(text, fault.line), problems


def _syntax(error: yaml.YAMLError, rows: list[str], _: Translate) -> tuple[int, str, int | None]:
    """Say what does not fit, with the line where the editor must look and the column, both from 0."""
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if context is not None and context.line < len(rows):
        message = _never_ended(rows[context.line], context.column, _)
        if message:
            return context.line, message, context.column
    if mark is None:
        return 0, _("The file is not YAML"), None
    return mark.line, _misfit(rows[mark.line] if mark.line < len(rows) else "", mark.column, _), mark.column


def _never_ended(row: str, column: int, _: Translate) -> str:
    """Say what was begun at `column` and not ended; empty where that is not the fault."""
    opened, tail = row[column : column + 1], row[column + 1 :]
    if opened in ("[", "{") or (opened in ('"', "'") and opened not in tail):
        return _("'%(mark)s' is opened here and not closed") % {"mark": opened}
    if not re.search(r":(?: |$)", row) and not row.lstrip().startswith("- "):
        return _("The line must be 'key: value', or stand deeper than the key it belongs to")
    return ""


def _misfit(row: str, column: int, _: Translate) -> str:
    """Say what does not fit at `column`."""
    value = re.sub(r"^ *(?:- +)*(?:[A-Za-z_]+: +)?", "", row)
    if re.match(r"[\"'].*[\"'].", value):
        return _("Text follows the closing quote: put the whole value in '...'")
    if value[:1] == '"' and "\\" in row[max(0, column - 2) : column + 1]:
        return _("In \"...\" a backslash must be doubled: put the value in '...'")
    if value[:1] in ("[", "{", "") and re.search(r"[,\[{] *,", row):
        return _("A value is missing beside a comma: delete one comma")
    if value[:1] in tuple("@`%*&!|>"):
        return _("A value must not start with '%(mark)s': put it in \"...\"") % {"mark": value[0]}
    if value[:1] in ("[", "{"):
        return _('Text follows the closing bracket: put the whole value in "..."')
    if ": " in value:
        return _("A value with ': ' inside must stand in \"...\"")
    return _("The line does not fit: check its indent against the lines above, its quotes and its brackets")
