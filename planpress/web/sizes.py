"""Built pages + pressed PDFs → the same pages with the length and size of each file beside its link.

In: the folder of the site and, by address, how many pages and bytes each file has. Out: the folder,
its pages filled in. Pages are built while the press runs, so they leave a place (`<span class="size"></span>`
inside the link) for what is known only afterwards; a page that is built alone shows nothing there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from planpress.i18n import translations

LINK = re.compile(r'(<a [^>]*?href="(?P<href>[^"#?:]+)"[^>]*>(?:(?!</a>).)*?<span class="size">)(?=</span>)', re.DOTALL)
"""A link with an empty place, up to that place."""

KB, MB = 1_000, 1_000_000


def fill_in(site: Path, files: Mapping[str, tuple[int, int]], language: str) -> int:
    """Write beside every link to one of `files` how long and how large it is.

    Args:
        site: Folder of the built pages.
        files: Number of pages (0 for what has none) and of bytes, by address below `site`.
        language: Of the words.

    Returns:
        How many links were filled in.
    """
    number = 0
    words = {path: size_of(pages, size, language) for path, (pages, size) in files.items()}
    for page in sorted(site.rglob("*.html")):
        here = page.parent.relative_to(site).as_posix()

        def filled(found: re.Match[str], here: str = here) -> str:
            nonlocal number
            path = posixpath.normpath(posixpath.join(here, unquote(found["href"])))
            number += path in words
            return found[0] + words.get(path, "")

        text = page.read_text("utf-8")
        done = LINK.sub(filled, text)
        if done != text:
            page.write_text(done, encoding="utf-8", newline="\n")
    return number


def size_of(pages: int, size: int, language: str) -> str:
    """Return the length and size of a file in words, such as `4 pages · 152 KB`."""
    rounded = f"{size / MB:.1f} MB" if size >= MB else f"{max(round(size / KB), 1)} KB"
    if not pages:
        return rounded
    length = translations(language).ngettext("%(num)s page", "%(num)s pages", pages) % {"num": pages}
    return f"{length} · {rounded}"
