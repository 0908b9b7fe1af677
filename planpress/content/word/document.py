"""What a file of an office holds, whatever wrote it: paragraphs and tables in order, and what stands beside them.

In: nothing. Out: frozen records that every reader returns. They hold all that a file says: what is in no block is in
`beside`, with its words, so that the count of characters closes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

Apart = Literal[
    "header", "footer", "footnote", "endnote", "comment", "box", "deleted", "inserted", "hidden", "field", "repeated"
]
"""What stands beside the running text: a text box, a footnote, words that a tracked change takes out or puts in, words
set invisible, the code of a field, or the head of a table typed again."""


@dataclass(frozen=True)
class Paragraph:
    r"""A paragraph as it reads.

    Attributes:
        number: Of the paragraphs of the file, in the order of reading, from 1; those in cells count too.
        text: Its words without the automatic number; soft breaks are "\n".
        label: The number that the word processor makes, with its brackets and stops; empty where it makes none.
        level: How deep a heading or a numbered paragraph says it stands, from 0; None where it does not say.
        style: What its style is called.
        centred: Whether it stands in the middle of the line.
        right: Whether it stands at the right.
        bold: How many signs at its beginning are set bold.
        size_pt: Size of most of its signs; 0 where that is not known.
        marks: Names of our bookmarks around it, in the order in which they begin.
    """

    number: int
    text: str
    label: str = ""
    level: int | None = None
    style: str = ""
    centred: bool = False
    right: bool = False
    bold: int = 0
    size_pt: float = 0
    marks: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Label and text, as printed."""
        return self.label + self.text


@dataclass(frozen=True)
class Cell:
    """A cell; one that is merged stands where it begins, and is told how many rows and columns it takes."""

    paragraphs: tuple[Paragraph, ...]
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @cached_property
    def words(self) -> str:
        """What it says, a line a paragraph."""
        return "\n".join(paragraph.words for paragraph in self.paragraphs).strip()

    @property
    def number(self) -> int:
        """That of its first paragraph with words; 0 where it has none."""
        return next((paragraph.number for paragraph in self.paragraphs if paragraph.words), 0)

    @property
    def marks(self) -> tuple[str, ...]:
        """The bookmarks around its paragraphs."""
        return tuple(mark for paragraph in self.paragraphs for mark in paragraph.marks)


@dataclass(frozen=True)
class Table:
    """A table: its cells in the order of reading; the first `heads` rows are marked as its head."""

    number: int
    """Of its first paragraph; of the one before it where it has none."""
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    heads: int = 0

    @cached_property
    def grid(self) -> tuple[tuple[str, ...], ...]:
        """What each place says; all places that a merged cell covers say the same."""
        made = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.rows, self.rows)):
                for column in range(cell.column, min(cell.column + cell.columns, self.columns)):
                    made[row][column] = cell.words
        return tuple(map(tuple, made))


Block = Paragraph | Table


@dataclass(frozen=True)
class Beside:
    """What stands beside the running text, with its words; `number` is the paragraph it is fixed to, 0 for none."""

    kind: Apart
    number: int
    text: str


@dataclass(frozen=True)
class Origin:
    """What a file of ours says of itself: from which campaign and revision it was written, and of which words.

    `fingerprint` is of all words as they were written.
    """

    plan: str = ""
    revision: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class Document:
    """A file as it was read.

    Attributes:
        name: Of the file.
        blocks: What it says.
        beside: What stands beside that.
        origin: What it says of itself.
        draft: Why it is none to trust, such as that it is the text of a PDF; empty where it is.
        remarks: What was done that one should look at, such as a picture that was left out, by number of paragraph.
    """

    name: str
    blocks: tuple[Block, ...]
    beside: tuple[Beside, ...] = ()
    origin: Origin = Origin()
    draft: str = ""
    remarks: tuple[tuple[int, str], ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield every paragraph, those in cells too, in the order of reading."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block
            else:
                for cell in block.cells:
                    yield from cell.paragraphs


def one_line(text: str) -> str:
    """Return words of several lines as one: without a blank between signs that are written without."""
    parts = [part.strip() for part in text.split("\n") if part.strip()]
    made = parts[0] if parts else ""
    for before, part in pairwise(parts):
        made += (" " if before[-1].isascii() and part[0].isascii() else "") + part
    return made
