"""Language → the translations of every string that the program shows.

In: a language that has a catalogue, `<language>.po` in `locale/`, or in the folder that `PLANPRESS_LOCALE` names, where
one can be tried. Out: a `gettext` object made of it in memory. All that is said of a language stands in its catalogue:
what is no message, in its head.
"""

import gettext
import io
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from planpress.resources import LOCALE

USUAL = "zh"
"""The language of a campaign that states none."""

Translate = Callable[[str], str]
"""Returns a message in another language."""


@cache
def catalogues() -> dict[str, Path]:
    """Return the file of every language, the usual one first."""
    folders = [LOCALE, *map(Path, filter(None, [os.environ.get("PLANPRESS_LOCALE")]))]
    found = {path.stem: path for folder in folders for path in sorted(folder.glob("*.po"))}
    return {USUAL: found.pop(USUAL), **found}


def known(language: str) -> str:
    """Return a language that has a catalogue: `language`, or the usual one."""
    return language if language in catalogues() else USUAL


@cache
def _office(language: str) -> dict[str, str]:
    text = catalogues()[language].read_text("utf-8")  # the library that reads it keeps no keys of ours
    return dict(re.findall(r'^"X-Office-(\w+): (.+)\\n"$', text, re.MULTILINE))


def of_office(language: str) -> tuple[str, str]:
    """Return what office programs call a language, and a face that they have where it is read."""
    return _office(language).get("Language", language), _office(language).get("Face", "Calibri")


def faces_of_document(language: str) -> tuple[tuple[str, ...], ...]:
    """Return the faces of an official document: of its title, its headings, those below them, and its text.

    Each is followed by those that stand for it where a program lacks it.
    """
    usual = of_office(language)[1]
    faces = _office(language).get("Document", ", ".join([usual] * 4))
    return tuple(tuple(names.split("/")) for names in faces.split(", "))


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the translations into `language`, of a catalogue that is small enough to be compiled at each start."""
    with catalogues()[language].open("rb") as source:
        catalog = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
