"""The journal and its next entry → the files beside the folders, which lead readers to the current one.

In: the entries of a journal. Out: the bytes of `index.html`, of `versions.json` as Material's version
selector reads it, and of the program with which a receiver verifies; pure, but for reading that program.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

from planpress.i18n import translations
from planpress.publishing import verify
from planpress.publishing.publications import Publications, build_of
from planpress.publishing.verify import JournalEntry
from planpress.templates import environment

VERSIONS = "versions.json"
INDEX = "index.html"
PROGRAM = "verify.py"


def files_beside(before: Publications, last: JournalEntry) -> dict[str, bytes]:
    """Return the files beside the folders once `last` is in the journal, in the order in which they are replaced."""
    words = translations(last.language).gettext
    index = environment(last.language).get_template("pages/entry.html")
    text = index.render(name=last.name, title=last.title, folder=last.to, language=last.language)
    return {
        PROGRAM: Path(verify.__file__).read_bytes(),
        verify.WORDS: _json({message: words(message) for message in _messages()}),
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
    builds: dict[int, list[str]] = {}
    for folder in publications.builds:
        builds.setdefault(build_of(folder)[0], []).insert(0, folder)
    titles = {entry.to: entry.title for entry in publications.entries}
    found = []
    for revision, folders in sorted(builds.items(), reverse=True):
        shown = current if current in folders else folders[0]
        others = [folder for folder in folders if folder != shown]
        aliases = [verify.LATEST, *others] if shown == current else others
        title = titles[shown]
        if revision > build_of(current)[0]:
            title = say("%(title)s, taken back") % {"title": title}
        found.append({"version": shown, "title": title, "aliases": aliases})
    return found


def _messages() -> list[str]:
    """Return what the receiver's program can say."""
    found = extract_from_file("python", verify.__file__, keywords={**DEFAULT_KEYWORDS, "say": None})
    return sorted({message for _line, message, _comments, _context in found if isinstance(message, str)})


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
