"""This machine → the versions of the system libraries that set type.

In: nothing. Out: texts that change when a sheet may come out otherwise.
"""

from __future__ import annotations

import ctypes
from functools import cache

LIBRARIES = {
    "pango_version_string": ("libpango-1.0.so.0", "libpango-1.0-0.dll", "libpango-1.0.dylib"),
    "hb_version_string": ("libharfbuzz.so.0", "libharfbuzz-0.dll", "libharfbuzz.0.dylib"),
}
"""Function that tells the version → the file that holds it, as systems call it."""


@cache
def engine_versions() -> tuple[str, ...]:
    """Return name and version of each library; only the name where it is kept in another place.

    Why:
        The layout engine is told in milliseconds; importing the library that uses it takes a second.
    """
    return tuple(f"{name} {_version(name, files)}" for name, files in LIBRARIES.items())


def _version(function: str, files: tuple[str, ...]) -> str:
    for file in files:
        try:
            tell = getattr(ctypes.CDLL(file), function)
        except OSError:
            continue
        tell.restype = ctypes.c_char_p
        return str(tell().decode())
    return ""
