"""A site → HTML, through MkDocs: the only module that knows it.

In: a campaign, its sheets, the edition, and `mkdocs.yml`. Out: a folder of HTML without the PDFs.

`mkdocs.yml` names this file as a hook, so that plain `mkdocs serve` and `mkdocs build` make the same pages;
`build_site` hands over a campaign that is read already, and leaves finishing the pages to whoever knows the paper.
"""

import datetime
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging.handlers import BufferingHandler
from pathlib import Path, PurePosixPath
from typing import Any, Literal

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the notice of Material's end of life is for us, not for editors

from jinja2 import Environment, Template
from material.plugins.search import plugin as cutting
from mkdocs import utils
from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure import pages as mkdocs_pages
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext
from watchdog.observers.polling import PollingObserver

from planpress.content.validate import language_of, read, summary, told
from planpress.errors import BuildError, ContentError
from planpress.i18n import translations
from planpress.resources import CONFIG, LOCALE, MACROS, PACKAGE, TEMPLATES
from planpress.revisions.history import history_of
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.templates import environment, keep_compiled
from planpress.web import search, styles
from planpress.web.finish import PageLinks, finish_pages, proved
from planpress.web.kept import SLOTS, Built, Held, Shelf, filled
from planpress.web.page import Page
from planpress.web.remade import remade
from planpress.web.serving import Shown, Undisturbed, emptied
from planpress.web.site import Site, configure, escaped, site_of, site_of_problems

# It parses each page once more, for anchors, which `publishing/links.py` proves.
mkdocs_pages._RawHTMLPreprocessor.run = lambda _self, lines: lines  # type: ignore[assignment, method-assign]
cutting.jieba = None  # with it Material would put a mark between any two words of the pages; we search characters

HOOK = PACKAGE / "web" / "mkdocs.py"
"""This file, as `mkdocs.yml` names it in a checkout."""

NOT_FOUND = "404.html"
"""Address of the page for unknown addresses, which the theme makes without Markdown."""

_NOTHING = Template("")
"""What the theme writes of a page that is there."""

LOOK_S, SETTLE_S = 0.05, 0.02
"""Seconds between two looks for changed files, while serving; how long none may change before they are read."""

log = logging.getLogger("mkdocs.planpress")


