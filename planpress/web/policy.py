"""A built page → the same page with a strict Content-Security-Policy.

In: the text of a page and its tree. Out: the text, which names the scripts and styles it may use: files of the site,
and its own inline ones (the theme's scripts) by their hashes; pure. All else is refused: other machines, scripts and
styles inside attributes, plug-ins, frames.

Source: https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from lxml import etree

from planpress.errors import BuildError

CHARSET = '<meta charset="utf-8">'
"""The policy follows it: a policy holds only for what comes after it."""

REFUSED = re.compile(r"<[a-z][^<>]*\s(?:style|on[a-z]+)=", re.IGNORECASE)
"""A tag with a style or a script inside an attribute."""

DATA = "application/json"
"""Type of a script element that holds data and runs nothing."""

RULES = (
    "default-src 'none'",
    "script-src 'self'{scripts}",
    "style-src 'self'{styles}",
    "img-src 'self' data:",  # the theme's icons are drawn in its style sheets
    "connect-src 'self'",  # the search index
    "worker-src 'self'",  # the search
    "form-action 'self'",  # the page that checks a sheet
    "base-uri 'none'",
)


def with_policy(text: str, name: str, tree: etree._Element | None) -> str:
    """Return the page `name` with its policy.

    Raises:
        BuildError: If it is not written as the theme writes it, or holds what the policy would refuse.
    """
    if tree is None or text.count(CHARSET) != 1:
        raise BuildError(f"expected once in {name}: {CHARSET}")
    if refused := REFUSED.search(text):
        raise BuildError(f"the policy of {name} refuses: {refused[0]}")
    return text.replace(CHARSET, f'{CHARSET}<meta http-equiv="Content-Security-Policy" content="{policy_of(tree)}">')


def policy_of(tree: etree._Element) -> str:
    """Return the policy of a page: the hash of each of its inline scripts and styles, once, in their order."""
    scripts = [part for part in tree.iter("script") if part.get("src") is None and part.get("type") != DATA]
    return "; ".join(RULES).format(scripts=_hashes(scripts), styles=_hashes(tree.iter("style")))


def _hashes(inline: Iterable[etree._Element]) -> str:
    return "".join(f" '{name}'" for name in dict.fromkeys(hash_of(part.text or "") for part in inline))


def hash_of(text: str) -> str:
    """Return the name by which a policy knows an inline script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
