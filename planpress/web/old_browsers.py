"""A style sheet → the same for browsers as old as offices run.

In: the text of a sheet. Out: the text with what the oldest browsers do not know said once more in words they do; pure.
The oldest are named in the README; a test holds all that is shipped against what each browser knows.

`:is()` came with Chromium 88, and a browser drops a rule whose selector it cannot read, so each is written out. Space
between what stands in a row (`gap`) came to Chromium 84 and Safari 14.1; without it words run into each other, so those
before get margins.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import tinycss2

from planpress.errors import BuildError

WITHOUT_GAPS = "@supports not ((appearance: none) or (inset: 0))"
"""True in browsers without `gap` in a row: either of the two came with it, to Chromium and to Safari."""

ROWS = ("flex", "inline-flex")

_COMMA = re.compile(r",(?![^(]*\))")
"""Parts selectors of a list; none inside brackets."""

_IS = re.compile(r":is\(([^()]*)\)")


def for_old_browsers(text: str) -> str:
    """Return the style sheet `text` for old browsers, too.

    Raises:
        BuildError: If `:is()` puts an element where none can stand.
    """
    return rewritten(text, _said)


def rewritten(text: str, said: Callable[[list[str], list[Any]], Iterator[str]]) -> str:
    """Return the style sheet `text` with each rule as it is `said`, given its selectors and content."""
    return "".join(_written(tinycss2.parse_stylesheet(text, skip_comments=True), said))


def _written(rules: Iterable[Any], said: Callable[[list[str], list[Any]], Iterator[str]]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports") and rule.content is not None:
            if below := "".join(_written(tinycss2.parse_rule_list(rule.content, skip_comments=True), said)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{below}}}"
        elif rule.type == "qualified-rule":
            yield from said(_COMMA.split(tinycss2.serialize(rule.prelude)), rule.content)
        else:
            yield rule.serialize()


def _said(selectors: list[str], content: list[Any]) -> Iterator[str]:
    plain = [each.rstrip() for one in selectors for each in _without_is(one)]
    yield f"{','.join(plain)}{{{tinycss2.serialize(content)}}}"
    if margins := _margins(content):
        children = ",".join(f"{selector} > *" for selector in plain)
        yield f"{WITHOUT_GAPS}{{{children}{{{margins}}}}}\n"


def _without_is(selector: str) -> list[str]:
    found = _IS.search(selector)
    if not found:
        return [selector]
    before, after = selector[: found.start()], selector[found.end() :]
    named = [each.strip() for each in found[1].split(",")]
    if not re.search(r"(^|[\s>+~(])$", before) and any(each[0].isalpha() for each in named):
        raise BuildError(f"an element cannot stand there: {selector}")
    return [whole for each in named for whole in _without_is(f"{before}{each}{after}")]


def _margins(content: list[Any]) -> str:
    """Return the margins of what stands in a row, in place of the space between; nothing for other rules."""
    declared = {
        one.lower_name: tinycss2.serialize(one.value).strip()
        for one in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True)
        if one.type == "declaration"
    }
    if declared.get("display") not in ROWS or "gap" not in declared:
        return ""
    below, beside, *_ = declared["gap"].split() * 2
    sides = {"bottom": below if declared.get("flex-wrap") == "wrap" else "0", "right": beside}
    return ";".join(f"margin-{side}:{size}!important" for side, size in sides.items() if size != "0")