class _Kept(mkdocs_pages.Page):
    """A page that was built before: MkDocs neither reads nor renders it, and still leads to it."""

    def __init__(self, file: File, config: MkDocsConfig, page: Page | None, place: Path, built: Built) -> None:
        """Take the place of the page that MkDocs would make of `file`."""
        super().__init__(escaped(page.nav[-1]) if page and page.nav else None, file, config)
        self.place, self.built = place, built
        self.meta = {"search": {"exclude": True}, "template": _NOTHING}
        if page:
            self.meta |= {"public": page.public, "scripts": page.scripts}

    def read_source(self, config: MkDocsConfig) -> None:
        """Read nothing."""
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Render nothing."""
        self.content = ""


class SitePlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Hands one site to one build of MkDocs, and keeps what that makes of it.

    Attributes:
        site: What is built.
        built: What is known of each page, by address, once it is built.
    """

    def __init__(self, site: Site, cache: Path | None = None, held: dict[Path, Held] | None = None) -> None:
        """Note what is to be built, where pages are kept that were built before, and which of them a server holds."""
        super().__init__()
        self.site = site
        self.built = dict[str, Built]()
        self._cache, self._shelf = cache, Shelf(site, cache, held)
        self._said = dict[str, str]()
        self._not_found: Path | None = None

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add the generated pages and the files they read; one style sheet in the place of ours, icons as files.

        Raises:
            BuildError: If Material has not one search worker, whose place ours takes.
        """
        for path, text in self.site.pages.data.items():
            _add(files, config, path, text)
        known = {page.source: page for page in self.site.pages.pages}
        for path, text in self.site.pages.files.items():
            made = _add(files, config, path, text)
            if kept := self._shelf.recall(made.dest_uri, text):
                _Kept(made, config, known.get(path), *kept)
        if kept := self._shelf.recall(NOT_FOUND, self._head):
            config.theme.static_templates.discard(NOT_FOUND)
            self._not_found, self.built[NOT_FOUND] = kept
        _search_with_ours(files, config)
        sheets = [file for name in config.extra_css if (file := files.get_file_from_path(name))]
        text = styles.joined({file.src_uri: file.content_string for file in sheets})
        for file in sheets:
            files.remove(file)
        looks = {file.src_uri: file.content_string for file in files.css_files()} | {styles.PATH: text}
        for path, text in remade(self._cache, styles.finished, looks).items():
            if before := files.get_file_from_path(path):
                files.remove(before)
            _add(files, config, path, text)
        config.extra_css = [styles.PATH]
        return files

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Date every page, and tell the section of those that the navigation does not name."""
        if self.site.day:
            for page in (file.page for file in files.documentation_pages() if file.page):
                page.update_date = self.site.day.isoformat()
        made = {file.dest_uri: file.page for file in files.documentation_pages()}
        for one in self.site.pages.pages:
            if (here := made.get(one.address)) and (there := made.get(one.under)):
                here.parent = there.parent
        return nav

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Take from the theme what says of a page to which edition it belongs."""
        env.bytecode_cache = environment(self.site.language).bytecode_cache
        template = env.get_template("main.html")
        self._main = {slot: (template, template.blocks[slot]) for slot in SLOTS}
        return env

    def on_page_markdown(self, markdown: str, /, *, page: mkdocs_pages.Page, config: MkDocsConfig, files: Files) -> str:
        """Leave slots in a page that is built."""
        page.meta.setdefault("template", "slots.html")
        return markdown

    def on_page_context(
        self, context: TemplateContext, /, *, page: mkdocs_pages.Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Say what goes into the slots of a page."""
        self._said = {
            slot: "".join(block(template.new_context(vars=dict(context))))
            for slot, (template, block) in self._main.items()
        }
        return context

    def on_post_page(self, output: str, /, *, page: mkdocs_pages.Page, config: MkDocsConfig) -> str:
        """Return a page as it was kept, or prove and keep the one that was built, with the words of its search."""
        address = page.file.dest_uri
        if isinstance(page, _Kept):
            text, self.built[address] = self._shelf.filled(page.place, page.built, address, self._said)
            return text
        found = _theirs(config).search_index.entries
        text, built = self._proved(output, address, page.file.content_string, tuple(found))
        found.clear()
        text, links = filled(text, address, self._said, built.links)
        self.built[address] = Built(links, built.docs)
        page.file.content_string = page.markdown = page.content = ""  # MkDocs keeps its pages until all are built
        return text

    def on_post_template(self, output: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """Prove and keep the page for unknown addresses, too."""
        if template_name != NOT_FOUND:
            return output
        text, self.built[NOT_FOUND] = self._proved(output, NOT_FOUND, self._head)
        return text

    @property
    def _head(self) -> str:
        """What the page for unknown addresses is made of: it has no slots."""
        return json.dumps(self.site.head)

    def _proved(
        self, output: str, address: str, source: str, docs: tuple[dict[str, Any], ...] = ()
    ) -> tuple[str, Built]:
        """Prove what the theme has made of `source`, and keep it as long as nothing was warned of."""
        text, links = proved(output, address, self.site.language)
        built = Built(links, docs)
        counters = (one for one in logging.getLogger("mkdocs").handlers if isinstance(one, CountHandler))
        if not any(counter.get_counts() for counter in counters):
            self._shelf.keep(address, source, text, built)
        return text, built

    @property
    def links(self) -> dict[str, PageLinks]:
        """What each page that is built leads to, by address."""
        return {address: built.links for address, built in self.built.items()}

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Complete the search, after Material's plugin wrote its index."""
        site = Path(config.site_dir)
        if self._not_found:
            (site / NOT_FOUND).write_bytes(self._not_found.read_bytes())
        docs = (doc for built in self.built.values() for doc in built.docs)
        search.complete(site, docs, self.site.pages.entries)


def _search_with_ours(files: Files, config: MkDocsConfig) -> None:
    theirs = [file for file in files if file.src_uri.startswith(search.MATERIALS_OWN)]
    workers = [file.src_uri for file in theirs if PurePosixPath(file.src_uri).match(f"{search.WORKERS}*.js")]
    if len(workers) != 1:
        raise BuildError(f"expected one search worker in {search.WORKERS}, found {len(workers)}")
    ours = files.src_uris[search.WORKER]
    for file in (*theirs, ours):
        files.remove(file)
    _add(files, config, workers[0], ours.content_string)


def _add(files: Files, config: MkDocsConfig, path: str, text: str) -> File:
    file = File.generated(config, path, content=text)
    file.edit_uri = None
    files.append(file)
    return file


def _theirs(config: MkDocsConfig) -> cutting.SearchPlugin:
    plugin = config.plugins["material/search"]
    assert isinstance(plugin, cutting.SearchPlugin)
    return plugin


def _give(
    config: MkDocsConfig, site: Site, cache: Path | None = None, held: dict[Path, Held] | None = None
) -> SitePlugin:
    configure(config, site)
    theme, of_theme = config.theme, config.theme.get_env

    def get_env() -> Environment:
        made = of_theme()
        made.loader = Shown(theme.dirs)
        return made

    theme.get_env = get_env  # type: ignore[method-assign]
    # Nobody reads its index, so its theme need not be asked how words are parted.
    _theirs(config).config.update({"lang": ["en"], "separator": r"\s+", "pipeline": []})
    config.plugins["planpress"] = plugin = SitePlugin(site, cache, held)
    return plugin


# ---------------------------------------------------------------- as a hook of mkdocs.yml

_served: list[tuple[str, ...]] = []
"""While serving: the addresses of the last good build."""

_held: dict[Path, Held] = {}
"""While serving: the pages that were built, by their places in the cache."""


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Note whether an editor is watching: only then errors are shown as pages."""
    _served[:] = [()] if command == "serve" else []


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the campaign anew, before other plugins ask for the language.

    Content errors go to the log, each on its line, and while serving to every page.
    """
    root = Path(config.config_file_path).parent / config.extra["campaign"]
    cache = Path(config.extra["cache"]) if config.extra["cache"] else None
    config.watch += map(str, _watched(root))
    try:
        campaign = read(root).campaign
    except ContentError as error:
        language = language_of(root)
        say = translations(language).gettext
        problems = told(error.problems, say)
        for problem in problems:
            log.log(logging.INFO if _served else logging.ERROR, "%s", problem)  # an error would end the server
        if not _served:
            raise PluginError(summary(error.problems, say)) from error
        _give(config, site_of_problems(problems, _served[0], language))
        return config
    history = history_of(root)
    today = datetime.date.fromisoformat(str(config.extra["today"])) if config.extra["today"] else None
    edition = edition_of(campaign, config.site_url or "").within(history)
    site = site_of(campaign, printed_now(campaign, history).all, edition, today, history=history)
    if _served:
        _served[0] = tuple(site.pages.files)
    _give(config, site, cache, _held if _served else None)
    return config


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """Finish the pages, last of all; there is no paper beside them.

    Pages that are served while an editor watches get no policy: what reloads them is a script that the server adds.
    """
    if not _served:
        plugin = config.plugins["planpress"]
        assert isinstance(plugin, SitePlugin)
        finish_pages(Path(config.site_dir), plugin.site.language, known=plugin.links)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
    """Look for changes twenty times a second: every disk can be looked at, not every one tells of them."""
    watched = [config.docs_dir, config.config_file_path]
    for path in watched:
        server.unwatch(path)
    server.observer, server.build_delay = PollingObserver(timeout=LOOK_S), SETTLE_S
    server.builder, utils.clean_directory = Undisturbed(builder), emptied
    for path in watched:
        server.watch(path)
    return server


def _watched(campaign: Path) -> list[Path]:
    """Return the folders whose changes an editor sees at once: of the campaign, of the looks and of the words."""
    folders = [campaign / name for name in ("content", "sectors")]
    if not all(folder.is_dir() for folder in folders):
        folders = [campaign]  # what is still to be made cannot be watched
    return [*folders, MACROS, TEMPLATES, LOCALE]


# ---------------------------------------------------------------- as stages of build.py


@contextmanager
def _listening() -> Iterator[list[logging.LogRecord]]:
    """Collect what MkDocs logs at level warning or above; nothing of it is printed."""
    logger = logging.getLogger("mkdocs")
    collector, propagate = BufferingHandler(sys.maxsize), logger.propagate
    collector.setLevel(logging.WARNING)
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield collector.buffer
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


def build_site(site: Site, out: Path, cache: Path | None = None) -> dict[str, PageLinks]:
    """Build the pages of `site` in the folder `out`, emptied first, for `finish_pages`; return what each leads to.

    Pages that the `cache` has are not built again, and those that are built are kept there.

    Raises:
        BuildError: If MkDocs warns of anything, Material's search is not the one we know, or a page holds what its
            policy would refuse.
    """
    with _listening() as told:
        try:
            config = load_config(config_file=str(CONFIG), hooks=[], site_dir=str(out.resolve()))
            plugin = _give(config, site, cache)
            mkdocs_build.build(config)
            links = plugin.links
            vars(plugin).clear()  # MkDocs keeps the configuration of its last build, and that the site
        except (Abort, ConfigurationError) as error:
            raise BuildError("\n".join([str(error), *(record.getMessage() for record in told)])) from error
    if told:
        raise BuildError("\n".join(record.getMessage() for record in told))
    return links


def serve(campaign_dir: Path, cache: Path, address: str = "127.0.0.1:8000", today: datetime.date | None = None) -> None:
    """Serve the pages of the campaign in `campaign_dir`, drawn for `today`; they reload when a file changes.

    Pages that the `cache` has are not built again.
    """
    keep_compiled()
    os.environ["PLANPRESS_CAMPAIGN"] = str(campaign_dir.resolve())
    os.environ["PLANPRESS_CACHE"] = str(cache.resolve())
    os.environ["PLANPRESS_TODAY"] = today.isoformat() if today else ""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s - %(message)s")
    mkdocs_serve.serve(config_file=str(CONFIG), hooks=[str(HOOK)], dev_addr=address)
