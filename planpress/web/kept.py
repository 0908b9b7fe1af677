"""A page that was built before → the same page, without Markdown, theme or parser.

In: the site, and the cache. Out: pages as `finish.py` left them, but for policy and sizes, with what they lead to and
what the search finds on them. A page is rendered when what it shows has changed: its Markdown, or what its frame says
of the site. What every frame says is one part of all keys, so that a page costs its own text alone.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planpress.cache import digest, keep, place_of, recall
from planpress.recipe import made_by
from planpress.web.finish import PageLinks
from planpress.web.remade import RECIPE
from planpress.web.site import Site


@dataclass(frozen=True)
class Built:
    """What is known of one page, besides its text: what it leads to, and its words as Material cut them."""

    links: PageLinks
    docs: tuple[dict[str, Any], ...] = ()


class Shelf:
    """The pages of one site, as far as the cache has them; without a cache, none."""

    def __init__(self, site: Site, cache: Path | None) -> None:
        """Reckon what the frame of every page of `site` says."""
        self.cache = cache
        self._before = site.before.pages if site.before else frozenset()
        told = [site.head, site.language, site.address, site.published, site.before and site.before.folder]
        self._frame = digest(site.pages.nav, *told, made_by(RECIPE, site.language)) if cache else ""

    def recall(self, address: str, text: str) -> tuple[Path, Built] | None:
        """Return the file of the page at `address`, whose Markdown is `text`, as it was built before."""
        if self.cache is None:
            return None
        place = self._place(self.cache, address, text)
        if (record := recall(place)) is None:
            return None
        links = {name: frozenset(values) for name, values in record["links"].items()}
        return place, Built(PageLinks(**links), tuple(record["docs"]))

    def keep(self, address: str, text: str, page: bytes, built: Built) -> None:
        """Keep the page at `address` that was built of the Markdown `text`."""
        if self.cache:
            links = {name: sorted(values) for name, values in vars(built.links).items()}
            keep(self._place(self.cache, address, text), page, {"links": links, "docs": built.docs})

    def _place(self, cache: Path, address: str, text: str) -> Path:
        return place_of(cache, digest(self._frame, address, address in self._before, text), "page")
