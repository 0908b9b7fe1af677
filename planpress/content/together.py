"""Files of a campaign that belong together → all of them written, or none.

In: a campaign folder, and files by path. Out: these files; while they are replaced one by one, a journal with all of
them lies in the folder. A run that is killed meanwhile leaves the journal: the next import ends what it began, and
until then nothing else reads the campaign.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from planpress.content.sealed import sha256
from planpress.disk import MOST_BYTES, half_made, read_bytes, replace_file
from planpress.errors import BuildError
from planpress.i18n import Translate

JOURNAL = ".import.json"
"""Holds what is being written: of each file its bytes, and the sum of those before."""

MOST = 16 * MOST_BYTES
"""So many bytes it may have."""


def write_together(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Put files into their places, and take away those that are None."""
    told = {
        path: {"before": _sum(root, path), "after": None if data is None else b64encode(data).decode()}
        for path, data in files.items()
    }
    replace_file(root / JOURNAL, json.dumps(told).encode())
    _follow(root, files)


def is_unfinished(root: Path) -> bool:
    """Whether a run was killed while it wrote."""
    return (root / JOURNAL).is_file()


def finish(root: Path, _: Translate) -> bool:
    """End what a killed run began to write; tell whether there was something.

    Raises:
        BuildError: If a file was changed since, or the journal is none of ours.
    """
    half_made(root / JOURNAL).unlink(missing_ok=True)
    if not is_unfinished(root):
        return False
    try:
        told = json.loads(read_bytes(root, JOURNAL, MOST))
        afters = {path: one["after"] for path, one in told.items()}
        files = {path: None if after is None else b64decode(after) for path, after in afters.items()}
        known = {path: (one["before"], sha256(files[path] or b"")) for path, one in told.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BuildError(f"{root / JOURNAL}: {error!r}") from error
    for path, sums in known.items():
        if _sum(root, path) not in sums:
            message = _("%(path)s was changed since an import was cut short: put it back, or delete %(journal)s")
            raise BuildError(message % {"path": path, "journal": root / JOURNAL})
    _follow(root, files)
    return True


def _sum(root: Path, path: str) -> str:
    with suppress(FileNotFoundError):
        return sha256(read_bytes(root, path))
    return sha256(b"")


def _follow(root: Path, files: Mapping[str, bytes | None]) -> None:
    for path, data in files.items():
        target = root / path
        if data is None:
            target.unlink(missing_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_file(target, data)
    (root / JOURNAL).unlink()
