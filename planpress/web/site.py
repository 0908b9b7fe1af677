"""Markdown pages → the site, through MkDocs: the only module that knows it.

In: a campaign, its sheets, the edition, and `mkdocs.yml`. Out: a folder of HTML without the
PDFs, or the Markdown itself with a plain `mkdocs.yml` for another engine.

`mkdocs.yml` names this file as a hook, so that plain `mkdocs serve` and `mkdocs build` make the
same pages; `build_site` hands over pages that are made already.
"""

from __future__ import annotations

import datetime
import logging
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

PROJECT = Path(__file__).resolve().parents[2]

if str(PROJECT) not in sys.path:  # as a hook this file is loaded by its path, not as part of the package
    sys.path.append(str(PROJECT))

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the notice of Material's end of life is for us, not for editors

import yaml  # noqa: E402  the package must be found first
from mkdocs.commands import build as mkdocs_build  # noqa: E402
from mkdocs.commands import serve as mkdocs_serve  # noqa: E402
from mkdocs.config import load_config  # noqa: E402
from mkdocs.config.defaults import MkDocsConfig  # noqa: E402
from mkdocs.exceptions import Abort, ConfigurationError, PluginError  # noqa: E402
from mkdocs.plugins import BasePlugin, event_priority  # noqa: E402
from mkdocs.structure.files import File, Files  # noqa: E402
from mkdocs.structure.nav import Navigation  # noqa: E402

from planpress.content.validate import language_of, read, summary  # noqa: E402
from planpress.errors import BuildError, ContentError, Problem  # noqa: E402
from planpress.i18n import translations  # noqa: E402
from planpress.model.campaign import Campaign  # noqa: E402
from planpress.revisions.history import NONE_SEALED, History, history_of  # noqa: E402
from planpress.sheets.edition import Edition, edition_of  # noqa: E402
from planpress.sheets.printed import printed_now  # noqa: E402
from planpress.sheets.sheet import Sheet  # noqa: E402
from planpress.web import policy, search, styles  # noqa: E402
from planpress.web.pages import Pages, edition_view, pages_of  # noqa: E402
from planpress.web.problems import problem_head, problem_pages  # noqa: E402

View = dict[str, str]

CONFIG = PROJECT / "mkdocs.yml"
log = logging.getLogger("mkdocs.planpress")


# ---------------------------------------------------------------- what both ways share


def configure(config: MkDocsConfig, campaign: Campaign, edition: Edition, pages: Pages) -> None:
    """Set everything in `config` that depends on the campaign."""
    config.site_url = edition.site_url or None
    dress(config, edition_view(campaign, edition), pages, edition.language)


def dress(config: MkDocsConfig, head: View, pages: Pages, language: str) -> None:
    """Set names, navigation and language; `head` is what every page says at its top."""
    say = translations(language).gettext
    config.site_name = _escaped(head["name"])
    config.nav = _titled(pages.nav)
    config.theme["language"] = language
    config.extra["edition"] = _edition(head)
    config.mdx_configs["toc"]["permalink_title"] = head["permalink"]
    for palette, words in zip(config.theme["palette"], (say("Dark colours"), say("Light colours")), strict=True):
        palette["toggle"]["name"] = words


def _escaped(words: str) -> str:
    """Return foreign text as the theme may print it, in text and in attributes.

    Why:
        Numbers, since the theme escapes some of what it is given once more, which `theme/main.html` takes back:
        of a number that can be told for certain. With = inside an attribute it would look like one more.
    """
    return re.sub("[&<>\"'=]", lambda found: f"&#{ord(found[0])};", words)


def _edition(head: View) -> View:
    """Return what every page says at its top, escaped; what a script shows as text stays as it is."""
    return {name: words if name == "search_none" else _escaped(words) for name, words in head.items()}


def _titled(nav: Any) -> Any:
    """Return the navigation with its titles escaped."""
    if isinstance(nav, list):
        return [_titled(entry) for entry in nav]
    if isinstance(nav, dict):
        return {_escaped(title): _titled(below) for title, below in nav.items()}
    return nav


def add_pages(files: Files, config: MkDocsConfig, pages: Pages) -> None:
    """Add the generated pages, and the files they read, to `files`."""
    for path, text in {**pages.files, **pages.data}.items():
        file = File.generated(config, path, content=text)
        file.edit_uri = None
        files.append(file)
    join_styles(files, config)


