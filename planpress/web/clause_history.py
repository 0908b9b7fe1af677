"""Sealed revisions → the history of each clause and row, and what became of those that are gone.

In: `ChangeViews`. Out: plain values for templates.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from planpress.model.addresses import place_address
from planpress.revisions.change import ONLY_PLACE, Change
from planpress.web.changes import ChangeViews
from planpress.web.views import View

Story = list[tuple[int, Change]]
"""Changes with their revisions, the latest first."""


@dataclass(frozen=True)
class ClauseHistory(ChangeViews):
    """What became of each clause and row."""

    @cached_property
    def stories(self) -> dict[str, dict[str, Story]]:
        """Document → place → each change of it with its revision, the latest first.

        A place that came of others goes on with their story.
        """
        found: dict[str, Story] = {}
        for sealed in self.steps:
            step: dict[str, list[Change]] = defaultdict(list)
            for change in sealed.changes:
                if change.kind in ("clause", "item"):
                    for ref in dict.fromkeys(state.ref for state in (*change.after, *change.before)):
                        step[ref].append(change)
            earlier = {ref: list(story) for ref, story in found.items()}
            for ref, changes in step.items():
                story = [(sealed.number, change) for change in changes]
                for change in changes:
                    for state in change.before:
                        story += [entry for entry in earlier.get(state.ref, []) if entry not in story]
                found[ref] = sorted(story, key=lambda entry: -entry[0])
        order = {ref: at for at, ref in enumerate(dict.fromkeys(ref for one in self.campaigns for ref in one.places))}
        by_document: dict[str, dict[str, Story]] = {name: {} for name in self.documents}
        for ref in sorted(found, key=order.__getitem__):
            by_document[ref.partition("#")[0]][ref] = found[ref]
        return {document: stories for document, stories in by_document.items() if stories}

    def clause_history(self, document: str, stories: dict[str, Story]) -> View:
        """Tell the history of every clause and row of a document that ever changed."""
        return {
            "title": self.documents[document],
            "first": self.title(min(self.history.sealed)),
            "places": [
                {
                    "id": Markup(ref.partition("#")[2]),
                    "cite": self.cite(ref),
                    "gone": ref not in self.present.places,
                    "href": place_address(self.present.places[ref]) if ref in self.present.places else "",
                    "entries": [
                        {
                            **self.change_view(change),
                            "revision": self.title(number),
                            "revision_href": f"revisions/{number}.html",
                            "effective": self.day(self.history.sealed[number].meta.effective),
                        }
                        for number, change in story
                    ],
                    "first": self.first_words(ref, story),
                }
                for ref, story in stories.items()
            ],
        }

    def first_words(self, ref: str, story: Story) -> View | None:
        """Return the words of a place in the first revision that had it, where no change tells them."""
        number = min(number for number, campaign in self.states.items() if ref in campaign.places)
        if all(change.operation in ONLY_PLACE for _number, change in story):
            return None
        if number in {entry[0] for entry in story}:
            return None
        return {"revision": self.title(number), "text": self.states[number].places[ref].text}

    def cite(self, ref: str) -> str:
        """Return how a place is cited, as of the last state that had it."""
        campaign = next(one for one in self.campaigns if ref in one.places)
        return campaign.cite(ref)

    def gone_from(self, document: str) -> list[View]:
        """List the clauses and rows that `document` no longer has, each with what became of it."""
        found = []
        ever = dict.fromkeys(ref for campaign in self.campaigns for ref in campaign.places)
        for ref in ever:
            if ref.partition("#")[0] != document or ref in self.present.places:
                continue
            last = max(number for number, campaign in self.states.items() if ref in campaign.places)
            place = self.states[last].places[ref]
            anchor = ref.partition("#")[2]
            fate = self.history.gone(ref)
            successors = [name for name in fate.successors if name in self.present.places]
            found.append(
                {
                    "id": Markup(anchor),
                    "cite": self.states[last].cite(ref),
                    "text": place.text,
                    "words": self.fate_words(fate.revision, bool(successors)),
                    "successors": [
                        {"cite": self.present.cite(name), "href": place_address(self.present.places[name])}
                        for name in successors
                    ],
                    "href": f"revisions/{last}/{document}.html#{anchor}",
                    "last": self.title(last),
                }
            )
        return found

    def fate_words(self, number: int | None, lives_on: bool) -> str:
        """Say what became of a place."""
        if number is None:
            return self.say("deleted in the draft")
        words = self.say("revision %(number)s: now part of") if lives_on else self.say("deleted by revision %(number)s")
        return words % {"number": number}
