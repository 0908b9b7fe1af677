"""Language name → the translations of every string that the program shows.

In: `zh` or `en`. Out: a `gettext` object made in memory from `locale/<language>.po`.
"""

import gettext
import io
from collections.abc import Callable
from functools import cache

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from planpress.resources import LOCALE

Translate = Callable[[str], str]
"""Returns a message in another language."""


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the translations into `language`, of a catalogue that is small enough to be compiled at each start."""
    with (LOCALE / f"{language}.po").open("rb") as source:
        catalog = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
