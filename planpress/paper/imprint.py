"""A document and its edition → what its imprint says, and the numbers of pages, also in packs: slots without a frame.

In: a `Sheet` of the plan or an annex, and the `Edition`. Out: the name of each slot, and its text; pure.
"""

from collections.abc import Callable, Iterable

from planpress.fit import MM_A_POINT
from planpress.i18n import translations
from planpress.sheets.documents import DocumentView
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import FINGERPRINT_LENGTH, Sheet, spaced
from planpress.signs import width_of

WIDTH_MM = {"portrait": 156.0, "landscape": 225.0}
"""Of what a page holds."""

SYMBOL_MM = 20.5
"""What the symbol takes of that."""

WIDEST = spaced("W" * FINGERPRINT_LENGTH)
"""The fingerprint that takes most room: a layout has as many lines whatever it is."""

GAP = "\u00a0" * 5
"""Between what stands beside each other."""


def imprint_of(sheet: Sheet, edition: Edition) -> dict[str, str]:
    """Return who set a document, its code, revision and fingerprint, in as few lines as hold them."""
    view, _ = sheet.view, translations(edition.language).gettext
    if not isinstance(view, DocumentView) or view.silent:
        return {}
    wide = bool(view.sectors and view.sectors[-1].checklist)
    room = WIDTH_MM["landscape" if wide else "portrait"] - (SYMBOL_MM if edition.site_url else 0)
    signs = room / MM_A_POINT / (14 if edition.variant == "large" else 9)
    mark = _("Fingerprint %(value)s") % {"value": WIDEST}
    words = (_("Set in type from the source by the editor."), sheet.code, edition.of(sheet).line, mark)
    lines = (line.replace(WIDEST, sheet.mark) for line in _filled(words, signs))
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


def page_words(language: str) -> Callable[[int, int], str]:
    """Return what tells the words of a page number in a pack."""
    _ = translations(language).gettext
    return lambda page, pages: _("Pack page %(page)s of %(pages)s") % {"page": page, "pages": pages}
