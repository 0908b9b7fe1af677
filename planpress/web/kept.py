"""A page that was built before → the same page, without Markdown, theme or parser.

In: the site, and the cache. Out: pages as the theme wrote them, proved, with what they lead to and what the search
finds on them. A page is rendered when what it shows has changed: its Markdown, or what its frame says of the site. What
all frames say is one part of all keys; what a page says of its edition (`SLOTS`) is put in each time, so that it is in
no key: a draft, or a release, changes that alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from planpress.cache import digest, keep, place_of, recall
from planpress.errors import BuildError
from planpress.recipe import made_by
from planpress.web.finish import PageLinks, links_of, once, parsed, plainly, refuse
from planpress.web.remade import RECIPE
from planpress.web.site import Site

SLOTS = ("announce", "events")
"""Blocks of `theme/main.html` that say what edition a page belongs to; `theme/slots.html` leaves a mark for each."""

FRAME = ("name", "search_label", "search_none", "permalink")
"""What the rest of the frame says of the head."""

MOST_HELD = 500
"""Pages that a server holds."""


@dataclass(frozen=True)
class Built:
    """What is known of one page, besides its text: what it leads to, and its words as Material cut them."""

    links: PageLinks
    docs: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Held:
    """A page that a server holds: what the cache knows of it, and how it came out with what was said in its slots."""

    kept: Built
    filled: dict[tuple[str, ...], tuple[str, Built]]


class Shelf:
    """The pages of one site, as far as the cache has them; without a cache, none. Those that are held need no proof."""

    def __init__(self, site: Site, cache: Path | None, held: dict[Path, Held] | None = None) -> None:
        """Reckon what the frame of every page of `site` says; of what a server has `held`, the oldest is let go."""
        self.cache, self.held = cache, held
        if held:
            for place in [*held][:-MOST_HELD]:
                del held[place]
        head = [site.head[name] for name in FRAME]
        told = [site.pages.nav, head, site.language, site.address, site.published]
        self._frame = digest(*told, made_by(RECIPE, site.language)) if cache else ""

    def recall(self, address: str, text: str) -> tuple[Path, Built] | None:
        """Return the file of the page at `address`, whose Markdown is `text`, as it was built before."""
        if self.cache is None:
            return None
        place = self._place(self.cache, address, text)
        if self.held and place in self.held and place.is_file():
            return place, self.held[place].kept
        if (record := recall(place)) is None:
            return None
        links = {name: once(values) for name, values in record["links"].items()}
        return place, Built(PageLinks(**links), tuple(record["docs"]))

    def keep(self, address: str, text: str, page: str, built: Built) -> None:
        """Keep the page at `address` that was built of the Markdown `text`."""
        if self.cache:
            links = {name: sorted(values) for name, values in vars(built.links).items()}
            keep(self._place(self.cache, address, text), page.encode(), {"links": links, "docs": built.docs})

    def filled(self, place: Path, built: Built, address: str, said: Mapping[str, str]) -> tuple[str, Built]:
        """Return the page that lies at `place` with what is `said` in its slots, and what is known of it then."""
        ready = {} if self.held is None else self.held.setdefault(place, Held(built, {})).filled
        if (words := tuple(said.values())) not in ready:
            text, links = filled(place.read_text("utf-8"), address, said, built.links)
            ready[words] = text, Built(links, built.docs)
        return ready[words]

    def _place(self, cache: Path, address: str, text: str) -> Path:
        return place_of(cache, digest(self._frame, address, text), "page")


def filled(text: str, name: str, said: Mapping[str, str], links: PageLinks) -> tuple[str, PageLinks]:
    """Return the page `name` with what is `said` in its slots; and what it leads to then.

    Raises:
        BuildError: If it has not each slot once, or what is said holds what the policy would refuse.
    """
    for slot, words in said.items():
        mark = f"<!--{slot}-->"
        if len(around := text.split(mark)) != 2:
            raise BuildError(f"expected once in {name}: {mark}")
        text = plainly(words).join(around)
    tree = parsed("".join(said.values()).encode())
    refuse(name, tree)
    more = links_of(tree)
    both = {one.name: getattr(links, one.name) | getattr(more, one.name) for one in fields(PageLinks)}
    return text, PageLinks(**both | {"twice": both["twice"] | links.anchors & more.anchors})
