"""The editor's notes, by document."""

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.model.records import Place
from planpress.web.changes import anchor_of
from planpress.web.context import Context
from planpress.web.entries import Entry, asked
from planpress.web.page import Page
from planpress.web.verbatim import Mark


@dataclass(frozen=True)
class NotesView:
    """The notes of each document: its anchor, its title, its notes by place."""

    groups: tuple[tuple[str, str, tuple[tuple[Place, Mark], ...]], ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield the page."""
    groups = (
        (anchor_of(document), title, tuple(_notes(site, document))) for document, title in site.past.documents.items()
    )
    view = NotesView(tuple(group for group in groups if group[2]))
    nav, scripts = (site.say("Editor's notes"),), ("js/notes.js",)
    names = asked(nav[-1], site.say("notes, remarks, errors of the original"))
    entries = (Entry(addresses.NOTES_PAGE, names=names),)
    yield Page(addresses.NOTES_PAGE, nav[-1], "notes.md", view, nav, boost=0.2, entries=entries, scripts=scripts)


def _notes(site: Context, document: str) -> Iterator[tuple[Place, Mark]]:
    for ref, marks in site.verbatim.notes.items():
        if ref.startswith(f"{document}#"):
            yield from ((site.campaign.places[ref], mark) for mark in marks)
