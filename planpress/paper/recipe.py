"""A sheet → the name of everything that may change a byte of its PDF.

In: a `Sheet`, its `Edition` and the prepared faces. Out: a digest. It is the key of the cache, and tells whether a
worker on another machine would make the same file.
"""

import ctypes
import hashlib
import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from typing import Any

import pikepdf

from planpress.i18n import translations
from planpress.paper.fonts import FontSet
from planpress.resources import MACROS, PACKAGE, TEMPLATES, name_of
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet
from planpress.templates import environment
from planpress.view import plain

PRINT = TEMPLATES / "print"
"""Folder of the templates, style sheets and pictures that paper is made from."""

PAPER_MACROS = MACROS / "paper"
"""Folder of the macros that paper alone uses."""

OWN_CODE = (
    "paper/*.py",
    "breaks.py",
    "fit.py",
    "qr.py",
    "signs.py",
    "templates.py",
    "view.py",
    "model/addresses.py",
    "sheets/*.py",
    "blocks/*.py",
)
"""Modules of ours that may shape a file: besides what a sheet shows, which is in the key by itself, they say what its
slots are, and where it is checked. Some of `paper/` do not, and change seldom enough to be counted too."""

LIBRARIES = ("weasyprint", "pydyf", "jinja2", "pikepdf", "uharfbuzz", "fonttools", "segno", "outloud")
"""Packages whose version may change the bytes of a PDF, or what is found wrong with it."""

SYSTEM_LIBRARIES = {
    "pango_version_string": ("libpango-1.0.so.0", "libpango-1.0-0.dll", "libpango-1.0.dylib"),
    "hb_version_string": ("libharfbuzz.so.0", "libharfbuzz-0.dll", "libharfbuzz.0.dylib"),
}
"""Function that tells the version of a library that sets type → the file that holds it, as systems call it."""


def key_of(sheet: Sheet, edition: Edition, fonts: FontSet, *more: Any) -> str:
    """Return the name of everything that shapes the PDF of `sheet`; `more` is what else goes into it."""
    shown = {**plain(sheet, arranged=True), "path": ""}
    stood = edition.of(sheet)
    # what the foot says is put into words by no template
    parts = [shown, asdict(stood), stood.line, sheet.mark, fonts.digest, recipe(edition.language), *more]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def recipe(language: str) -> str:
    """Return a digest of templates, style sheets, words, our code and the libraries."""
    versions = [f"{name} {version(name)}" for name in LIBRARIES]
    versions += [f"python {sys.version_info[:2]}", f"zlib {zlib.ZLIB_RUNTIME_VERSION}"]
    versions.append(f"qpdf {pikepdf.__libqpdf_version__}")
    versions += [f"{function} {_version(function, files)}" for function, files in SYSTEM_LIBRARIES.items()]
    digest = hashlib.sha256("\n".join(versions).encode())
    templates = (path for folder in (PAPER_MACROS, PRINT) for path in folder.rglob("*") if path.is_file())
    ours = (path for pattern in OWN_CODE for path in PACKAGE.glob(pattern))
    for path in sorted([*templates, *ours], key=name_of):
        data = path.read_bytes()
        if path.suffix == ".html":
            digest.update("\n".join(_words_in(data.decode(), language)).encode())
        digest.update(f"\n{name_of(path)} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def _words_in(template: str, language: str) -> Iterator[str]:
    """Yield the translated words of a template."""
    for _line, _name, found in environment(language).extract_translations(template):  # type: ignore[attr-defined]
        yield from map(translations(language).gettext, filter(None, [found] if isinstance(found, str) else found))


def _version(function: str, files: tuple[str, ...]) -> str:
    """Return what the first library found says of itself: importing the one that uses it takes a second."""
    for file in files:
        try:
            tell = getattr(ctypes.CDLL(file), function)
        except OSError:
            continue
        tell.restype = ctypes.c_char_p
        return str(tell().decode())
    return ""
