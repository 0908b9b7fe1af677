"""Language → the Jinja environment that web pages and paper share.

In: a language and the folders `macros/` and `site_templates/`. Out: an environment in which an
undefined name is an error, text is escaped, and `_()` speaks the reader's language.
"""

import datetime
from functools import cache

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from planpress.blocks.table import legend_of
from planpress.fit import SMALL_UNIT, balanced, signing_lines
from planpress.heads import set_heads
from planpress.i18n import translations
from planpress.model.addresses import check_address
from planpress.model.vocabulary import drawn_up
from planpress.qr import symbol_of
from planpress.resources import MACROS, TEMPLATES
from planpress.signs import width_of


@cache
def environment(language: str) -> Environment:
    """Return the environment for `language`, with filters such as `long_date` and `qr` (symbol of an address)."""
    made = Environment(
        loader=FileSystemLoader((MACROS, TEMPLATES)),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.filters["long_date"] = lambda day: long_date(day, language)
    made.filters["qr"] = symbol_of
    made.filters["balanced"] = balanced
    made.filters["signing_lines"] = signing_lines
    made.filters["wide"] = width_of
    made.globals["set_heads"] = lambda heads, page: set_heads(heads, page, translations(language).gettext)
    made.globals["small_unit"] = SMALL_UNIT
    made.globals["check_address"] = check_address
    made.globals["marks_said"] = lambda columns, asked: legend_of(columns, asked, translations(language).gettext)
    made.globals["drawn_up"] = lambda clauses: drawn_up(clauses, language)
    return made


@cache
def long_date(day: datetime.date, language: str) -> str:
    """Return `day` as running text writes it, such as November 10, 2022."""
    return format_date(day, "long", locale=language)
