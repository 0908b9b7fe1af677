"""A campaign, or what is wrong with it → one site: its pages, and the settings of the engine that builds them.

In: a campaign with its sheets and edition, or content errors. Out: `Site`, and settings filled in from it: MkDocs's
own, or those of an exported tree, which say the same by the same names. Pure; knows no engine.
"""

import datetime
import json
import re
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from planpress.content.validate import summary
from planpress.errors import Problem
from planpress.i18n import translations
from planpress.model.addresses import HOME
from planpress.model.campaign import Campaign
from planpress.model.version import Version
from planpress.revisions.history import NONE_SEALED, History
from planpress.revisions.ledger import Ledger, ledger_json
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet
from planpress.status import revisions_of
from planpress.web.context import Beside, head_of
from planpress.web.page import AT_THE_FOOT, Page, Pages, navigation_of
from planpress.web.pages import pages_of
from planpress.web.rendering import page_templates, written

Settings = MutableMapping[str, Any]

_LANGUAGES = files("material") / "templates" / "partials" / "languages"
"""Those whose words the theme has; in others it speaks English where we give it no words of ours."""


@dataclass(frozen=True)
class Site:
    """What one build of the site is made of: its pages, and what every page says at its head, by name.

    Attributes:
        address: Where the site will stand; empty where nobody knows.
        published: Whether it lies beside other revisions, which its head then leads to: Material's version selector
            reads `versions.json` in the folder above, and every page `revisions.js`.
        before: What holds until its first day, if that is published beside it.
        day: The day that all pages bear: the clock has no part in a build. None dates none.
    """

    pages: Pages
    head: dict[str, str]
    language: str
    address: str = ""
    published: bool = False
    before: Beside | None = None
    day: datetime.date | None = None

    @property
    def files(self) -> dict[str, str]:
        """Text of everything that an engine is given, by path: the pages, and what they read."""
        return self.pages.files | self.pages.data


def site_of(
    campaign: Campaign,
    sheets: Sequence[Sheet],
    edition: Edition,
    today: datetime.date | None = None,
    beside: Mapping[Version, Beside] | None = None,
    history: History = NONE_SEALED,
) -> Site:
    """Return the site of `campaign`; the arguments are those of `pages_of`."""
    pages = pages_of(campaign, sheets, edition, today, beside, history)
    day = edition.issued or campaign.plan.period.start
    known = ledger_json(Ledger(revisions_of(edition, history), {}))["revisions"]
    head = head_of(campaign, edition) | {"revisions": json.dumps(known, ensure_ascii=False)}
    before = beside.get(edition.until_then) if beside and edition.until_then else None
    return Site(pages, head, edition.language, edition.site_url, beside is not None, before, day)


@dataclass(frozen=True)
class ProblemsView:
    """Every problem, and how many there are in words."""

    problems: tuple[Problem, ...]
    summary: str


def site_of_problems(problems: Sequence[Problem], addresses: Iterable[str], language: str) -> Site:
    """Return the site that shows content errors to an editor who watches it while writing.

    Whoever mends a text looks at its page, not at a terminal. So each of `addresses`, the Markdown files of the last
    good build, shows the list as home does, and the browser is back on the page as soon as the file is mended.
    """
    say = translations(language).gettext
    title = say("Errors in the content")
    view = ProblemsView(tuple(problems), summary(problems, say))
    page = Page(HOME, title, "problems.md", view, (title,), ("navigation", "toc"), boost=0, public=False)
    files = dict.fromkeys(sorted({page.source, *addresses}), written(page, page_templates(language)))
    head = dict.fromkeys(("number", "revision", "issued", "period", "draft"), "")  # there is no edition to name
    head |= {"name": title, "search_label": say("Search the site"), "search_none": title}
    head["permalink"] = say("Permanent link to this place")
    return Site(Pages(files, navigation_of([page]), {}, (page,)), head, language)


def configure(settings: Settings, site: Site) -> None:
    """Put everything that depends on `site` into settings of MkDocs: those it has read, or a copy of its file."""
    say = translations(site.language).gettext
    settings["site_name"] = escaped(site.head["name"])
    settings["nav"] = _titled(site.pages.nav)
    foot = (page.nav[0] for page in site.pages.pages if page.address in AT_THE_FOOT)
    settings["extra"]["foot"] = [escaped(title) for title in foot]
    settings["theme"]["language"] = site.language if (_LANGUAGES / f"{site.language}.html").is_file() else "en"
    settings["extra"]["edition"] = {
        name: words if name == "search_none" else escaped(words)  # which a script shows as text
        for name, words in site.head.items()
    }
    _toc(settings)["permalink_title"] = site.head["permalink"]
    for palette, words in zip(settings["theme"]["palette"], (say("Dark colours"), say("Light colours")), strict=True):
        palette["toggle"]["name"] = words
    if site.address:
        settings["site_url"] = site.address
    if site.published:
        settings["extra"]["version"] = {"provider": "mike"}
    settings["extra"]["before"] = site.before and vars(site.before)


def _toc(settings: Settings) -> dict[str, Any]:
    """Return the options of the extension `toc`: MkDocs keeps them apart once it has read its file."""
    named = [settings["mdx_configs"]] if "mdx_configs" in settings else settings["markdown_extensions"]
    found: dict[str, Any] = next(options["toc"] for options in named if "toc" in options and isinstance(options, dict))
    return found


def escaped(words: str) -> str:
    """Return foreign text as the theme may print it, in text and in attributes, where = would look like one more.

    The theme escapes some of it once more, which `theme/main.html` takes back: of a number that is told for certain.
    """
    return re.sub("[&<>\"'=]", lambda found: f"&#{ord(found[0])};", words)


def _titled(nav: Any) -> Any:
    """Return the navigation with its titles escaped."""
    if isinstance(nav, list):
        return [_titled(entry) for entry in nav]
    if isinstance(nav, dict):
        return {escaped(title): _titled(below) for title, below in nav.items()}
    return nav
