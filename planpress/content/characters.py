"""Bytes of one YAML file → text that means what it looks like.

In: the bytes and the path shown to the editor. Out: text, and a `Problem` with a caret for
each character that would silently change the meaning. The text handed on is mended as well as
can be guessed, so that the stages behind find the other faults of the file in the same run; a
file with problems is never built.
"""

from __future__ import annotations

import difflib
import re
import shlex
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from planpress.errors import Problem

Translate = Callable[[str], str]

NBSP = "\u00a0"
IDEOGRAPHIC_SPACE = "\u3000"
WIDE_COLON = "\uff1a"
WIDE_COMMA = "\uff0c"
CURLY = "\u201c\u201d\u2018\u2019\uff02\uff07"
REPLACEMENT = "\ufffd"

# Control and format characters (zero-width, bidi), and the line ends that only YAML knows.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\uffff\U000e0000-\U000e0fff]"
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
# Radicals in the place of ideographs, and what a font has put where Unicode has nothing.
_LOOKALIKE = re.compile("[\u2f00-\u2fd5\ue000-\uf8ff\U000f0000-\U0010ffff]")
_CONFLICT = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?$")
# What an input method types for a dash, and brackets of full width.
_DASHES = "\u2010-\u2015\u2212\u2022\u00b7\u30fb\ufe63\uff0d"
_WIDE_BRACKETS = {"\uff3b": "[", "\uff3d": "]", "\uff5b": "{", "\uff5d": "}", "\u3010": "[", "\u3011": "]"}
_WIDE_BRACKET = re.compile("|".join(_WIDE_BRACKETS))
_BLOCK = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:- +)*)(?P<key>(?:\"[^\"]*\"|'[^']*'|[^\s:#\-][^:#]*?) *: +)?[|>][-+1-9]* *(?:#.*)?$"
)
_HEAD = re.compile(r"(?P<indent>\s*)(?P<dashes>(?:- +)*)(?P<body>.*)$")
_KEY = re.compile(
    r"(?P<open>[\"'\u201c\u201d\u2018\u2019\uff02\uff07]?)(?P<key>[A-Za-z_][A-Za-z0-9_-]*)[\"'\u201c\u201d\u2018\u2019\uff02\uff07]?"
)
_TAB_WIDTHS = (2, 4, 8)


@dataclass
class _Check:
    """What is known of one file while its lines are read."""

    path: str
    keys: frozenset[str]
    translate: Translate
    problems: list[Problem] = field(default_factory=list)
    brackets: list[str] = field(default_factory=list)
    quote: str = ""
    block: int | None = None
    line: str = ""

    def report(self, number: int, line: str, column: int, message: str) -> None:
        """Add a problem at `column` (from 0) of `line`, which may be mended up to there; the line is shown as typed."""
        column, line = column + len(self.line) - len(line), self.line
        at = {"message": message, "line": number, "column": column + 1}
        text = self.translate("%(message)s (line %(line)s, column %(column)s)") % at
        self.problems.append(Problem(self.path, number, "", text, caret=caret(line, column)))

    def is_key(self, word: str) -> bool:
        """Whether `word` is a key of our files, or a slip of one."""
        return word in self.keys or bool(difflib.get_close_matches(word, self.keys, 1, 0.8))


def invisible(text: str) -> str:
    """Return the first character of `text` that cannot be seen, line feeds and tabs aside; empty where none is."""
    found = _FORBIDDEN.search(text)
    return found.group() if found else ""


def caret(line: str, column: int) -> str:
    """Return `line` and below it a ^ under the character at `column`.

    Characters that cannot be seen are written as <U+200B>; wide characters count two columns.
    """
    start = max(0, column - 30)
    shown = "..." if start else ""
    under = " " * len(shown)
    for index, char in enumerate(line[start : column + 30], start):
        visible = f"<U+{ord(char):04X}>" if _FORBIDDEN.match(char) or char in (NBSP, IDEOGRAPHIC_SPACE, "\t") else char
        shown += visible
        if index < column:
            width = 2 if unicodedata.east_asian_width(visible[0]) in "WF" else 1
            under += " " * width * len(visible)
    return f"  {shown}\n  {under}^"


def decode(data: bytes, path: str, _: Translate) -> tuple[str, list[Problem]]:
    """Turn the bytes of a file into text.

    Args:
        data: The whole file; a UTF-8 byte order mark is accepted.
        path: As shown to the editor, relative to the campaign folder.
        _: Translates a message.

    Returns:
        The text, every line ended by a line feed, and the problems. Where the encoding is
        wrong the text is decoded by the likely one.
    """
    foreign = _foreign_encoding(data)
    if foreign:
        temporary = PurePosixPath(path).with_suffix(".utf8")
        old, new = shlex.quote(path), shlex.quote(str(temporary))
        command = f"iconv -f {foreign} -t UTF-8 {old} > {new} && mv {new} {old}"
        message = _("The file must be UTF-8 but looks like %(encoding)s; save it as UTF-8 or run: %(command)s")
        # The office knows it as GBK; GB18030 is the name under which iconv reads all of it.
        shown = foreign.replace("GB18030", "GBK")
        problem = Problem(path, 1, "", message % {"encoding": shown, "command": command})
        return _lines(data.decode(foreign, "replace")), [problem]
    text = _lines(data.decode("utf-8-sig", "replace"))
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        if REPLACEMENT in line:
            message = _("Bytes that are not UTF-8: a character was cut or damaged here")
            problems.append(Problem(path, number, "", message, caret=caret(line, line.index(REPLACEMENT))))
    return text, problems


def is_binary(data: bytes) -> bool:
    """Whether a file is no text in any encoding, such as a document of an office program under another name."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf")):
        return True
    if not _CONTROLS.search(data):
        return False
    foreign = _foreign_encoding(data)
    if foreign.startswith("UTF-16"):
        data = data.decode(foreign, "replace").encode()
    return len(_CONTROLS.findall(data)) > max(8, len(data) // 100)


def is_garbled(text: str) -> bool:
    """Whether text decoded by a guess makes no sense, such as Big5 taken for GBK: nothing more can be said of it."""
    return len(_LOOKALIKE.findall(text)) > max(3, len(text) // 500)


def _lines(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _foreign_encoding(data: bytes) -> str:
    """Return the name iconv knows for the encoding, empty for UTF-8 or damaged UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    halves = data[1::2].count(0), data[::2].count(0)
    # Of a text in Chinese only the line ends, keys and blanks have a zero half, and always the same one.
    if max(halves) > max(2, len(data) // 50) and min(halves) * 10 < max(halves):
        return "UTF-16LE" if halves[0] > halves[1] else "UTF-16BE"
    if data.isascii():
        return ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        whole, lost = sum(char >= "\u0800" and char != REPLACEMENT for char in text), text.count(REPLACEMENT)
        # A file in GBK may be damaged too.
        likely = data.decode("gb18030", "replace").count(REPLACEMENT) < lost / 4
        return "GB18030" if likely and whole < lost else ""
    # Short GBK text can be valid UTF-8: two-byte letters only, always in pairs or more.
    foreign = re.findall(r"[^\x00-\x7f]+", text.removeprefix("\ufeff"))
    if (
        foreign
        and all(len(run) > 1 and max(run) < "\u0800" for run in foreign)
        and (REPLACEMENT not in data.decode("gb2312", "replace"))
    ):
        return "GB18030"
    return ""


def check_characters(text: str, path: str, keys: frozenset[str], _: Translate) -> tuple[tuple[str, ...], list[Problem]]:
    """Find the characters that change the meaning of a YAML file without being seen.

    Why:
        YAML reads an ideographic space as part of a word, a full-width colon as text, and a
        tab as nothing it knows: the result is another meaning, or an error a line late.

    Args:
        text: From `decode`.
        path: As shown to the editor.
        keys: Every key our files know.
        _: Translates a message.

    Returns:
        Mended texts with the same lines, likeliest first (one unless tabs had to be guessed),
        and the problems. Indents, keys and delimiters are strict; inside a value only
        invisible characters are refused.
    """
    check = _Check(path, keys, _)
    lines = text.split("\n")
    _check_conflicts(check, lines)
    mended = [_check_line(check, number, line, lines) for number, line in enumerate(lines, 1)]
    joined = "\n".join(mended)
    if not re.search(r"^ *\t", joined, re.MULTILINE):
        return (joined,), check.problems
    guesses = tuple("\n".join(_untab(line, width) for line in mended) for width in _TAB_WIDTHS)
    return guesses, check.problems


def _untab(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return indent.replace("\t", " " * width) + line[len(indent) :]


def _check_conflicts(check: _Check, lines: list[str]) -> None:
    """Report what a version control system could not decide; go on with the first of the two wordings."""
    _ = check.translate
    side = ""
    for number, line in enumerate(lines, 1):
        mark = _CONFLICT.match(line)
        if mark and (side or mark[1][0] == "<"):
            if not side:
                message = _(
                    "Two wordings were not merged: keep one and delete the lines '<<<<<<<', '=======', '>>>>>>>'"
                )
                check.line = line
                check.report(number, line, 0, message)
            side = "" if mark[1][0] == ">" else mark[1][0]
            lines[number - 1] = ""
        elif side in ("|", "="):
            lines[number - 1] = ""


def _check_line(check: _Check, number: int, line: str, lines: list[str]) -> str:
    """Report the faults of one line and return it mended; `lines` are all of the file."""
    _ = check.translate
    check.line = line
    hit = _FORBIDDEN.search(line)
    if hit and hit.group() != REPLACEMENT:
        message = _("Invisible character U+%(code)s: delete it") % {"code": f"{ord(hit.group()):04X}"}
        check.report(number, line, hit.start(), message)
    if hit:
        line = _FORBIDDEN.sub(lambda found: " " if found.group() in "\x85\u2028\u2029" else "", line)
        check.line = line
    odd = _LOOKALIKE.search(line)
    if odd:
        _report_lookalike(check, number, line, odd)
        line = _LOOKALIKE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), line)
        check.line = line
    if check.quote and not check.brackets:
        check.quote = "" if _closes(line, 0, check.quote) else check.quote
        return line
    if check.brackets and _starts_record(check, line):
        check.brackets.clear()
        check.quote = ""
    if check.brackets:
        return _check_flow(check, number, line, 0)
    if not line.strip():
        return line.strip("\t\u00a0\u3000")
    if check.block is not None and len(line) - len(line.lstrip(" ")) > check.block:
        return line
    check.block = None
    line = _check_indent(check, number, line)
    if line.lstrip().startswith("#"):
        return line
    line, start = _check_key(check, number, line)
    line = _check_wide(check, number, line, start)
    block = _BLOCK.match(line)
    if block:
        column = len(block["indent"] + block["dashes"])
        check.block = column if block["key"] else column - 2
        return line
    value = line[start:]
    if value[:1] in ("[", "{"):
        return _check_flow(check, number, line, start)
    if value[:1] in ('"', "'") and not _closes(value, 1, value[0]):
        if number < len(lines) and _opens_record(check, line, next(filter(str.strip, lines[number:]), "")):
            message = _("'%(mark)s' is opened here and not closed") % {"mark": value[0]}
            check.problems.append(Problem(check.path, number, "", message, caret=caret(check.line, start)))
            inner = value[1:].rstrip().rstrip(f"\"'{CURLY}").replace("'", "''")
            return f"{line[:start]}'{inner}'"
        check.quote = value[0]
    inner = value.strip()
    straight = f"\"'{CURLY}"
    curly = inner[:1] + inner[-1:]
    if (
        len(inner) > 1
        and set(curly) <= set(straight)
        and set(curly) & set(CURLY)
        and not set(inner[1:-1]) & set(straight)
    ):
        _report_curly(check, number, line, start)
        line = f'{line[:start]}"{inner[1:-1]}"'
    return line


def _starts_record(check: _Check, line: str) -> bool:
    """Whether a line cannot belong to the list or record that is open: its bracket was forgotten."""
    start = re.match(rf"\s*(?P<dash>- +)?(?P<key>[a-z_]+)(?:: |{WIDE_COLON})", line)
    return start is not None and (bool(start["dash"]) or check.brackets[-1] == "[") and start["key"] in check.keys


def _opens_record(check: _Check, above: str, line: str) -> bool:
    """Whether `line` starts with a key of ours and stands no deeper than the key `above`: no text that goes on."""
    start = re.match(rf"(?P<indent> *)(?:- +)*(?P<key>[a-z_]+)(?::(?: |$)|{WIDE_COLON})", line)
    head = re.match(r" *(?:- +)*", above)
    return bool(start and head and len(start["indent"]) <= head.end() and start["key"] in check.keys)


def _report_lookalike(check: _Check, number: int, line: str, odd: re.Match[str]) -> None:
    """Report a sign that only a certain font or program shows, or that looks like another."""
    _ = check.translate
    code, plain = f"{ord(odd.group()):04X}", unicodedata.normalize("NFKC", odd.group())
    if plain == odd.group():
        message = _("A sign that other fonts do not have (U+%(code)s), as copied from a PDF: type it anew")
    else:
        message = _("A sign that only looks like '%(plain)s' (U+%(code)s), as copied from a PDF: type it anew")
    check.report(number, line, odd.start(), message % {"code": code, "plain": plain})


def _closes(text: str, start: int, quote: str) -> bool:
    pattern = r'(?:[^"\\]|\\.)*"' if quote == '"' else r"(?:[^']|'')*'(?!')"
    return re.compile(pattern).match(text, start) is not None


def _report_curly(check: _Check, number: int, line: str, column: int) -> None:
    message = check.translate(
        'Curly quotes around a value: write straight ones as in "..."; where they belong to the text, '
        "put straight ones around them"
    )
    check.report(number, line, column, message)


def _check_indent(check: _Check, number: int, line: str) -> str:
    """Blanks only may indent a line or follow a dash."""
    _ = check.translate
    indent = line[: len(line) - len(line.lstrip())]
    odd = next((column for column, char in enumerate(indent) if char != " "), None)
    if odd is None:
        dash = re.match(r" *(?:- +)*-(?=[\u00a0\u3000\t])", line)
        if not dash:
            return line
        odd = dash.end()
        line_mended = line[:odd] + " " + line[odd:].lstrip()
    else:
        spaces = indent.replace(NBSP, " ").replace(IDEOGRAPHIC_SPACE, "  ")
        line_mended = re.sub(r"[^ \t]", " ", spaces) + line[len(indent) :]
    if line[odd] == "\t":
        message = _("A tab in the indent: indent with blanks, two a level")
    else:
        message = _("A special blank (U+%(code)s) in the indent: indent with ordinary blanks, two a level")
        message %= {"code": f"{ord(line[odd]):04X}"}
    check.report(number, line, odd, message)
    return line_mended


def _check_key(check: _Check, number: int, line: str) -> tuple[str, int]:
    """Check the key of a line in block style; return the line mended and where its value starts."""
    _ = check.translate
    head = _HEAD.match(line)
    if head is None:
        return line, 0
    start = head.start("body")
    odd = re.match(rf"([{_DASHES}])[ \u00a0\u3000]*(?P<key>[a-z_]+)[:{WIDE_COLON}]", head["body"])
    if odd and check.is_key(odd["key"]):
        check.report(
            number, line, start, _("Not a hyphen: write '- %(key)s: ...' with a half-width hyphen and a blank") % odd
        )
        line = f"{line[:start]}- {line[start + odd.start('key') :]}"
        return _check_pair(check, number, line, start + 2)
    flow = re.match(r"-(?=\{ *[a-z_]+ *:)", head["body"])
    if flow:
        check.report(number, line, start, _("A blank is missing after the dash: write '- {...}'"))
        return f"{line[:start]}- {line[start + 1 :]}", start + 2
    glued = re.match(rf"-(?P<key>[A-Za-z_]+)[:{WIDE_COLON}]", head["body"])
    if glued and check.is_key(glued["key"]):
        check.report(number, line, start, _("A blank is missing after the dash: write '- %(key)s: ...'") % glued)
        line = f"{line[:start]}- {line[start + 1 :]}"
        start += 2
    return _check_pair(check, number, line, start)


def _check_wide(check: _Check, number: int, line: str, start: int) -> str:
    """Report brackets of full width around ids or around a record, and write those that YAML knows."""
    _ = check.translate
    wide = _WIDE_BRACKET.search(line, start)
    if wide is None:
        return line
    value = line[start:].rstrip()
    ids = re.fullmatch(r"[\uff3b\u3010\[][a-z0-9 ,\uff0c\u3001-]+[\uff3d\u3011\]]", value)
    record = re.match(rf"[\uff5b{{] *[a-z_]+ *[:{WIDE_COLON}]", value)
    if not ids and not record:
        return line
    message = _("Full-width bracket: write '%(mark)s'") % {"mark": _WIDE_BRACKETS[wide.group()]}
    check.report(number, line, wide.start(), message)
    return line[:start] + _WIDE_BRACKET.sub(lambda found: _WIDE_BRACKETS[found.group()], line[start:])


def _check_pair(check: _Check, number: int, line: str, start: int) -> tuple[str, int]:
    """Check `key: value` at `start`; return the line mended and where the value starts."""
    _ = check.translate
    key = _KEY.match(line, start)
    if key is None:
        return line, start
    colon = re.compile(rf"(?P<before>[ \u00a0\u3000\t]*)(?P<mark>[:{WIDE_COLON}])(?P<after>.?)").match(line, key.end())
    if colon is None or (colon["mark"] == ":" and colon["after"] in ("/", "#") and not check.is_key(key["key"])):
        return line, start
    plain = colon["mark"] == ":" and colon["after"] in ("", " ") and not colon["before"].strip(" ")
    rest = line[colon.end("mark") :].lstrip(" \u00a0\u3000\t")
    at = {"key": key["key"]}
    if not plain:
        if not check.is_key(key["key"]):
            return line, start
        if colon["mark"] == WIDE_COLON:
            message = _("Full-width colon after '%(key)s': write '%(key)s: ...' with a half-width colon and a blank")
            check.report(number, line, colon.start("mark"), message % at)
        elif colon["after"] in (NBSP, IDEOGRAPHIC_SPACE, "\t") or colon["before"].strip(" "):
            message = _("A special blank beside the colon of '%(key)s': write '%(key)s: ...' with an ordinary blank")
            check.report(number, line, colon.start("after"), message % at)
        else:
            message = _("A blank is missing after the colon: write '%(key)s: ...'")
            check.report(number, line, colon.start("after"), message % at)
    if key["open"] and key["open"] in CURLY:
        _report_curly(check, number, line, key.start())
    elif plain:
        return line, len(line) - len(rest)
    mended = f"{line[:start]}{key['key']}: "
    return mended + rest, len(mended)


def _check_flow(check: _Check, number: int, line: str, start: int) -> str:
    """Check a `[...]` or `{...}` from `start` on; it may go on in the next line."""
    _ = check.translate
    column, fresh = start, True
    while column < len(line):
        char = line[column]
        if check.quote:
            if check.quote == '"' and char == "\\":
                column += 1
            elif char == check.quote:
                check.quote = ""
        elif char in "[{":
            check.brackets.append(char)
            fresh = True
        elif char in "]}":
            check.brackets.pop()
            if not check.brackets:
                break
        elif char == ",":
            fresh = True
        elif char == WIDE_COMMA and _separates(check, line, column):
            message = _(
                "Full-width comma between the values: write ', '; where it belongs to the text, put the text in \"...\""
            )
            check.report(number, line, column, message)
            line = f"{line[:column]},{line[column + 1 :]}"
            fresh = True
        elif fresh and char in "\"'":
            check.quote = char
            fresh = False
        elif fresh and char in CURLY:
            line, fresh = _mend_curly(check, number, line, column), False
            if line[column] == '"':
                continue
        elif fresh and char not in " \u00a0\u3000\t":
            fresh = False
            if check.brackets[-1] == "{":
                line, value = _check_pair(check, number, line, column)
                if value > column:
                    column, fresh = value - 1, True
        column += 1
    return line


def _separates(check: _Check, line: str, column: int) -> bool:
    """Whether a full-width comma stands where YAML needs a half-width one."""
    if check.brackets[-1] == "[":
        return True
    key = re.compile(rf"\s*([A-Za-z_]+)\s*[:{WIDE_COLON}]").match(line, column + 1)
    return key is not None and check.is_key(key[1])


def _mend_curly(check: _Check, number: int, line: str, column: int) -> str:
    """Report a value in curly quotes inside a flow list and put straight ones in their place."""
    close = re.compile(rf"[^{CURLY},\]}}]*([{CURLY}])\s*[,{WIDE_COMMA}\]}}:]").match(line, column + 1)
    if close is None:
        return line
    _report_curly(check, number, line, column)
    end = close.start(1)
    return f'{line[:column]}"{line[column + 1 : end]}"{line[end + 1 :]}'
