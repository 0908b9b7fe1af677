"""Text of one YAML file → text that means what it looks like.

In: decoded text. Out: the text mended as well as can be guessed, and a `Problem` with a caret for each
character that would silently change the meaning. The stages behind find the other faults of the file in
the same run; a file with problems is never built. One method of `_Lines` is one check.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from planpress.content.guess import Guesses
from planpress.content.source import IDEOGRAPHIC_SPACE, INVISIBLE, NBSP, caret
from planpress.errors import Problem
from planpress.i18n import Translate

MOST_FAULTS = 2_000
"""With more faulty characters, no text was typed: mending each takes as long as its line, and nobody reads the rest."""

WIDE_COLON = "\uff1a"
WIDE_COMMA = "\uff0c"
CURLY = "\u201c\u201d\u2018\u2019\uff02\uff07"
REPLACEMENT = "\ufffd"

# Radicals in the place of ideographs, and what a font has put where Unicode has nothing.
LOOKALIKE = re.compile("[\u2f00-\u2fd5\ue000-\uf8ff\U000f0000-\U0010ffff]")
_CONFLICT = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?$")
# What an input method types for a dash, and brackets of full width.
_DASHES = "\u2010-\u2015\u2212\u2022\u00b7\u30fb\ufe63\uff0d"
_WIDE_BRACKETS = {"\uff3b": "[", "\uff3d": "]", "\uff5b": "{", "\uff5d": "}", "\u3010": "[", "\u3011": "]"}
_WIDE_BRACKET = re.compile("|".join(_WIDE_BRACKETS))
_BLOCK = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:- +)*)"
    r"(?P<key>(?:\"[^\"]*\"|'[^']*'|[^\s:#\-](?:[^:#]*[^\s:#])?) *: +)?[|>][-+1-9]* *(?:#.*)?$"
)
_DASHED = re.compile(r"\s*(?:- +)*")
_KEY = re.compile(rf"(?P<open>[\"'{CURLY}]?)(?P<key>[A-Za-z_][A-Za-z0-9_-]*)[\"'{CURLY}]?")
_TABS = re.compile(r"^ *\t[ \t]*", re.MULTILINE)
_TAB_WIDTHS = (2, 4, 8)
_BLANKS = " \u00a0\u3000\t"
_COLON = re.compile(rf"(?P<before>[{_BLANKS}]*)(?P<mark>[:{WIDE_COLON}])(?=(?P<blanks>[{_BLANKS}]*))(?P<after>.?)")


class _TooManyFaultsError(Exception):
    """The file has more faulty characters than anybody would mend one by one."""


def check_characters(text: str, path: str, keys: frozenset[str], _: Translate) -> tuple[tuple[str, ...], list[Problem]]:
    """Find the characters that change the meaning of a YAML file without being seen; `keys` is every key we know.

    Why:
        YAML reads an ideographic space as part of a word, a full-width colon as text, and a
        tab as nothing it knows: the result is another meaning, or an error a line late.

    Returns:
        Mended texts with the same lines, likeliest first (one unless tabs had to be guessed, none where
        the faults are too many), and the problems. Indents, keys and delimiters are strict; inside a value only
        invisible characters are refused.
    """
    lines = _Lines(path, keys, _, text.split("\n"))
    try:
        mended = "\n".join(lines.mended())
    except _TooManyFaultsError:
        message = _("More than %(limit)s faults: the file is not read any further") % {"limit": MOST_FAULTS}
        return (), [*lines.problems, Problem(path, lines.number, "", message)]
    guesses = (mended,) if not _TABS.search(mended) else tuple(_untab(mended, width) for width in _TAB_WIDTHS)
    return guesses, lines.problems


def _untab(text: str, width: int) -> str:
    return _TABS.sub(lambda indent: indent[0].replace("\t", " " * width), text)


def _closes(text: str, start: int, quote: str) -> bool:
    pattern = r'(?:[^"\\]|\\.)*"' if quote == '"' else r"(?:[^']|'')*'(?!')"
    return re.compile(pattern).match(text, start) is not None


@dataclass
class _Lines:
    """The lines of one file as typed, and what is known while they are read.

    Attributes:
        typed: The line of this `number`, from 1, as it is shown.
        line: The same, mended so far. What is mended stands before what is not, so that a column is found
            from the end.
        block: How deep the key of an open block of text stands.
    """

    path: str
    keys: frozenset[str]
    _: Translate
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    guesses: Guesses = field(default_factory=Guesses)
    number: int = 0
    typed: str = ""
    line: str = ""
    brackets: list[str] = field(default_factory=list)
    quote: str = ""
    block: int | None = None

    def report(self, column: int, message: str) -> None:
        """Add a problem at `column` (from 0) of the mended line; the line is shown as typed."""
        if len(self.problems) >= MOST_FAULTS:
            raise _TooManyFaultsError
        column += len(self.typed) - len(self.line)
        at = {"message": message, "line": self.number, "column": column + 1}
        text = self._("%(message)s (line %(line)s, column %(column)s)") % at
        self.problems.append(Problem(self.path, self.number, "", text, caret=caret(self.typed, column)))

    def is_key(self, word: str) -> bool:
        """Whether `word` is a key of our files, or a slip of one."""
        return word in self.keys or bool(self.guesses.near(word, self.keys, 0.8))

    def mended(self) -> list[str]:
        """Check all lines and return them mended."""
        self._check_conflicts()
        found = []
        for number, line in enumerate(self.lines, 1):
            self.number, self.typed, self.line = number, line, line
            self._check_invisible()
            self._check_lookalike()
            self._check_line()
            found.append(self.line)
        return found

    def _check_line(self) -> None:
        """Check the line for what it is: part of a text, of a list in brackets, or a key and its value."""
        if self.quote and not self.brackets:
            self.quote = "" if _closes(self.line, 0, self.quote) else self.quote
            return
        if self.brackets and self._starts_record():
            self.brackets.clear()
            self.quote = ""
        if self.brackets:
            self._check_flow(0)
        elif not self.line.strip():
            self.line = self.line.strip("\t\u00a0\u3000")
        elif self.block is None or len(self.line) - len(self.line.lstrip(" ")) <= self.block:
            self.block = None
            self._check_indent()
            if not self.line.lstrip().startswith("#"):
                self._check_value(self._check_key())

    def _check_conflicts(self) -> None:
        """Report what a version control system could not decide; go on with the first of the two wordings."""
        side = ""
        for number, line in enumerate(self.lines, 1):
            mark = _CONFLICT.match(line)
            if mark and (side or mark[1][0] == "<"):
                if not side:
                    self.number, self.typed, self.line = number, line, line
                    message = self._(
                        "Two wordings were not merged: keep one and delete the lines '<<<<<<<', '=======', '>>>>>>>'"
                    )
                    self.report(0, message)
                side = "" if mark[1][0] == ">" else mark[1][0]
                self.lines[number - 1] = ""
            elif side in ("|", "="):
                self.lines[number - 1] = ""

    def _check_invisible(self) -> None:
        """Report a character that cannot be seen."""
        hit = INVISIBLE.search(self.line)
        if hit and hit[0] != REPLACEMENT:
            message = self._("Invisible character U+%(code)s: delete it") % {"code": f"{ord(hit[0]):04X}"}
            self.report(hit.start(), message)
        if hit:
            self.line = INVISIBLE.sub(lambda found: " " if found[0] in "\x85\u2028\u2029" else "", self.line)
            self.typed = self.line

    def _check_lookalike(self) -> None:
        """Report a sign that only a certain font or program shows, or that looks like another."""
        odd = LOOKALIKE.search(self.line)
        if odd is None:
            return
        code, plain = f"{ord(odd[0]):04X}", unicodedata.normalize("NFKC", odd[0])
        if plain == odd[0]:
            message = self._("A sign that other fonts do not have (U+%(code)s), as copied from a PDF: type it anew")
        else:
            message = self._("A sign that only looks like '%(plain)s' (U+%(code)s), as copied from a PDF: type it anew")
        self.report(odd.start(), message % {"code": code, "plain": plain})
        self.line = LOOKALIKE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), self.line)
        self.typed = self.line

    def _check_indent(self) -> None:
        """Blanks only may indent a line or follow a dash."""
        line = self.line
        indent = line[: len(line) - len(line.lstrip())]
        odd = next((column for column, char in enumerate(indent) if char != " "), None)
        if odd is not None:
            spaces = indent.replace(NBSP, " ").replace(IDEOGRAPHIC_SPACE, "  ")
            mended = re.sub(r"[^ \t]", " ", spaces) + line[len(indent) :]
        elif dash := re.match(r" *(?:- +)*-(?=[\u00a0\u3000\t])", line):
            odd = dash.end()
            mended = line[:odd] + " " + line[odd:].lstrip()
        else:
            return
        if line[odd] == "\t":
            message = self._("A tab in the indent: indent with blanks, two a level")
        else:
            message = self._("A special blank (U+%(code)s) in the indent: indent with ordinary blanks, two a level")
            message %= {"code": f"{ord(line[odd]):04X}"}
        self.report(odd, message)
        self.line = mended

    def _check_key(self) -> int:
        """Check the dash and the key of a line in block style; return where its value starts."""
        head = _DASHED.match(self.line)
        start = head.end() if head else 0
        body = self.line[start:]
        odd = re.match(rf"[{_DASHES}][ \u00a0\u3000]*(?P<key>[a-z_]+)[:{WIDE_COLON}]", body)
        glued = re.match(rf"-(?P<key>[A-Za-z_]+)[:{WIDE_COLON}]", body)
        if odd and self.is_key(odd["key"]):
            message = self._("Not a hyphen: write '- %(key)s: ...' with a half-width hyphen and a blank") % odd
            rest = body[odd.start("key") :]
        elif re.match(r"-(?=\{ *[a-z_]+ *:)", body):
            message, rest = self._("A blank is missing after the dash: write '- {...}'"), body[1:]
        elif glued and self.is_key(glued["key"]):
            message, rest = self._("A blank is missing after the dash: write '- %(key)s: ...'") % glued, body[1:]
        else:
            return self._check_pair(start)
        self.report(start, message)
        self.line = f"{self.line[:start]}- {rest}"
        return start + 2 if rest.startswith("{") else self._check_pair(start + 2)

    def _check_pair(self, start: int) -> int:
        """Check `key: value` at `start`; return where the value starts."""
        line = self.line
        key = _KEY.match(line, start)
        if key is None:
            return start
        colon = _COLON.match(line, key.end())
        if colon is None or (colon["mark"] == ":" and colon["after"] in ("/", "#") and not self.is_key(key["key"])):
            return start
        value = colon.end("blanks")
        if colon["mark"] == ":" and colon["after"] in ("", " ") and not colon["before"].strip(" "):
            if not key["open"] or key["open"] not in CURLY:
                return value
        elif self.is_key(key["key"]):
            self._report_colon(key["key"], colon)
        else:
            return start
        if key["open"] and key["open"] in CURLY:
            self._report_curly(key.start())
        self.line = f"{line[:start]}{key['key']}: {line[value:]}"
        return len(self.line) - len(line) + value

    def _report_colon(self, key: str, colon: re.Match[str]) -> None:
        if colon["mark"] == WIDE_COLON:
            message = self._(
                "Full-width colon after '%(key)s': write '%(key)s: ...' with a half-width colon and a blank"
            )
        elif colon["after"] in (NBSP, IDEOGRAPHIC_SPACE, "\t") or colon["before"].strip(" "):
            message = self._(
                "A special blank beside the colon of '%(key)s': write '%(key)s: ...' with an ordinary blank"
            )
        else:
            message = self._("A blank is missing after the colon: write '%(key)s: ...'")
        self.report(colon.start("mark" if colon["mark"] == WIDE_COLON else "after"), message % {"key": key})

    # ------------------------------------------------------------ value

    def _check_value(self, start: int) -> None:
        """Check the value that starts at `start`."""
        self._check_wide(start)
        block = _BLOCK.match(self.line)
        value = self.line[start:]
        if block:
            column = len(block["indent"] + block["dashes"])
            self.block = column if block["key"] else column - 2
        elif value[:1] in ("[", "{"):
            self._check_flow(start)
        elif value[:1] not in ('"', "'") or _closes(value, 1, value[0]):
            self._check_curly(start)
        elif not self._check_unclosed(start):
            self.quote = value[0]
            self._check_curly(start)

    def _check_wide(self, start: int) -> None:
        """Report brackets of full width around ids or around a record, and write those that YAML knows."""
        wide, value = _WIDE_BRACKET.search(self.line, start), self.line[start:].rstrip()
        ids = r"[\uff3b\u3010\[][a-z0-9 ,\uff0c\u3001-]+[\uff3d\u3011\]]"
        record = rf"[\uff5b{{] *[a-z_]+ *[:{WIDE_COLON}]"
        if wide and (re.fullmatch(ids, value) or re.match(record, value)):
            message = self._("Full-width bracket: write '%(mark)s'") % {"mark": _WIDE_BRACKETS[wide.group()]}
            self.report(wide.start(), message)
            mended = _WIDE_BRACKET.sub(lambda found: _WIDE_BRACKETS[found.group()], self.line[start:])
            self.line = self.line[:start] + mended

    def _check_unclosed(self, start: int) -> bool:
        """Report a quote at `start` that is not closed before the next key of ours; tell whether it was one.

        A line that starts with such a key and stands no deeper than the key above is no text that goes on.
        """
        below = next(
            (line for line in map(self.lines.__getitem__, range(self.number, len(self.lines))) if line.strip()), ""
        )
        key = re.match(rf"(?P<indent> *)(?:- +)*(?P<key>[a-z_]+)(?::(?: |$)|{WIDE_COLON})", below)
        head = re.match(r" *(?:- +)*", self.line)
        if not key or not head or len(key["indent"]) > head.end() or key["key"] not in self.keys:
            return False
        message = self._("'%(mark)s' is opened here and not closed") % {"mark": self.line[start]}
        self.problems.append(Problem(self.path, self.number, "", message, caret=caret(self.typed, start)))
        inner = self.line[start + 1 :].rstrip().rstrip(f"\"'{CURLY}").replace("'", "''")
        self.line = f"{self.line[:start]}'{inner}'"
        return True

    def _check_curly(self, start: int) -> None:
        """Report curly quotes around a value, and write straight ones."""
        inner = self.line[start:].strip()
        straight = f"\"'{CURLY}"
        ends = {*inner[:1], *inner[-1:]}
        if len(inner) > 1 and ends <= set(straight) and ends & set(CURLY) and not set(inner[1:-1]) & set(straight):
            self._report_curly(start)
            self.line = f'{self.line[:start]}"{inner[1:-1]}"'

    def _report_curly(self, column: int) -> None:
        message = self._(
            'Curly quotes around a value: write straight ones as in "..."; where they belong to the text, '
            "put straight ones around them"
        )
        self.report(column, message)

    # ------------------------------------------------------------ lists and records in brackets

    def _starts_record(self) -> bool:
        """Whether the line cannot belong to the list or record that is open: its bracket was forgotten."""
        start = re.match(rf"\s*(?P<dash>- +)?(?P<key>[a-z_]+)(?:: |{WIDE_COLON})", self.line)
        return start is not None and (bool(start["dash"]) or self.brackets[-1] == "[") and start["key"] in self.keys

    def _check_flow(self, column: int) -> None:
        """Check a `[...]` or `{...}` from `column` on; it may go on in the next line."""
        fresh = True  # whether a value or a key may begin
        while column < len(self.line):
            char = self.line[column]
            if self.quote:
                column += self.quote == '"' and char == "\\"
                self.quote = "" if char == self.quote else self.quote
            elif char in "]}":
                self.brackets.pop()
                if not self.brackets:
                    break
            elif char in "[{":
                self.brackets.append(char)
                fresh = True
            elif char == "," or (char == WIDE_COMMA and self._mends_comma(column)):
                fresh = True
            elif fresh and char not in _BLANKS:
                value = self._check_flow_value(column)
                column, fresh = max(column, value - 1), value > column
            column += 1

    def _check_flow_value(self, column: int) -> int:
        """Check what begins at `column`; return where its value starts if it is a key, else `column`."""
        char = self.line[column]
        if char in "\"'":
            self.quote = char
        elif char in CURLY:
            self._mend_curly(column)
        elif self.brackets[-1] == "{":
            return self._check_pair(column)
        return column

    def _mends_comma(self, column: int) -> bool:
        """Report a full-width comma where YAML needs a half-width one, and write that; tell whether it was one."""
        key = re.compile(rf"\s*([A-Za-z_]+)\s*[:{WIDE_COLON}]").match(self.line, column + 1)
        if self.brackets[-1] != "[" and (key is None or not self.is_key(key[1])):
            return False
        message = self._(
            "Full-width comma between the values: write ', '; where it belongs to the text, put the text in \"...\""
        )
        self.report(column, message)
        self.line = f"{self.line[:column]},{self.line[column + 1 :]}"
        return True

    def _mend_curly(self, column: int) -> None:
        """Report a value in curly quotes inside a list in brackets, and put straight ones in their place."""
        pattern = re.compile(rf"[^{CURLY},\]}}]*([{CURLY}])\s*[,{WIDE_COMMA}\]}}:]")
        if close := pattern.match(self.line, column + 1):
            self._report_curly(column)
            end = close.start(1)
            self.line = f'{self.line[:column]}"{self.line[column + 1 : end]}"{self.line[end + 1 :]}'
