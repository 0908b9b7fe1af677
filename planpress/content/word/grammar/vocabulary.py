"""The words by which plans and letters name their parts, in every language that has a catalogue → patterns.

In: nothing. Out: patterns. A file is read without knowing its language, so that the words of all are looked for.
"""

import re
from functools import cache

from planpress.i18n import catalogues, translations


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Return what each thing is called, in all languages; `{number}` stands where a number does."""
    found: dict[str, tuple[str, ...]] = {}
    for _ in (translations(language).gettext for language in catalogues()):
        said = {
            "part": _("part {number}"),
            "chapter": _("chapter {number}"),
            "section": _("section {number}"),
            "article": _("article {number}"),
            "number": _("no. {number}"),
            "annex": _("annex|annexes|appendix|appendices|schedule|attachment|attachments"),
            "caption": _("table|figure|fig."),
            "contents": _("contents|tableofcontents"),
            "plan": _("plan|programme|program|scheme|policy|rules|procedure|regulations|guidelines"),
            "letter": _("notice|circular|letter|memorandum"),
            "about": _("about|concerning|regarding"),
            "forwards": _("forwarding|forwards"),
            "document": _("document|documents"),
            "copy": _("copy to|copies to|cc"),
            "printed": _("printed|printed on"),
            "signatory": _("signatory|signed by"),
            "urgency": _("urgent|most urgent|immediate"),
            "secret": _("top secret|secret|confidential|restricted"),
            "duties": _("who does what|duties|responsibilities|division of work"),
            "responsible": _("responsible unit|responsible units|responsible"),
            "focus": _("focus|priorities|main points"),
            "tasks": _("tasks|things to do|what is to be done"),
            "reporting": _("reporting|reports|returns"),
            "often": _("each day|each week|each month|each quarter|daily|weekly|monthly|quarterly"),
            "report": _("report|reports|return"),
            "follows": _("the following|as follows|include|includes|including|namely|which|who|that"),
            "verbs": _("is|are|has|have|must|shall|will|may|can|be|does|do|keeps|makes"),
        }
        for key, called in said.items():
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *called.split("|"))))
    return found


@cache
def called(key: str) -> str:
    """Return a pattern of what `key` is called; words of letters a to z end where a word ends."""
    longest_first = sorted(words()[key], key=len, reverse=True)
    ended = (
        rf"(?<![A-Za-z]){re.escape(one)}(?![A-Za-z])" if one.isascii() else re.escape(one) for one in longest_first
    )
    return "(?:" + "|".join(ended) + ")"


@cache
def says(key: str) -> re.Pattern[str]:
    """Return what finds a word of `key` in a text, in capitals or not."""
    return re.compile(called(key), re.IGNORECASE)
