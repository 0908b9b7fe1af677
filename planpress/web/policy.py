"""Built pages → the same pages, each with a strict Content-Security-Policy.

In: the folder of the site. Out: its pages, each of which names the scripts it may run: files of the
site, and its own inline scripts (the theme's) by their hashes. All else is refused: other machines,
scripts and styles inside attributes, plug-ins, frames.

Source: https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from planpress.errors import BuildError

INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
REFUSED = re.compile(r"<[a-z][^<>]*\s(?:style|on[a-z]+)=", re.IGNORECASE)
"""A tag with a style or a script inside an attribute."""

CHARSET = '<meta charset="utf-8">'
"""The policy follows it: a policy holds only for what comes after it."""

RULES = (
    "default-src 'none'",
    "script-src 'self'{hashes}",
    "style-src 'self'",
    "img-src 'self' data:",  # the theme's icons are drawn in its style sheets
    "connect-src 'self'",  # the search index
    "worker-src 'self'",  # the search
    "form-action 'self'",  # the page that checks a sheet
    "base-uri 'none'",
)


def finish(site: Path) -> None:
    """Put the policy into every page below `site`.

    Raises:
        BuildError: If a page is not written as the theme writes it, or holds what the policy would refuse.
    """
    for page in sorted(site.rglob("*.html")):
        text = page.read_text("utf-8")
        if text.count(CHARSET) != 1:
            raise BuildError(f"expected once in {page.relative_to(site).as_posix()}: {CHARSET}")
        if refused := REFUSED.search(text):
            raise BuildError(f"the policy of {page.relative_to(site).as_posix()} refuses: {refused[0]}")
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy_of(text)}">'
        page.write_text(text.replace(CHARSET, CHARSET + meta), encoding="utf-8", newline="\n")


def policy_of(page: str) -> str:
    """Return the policy of a page: the hash of each of its inline scripts, once, in their order."""
    scripts = [
        found["text"]
        for found in INLINE.finditer(page)
        if not re.search(r"\bsrc=|\btype=\"application/json\"", found["attributes"])
    ]
    hashes = dict.fromkeys(hash_of(script) for script in scripts)
    return "; ".join(RULES).format(hashes="".join(f" '{name}'" for name in hashes))


def hash_of(script: str) -> str:
    """Return the name by which a policy knows an inline script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
