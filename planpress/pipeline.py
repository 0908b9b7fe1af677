"""A campaign → the finished site with every PDF, through all steps; and from there into a publication.

In: what is to be built, and with what. Out: a folder that is proved and can be swapped in, or what a
publication led to. Each step tells its number and what it made; nothing is printed here.
"""

from __future__ import annotations

import atexit
import datetime
import gc
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from planpress import disk
from planpress.cache import tidy
from planpress.content.validate import counts
from planpress.i18n import translations
from planpress.model.addresses import PACKS_ZIP, PAPER_FOLDER
from planpress.model.campaign import Campaign
from planpress.paper import cluster, machine, pool
from planpress.paper.press import PACKS, SHEETS, Pressed, Printing, Setup
from planpress.publishing import staging
from planpress.revisions.history import History, history_of
from planpress.sheets.edition import Edition, edition_of
from planpress.sheets.printed import Printed, printed_now
from planpress.templates import keep_compiled

if TYPE_CHECKING:  # other imports stand in the functions: paper is being made while what pages need is loaded
    from planpress.publishing.earlier import Earlier
    from planpress.publishing.publish import Outcome
    from planpress.publishing.signing import Signer
    from planpress.web.finish import PageLinks

Step = tuple[str, str]
"""What is told of a step: its number, and what it made."""

Progress = Callable[[str, int, int], None]
"""Told, of a piece of work, its name, how much is done and how much there is."""


@dataclass(frozen=True)
class Request:
    """What is to be built; the home page is drawn for `today`, or for the reader's own day.

    A site that is published leads to what was `earlier`, whose addresses have to answer still, and may have a `signer`.
    """

    campaign: Campaign
    history: History
    edition: Edition
    printed: Printed
    today: datetime.date | None = None
    earlier: Earlier | None = None
    signer: Signer | None = None


@dataclass(frozen=True)
class Settings:
    """Where it is built, by how many, and who is told.

    Attributes:
        folder: Holds the cache.
        crew: Processes that press and bind.
        scheduler: Address of a dask scheduler whose workers press; empty where processes of ours do.
        tell: Told the numbers of the steps that are done, and what they made.
    """

    folder: Path
    crew: pool.Crew
    scheduler: str
    tell: Callable[[str, str], None]
    progress: Progress


def asked(
    options: Namespace,
    campaign: Campaign,
    crew: pool.Crew,
    tell: Callable[[str, str], None],
    progress: Progress,
    root: Path | None = None,
) -> tuple[Request, Settings]:
    """Return what a command line asks for: what is to be built of a campaign, where and by whom.

    Where it is not the folder that the command line names, it is sealed in `root`.
    """
    gc.set_threshold(20_000, 20, 10)  # most of what is made lives to the end: looking for rubbish cost a tenth,
    atexit.register(gc.freeze)  # and a last look at the end half a second
    keep_compiled()
    history = history_of(root or options.campaign)
    edition = edition_of(campaign, options.site_url or "", options.variant or "").within(history)
    settings = Settings(options.build_dir, crew, options.scheduler or "", tell, progress)
    today = getattr(options, "today", None)  # what is pressed alone shows no day
    return Request(campaign, history, edition, printed_now(campaign, history), today), settings


def setup_of(options: Namespace, campaign: Campaign) -> Setup:
    """Return what paper is made with that is handed out besides the site."""
    edition = edition_of(campaign, options.site_url or "").within(history_of(options.campaign))
    return Setup(edition, options.build_dir / "cache", machine.faces(campaign.plan.language), options.workers)


def build(request: Request, settings: Settings, target: Path) -> tuple[Step, ...]:
    """Build the site and make the link `target` lead to it, which stays as it was where anything is raised.

    Returns:
        The steps as they would be told if all paper had been there already.
    """
    staging.refuse_foreign(target, request.edition.language)
    shown = False
    try:
        with disk.staging(disk.place_beside(target), target, request.edition.language) as folder:
            made, steps = _site(request, settings, folder)
            staging.swap(made, target)
            shown = True
    except KeyboardInterrupt:  # while the site before was being removed: the next run ends that
        if not shown:
            raise
    return steps


