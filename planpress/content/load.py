"""Files of one campaign → plain values, every scalar still text, with the line of every key.

In: the campaign folder (`content/*.yml`, `content/forms/*.yml`, `sectors/*.yml`). Out: a
`Source`: mappings, lists and text, the line of each, and every `Problem` on the way. Only
plain YAML is taken: no tags, anchors, aliases or merge keys, and no comment behind a value.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from planpress.content.characters import Translate, caret, check_characters, decode, invisible, is_binary, is_garbled
from planpress.errors import Problem
from planpress.record import Record

MAX_BYTES = 2_000_000
MAX_DEPTH = 20
REQUIRED = ("content/plan.yml", "content/units.yml")
OPTIONAL = ("content/terms.yml", "content/notes.yml", "content/changes.yml")
FOLDERS = ("content", "content/forms", "sectors")

Value = Any
"""Text, a list of values, or a mapping of text to values."""

Loc = tuple[str | int, ...]
"""Way to a value from the top of its file: keys, and places in lists from 0."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Also as Windows shows or hides it, and as an input method for Chinese types it.
_ENDING = re.compile(r"(?:[.\u3002\uff0e]ya?ml)+(?:[.\u3002]txt)? *$", re.IGNORECASE)
# What may follow the last scalar of a line, and the comment that may not.
_TRAILING_COMMENT = re.compile(r"[\s:,\]}\[{|>+\-0-9]*?(?<=\s)#")


