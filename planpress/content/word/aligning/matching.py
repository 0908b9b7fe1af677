"""What became of each clause and row that is there, in the file that came: the result of `aligning.align`.

In: outlines. Out: frozen records. The writer of the YAML and the report for the clerk read these, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Literal

from planpress.content.word.outline import Doubt, Letter, Outline, Part, Piece, Row

LETTER = -1
"""Stands for the letter where a part is told by its place among `Outline.parts`."""

How = Literal["told", "mark", "words", "children", "alike", "pieces", "elsewhere"]
"""By what an old one was found again: an answer, its bookmark, equal words, what stands below it, likeness within what
it stands in, pieces of it, or likeness in another part."""

Did = Literal["kept", "changed", "renumbered", "moved", "split", "merged", "new", "gone"]


@dataclass(frozen=True)
class Answers:
    """What the clerk said of doubts, as pairs of a paragraph of the file and an address.

    A paragraph is named by its number (`57`) or by the labels down to it (`Annex 2II.(c)`; blanks do not count).
    `same` ones are one and the same, those in `apart` are not; the same as the paragraph `0` is what is gone.
    """

    same: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Question(Doubt):
    """A doubt that an answer ends: whether the paragraph called `new` is what has the address `old`."""

    new: str = ""
    old: str = ""


@dataclass(frozen=True)
class Spot:
    """A clause or row with its whereabouts.

    Attributes:
        key: Its number among all clauses and rows of its outline, in printed order, from 0; those of the letter first.
        what: Itself.
        part: Its part's place among `Outline.parts`, or `LETTER`.
        above: The key of the clause above it; None for a row, and for what stands at the top.
        place: Its place among its neighbours, from 0.
    """

    key: int
    what: Piece | Row
    part: int
    above: int | None
    place: int

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a checklist, or a category of it."""
        return isinstance(self.what, Row)

    @property
    def title(self) -> str:
        """Its title; a row has none."""
        return self.what.title if isinstance(self.what, Piece) else ""

    @property
    def said(self) -> str:
        """Its words without the label."""
        return self.title + self.what.text


def spots_of(outline: Outline) -> tuple[Spot, ...]:
    """Return every clause and row in printed order, that of the letter first; their keys are their places here."""
    found: list[Spot] = []
    if outline.letter:
        _add(found, outline.letter.pieces, LETTER, None)
    for number, part in enumerate(outline.parts):
        _add(found, part.pieces, number, None)
        rows = part.checklist.rows if part.checklist else ()
        for place, row in enumerate(rows):
            found.append(Spot(len(found), row, number, None, place))
    return tuple(found)


def _add(found: list[Spot], pieces: tuple[Piece, ...], part: int, above: int | None) -> None:
    for place, piece in enumerate(pieces):
        key = len(found)
        found.append(Spot(key, piece, part, above, place))
        _add(found, piece.pieces, part, key)


def letter_fields(letter: Letter) -> dict[str, str]:
    """Return what each field of a letter says, but its clauses; of a list a line an entry."""
    found = ((one.name, getattr(letter, one.name)) for one in fields(letter) if one.name not in ("pieces", "marks"))
    return {name: value if isinstance(value, str) else "\n".join(value) for name, value in found}


@dataclass(frozen=True)
class Changed:
    """A field with what it says before and after: `label`, `title`, `text`, or a name that the owner of it tells."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Pair:
    """What is there (`old`), and what the file has of it (`new`): without `old` it is new, without `new` it is gone.

    Attributes:
        how: By what it was found; empty where one of the two is None.
        changes: Fields that the file says otherwise: `label`, `title`, `text`; of a row also `values:` and the heading.
        moved: Whether it stands below another clause, in another part, or no longer in line with its neighbours.
        origins: Addresses besides its own of which it came, by a split or a merge: the `from` of the YAML.
        split: Keys of the new ones that were split off it.
        into: The key of the new one that it went into, where it is gone by a merge.
    """

    old: Spot | None
    new: Spot | None
    how: How | Literal[""] = ""
    changes: tuple[Changed, ...] = ()
    moved: bool = False
    origins: tuple[str, ...] = ()
    split: tuple[int, ...] = ()
    into: int | None = None

    @property
    def ref(self) -> str:
        """The address that stays its own; empty where it is new."""
        return self.old.what.ref if self.old else ""

    @property
    def did(self) -> tuple[Did, ...]:
        """What became of it, in the order of weight."""
        if self.old is None:
            return ("new",)
        if self.new is None:
            return ("gone",)
        names = {change.field for change in self.changes}
        found: dict[Did, bool] = {
            "split": bool(self.split),
            "merged": bool(self.origins),
            "moved": self.moved,
            "changed": bool(names - {"label"}),
            "renumbered": "label" in names,
        }
        return tuple(one for one, is_so in found.items() if is_so) or ("kept",)


@dataclass(frozen=True)
class PartPair:
    """A part that is there, and what the file has of it; as with `Pair`, one of the two may be None.

    Attributes:
        was: Its place among the old `Outline.parts`; None where it is new.
        now: The same among the new ones; None where it is gone.
        changes: `label`, `title`, and of its checklist `checklist.label`, `checklist.title`.
        moved: Whether it is no longer in line with the other annexes.
    """

    old: Part | None
    new: Part | None
    was: int | None = None
    now: int | None = None
    changes: tuple[Changed, ...] = ()
    moved: bool = False

    @property
    def name(self) -> str:
        """The id of the sector, `plan` for the plan; empty where it is new."""
        return self.old.name if self.old else ""


@dataclass(frozen=True)
class Matching:
    """All that a file says otherwise than the campaign.

    Attributes:
        old: What is there.
        new: What the file says.
        pairs: Everything of the file in printed order; behind it, in printed order, what is gone.
        parts: The same for the plan and its annexes.
        letter: Fields of the letter that say something else, by the names of `outline.Letter`; lists a line an entry.
        doubts: What is not sure; the ones that stop are to be answered before anything is written.
    """

    old: Outline
    new: Outline
    pairs: tuple[Pair, ...]
    parts: tuple[PartPair, ...]
    letter: tuple[Changed, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @cached_property
    def by_ref(self) -> dict[str, Pair]:
        """Each pair that has an address, by it."""
        return {pair.ref: pair for pair in self.pairs if pair.old}

    @cached_property
    def by_key(self) -> dict[int, Pair]:
        """Each pair that the file has, by the key of its new one."""
        return {pair.new.key: pair for pair in self.pairs if pair.new}

    def above(self, pair: Pair) -> Pair | None:
        """Return what something of the file stands below there; None at the top of its part."""
        return None if pair.new is None or pair.new.above is None else self.by_key[pair.new.above]

    @property
    def share(self) -> float:
        """How much of what is there was found again, from 0 to 1."""
        olds = [pair for pair in self.pairs if pair.old]
        return sum(pair.new is not None for pair in olds) / len(olds) if olds else 0.0

    @property
    def stops(self) -> tuple[Doubt, ...]:
        """The doubts to be answered before anything is written."""
        return tuple(doubt for doubt in self.doubts if doubt.stops)


@dataclass(frozen=True)
class Renamed:
    """A name of a unit or group that the file has replaced by another: `times` so often, `left` still as before."""

    unit: str
    before: str
    after: str
    times: int
    left: int
