"""A published folder → what has changed in it since it was published.

In: the folder, or a copy of it. Out: one line a fault, and a short sum of its journal. Knows
nothing but Python's standard library: `publish` puts a copy beside what it publishes, so that a
receiver needs no more than `python3 verify.py`. As a program of its own it prints and exits.

The journal binds all: each line holds the sum of the line before, of the manifest of the folder
it tells of, and of the files beside; a manifest holds the sum of every file. Whoever can change
all of that can write a new journal, so a receiver compares the short sum with the publisher's,
by telephone for one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # at run time also Python 3.8 is enough, the last for the Windows of many offices
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    Say = Callable[[str], str]

MANIFEST = "manifest.json"
JOURNAL = "journal.jsonl"
LATEST = "latest"
STAGING = ".staging"
WORDS = "verify.json"
"""The messages of this program in the language of the folder, beside this program."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, as in the fingerprint of a sheet."""

GROUPS, GROUP_LENGTH = 4, 4
"""80 bits: enough that nobody finds another journal with the same sum, few enough to read out."""

LEAST_EXPECTED = 8
"""Characters of the sum that have to be given at least."""

TEXTS = ("from", "to", "manifest", "previous", "title", "date")
"""What each record of a journal says in words."""

OF_THE_DISK = frozenset(
    {".Spotlight-V100", ".Trashes", ".fseventsd", "$RECYCLE.BIN", "System Volume Information", "lost+found"}
)
"""What systems put on a disk by themselves; nothing of ours leads there."""

