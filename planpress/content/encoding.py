"""Bytes of one YAML file → text.

In: the bytes and the path shown to the editor. Out: text, every line ended by a line feed, and a `Problem`
where the file is not UTF-8. Text in another encoding is decoded all the same, so that the other faults of
the file are found in the same run.
"""

from __future__ import annotations

import re
import shlex
from pathlib import PurePosixPath

from planpress.content.characters import LOOKALIKE, REPLACEMENT
from planpress.content.shown import caret
from planpress.errors import Problem
from planpress.i18n import Translate

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf")
"""What documents of office programs begin with."""
_THREE_BYTES = "\u0800"
"""The first character that takes three bytes in UTF-8, as all of Chinese does."""


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
    message = _("Bytes that are not UTF-8: a character was cut or damaged here")
    return text, [
        Problem(path, number, "", message, caret=caret(line, line.index(REPLACEMENT)))
        for number, line in enumerate(text.split("\n"), 1)
        if REPLACEMENT in line
    ]


def is_binary(data: bytes) -> bool:
    """Whether a file is no text in any encoding, such as a document of an office program under another name."""
    if data.startswith(_SIGNATURES):
        return True
    if not _CONTROLS.search(data):
        return False
    foreign = _foreign_encoding(data)
    if foreign.startswith("UTF-16"):
        data = data.decode(foreign, "replace").encode()
    return len(_CONTROLS.findall(data)) > max(8, len(data) // 100)


def is_garbled(text: str) -> bool:
    """Whether text decoded by a guess makes no sense, such as Big5 taken for GBK: nothing more can be said of it."""
    return len(LOOKALIKE.findall(text)) > max(3, len(text) // 500)


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
        return "GB18030" if _is_gbk(data, data.decode("utf-8")) else ""
    except UnicodeDecodeError:
        return "GB18030" if _is_damaged_gbk(data, data.decode("utf-8", "replace")) else ""


def _is_gbk(data: bytes, text: str) -> bool:
    """Whether a file that is valid UTF-8, `text`, is a short one in GBK: letters of two bytes only, none alone."""
    foreign = re.findall(r"[^\x00-\x7f]+", text.removeprefix("\ufeff"))
    if not foreign or not all(len(run) > 1 and max(run) < _THREE_BYTES for run in foreign):
        return False
    return REPLACEMENT not in data.decode("gb2312", "replace")


def _is_damaged_gbk(data: bytes, text: str) -> bool:
    """Whether a file that is no UTF-8, `text` as far as it goes, is more likely GBK, which may be damaged too."""
    whole, lost = sum(char >= _THREE_BYTES and char != REPLACEMENT for char in text), text.count(REPLACEMENT)
    return whole < lost and data.decode("gb18030", "replace").count(REPLACEMENT) < lost / 4
