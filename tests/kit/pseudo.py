"""A language that nobody speaks: the English catalogue with other letters, and with words a third longer."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from planpress.i18n import LOCALE

PSEUDO = "ga"
"""Its code: a language whose days and months Babel knows, and of which neither we nor the theme have a word."""

_KEPT = re.compile(r"(%\(\w+\)[sd]|%%|\{\w*\}|&\w+;|<[^>]*>|`[^`]*`|\b[\w./-]*\.(?:yml|md|html|py|csv|xlsx)\b)")
_ACCENTS = str.maketrans("aeiouAEIOU", "\u00e1\u00e9\u00ed\u00f3\u00fa\u00c1\u00c9\u00cd\u00d3\u00da")


def pseudo(text: str) -> str:
    """Return English as the language says it; what the program puts in or reads stays."""
    return "".join(
        part if number % 2 else re.sub(r"[A-Za-z]{5,}", r"\g<0>en", part).translate(_ACCENTS)
        for number, part in enumerate(_KEPT.split(text))
    )


def write_pseudo(folder: Path) -> None:
    """Write its catalogue into `folder`."""
    with (LOCALE / "en.po").open("rb") as source:
        english = read_po(source, locale="en")
    made = Catalog(locale=PSEUDO, charset="utf-8")
    for message in english:
        if message.id:
            several = isinstance(message.string, tuple | list)
            words = tuple(map(pseudo, message.string)) if several else pseudo(str(message.string))
            made.add(message.id, (words * made.num_plurals)[: made.num_plurals] if several else words)
    with (folder / f"{PSEUDO}.po").open("wb") as target:
        write_po(target, made)
