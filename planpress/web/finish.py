"""Built pages → the same pages finished, and what each of them leads to.

In: the folder of the built pages and, by address, how many pages and bytes each pressed file has. Out: the folder,
each page read once and written once, with sizes beside its links and with its policy; and by page its links and
anchors, which `publishing/links.py` proves. Sizes are known only after the press, so this comes last; pages that are
built alone (`mkdocs build`, `build.py serve`) get the policy without sizes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from planpress.web.policy import with_policy
from planpress.web.sizes import sizes_of, with_sizes

_ANCHORS = etree.XPath("//@id", smart_strings=False)
_ADDRESSES = etree.XPath("//@href|//@src", smart_strings=False)


@dataclass(frozen=True)
class PageLinks:
    """What a page leads to, the anchors it offers, and those of them that stand twice."""

    leads_to: frozenset[str] = frozenset()
    anchors: frozenset[str] = frozenset()
    twice: frozenset[str] = frozenset()


def finish_pages(
    folder: Path, files: Mapping[str, tuple[int, int]] | None = None, language: str = "en"
) -> dict[str, PageLinks]:
    """Finish every page below `folder`.

    Args:
        folder: The built pages.
        files: Number of pages (0 for what has none) and of bytes, by address below `folder`.
        language: Of the words that tell sizes.

    Returns:
        Links and anchors by page.

    Raises:
        BuildError: If a page is not written as the theme writes it, or holds what its policy would refuse.
    """
    sizes = sizes_of(files or {}, language)
    found = {}
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        tree = parsed(data)
        text = with_policy(with_sizes(data.decode("utf-8"), name, sizes), name, tree)
        path.write_text(text, encoding="utf-8", newline="\n")
        found[name] = links_of(tree)
    return found


def parsed(data: bytes) -> etree._Element | None:
    """Return the tree of a page; a page without text has none. Anything but UTF-8 would be a fault of ours."""
    return etree.HTML(data, etree.HTMLParser(encoding="utf-8", huge_tree=True)) if data.strip() else None


def links_of(tree: etree._Element | None) -> PageLinks:
    """Return what a page leads to and what may lead into it."""
    if tree is None:
        return PageLinks()
    anchors = Counter(_ANCHORS(tree))
    twice = frozenset(anchor for anchor, number in anchors.items() if number > 1)
    return PageLinks(frozenset(_ADDRESSES(tree)), frozenset(anchors), twice)
