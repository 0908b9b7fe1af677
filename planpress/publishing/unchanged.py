"""A site and what it is made of → what its build told, if both are as they were; then nothing is left to be made.

In: the link that shows it, the campaign on the disk, the options that shape it. Out: the lines of the build that made
it, if no byte that shaped it is another and every file is the one that was made. All is proved by sums, before anything
is loaded that takes long.
"""

import json
import os
import stat
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from planpress import disk
from planpress.cache import digest, keep, place_of, recalled, sum_of
from planpress.i18n import USUAL, catalogues
from planpress.publishing.verify import MANIFEST, NOT_AS_WRITTEN, folder_differences, sha256_of
from planpress.recipe import Recipe, made_by, system_versions
from planpress.resources import CONFIG, MACROS, PACKAGE, PROJECT, TEMPLATES, faces_folder

READ = ("content", "sectors", "revisions", ".import.json")
"""What a build reads of a campaign: folders, and the file by which it knows an import that was cut short."""

OURS = (CONFIG.name, MACROS.name, TEMPLATES.name, "build.py")
"""What it reads of ours beside the package."""

LARGE_BYTES = 1 << 20
"""Files as large as this are faces: whoever prepares them reads them again."""


@dataclass(frozen=True)
class Told:
    """What a build tells: `warnings` of the content, and each step by its number."""

    warnings: Sequence[str]
    steps: Sequence[Sequence[str]]


class Site:
    """A site that is to be what the campaign is now.

    Args:
        options: What a build is asked for: the campaign, where the site appears and the cache is, and what shapes it.
    """

    def __init__(self, options: Namespace) -> None:
        """Read all that shapes it."""
        self._link, self._campaign, self._cache = options.site, options.campaign, options.build_dir / "cache"
        self._options = [options.site_url, options.variant, str(options.today)]
        self._origin = self._read()

    def told(self) -> Told | None:
        """Return what the build told that made it; None where something is another, or nothing can be proved."""
        kept = recalled(place_of(self._cache, self._origin[0], "site"))
        if kept is None or not _is_swept(self._link):
            return None
        record = json.loads(kept)
        with suppress(OSError, *NOT_AS_WRITTEN):
            if not folder_differences(self._link.resolve(), "", record["manifest"], str):
                return Told(record["warnings"], record["steps"])
        return None

    def keep(self, warnings: Sequence[str], steps: Sequence[Sequence[str]]) -> None:
        """Keep what a build tells that has just made it; not if somebody has edited meanwhile what was being read."""
        key = self._origin[0]
        if key and self._read() == self._origin:
            with suppress(OSError):  # the site is there; where there is no room for this, the next build builds again
                record = {"manifest": sha256_of(self._link.resolve() / MANIFEST), "warnings": warnings, "steps": steps}
                keep(place_of(self._cache, key, "site"), json.dumps(record).encode(), {})

    def _read(self) -> tuple[str, int]:
        """Return the sum of all that shapes it, empty where it cannot be read, and when the last of it was written."""
        ours = [faces_folder() / "source", PACKAGE, *(PROJECT / name for name in OURS), *catalogues().values()]
        places = [(self._campaign, READ), *((path.resolve().parent, (path.resolve().name,)) for path in ours)]
        try:
            sums, written = zip(*(found for root, names in places for found in _read(root, names)), strict=True)
        except OSError:
            return "", 0
        libraries = made_by(Recipe((), besides=(*_installed(), *system_versions())), USUAL)
        return digest(sums, libraries, self._options), max(written)


def _read(root: Path, names: Iterable[str]) -> Iterator[tuple[tuple[str, int, str], int]]:
    """Yield name, kind and sum of all that lies below `root`, and when it was written; what Python keeps is left out.

    Raises:
        OSError: If something cannot be read, or a link leads to no file.
    """
    for name, state in (found for top in names for found in disk.below(root, top) if "__pycache__" not in found[0]):
        if stat.S_ISDIR(state.st_mode):
            yield (name, stat.S_IFDIR, ""), 0
        else:
            linked = stat.S_ISLNK(state.st_mode)  # a system may keep its libraries and faces elsewhere
            path = (root / name).resolve() if linked else root / name
            whole = sum_of(path) if state.st_size >= LARGE_BYTES else sha256_of(path)
            yield (name, stat.S_IFMT(state.st_mode), whole), state.st_ctime_ns


def _installed() -> list[str]:
    """Return name and version of every library that Python would find."""
    folders = [Path(name) for name in sys.path if Path(name).is_dir()]
    return sorted({path.name for folder in folders for path in folder.glob("*-info")})


def _is_swept(site: Path) -> bool:
    """Whether `site` is a link into the place beside it, which holds nothing that a killed build has left."""
    place = disk.place_beside(site)
    with suppress(OSError, ValueError):  # there is none, or it leads elsewhere
        within = site.resolve().relative_to(place.resolve())
        return site.is_symlink() and {*os.listdir(place)} == {disk.LOCK, within.parts[0]}  # noqa: PTH208
    return False
