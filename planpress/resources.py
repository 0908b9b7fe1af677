"""Where the files lie that go with the code, and the faces of the paper, which all campaigns share.

In: the environment. Out: folders and files. A checkout has them beside the package; the wheel packs the same files into
the package, below `project/`. No other module asks where it lies itself, and nothing is written here but faces.
"""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
"""The folder of our modules."""

_PACKED = PACKAGE / "project"

INSTALLED = _PACKED.is_dir()
"""Whether this is the wheel, not a checkout."""

PROJECT = _PACKED if INSTALLED else PACKAGE.parent
"""The folder that holds `build.py`, `mkdocs.yml`, `macros/`, `site_templates/` and `schemas/`; in a checkout a campaign
as well."""

PROGRAM = "planpress" if INSTALLED else "build.py"
"""What the program is called on the command line."""

CONFIG = PROJECT / "mkdocs.yml"
MACROS = PROJECT / "macros"
TEMPLATES = PROJECT / "site_templates"
LOCALE = PACKAGE / "locale"
SIGNS = PACKAGE / "signs.txt"

FACES = "PLANPRESS_FACES"
"""Environment variable that names another folder of faces, such as one that several users share."""


def default_campaign() -> Path:
    """Return the campaign of the checkout; once installed, that of the folder one stands in."""
    return Path() if INSTALLED else PROJECT


def own_cache() -> Path:
    """Return the folder of what is made of the program alone: that of the checkout, or the user's.

    Source:
        XDG Base Directory Specification: a variable that is empty, or names no absolute path, is as if it were not set.
    """
    if not INSTALLED:
        return PROJECT / ".build"
    cache = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (cache if cache.is_absolute() else Path.home() / ".cache") / "planpress"


def faces_folder() -> Path:
    """Return the folder of raw fonts (`source/`) and of the faces made of them."""
    named = os.environ.get(FACES)
    return Path(named) if named else own_cache() / "fonts"


def compiled_folder() -> Path:
    """Return the folder of compiled templates: code, which is never taken from the folder of a campaign."""
    return own_cache() / "templates"


def name_of(path: Path) -> str:
    """Return the name of one of our files, which is the same in a checkout and in the wheel."""
    return path.relative_to(PROJECT if path.is_relative_to(PROJECT) else PACKAGE.parent).as_posix()
