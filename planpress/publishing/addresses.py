"""What was published before → its addresses, and what answers at those of pages that are no longer.

In: the folder of publications. Out: every sheet that was ever published, for the notices of
`revisions/withdrawn.py`, and a page for every page that is no longer written: it says so and leads to
the last revision that had it. Whoever kept an address, or a QR symbol, never meets an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from planpress.model.addresses import WITHDRAWN_FORM
from planpress.model.campaign import Campaign
from planpress.publishing import journal
from planpress.publishing.admit import manifest_at
from planpress.revisions.reprints import SheetRecord
from planpress.templates import environment

PAGE_TEMPLATE = "pages/withdrawn.html"
PAGE = ".html"
ADDRESSES = (PAGE, ".pdf")
"""Files that people keep the address of."""

RECORDED = ("code", "fingerprint", "path", "title", "form", "unit", "sector")
"""What a manifest says of a sheet that its notice needs."""


@dataclass(frozen=True)
class Seen:
    """A page that an earlier revision had.

    Attributes:
        path: Below the site.
        folder: Publication in which it last meant something.
        revision: What people call that.
    """

    path: str
    folder: str
    revision: str

    @property
    def leads_to(self) -> str:
        """Where it still means something, as seen from the current site."""
        return f"../{self.folder}/{self.path}"


@dataclass(frozen=True)
class Past:
    """What was published before.

    Attributes:
        root: The folder of publications.
        pages: Every page, by path.
        sheets: Every sheet, by the number of its revision.
    """

    root: Path
    pages: Mapping[str, Seen]
    sheets: Mapping[int, Sequence[SheetRecord]]


def addresses(manifest: Mapping[str, list[Mapping[str, str]]]) -> list[str]:
    """Return the addresses that a manifest lists."""
    return [record["path"] for record in manifest["files"] if record["path"].endswith(ADDRESSES)]


def past_of(root: Path, language: str) -> Past:
    """Read the addresses of everything that was published to `root`.

    Raises:
        BuildError: If an earlier publication was changed.
    """
    pages: dict[str, Seen] = {}
    sheets: dict[int, list[SheetRecord]] = {}
    entries = journal.entries_of(journal.journal_of(root), language)
    for entry in journal.published(entries).values():
        manifest = manifest_at(root, entry, language)
        told = frozenset(manifest.get("withdrawn", ()))
        for path in addresses(manifest):
            if path.endswith(PAGE) and path not in told:
                pages[path] = Seen(path, entry.to, entry.title)
        sheets.setdefault(entry.revision, []).extend(
            SheetRecord(**{key: record[key] for key in RECORDED})
            for record in manifest["sheets"]
            if record["form"] != WITHDRAWN_FORM
        )
    return Past(root, pages, sheets)


def write_pages(past: Past, pages: Path, campaign: Campaign, language: str) -> tuple[Seen, ...]:
    """Write a page at every address of a page that is no longer.

    Args:
        past: What was published before.
        pages: The built site.
        campaign: What was built.
        language: Of words that are ours.

    Returns:
        The addresses that were written, sorted.
    """
    template = environment(language).get_template(PAGE_TEMPLATE)
    found = []
    for path, last in sorted(past.pages.items()):
        target = pages / path
        if target.exists():
            continue
        up = "../" * path.count("/")
        title = _title(past.root / last.folder / path)
        text = template.render(language=language, name=campaign.plan.name, title=title, last=last, up=up)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        found.append(last)
    return tuple(found)


def _title(page: Path) -> str:
    tree = etree.HTML(page.read_bytes(), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    return str(tree.findtext(".//title", "") if tree is not None else "").strip()
