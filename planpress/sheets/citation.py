"""A place of the plan → how paper and pages cite it.

In: a `Campaign` and a `Place`. Out: words in the plan's language; pure.
"""

from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.records import Place, Sector

EXCERPT = 12
"""Characters by which a place without a label is told apart from its neighbours."""

QUOTES_WITHIN = str.maketrans("\u201c\u201d", "\u2018\u2019")
"""Quotation marks inside quotation marks."""


def beginning(text: str) -> str:
    """Return the first words of `text`, to stand between quotation marks."""
    line = text.split("\n")[0]
    return (line[:EXCERPT] + ("\u2026" if len(line) > EXCERPT else "")).translate(QUOTES_WITHIN)


def quoted(campaign: Campaign, place: Place, cite: str) -> str:
    """Return `cite` and how the place begins."""
    words = translations(campaign.plan.language).gettext("%(place)s “%(begins)s”")
    return words % {"place": cite, "begins": beginning(place.text)}


def cited(campaign: Campaign, place: Place, here: Sector | None = None) -> str:
    """Say where a place is; one without a label of its own is told apart by how it begins.

    `here` is the sector on whose page it is cited, which need not be named there.
    """
    cite = campaign.cite(place.ref)
    if here is not None and place.sector == here:
        cite = cite.removeprefix(here.label or here.title).strip()
    return quoted(campaign, place, cite) if place.clause is not None and not place.clause.label else cite
