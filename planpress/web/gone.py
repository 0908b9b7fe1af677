"""Sealed revisions → what became of the clauses and rows that are no longer there.

In: the `Past` of a site. Out: frozen values for the pages that printed them; pure. An old link leads to an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model.records import Place
from planpress.web.past import Past


@dataclass(frozen=True)
class GonePlace:
    """A clause or row that is no longer part of a document: as it was in the `last` revision that has it.

    `words` say what became of it; `successors` are what it is part of now.
    """

    place: Place
    cite: str
    words: str
    successors: tuple[Place, ...]
    last: int


def gone_from(past: Past, document: str) -> Iterator[GonePlace]:
    """Yield the clauses and rows that `document` no longer has."""
    for ref in past.places if past.sealed else ():
        if ref.startswith(f"{document}#") and ref not in past.present.places:
            last = past.last_with(lambda campaign, ref=ref: ref in campaign.places)  # type: ignore[misc]
            became = past.history.gone(ref)
            successors = tuple(past.present.places[name] for name in became.successors if name in past.present.places)
            words = past.say("deleted by revision %(number)s")
            if successors:
                words = past.say("revision %(number)s: now part of")
            words = words % {"number": became.revision} if became.revision else past.say("deleted in the draft")
            yield GonePlace(last.campaign.places[ref], last.campaign.cite(ref), words, successors, last.number)
