"""Content errors → the page that shows them to an editor who watches the site while writing.

In: every `Problem` of a run. Out: `Pages` in which each address shows the same list; pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planpress.content.validate import summary
from planpress.errors import Problem
from planpress.i18n import translations
from planpress.templates import environment
from planpress.web.markup import lines, plain
from planpress.web.pages import Pages
from planpress.web.views import View

HOME = "index.md"


def problem_pages(problems: Sequence[Problem], addresses: Iterable[str], language: str) -> Pages:
    """Write the list of `problems` at the home page and at each of `addresses`.

    Why:
        Whoever mends a text looks at its page, not at a terminal. The page stays at its address, so
        that the browser is back on it as soon as the file is mended.

    Args:
        problems: Sorted by path and line.
        addresses: Paths of the pages that the last good build had.
        language: Of the editor.
    """
    templates = environment(language).overlay(finalize=plain)
    templates.filters = {**templates.filters, "lines": lines}
    say = translations(language).gettext
    view = {"problems": problems, "summary": summary(problems, say)}
    text = templates.get_template("pages/problems.md").render(view).strip() + "\n"
    return Pages({path: text for path in sorted({HOME, *addresses})}, [{say("Errors in the content"): HOME}], {})


def problem_head(language: str) -> View:
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
