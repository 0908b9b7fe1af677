"""Files of one campaign → plain values with their lines.

In: the campaign folder (`content/*.yml`, `content/forms/*.yml`, `sectors/*.yml`). Out: a `Source`: every
file that is read, and a `Problem` for each that is missing, that cannot be read, or that is not read for its
name or place.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from planpress.content.encoding import decode, is_binary, is_garbled
from planpress.content.reader import read_text
from planpress.content.source import Source, SourceFile
from planpress.errors import Problem
from planpress.i18n import Translate

MAX_BYTES = 2_000_000
REQUIRED = ("content/plan.yml", "content/units.yml")
OPTIONAL = ("content/terms.yml", "content/notes.yml", "content/changes.yml")
FOLDERS = ("content", "content/forms", "sectors")

# Also as Windows shows or hides it, and as an input method for Chinese types it.
_ENDING = re.compile(r"(?:[.\u3002\uff0e]ya?ml)+(?:[.\u3002]txt)? *$", re.IGNORECASE)


def load(root: Path, _: Translate) -> Source:
    """Read every YAML file of a campaign.

    Args:
        root: The folder that holds `content/` and `sectors/`.
        _: Translates a message.

    Returns:
        The files and every problem; a fault in one file does not stop the others.
    """
    problems = [*_check_needed(root, _), *_check_names(root, _)]
    files = []
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*.yml")):
            name = path.relative_to(root).as_posix()
            if not left_behind(path.name) and (folder != "content" or name in REQUIRED + OPTIONAL):
                file, found = _read(path, name, _)
                files.append(file)
                problems += found
    misnamed = frozenset(_meant(path.relative_to(root).as_posix()) for path in _candidates(root))
    return Source(tuple(files), tuple(problems), misnamed)


def left_behind(name: str) -> bool:
    """Whether a file of this name is what a system or an editor leaves beside those one works on."""
    return name.startswith((".", "~$")) or name in ("Thumbs.db", "desktop.ini")


# ---------------------------------------------------------------- names


def _check_needed(root: Path, _: Translate) -> Iterator[Problem]:
    """Every needed file is there."""
    for name in REQUIRED:
        if not (root / name).exists():
            yield Problem(name, 0, "", _("The file is missing"))
    if all(left_behind(path.name) for path in (root / "sectors").glob("*.yml")):
        message = _("At least one sector file is needed, such as %(name)s") % {"name": "01-gas.yml"}
        yield Problem("sectors", 0, "", message)


def _check_names(root: Path, _: Translate) -> Iterator[Problem]:
    """No file is left out for its name or its folder."""
    for path in _candidates(root):
        name = path.relative_to(root).as_posix()
        meant = _meant(name)
        if meant == name or left_behind(path.name):
            continue
        message = _("The file is not read; did you mean '%(name)s'?")
        if not meant:
            message = _("The file is not read; here stand only: %(names)s")
        elif (root / meant).exists():
            message = _("The file is not read, since '%(name)s' is there: delete it if it is a copy")
        yield Problem(name, 0, "", message % {"name": meant, "names": ", ".join(REQUIRED + OPTIONAL)})


def _candidates(root: Path) -> Iterator[Path]:
    """Yield what an editor may take for a file of the campaign, by its name."""
    yield from (path for name in REQUIRED + OPTIONAL if (path := root / Path(name).name).is_file())
    for top in ("content", "sectors"):
        for path in sorted((root / top).rglob("*")):
            read = path.suffix == ".yml" and path.parent in (root / "content" / "forms", root / "sectors")
            if _ENDING.search(path.name) and not read:
                yield path


def _meant(name: str) -> str:
    """Return under which name a file would be read; empty where that cannot be told."""
    plain = _ENDING.sub("", name.rpartition("/")[2]) + ".yml"
    for start, folder in (("content/forms", "content/forms"), ("content/sectors", "sectors"), ("sectors", "sectors")):
        if name.rpartition("/")[0].startswith(start):
            return f"{folder}/{plain}"
    known = {Path(one).stem: one for one in REQUIRED + OPTIONAL}
    near = difflib.get_close_matches(Path(plain).stem, known, 1, 0.6)
    return known[near[0]] if near else ""


# ---------------------------------------------------------------- bytes


def _read(path: Path, name: str, _: Translate) -> tuple[SourceFile, list[Problem]]:
    """Read one file: bytes, characters, structure."""
    data, message, found = _bytes_of(path, _)
    if message:
        return SourceFile(name, "", None), [Problem(name, 0, "", message, found)]
    text, problems = decode(data, name, _)
    if problems and is_garbled(text):
        return SourceFile(name, text, None), problems
    return read_text(text, name, problems, _)


def _bytes_of(path: Path, _: Translate) -> tuple[bytes, str, str]:
    """Return the bytes of a file; or why they are no text, and what was found."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except IsADirectoryError:
        return b"", _("A folder stands where a file must be"), ""
    except PermissionError:
        return b"", _("The file cannot be read: you lack the right to read it"), ""
    except OSError as error:
        if path.is_symlink():
            return b"", _("The file cannot be read: the link leads to no file"), ""
        return b"", _("The file cannot be read (%(reason)s)") % {"reason": error.strerror}, ""
    if size > MAX_BYTES:
        return b"", _("The file must not be larger than %(limit)s bytes") % {"limit": MAX_BYTES}, str(size)
    if is_binary(data):
        return b"", _("This is no text file: copy the wording into a file written with a text editor"), ""
    return data, "", ""
