"""A folder of publications → what was published to it, and what is current.

In: the folder that `build.py publish --to` names. Out: `Publications`, read and proved against its journal, and the
bytes of the files beside the folders, which lead readers to the current one; nothing is written here. It holds a
folder for each publication, the link `latest`, the journal, those files, and `.staging` for what is being made.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.publishing import proofs, verify
from planpress.publishing.manifest import Manifest, manifest_from
from planpress.publishing.verify import JournalEntry
from planpress.templates import environment

BESIDE = PROGRAM, VERSIONS, INDEX = verify.PROGRAM, "versions.json", "index.html"
"""Files beside the folders: for a receiver who verifies, for Material's version selector, and for readers."""


WORDS = 'WORDS: "dict[str, str]" = {}\n'
PROOFS = "from planpress.publishing.proofs import check_signature, same_sum, short\n"
"""Lines of the receiver's program in whose place `publish` writes its messages, and a module of ours."""


def build_of(folder: str) -> tuple[int, int]:
    """Return revision and build that a folder is named after: `2` is the first build of revision 2, `2-2` the next."""
    revision, _, build = folder.partition("-")
    return int(revision), int(build or 1)


def folder_of(revision: int, build: int) -> str:
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

    def builds_of(self, revision: int) -> list[JournalEntry]:
        """Return the builds of a revision, the oldest first."""
        return [entry for entry in self.builds.values() if entry.revision == revision]

    def manifest(self, entry: JournalEntry) -> Manifest:
        """Return the manifest of a publication; one that is not as it was published is a `BuildError`."""
        path = self.root / entry.to
        data = verify.read(path / verify.MANIFEST) or b""
        try:
            if verify.sum_of(data) == entry.manifest:
                return manifest_from(data)
        except verify.NOT_AS_WRITTEN:
            pass
        words = self.say(
            "What was published in %(path)s was changed or is gone; build.py verify tells what. Put it back first."
        )
        raise BuildError(words % {"path": path})

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
        raise BuildError("\n".join(found))
    return Publications(root, language, journal, tuple(entries))


def is_unrecorded(folder: Path, campaign: str) -> bool:
    """Tell whether `folder` is one that a killed publication of `campaign` put in place but did not record."""
    try:
        manifest = json.loads(verify.read(folder / verify.MANIFEST) or b"")
        return bool((manifest["campaign"], manifest["revision"]) == (campaign, build_of(folder.name)[0]))
    except verify.NOT_AS_WRITTEN:
        return False


# ---------------------------------------------------------------- the files beside the folders


def files_beside(before: Publications, last: JournalEntry) -> dict[str, bytes]:
    """Return the files beside the folders once `last` is in the journal, in the order in which they are replaced."""
    words = translations(last.language).gettext
    index = environment(last.language).get_template("pages/entry.html")
    text = index.render(name=last.name, title=last.title, folder=last.to, language=last.language)
    return {
        PROGRAM: _program(words),
        VERSIONS: _json(versions(replace(before, entries=(*before.entries, last)))),
        INDEX: text.encode(),
    }


def versions(publications: Publications) -> list[dict[str, Any]]:
    """Return what Material's version selector reads: the newest build of each revision, the newest first.

    The other builds of a revision are among its aliases, so that the selector also names it in
    them. A revision after the current one was taken back, and its title says so.

    Source:
        https://squidfunk.github.io/mkdocs-material/setup/setting-up-versioning/
    """
    current = publications.current
    say = translations(publications.entries[-1].language).gettext
    found = []
    for revision in sorted({entry.revision for entry in publications.builds.values()}, reverse=True):
        folders = [entry.to for entry in reversed(publications.builds_of(revision))]
        shown = current if current in folders else folders[0]
        others = [folder for folder in folders if folder != shown]
        aliases = [verify.LATEST, *others] if shown == current else others
        title = publications.builds[shown].title
        if revision > build_of(current)[0]:
            title = say("%(title)s, taken back") % {"title": title}
        found.append({"version": shown, "title": title, "aliases": aliases})
    return found


def _program(words: Callable[[str], str]) -> bytes:
    """Return the receiver's program, which holds its messages: words in a file of their own could lie unproved."""
    modules, keywords = (verify.__file__, proofs.__file__), {**DEFAULT_KEYWORDS, "say": None}
    found = (one[1] for module in modules for one in extract_from_file("python", module, keywords=keywords))
    known = sorted({message for message in found if isinstance(message, str)})
    told = json.dumps({message: words(message) for message in known}, ensure_ascii=False, indent=4)
    program = Path(verify.__file__).read_text("utf-8").replace(WORDS, WORDS.replace("{}", told))
    return program.replace(PROOFS, Path(proofs.__file__).read_text("utf-8")).encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
