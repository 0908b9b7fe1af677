"""Page → its Markdown.

In: a `Page`, and the site it belongs to. Out: text. Words of the plan reach a page through `plain`, which leaves
neither HTML nor Markdown a character to act on; templates cannot forget it, since it is applied to everything
they print.
"""

import html
import posixpath
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache, partial
from typing import Any

from jinja2 import Environment, Template
from jinja2.compiler import CodeGenerator
from jinja2.environment import TemplateModule
from markupsafe import Markup

from planpress.content.when import what, when
from planpress.model import addresses, vocabulary
from planpress.model.bindings import repeated
from planpress.model.citing import cited
from planpress.model.reporting import dates_of
from planpress.office.files import companions
from planpress.sheets.sheet import Sheet, spaced
from planpress.templates import environment
from planpress.web.changes import UnitPast
from planpress.web.context import Context
from planpress.web.directory import MOST_NAMED
from planpress.web.page import Page
from planpress.web.sheet_lists import saved_title

SPECIAL = str.maketrans(
    {mark: f"&#{ord(mark)};" for mark in "!\"#$&'*+.:<=>@\\^_`|~{}[])-"} | {"\r": "", "\n": "&#10;"}
)
"""Every ASCII mark that HTML, Markdown or one of its extensions may read as more than itself, and line breaks."""

_FIRST = re.compile(r"(?:^|(?<=&#10;))[ \t]+")
"""Blanks that a line begins with, once line breaks are references."""

ID = re.compile(r"[\w-]+", re.ASCII)


class _OfOnePage(Template):
    """A template whose macros are made once a page, however many of its templates import them.

    They see what the page is given, not what a template sets before it imports them.
    """

    _made: tuple[object, TemplateModule] | None = None

    def make_module(
        self, vars: dict[str, Any] | None = None, shared: bool = False, locals: Mapping[str, Any] | None = None
    ) -> TemplateModule:
        """Return the macros for the page whose addresses `vars` makes relative."""
        page = (vars or {}).get("to")
        if page is None:
            return super().make_module(vars, shared, locals)
        if self._made is None or self._made[0] is not page:
            self._made = page, super().make_module(vars, shared, locals)
        return self._made[1]


class _Plain(CodeGenerator):
    """Templates that print what `plain` returns as it is: asking whether to escape it took a tenth of the time."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write(")")


@cache
def page_templates(language: str) -> Environment:
    """Return the shared environment for pages: every printed value is made `plain`; `at` is the module of addresses."""
    made = environment(language).overlay(finalize=plain)
    made.template_class, made.code_generator_class = _OfOnePage, _Plain
    filters = {"lines": lines, "plain": plain, "anchor": anchor, "dialled": dialled, "spaced": spaced}
    made.filters = {**made.filters, **filters}
    words = {
        "role_names": vocabulary.role_names(language),
        "note_kind_names": vocabulary.note_kind_names(language),
        "relation_names": vocabulary.relation_names(language),
        "revision_kind_names": vocabulary.revision_kind_names(language),
        "status_names": vocabulary.status_names(language),
    }
    functions = {"companions": companions, "repeated": repeated, "what": what, "when": when}
    functions |= {"dates_of": dates_of}
    made.globals = {**made.globals, **words, **functions, "at": addresses, "at_most_named": MOST_NAMED}
    return made


def written(page: Page, templates: Environment, site: Context | None = None) -> str:
    """Return the Markdown of a page; its addresses are relative, so that the site works from any folder.

    Templates of `page_templates` look things up in `site`; a page that stands alone needs none.
    """
    if page.text:
        return page.text
    folder = page.address.rpartition("/")[0]

    def to(address: str) -> Markup:
        file, _mark, name = address.partition("#")
        return Markup(f"#{name}" if name else "") if file == page.address else _leading(address, folder)

    shared: dict[str, Any] = {"to": to, "here": page.address, "view": page.view}
    if site is not None:
        campaign = site.campaign
        shared |= {"site": site, "past": site.past, "campaign": campaign, "plan": campaign.plan}
        shared |= {"cite": partial(cited, campaign), "saved_as": partial(saved_as, site)}
    shown = {one.name: getattr(page.view, one.name) for one in fields(page.view)} if is_dataclass(page.view) else {}
    text = templates.get_template(f"pages/{page.template}").render(shown | shared)
    return page.front_matter + re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@lru_cache(1 << 16)  # pages of one folder lead to the same places
def _leading(address: str, folder: str) -> Markup:
    file, mark, name = address.partition("#")
    return Markup((relative(file, folder.split("/") if folder else []) if file else "") + mark + name)


def relative(address: str, folders: Sequence[str]) -> str:
    """Return `address`, of a file from the top of the site, as a page in `folders` writes it."""
    *above, name = address.split("/")
    same = len(posixpath.commonprefix([above, list(folders)]))
    return "../" * (len(folders) - same) + "/".join([*above[same:], name])


def changed_words(site: Context, templates: Environment, seen: UnitPast) -> str:
    """Return in words what the last revisions changed for a unit, for a script."""
    macros: Any = templates.get_template("web_revision.html").make_module({"past": site.past, "site": site})
    return html.unescape(str(macros.unit_words(seen))).strip()


def plain(value: object) -> Markup:
    """Return `value` as text that neither HTML nor Markdown can read as markup.

    A character reference means the same in a heading, a paragraph, a raw HTML block and an attribute: one rule for
    all. A line break becomes a reference too, so that no line of the page begins with foreign text.
    """
    if isinstance(value, Markup):
        return value
    return _plain(str(value))


@lru_cache(1 << 16)  # names of units and titles stand on every other page
def _plain(text: str) -> Markup:
    shown = text.translate(SPECIAL)
    if text[:1] in (" ", "\t") or "&#10;" in shown:
        shown = _FIRST.sub(lambda found: "".join(f"&#{ord(blank)};" for blank in found[0]), shown)
    return Markup(shown)


def saved_as(site: Context, sheet: Sheet) -> Markup:
    """Return what the PDF of `sheet` is called where a reader saves it: code, unit, title, in signs of any disk."""
    return Markup(f"{anchor(sheet.code)} {plain(saved_title(site.campaign, sheet))}.pdf")


def lines(value: object) -> Markup:
    """Return `value` like `plain`, with its line breaks as `<br>`."""
    return Markup(str(plain(value)).replace("&#10;", "<br>"))


def anchor(name: str) -> Markup:
    """Return an id of the plan as it stands in an attribute: ids have no character that could end one."""
    if not ID.fullmatch(name):
        raise AssertionError(f"not an id: {name!r}")
    return Markup(name)


def dialled(phone: str) -> str:
    """Return what a telephone dials for `phone`; nothing where it holds words, or more than one number."""
    text = unicodedata.normalize("NFKC", phone).strip()
    return re.sub(r"[^0-9+]", "", text) if re.fullmatch(r"\+?[0-9 ()\u2010-\u2013-]+", text) else ""
