"""A unit that is no longer part of the plan, at its old address."""

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.model.version import Version
from planpress.web.context import Context
from planpress.web.page import VERDICT_SCRIPTS, Page


@dataclass(frozen=True)
class WithdrawnUnit:
    """The id of the unit, since when it is gone, and the last revision that names it."""

    unit: str
    words: str
    last: Version


def pages(site: Context) -> Iterator[Page]:
    """Yield a page for each unit that is gone."""
    past = site.past
    words = site.say("This unit has not been part of the plan since revision %(number)s (from %(date)s).")
    for unit, name in past.unit_names.items():
        if unit not in past.present.unit_by_id:
            last = past.last_with(unit, lambda campaign: campaign.unit_by_id)
            view = WithdrawnUnit(unit, past.left_words(last, words), last.version)
            yield Page(addresses.unit_page(unit), name, "withdrawn.md", view, boost=0.5, scripts=VERDICT_SCRIPTS)
