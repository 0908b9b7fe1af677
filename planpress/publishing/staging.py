"""A place to build in, and renames that show what was built.

In: the folder, link or file that readers see. Out: the same, exchanged in one step. Whatever is
half made lies in a folder of ours beside it, on the same file system, and can be served wherever
its neighbours can. Killed at any moment, a reader sees wholly the old or wholly the new.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planpress.errors import BuildError
from planpress.i18n import translations

LOCK = "lock"


def builds_of(site: Path) -> Path:
    """Return the folder beside `site` that holds what is built for it; two sites never share one."""
    return site.parent / f".{site.name}.builds"


@contextmanager
def locked(place: Path, language: str = "en") -> Iterator[None]:
    """Hold the one lock on what is built in `place`, else raise a `BuildError`; it falls away with the process."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / LOCK).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            words = translations(language).gettext("Another build is running in %(path)s")
            raise BuildError(words % {"path": place}) from None
        yield


@contextmanager
def staging(place: Path, served: Path | None = None, language: str = "en") -> Iterator[Path]:
    """Lock `place`, give an empty folder below it to build in, and remove all others.

    A killed build cannot clean up behind itself, so each build first removes what earlier ones left, but for that to
    which the link `served` leads; a real folder or file there, and another build that is running, are a `BuildError`.
    """
    with locked(place, language):
        if served is not None:
            _refuse_folder(served, language)
        _sweep(place, served)
        made = Path(tempfile.mkdtemp(dir=place))
        made.chmod(0o755)
        try:
            yield made
        finally:
            _sweep(place, served)


def _sweep(place: Path, served: Path | None) -> None:
    kept = served.resolve() if served else None
    for path in place.iterdir():
        if path.is_symlink() or not path.is_dir():
            if path.name != LOCK:
                path.unlink()
        elif not (kept and kept.is_relative_to(path.resolve())):
            shutil.rmtree(path)


def _refuse_folder(link: Path, language: str) -> None:
    """Refuse what cannot become a link: it is there, and not ours."""
    if link.exists() and not link.is_symlink():
        words = translations(language).gettext("%(path)s is not a link made by a build; move it away first")
        raise BuildError(words % {"path": link})


def new_link(link: Path, folder: Path, at: Path, language: str = "en") -> Path:
    """Make, at `at`, the link to `folder` that the caller shall rename to `link`: a reader sees the old or the new one.

    It is written relative to the place of `link`, which must be a link or nothing yet; anything else is refused.
    """
    _refuse_folder(link, language)
    at.unlink(missing_ok=True)
    at.symlink_to(os.path.relpath(folder.resolve(), link.parent.resolve()))
    return at


def swap(folder: Path, site: Path) -> None:
    """Make `site` a link to `folder` in one step."""
    new_link(site, folder, builds_of(site) / "link").replace(site)
