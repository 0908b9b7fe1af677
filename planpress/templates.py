"""Language → the Jinja environment that web pages and paper share.

In: a language and the folders `macros/` and `site_templates/`. Out: an environment in which an
undefined name is an error, text is escaped, and `_()` speaks the reader's language. What Jinja compiles of a template
is kept for the next run of the program, in a folder of its own: it is code, which no campaign brings along.
"""

import datetime
from contextlib import suppress
from functools import cache
from pathlib import Path

from babel.dates import format_date
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from planpress import cache as kept
from planpress.blocks.table import legend_of
from planpress.calling import Calling, saying
from planpress.fit import SMALL_UNIT, balanced, signing_lines
from planpress.heads import set_heads
from planpress.i18n import translations
from planpress.model.addresses import check_address
from planpress.model.vocabulary import drawn_up
from planpress.qr import symbol_of
from planpress.recipe import Recipe, made_by
from planpress.resources import MACROS, TEMPLATES, compiled_folder
from planpress.signs import width_of

RECIPE = Recipe(code=("**/*.py",), libraries=("jinja2", "markupsafe", "babel"))
"""What may change what is compiled: filters are applied to constants when a template is compiled."""


class _Compiled(BytecodeCache):
    """Templates of a language as they were compiled before."""

    folder: Path | None = None
    """Where it lies; None keeps nothing."""

    def __init__(self, language: str) -> None:
        """Keep what is compiled for `language`."""
        self.language = language

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return what is known of a template: by its text, and all that its code depends on."""
        key = ""
        if self.folder:
            set_up = getattr(environment.finalize, "__qualname__", ""), bool(environment.autoescape)
            key = kept.digest(source, name, filename, *set_up, made_by(RECIPE, self.language))
        bucket = Bucket(environment, key, "")
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code from the cache, if it is there and whole."""
        if self.folder and kept.recall(place := kept.place_of(self.folder, bucket.key, "template")):
            bucket.bytecode_from_string(place.read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code."""
        if self.folder:
            with suppress(OSError):  # it will be compiled again, where nobody may write
                kept.keep(kept.place_of(self.folder, bucket.key, "template"), bucket.bytecode_to_string(), {})


def keep_compiled(*, tidied: bool = True) -> None:
    """Let all templates of this process be kept once they are compiled; where `tidied`, what is long unused goes."""
    _Compiled.folder = compiled_folder()
    with suppress(OSError):
        if tidied:
            kept.tidy(_Compiled.folder)


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
        bytecode_cache=_Compiled(language),
    )
    made.context_class = Calling
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.globals["_"] = saying(language)
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
