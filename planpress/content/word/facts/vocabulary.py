"""The words by which plans say periods, days to keep, reports and duties, in their language → patterns.

In: a language. Out: a pattern of each kind of words, which stand in its catalogue. How it writes a day stands in
`phrases.py`, what its units are called in `calling.py`.
"""

import re
from functools import cache

from planpress.i18n import translations


@cache
def _words(language: str) -> dict[str, str]:
    _ = translations(language).gettext
    return {
        # the period of the campaign
        "period": _("period|duration|lasts|schedule|timetable|time frame|phase|stage|runs from"),
        "phase": _("phase|stage"),
        "ends": _("ends on|until"),
        # beside a day
        "begin": _("begin|start|starting"),
        "between": _("between"),
        "both": _("and"),
        "to": _("to|until|through"),
        "by": _("by|before|no later than|not later than|until|due on|due by"),
        "behind": _("at the latest|deadline"),
        "since": _("since|from|as of|after|dated"),
        "earlier": _("last|the previous|of the previous year|of last year"),
        "onwards": _("onwards|and after"),
        "force": _("(?:comes|come|enters) into force(?: on)?|takes effect(?: on)?"),
        "past": _(r"\b(?:was|were|had|has been|have been)\b"),
        "amount": _(r"\s*[\d.,]+ ?(?:pounds|dollars|euros|percent|%)"),
        "at": _("by|at|before|no later than|on"),
        "morning": _("a.m.|am").replace(".", r"\."),
        "evening": _("p.m.|pm").replace(".", r"\."),
        "hours": _("o'clock|h"),
        "in": _("in|by|of|during|until|to|from|before|since|through|throughout|and|for|end"),
        # days without a date
        "feasts": _("New Year|Easter|Christmas"),
        "around": _("during|around|before the|on the occasion"),
        "late": _("towards the end of the campaign|near the end of the campaign"),
        "whether": _("whether"),
        "aside": _(r"(?:notes?|remarks?|example|time of the meeting)\s*:"),
        # reports
        "reports": _("reports?|returns?|send|sends|submit|submits"),
        "toward": _("to the|to"),
        "everybody": _("each office|each department|all offices|all departments|all units|the others"),
        "telephone": _("phone|telephone|tel"),
        # what a unit has to do
        "leads": _("takes the lead|lead the|leads(?! to)|is led by|are led by|is the lead"),
        "supports": _("supports|support|assists|assist|cooperates"),
        "enforces": _("enforces|enforce|punishes|prosecutes|fines"),
        "supervises": _("supervises|supervise|inspects the work of|oversees"),
        "told": _("report to|reports to|report to the|reported to|reported to the|return to the|sends it to the"),
        "object": _("staff of|training of|under the leadership of|established by"),
        "responsible": _("responsible unit|responsible units|responsible"),
        # in and beside the names of units
        "vague": _("relevant|concerned|other|each|all|any|these|such"),
        "beside": _("by|to|with|and|of|for"),
        "does": _("leads|supports|reports|must|shall|is responsible"),
    }


def words(what: str, language: str) -> str:
    """Return a pattern of the words for something, to be a part of another: alternatives without brackets."""
    return _words(language)[what]


def stands_at_end(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether a text ends with what a pattern finds in it, blanks apart."""
    return any(hit.end() == len(text.rstrip()) for hit in pattern.finditer(text.rstrip()))


@cache
def says(what: str, language: str) -> re.Pattern[str]:
    """Return what finds the words for something in a text, in capitals or not."""
    return re.compile(words(what, language), re.IGNORECASE)
