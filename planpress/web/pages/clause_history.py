"""The history of each clause and row of a document that ever changed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.model.citing import cited
from planpress.model.records import Place
from planpress.model.version import Version
from planpress.revisions.change import ONLY_PLACE, Change
from planpress.web.context import Context
from planpress.web.page import Page
from planpress.web.past import Past, of_a_place

Story = list[tuple[Version, Change]]
"""Changes with their revisions, the latest first."""


@dataclass(frozen=True)
class PlaceStory:
    """The history of a clause or row, and the place as it is, or was last where it is gone.

    `first` tells revision and words of the first that had it, where no change does.
    """

    place: Place
    cite: str
    gone: bool
    changes: Story
    first: tuple[Version, str] | None


@dataclass(frozen=True)
class HistoryView:
    """The history of a document."""

    title: str
    stories: tuple[PlaceStory, ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield a page a document that has changed."""
    past, stories = site.past, _stories(site.past)
    for document, title in past.documents.items():
        changed = (ref for ref in past.places if ref in stories and ref.startswith(f"{document}#"))
        view = HistoryView(title, tuple(_story(past, ref, stories[ref]) for ref in changed))
        if view.stories:
            words = site.say("History: %(title)s") % {"title": title}
            yield Page(addresses.clause_history_page(document), words, "clause-history.md", view, boost=0)


def _stories(past: Past) -> dict[str, Story]:
    """Return each change of each place; one that came of others goes on with their story."""
    found: dict[str, Story] = {}
    for sealed in past.steps:
        step: dict[str, list[Change]] = defaultdict(list)
        for change in filter(of_a_place, sealed.changes):
            for ref in dict.fromkeys(state.ref for state in (*change.after, *change.before)):
                step[ref].append(change)
        earlier = {ref: list(story) for ref, story in found.items()}
        for ref, changes in step.items():
            story = [(sealed.version, change) for change in changes]
            for state in (state for change in changes for state in change.before):
                story += [entry for entry in earlier.get(state.ref, []) if entry not in story]
            found[ref] = sorted(story, key=lambda entry: entry[0], reverse=True)
    return found


def _story(past: Past, ref: str, story: Story) -> PlaceStory:
    last = next(one for one in past.campaigns if ref in one.places)
    first = next(version for version, one in past.sealed.items() if ref in one.campaign.places)
    told = any(version == first for version, _change in story)
    moved = all(change.operation in ONLY_PLACE for _version, change in story)
    words = None if told or moved else (first, past.sealed[first].campaign.places[ref].text)
    place = last.places[ref]
    return PlaceStory(place, cited(last, place), last is not past.present, story, words)
