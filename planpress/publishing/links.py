"""What the pages of a site lead to → what is wrong with their links.

In: links and anchors by page, and every file of the site. Out: one line a fault, sorted; pure.
"""

import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.sheets.edition import Edition
from planpress.web.finish import PageLinks

NOWHERE = ""
"""Stands for an address that no file of the site can have."""


def files_below(folder: Path) -> list[str]:
    """Return the path of every file below `folder`, relative to it, with forward slashes; sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def broken_links(
    pages: Mapping[str, PageLinks], names: Iterable[str], site_url: str = "", beside: Iterable[str] = ()
) -> list[str]:
    """List what is wrong with the links of `pages`, sorted; links that leave the site are not followed.

    `names` are the files of the site, `beside` files outside that may be led to, such as `../1/index.html`. The page
    for unknown addresses is served at any depth, so its links begin with the path of `site_url`.

    Returns:
        `page: address` for each link whose file or anchor is missing, `page: #id` for each id that stands twice.
    """
    there = frozenset(names).union(beside)
    root = urlsplit(site_url).path or "/"
    faults = []
    for name, page in pages.items():
        faults += [f"{name}: #{anchor}" for anchor in page.twice]
        for address in page.leads_to:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not address:
                continue
            target = _target(name, unquote(parts.path), root)
            if target not in there:
                target = posixpath.join(target, "index.html") if target else NOWHERE
            lost = parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors
            if target not in there or lost:
                faults.append(f"{name}: {address}")
    return sorted(faults)


def refuse_broken_links(
    pages: Mapping[str, PageLinks], names: Iterable[str], edition: Edition, beside: Iterable[str]
) -> None:
    """Raise a `BuildError` that names every fault of `broken_links`."""
    if found := broken_links(pages, names, edition.site_url, beside):
        words = translations(edition.language).gettext("Links that lead nowhere:")
        raise BuildError("\n".join((words, *found)))


def _target(name: str, path: str, root: str) -> str:
    """Return the file, relative to the site, that `path` means on the page `name`; "." is the site itself."""
    if not path:
        return name
    if path.startswith(root):
        path = path[len(root) :]
    elif path.startswith("/"):
        return NOWHERE
    else:
        path = posixpath.join(posixpath.dirname(name), path)
    return posixpath.normpath(path)
