"""An outline → the permanent ids of its annexes, clauses and rows.

In: what was read of a file. Out: names that an editor can read: of the kind of a clause, of its title, in pinyin where
that is Chinese, and of its number below the one above it. The same words get the same ids.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from planpress.content.unit_list import Listed, cut, id_of, named, unused
from planpress.content.word.document import one_line
from planpress.content.word.facts.found import Spot
from planpress.content.word.grammar.vocabulary import called
from planpress.content.word.outline import LETTER, Outline, Piece
from planpress.model.addresses import PLAN, RESERVED_SECTORS
from planpress.record import ID_LENGTH
from planpress.signs import width_of

SYLLABLES = 4
"""Of a title that are in the id of a clause."""

SHORT = 12
"""Full-width signs of a name for lists and menus; a longer title is cited by its label."""


@dataclass(frozen=True)
class Names:
    """What everything is called for ever.

    Attributes:
        parts: `plan`, then the id of each annex.
        shorts: Its name in lists and menus, in the same order; the plan has none.
        clauses: The id of each clause by its place.
        rows: The ids of the rows of each part, in the same order.
    """

    parts: tuple[str, ...]
    shorts: tuple[str, ...]
    clauses: dict[Spot, str]
    rows: tuple[tuple[str, ...], ...]

    def ref(self, spot: Spot) -> str:
        """Return the address of a clause; the letter is part of the plan."""
        return f"{self.parts[max(spot.part, 0)]}#{self.clauses[spot]}"


def names_of(outline: Outline) -> Names:
    """Return a name for everything that has one."""
    shorts = shorts_of([(part.label, part.title) for part in outline.annexes])
    titled = zip(shorts, outline.annexes, strict=True)  # a label tells the id nothing
    called_so = [
        subject_of(one.title) if one.title and one.label and short.startswith(" ".join(one.label.split())) else short
        for short, one in titled
    ]
    sectors = named(tuple(Listed(0, name) for name in called_so), set(RESERVED_SECTORS), set())
    clauses: dict[Spot, str] = {}
    rows = []
    letter = outline.letter.pieces if outline.letter else ()
    of_plan = set[str]()  # the letter and the plan are one document
    for number, pieces in enumerate((letter, *(part.pieces for part in outline.parts)), LETTER):
        taken = of_plan if number <= 0 else set()
        found = _named(pieces, "notice-" if number == LETTER else "", taken)
        clauses |= {Spot(number, at): name for at, name in enumerate(found)}
        if number != LETTER:
            rows.append(tuple(_rows(outline, number, taken)))
    return Names((PLAN, *(sector.id for sector in sectors)), ("", *shorts), clauses, tuple(rows))


def subject_of(name: str) -> str:
    """Return what sets the name of a plan apart: what it is about, without whom it is of, where words say so."""
    about = re.search(rf"{called('about')}(.+?)\u7684?{called('letter')}?$", name, re.IGNORECASE)
    return about.group(1) if about else name


def kind_of(title: str) -> str:
    """Return what the last word of a title calls it, such as `Notice`; empty where that is no kind of document."""
    word = re.search(rf"({called('plan')}|{called('letter')})\W*(?:[(\uff08].*)?$", title, re.IGNORECASE)
    return word.group(1).capitalize() if word else ""


def shorts_of(annexes: list[tuple[str, str]]) -> list[str]:
    """Return a name for lists and menus for each annex, given by label and title: what is its own in the title."""
    titles = [" ".join(one_line(title or label).split()) for label, title in annexes]
    signs = takewhile(lambda column: len(set(column)) == 1, zip(*(title[::-1] for title in titles), strict=False))
    end = "".join(column[0] for column in signs)[::-1] if len(titles) > 1 else ""
    if re.match(r"[a-z]", end, re.IGNORECASE):  # no name ends within a word of letters
        end = end[len(end.split()[0]) :] if " " in end else ""
    found = list[str]()
    for (label, _title), title in zip(annexes, titles, strict=True):
        short = title.removesuffix(end).strip() or title
        short = short if width_of(short) <= SHORT or not label else " ".join(label.split())
        found.append(unused(short, set(found), " "))
    return found


def stem_of(piece: Piece, usual: str) -> str:
    """Return what the id of a clause at the top begins with: its kind, or its title; else the `usual` one."""
    return piece.kind or cut(id_of(piece.title, usual, SYLLABLES), ID_LENGTH // 2)


def _named(pieces: tuple[Piece, ...], stem: str, taken: set[str]) -> Iterator[str]:
    """Yield the ids of clauses and all below them, in printed order; each is `taken` from then on."""
    for number, piece in enumerate(pieces, 1):
        usual = f"{stem}{number}" if stem else stem_of(piece, f"clause-{number}")
        name = unused(cut(usual, ID_LENGTH - 4), taken, "-")
        taken.add(name)
        yield name
        yield from _named(piece.pieces, f"{name}-", taken)


def _rows(outline: Outline, number: int, taken: set[str]) -> Iterator[str]:
    checklist = outline.parts[number].checklist
    counts = {True: 0, False: 0}
    for row in checklist.rows if checklist else ():
        counts[row.heading] += 1
        name = unused(f"{'category' if row.heading else 'item'}-{counts[row.heading]}", taken, "-")
        taken.add(name)
        yield name
