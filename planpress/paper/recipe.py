"""A sheet → the name of everything that may change a byte of its PDF.

In: a `Sheet`, its `Edition` and the prepared faces. Out: a digest. It is the key of the cache, and tells whether a
worker on another machine would make the same file.
"""

from dataclasses import asdict
from functools import cache
from typing import Any

from planpress.cache import digest
from planpress.paper.fonts import FontSet
from planpress.paper.slots import look_of, slots_of
from planpress.recipe import Recipe, made_by, system_versions
from planpress.resources import MACROS, TEMPLATES
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet
from planpress.view import plain

PRINT = TEMPLATES / "print"
"""Folder of the templates, style sheets and pictures that paper is made from."""

PAPER_MACROS = MACROS / "paper"
"""Folder of the macros that paper alone uses."""

OWN_CODE = (
    "paper/*.py",
    "breaks.py",
    "fit.py",
    "heads.py",
    "qr.py",
    "signs.py",
    "templates.py",
    "calling.py",
    "view.py",
    "model/addresses.py",
    "sheets/*.py",
    "blocks/*.py",
)
"""Modules of ours that may shape a file: besides what a sheet shows, which is in the key by itself, they say what its
slots are, and where it is checked. Some of `paper/` do not, and change seldom enough to be counted too."""

LIBRARIES = ("weasyprint", "pydyf", "jinja2", "pikepdf", "uharfbuzz", "fonttools", "segno", "outloud")
"""Packages whose version may change the bytes of a PDF, or what is found wrong with it."""


def key_of(sheet: Sheet, edition: Edition, fonts: FontSet, *more: Any) -> str:
    """Return the name of everything that shapes the PDF of `sheet`; `more` is what else goes into it."""
    shown = {**plain(sheet, arranged=True), "path": "", "standing": None}
    stamped = slots_of(sheet, edition)  # of what stands in for others, the same for every edition
    return digest(shown, stamped, asdict(look_of(sheet, edition)), fonts.digest, recipe(edition.language), *more)


@cache
def recipe(language: str) -> str:
    """Return a digest of templates, style sheets, words, our code and the libraries."""
    return made_by(Recipe(OWN_CODE, (PAPER_MACROS, PRINT), LIBRARIES, system_versions()), language)