@dataclass(frozen=True)
class SourceFile:
    """One YAML file.

    Attributes:
        path: Relative to the campaign folder, with forward slashes.
        text: As read; line n of a problem is line n of this text.
        value: The mapping at its top; None where the file could not be read.
        lines: The line of every key and list element, counted from 1.
        broken: Values already reported: what they hold is a guess.
        gap: The line that had to be left out to read the rest; 0 where none had.
    """

    path: str
    text: str
    value: dict[str, Value] | None
    lines: dict[Loc, int] = field(default_factory=dict)
    broken: frozenset[Loc] = frozenset()
    gap: int = 0

    @property
    def partial(self) -> bool:
        """Whether a line had to be left out."""
        return self.gap > 0

    def missed(self, loc: Loc) -> str:
        """Return the line that had to be left out where it belongs to the record at `loc`, else nothing."""
        if not self.gap:
            return ""
        start = self.line(loc)
        after = (line for other, line in self.lines.items() if line > start and other[: len(loc)] != loc)
        return self.text.split("\n")[self.gap - 1] if start <= self.gap < min(after, default=self.gap + 1) else ""

    @property
    def folder(self) -> str:
        """The folder that tells what kind of file it is."""
        return self.path.rpartition("/")[0]

    @property
    def whole(self) -> bool:
        """Whether every record of the file is known: only then can a reference into it dangle."""
        return self.value is not None and not self.partial and not any(self._holds_records(loc) for loc in self.broken)

    def _holds_records(self, loc: Loc) -> bool:
        found = self.at(loc)
        return isinstance(found, (dict, list)) and bool(found)

    def at(self, loc: Loc) -> Value:
        """Return the value at `loc`; None where there is none."""
        found: Value = self.value
        for step in loc:
            inside = isinstance(found, dict) and step in found
            inside = inside or (isinstance(found, list) and isinstance(step, int) and step < len(found))
            if not inside:
                return None
            found = found[step]
        return found

    def blames(self, loc: Loc) -> bool:
        """Whether the value at `loc`, or one around it, has been reported already."""
        return any(loc[:end] in self.broken for end in range(len(loc) + 1))

    def problem(self, loc: Loc, message: str, found: Value = "", warning: bool = False) -> Problem:
        """Return a problem at `loc`, with its line and the id of the record that holds it."""
        where = ""
        for end in range(len(loc), -1, -1):
            record = self.at(loc[:end])
            if isinstance(record, dict) and isinstance(record.get("id"), str) and record["id"]:
                where = record["id"]
                break
        shown = found if isinstance(found, str) else ""
        return Problem(self.path, self.line(loc), _visible(where), message, _visible(shown), warning=warning)

    def line(self, loc: Loc) -> int:
        """Line of `loc`, or of the nearest value around it that has one."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)


def _visible(text: str) -> str:
    """Return the start of `text` in one line, special blanks as <U+3000>: they may be what is wrong."""
    shown = "".join(f"<U+{ord(char):04X}>" if char > "\x7f" and char.isspace() else char for char in text)
    return " ".join(shown.split())[:60]


@dataclass(frozen=True)
class Source:
    """All files of a campaign, in the order of their paths, and the problems found in them.

    `astray` are the files that are not read, since their name or place is wrong, as they should be called.
    """

    root: Path
    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]
    astray: frozenset[str] = frozenset()


def load(root: Path, _: Translate) -> Source:
    """Read every YAML file of a campaign.

    Args:
        root: The folder that holds `content/` and `sectors/`.
        _: Translates a message.

    Returns:
        The files and every problem; a fault in one file does not stop the others.
    """
    problems = list(_check_names(root, _))
    files = []
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*.yml")):
            name = path.relative_to(root).as_posix()
            if left_behind(path.name) or (folder == "content" and name not in REQUIRED + OPTIONAL):
                continue
            file, found = _read(path, name, _)
            files.append(file)
            problems += found
    astray = frozenset(_meant(path.relative_to(root).as_posix()) for path in _candidates(root))
    return Source(root, tuple(files), tuple(problems), astray)


def left_behind(name: str) -> bool:
    """Whether a file of this name is what a system or an editor leaves beside those one works on."""
    return name.startswith((".", "~$")) or name in ("Thumbs.db", "desktop.ini")


def _check_names(root: Path, _: Translate) -> Iterator[Problem]:
    """Every needed file is there, and no file is left out for its name or its folder."""
    for name in REQUIRED:
        if not (root / name).exists():
            yield Problem(name, 0, "", _("The file is missing"))
    if not any(not left_behind(path.name) for path in (root / "sectors").glob("*.yml")):
        message = _("At least one sector file is needed, such as %(name)s") % {"name": "01-gas.yml"}
        yield Problem("sectors", 0, "", message)
    for path in _candidates(root):
        name = path.relative_to(root).as_posix()
        meant = _meant(name)
        if meant != name and not left_behind(path.name):
            message = _("The file is not read; did you mean '%(name)s'?") % {"name": meant}
            if meant and (root / meant).exists():
                message = _("The file is not read, since '%(name)s' is there: delete it if it is a copy")
                message %= {"name": meant}
            if not meant:
                message = _("The file is not read; here stand only: %(names)s")
                message %= {"names": ", ".join(REQUIRED + OPTIONAL)}
            yield Problem(name, 0, "", message)


def _candidates(root: Path) -> Iterator[Path]:
    """Yield what an editor may take for a file of the campaign, by its name."""
    yield from (path for name in REQUIRED + OPTIONAL if (path := root / Path(name).name).is_file())
    for top in ("content", "sectors"):
        for path in sorted((root / top).rglob("*")):
            read = path.suffix == ".yml" and path.parent in (root / "content" / "forms", root / "sectors")
            if _ENDING.search(path.name) and not read:
                yield path


def _meant(name: str) -> str:
    """Return under which name a file would be read; empty where that cannot be told."""
    folder, _slash, file = name.rpartition("/")
    plain = _ENDING.sub("", file) + ".yml"
    if folder.startswith("content/forms") or folder.startswith("sectors"):
        return f"{'sectors' if folder.startswith('sectors') else 'content/forms'}/{plain}"
    if folder.startswith("content/sectors"):
        return f"sectors/{plain}"
    known = {Path(one).stem: one for one in REQUIRED + OPTIONAL}
    near = difflib.get_close_matches(Path(plain).stem, known, 1, 0.6)
    return known[near[0]] if near else ""


def _read(path: Path, name: str, _: Translate) -> tuple[SourceFile, list[Problem]]:
    """Read one file: bytes, characters, structure."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except IsADirectoryError:
        return SourceFile(name, "", None), [Problem(name, 0, "", _("A folder stands where a file must be"))]
    except PermissionError:
        message = _("The file cannot be read: you lack the right to read it")
        return SourceFile(name, "", None), [Problem(name, 0, "", message)]
    except OSError as error:
        message = _("The file cannot be read (%(reason)s)") % {"reason": error.strerror}
        if path.is_symlink():
            message = _("The file cannot be read: the link leads to no file")
        return SourceFile(name, "", None), [Problem(name, 0, "", message)]
    if size > MAX_BYTES:
        message = _("The file must not be larger than %(limit)s bytes") % {"limit": MAX_BYTES}
        return SourceFile(name, "", None), [Problem(name, 0, "", message, str(size))]
    if is_binary(data):
        message = _("This is no text file: copy the wording into a file written with a text editor")
        return SourceFile(name, "", None), [Problem(name, 0, "", message)]
    text, problems = decode(data, name, _)
    if problems and is_garbled(text):
        return SourceFile(name, text, None), problems
    return read_text(text, name, problems, _)


