"""A built site → what is wrong with the links of its pages.

In: a folder of HTML. Out: one line a fault, sorted.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

NOWHERE = ""
"""Stands for an address that no file of the site can have."""


@dataclass(frozen=True)
class _Page:
    """What a page leads to, and the anchors it offers."""

    leads_to: frozenset[str]
    anchors: frozenset[str]
    twice: frozenset[str]


def files_below(folder: Path) -> list[str]:
    """Return the path of every file below `folder`, relative to it, with forward slashes; sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def broken_links(folder: Path, site_url: str = "", names: Iterable[str] = (), beside: Iterable[str] = ()) -> list[str]:
    """List what is wrong with the links of every page below `folder`.

    Args:
        folder: The built site.
        site_url: Its public address, with a final slash. The page for unknown addresses is served
            at any depth, so its links begin with the path of this address.
        names: Every file below `folder`, where the caller has listed them already.
        beside: Files outside that may be led to, such as `../1/index.html`.

    Returns:
        `page: address` for each link inside the site whose file or anchor is missing, and
        `page: #id` for each id that stands twice; sorted. Links that leave the site are not followed.
    """
    files = frozenset(names or files_below(folder))
    pages = {name: _read((folder / name).read_bytes()) for name in sorted(files) if name.endswith(".html")}
    there = files.union(beside)
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


def _read(data: bytes) -> _Page:
    # Anything but UTF-8 would be a fault of ours; a file without text has no tree.
    tree = etree.HTML(data, etree.HTMLParser(encoding="utf-8", huge_tree=True)) if data.strip() else None
    if tree is None:
        return _Page(frozenset(), frozenset(), frozenset())
    seen: set[str] = set()
    twice: set[str] = set()
    for anchor in map(str, tree.xpath("//@id")):
        (twice if anchor in seen else seen).add(anchor)
    return _Page(frozenset(map(str, tree.xpath("//@href|//@src"))), frozenset(seen), frozenset(twice))


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
