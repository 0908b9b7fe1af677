"""The last entry of the journal → the files beside the folders of publications.

In: what was published before, that entry, and the status of the site it publishes. Out: the bytes of each file by its
name: what leads readers to the current publication and tells every publication of the others, and what a receiver
verifies with; nothing is written here.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

from planpress.i18n import known, translations
from planpress.model.version import called
from planpress.publishing import proofs, verify
from planpress.publishing.known import Known, files_of_known
from planpress.publishing.publications import Publications, version_of
from planpress.publishing.verify import JournalEntry
from planpress.templates import environment

VERSIONS, INDEX = "versions.json", "index.html"
"""For Material's version selector, and for readers."""

WORDS = 'WORDS: "dict[str, str]" = {}\n'
PROOFS = "from planpress.publishing.proofs import check_signature, same_sum, short\n"
"""Lines of the receiver's program in whose place `publish` writes its messages, and a module of ours."""


def files_beside(before: Publications, last: JournalEntry, status: Known | None) -> dict[str, bytes]:
    """Return every file beside the folders once `last` is in the journal, in the order in which they are replaced.

    `status` is that of the site it publishes; None for a rollback.
    """
    now = replace(before, entries=(*before.entries, last))
    language = known(last.language)  # as anybody may have altered it
    words = translations(language).gettext
    index = environment(language).get_template("pages/entry.html")
    text = index.render(name=last.name, title=last.title, folder=last.to, language=language)
    return {
        verify.PROGRAM: _program(words),
        **files_of_known(now, status),
        VERSIONS: _json(versions(now)),
        INDEX: text.encode(),
    }


def versions(publications: Publications) -> list[dict[str, Any]]:
    """Return what Material's version selector reads: the newest build of each revision, the newest first.

    The other builds of a revision are among its aliases, so that the selector also names it in
    them. A title is short, since on a phone it shares one line with that of the site: the days stand in the head of
    every page. That of a revision that was taken back says so.

    Source:
        https://squidfunk.github.io/mkdocs-material/setup/setting-up-versioning/
    """
    say = translations(known(publications.entries[-1].language)).gettext
    taken = publications.taken_back(map(version_of, publications.shown.values()))
    found = []
    for shown, entry in reversed(publications.shown.items()):
        others = [one.to for one in reversed(publications.builds_of(version_of(entry))) if one.to != shown]
        aliases = [verify.LATEST, *others] if shown == publications.current else others
        title = say("Revision %(number)s") % {"number": called(version_of(entry), say)}
        if version_of(entry) in taken:
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
