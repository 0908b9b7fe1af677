"""A campaign → the finished site with every PDF, through all stages.

In: what is ordered, where and by whom it is made. Out: a folder that is proved and can be swapped in
or published. Each stage tells its number and what it made; nothing is printed here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from planpress.content.validate import counts
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.office import files
from planpress.paper import cluster, fonts, packing, pool
from planpress.paper.cache import tidy
from planpress.paper.press import Pressed, press
from planpress.publishing.addresses import Past, write_pages
from planpress.publishing.finish import finish
from planpress.revisions.history import History
from planpress.sheets.edition import Edition
from planpress.sheets.packs import ZIP_PATH
from planpress.sheets.printed import Printed
from planpress.web import site, sizes


@dataclass(frozen=True)
class Order:
    """What is to be built.

    Attributes:
        campaign: Validated.
        history: Its sealed revisions.
        edition: As which edition.
        printed: What it prints.
        today: The day for which the home page is drawn; None leaves that to the reader's own.
        past: For a site that is published: the revisions before, which it leads to, and whose
            addresses have to answer still.
    """

    campaign: Campaign
    history: History
    edition: Edition
    printed: Printed
    today: datetime.date | None = None
    past: Past | None = None


@dataclass(frozen=True)
class Workshop:
    """Where and by whom it is built, and who is told.

    Attributes:
        folder: Holds the fonts and the cache.
        workers: Number of processes that press.
        scheduler: Address of a dask scheduler whose workers press; empty where processes of ours do.
        tell: Told the numbers of the stages that are done, and what they made.
        progress: Told, of a piece of work, its name, how much is done and how much there is.
    """

    folder: Path
    workers: int
    scheduler: str
    tell: Callable[[str, str], None]
    progress: Callable[[str, int, int], None]


def finished(order: Order, workshop: Workshop, folder: Path) -> Path:
    """Build pages and PDFs below `folder`, which is empty, and prove them.

    Returns:
        The finished site.

    Raises:
        BuildError: If fonts are missing, a sheet has a flaw or a link leads nowhere.
    """
    campaign, edition, past, tell = order.campaign, order.edition, order.past, workshop.tell
    sheets, packs, printed = order.printed.sheets, order.printed.packs, order.printed.all
    _ = translations(edition.language).gettext
    tell("1-3", counts(campaign, len(sheets)))
    pages, paper, cache = folder / "site", folder / "paper", workshop.folder / "cache"
    faces = fonts.prepare(workshop.folder / "fonts" / "source", workshop.folder / "fonts", edition.language)
    elsewhere = cluster.remote_workers(workshop.scheduler, edition.language) if workshop.scheduler else nullcontext()
    new = {"sheets": 0, "packs": 0}

    def pressing(done: int, total: int) -> None:
        new["sheets"] = total
        workshop.progress(_("Pressing"), done, total)

    def binding(done: int, total: int) -> None:
        new["packs"] = total
        workshop.progress(_("Binding"), done, total)

    def print_all() -> tuple[tuple[Pressed, ...], tuple[Pressed, ...]]:
        done = press(sheets, edition, paper, cache, faces, workshop.workers, pressing, remote)
        return done, packing.bind_packs(packs, done, edition, paper, cache, faces, workshop.workers, binding)

    clerk = pool.local(1)
    with elsewhere as remote, ThreadPoolExecutor(1) as beside, clerk:
        # The press and the clerk work in other processes, so the pages can be built meanwhile.
        printing = beside.submit(print_all)
        filing = clerk.submit(files.office_files, campaign, sheets, edition, order.today)
        number = site.build_site(campaign, printed, edition, pages, order.today, past is not None, order.history)
        pressed, bound = printing.result()
        written = files.write_files(pages, filing.result())
    tell("4  ", _("%(pages)s pages") % {"pages": number})
    found = {"sheets": len(pressed), "new": new["sheets"], "pages": sum(sheet.pages for sheet in pressed)}
    tell("5-6", _("%(sheets)s sheets with %(pages)s pages, %(new)s of them pressed now") % found)
    found = {"packs": len(bound), "new": new["packs"], "pages": sum(pack.pages for pack in bound)}
    tell("6  ", _("%(packs)s packs with %(pages)s pages, %(new)s of them bound now") % found)
    tell("6  ", _("%(files)s files for office programs") % {"files": written})
    told = write_pages(past, pages, campaign, edition.language) if past else ()
    made = (*pressed, *bound)
    archives = [ZIP_PATH] if any(pack.sheet.unit for pack in packs) else []
    known = {file.path: (file.pages, file.bytes) for file in made}
    known |= {name: (0, (paper / name).stat().st_size) for name in archives}
    sizes.fill_in(pages, known, edition.language)
    finish(pages, paper, campaign, edition, printed, made, archives, told)
    tidy(cache)
    return pages
