"""Renames that show what was built.

In: a finished folder, and the link that readers see. Out: the same link, exchanged in one step: killed at any moment,
a reader sees wholly the old or wholly the new. What is half made lies in a place of ours beside it (`disk.py`), on the
same file system, and can be served wherever its neighbours can.
"""

import os
from pathlib import Path

from planpress.disk import place_beside
from planpress.errors import BuildError
from planpress.i18n import translations


def refuse_foreign(site: Path, language: str = "en") -> None:
    """Refuse what must not become a link to a build: a folder, a file, or a link that somebody else made."""
    home = place_beside(site)
    leads_to = site.parent.resolve() / site.readlink() if site.is_symlink() else None
    if leads_to is None:
        _refuse_folder(site, language)
    elif not Path(os.path.normpath(leads_to)).is_relative_to(home.parent.resolve() / home.name):
        raise _not_ours(site, language)


def _refuse_folder(link: Path, language: str) -> None:
    """Refuse what cannot become a link: it is there, and not ours."""
    if link.exists() and not link.is_symlink():
        raise _not_ours(link, language)


def _not_ours(link: Path, language: str) -> BuildError:
    words = translations(language).gettext("%(path)s is not a link made by a build; move it away first")
    return BuildError(words % {"path": link})


def new_link(link: Path, folder: Path, at: Path, language: str = "en") -> Path:
    """Make, at `at`, the link to `folder` that the caller shall rename to `link`: a reader sees the old or the new one.

    It is written relative to the place of `link`, which must be a link or nothing yet; anything else is refused.
    """
    _refuse_folder(link, language)
    at.unlink(missing_ok=True)
    at.symlink_to(os.path.relpath(folder.resolve(), link.parent.resolve()))
    return at


def swap(folder: Path, site: Path) -> None:
    """Make `site` a link to `folder`, which lies in the place beside it, in one step."""
    new_link(site, folder, place_beside(site) / "link").replace(site)
