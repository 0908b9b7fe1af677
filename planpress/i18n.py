"""Language → the translations of every string that the program shows.

In: a language that has a catalogue, `<language>.po` in `locale/`, or in the folder that `PLANPRESS_LOCALE` names, where
one can be tried. Out: a `gettext` object made of it in memory. All that is said of a language stands in its catalogue:
what is no message, in its head.
"""

import gettext
import io
import os
import re
import struct
from collections.abc import Callable
from functools import cache
from pathlib import Path

from planpress.resources import LOCALE

USUAL = "zh"
"""The language of a campaign that states none."""

Translate = Callable[[str], str]
"""Returns a message in another language."""


@cache
def catalogues() -> dict[str, Path]:
    """Return the file of every language, the usual one first."""
    folders = [LOCALE, *map(Path, filter(None, [os.environ.get("PLANPRESS_LOCALE")]))]
    found = {path.stem: path for folder in folders for path in sorted(folder.glob("*.po"))}
    return {USUAL: found.pop(USUAL), **found}


def known(language: str) -> str:
    """Return a language that has a catalogue: `language`, or the usual one."""
    return language if language in catalogues() else USUAL


def of_office(language: str) -> tuple[str, str]:
    """Return what office programs call a language, and a face that they have where it is read."""
    return _office(language).get("language", language), _office(language).get("face", "Calibri")


def faces_of_document(language: str) -> tuple[tuple[str, ...], ...]:
    """Return the faces of an official document: of its title, its headings, those below them, and its text.

    Each is followed by those that stand for it where a program lacks it.
    """
    usual = of_office(language)[1]
    faces = _office(language).get("document", ", ".join([usual] * 4))
    return tuple(tuple(names.split("/")) for names in faces.split(", "))


@cache
def _office(language: str) -> dict[str, str]:
    said = translations(language).info()
    return {name.removeprefix("x-office-"): words for name, words in said.items() if name.startswith("x-office-")}


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the translations into `language`, of a catalogue that is small enough to be compiled at each start."""
    return gettext.GNUTranslations(io.BytesIO(_compiled(catalogues()[language].read_text("utf-8"))))


_ENTRY = re.compile(r'^(msg(?:id|id_plural|str(?:\[[0-9]\])?)) (".*"(?:\n".*")*)', re.MULTILINE)
"""A keyword of a catalogue, and its text in quotation marks, in one line or several."""


def _compiled(catalogue: str) -> bytes:
    """Return what `gettext` reads, made of a catalogue as a translator writes it, in a tenth of the time of Babel's.

    Source:
        GNU gettext manual, "The Format of GNU MO Files".
    """
    words: dict[bytes, bytes] = {}
    key = b""
    for keyword, quoted in _ENTRY.findall(catalogue):
        text = _unquoted(quoted).encode()
        if keyword == "msgid":
            key = text
        elif keyword == "msgid_plural":
            key += b"\0" + text
        elif text:
            words[key] = words[key] + b"\0" + text if key in words else text
    table, data, at = list[int](), [*words, *words.values()], 28 + 16 * len(words)
    for text in data:
        table += [len(text), at]
        at += len(text) + 1
    head = struct.pack(f"<{7 + len(table)}I", 0x950412DE, 0, len(words), 28, 28 + 8 * len(words), 0, 0, *table)
    return head + b"".join(text + b"\0" for text in data)


def _unquoted(quoted: str) -> str:
    text = "".join(line[1:-1] for line in quoted.split("\n"))
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text)
