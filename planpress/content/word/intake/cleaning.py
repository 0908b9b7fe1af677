"""What a file holds → the same without signs that no YAML may hold, each of which is told.

In: a `Document`. Out: the document, and a `Doubt` for each paragraph that had such signs: what nobody sees goes, and
what only looks like another sign, as copied from a PDF, becomes that.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from planpress.content.characters import LOOKALIKE, REPLACEMENT
from planpress.content.source import INVISIBLE
from planpress.content.word.document import Block, Document, Paragraph
from planpress.content.word.files.numerals import SIGNS
from planpress.content.word.outline import Doubt
from planpress.i18n import Translate

_BREAKS = "\x85\u2028\u2029"
"""Signs that begin a line for some programs."""


_DRAWN = {0xF000 + place: shown for face in ("Symbol", "Wingdings") for place, shown in SIGNS[face].items()}
"""What signs show that a face without letters draws, where words do not name the face."""


def clean(text: str) -> str:
    """Return words as YAML may hold them."""
    text = text.translate(_DRAWN)
    text = INVISIBLE.sub(lambda hit: _instead(hit[0]), text.replace("\r\n", "\n").replace("\r", "\n"))
    return LOOKALIKE.sub(lambda hit: unicodedata.normalize("NFKC", hit[0]), text)


def cleaned(document: Document) -> Document:
    """Return a document whose paragraphs hold no sign that YAML may not hold."""
    return replace(document, blocks=tuple(map(_block, document.blocks)))


def signs_told(document: Document, _: Translate) -> Iterator[Doubt]:
    """Yield what was taken out of each paragraph, or put in the place of what."""
    done = _("Signs that nobody sees, or that only look like others, were taken out or put right: %(signs)s")
    to_do = _("Nothing, unless words are missing there")
    for paragraph in document.paragraphs():
        gone = removed(paragraph.words)
        if gone:
            signs = ", ".join(f"U+{ord(sign):04X} \u00d7 {count}" for sign, count in sorted(gone.items()))
            yield Doubt(paragraph.number, clean(paragraph.words), done % {"signs": signs}, to_do)


def signs_removed(document: Document) -> Iterator[str]:
    """Yield the signs that were taken out of each paragraph, or put right."""
    return ("".join(removed(paragraph.words).elements()) for paragraph in document.paragraphs())


def removed(text: str) -> Counter[str]:
    """Return the signs that `clean` takes out of words, or puts others in the place of."""
    return Counter(text) - Counter(clean(text))


def _instead(sign: str) -> str:
    if sign == REPLACEMENT:
        return sign  # `check` tells of it: nobody knows what stood there
    return " " if sign in _BREAKS else ""


def _block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return _paragraph(block)
    cells = (replace(cell, paragraphs=tuple(map(_paragraph, cell.paragraphs))) for cell in block.cells)
    return replace(block, cells=tuple(cells))


def _paragraph(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, text=clean(paragraph.text), label=clean(paragraph.label))
