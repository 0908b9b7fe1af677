"""Pages and paper → one finished site with its manifest, or a list of what is wrong.

In: the built pages and the pressed PDFs, in a staging folder. Out: one folder, in which every link
leads somewhere and every sheet has its file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.publishing.addresses import Seen
from planpress.publishing.links import broken_links, files_below
from planpress.publishing.manifest import PressedFile, manifest_of, write_manifest
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet
from planpress.web.finish import PageLinks


def finish(
    pages: Path,
    paper: Path,
    links: Mapping[str, PageLinks],
    campaign: Campaign,
    edition: Edition,
    sheets: Sequence[Sheet],
    pressed: Iterable[PressedFile],
    archives: Iterable[str] = (),
    withdrawn: Sequence[Seen] = (),
) -> None:
    """Join `paper` into `pages`, prove the whole, and write its manifest.

    Args:
        pages: The built site; it becomes the finished folder.
        paper: Folder that holds `print/`.
        links: What each page leads to.
        campaign: What was built.
        edition: As which edition.
        sheets: What had to be printed.
        pressed: What was printed.
        archives: Files below `print/` that are no sheets but hold some.
        withdrawn: Addresses of earlier revisions at which pages only say that they are no longer.

    Raises:
        BuildError: If a link leads nowhere or a sheet is missing; every fault is named.
    """
    (paper / "print").replace(pages / "print")
    names = files_below(pages)
    faults = broken_links(links, names, edition.site_url, [last.leads_to for last in withdrawn])
    if faults:
        words = translations(edition.language).gettext("Links that lead nowhere:")
        raise BuildError("\n".join((words, *faults)))
    gone = [last.path for last in withdrawn]
    write_manifest(pages, manifest_of(pages, campaign, edition, sheets, pressed, archives, names, gone))
