"""What pages are made by, and files that are made for all of them: once for the same texts.

In: the cache, a pure function and the texts it is given. Out: what it returns, from the cache where it did so before.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from planpress.cache import digest, keep, place_of, recall
from planpress.i18n import USUAL
from planpress.recipe import Recipe, made_by
from planpress.resources import CONFIG, TEMPLATES

RECIPE = Recipe(
    code=("web/*.py", "i18n.py"),
    looks=(CONFIG, TEMPLATES / "theme"),
    libraries=("mkdocs", "mkdocs-material", "markdown", "jinja2", "markupsafe", "pyyaml", "lxml", "tinycss2"),
)
"""What makes HTML of Markdown, and finishes it."""


def remade(cache: Path | None, make: Callable[..., dict[str, str]], *given: Any) -> dict[str, str]:
    """Return the texts by address that `make` returns of `given`, which JSON can hold; such texts know no language."""
    if cache is None:
        return make(*given)
    place = place_of(cache, digest(make.__name__, *given, made_by(RECIPE, USUAL)), "page")
    if recall(place) is None:
        keep(place, json.dumps(make(*given), ensure_ascii=False).encode(), {})
    made: dict[str, str] = json.loads(place.read_bytes())
    return made
