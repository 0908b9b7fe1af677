"""Folder `revisions/` → a problem for whatever is not as it was sealed there, and what mends it.

In: a campaign folder. Out: `Problem` values, each at the path it is about. The chain: a revision's `manifest.json`
holds the SHA-256 of each of its files, and of the manifest before it. That proves all but the last manifest, and
nothing to whoever writes all manifests anew: that, only a sum kept elsewhere, such as in the journal of a
publication, or a signature can tell. Nothing but regular files is opened, and no link is followed.
"""

import json
import os
import re
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from planpress.content.files import odd_files, seen
from planpress.content.sealed import MANIFEST, META, REVISIONS, SIGNED, folders_of, read_meta, sha256
from planpress.disk import MOST_BYTES, read_bytes
from planpress.errors import BuildError, Problem
from planpress.i18n import Translate
from planpress.model.version import VERSION, Version, called

MOST_TOLD = 20
"""Missing folders in a row that are told one by one."""

PUT_BACK = "git config core.autocrlf false && git rm -r -q --cached revisions && git checkout HEAD -- revisions"
"""Writes the sealed files again as they were committed; git does not do so for files that it has written itself."""

KEEP_ONE = "git rm -r -q -f %(folder)s && git checkout HEAD -- %(folder)s"
"""Keeps one side of a merge whole."""

_BOM = b"\xef\xbb\xbf"
_CONFLICT = re.compile(rb"^<{7} ", re.MULTILINE)


@dataclass(frozen=True)
class _Manifest:
    """What a manifest says: its revision, version and sum of the one before (None for the first), a sum a file."""

    version: Version
    previous: tuple[Version, str] | None
    files: Mapping[str, str]


@dataclass(frozen=True)
class _Seal:
    """The folder of a sealed revision, which is called after its `version`; `manifest` is None where it is none."""

    version: Version
    folder: Path
    manifest: _Manifest | None

    @property
    def previous(self) -> tuple[Version, str] | None:
        """Version and sum of the one before, as this one says."""
        return self.manifest.previous if self.manifest else None

    def problem(self, name: str, message: str, line: int = 0) -> Problem:
        """Return a problem of a file, or of the folder where `name` is empty."""
        return Problem(f"{REVISIONS}/{self.version}/{name}".rstrip("/"), line, "", message)


def check_sealed(root: Path, _: Translate) -> Iterator[Problem]:
    """Yield a problem for everything in `revisions/` that is not as it was sealed."""
    yield from odd_files(root, REVISIONS, _)
    yield from _check_names(root, _)
    seals = [_Seal(version, folder, _manifest(folder)) for version, folder in folders_of(root).items()]
    sums = dict(seal.previous for seal in seals if seal.previous)
    named = {seal.manifest.version for seal in seals if seal.manifest}
    before: _Seal | None = None
    for seal in seals:
        yield from _check_order(before, seal, named, _)
        yield from _check_folder(seal, sums.get(seal.manifest.version, "") if seal.manifest else "", _)
        if not seal.manifest or seal.manifest.version == seal.version:
            before = seal


def _check_names(root: Path, _: Translate) -> Iterator[Problem]:
    """Nothing stands in the folder but those of revisions; what is neither file nor folder `odd_files` tells of."""
    for name, state in seen(root, REVISIONS):
        message = ""
        if name == REVISIONS and stat.S_ISREG(state.st_mode):
            message = _("A folder must stand here, or nothing")
        elif name.count("/") == 1 and stat.S_ISREG(state.st_mode):
            message = _("Only the folders of sealed revisions stand here: move this file elsewhere")
        elif name.count("/") == 1 and stat.S_ISDIR(state.st_mode) and not VERSION.fullmatch(name.partition("/")[2]):
            message = _("A sealed revision is called as 2 or 2.1 is: delete the folder if it is a copy")
        if message and name.isprintable():
            yield Problem(name, 0, "", message)


def _check_order(before: _Seal | None, seal: _Seal, named: Collection[Version], _: Translate) -> Iterator[Problem]:
    """The folder bears the version that was sealed, and follows the one before it."""
    number, link = {"number": called(seal.version, _)}, seal.previous[0] if seal.previous else None
    if seal.manifest and seal.manifest.version != seal.version:
        message = _("This folder holds revision %(number)s: call it '%(name)s' again")
        told = {"number": called(seal.manifest.version, _), "name": seal.manifest.version}
        yield seal.problem("", message % told)
        return
    for version in _between(before.version if before else None, seal.version, link):
        if version not in named:
            message = _("A sealed revision must stay: put its folder back from a copy")
            yield Problem(f"{REVISIONS}/{version}", 0, "", message)
    if before and seal.manifest and not link:
        message = _("Revision %(number)s was sealed as the first: delete this folder, or put that one back from a copy")
        yield before.problem("", message % number)
    elif link and seal.version not in (link.following, link.corrected):
        yield seal.problem(MANIFEST, _altered(_))
    elif before and link and link < before.version:
        message = _("Revision %(number)s was sealed without this one: delete this folder")
        yield before.problem("", message % number)


