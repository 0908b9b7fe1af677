"""A style sheet → the rules of it that the pages of a site can need.

In: the text of a sheet, and every word that can be a class or a value there: of the pages, and of the scripts, which
set some. Out: the text with the other rules left out; pure. A page is drawn only when its sheets are there, and most of
Material's speaks of what no page of ours has; offices run servers that compress nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import tinycss2

from planpress.web.old_browsers import rewritten

_SILENT = re.compile(r":(?:not|is|where|has)\([^()]*\)")
"""What names classes that an element need not have."""

_NAMED = re.compile(r"\.((?:[\w-]|\\.)+)|\[data-md-[\w-]+=[\"']?([\w-]+)")
"""A class that a selector asks for, or the value of an attribute."""

_WORD = re.compile(r"[\w-]+")


def words_of(text: str) -> set[str]:
    """Return every word of a script that can be the name of a class."""
    return set(_WORD.findall(text))


def trimmed(sheets: Mapping[str, str], known: Iterable[str]) -> dict[str, str]:
    """Return style sheets, by name, without the rules that need a word not in `known`."""
    words = frozenset(known)
    return {name: without_unused(text, words) for name, text in sheets.items()}


def without_unused(text: str, known: frozenset[str]) -> str:
    """Return the style sheet `text` without the rules for elements that have a class or value not in `known`."""

    def said(selectors: list[str], content: list[Any]) -> Iterator[str]:
        if kept := [one for one in selectors if known.issuperset(_asked(one))]:
            yield f"{','.join(kept)}{{{tinycss2.serialize(content)}}}"

    return rewritten(text, said)


def _asked(selector: str) -> Iterator[str]:
    """Yield the classes and values that an element of `selector`, or one above it, must have."""
    for name, value in _NAMED.findall(_SILENT.sub("", selector)):
        yield (name or value).replace("\\", "")
