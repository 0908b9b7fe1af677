"""Addresses of earlier revisions → what answers there where the plan has nothing more to say.

In: the folder of publications, and what is printed now. Out: a sheet for every PDF that is no
longer printed, and a page for every page that is no longer written: each says so, and names the
last revision that had it. Whoever kept an address, or a QR symbol, never meets an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from planpress.model import Campaign
from planpress.publishing import journal
from planpress.publishing.admit import manifest_at
from planpress.sheets import Sheet, fingerprint_of
from planpress.templates import environment

PAGE_TEMPLATE = "pages/withdrawn.html"
SHEET_TEMPLATE = "gone.html"
ADDRESSES = (".html", ".pdf")
"""Files that people keep the address of."""


@dataclass(frozen=True)
class Seen:
    """An address that an earlier revision had.

    Attributes:
        path: Below the site.
        folder: Publication in which it last meant something.
        revision: What people call that.
        code: Of the sheet; empty for a page.
        title: Of the sheet; empty for a page.
        unit: Id of the sheet's unit.
        sector: Id of its sector.
    """

    path: str
    folder: str
    revision: str
    code: str = ""
    title: str = ""
    unit: str | None = None
    sector: str | None = None

    @property
    def leads_to(self) -> str:
        """Where it still means something, as seen from the current site."""
        return f"../{self.folder}/{self.path}"


def addresses(manifest: Mapping[str, list[Mapping[str, str]]]) -> list[str]:
    """Return the addresses that a manifest lists."""
    return [record["path"] for record in manifest["files"] if record["path"].endswith(ADDRESSES)]


@dataclass(frozen=True)
class Past:
    """What was published before.

    Attributes:
        root: The folder of publications.
        known: Every address that it has, by path.
    """

    root: Path
    known: Mapping[str, Seen]


def past_of(root: Path, language: str) -> Past:
    """Read the addresses of everything that was published to `root`.

    Raises:
        BuildError: If an earlier publication was changed.
    """
    known: dict[str, Seen] = {}
    entries = journal.entries_of(journal.journal_of(root), language)
    for entry in journal.published(entries).values():
        manifest = manifest_at(root, entry, language)
        sheets = {record["path"]: record for record in manifest["sheets"]}
        for path in addresses(manifest):
            if path in manifest.get("withdrawn", ()):
                continue
            record = sheets.get(path)
            more = {key: record[key] for key in ("code", "title", "unit", "sector")} if record else {}
            known[path] = Seen(path, entry.to, entry.title, **more)
    return Past(root, known)


def gone_sheets(past: Past, sheets: Iterable[Sheet], campaign: Campaign) -> tuple[Sheet, ...]:
    """List what has to be printed in the place of PDFs that are no longer, sorted by path.

    Args:
        past: What was published before.
        sheets: What is printed now, with the packs.
        campaign: Of both.
    """
    now = {sheet.path: sheet for sheet in sheets}
    by_code = {sheet.code: sheet for sheet in now.values()}
    found = []
    for path, last in sorted(past.known.items()):
        if not path.endswith(".pdf") or path in now:
            continue
        moved = by_code.get(last.code)
        view = {
            "campaign": campaign.plan.name,
            "code": last.code,
            "title": last.title,
            "last": last.revision,
            "now": moved.path if moved else "",
        }
        found.append(
            Sheet(last.code, path, SHEET_TEMPLATE, last.title, "", last.unit, last.sector, view, fingerprint_of(view))
        )
    return tuple(found)


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
    for path, last in sorted(past.known.items()):
        target = pages / path
        if not path.endswith(".html") or target.exists():
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
