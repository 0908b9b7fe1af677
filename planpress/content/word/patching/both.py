"""What a file and the YAML both began with, and what both have got since → what the file says otherwise.

In: outlines of that state, of the campaign, and of the file, which may be one that was imported and edited again. Out:
a `Matching` under the addresses of today, so that nothing is added twice, and nothing that was changed is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from planpress.content.rules.names import folded
from planpress.content.word.aligning.aligning import align
from planpress.content.word.aligning.matching import Answers, Matching, Pair, Spot, spots_of
from planpress.content.word.aligning.result import changes_of
from planpress.content.word.outline import Checklist, Outline, Part, Piece, Row
from planpress.i18n import Translate

One = TypeVar("One", Piece, Row, Part)


def names_in(outline: Outline) -> frozenset[str]:
    """Return the addresses of its clauses and rows, and the ids of its parts."""
    return frozenset([*(spot.what.ref for spot in spots_of(outline)), *(part.name for part in outline.parts)])


def align_both(
    base: Outline, now: Outline, new: Outline, heirs: Mapping[str, str], answers: Answers, _: Translate
) -> tuple[Matching, frozenset[str]]:
    """Return what a file says otherwise than what both began with, and the addresses of what both have got since.

    Args:
        base: What both began with.
        now: What the campaign says.
        new: What the file says.
        heirs: The address today of what has another.
        answers: What the clerk said of earlier doubts.
        _: Translates what is said of doubts.
    """
    heirs = {old: ref for old, ref in heirs.items() if ref not in names_in(base)}
    found = align(now, new, _)
    paired = {pair.ref for pair in found.pairs if pair.new} | {part.name for part in found.parts if part.new}
    fresh = (names_in(now) - names_in(base) - {*heirs.values()}) & paired
    grown = _Grown(fresh, heirs, {spot.what.ref: spot.what for spot in spots_of(now)})
    then = grown.outline(base, now)
    matching = align(replace(grown, same=_same(found, then)).outline(base, now), new, _, answers)
    return replace(matching, old=then, pairs=tuple(_since(spots_of(then), matching.pairs))), fresh


def _same(found: Matching, then: Outline) -> frozenset[str]:
    """Return the addresses of what campaign and file say alike today, and the file not as it was said then."""
    equal = {one.ref for one in found.pairs if one.old and one.new and folded(one.old.said) == folded(one.new.said)}
    others = {folded(pair.new.said) for pair in found.pairs if pair.new and pair.ref not in equal}
    return frozenset(equal - {spot.what.ref for spot in spots_of(then) if folded(spot.said) in others})


def _since(then: Sequence[Spot], pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Yield pairs with what each was then, and what has changed since."""
    for pair in pairs:
        old = then[pair.old.key] if pair.old else None
        yield replace(pair, old=old, changes=changes_of(old, pair.new) if old and pair.new else ())


@dataclass(frozen=True)
class _Grown:
    """Puts what is `fresh` where it stands in the campaign (`here`); the `same` says what it and the file say today."""

    fresh: frozenset[str]
    heirs: Mapping[str, str]
    here: Mapping[str, Piece | Row]
    same: frozenset[str] = frozenset()

    def outline(self, base: Outline, now: Outline) -> Outline:
        """Return an outline with all that is fresh in it."""
        old, new = ({part.name: part for part in one.parts} for one in (base, now))
        made = self.joined(base.parts, now.parts, lambda part: part.name)
        both = [(part, old.get(part.name, Part()), new.get(part.name, Part())) for part in made]
        parts = [
            replace(part, pieces=self.pieces(was.pieces, here.pieces), checklist=self.checklist(was, here))
            for part, was, here in both
        ]
        letter = base.letter
        if letter and now.letter:
            letter = replace(letter, pieces=self.pieces(letter.pieces, now.letter.pieces))
        return Outline(parts[0], tuple(parts[1:]), letter)

    def pieces(self, old: Sequence[Piece], now: Sequence[Piece]) -> tuple[Piece, ...]:
        """Return a list of clauses, and all below them."""
        today = ((one, *self.today(one)) for one in old)
        named = [replace(one, ref=ref, title=title, text=text) for one, ref, title, text in today]
        was = {one.ref: one.pieces for one in named}
        made = self.joined(named, now, lambda one: one.ref)
        now_below = {one.ref: getattr(self.here.get(one.ref), "pieces", ()) for one in made}
        return tuple(replace(one, pieces=self.pieces(was.get(one.ref, ()), now_below[one.ref])) for one in made)

    def checklist(self, old: Part, now: Part) -> Checklist | None:
        """Return the rows of a part; a list that is fresh itself where a row of it is."""
        today = ((row, *self.today(row)) for row in old.checklist.rows) if old.checklist else ()
        named = [replace(row, ref=ref, text=text) for row, ref, _title, text in today]
        rows = self.joined(named, now.checklist.rows if now.checklist else (), lambda row: row.ref)
        either = old.checklist or (now.checklist if rows else None)
        return replace(either, rows=tuple(rows)) if either else None

    def today(self, one: Piece | Row) -> tuple[str, str, str]:
        """Return the address of today of a clause or row, and its title and text, as today where it is the same."""
        ref = self.heirs.get(one.ref, one.ref)
        what = self.here[ref] if ref in self.same else one
        return ref, what.title if isinstance(what, Piece) else "", what.text

    def joined(self, old: Sequence[One], now: Sequence[One], name: Callable[[One], str]) -> list[One]:
        """Return a list with what is fresh behind what it stands behind now."""
        made, at = list(old), 0
        for one in now:
            there = [name(other) for other in made]
            if name(one) in there:
                at = there.index(name(one)) + 1
            elif name(one) in self.fresh:
                made.insert(at, one)
                at += 1
        return made