def publish(
    request: Request, settings: Settings, root: Path, today: Callable[[], datetime.date], agrees: Callable[[str], bool]
) -> Outcome | None:
    """Build the site and make it the current one of `root`, a folder that keeps all before it.

    The public address that is asked for is that of `root`; `today` tells the day when all is built. `agrees` is asked
    before anything is written or removed, with the name of the folder that is current, empty at first; where it says
    no, None is returned.
    Where a `BuildError` is raised, nothing a reader can see is changed.
    """
    from planpress.publishing import publications
    from planpress.publishing import publish as publishing
    from planpress.publishing.earlier import earlier_of
    from planpress.publishing.signing import refuse_unsigned, seal_sums

    edition = replace(request.edition, site_url=publications.address_of_latest(request.edition.site_url))
    seals = seal_sums(request.history)

    def read() -> publications.Publications:
        found = publications.read_publications(root, edition.language)
        refuse_unsigned(found, request.signer)
        publishing.refuse_unpublishable(found, request.campaign, edition, request.printed.all, seals)
        return found

    if not agrees(read().current):
        return None
    outcome = None
    try:
        with disk.staging(publications.staging_of(root), language=edition.language) as folder:
            before = read()
            publishing.refuse_disk_without_links(before)
            earlier = earlier_of(before)
            publishing.refuse_passed_on(before, earlier.sheets.values(), request.printed.all)
            history = replace(request.history, taken_back=before.taken_back(request.history.sealed, edition.revision))
            edition = edition.within(history)
            printed = printed_now(request.campaign, history, earlier.sheets)
            asked = replace(request, history=history, edition=edition, printed=printed, earlier=earlier)
            made, _steps = _site(asked, settings, folder)
            now = publications.read_publications(root, edition.language)  # a hand may have been at it meanwhile
            day = today().isoformat()
            outcome = publishing.publish(now, made, request.campaign, edition, day, seals, request.signer)
    except KeyboardInterrupt:  # while what was left was being removed: the next run ends that
        if outcome is None:
            raise
    return outcome


def prove(request: Request, settings: Settings) -> None:
    """Press all sheets and bind all packs as a build would; what is made of them is thrown away, but for the cache.

    Raises:
        BuildError: If any has a flaw, naming all that a build would.
    """
    language = request.edition.language
    with (
        disk.staging(settings.folder / "proof", language=language) as folder,
        _workers(settings, language) as workers,
    ):
        made = _printing(request, settings, workers).run(folder, _shown(settings, language))
        for _number, words in _told(made, len(request.printed.sheets), language):
            settings.tell("6  ", words)


def export(
    campaign: Campaign, history: History, today: datetime.date | None, site: Path, folder: Path
) -> tuple[int, bool]:
    """Write the pages as Markdown, with the paper of the finished `site`; return how many, and whether it has paper."""
    from planpress.publishing.manifest import paper_of
    from planpress.web import export as exporting
    from planpress.web.site import site_of

    printed = printed_now(campaign, history).all
    paper = paper_of(site, printed)
    pages = site_of(campaign, printed, edition_of(campaign).within(history), today, history=history)
    return exporting.export(pages, folder, exporting.Paper(site, paper) if paper else None), bool(paper)


def _workers(settings: Settings, language: str) -> AbstractContextManager[pool.Crew | None]:
    return cluster.remote_workers(settings.scheduler, language) if settings.scheduler else nullcontext()


def _site(request: Request, settings: Settings, folder: Path) -> tuple[Path, tuple[Step, ...]]:
    """Build pages and PDFs below `folder`, which is empty, and prove them; return the finished site.

    Also the steps as they would be told if all paper had been there already.
    """
    edition = request.edition
    _ = translations(edition.language).gettext
    read = ("1-3", counts(request.campaign, len(request.printed.sheets)))
    settings.tell(*read)
    pages, paper, cache = folder / "site", folder / "paper", settings.folder / "cache"
    with _workers(settings, edition.language) as workers, ThreadPoolExecutor(1) as beside, _ended(settings) as watched:
        # The press is in other processes, so pages and office files can be made meanwhile.
        printing = _printing(request, settings, workers)
        sheets: Future[Sequence[Pressed]] = Future()
        pressing = beside.submit(printing.run, paper, _shown(watched, edition.language), sheets.set_result)
        pressing.add_done_callback(partial(_pass_on, sheets))
        built, number = _pages(request, pages, cache)
        written = _files(request, pages, sheets.result(), cache)
        made = pressing.result()
    shown = ("4  ", _("%(pages)s pages") % {"pages": number})
    filed = ("6  ", _("%(files)s files for office programs") % {"files": written})
    count = len(request.printed.sheets)
    for step in (shown, *_told(made, count, edition.language), filed):
        settings.tell(*step)
    _finish(request, pages, built, paper, made, cache)
    tidy(cache)
    return pages, (read, shown, *_told([replace(file, new=False) for file in made], count, edition.language), filed)


