"""A document and its edition → what its imprint says, and the numbers of its pages: slots without a frame.

In: a `Sheet` of the plan or an annex, and the `Edition`. Out: the name of each slot, and its text; pure.
"""

from collections.abc import Iterable

from planpress.fit import MM_A_POINT
from planpress.i18n import translations
from planpress.sheets.documents import DocumentView
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet
from planpress.signs import width_of

WIDTH_MM = {"portrait": 156.0, "landscape": 225.0}
"""Of what a page holds."""

SYMBOL_MM = 20.5
"""What the symbol takes of that."""

LINES = 3
"""How many lines the layout has room for; the longest words take so many in large print."""

SILENT = dict.fromkeys(("scan", "code", "key", *(f"imprint-{line}" for line in range(1, LINES + 1))), "")
"""The slots of a document that is a part of another, behind which that has its imprint."""

GAP = "\u00a0" * 5
"""Between what stands beside each other."""


def imprint_of(sheet: Sheet, edition: Edition) -> dict[str, str]:
    """Return who set a document, its code, revision and fingerprint, in as many lines as they need."""
    view, _ = sheet.view, translations(edition.language).gettext
    if not isinstance(view, DocumentView):
        return {}
    wide = bool(view.sectors and view.sectors[-1].checklist)
    room = WIDTH_MM["landscape" if wide else "portrait"] - (SYMBOL_MM if edition.site_url else 0)
    signs = room / MM_A_POINT / (14 if edition.variant == "large" else 9)
    mark = _("Fingerprint %(value)s") % {"value": sheet.mark}
    words = (_("Set in type from the source by the editor."), sheet.code, edition.of(sheet).line, mark)
    lines = _filled(words, signs)
    lines[LINES - 1 :] = [GAP.join(lines[LINES - 1 :])]  # too long: `readback.py` tells
    lines += [""] * (LINES - len(lines))
    return {"scan": _("Scan: still valid?"), **{f"imprint-{at}": line for at, line in enumerate(lines, 1)}}


def _filled(words: Iterable[str], signs: float) -> list[str]:
    """Return words in lines of so many full-width signs, as few as hold them."""
    lines: list[str] = []
    for word in words:
        if lines and width_of(longer := f"{lines[-1]}{GAP}{word}") <= signs:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def numbers_on(page: int) -> dict[str, str]:
    """Return what stands at either side of a page: its number is on the right of an odd one."""
    shown = f"\u2014\u00a0{page}\u00a0\u2014"
    return {"odd": shown if page % 2 else "", "even": "" if page % 2 else shown}
