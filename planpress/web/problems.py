"""Content errors → the page that shows them to an editor who watches the site while writing.

In: every `Problem` of a run. Out: `Pages` in which each address shows the same list; pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planpress.content.validate import summary
from planpress.errors import Problem
from planpress.i18n import translations
from planpress.model.addresses import HOME
from planpress.web.page import Page, Pages, navigation_of
from planpress.web.rendering import page_templates, written


@dataclass(frozen=True)
class ProblemsView:
    """Every problem, and how many there are in words."""

    problems: tuple[Problem, ...]
    summary: str


def problem_pages(problems: Sequence[Problem], addresses: Iterable[str], language: str) -> Pages:
    """Write the list of `problems` at the home page and at each of `addresses`.

    Why:
        Whoever mends a text looks at its page, not at a terminal. The page stays at its address, so
        that the browser is back on it as soon as the file is mended.

    Args:
        problems: Sorted by path and line.
        addresses: Markdown files of the pages that the last good build had.
        language: Of the editor.
    """
    say = translations(language).gettext
    title = say("Errors in the content")
    view = ProblemsView(tuple(problems), summary(problems, say))
    page = Page(HOME, title, "problems.md", view, (title,), ("navigation", "toc"), boost=0, public=False)
    text = written(page, page_templates(language))
    return Pages(dict.fromkeys(sorted({page.source, *addresses}), text), navigation_of([page]), {}, (page,))


def problem_head(language: str) -> dict[str, str]:
    """Return what the head of the page says: there is no edition to name."""
    say = translations(language).gettext
    empty = dict.fromkeys(("number", "revision", "issued", "period", "draft"), "")
    return {
        **empty,
        "name": say("Errors in the content"),
        "search_label": say("Search the site"),
        "search_none": say("Errors in the content"),
        "permalink": say("Permanent link to this place"),
    }
