"""A published folder → what has changed in it since it was published.

In: the folder, or a copy of it. Out: one line for each difference, and a short sum of its journal. Knows
nothing but Python's standard library: `publish` puts a copy beside what it publishes, so that a
receiver needs no more than `python3 -I verify.py`. As a program of its own it prints and exits.

The journal binds all: each line holds the sum of the line before, of the manifest of the folder
it tells of, and of the files beside; a manifest holds the sum of every file. Whoever can change
all of that can write a new journal, so a receiver compares the short sum with the publisher's,
by telephone for one. Whoever can change this program can let it say anything: a receiver starts
a copy kept from before, or first compares its SHA-256, which is published with the check sum.
Where the publisher signs, the last line is signed, and with it all before; whether by the publisher,
a receiver's own file of allowed signers tells.
"""

import sys  # nothing stands before it, not even an import from __future__: that would be one from the folder

if __name__ == "__main__" and not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
    del sys.path[0]  # the folder that is judged: a `json.py` in it would run in the place of Python's own

import argparse
import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from planpress.publishing.proofs import check_signature, same_sum, short

if TYPE_CHECKING:  # at run time also Python 3.8 is enough, the last for the Windows of many offices
    from collections.abc import Callable, Iterator, Mapping

    Say = Callable[[str], str]

WORDS: "dict[str, str]" = {}
"""Messages in the language of the folder, by message: `publish` writes them into the copy that it puts beside."""

MANIFEST = "manifest.json"
JOURNAL = "journal.jsonl"
LATEST = "latest"
STAGING = ".staging"
PROGRAM = "verify.py"
VERSION = re.compile(r"[1-9]\d{0,8}(\.[1-9]\d{0,2})?", re.ASCII)
"""How a revision is named: `2`, and `2.1` with its first correction."""

FOLDER = re.compile(VERSION.pattern + r"(-[1-9]\d{0,8})?", re.ASCII)
"""How the folder of a publication is named: `2` is the first build of revision 2, `2-2` the next."""

BESIDE = re.compile(r"\w[\w.-]*", re.ASCII)
"""How a file beside the folders is named: it leads to no other folder."""

PUBLISH, ROLLBACK = "publish", "rollback"
"""What a line of the journal can tell of."""

OF_THE_DISK = frozenset(
    {".Spotlight-V100", ".Trashes", ".fseventsd", "$RECYCLE.BIN", "System Volume Information", "lost+found"}
)
"""What systems put on a disk by themselves; nothing of ours leads there."""

READ_AT_ONCE_BYTES = 1 << 20

MOST_BYTES = 100 << 20
"""No journal, manifest or page of ours is larger."""

MOST_DEPTH = 30
"""Folders within folders that are looked into: none of ours lies deeper."""

IMPORTED = (".py", ".pyc", ".pyd", ".so")
"""How files end that Python may load in the place of its own."""

