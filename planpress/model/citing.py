"""Places of the plan → how an office cites them, on paper, on pages and in the files of office programs.

In: a `Campaign` and places of it, or `Cite` values. Out: words in the plan's language; pure. What a view knows a place
by, and its fingerprint with it, is `Campaign.cite`: that never moves.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planpress.i18n import Translate, translations
from planpress.model.addresses import PLAN
from planpress.model.campaign import Campaign
from planpress.model.records import Clause, Place, Sector

STOPS = " \t\u3000.,:;\u3001\uff0e\uff0c\uff1a\uff1b"
"""What closes a label where it is printed, and does not belong to it where it is cited."""

BETWEEN_QUOTES = "\u201d\u3001\u201c"
"""What stands between two quotations needs no stop of its own (GB/T 15834)."""

NAME_LENGTH = 20
"""Characters of a heading that stands for a label."""

QUOTES = str.maketrans("", "", "\u201c\u201d")
"""Quotation marks of a heading that is quoted itself."""


class Cite(NamedTuple):
    """A place as it is cited.

    Attributes:
        document: What the document is called; empty where that goes without saying.
        label: The labels down to the place, or to the last that has one.
        heading: What it is called where nothing has a label.
        paragraph: Which paragraph below that it is, from 1; 0 for what is called so itself.
        after: Whether those are counted that stand after what the label heads, not in it.
    """

    document: str
    label: str
    heading: str = ""
    paragraph: int = 0
    after: bool = False


def joined(labels: Iterable[str]) -> str:
    """Return labels, outermost first, as one: `§ 2` and `2.1` are `§ 2.1`; without the stop of the last."""
    found = ""
    for label in filter(None, labels):
        number = re.search(r"[0-9]+(\.[0-9]+)*$", found.rstrip(STOPS))
        repeats = number and label.startswith(f"{number[0]}.") and label.strip(STOPS) != number[0]
        found = found[: number.start()] + label if number and repeats else found + label
    return found.strip(STOPS)


def listed(cites: Iterable[Cite], language: str) -> str:
    """Return the words that cite places, document by document."""
    _ = translations(language).gettext
    places: dict[str, dict[str, None]] = {}
    for cite in cites:
        places.setdefault(cite.document, {})[_placed(cite, _)] = None
    whole = [
        (_("%(document)s %(places)s") % {"document": document, "places": _all(list(found), _)}).strip()
        for document, found in places.items()
    ]
    several = any(len(found) > 1 for found in places.values())
    return _("; ").join(whole) if several else _all(whole, _)


def _placed(cite: Cite, _: Translate) -> str:
    place = _("%(label)s") % {"label": cite.label} if cite.label else ""
    if cite.heading:
        place = _("“%(heading)s”") % {"heading": cite.heading}
    if not cite.paragraph:
        return place
    if not place:
        message = _("paragraph %(number)s")
    elif cite.after:
        message = _("paragraph %(number)s after %(place)s")
    else:
        message = _("%(place)s, paragraph %(number)s")
    return message % {"place": place, "number": cite.paragraph}


def _all(words: Sequence[str], _: Translate) -> str:
    *first, last = words or [""]
    if not first:
        return last
    before = _(", ").join(first).replace(BETWEEN_QUOTES, BETWEEN_QUOTES[0] + BETWEEN_QUOTES[-1])
    return _("%(first)s and %(last)s") % {"first": before, "last": last}


def cited(campaign: Campaign, place: Place, here: Sector | None = None) -> str:
    """Return the words that cite a place; `here` is the sector on whose page they stand, which need not be named."""
    cite = _cite(campaign, place)
    own = here is not None and place.sector == here
    return listed([cite._replace(document="") if own else cite], campaign.plan.language)


def clauses(campaign: Campaign, refs: Iterable[str]) -> str:
    """Return the words that cite several places, by their addresses."""
    return listed((_cite(campaign, campaign.places[ref]) for ref in refs), campaign.plan.language)


def serving(refs: Sequence[str], sector: str) -> Sequence[str]:
    """Return what a form rests on, on the sheet of one sector: places of the plan and of that sector where it can."""
    here = [ref for ref in refs if not sector or ref.partition("#")[0] in (PLAN, sector)]
    return here or refs


def _cite(campaign: Campaign, place: Place) -> Cite:
    sector, clause, notice = place.sector, place.clause, campaign.plan.notice
    document = campaign.plan.short if sector is None else sector.label or sector.title
    top: Sequence[Clause] = campaign.plan.clauses if sector is None else sector.clauses
    if clause is None:
        labels = (record.label for record in (sector and sector.checklist, place.item) if record)
        return Cite(document, joined(labels))
    if notice is not None and any(one is (*place.above, clause)[0] for one in notice.clauses):
        document, top = translations(campaign.plan.language).gettext("Covering letter"), notice.clauses
    if clause.label:
        return Cite(document, joined((*(above.label for above in place.above), clause.label)))
    return _counted(Cite(document, ""), place.above, top, clause)


def _counted(cite: Cite, above: Sequence[Clause], top: Sequence[Clause], clause: Clause) -> Cite:
    """Cite a clause without a label: by what it says as a heading, or the place of its paragraph."""
    labels, parent = [one.label for one in above], above[-1] if above else None
    if not any(labels) and (heading := _heading(clause)):
        return cite._replace(heading=heading)
    among = parent.clauses if parent else top
    before = among[: next(number for number, one in enumerate(among) if one is clause)]
    since = next((number for number, one in enumerate(reversed(before)) if one.label), None)
    if since is not None:
        return cite._replace(label=joined((*labels, before[-1 - since].label)), paragraph=since + 1, after=True)
    own = bool(parent and parent.text)
    cite = cite._replace(label=joined(labels), heading=_heading(parent) if parent and not any(labels) else "")
    alone = len(among) + own == 1 and (cite.label or cite.heading)
    return cite if alone else cite._replace(paragraph=len(before) + own + 1)


def _heading(clause: Clause) -> str:
    return "" if clause.text else clause.title[:NAME_LENGTH].translate(QUOTES)