def _between(before: Version | None, version: Version, link: Version | None) -> list[Version]:
    """Return what must have been sealed between two versions; `link` is what the later one names as the one before it.

    Of a revision that is gone, nothing tells how often it was corrected.
    """
    found = {link} if link else set()
    if before:
        found |= {Version(number) for number in range(before.number + 1, version.number + 1)[:MOST_TOLD]}
        found |= {Version(version.number, count) for count in range(1, version.correction)}
        found |= {Version(link.number, count) for count in range(1, link.correction)} if link else set()
    return [one for one in sorted(found) if (before is None or before < one) and one < version][:MOST_TOLD]


# ---------------------------------------------------------------- one folder


def _check_folder(seal: _Seal, own_sum: str, _: Translate) -> Iterator[Problem]:
    """The folder holds what its manifest lists, and that is what the next lists; `own_sum` is empty for the last."""
    sums = {**seal.manifest.files, MANIFEST: own_sum} if seal.manifest else {MANIFEST: "none"}
    there = {name.partition("/")[2]: state for name, state in seen(seal.folder.parent, seal.folder.name)}
    whole = {name for name, state in there.items() if stat.S_ISREG(state.st_mode) and state.st_size <= MOST_BYTES}
    data = {name: read_bytes(seal.folder, name) for name in whole & sums.keys()}
    altered = {name for name in data if not _fits(data[name], sums[name])}
    for name in sorted(altered):
        if mark := _CONFLICT.search(data[name]):
            folder = f"{REVISIONS}/{seal.version}"
            message = _(
                "Two offices have sealed revision %(number)s, and a merge mixed them: keep one folder whole, and "
                "release the draft of the other again. Run: %(command)s (HEAD: yours; MERGE_HEAD: the other; once that "
                "is committed, HEAD^1 and HEAD^2)"
            )
            told = message % {"number": called(seal.version, _), "command": KEEP_ONE % {"folder": folder}}
            yield seal.problem(name, told, data[name].count(b"\n", 0, mark.start()) + 1)
            return
    rewritten = sorted(name for name in altered if _is_rewritten(data[name], sums[name]))
    if rewritten:
        message = _(
            "In %(count)s sealed files here, only the line ends (or a byte order mark) are not as they were sealed: a "
            "program has rewritten them, such as git with core.autocrlf. Put them back from a copy, or run: %(command)s"
        )
        yield seal.problem(rewritten[0], message % {"count": len(rewritten), "command": PUT_BACK})
    for name in sorted(altered.difference(rewritten)):
        yield seal.problem(name, _altered(_))
    yield from _check_presence(seal, there, sums, _)
    named = (
        not seal.manifest or seal.manifest.version == seal.version
    )  # else the folder is told, whose version META bears
    if named and META in data and META not in altered and not _is_meta(seal.folder):
        yield seal.problem(META, _("This is not what a release writes: put it back from a copy"))


def _check_presence(
    seal: _Seal, there: Mapping[str, os.stat_result], sums: Mapping[str, str], _: Translate
) -> Iterator[Problem]:
    """Every file is there, and no other; of a folder too many, the outermost is told."""
    parents = {parent.as_posix() for name in sums for parent in PurePosixPath(name).parents} | {""}
    for name, state in there.items():
        above, known = name.rpartition("/")[0], {*sums, SIGNED, *parents}
        if seal.manifest and name not in known and above in parents and name.isprintable():
            yield seal.problem(name, _("A sealed revision takes no more files: delete this one"))
        elif name in {*sums, SIGNED} and stat.S_ISDIR(state.st_mode):
            yield seal.problem(name, _("A sealed file must be a file, not a folder: put it back from a copy"))
    for name in sorted(sums.keys() - there.keys()):
        yield seal.problem(name, _("A sealed file must stay: put it back from a copy"))


def _altered(_: Translate) -> str:
    return _("A sealed file must stay as it was sealed: put it back from a copy")


def _fits(data: bytes, wanted: str) -> bool:
    """Whether data have a sum; no sum is known of the last manifest, which is written with plain line feeds."""
    return sha256(data) == wanted if wanted else not (b"\r" in data or data.startswith(_BOM))


def _is_rewritten(data: bytes, wanted: str) -> bool:
    """Whether data that do not fit differ from what was sealed in line ends or a byte order mark alone."""
    plain = data.removeprefix(_BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    ends = (plain.replace(b"\n", end) for end in (b"\n", b"\r\n", b"\r"))
    return any(_fits(mark + text, wanted) for text in ends for mark in (b"", _BOM))


def _is_meta(folder: Path) -> bool:
    try:
        read_meta(folder)
    except BuildError:
        return False
    return True


def _manifest(folder: Path) -> _Manifest | None:
    """Return what the manifest in `folder` says; None where it has not the shape it was written in."""
    try:
        found = json.loads(read_bytes(folder, MANIFEST))
        version, previous, files = Version.from_json(found["revision"]), found["previous"], found["files"]
        link = None if previous is None else (Version.from_json(previous["revision"]), previous["sha256"])
        if not all(isinstance(text, str) for text in (*files, *files.values(), *(link[1:] if link else ()))):
            return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return _Manifest(version, link, files)
