"""A place of the plan → how a view, and its fingerprint with it, knows it: that never moves.

In: a `Campaign` and a `Place`. Out: words in the plan's language; pure. What is printed is `model/citing.py`.
"""

from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.records import Place

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


def known(campaign: Campaign, place: Place) -> str:
    """Return where a place is; one without a label of its own is told apart by how it begins."""
    cite = campaign.cite(place.ref)
    return quoted(campaign, place, cite) if place.clause is not None and not place.clause.label else cite
