"""A template below `site_templates/new/` → the text of a new file, or of a part of one.

In: its name, a language, and the words that go in. Out: text in which YAML reads each word back letter for letter.
"""

import json
import re
from typing import Any

from planpress.templates import environment

_PLAIN = re.compile(r"(?:[^\W\d_]|[\uff08\u300a]|[0-9]+(?=[^\x00-\x7f]))[^\s:#,\[\]{}&*!|>'\"%@`]*")
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null"))


class _Raw(str):
    """Text that goes into a skeleton as it stands: part of a comment."""


def skeleton(name: str, language: str, words: dict[str, Any]) -> str:
    """Return what the template `new/<name>` makes of `words`; in it, `raw` leaves a word as it stands."""
    made = environment(language).overlay(autoescape=False, finalize=scalar)
    made.filters = {**made.filters, "raw": _Raw}
    return made.get_template(f"new/{name}").render(words)


def scalar(value: object) -> str:
    """Return a word, a number or a list of these as YAML reads it back, letter for letter."""
    if isinstance(value, _Raw):
        return value
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(scalar, value))}]"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, int) or (_PLAIN.fullmatch(text) and text.lower() not in _WORDS):
        return text
    return json.dumps(text, ensure_ascii=False)