def _pass_on(waiting: Future[Sequence[Pressed]], ended: Future[Any]) -> None:
    """Let nobody wait for what will not come: what ended told why."""
    if not waiting.done():
        waiting.set_exception(ended.exception())


@contextmanager
def _ended(settings: Settings) -> Iterator[Settings]:
    """Give settings whose progress ends what goes on beside, once the block has ended with an error."""
    stopped = Event()

    def progress(title: str, done: int, total: int) -> None:
        if stopped.is_set():
            raise CancelledError
        settings.progress(title, done, total)

    try:
        yield replace(settings, progress=progress)
    except BaseException as error:
        stopped.set()
        if isinstance(error, KeyboardInterrupt):
            pool.end_all()
        raise


def _printing(request: Request, settings: Settings, workers: pool.Crew | None) -> Printing:
    """Return all paper that is asked for; what is missing of it is to be made."""
    faces = machine.faces(request.edition.language)
    setup = Setup(request.edition, settings.folder / "cache", faces, crew=settings.crew, remote=workers)
    return Printing(request.printed.sheets, request.printed.packs, setup)


def _shown(settings: Settings, language: str) -> Progress:
    """Return what shows how much paper there is, by kind."""
    _ = translations(language).gettext
    titles = {SHEETS: _("Pressing"), PACKS: _("Binding")}
    return lambda kind, done, total: settings.progress(titles[kind], done, total)


def _told(made: Sequence[Pressed], sheets: int, language: str) -> tuple[Step, Step]:
    """Return what is told of paper: of so many sheets, which come first, and of packs."""
    _ = translations(language).gettext
    found = [
        {name: len(files), "new": sum(file.new for file in files), "pages": sum(file.pages for file in files)}
        for name, files in ((SHEETS, made[:sheets]), (PACKS, made[sheets:]))
    ]
    return (
        ("5-6", _("%(sheets)s sheets with %(pages)s pages, %(new)s of them pressed now") % found[0]),
        ("6  ", _("%(packs)s packs with %(pages)s pages, %(new)s of them bound now") % found[1]),
    )


def _pages(request: Request, pages: Path, cache: Path) -> tuple[Mapping[str, PageLinks], int]:
    """Build the pages; return the links of each, and how many there are."""
    from planpress.web.mkdocs import build_site
    from planpress.web.site import site_of

    campaign, edition, earlier = request.campaign, request.edition, request.earlier
    neighbours = earlier.beside if earlier else None
    site = site_of(campaign, request.printed.all, edition, request.today, neighbours, request.history)
    return build_site(site, pages, cache), len(site.pages.files)


def _files(request: Request, pages: Path, sheets: Sequence[Pressed], cache: Path) -> int:
    """Write the office files, which have as many rows as the `sheets`; return how many there are."""
    from planpress.office.files import office_files, write_files

    rows = {sheet.path: sheet.rows for sheet in sheets}
    made = office_files(request.campaign, request.printed.sheets, request.edition, request.today, rows, cache)
    return write_files(pages, made)


def _finish(
    request: Request, pages: Path, built: Mapping[str, PageLinks], paper: Path, made: Sequence[Pressed], cache: Path
) -> None:
    """Join the pages with the paper that was made, prove the whole, and write its manifest."""
    from planpress.publishing.earlier import write_withdrawn_pages
    from planpress.publishing.links import files_below, refuse_broken_links
    from planpress.publishing.manifest import manifest_of
    from planpress.publishing.verify import MANIFEST
    from planpress.web.finish import finish_pages

    campaign, edition, printed, earlier = request.campaign, request.edition, request.printed, request.earlier
    withdrawn = write_withdrawn_pages(earlier, pages, campaign, edition.language) if earlier else ()
    archives = [PACKS_ZIP] if any(pack.sheet.unit for pack in printed.packs) else []
    known = {file.path: (file.pages, file.bytes) for file in made}
    known |= {name: (0, (paper / name).stat().st_size) for name in archives}
    links = finish_pages(pages, edition.language, known, built, cache)
    (paper / PAPER_FOLDER).replace(pages / PAPER_FOLDER)
    names = files_below(pages)
    refuse_broken_links(links, names, edition, earlier.files_beside(names) if earlier else ())
    gone = [page.path for page in withdrawn]
    manifest = manifest_of(pages, campaign, edition, printed.all, made, archives, names, gone)
    (pages / MANIFEST).write_text(manifest.text(), "utf-8")
