"""The forms that ship with the program, to be copied into a campaign.

In: a language. Out: what there is, and the text of one: each is a template below `site_templates/new/forms/`, with
words of the catalogue.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from planpress.content.skeleton import skeleton
from planpress.resources import TEMPLATES

_FOLDER = TEMPLATES / "new" / "forms"


class Shipped(NamedTuple):
    """A form of the library: its id and code, what it is called, and what it is for."""

    id: str
    code: str
    title: str
    purpose: str


@cache
def shipped(language: str) -> Mapping[str, Shipped]:
    """Return the forms of the library by id."""
    found = {}
    for path in sorted(_FOLDER.glob("*.yml")):
        text = form_text(path.stem, language, {})
        code, title = (re.findall(rf"^{key}: \"?(.*?)\"?$", text, re.MULTILINE)[0] for key in ("code", "title"))
        found[path.stem] = Shipped(path.stem, code, title, text.partition("\n")[0].removeprefix("# "))
    return found


def form_text(name: str, language: str, words: Mapping[str, Any]) -> str:
    """Return the text of a form of the library, with `words` in the place of its own id, code, title and so on."""
    usual = {"id": name, "schema": "", "code": "", "title": "", "origin": "editor", "basis": [""]}
    return skeleton(f"forms/{name}.yml", language, {**usual, **words})


def told(language: str) -> Iterator[str]:
    """Yield a line for each form of the library: its id, what it is called, and what it is for."""
    longest = max(map(len, shipped(language)))
    for form in shipped(language).values():
        yield f"{form.id:{longest}}  {form.title} \u2014 {form.purpose}"
