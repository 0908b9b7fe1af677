"""The last entry of the journal → the files beside the folders of publications.

In: what was published before, that entry, and the status of the site it publishes. Out: the bytes of each file by its
name: what leads readers to the current publication and tells every publication of the others, and what a receiver
verifies with; nothing is written here.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

from planpress.i18n import translations
from planpress.publishing import verify
from planpress.publishing.known import Known, files_of_known
from planpress.publishing.publications import Publications
from planpress.publishing.verify import JournalEntry
from planpress.templates import environment

VERSIONS, INDEX, PROGRAM = "versions.json", "index.html", "verify.py"
"""For Material's version selector, for readers, and for a receiver who verifies."""


def files_beside(before: Publications, last: JournalEntry, status: Known | None) -> dict[str, bytes]:
    """Return the files beside the folders once `last` is in the journal, in the order in which they are replaced.

    `status` is that of the site it publishes; None for a rollback.
    """
    now = replace(before, entries=(*before.entries, last))
    words = translations(last.language).gettext
    index = environment(last.language).get_template("pages/entry.html")
    text = index.render(name=last.name, title=last.title, folder=last.to, language=last.language)
    return {
        PROGRAM: Path(verify.__file__).read_bytes(),
        verify.WORDS: _json({message: words(message) for message in _messages()}),
        **files_of_known(now, status),
        VERSIONS: _json(versions(now)),
        INDEX: text.encode(),
    }


def versions(publications: Publications) -> list[dict[str, Any]]:
    """Return what Material's version selector reads: the newest build of each revision, the newest first.

    The other builds of a revision are among its aliases, so that the selector also names it in
    them. The title of a revision that was taken back says so.

    Source:
        https://squidfunk.github.io/mkdocs-material/setup/setting-up-versioning/
    """
    say = translations(publications.entries[-1].language).gettext
    taken = publications.taken_back(entry.revision for entry in publications.shown.values())
    found = []
    for shown, entry in reversed(publications.shown.items()):
        others = [one.to for one in reversed(publications.builds_of(entry.revision)) if one.to != shown]
        aliases = [verify.LATEST, *others] if shown == publications.current else others
        title = say("%(title)s, taken back") % {"title": entry.title} if entry.revision in taken else entry.title
        found.append({"version": shown, "title": title, "aliases": aliases})
    return found


def _messages() -> list[str]:
    """Return what the receiver's program can say."""
    found = extract_from_file("python", verify.__file__, keywords={**DEFAULT_KEYWORDS, "say": None})
    return sorted({message for _line, message, _comments, _context in found if isinstance(message, str)})


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