READ_AT_ONCE_BYTES = 1 << 20


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(READ_AT_ONCE_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def sum_of(data: bytes) -> str:
    """Return the SHA-256 of `data`, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def short(line: bytes) -> str:
    """Return the sum of a line of the journal as it is read out: four groups of four characters."""
    number = int.from_bytes(hashlib.sha256(line).digest()[:10], "big")
    places = reversed(range(GROUPS * GROUP_LENGTH))
    text = "".join(ALPHABET[number >> 5 * place & 31] for place in places)
    return "-".join(text[start : start + GROUP_LENGTH] for start in range(0, len(text), GROUP_LENGTH))


def same_sum(expected: str, found: str) -> bool:
    """Tell whether `expected` is `found` or its beginning; case, blanks and hyphens do not count."""
    wanted, have = (
        "".join(letter for letter in text.upper() if letter not in " -").translate(str.maketrans("OIL", "011"))
        for text in (expected, found)
    )
    return len(wanted) >= LEAST_EXPECTED and have.startswith(wanted)


# ---------------------------------------------------------------- the journal


def lines_of(journal: bytes) -> list[bytes]:
    """Return the lines of a journal."""
    return journal.splitlines()


def records_of(journal: bytes, say: Say) -> tuple[list[dict[str, Any]], list[str]]:
    """Read a journal.

    Args:
        journal: What the file holds; empty where nothing was published yet.
        say: Translates a message.

    Returns:
        Its records, up to the first that cannot be read, and the faults of the chain.
    """
    records: list[dict[str, Any]] = []
    faults: list[str] = []
    before = b""
    for number, line in enumerate(lines_of(journal), 1):
        try:
            record = json.loads(line)
            whole = (
                all(isinstance(record[key], str) for key in TEXTS)
                and all(isinstance(value, str) for pair in record["beside"].items() for value in pair)
                and os.path.basename(record["to"]) == record["to"] not in ("", ".", "..")  # noqa: PTH119
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            whole = False
        if not whole:
            return records, [*faults, f"{JOURNAL}:{number}: " + say("this line cannot be read")]
        if record.get("number") != number or record["previous"] != (sum_of(before) if before else ""):
            faults.append(f"{JOURNAL}:{number}: " + say("this line does not follow from the line before"))
        records.append(record)
        before = line
    if journal and not journal.endswith(b"\n"):
        faults.append(f"{JOURNAL}: " + say("the last line is cut off"))
    return records, faults


# ---------------------------------------------------------------- one published folder


def folder_faults(folder: Path, name: str, manifest_sum: str, say: Say) -> list[str]:
    """Compare a folder with its manifest.

    Args:
        folder: Where it lies.
        name: What messages call it.
        manifest_sum: SHA-256 of the manifest as it was published.
        say: Translates a message.

    Returns:
        One line for each file that is changed, missing, added or in another's place.
    """
    try:
        manifest = (folder / MANIFEST).read_bytes()
    except OSError:
        return [f"{name}/{MANIFEST}: " + say("is missing")]
    faults = [] if sum_of(manifest) == manifest_sum else [f"{name}/{MANIFEST}: " + say("was altered")]
    try:
        wanted = {record["path"]: (record["bytes"], record["sha256"]) for record in json.loads(manifest)["files"]}
        folders = {parent.as_posix() for path in wanted for parent in Path(path).parents}
    except (ValueError, TypeError, KeyError, AttributeError):
        return faults
    homes = {sums: path for path, sums in wanted.items()}
    found = {entry: mode for entry, mode in _entries(folder) if entry != MANIFEST}
    for path, mode in found.items():
        if stat.S_ISDIR(mode) and path in folders:
            continue
        if path not in wanted or not stat.S_ISREG(mode):
            faults.append(f"{name}/{path}: " + say("is not part of what was published"))
            continue
        have = (os.stat(folder / path).st_size, sha256_of(folder / path))  # noqa: PTH116
        if have != wanted[path]:
            faults.append(f"{name}/{path}: " + _changed(name, homes.get(have), say))
    faults += [f"{name}/{path}: " + say("is missing") for path in wanted if path not in found]
    return faults


def _changed(name: str, home: str | None, say: Say) -> str:
    return say("holds what belongs to %(path)s") % {"path": f"{name}/{home}"} if home else say("was changed")


def _entries(folder: Path, below: str = "") -> Iterator[tuple[str, int]]:
    """Yield path and mode of everything below `folder`; links are not followed."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = below + entry.name
        mode = entry.stat(follow_symlinks=False).st_mode
        yield path, mode
        if stat.S_ISDIR(mode):
            yield from _entries(folder / entry.name, f"{path}/")


# ---------------------------------------------------------------- the whole


def faults_of(root: Path, say: Say, copied: bool = False) -> list[str]:
    """List everything in which `root` differs from what was published.

    Args:
        root: The folder that was published to, or a copy.
        say: Translates a message.
        copied: True for a copy, in which `latest` may be missing or a folder: a stick knows no links.
    """
    try:
        journal = (root / JOURNAL).read_bytes()
    except OSError:
        return [f"{JOURNAL}: " + say("is missing")]
    records, faults = records_of(journal, say)
    if not records:
        return faults or [f"{JOURNAL}: " + say("is empty")]
    last = records[-1]
    sums = {record["to"]: record["manifest"] for record in records}
    for name, manifest_sum in sums.items():
        if (root / name).is_dir() and not (root / name).is_symlink():
            faults += folder_faults(root / name, name, manifest_sum, say)
        else:
            faults.append(f"{name}: " + say("is missing"))
    for name, wanted in last["beside"].items():
        try:
            same = sha256_of(root / name) == wanted and not (root / name).is_symlink()
        except OSError:
            faults.append(f"{name}: " + say("is missing"))
            continue
        if not same:
            faults.append(f"{name}: " + say("is not as the last record has it"))
    faults += _latest_faults(root, last, say, copied)
    known = {*sums, *last["beside"], JOURNAL, LATEST, *OF_THE_DISK}
    for entry in sorted(os.listdir(root)):  # noqa: PTH208
        if entry == STAGING:
            left = [name for name, _mode in _entries(root / entry) if name != "lock"]
            faults += [f"{entry}/{name}: " + say("was left by a publication that was cut short") for name in left]
        elif entry not in known:
            faults.append(f"{entry}: " + say("is not part of what was published"))
    return faults


def _latest_faults(root: Path, last: Mapping[str, Any], say: Say, copied: bool) -> list[str]:
    link = root / LATEST
    if link.is_symlink():
        leads_to = os.readlink(link)  # noqa: PTH115
        if leads_to != last["to"]:
            words = say("leads to %(found)s, but the last record says %(wanted)s")
            return [f"{LATEST}: " + words % {"found": leads_to, "wanted": last["to"]}]
    elif link.is_dir():
        if not copied:
            return [f"{LATEST}: " + say("is not a link")]
        return folder_faults(link, LATEST, last["manifest"], say)
    elif link.exists() or not copied:
        return [f"{LATEST}: " + (say("is not a link") if link.exists() else say("is missing"))]
    return []


def report(root: Path, expected: str, say: Say, copied: bool = False) -> tuple[list[str], int]:
    """Verify `root` and put the result into words.

    Args:
        root: The folder that was published to, or a copy.
        expected: The short sum as the publisher told it; empty where it is compared by eye.
        say: Translates a message.
        copied: As in `faults_of`.

    Returns:
        The lines to print, and the exit status: 0 all is as published, 1 it is not.
    """
    faults = faults_of(root, say, copied)
    lines = lines_of((root / JOURNAL).read_bytes()) if (root / JOURNAL).is_file() else []
    found = short(lines[-1]) if lines else ""
    if expected and not same_sum(expected, found):
        faults.append(say("The check sum is %(found)s, not %(wanted)s") % {"found": found, "wanted": expected})
    if faults:
        return [*faults, say("NOT as published; faults: %(faults)s") % {"faults": len(faults)}], 1
    last = json.loads(lines[-1])
    words = [
        say("All is as published."),
        say("Current: %(title)s, in the folder %(folder)s; last record: %(date)s")
        % {"title": last["title"], "folder": last["to"], "date": last["date"]},
        say("Check sum: %(sum)s") % {"sum": found},
    ]
    if not expected:
        words.append(say("Ask the publisher whether this is the newest check sum."))
    return words, 0


def main() -> int:
    """Verify the folder this file lies in, or another; return the exit status."""
    here = Path(__file__).resolve().parent
    try:
        words: dict[str, str] = json.loads((here / WORDS).read_text("utf-8"))
    except (OSError, ValueError):
        words = {}

    def say(message: str) -> str:
        return words.get(message, message)

    parser = argparse.ArgumentParser(description=say("Compare a published folder with what was published."))
    parser.add_argument("folder", type=Path, nargs="?", default=here, help=say("by default where this program lies"))
    parser.add_argument("--expect", metavar="XXXX-XXXX-XXXX-XXXX", default="", help=say("the publisher's check sum"))
    options = parser.parse_args()
    lines, status = report(options.folder, options.expect, say, copied=True)
    text = "\n".join(lines) + "\n"
    encoding = sys.stdout.encoding or "ascii"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    return status


if __name__ == "__main__":
    sys.exit(main())
