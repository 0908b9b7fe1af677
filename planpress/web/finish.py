"""Built pages → the same pages finished, and what each of them leads to.

In: each page as the theme wrote it; then the folder of all and, by address, how many pages and bytes each pressed file
has. Out: a page in plain marks, with its links and anchors, which `publishing/links.py` proves; then the folder, each
page with sizes beside its links and with a strict Content-Security-Policy. Sizes are known only after the press, so
they come last; pages that are built alone (`mkdocs build`) get the policy without sizes.

The policy is the same for every page: scripts and styles are files of the site. All else is refused: other machines,
scripts and styles inside a page or its attributes, plug-ins, frames. A page that holds such a thing stops the build, so
that no script that was slipped in is ever let through by a name of ours.

Source: https://www.w3.org/TR/CSP3/
"""

import posixpath
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.web.remade import remade
from planpress.web.search import INDEX
from planpress.web.unused import trimmed, words_of

_ANCHORS = etree.XPath("//@id", smart_strings=False)
_ADDRESSES = etree.XPath("//@href|//@src", smart_strings=False)
_CLASSES = etree.XPath("//@class | //@*[starts-with(name(), 'data-md-')]", smart_strings=False)

THEMES = "assets/stylesheets/*.css"
"""Style sheets of the theme; ours are all needed."""

PLACE, END = '<span class="size">', "</span>"
"""What a page leaves inside the link to a file, empty, for its length and size."""

HREF = re.compile(r'[^>]*?\bhref="([^"#?:]+)"')
"""The address of a link, behind `<a `; none that leaves the site."""

_MARKS = re.compile(r"&#(3[35-7]|4[0-35-7]|58|61|6[34]|9[1-6]|12[3-6]);")
"""Marks of ASCII as numbers, but for those that mean more in HTML."""

KB, MB = 1_000, 1_000_000

LANGUAGE = re.compile(r'<html lang="[^"]*"')

CHARSET = '<meta charset="utf-8">'
"""The policy follows it: a policy holds only for what comes after it."""

SHOWN = 120
"""Letters of an element that a message shows."""

REFUSED = etree.XPath(
    "//script[not(@src) and not(@type='application/json')] | //style"
    " | //*[@*[name()='style' or starts-with(name(), 'on')] or starts-with(@href, 'javascript:')]"
)
"""Elements that the policy refuses: a script or style inside the page, or inside an attribute; data runs nothing."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # icons, on a disk
        "connect-src 'self'",  # the search index
        "worker-src 'self'",  # the search
        "form-action 'self'",  # the page that checks a sheet
        "base-uri 'none'",
    )
)


@dataclass(frozen=True)
class PageLinks:
    """What a page leads to, the anchors it offers, those that stand twice, and what style sheets may ask for."""

    leads_to: frozenset[str] = frozenset()
    anchors: frozenset[str] = frozenset()
    twice: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()


def proved(text: str, name: str, language: str) -> tuple[str, PageLinks]:
    """Return the page `name`, as the theme wrote it, in plain marks and as one in `language`; and what it leads to.

    Raises:
        BuildError: If it is not written as the theme writes it, or holds what the policy would refuse.
    """
    tree = parsed(text.encode())
    if tree is None or text.count(CHARSET) != 1:
        raise BuildError(f"expected once in {name}: {CHARSET}")
    refuse(name, tree)
    return LANGUAGE.sub(f'<html lang="{language}"', plainly(text), count=1), links_of(tree)


def finish_pages(
    folder: Path,
    language: str,
    files: Mapping[str, tuple[int, int]] | None = None,
    known: Mapping[str, PageLinks] | None = None,
    cache: Path | None = None,
) -> dict[str, PageLinks]:
    """Finish every page below `folder`; return links and anchors by page.

    Args:
        folder: The built pages.
        language: Of the pages, whatever the theme knows, and of the words that tell sizes.
        files: Number of pages (0 for what has none) and of bytes, by address below `folder`.
        known: What pages that are `proved` lead to, by address.
        cache: Keeps what is left of style sheets.

    Raises:
        BuildError: If a page is not written as the theme writes it, or holds what its policy would refuse.
    """
    sizes = sizes_of(files or {}, language)
    found = dict(known or {})
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        text = path.read_text("utf-8")
        if name not in found:
            text, found[name] = proved(text, name, language)
        path.write_text(with_policy(with_sizes(text, name, sizes)), encoding="utf-8", newline="\n")
    _trim(folder, set[str]().union(*(page.classes for page in found.values())), cache)
    return found


def _trim(folder: Path, classes: set[str], cache: Path | None) -> None:
    """Leave out of the theme's style sheets what no page below `folder` can need, whose classes are given."""
    data = (folder, (folder / INDEX).parent)
    scripts = [path for path in folder.rglob("*.js") if path.parent not in data]
    known = classes.union(*(words_of(path.read_text("utf-8")) for path in scripts))
    sheets = {path.name: path.read_text("utf-8") for path in folder.glob(THEMES)}
    for name, text in remade(cache, trimmed, sheets, sorted(known)).items():
        (folder / THEMES).with_name(name).write_text(text, encoding="utf-8", newline="\n")


def plainly(text: str) -> str:
    """Return a page with the marks that only Markdown would have read for more written as they are."""
    return _MARKS.sub(lambda found: chr(int(found[1])), text)


def parsed(data: bytes) -> etree._Element | None:
    """Return the tree of a page; a page without text has none. Anything but UTF-8 would be a fault of ours."""
    return etree.HTML(data, etree.HTMLParser(encoding="utf-8", huge_tree=True)) if data.strip() else None


def links_of(tree: etree._Element | None) -> PageLinks:
    """Return what a page leads to and what may lead into it."""
    if tree is None:
        return PageLinks()
    anchors = Counter(_ANCHORS(tree))
    twice = frozenset(anchor for anchor, number in anchors.items() if number > 1)
    classes = once(name for value in _CLASSES(tree) for name in value.split())
    return PageLinks(once(_ADDRESSES(tree)), once(anchors), twice, classes)


def once(words: Iterable[str]) -> frozenset[str]:
    """Return `words`, each of which all pages share: most of them stand on thousands."""
    return frozenset(map(sys.intern, words))


# ---------------------------------------------------------------- sizes


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


# ---------------------------------------------------------------- policy


def refuse(name: str, tree: etree._Element | None) -> None:
    """Refuse the page `name` if it holds what its policy would not let through.

    Raises:
        BuildError: If it does.
    """
    if tree is not None and (refused := REFUSED(tree)):
        told = etree.tostring(refused[0], encoding="unicode", with_tail=False)[:SHOWN]
        raise BuildError(f"the policy of {name} refuses: {told}")


def with_policy(text: str) -> str:
    """Return a page with its policy."""
    return text.replace(CHARSET, f'{CHARSET}<meta http-equiv="Content-Security-Policy" content="{POLICY}">')