NOT_AS_WRITTEN = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What is raised by reading JSON that is none, or of another shape."""


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a regular file, in hexadecimal; anything else there is an `OSError`."""
    digest = hashlib.sha256()
    with _opened(path) as handle:
        while chunk := handle.read(READ_AT_ONCE_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def read(path: Path) -> "bytes | None":
    """Return the bytes of a regular file; None where there is none, or none that could be ours."""
    try:
        with _opened(path) as handle:
            return handle.read() if os.fstat(handle.fileno()).st_size <= MOST_BYTES else None
    except OSError:
        return None


def _opened(path: Path) -> BinaryIO:
    """Open a regular file: no link is followed, and nobody waits for a pipe."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise OSError(str(path))
    kind = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC")  # not every system has all
    handle = os.open(path, os.O_RDONLY | sum(getattr(os, name, 0) for name in kind))
    if not stat.S_ISREG(os.fstat(handle).st_mode):  # it was exchanged meanwhile
        os.close(handle)
        raise OSError(str(path))
    return os.fdopen(handle, "rb")


def sum_of(data: bytes) -> str:
    """Return the SHA-256 of `data`, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


# ---------------------------------------------------------------- the journal


@dataclass(frozen=True)
class JournalEntry:
    """A line of the journal: one publication or rollback. The fields stand in the file in this order.

    Attributes:
        number: Of the line, counted from 1; `what` is `publish` or `rollback`, `date` the day, as YYYY-MM-DD.
        campaign: Its id; `name` is for people, `language` that of the words beside the folders.
        revision: Its number; as text, such as `2.1`, where it is a correction of one.
        title: What the version selector calls it.
        source: Folder that was current before, `from` in the file; empty at first.
        to: Folder that is current now; `manifest` is the SHA-256 of its manifest.
        beside: SHA-256 of each file beside the folders, by its name.
        previous: SHA-256 of the line before; empty in the first.
        seals: SHA-256 of the manifest of each revision sealed so far, by its name; none in older journals.
        signature: Of the line as it is without it, which binds all before; empty where it is not signed.
    """

    number: int
    what: str
    date: str
    campaign: str
    name: str
    language: str
    revision: "int | str"
    title: str
    source: str
    to: str
    manifest: str
    beside: "Mapping[str, str]"
    previous: str
    seals: "Mapping[str, str]" = field(default_factory=dict)
    signature: str = ""

    def line(self) -> bytes:
        """Return the line as it stands in the file, without its end; of what came later, what is empty is left out."""
        shown = {name: value for name, value in vars(self).items() if value or name not in ("seals", "signature")}
        record = {"from" if name == "source" else name: value for name, value in shown.items()}
        return json.dumps(record, ensure_ascii=False).encode()


def _entry_of(line: bytes) -> JournalEntry:
    """Read a line; raise one of `NOT_AS_WRITTEN` where it is none."""
    record = json.loads(line)
    record["source"] = record["from"]
    record = {"seals": {}, "signature": "", **record}
    entry = JournalEntry(**{one.name: record[one.name] for one in fields(JournalEntry)})
    texts = [value for name, value in vars(entry).items() if name not in ("number", "revision", "beside", "seals")]
    texts += [text for pair in (*entry.beside.items(), *entry.seals.items()) for text in pair]
    if type(entry.number) is not int or not all(isinstance(text, str) for text in texts):
        raise TypeError
    version = str(entry.revision)
    if not VERSION.fullmatch(version) or entry.revision != (version if "." in version else int(version)):
        raise ValueError
    "".join(texts).encode()  # half a character cannot be written
    named = FOLDER.fullmatch(entry.to) and all(map(BESIDE.fullmatch, entry.beside))
    if not named or not all(map(VERSION.fullmatch, entry.seals)) or entry.what not in (PUBLISH, ROLLBACK):
        raise ValueError
    return entry


def entries_of(journal: bytes, say: "Say") -> "tuple[list[JournalEntry], list[str]]":
    """Return the entries of a journal, up to the first that cannot be read, and where the chain is broken."""
    entries: list[JournalEntry] = []
    found: list[str] = []
    published: set[str] = set()
    before = b""
    for number, line in enumerate(journal.splitlines(), 1):
        try:
            entry = _entry_of(line)
        except NOT_AS_WRITTEN:
            return entries, [*found, f"{JOURNAL}:{number}: " + say("this line cannot be read")]
        known = {entry.to} if entry.what == PUBLISH else published
        if entry.number != number or entry.previous != (sum_of(before) if before else "") or entry.to not in known:
            found.append(f"{JOURNAL}:{number}: " + say("this line does not follow from the line before"))
        entries.append(entry)
        published.add(entry.to)
        before = line
    if journal and not journal.endswith(b"\n"):
        found.append(f"{JOURNAL}: " + say("the last line is cut off"))
    return entries, found


def signature_of_last(
    entries: "list[JournalEntry]", line: bytes, signers: "Path | None", say: "Say"
) -> "tuple[str, str]":
    """Return what is wrong with the signature of the last entry, whose line is given, and what is to be said of it."""
    last, words = entries[-1], ""
    if not last.signature and any(entry.signature for entry in entries):
        wrong = say("is not signed, but earlier lines are")
    elif last.signature and last.line() != line:  # only what was signed may be read
        wrong = say("the signature is wrong")
    else:
        unsigned = replace(last, signature="").line()
        wrong, words = check_signature(unsigned, last.signature.encode(), signers, say)
    return (f"{JOURNAL}:{last.number}: {wrong}" if wrong else ""), words


# ---------------------------------------------------------------- one published folder


def folder_differences(folder: Path, name: str, manifest_sum: str, say: "Say") -> "list[str]":
    """Compare a folder, which messages call `name`, with its manifest and that with its sum when it was published."""
    manifest = read(folder / MANIFEST)
    if manifest is None:
        return [f"{name}/{MANIFEST}: " + _lost(folder / MANIFEST, say)]
    found = [] if sum_of(manifest) == manifest_sum else [f"{name}/{MANIFEST}: " + say("was altered")]
    try:
        wanted = _listed(manifest)
    except NOT_AS_WRITTEN:
        return [*found, f"{name}/{MANIFEST}: " + say("cannot be read")]
    folders = {parent.as_posix() for path in wanted for parent in Path(path).parents}
    there = {path: state for path, state in _below(folder) if path != MANIFEST}
    homes = {sums: f"{name}/{path}" for path, sums in wanted.items()}
    for path, state in there.items():
        if stat.S_ISREG(state.st_mode) and path in wanted:
            if words := _file_difference(folder / path, state.st_size, wanted[path], homes, say):
                found.append(f"{name}/{path}: {words}")
        elif not (stat.S_ISDIR(state.st_mode) and path in folders):
            found.append(f"{name}/{path}: " + say("is not part of what was published"))
    return found + [f"{name}/{path}: " + say("is missing") for path in wanted if path not in there]


def _listed(manifest: bytes) -> "dict[str, tuple[int, str]]":
    """Return size and sum of each file that a manifest lists; raise one of `NOT_AS_WRITTEN` where it is none."""
    return {str(one["path"]): (int(one["bytes"]), str(one["sha256"])) for one in json.loads(manifest)["files"]}


def _file_difference(path: Path, size: int, wanted: object, homes: "Mapping[tuple[int, str], str]", say: "Say") -> str:
    """Tell what is wrong with a file that should have a size and a sum; `homes` tells whose each of these is."""
    if all(size != known for known, _sum in homes):
        return say("was changed")  # it need not be read: it may be of any size
    sums = (size, sha256_of(path))
    if sums == wanted:
        return ""
    return say("holds what belongs to %(path)s") % {"path": homes[sums]} if sums in homes else say("was changed")


def _lost(path: Path, say: "Say") -> str:
    """Tell why there is nothing to read at `path`."""
    return say("is no file that was published") if os.path.lexists(path) else say("is missing")


def _below(folder: Path) -> "Iterator[tuple[str, os.stat_result]]":
    """Yield path and state of everything below `folder`, however deep; links are not followed."""
    waiting = [("", os.lstat(folder))]
    while waiting:
        path, state = waiting.pop()
        if path:
            yield path, state
        if stat.S_ISDIR(state.st_mode) and path.count("/") < MOST_DEPTH:
            with os.scandir(folder / path) as entries:
                found = {entry.name: entry.stat(follow_symlinks=False) for entry in entries}
            waiting += [(f"{path}/{name}".lstrip("/"), found[name]) for name in sorted(found, reverse=True)]


# ---------------------------------------------------------------- the whole


def differences(root: Path, say: "Say", copied: bool = False) -> "list[str]":
    """List everything in which `root`, the folder that was published to, differs from what was published.

    Where it was `copied`, `latest` may be missing or a folder: a stick knows no links. `say` translates a message.
    """
    journal = read(root / JOURNAL)
    if journal is None:
        return [f"{JOURNAL}: " + _lost(root / JOURNAL, say)]
    entries, found = entries_of(journal, say)
    if not entries:
        return found or [f"{JOURNAL}: " + say("is empty")]
    last = entries[-1]
    sums = {entry.to: entry.manifest for entry in entries}
    for name, manifest_sum in sums.items():
        if (root / name).is_dir() and not (root / name).is_symlink():
            found += folder_differences(root / name, name, manifest_sum, say)
        else:
            found.append(f"{name}: " + say("is missing"))
    known = {*sums, *last.beside, JOURNAL, LATEST, *OF_THE_DISK}
    return [*found, *entrance_differences(root, last, say, copied), *_unknown(root, known, say)]


def entrance_differences(root: Path, last: JournalEntry, say: "Say", copied: bool = False) -> "Iterator[str]":
    """Compare what leads readers to the current folder with the last entry: the files beside it, and `latest`."""
    for name, wanted in last.beside.items():
        data = read(root / name)
        if data is None:
            yield f"{name}: " + _lost(root / name, say)
        elif sum_of(data) != wanted:
            yield f"{name}: " + say("is not as the last record has it")
    link = root / LATEST
    if link.is_symlink():
        leads_to = os.readlink(link)  # noqa: PTH115
        if leads_to != last.to:
            words = say("leads to %(found)s, but the last record says %(wanted)s")
            yield f"{LATEST}: " + words % {"found": leads_to, "wanted": last.to}
    elif copied and link.is_dir():
        yield from folder_differences(link, LATEST, last.manifest, say)
    elif link.exists():
        yield f"{LATEST}: " + say("is not a link")
    elif not copied:
        yield f"{LATEST}: " + say("is missing")


def _unknown(root: Path, known: "set[str]", say: "Say") -> "Iterator[str]":
    """Tell what lies in `root` besides `known`."""
    for name in sorted(os.listdir(root)):  # noqa: PTH208
        if name == STAGING and stat.S_ISDIR(os.lstat(root / name).st_mode):
            for path, _state in _below(root / name):
                if path != "lock":
                    yield f"{name}/{path}: " + say("was left by a publication that was cut short")
        elif name.endswith(IMPORTED) and name not in known:
            yield f"{name}: " + say("is not part of what was published; Python may run it, so start no program here")
        elif name not in known:
            yield f"{name}: " + say("is not part of what was published")


def _shown(line: str) -> str:
    """Return a line without what a screen obeys, which the name of a file may hold."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in line)


def report(
    root: Path, expected: str, say: "Say", copied: bool = False, signers: "Path | None" = None
) -> "tuple[list[str], int]":
    """Verify `root` as `differences` does; `expected` is the short sum as the publisher told it, or empty.

    With a file of `signers`, the journal must be signed by one of them.

    Returns:
        The lines to print, and the exit status: 0 all is as published, 1 it is not.
    """
    found = differences(root, say, copied)
    lines = (read(root / JOURNAL) or b"").splitlines()
    check_sum = short(lines[-1]) if lines else ""
    if expected and not same_sum(expected, check_sum):
        found.append(say("The check sum is %(found)s, not %(wanted)s") % {"found": check_sum, "wanted": expected})
    entries = entries_of(b"".join(line + b"\n" for line in lines), say)[0]
    wrong, signed = signature_of_last(entries, lines[-1], signers, say) if len(entries) == len(lines) > 0 else ("", "")
    found += [wrong] if wrong else []
    if found:
        return [*map(_shown, found), say("NOT as published; faults: %(faults)s") % {"faults": len(found)}], 1
    last = entries[-1]
    words = [
        say("All is as published."),
        say("Current: %(title)s, in the folder %(folder)s; last record: %(date)s")
        % {"title": last.title, "folder": last.to, "date": last.date},
        say("Check sum: %(sum)s") % {"sum": check_sum},
        say("SHA-256 of %(name)s: %(sum)s") % {"name": PROGRAM, "sum": last.beside.get(PROGRAM, "")},
    ]
    words += [signed] if signed else []
    if not expected:
        words.append(say("Ask the publisher whether this is the newest check sum."))
    return words, 0


def main() -> int:
    """Verify the folder this file lies in, or another; return the exit status."""
    here = Path(__file__).resolve().parent

    def say(message: str) -> str:
        return WORDS.get(message, message)

    parser = argparse.ArgumentParser(description=say("Compare a published folder with what was published."))
    parser.add_argument("folder", type=Path, nargs="?", default=here, help=say("by default where this program lies"))
    parser.add_argument("--expect", metavar="XXXX-XXXX-XXXX-XXXX", default="", help=say("the publisher's check sum"))
    parser.add_argument("--signers", type=Path, metavar="FILE", help=say("allowed signers, as ssh-keygen has them"))
    options = parser.parse_args()
    try:
        lines, status = report(options.folder, options.expect, say, True, options.signers)
    except OSError as error:  # such as a folder that may not be read
        lines, status = [str(error)], 1
    text = "\n".join(lines) + "\n"
    encoding = sys.stdout.encoding or "ascii"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    return status


if __name__ == "__main__":
    sys.exit(main())
