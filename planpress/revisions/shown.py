"""Changes and the sheets of two revisions → which changes a sheet shows.

In: the changes of a revision, each cut into pieces, and what a sheet showed before and shows now. Out: the
numbers of the changes; pure. Whoever holds an outdated sheet is told what is different on it, and no more: a sheet
shows a change where its own words, or where they stand on it, are not what they were.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Any, get_args

from planpress.blocks.table import TableView
from planpress.model.vocabulary import OfDetail, OfRow
from planpress.redline import Piece
from planpress.revisions.change import ONLY_PLACE, Change, State
from planpress.view import View, plain, texts_in

SHORTEST = 2
"""Characters: shorter pieces stand on any sheet by chance."""

PLACES = ("clause", "item")
DETAILS: tuple[str, ...] = get_args(OfDetail)
OF_ROW: tuple[str, ...] = get_args(OfRow)


@dataclass(frozen=True)
class Borne:
    """What a sheet bears: its texts in order, and by their addresses the rows of checklists, which are not among them.

    A document prints its rows without addresses; there they are texts as others.
    """

    texts: tuple[str, ...]
    rows: Mapping[str, tuple[int, tuple[str, ...]]]

    @cached_property
    def counted(self) -> Counter[str]:
        """How often each text stands there."""
        return Counter(self.texts)

    @cached_property
    def joined(self) -> tuple[str, tuple[int, ...]]:
        """The texts as one, and where each begins and the last ends: parts of a clause follow each other as printed."""
        return "".join(self.texts), tuple(accumulate(map(len, self.texts), initial=0))

    def places(self, words: str) -> list[str]:
        """Return, for each time that `words` stand there whole, the text before them, such as their number."""
        joined, bounds = self.joined
        starts = {start: at for at, start in enumerate(bounds)}
        found, at = [], joined.find(words) if len(words) >= SHORTEST else -1
        while at >= 0:
            if at in starts and at + len(words) in starts:
                found.append(self.texts[starts[at] - 1] if starts[at] else "")
            at = joined.find(words, at + 1)
        return found


def borne_by(view: View) -> Borne:
    """Return what a sheet bears that shows `view`."""
    rows: dict[str, tuple[int, tuple[str, ...]]] = {}
    texts = tuple(text for text in _texts(view, rows) if text)
    return Borne(texts, rows)


def _texts(value: Any, rows: dict[str, tuple[int, tuple[str, ...]]]) -> Iterator[str]:
    if isinstance(value, TableView):
        asked = [(one.words,) if one else () for one in value.answers] or [()] * len(value.rows)
        found = zip(value.row_ids, value.rows, asked, strict=True)
        named = [(ref, (*cells, *answer)) for ref, cells, answer in found if "#" in ref]
        rows |= {ref: (number, cells) for number, (ref, cells) in enumerate(named)}
        value = replace(value, rows=(), answers=()) if named else value
        yield from texts_in(plain(value))
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(getattr(value, one.name), rows)
    elif isinstance(value, Mapping):
        yield from _texts(tuple(value.values()), rows)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part, rows)
    else:
        yield from texts_in(plain(value))


def shown_on(
    unit: str | None, old: Borne, new: Borne, changes: Sequence[tuple[Change, Sequence[Piece]]]
) -> tuple[int, ...]:
    """Return the numbers of those `changes`, given with the pieces of their redlines, that a sheet shows, in order.

    `unit` is that of the sheet, None where it is for none; `old` is what it bore before, `new` what it bears now.
    """
    differing = (tuple(old.counted - new.counted), tuple(new.counted - old.counted))
    return tuple(
        number
        for number, (change, pieces) in enumerate(changes)
        if (unit is None or unit in change.units) and _shows(change, pieces, (old, new), differing, bool(unit))
    )


Sides = tuple[Borne, Borne]
Differing = tuple[Sequence[str], Sequence[str]]
"""The texts that are gone from a sheet, and those that have come."""


def _shows(change: Change, pieces: Iterable[Piece], sides: Sides, differing: Differing, of_unit: bool) -> bool:
    if change.kind not in PLACES or change.operation in DETAILS:
        if change.kind == "note":
            return of_unit and _prints(change, differing)
        return _tells(change, pieces, differing, of_unit)
    if change.kind == "item" and (sides[0].rows or sides[1].rows):
        refs = {state.ref for state in (*change.before, *change.after)}
        return any(sides[0].rows.get(ref) != sides[1].rows.get(ref) for ref in refs)
    if change.operation in OF_ROW:  # their words begin with those of the row
        rows = [state.text.partition("\n")[0] for state in (*change.before, *change.after)]
        return any(side.places(words) for side in sides for words in rows)
    return _words_differ(change, sides) or _cites(change, differing)


def _prints(change: Change, differing: Differing) -> bool:
    """Tell whether a note has come or gone as a whole: of all sheets packs alone print some."""
    told = ((change.before, differing[0]), (change.after, differing[1]))
    return any(f"\n{text}\n" in f"\n{state.text}\n" for states, texts in told for state in states for text in texts)


def _words_differ(change: Change, sides: Sides) -> bool:
    """Tell whether the words of a clause or row, or the number before them, stand there another number of times."""
    for state in (*change.before, *change.after):
        before, after = (Counter(side.places(state.text)) for side in sides)
        if before.total() != after.total() or (change.operation in ONLY_PLACE and before != after):
            return True
    return False


def _cites(change: Change, differing: Differing) -> bool:
    """Tell whether the sheet cites the place of a change, and now cites another."""
    was, now = ({state.cite for state in states if state.cite} for states in (change.before, change.after))
    return _stands(was - now, differing[0]) or _stands(now - was, differing[1])


def _tells(change: Change, pieces: Iterable[Piece], differing: Differing, in_parts: bool) -> bool:
    """Tell whether the words in which something else changed stand in texts that differ.

    A sheet of a unit prints them `in_parts` too, such as its role and the sectors of it.
    """

    def words(mark: str, states: Iterable[State]) -> set[str]:
        cut = {piece.text.strip() for piece in pieces if piece.mark == mark}
        return {*cut, *(line for state in states for line in (state.label, *state.text.split("\n")))}

    pieces = tuple(pieces)
    was, now = words("deleted", change.before), words("inserted", change.after)
    return _stands(was - now, differing[0], in_parts) or _stands(now - was, differing[1], in_parts)


def _stands(words: Iterable[str], texts: Iterable[str], in_parts: bool = False) -> bool:
    """Tell whether one of the words is part of one of the texts; with `in_parts` also the other way round."""
    long = [text for text in texts if len(text) >= SHORTEST]
    return any(
        len(word) >= SHORTEST and any(word in text or (in_parts and text in word) for text in long) for word in words
    )
