"""Language → the handbook for editors, as pages of the site.

In: `site_templates/handbook/<language>/*.md`, Markdown as it stands. Out: the pages and their
navigation. The text is prose of that language, which is why it is no template.
"""

from __future__ import annotations

import re
from typing import Any

from planpress.templates import PROJECT

FOLDER = PROJECT / "site_templates" / "handbook"

ORDER = ("index", "change", "add", "delete", "note", "release", "publish", "print")
"""The pages as an editor needs them: each is a file of every language."""


def handbook_pages(language: str) -> dict[str, str]:
    """Return the text of each page by its path in the site."""
    return {f"handbook/{name}.md": (FOLDER / language / f"{name}.md").read_text("utf-8") for name in ORDER}


def handbook_nav(language: str) -> dict[str, Any]:
    """Return the entry of the navigation: the title of the handbook, and its pages below."""
    pages = handbook_pages(language)
    titles = {path: _title(text) for path, text in pages.items()}
    return {titles["handbook/index.md"]: [{title: path} for path, title in titles.items()]}


def _title(text: str) -> str:
    hit = re.search(r"^# (.+?)(?: \{.*\})?$", text, re.MULTILINE)
    if hit is None:
        raise AssertionError("a page of the handbook without a heading")
    return hit[1]
