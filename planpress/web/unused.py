"""A style sheet → the rules of it that the pages of a site can need.

In: the text of a sheet, and every word that can be a class or a value there: of the pages, and of the scripts, which
set some. Out: the text with the other rules left out; pure. A page is drawn only when its sheets are there, and most of
Material's speaks of what no page of ours has; offices run servers that compress nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import Any

import tinycss2

_COMMA = re.compile(r",(?![^(]*\))")
"""Parts selectors of a list; none inside brackets."""

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


def without_unused(text: str, known: Set[str]) -> str:
    """Return the style sheet `text` without the rules for elements that have a class or value not in `known`."""
    return "".join(_written(tinycss2.parse_stylesheet(text, skip_comments=True), lambda name: name in known))


def _written(rules: Iterable[Any], known: Callable[[str], bool]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports") and rule.content is not None:
            below = "".join(_written(tinycss2.parse_rule_list(rule.content, skip_comments=True), known))
            if below:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{below}}}"
        elif rule.type == "qualified-rule":
            selectors = _COMMA.split(tinycss2.serialize(rule.prelude))
            if kept := [one for one in selectors if all(map(known, _asked(one)))]:
                yield f"{','.join(kept)}{{{tinycss2.serialize(rule.content)}}}"
        else:
            yield rule.serialize()


def _asked(selector: str) -> Iterator[str]:
    """Yield the classes and values that an element of `selector`, or one above it, must have."""
    for name, value in _NAMED.findall(_SILENT.sub("", selector)):
        yield (name or value).replace("\\", "")