def read_text(text: str, path: str, problems: list[Problem], _: Translate) -> tuple[SourceFile, list[Problem]]:
    """Read the decoded text of one file.

    Args:
        text: From `decode`.
        path: As shown to the editor.
        problems: Those that `decode` found.
        _: Translates a message.

    Returns:
        The file, and all problems including those given.
    """
    guesses, found = check_characters(text, path, known_keys(), _)
    problems = problems + found
    readers = []
    for guess in guesses:
        reader = _Reader(path, guess, _)
        if reader.read():
            return reader.file(text), problems + reader.problems
        readers.append(reader)
    first = readers[0]
    tab = re.search(r"^ *\t", text, re.MULTILINE)
    if tab and found and first.problems[-1].line > text.count("\n", 0, tab.start()):
        # Behind a tab, what does not fit may be our guess of its width.
        return SourceFile(path, text, None), problems
    fault = first.problems.pop()
    problems += [*(first.problems), fault]
    lines = first.text.split("\n")
    lines[fault.line - 1] = ""
    again = _Reader(path, "\n".join(lines), _, quiet=True)
    if first.hopeless or not again.read():
        return SourceFile(path, text, None), problems
    return again.file(text, fault.line), problems


def known_keys() -> frozenset[str]:
    """Every key that some file of a campaign knows."""
    return frozenset(name for record in Record.__subclasses__() for name in record.fields_by_key())


@dataclass
class _Open:
    """A list or mapping whose end has not been seen; `at` is its loc and `key` awaits a value."""

    value: Value
    at: Loc
    key: str | None = None


