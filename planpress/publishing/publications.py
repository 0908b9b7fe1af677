"""A folder of publications → what was published to it, and what is current.

In: the folder that `build.py publish --to` names. Out: `Publications`, read and proved against its journal; nothing is
written here. It holds a folder for each publication, the link `latest`, the journal, the files beside the folders
(`beside.py`), and `.staging` for what is being made.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.version import Version
from planpress.publishing import verify
from planpress.publishing.manifest import Manifest, manifest_from
from planpress.publishing.verify import JournalEntry


def build_of(folder: str) -> tuple[Version, int]:
    """Return revision and build that a folder is named after: `2` is the first build of revision 2, `2-2` the next.

    `2.1` is the first of its first correction.
    """
    revision, _, build = folder.partition("-")
    return Version.named(revision), int(build or 1)


def version_of(entry: JournalEntry) -> Version:
    """Return the revision that a line of the journal is about."""
    return Version.from_json(entry.revision)


def folder_of(revision: Version, build: int) -> str:
    """Return the name of a folder; the reverse of `build_of`."""
    return str(revision) if build == 1 else f"{revision}-{build}"


def staging_of(root: Path) -> Path:
    """Return where publications to `root` are built: on the same file system."""
    return root / verify.STAGING


def address_of_latest(site_url: str) -> str:
    """Return the public address of the current site, given that of the folder or of `latest` in it; empty if none."""
    latest = f"{verify.LATEST}/"
    return site_url if not site_url or site_url.endswith(f"/{latest}") else site_url + latest


@dataclass(frozen=True)
class Publications:
    """What the folder `root` holds, and the language of messages.

    `journal` is as it stands in the file, empty where nothing was published yet; `entries` are what it tells.
    """

    root: Path
    language: str
    journal: bytes
    entries: tuple[JournalEntry, ...]

    def say(self, message: str) -> str:
        """Return a message in the language of messages."""
        return translations(self.language).gettext(message)

    @property
    def last(self) -> JournalEntry | None:
        """The last entry; None where nothing was published yet."""
        return self.entries[-1] if self.entries else None

    @property
    def current(self) -> str:
        """Name of the folder that is current by the journal; empty at first."""
        return self.entries[-1].to if self.entries else ""

    @cached_property
    def builds(self) -> dict[str, JournalEntry]:
        """The entry with which each folder was published, by folder, the oldest build first."""
        found = {entry.to: entry for entry in self.entries if entry.what == verify.PUBLISH}
        return dict(sorted(found.items(), key=lambda pair: build_of(pair[0])))

    def builds_of(self, revision: Version) -> list[JournalEntry]:
        """Return the builds of a revision, the oldest first."""
        return [entry for entry in self.builds.values() if version_of(entry) == revision]

    @cached_property
    def shown(self) -> dict[str, JournalEntry]:
        """The publication that stands for each revision: the current one, or its newest build; the oldest first."""
        found: dict[Version, str] = {}
        for folder, entry in self.builds.items():
            if found.get(version_of(entry)) != self.current:
                found[version_of(entry)] = folder
        return {folder: self.builds[folder] for folder in found.values()}

    def taken_back(self, versions: Iterable[Version], coming: Version | None = None) -> frozenset[Version]:
        """Return which of these revisions rollbacks took back; `coming` is the one that is published next.

        A rollback takes back what was published above it, and makes what was there again be as when it was published.
        What is published again is not taken back any more. One that was never published by itself came with the next.
        """
        taken: frozenset[Version] = frozenset()
        then: dict[str, frozenset[Version]] = {}
        published: set[Version] = set()
        for entry in self.entries:
            own = version_of(entry)
            if entry.what == verify.PUBLISH:
                published.add(own)
                taken = then[entry.to] = taken - {own}
            else:
                taken = then[entry.to] | {version for version in published if version > own}
        if coming is not None:
            published.add(coming)
            taken -= {coming}
        came = {version: min((one for one in published if one >= version), default=None) for version in versions}
        return frozenset(version for version, one in came.items() if one in taken)

    def manifest(self, entry: JournalEntry) -> Manifest:
        """Return the manifest of a publication; one that is not as it was published is a `BuildError`."""
        data = self._proved(entry, verify.MANIFEST, entry.manifest)
        try:
            return manifest_from(data)
        except verify.NOT_AS_WRITTEN:
            raise self.altered(entry) from None

    def file(self, entry: JournalEntry, name: str) -> bytes:
        """Return a file of a publication as it was published, else a `BuildError`; nothing where it has none."""
        listed = {file.path: file.sha256 for file in self.manifest(entry).files}
        return self._proved(entry, name, listed[name]) if name in listed else b""

    def _proved(self, entry: JournalEntry, name: str, wanted: str) -> bytes:
        path = self.root / entry.to
        data = verify.read(path / name) or b""
        if verify.sum_of(data) != wanted:
            raise self.altered(entry)
        return data

    def altered(self, entry: JournalEntry) -> BuildError:
        """Return what is told of a publication that is not as it was published."""
        words = self.say(
            "What was published in %(path)s was changed or is gone; `verify` tells what. Put it back first."
        )
        return BuildError(words % {"path": self.root / entry.to})

    @property
    def before(self) -> "Publications":
        """What there was before the last entry."""
        return replace(self, entries=self.entries[:-1])

    def following(self, entry: JournalEntry) -> JournalEntry:
        """Return `entry` as the next of the journal."""
        previous = verify.sum_of(self.journal.splitlines()[-1]) if self.journal else ""
        return replace(entry, number=len(self.entries) + 1, source=self.current, previous=previous)


def read_publications(root: Path, language: str) -> Publications:
    """Read the journal of a folder, none where nothing was published; one that was altered is a `BuildError`."""
    _ = translations(language).gettext
    path = root / verify.JOURNAL
    journal = verify.read(path) if os.path.lexists(path) else b""
    if journal is None:
        raise BuildError(_("What was published in %(path)s cannot be read: it is no regular file") % {"path": path})
    entries, found = verify.entries_of(journal, _)
    if entries and not found:
        wrong, _words = verify.signature_of_last(entries, journal.splitlines()[-1], None, _)
        found = [wrong] if wrong else []
    if found:
        raise BuildError("\n".join(f"{root / line}" for line in found))
    return Publications(root, language, journal, tuple(entries))


def is_unrecorded(folder: Path, campaign: str) -> bool:
    """Tell whether `folder` is one that a killed publication of `campaign` put in place but did not record.

    It is whole: whatever a hand has been at is not ours to remove.
    """
    data = verify.read(folder / verify.MANIFEST) or b""
    try:
        manifest = json.loads(data)
        ours = (manifest["campaign"], manifest["revision"]) == (campaign, build_of(folder.name)[0].json)
    except verify.NOT_AS_WRITTEN:
        return False
    whole = not folder.is_symlink() and not verify.folder_differences(folder, folder.name, verify.sum_of(data), str)
    return bool(ours) and whole
