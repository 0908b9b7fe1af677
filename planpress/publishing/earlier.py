"""What was published before → what still has to answer, and a page for each page that is no longer written.

In: the publications before. Out: every sheet that was ever published, for the notices of
`sheets/withdrawn.py`, and pages that say what is no longer part of the plan and lead to the last revision
that had it. Whoever kept an address, or a QR symbol, never meets an error.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from planpress.model.addresses import REVISIONS_JS, WITHDRAWN_FORM
from planpress.model.campaign import Campaign
from planpress.model.identity import SheetRecord
from planpress.model.version import Version
from planpress.publishing import verify
from planpress.publishing.publications import Publications, version_of
from planpress.templates import environment
from planpress.web.context import Beside


@dataclass(frozen=True)
class EarlierPage:
    """A page that an earlier revision had: the folder in which it last meant something, and what people call that."""

    path: str
    folder: str
    revision: str

    @property
    def address(self) -> str:
        """Where it still means something, as seen from the current site."""
        return f"../{self.folder}/{self.path}"


@dataclass(frozen=True)
class Earlier:
    """What was published before in the folder `root`.

    Attributes:
        pages: Every page by path.
        sheets: Every sheet by its revision.
        beside: The folder that stands for each revision, and the pages in it.
    """

    root: Path
    pages: Mapping[str, EarlierPage]
    sheets: Mapping[Version, Sequence[SheetRecord]]
    beside: Mapping[Version, Beside]

    def files_beside(self, names: Iterable[str]) -> Iterator[str]:
        """Yield what the pages of a site may lead to outside it, as seen from it; `names` are its own files.

        Every address of it answers in the current site too, now and later.
        """
        yield f"../{REVISIONS_JS}"
        yield from (f"../{verify.LATEST}/{name}" for name in names if name.endswith(".html"))
        yield from (page.address for page in self.pages.values())
        yield from (f"../{one.folder}/{page}" for one in self.beside.values() for page in one.pages)


def earlier_of(publications: Publications) -> Earlier:
    """Read the addresses of everything that was published; a publication that was changed is a `BuildError`."""
    pages: dict[str, EarlierPage] = {}
    beside: dict[Version, Beside] = {}
    sheets: dict[Version, list[SheetRecord]] = {}
    for entry in publications.builds.values():
        manifest = publications.manifest(entry)
        withdrawn = frozenset(manifest.withdrawn)
        meant = [path for path in manifest.addresses if path.endswith(".html") and path not in withdrawn]
        if entry.to in publications.shown:
            beside[version_of(entry)] = Beside(entry.to, frozenset(meant))
        pages |= {path: EarlierPage(path, entry.to, entry.title) for path in meant}
        sheets.setdefault(version_of(entry), []).extend(
            SheetRecord(s.code, s.fingerprint, s.path, s.title, s.form, s.unit, s.sector, s.day)
            for s in manifest.sheets
            if s.form != WITHDRAWN_FORM
        )
    return Earlier(publications.root, pages, sheets, beside)


def write_withdrawn_pages(earlier: Earlier, site: Path, campaign: Campaign, language: str) -> tuple[EarlierPage, ...]:
    """Write a page into `site` at every address of a page that is no longer; return these pages, sorted by path."""
    template = environment(language).get_template("pages/withdrawn.html")
    found = []
    for path, last in sorted(earlier.pages.items()):
        target = site / path
        if target.exists():
            continue
        up = "../" * path.count("/")
        title = _title(earlier.root / last.folder / path)
        text = template.render(language=language, name=campaign.plan.name, title=title, last=last, up=up)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        found.append(last)
    return tuple(found)


def _title(page: Path) -> str:
    tree = etree.HTML(verify.read(page) or b"<title>", etree.HTMLParser(encoding="utf-8", huge_tree=True))
    return str(tree.findtext(".//title", "") if tree is not None else "").strip()