class _Reader:
    """Builds the values of one file from the parser's events, without recursion."""

    def __init__(self, path: str, text: str, _: Translate, quiet: bool = False) -> None:
        self.path, self.text, self._, self.quiet = path, text, _, quiet
        self.rows = text.split("\n")
        self.problems: list[Problem] = []
        self.lines: dict[Loc, int] = {}
        self.broken: set[Loc] = set()
        self.top: list[Value] = []
        self.open: list[_Open] = []
        self.hopeless = False

    def file(self, text: str, gap: int = 0) -> SourceFile:
        """Return what was read; `text` is the file before it was mended."""
        value = self.top[0] if self.top and isinstance(self.top[0], dict) else None
        return SourceFile(self.path, text, value, self.lines, frozenset(self.broken), gap)

    def report(self, line: int, message: str, found: str = "", column: int | None = None) -> None:
        """Add a problem; `line` and `column` count from 0."""
        shown = "" if column is None or line >= len(self.rows) else caret(self.rows[line], column)
        if not self.quiet:
            self.problems.append(Problem(self.path, line + 1, "", message, found, shown))

    def read(self) -> bool:
        """Read the whole text; False where it is not YAML (the last problem says why)."""
        _ = self._
        ends: dict[int, tuple[int, Loc | None]] = {}
        documents = 0
        try:
            events: Iterator[Any] = yaml.parse(self.text, Loader=_LOADER)
            for event in events:
                start, end = event.start_mark, event.end_mark
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.report(start.line, _("A file holds one document: delete the line '---'"))
                        break
                elif isinstance(event, yaml.AliasEvent):
                    self._alias(event)
                elif isinstance(event, yaml.ScalarEvent):
                    ends[end.line] = end.column, self._scalar(event)
                elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                    if len(self.open) >= MAX_DEPTH:
                        self.hopeless = True
                        message = _("Nested deeper than %(limit)s levels") % {"limit": MAX_DEPTH}
                        self._fault(start.line, message)
                        return False
                    self._container(event)
                elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                    self.open.pop()
        except yaml.YAMLError as error:
            self._syntax(error)
            return False
        self._comments(ends)
        self._check_top()
        return True

    def _check_top(self) -> None:
        _ = self._
        if not self.top or self.top[0] == "":
            self.problems.append(Problem(self.path, 1, "", _("The file is empty")))
        elif not isinstance(self.top[0], dict):
            message = _("The file must be made of lines such as 'key: value'")
            self.problems.append(Problem(self.path, 1, "", message))

    def _put(self, value: Value, line: int) -> Loc:
        """Store a value where it belongs and return its loc."""
        if not self.open:
            self.top.append(value)
            self.lines[()] = line + 1
            return ()
        around = self.open[-1]
        if isinstance(around.value, list):
            loc: Loc = (*around.at, len(around.value))
            around.value.append(value)
            self.lines[loc] = line + 1
            return loc
        key = around.key
        around.key = None
        if key is None:
            raise AssertionError("a value without a key")
        loc = (*around.at, key)
        around.value[key] = value
        return loc

    def _awaits_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].value, dict) and self.open[-1].key is None

    def _key(self, name: str, line: int) -> None:
        """Take a key; a second one of the same name is kept under a name that no model has."""
        _ = self._
        around = self.open[-1]
        loc = (*around.at, name)
        if name in around.value:
            first = self.lines[loc]
            message = _("'%(key)s' stands twice in the same record: lines %(first)s and %(second)s")
            self.report(line, message % {"key": name, "first": first, "second": line + 1})
            name = f"{name} ({line + 1})"
            loc = (*around.at, name)
            self.broken.add(loc)
        elif name == "<<":
            self.report(line, _("Merge keys ('<<') are not taken: write the values out"))
            self.broken.add(loc)
        around.key = name
        self.lines[loc] = line + 1

    def _properties(self, event: Any) -> None:
        """Tags and anchors are refused."""
        _ = self._
        if event.tag is not None:
            self.report(event.start_mark.line, _("Tags are not taken: put a value that starts with '!' in \"...\""))
        if event.anchor is not None:
            message = _("Anchors are not taken: put a value that starts with '&' in \"...\"")
            self.report(event.start_mark.line, message)

    def _alias(self, event: Any) -> None:
        _ = self._
        line = event.start_mark.line
        message = _("Aliases are not taken: put a value that starts with '*' in \"...\"")
        self.report(line, message, f"*{event.anchor}")
        if self._awaits_key():
            self._key(f"*{event.anchor}", line)
            self.broken.add((*self.open[-1].at, f"*{event.anchor}"))
        else:
            self.broken.add(self._put("", line))

    def _scalar(self, event: Any) -> Loc | None:
        """Take a key or a value; return the loc of a value."""
        _ = self._
        line, text = event.start_mark.line, event.value
        self._properties(event)
        if self._awaits_key():
            self._key(text, line)
            return None
        if event.style in ("|", ">"):
            # Whether the block was opened by | or |- is not something an editor should have to know.
            text = text.rstrip("\n")
        loc = self._put(text, line)
        if hidden := invisible(text):  # what stands in the file was told with its characters: this was an escape
            self.report(line, _("Invisible character U+%(code)s: delete it") % {"code": f"{ord(hidden):04X}"})
            self.broken.add(loc)
        if not event.style and text in ("~", "null", "Null", "NULL"):
            message = _('For no value leave the key out; where it is text, put it in "..."')
            self.report(line, message, text)
            self.broken.add(loc)
        if event.style not in ("|",) and event.end_mark.line > line:
            self._folds(event)
        return loc

    def _folds(self, event: Any) -> None:
        """A line break inside Chinese text becomes a blank that nobody typed: refused."""
        _ = self._
        start = event.start_mark.line + (event.style == ">")
        for number in range(start, min(event.end_mark.line, len(self.rows) - 1)):
            before, after = self.rows[number].rstrip(), self.rows[number + 1].strip()
            if before and after and before[-1] > "\u2e80" and after[0] > "\u2e80":
                message = _(
                    "A line break inside a text would become a blank: write one line, or '|' and the text below"
                )
                self.report(number + 1, message)
                return

    def _container(self, event: Any) -> None:
        _ = self._
        line = event.start_mark.line
        self._properties(event)
        value: Value = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        if self._awaits_key():
            self.report(line, _("A key must be one word"))
            self.open[-1].key = ""
            self.broken.add((*self.open[-1].at, ""))
            # The list or mapping takes the place of the key; its value follows under the empty key.
            self.open.append(_Open(value, (*self.open[-1].at, "")))
            return
        self.open.append(_Open(value, self._put(value, line)))

    def _comments(self, ends: dict[int, tuple[int, Loc | None]]) -> None:
        """A comment behind a value is refused: ` #` silently cuts a text."""
        _ = self._
        for line, (column, loc) in ends.items():
            row = self.rows[line] if line < len(self.rows) else ""
            hit = _TRAILING_COMMENT.match(row, column)
            # A block scalar ends at the start of the line behind it.
            if hit and row[:column].strip():
                message = _("' #' cuts the value: put the value in \"...\", or the comment on a line of its own")
                self.report(line, message, _visible(row[hit.end() - 1 :]), hit.end() - 1)
                if loc is not None:
                    self.broken.add(loc)

    def _fault(self, line: int, message: str, column: int | None = None) -> None:
        """Add the problem that ends the reading, also where others are kept quiet."""
        line = max(0, min(line, len(self.rows) - 1))
        shown = "" if column is None else caret(self.rows[line], column)
        self.problems.append(Problem(self.path, line + 1, "", message, "", shown))

    def _syntax(self, error: yaml.YAMLError) -> None:
        """Say what does not fit, at the line where the editor must look."""
        _ = self._
        mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        if context is not None and context.line < len(self.rows):
            row = self.rows[context.line]
            opened = row[context.column : context.column + 1]
            if opened in ('"', "'", "[", "{") and opened:
                tail = row[context.column + 1 :]
                if opened not in ('"', "'") or opened not in tail:
                    message = _("'%(mark)s' is opened here and not closed") % {"mark": opened}
                    self._fault(context.line, message, context.column)
                    return
            if not re.search(r":(?: |$)", row) and not row.lstrip().startswith("- "):
                message = _("The line must be 'key: value', or stand deeper than the key it belongs to")
                self._fault(context.line, message, context.column)
                return
        if mark is None:
            self._fault(0, _("The file is not YAML"))
            return
        row = self.rows[mark.line] if mark.line < len(self.rows) else ""
        value = re.sub(r"^ *(?:- +)*(?:[A-Za-z_]+: +)?", "", row)
        if re.match(r"[\"'].*[\"'].", value):
            message = _("Text follows the closing quote: put the whole value in '...'")
        elif value[:1] == '"' and "\\" in row[max(0, mark.column - 2) : mark.column + 1]:
            message = _("In \"...\" a backslash must be doubled: put the value in '...'")
        elif value[:1] in ("[", "{", "") and re.search(r"[,\[{] *,", row):
            message = _("A value is missing beside a comma: delete one comma")
        elif value[:1] in tuple("@`%*&!|>"):
            message = _("A value must not start with '%(mark)s': put it in \"...\"") % {"mark": value[0]}
        elif value[:1] in ("[", "{"):
            message = _('Text follows the closing bracket: put the whole value in "..."')
        elif ": " in value:
            message = _("A value with ': ' inside must stand in \"...\"")
        else:
            message = _("The line does not fit: check its indent against the lines above, its quotes and its brackets")
        self._fault(mark.line, message, mark.column)
