"""The editor's notes, by document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model.addresses import NOTES_PAGE, PLAN
from planpress.model.records import Place
from planpress.web.context import Context
from planpress.web.page import Page
from planpress.web.verbatim import Mark


@dataclass(frozen=True)
class NotesView:
    """The notes of each document: its anchor, its title, its notes by place."""

    groups: tuple[tuple[str, str, tuple[tuple[Place, Mark], ...]], ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield the page."""
    campaign = site.campaign
    documents = [(PLAN, f"_{PLAN}", campaign.plan.short)]
    documents += [(one.id, f"_sector-{one.id}", f"{one.label} {one.title}".strip()) for one in campaign.sectors]
    groups = ((anchor, title, tuple(_notes(site, name))) for name, anchor, title in documents)
    title = site.say("Editor's notes")
    view = NotesView(tuple(group for group in groups if group[2]))
    yield Page(NOTES_PAGE, title, "notes.md", view, (site.say("Reference"), title), boost=0.2)


def _notes(site: Context, document: str) -> Iterator[tuple[Place, Mark]]:
    for ref, marks in site.verbatim.notes.items():
        if ref.startswith(f"{document}#"):
            yield from ((site.campaign.places[ref], mark) for mark in marks)
