"""What a plan says, as a tree, without the YAML around it: read of a file, or of the campaign that is there.

In: nothing. Out: frozen records. What is read of a file has the number of its paragraph and the names of its
bookmarks; what is read of a campaign has the address of its record. Both have the same words, so that one can be found
in the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from planpress.content.word.document import Table

LETTER, PLAN_PART = -1, 0
"""Stand for the letter and for the plan, where a part is told by its place among `Outline.parts`."""

Kind = Literal["", "lead", "duties", "focus", "tasks", "reporting", "attachments"]


@dataclass(frozen=True)
class Piece:
    """A clause: printed it is label + title + text, with nothing between.

    Attributes:
        number: The paragraph that it was read of; 0 where it is of a campaign.
        ref: Its address in the campaign, such as `gas#focus-2`; empty where it was read of a file.
        marks: Names of our bookmarks around it in the file.
        kind: As `Clause.kind`.
    """

    label: str = ""
    title: str = ""
    text: str = ""
    pieces: tuple[Piece, ...] = ()
    number: int = 0
    ref: str = ""
    marks: tuple[str, ...] = ()
    kind: Kind = ""

    @property
    def words(self) -> str:
        """As printed, without what stands below it."""
        return self.label + self.title + self.text

    def walk(self) -> Iterator[Piece]:
        """Yield it and all below it, in printed order."""
        yield self
        for piece in self.pieces:
            yield from piece.walk()


@dataclass(frozen=True)
class Row:
    """A row of a checklist, or a category of it; `values` are what else is printed of it, by heading of the column."""

    label: str
    text: str
    heading: bool = False
    values: tuple[tuple[str, str], ...] = ()
    number: int = 0
    ref: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checklist:
    """The table that closes an annex.

    Attributes:
        columns: Its headings; heads of several rows are parted by a line break, the outermost first.
        text_at: The column of the rows' words.
        label_at: That of the numbers; None where there is none, also where they stand in the cells of the words.
        above: Lines of a form head, such as the label of who is inspected.
        below: Lines below the rows, such as those to sign on.
        ticks: The boxes in each column, where all rows have the same; none where one writes.
        told: Words that stand nowhere else here, such as a head typed again.
    """

    label: str
    title: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ()
    text_at: int = 0
    label_at: int | None = None
    above: tuple[str, ...] = ()
    number: int = 0
    marks: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    ticks: tuple[tuple[str, ...], ...] = ()
    told: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Kept:
    """Another table, kept whole: a blank form, or what `reason` says is none; `title` stands above it."""

    title: str
    table: Table
    above: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Part:
    """The plan, or one annex; `name` is the id of the sector, `plan` for the plan, empty where it is read of a file."""

    label: str = ""
    title: str = ""
    pieces: tuple[Piece, ...] = ()
    checklist: Checklist | None = None
    tables: tuple[Kept, ...] = ()
    name: str = ""
    number: int = 0
    marks: tuple[str, ...] = ()

    def walk(self) -> Iterator[Piece]:
        """Yield all its clauses, in printed order."""
        for piece in self.pieces:
            yield from piece.walk()


@dataclass(frozen=True)
class Letter:
    """The letter that carries the plan, by the names of `model.notice.Notice`; what it does not have is empty.

    `signed` are the names below it; `imprint` is (copy_to, printed_by, printed_on).
    """

    copy_number: str = ""
    classification: str = ""
    urgency: str = ""
    issuers: tuple[str, ...] = ()
    issuers_end: str = ""
    title: str = ""
    document_number: str = ""
    signatory: str = ""
    addressees: str = ""
    pieces: tuple[Piece, ...] = ()
    attachments: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    date: str = ""
    remark: str = ""
    imprint: tuple[str, str, str] = ("", "", "")
    marks: tuple[tuple[str, str], ...] = ()
    """Field and bookmark around it."""


@dataclass(frozen=True)
class Doubt:
    """What a reader of the file must look at.

    Attributes:
        number: The paragraph; 0 where the whole file is meant.
        found: The words, as they stand there.
        done: What was made of them, in the language of the reader.
        to_do: What to do where that is wrong.
        stops: Whether nothing may be written before it is answered.
        left: Whether its words were left out, and stand nowhere else in what was read.
    """

    number: int
    found: str
    done: str
    to_do: str
    stops: bool = False
    left: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Outline:
    """A whole plan; `letter` is None where it has none."""

    plan: Part
    annexes: tuple[Part, ...] = ()
    letter: Letter | None = None
    doubts: tuple[Doubt, ...] = field(default=(), compare=False)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The plan and its annexes."""
        return self.plan, *self.annexes
