"""A built page + pressed files → the page with the length and size of each file beside its link.

In: the text of a page and, by address, the words for each file. Out: the text, filled in; pure. Pages are built while
the press runs, so they leave a place (`<span class="size"></span>` inside the link) for what is known only
afterwards; a page that is built alone shows nothing there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote

from planpress.i18n import translations

PLACE, END = '<span class="size">', "</span>"
HREF = re.compile(r'[^>]*?\bhref="([^"#?:]+)"')
"""The address of a link, behind `<a `; none that leaves the site."""

KB, MB = 1_000, 1_000_000


def with_sizes(text: str, name: str, sizes: Mapping[str, str]) -> str:
    """Return the page `name` with the words of `sizes` in the place that each link to such a file leaves."""
    *parts, rest = text.split(PLACE + END)
    made = []
    for part in parts:
        within, _, link = part.rpartition("<a ")
        href = HREF.match(link) if (within or part.startswith("<a ")) and "</a>" not in link else None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(href[1]))) if href else ""
        made.append(f"{part}{PLACE}{sizes.get(path, '')}{END}")
    return "".join([*made, rest])


def sizes_of(files: Mapping[str, tuple[int, int]], language: str) -> dict[str, str]:
    """Say of each file, by its address, how many pages (0 for what has none) and bytes it has."""
    return {path: size_of(pages, size, language) for path, (pages, size) in files.items()}


def size_of(pages: int, size: int, language: str) -> str:
    """Return the length and size of a file in words, such as `4 pages · 152 KB`."""
    rounded = f"{size / MB:.1f} MB" if size >= MB else f"{max(round(size / KB), 1)} KB"
    if not pages:
        return rounded
    length = translations(language).ngettext("%(num)s page", "%(num)s pages", pages) % {"num": pages}
    return f"{length} · {rounded}"
