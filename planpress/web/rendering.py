"""Page → its Markdown.

In: a `Page`, and the site it belongs to. Out: text. Words of the plan reach a page through `plain`, which leaves
neither HTML nor Markdown a character to act on; templates cannot forget it, since it is applied to everything
they print.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from planpress.model import addresses, vocabulary
from planpress.model.bindings import repeated
from planpress.office.files import companions
from planpress.sheets.citation import cited
from planpress.templates import environment
from planpress.web.context import Context
from planpress.web.markup import anchor, lines, plain
from planpress.web.page import Page
from planpress.web.parts import by_kind, dialled, named_link
from planpress.web.reprint_lists import grouped


def page_templates(language: str) -> Environment:
    """Return the shared environment for pages: every printed value is made `plain`.

    Templates know, besides: `at`, the module of all addresses; what roles, kinds and the like are called; and
    `companions` of a sheet.
    """
    made = environment(language).overlay(finalize=plain)
    filters = {"lines": lines, "plain": plain, "anchor": anchor, "dialled": dialled, "grouped": grouped}
    made.filters = {**made.filters, **filters}
    words = {
        "role_names": vocabulary.role_names(language),
        "unit_kind_names": vocabulary.unit_kind_names(language),
        "note_kind_names": vocabulary.note_kind_names(language),
        "relation_names": vocabulary.relation_names(language),
        "revision_kind_names": vocabulary.revision_kind_names(language),
        "status_names": vocabulary.status_names(language),
    }
    functions = {"companions": companions, "by_kind": by_kind, "repeated": repeated}
    made.globals = {**made.globals, **words, **functions, "at": addresses}
    return made


def written(page: Page, templates: Environment, site: Context | None = None) -> str:
    """Return the Markdown of a page; its addresses are relative, so that the site works from any folder.

    Args:
        page: What is written.
        templates: Of `page_templates`.
        site: What templates look things up in; None for a page that stands alone.
    """
    if page.text:
        return page.text
    here = posixpath.dirname(page.address)

    def to(address: str) -> Markup:
        file, mark, name = address.partition("#")
        target = posixpath.relpath(file, here or ".") if file and file != page.address else ""
        return Markup(target + mark + name)

    shared: dict[str, Any] = {"to": to, "here": page.address}
    if site is not None:
        campaign = site.campaign
        shared |= {"site": site, "past": site.past, "campaign": campaign, "plan": campaign.plan}
        shared |= {"cite": partial(cited, campaign), "named": partial(named_link, campaign)}
    shown = {one.name: getattr(page.view, one.name) for one in fields(page.view)} if is_dataclass(page.view) else {}
    text = templates.get_template(f"pages/{page.template}").render(**shared, **shown)
    return page.front_matter + re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
