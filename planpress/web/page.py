"""A page of the site as a value: where it stands, what it shows and who finds it.

In: what the modules of `pages/` yield. Out: `Page` and `Pages`, from which navigation, addresses, search entries,
front matter and the list of public pages follow.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import escape

from planpress.model import addresses
from planpress.web.entries import Entry

AT_THE_FOOT = (addresses.TERMS_PAGE, addresses.NOTES_PAGE, addresses.BONDS_PAGE, addresses.handbook_page("index"))
"""Pages to look things up in, and the handbook: every page leads to them at its foot, no tab does."""

VERDICT_SCRIPTS = ("js/verdict.js", "js/standing.js")
"""What tells, on the reader's day, which revision is in force."""


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        address: From the top of the site, such as `units/market.html`.
        title: What the browser calls it.
        template: File in `site_templates/pages/`.
        view: What it shows: a dataclass, which the template knows as `view`, and each of its fields by name.
        nav: The titles that lead to it in the navigation, its own last; empty where it has no place there.
        hide: Parts of the theme's frame that it does without.
        boost: How much its words count in the search; 0 where they are not to be found.
        entries: What the search finds on it besides.
        scripts: Addresses of the scripts it runs.
        public: Whether it is part of what is published, and so listed in the site map and counted.
        text: Its Markdown, where that is prose and comes from no template.
        under: Address of a page of the navigation, in whose section one is here, too; empty where there is none.
    """

    address: str
    title: str
    template: str = ""
    view: object = None
    nav: tuple[str, ...] = ()
    hide: tuple[Literal["navigation", "toc"], ...] = ()
    boost: float = 1
    entries: tuple[Entry, ...] = ()
    scripts: tuple[str, ...] = ()
    public: bool = True
    text: str = ""
    under: str = ""

    @property
    def source(self) -> str:
        """The Markdown file that it is made of."""
        return addresses.source_of(self.address)

    @property
    def front_matter(self) -> str:
        """What stands before the Markdown, for MkDocs and Material."""
        lines = [f"hide: [{', '.join(self.hide)}]"] if self.hide else []
        lines.append(f"title: {json.dumps(str(escape(self.title)), ensure_ascii=False)}")  # a theme prints it as HTML
        if self.boost != 1:
            lines += ["search:", f"  boost: {self.boost}" if self.boost else "  exclude: true"]
        if self.scripts:
            lines.append(f"scripts: [{', '.join(self.scripts)}]")
        if not self.public:
            lines.append("public: false")  # the site map reads it
        return "\n".join(["---", *lines, "---", "", ""])


@dataclass(frozen=True)
class Pages:
    """The site as Markdown.

    Attributes:
        files: Text of each page by its path, such as `units/market.md`, sorted by path.
        nav: As MkDocs reads it: `{title: path}` or `{title: [...]}`.
        data: Text of the files that pages read, by path.
        pages: In the order of the navigation.
    """

    files: dict[str, str]
    nav: list[Any]
    data: dict[str, str]
    pages: tuple[Page, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything that the search finds besides the words of the pages."""
        return tuple(entry for page in self.pages for entry in page.entries)

    @property
    def public(self) -> tuple[Page, ...]:
        """The pages that are listed and counted."""
        return tuple(page for page in self.pages if page.public)


def navigation_of(pages: Iterable[Page]) -> list[Any]:
    """Return the navigation: sections and pages in the order in which `pages` first name them."""
    levels: dict[tuple[str, ...], list[Any]] = {(): []}
    for page in pages:
        for depth in range(1, len(page.nav)):
            if page.nav[:depth] not in levels:
                levels[page.nav[:depth]] = []
                levels[page.nav[: depth - 1]].append({page.nav[depth - 1]: levels[page.nav[:depth]]})
        if page.nav:
            levels[page.nav[:-1]].append({page.nav[-1]: page.source})
    return levels[()]
