"""Foreign text → text that a page shows as it stands.

In: any value a template prints. Out: `Markup` that neither HTML nor Markdown acts on.
"""

from __future__ import annotations

import re

from markupsafe import Markup

SPECIAL = re.compile(r"[!\"#$&'*+.:<=>@\\^_`|~{}\[\])-]")
"""Every ASCII mark that HTML, Markdown or one of its extensions may read as more than itself."""

ID = re.compile(r"[\w-]+", re.ASCII)


def plain(value: object) -> Markup:
    """Return `value` as text that neither HTML nor Markdown can read as markup.

    Why:
        A character reference means the same in a heading, a paragraph, a raw HTML block and an
        attribute. Escaping per place would be four rules, one of them forgotten sooner or later.
        A line break becomes a reference too, so that no line of the page begins with foreign text.
    """
    if isinstance(value, Markup):
        return value
    text = SPECIAL.sub(lambda found: f"&#{ord(found[0])};", str(value))
    text = re.sub(r"^[ \t]+", lambda found: "".join(f"&#{ord(blank)};" for blank in found[0]), text, flags=re.MULTILINE)
    return Markup(text.replace("\r", "").replace("\n", "&#10;"))


def lines(value: object) -> Markup:
    """Return `value` like `plain`, with its line breaks as `<br>`."""
    return Markup(str(plain(value)).replace("&#10;", "<br>"))


def anchor(name: str) -> Markup:
    """Return an id of the plan as it stands in an attribute: ids have no character that could end one."""
    if not ID.fullmatch(name):
        raise AssertionError(f"not an id: {name!r}")
    return Markup(name)
