"""This machine → the faces of the paper, once everything is there that sets type.

In: system libraries and the folder of faces. Out: a `FontSet`, or one message that says what to install.
"""

import ctypes
import sys
from contextlib import suppress

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.paper.fonts import FontSet, prepare
from planpress.resources import faces_folder

LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
"""Debian package → the file of it that WeasyPrint loads; what else it loads comes with these."""


def faces(language: str) -> FontSet:
    """Return the faces of the paper, prepared the first time.

    Raises:
        BuildError: If a library or a raw font is missing, or a font cannot be read.
    """
    refuse_missing_libraries(language)
    source = faces_folder()
    return prepare(source / "source", source, language)


def refuse_missing_libraries(language: str) -> None:
    """Raise a `BuildError` that names the libraries this machine has not, and their packages.

    Why:
        Loading WeasyPrint to learn it takes a second, and ends in an error that an office cannot read. On other
        systems than Linux files and packages have other names: there, WeasyPrint says so itself.
    """
    missing = {package: file for package, file in LIBRARIES.items() if not _loads(file)}
    if missing and sys.platform == "linux":
        words = translations(language).gettext(
            "Paper is set with system libraries that are missing here: %(files)s. Install them, as an administrator: "
            "apt-get install %(packages)s (names of Debian; other systems have the same libraries under similar ones)"
        )
        raise BuildError(words % {"files": ", ".join(missing.values()), "packages": " ".join(missing)})


def _loads(file: str) -> bool:
    with suppress(OSError):
        return bool(ctypes.CDLL(file))
    return False
