"""What something is made with, besides what it shows → a digest: the second half of every key of the cache.

In: which of our modules, files and libraries shape a kind of output. Out: a digest of all of them, and of the words of
a language. The same in a checkout and in the wheel.
"""

import ctypes
import hashlib
import sys
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from planpress.i18n import catalogues
from planpress.resources import PACKAGE, name_of

SYSTEM_LIBRARIES = {
    "pango_version_string": ("libpango-1.0.so.0", "libpango-1.0-0.dll", "libpango-1.0.dylib"),
    "hb_version_string": ("libharfbuzz.so.0", "libharfbuzz-0.dll", "libharfbuzz.0.dylib"),
}
"""Function that tells the version of a library that sets type → the file that holds it, as systems call it."""


@dataclass(frozen=True)
class Recipe:
    """What shapes the bytes of a kind of output.

    Attributes:
        code: Patterns of our modules, below the package.
        looks: Templates, style sheets and pictures: files, and folders with all that is in them.
        libraries: Packages whose version may change a byte, or what is found wrong.
        besides: What else tells a version, such as of a library of the system.
    """

    code: tuple[str, ...]
    looks: tuple[Path, ...] = ()
    libraries: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


@cache
def made_by(recipe: Recipe, language: str) -> str:
    """Return a digest of everything that `recipe` names, and of the words of `language`."""
    versions = [f"{name} {version(name)}" for name in recipe.libraries]
    versions += [f"python {sys.version_info[:2]}", f"zlib {zlib.ZLIB_RUNTIME_VERSION}", *recipe.besides]
    found = hashlib.sha256("\n".join(versions).encode())
    looks = (path for place in recipe.looks for path in ([place] if place.is_file() else place.rglob("*")))
    ours = (path for pattern in recipe.code for path in PACKAGE.glob(pattern))
    files = {name_of(path): path for path in (*looks, *ours) if path.is_file() and "__pycache__" not in path.parts}
    for name, path in [*sorted(files.items()), ("words", catalogues()[language])]:
        data = path.read_bytes()
        found.update(f"\n{name} {len(data)}\n".encode())
        found.update(data)
    return found.hexdigest()


@cache
def system_versions() -> tuple[str, ...]:
    """Return what libraries of the system, which set type and write PDFs, say of themselves."""
    import pikepdf  # late: it takes a while to load

    told = [f"{function} {_version(function, files)}" for function, files in SYSTEM_LIBRARIES.items()]
    return (f"qpdf {pikepdf.__libqpdf_version__}", *told)


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
