"""What was read of a file, short enough to stand in a test."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from planpress.content.word.document import Document, Paragraph
from planpress.content.word.files.proof import invented, lost
from planpress.content.word.files.reading import read_document
from planpress.content.word.files.settle import Tracked
from planpress.errors import ContentError
from planpress.i18n import translations

_ = translations("en").gettext


def read(path: Path, tracked: Tracked = "") -> Document:
    return read_document(path, _, tracked=tracked)


def printed(document: Document) -> list[str]:
    """Return every paragraph as it is printed; those in a cell too."""
    return [one.words for one in document.paragraphs()]


def shown(document: Document) -> list[object]:
    """Return paragraphs as they are printed, and tables as rows of what their places say."""
    return [
        block.words if isinstance(block, Paragraph) else [" | ".join(row) for row in block.grid]
        for block in document.blocks
    ]


def told(document: Document) -> list[tuple[str, int, str]]:
    return [(one.kind, one.number, one.text) for one in document.beside]


def refused(path: Path, tracked: Tracked = "") -> str:
    """Return why a file is refused; fails where it is read."""
    try:
        document = read(path, tracked)
    except ContentError as error:
        return str(error)
    raise AssertionError(printed(document))


def balance(path: Path, document: Document) -> tuple[Counter[str], Counter[str]]:
    """Return the characters of a file that are lost, and those that are in excess."""
    paragraphs = list(document.paragraphs())
    kept, beside = [one.words for one in paragraphs], [one.text for one in document.beside]
    made = [one.label for one in paragraphs]
    return lost(path, kept, beside, made), invented(path, kept, beside, made)