def join_styles(files: Files, config: MkDocsConfig) -> None:
    """Put one style sheet in the place of all that `extra_css` names."""
    sheets = [file for name in config.extra_css if (file := files.get_file_from_path(name))]
    text = styles.joined({file.src_uri: file.content_string for file in sheets})
    for file in sheets:
        files.remove(file)
    files.append(File.generated(config, styles.PATH, content=text))
    config.extra_css = [styles.PATH]


class Generated(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """A MkDocs plugin that feeds one campaign into one build."""

    def __init__(self, campaign: Campaign, edition: Edition, pages: Pages) -> None:
        """Keep what is to be built."""
        super().__init__()
        self.campaign, self.edition, self.pages = campaign, edition, pages

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set navigation and names, before other plugins ask for the language."""
        configure(config, self.campaign, self.edition, self.pages)
        return config

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add the pages."""
        add_pages(files, config, self.pages)
        return files

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Date every page by the edition: the clock has no part in a build."""
        for page in (file.page for file in files.documentation_pages() if file.page):
            page.update_date = (self.edition.issued or self.campaign.plan.period.start).isoformat()
        return nav

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Finish the search after the search plugin wrote its index, and what pages may run."""
        search.finish(Path(config.site_dir), self.pages.entries)
        policy.finish(Path(config.site_dir))


class Broken(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """A MkDocs plugin that shows content errors in place of every page."""

    def __init__(self, problems: Sequence[Problem], addresses: Iterable[str], language: str) -> None:
        """Keep what is to be shown, and where."""
        super().__init__()
        self.pages, self.language = problem_pages(problems, addresses, language), language

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set the names."""
        dress(config, problem_head(self.language), self.pages, self.language)
        return config

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add the pages."""
        add_pages(files, config, self.pages)
        return files

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Leave the navigation as it is."""
        return nav

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Finish the search: the theme asks for it on every page."""
        search.finish(Path(config.site_dir))
        policy.finish(Path(config.site_dir))


# ---------------------------------------------------------------- as a hook of mkdocs.yml

_current: list[Generated | Broken] = []
"""What the running build was given by `on_config`: MkDocs passes hooks nothing else to keep it in."""

_served: dict[str, tuple[str, ...]] = {}
"""While serving: the addresses of the last good build, under the name `pages`."""


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Note whether an editor is watching: only then errors are shown as pages."""
    _served.clear()
    if command == "serve":
        _served["pages"] = ()


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the campaign anew; content errors go to the log, each on its line, and while serving to every page."""
    _current.clear()
    root = Path(config.config_file_path).parent / config.extra["campaign"]
    try:
        campaign = read(root).campaign
    except ContentError as error:
        language = language_of(root)
        for problem in error.problems:
            log.log(logging.INFO if _served else logging.ERROR, "%s", problem)  # an error would end the server
        if not _served:
            raise PluginError(summary(error.problems, translations(language).gettext)) from error
        _current.append(Broken(error.problems, _served["pages"], language))
        return _current[0].on_config(config)
    edition = edition_of(campaign, config.site_url or "")
    printed = printed_now(campaign, history_of(root)).all
    today = datetime.date.fromisoformat(str(config.extra["today"])) if config.extra["today"] else None
    generated = Generated(campaign, edition, pages_of(campaign, printed, edition, today, history=history_of(root)))
    _current.append(generated)
    if _served:
        _served["pages"] = tuple(generated.pages.files)
    return generated.on_config(config)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages."""
    return _current[0].on_files(files, config=config)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Date the pages."""
    return _current[0].on_nav(nav, config=config, files=files)


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """Finish the search and what pages may run."""
    _current[0].on_post_build(config=config)


# ---------------------------------------------------------------- as stages of build.py


class _Collector(logging.Handler):
    """Keeps warnings and errors instead of printing them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what MkDocs logs at level warning or above; nothing of it is printed."""
    logger = logging.getLogger("mkdocs")
    collector, propagate = _Collector(), logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield collector.lines
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


def build_site(
    campaign: Campaign,
    sheets: Sequence[Sheet],
    edition: Edition,
    out: Path,
    today: datetime.date | None = None,
    published: bool = False,
    history: History = NONE_SEALED,
) -> int:
    """Build the site of `campaign`, without its PDFs, in the folder `out`.

    Args:
        campaign: Validated.
        sheets: What the pages link to.
        edition: Shown at the head of every page.
        out: Emptied first.
        today: The day for which the period is drawn; None leaves that to the reader's device.
        published: True for a site that lies beside other revisions: its head shows Material's
            version selector, which reads `versions.json` in the folder above.
        history: The sealed revisions.

    Returns:
        The number of pages.

    Raises:
        BuildError: If MkDocs warns of anything, or Material's pages and search are not those we know.
    """
    pages = pages_of(campaign, sheets, edition, today, published, history)
    with _listening() as warnings:
        try:
            config = load_config(config_file=str(CONFIG), hooks=[], site_dir=str(out.resolve()))
            if published:
                config.extra["version"] = {"provider": "mike"}
            config.plugins["planpress"] = Generated(campaign, edition, pages)
            logging.getLogger("jieba").setLevel(logging.WARNING)  # it was loaded just now, and tells of its cache
            mkdocs_build.build(config)
        except (Abort, ConfigurationError) as error:
            raise BuildError("\n".join([str(error), *warnings])) from error
    if warnings:
        raise BuildError("\n".join(warnings))
    return len(pages.files)


def serve(campaign_dir: Path, address: str = "127.0.0.1:8000", today: datetime.date | None = None) -> None:
    """Serve the pages of the campaign in `campaign_dir`, drawn for `today`; they reload when a file changes."""
    os.environ["PLANPRESS_CAMPAIGN"] = str(campaign_dir.resolve())
    os.environ["PLANPRESS_TODAY"] = today.isoformat() if today else ""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s - %(message)s")
    folders = [campaign_dir / name for name in ("content", "sectors")]
    if not all(folder.is_dir() for folder in folders):
        folders = [campaign_dir]  # what is still to be made cannot be watched
    mkdocs_serve.serve(config_file=str(CONFIG), watch=[str(folder) for folder in folders], dev_addr=address)


class _Loader(yaml.SafeLoader):
    """Reads `mkdocs.yml`, whose one tag of its own is not needed in a copy."""


_Loader.add_constructor("!ENV", lambda loader, node: None)


def export(
    campaign: Campaign,
    sheets: Sequence[Sheet],
    edition: Edition,
    out: Path,
    today: datetime.date | None = None,
    history: History = NONE_SEALED,
) -> int:
    """Write the pages as Markdown with a plain `mkdocs.yml`, for another engine to build.

    Why:
        This is the way out should MkDocs or Material end: no hook and no plugin of ours is needed.

    Returns:
        The number of pages.

    Raises:
        BuildError: If `out` exists and is not empty.
    """
    if out.exists() and any(out.iterdir()):
        words = translations(edition.language).gettext("The folder to export to must be new or empty: %(path)s")
        raise BuildError(words % {"path": out})
    pages = pages_of(campaign, sheets, edition, today, history=history)
    shutil.copytree(PROJECT / "site_templates" / "assets", out / "docs")
    shutil.copytree(PROJECT / "site_templates" / "theme", out / "theme")
    for path, text in {**pages.files, **pages.data}.items():
        target = out / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    settings = plain_settings(campaign, edition, pages)
    looks = {name: (out / "docs" / name).read_text("utf-8") for name in settings["extra_css"]}
    (out / "docs" / styles.PATH).write_text(styles.joined(looks), encoding="utf-8", newline="\n")
    for name in looks:
        (out / "docs" / name).unlink()
    settings["extra_css"] = [styles.PATH]
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
    (out / "mkdocs.yml").write_text(text, encoding="utf-8", newline="\n")
    return len(pages.files)


def plain_settings(campaign: Campaign, edition: Edition, pages: Pages) -> dict[str, Any]:
    """Return `mkdocs.yml` as it must be where no hook sets what depends on the campaign."""
    settings: dict[str, Any] = yaml.load(CONFIG.read_text("utf-8"), Loader=_Loader)
    for name in ("hooks", "watch", "site_dir"):
        del settings[name]
    head = edition_view(campaign, edition)
    say = translations(edition.language).gettext
    settings["site_name"] = _escaped(head["name"])
    if edition.site_url:
        settings["site_url"] = edition.site_url
    settings["docs_dir"] = "docs"
    settings["nav"] = _titled(pages.nav)
    settings["theme"]["custom_dir"] = "theme"
    settings["theme"]["variant"] = "classic"  # how Zensical calls Material's look; others pass over it
    settings["theme"]["language"] = edition.language
    for palette, words in zip(settings["theme"]["palette"], (say("Dark colours"), say("Light colours")), strict=True):
        palette["toggle"]["name"] = words
    del settings["extra"]["campaign"], settings["extra"]["today"]
    settings["extra"]["edition"] = _edition(head)
    for extension in settings["markdown_extensions"]:
        if isinstance(extension, dict) and "toc" in extension:
            extension["toc"]["permalink_title"] = head["permalink"]
    return settings
