"""What was published and taken back → the record of it, and the files that lead to the current folder.

In: the journal of a published folder. Out: its next record, `versions.json` as Material's version
selector reads it, and `index.html`. Pure, but for reading the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.publishing import verify
from planpress.templates import environment

VERSIONS = "versions.json"
INDEX = "index.html"
PROGRAM = "verify.py"
ENTRY_TEMPLATE = "pages/entry.html"
PUBLISH, ROLLBACK = "publish", "rollback"
FOLDER = re.compile(r"[1-9]\d*(-[1-9]\d*)?", re.ASCII)
"""How a publication is named; see `build_of`."""


@dataclass(frozen=True)
class Entry:
    """What a record of the journal tells.

    Attributes:
        what: `publish` or `rollback`.
        date: The day, as YYYY-MM-DD.
        campaign: Id of the campaign.
        name: Of the campaign, for people.
        language: Of the words beside the folders.
        revision: Its number.
        title: What the version selector calls it.
        source: Folder that was current before; empty at first.
        to: Folder that is current now.
        manifest: SHA-256 of the manifest of `to`.
        beside: SHA-256 of each file beside the folders, by its name.
    """

    what: str
    date: str
    campaign: str
    name: str
    language: str
    revision: int
    title: str
    source: str
    to: str
    manifest: str
    beside: Mapping[str, str]

    @property
    def build(self) -> tuple[int, int]:
        """Order of the folders: the number of the revision, then that of the build."""
        return build_of(self.to)


def build_of(folder: str) -> tuple[int, int]:
    """Return revision and build that a folder is named after: `2` is the first build of revision 2, `2-2` the next."""
    revision, _, build = folder.partition("-")
    return int(revision), int(build or 1)


def folder_of(revision: int, build: int) -> str:
    """Return the name of a folder; the reverse of `build_of`."""
    return str(revision) if build == 1 else f"{revision}-{build}"


def journal_of(root: Path) -> bytes:
    """Return the journal of a published folder; empty where nothing was published yet."""
    path = root / verify.JOURNAL
    return path.read_bytes() if path.exists() else b""


def entries_of(journal: bytes, language: str) -> list[Entry]:
    """Read a journal.

    Raises:
        BuildError: If it was altered; nothing can be built upon it.
    """
    _ = translations(language).gettext
    records, faults = verify.records_of(journal, _)
    for number, record in enumerate(records, 1):
        if not (isinstance(record.get("revision"), int) and FOLDER.fullmatch(record["to"])):
            faults.append(f"{verify.JOURNAL}:{number}: " + _("this line cannot be read"))
    if faults:
        raise BuildError("\n".join(faults))
    return [Entry(**{"source" if key == "from" else key: record[key] for key in KEYS}) for record in records]


KEYS = (
    "what",
    "date",
    "campaign",
    "name",
    "language",
    "revision",
    "title",
    "from",
    "to",
    "manifest",
    "beside",
)


def with_entry(journal: bytes, entry: Entry) -> bytes:
    """Return the journal with one line more; what stands there stays byte by byte."""
    lines = verify.lines_of(journal)
    record: dict[str, Any] = {"number": len(lines) + 1}
    record.update({key: getattr(entry, "source" if key == "from" else key) for key in KEYS})
    record["previous"] = verify.sum_of(lines[-1]) if lines else ""
    return journal + json.dumps(record, ensure_ascii=False).encode() + b"\n"


def published(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Return the record with which each folder was published, by folder, the oldest build first."""
    found = {entry.to: entry for entry in entries if entry.what == PUBLISH}
    return dict(sorted(found.items(), key=lambda pair: build_of(pair[0])))


def beside(entries: Sequence[Entry], last: Entry) -> dict[str, bytes]:
    """Return the files beside the folders, in the order in which they have to be replaced.

    Args:
        entries: The journal so far.
        last: What comes to it; its sums may be wanting.
    """
    words = translations(last.language).gettext
    return {
        PROGRAM: Path(verify.__file__).read_bytes(),
        verify.WORDS: _json({message: words(message) for message in _messages()}),
        VERSIONS: _json(versions(entries, last)),
        INDEX: environment(last.language)
        .get_template(ENTRY_TEMPLATE)
        .render(name=last.name, title=last.title, folder=last.to, language=last.language)
        .encode(),
    }


def versions(entries: Sequence[Entry], last: Entry) -> list[dict[str, Any]]:
    """Return what Material's version selector reads: the newest build of each revision, the newest first.

    The other builds of a revision are among its aliases, so that the selector also names it in
    them. A revision after the current one was taken back, and its title says so.

    Source:
        https://squidfunk.github.io/mkdocs-material/setup/setting-up-versioning/
    """
    say = translations(last.language).gettext
    builds: dict[int, list[str]] = {}
    for folder in published([*entries, last]):
        builds.setdefault(build_of(folder)[0], []).insert(0, folder)
    titles = {entry.to: entry.title for entry in [*entries, last]}
    found = []
    for revision, folders in sorted(builds.items(), reverse=True):
        shown = last.to if last.to in folders else folders[0]
        others = [folder for folder in folders if folder != shown]
        aliases = [verify.LATEST, *others] if shown == last.to else others
        title = titles[shown]
        if revision > build_of(last.to)[0]:
            title = say("%(title)s, taken back") % {"title": title}
        found.append({"version": shown, "title": title, "aliases": aliases})
    return found


def _messages() -> list[str]:
    found = extract_from_file("python", verify.__file__, keywords={**DEFAULT_KEYWORDS, "say": None})
    return sorted({message for _line, message, _comments, _context in found if isinstance(message, str)})


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
