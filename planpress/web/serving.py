"""What makes a build quick for an editor who waits for it: theme files found at once, rubbish left for later.

In: folders of a theme, and what builds. Out: a loader that lists what may be copied, and a build that is not disturbed.
"""

import gc
import os
from collections.abc import Callable
from pathlib import Path
from threading import Timer

from jinja2 import FileSystemLoader

REST_S = 0.1
"""Seconds without a build, after which rubbish is looked for."""

MOST_NEW = 1_000_000
"""So many new values are looked through all the same: of three builds or so, for whoever never rests."""


class Shown(FileSystemLoader):
    """Files of a theme without its thousands of icons: MkDocs asks for all, and copies none that begins with a dot."""

    def list_templates(self) -> list[str]:
        """Return what may be copied."""
        found = set()
        for top in map(Path, self.searchpath):
            for folder, folders, names in os.walk(top):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found |= {Path(folder, name).relative_to(top).as_posix() for name in names}
        return sorted(found)


def emptied(directory: str) -> None:
    """Remove the files below a directory; its folders stay: to make them anew takes a disk longer than the files."""
    for above, folders, names in os.walk(directory):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            Path(above, name).unlink()


class Undisturbed:
    """Builds while nobody looks for rubbish, which took a fifth of the time of a build; that is done at rest."""

    def __init__(self, build: Callable[..., None]) -> None:
        """Note what builds; what the first build has left is there to stay."""
        self._build = build
        self._sweeping = Timer(REST_S, gc.collect)
        gc.collect()
        gc.freeze()
        gc.set_threshold(MOST_NEW)

    def __call__(self) -> None:
        """Build."""
        self._sweeping.cancel()
        self._build()
        self._sweeping = Timer(REST_S, gc.collect)
        self._sweeping.daemon = True
        self._sweeping.start()
