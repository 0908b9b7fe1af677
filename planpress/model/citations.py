"""What words cite → what that is, and the label by which they may call it.

In: a `Campaign`, and a clause with `cites`. Out: `Cited` values; pure. The words stay as they were issued; `cites` says
what they mean, so that it can be told when that is called otherwise, or is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planpress.model.names import whole
from planpress.model.records import Place, Sector

if TYPE_CHECKING:
    from planpress.model.campaign import Campaign


class Cited(NamedTuple):
    """A clause, row or annex that words cite, and its label without closing signs; None and empty where it is gone."""

    target: str
    found: Place | Sector | None
    label: str


def cited_by(campaign: Campaign, place: Place) -> Iterator[Cited]:
    """Yield what the words of a clause cite: in another annex, that annex gives the label."""
    for target in place.clause.cites if place.clause else ():
        found = campaign.places.get(target) or campaign.sector_by_id.get(target)
        yield Cited(target, found, bare(_label(found, place.document)) if found else "")


def bare(label: str) -> str:
    """Return a label without what only closes it: `Annex C` of `Annex C. `."""
    return label.strip(" \t\n\u3000.:\u3001\uff0e\uff1a")


def calls(text: str, label: str) -> bool:
    """Tell whether `text` names a label, not as a part of a longer one: `Annex 1` does not stand in `Annex 12`."""
    return bool(label) and re.search(whole(label), text, re.IGNORECASE) is not None


def _label(found: Place | Sector, document: str) -> str:
    sector = found if isinstance(found, Sector) else found.sector
    if sector is not None and sector.id != document:
        return sector.label or sector.title
    record = found.clause or found.item if isinstance(found, Place) else None
    return record.label if record else ""
