"""What was found → what is not sure of it, each as a question that an answer ends.

In: a `Search` at its end. Out: doubts. What is asked stops the writing; what is only shown does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from planpress.content.word.aligning.carried import owner_of
from planpress.content.word.aligning.families import KNOWN, LEAST, REACH, WELL
from planpress.content.word.aligning.likeness import SHORT, held
from planpress.content.word.aligning.matching import Question
from planpress.content.word.aligning.naming import NOTHING, name_of, name_of_part
from planpress.content.word.aligning.search import Search
from planpress.content.word.aligning.steps import NEAR, WITHIN, rank
from planpress.content.word.marks import is_copy
from planpress.content.word.outline import Part
from planpress.i18n import Translate

CLEAR = 0.90
"""So alike, something in another part is taken without asking."""
BARELY = 0.45
"""So alike, something new at the place of something gone may be the same."""
CLOSE = 0.05
"""What is alike by less than this apart is told apart by nothing."""
BESIDE = 0.15
"""By how much neighbours, labels and lists can outweigh likeness."""
SMALL = 0.25
"""The first piece of a split with less than this part of the words."""


@dataclass(frozen=True)
class Questions:
    """A finished search, the addresses that the clerk says are gone, and the language of the reader."""

    search: Search
    gone: frozenset[str]
    say: Translate

    def doubts(self) -> tuple[Question, ...]:
        """Return all that is not sure, one a paragraph, in printed order; of parts that are gone first."""
        found: dict[str, Question] = {}
        doubts = [*self._parts(), *self._pairs(), *self._splits(), *self._copies(), *self._left()]
        for doubt in sorted(doubts, key=lambda doubt: not doubt.stops):  # what is only shown hides no question
            found.setdefault(doubt.new if doubt.new != NOTHING else doubt.old, doubt)
        return tuple(sorted(found.values(), key=lambda doubt: doubt.number))

    def _ask(self, new: int, old: int, done: str, stops: bool = True, **named: str | int) -> Question:
        """Return the question whether a new one is an old one; `done` is a message."""
        search, spot = self.search, self.search.new.spots[new]
        was = search.old.spots[old].what
        ref, name = was.ref, name_of(search.new, new)
        words = done % {"ref": ref, "words": was.label + search.old.spots[old].said, **named}
        to_do = self.say("If it is the same: --same %(new)s=%(ref)s; if not: --not %(new)s=%(ref)s")
        to_do %= {"new": name, "ref": ref}
        return Question(spot.what.number, spot.what.label + spot.said, words, to_do, stops, name, ref)

    # ------------------------------------------------------------ what was found

    def _pairs(self) -> Iterator[Question]:
        """Ask about what was found by likeness that is small, or that another has nearly as much of."""
        search = self.search
        guessed = [(old, new) for old, new in search.to_new.items() if search.how[new] in ("alike", "elsewhere")]
        for old, new in sorted(guessed, key=lambda pair: pair[1]):
            score = search.alike(old, new)
            rival = self._rival(old, new, score)
            if not self._is_clear(old, new, score):
                done = self.say("Taken for %(ref)s, of which it has %(percent)s of 100 signs: '%(words)s'")
                yield self._ask(new, old, done, percent=round(score * 100))
            elif rival:
                done = self.say("Taken for %(ref)s, though %(rival)s is nearly as alike: '%(words)s'")
                yield self._ask(new, old, done, rival=rival)
        for old, new in sorted(search.to_new.items(), key=lambda pair: pair[1]):
            if done := self._why(old, new):
                yield self._ask(new, old, done)

    def _why(self, old: int, new: int) -> str:
        """Return what speaks against a pair that was not found by likeness; empty where nothing does."""
        search, how = self.search, self.search.how[new]
        if how == "mark" and self._slipped(old, new):
            return self.say("Taken for %(ref)s by its bookmark, though something new is more alike: '%(words)s'")
        if how == "children" and not self._same_heading(old, new):
            return self.say("Taken for %(ref)s, below which mostly the same stood: '%(words)s'")
        if how == "words" and len(search.new.words[new]) < SHORT and not search.same_part(old, new):
            return self.say("Taken for %(ref)s, which stood elsewhere; so few words may be another's: '%(words)s'")
        if how == "words" and self._twins(old, new):
            return self.say("Taken for %(ref)s; something else that says the same is new or gone: '%(words)s'")
        return ""

    def _is_clear(self, old: int, new: int, score: float) -> bool:
        """Tell whether likeness and place leave no doubt, another's likeness aside."""
        search = self.search
        if not search.same_part(old, new):
            return score >= CLEAR and len(search.new.words[new]) >= SHORT
        held = search.beside(old, new)
        label = search.old.spots[old].what.label
        numbered = bool(label) and label == search.new.spots[new].what.label
        if search.same_list(old, new) and held + numbered >= 2:
            return True
        return score >= WITHIN and (len(search.new.words[new]) >= SHORT or held > 0)

    def _slipped(self, old: int, new: int) -> bool:
        """Tell whether a bookmark stands on other words, and what it was made for may be something new."""
        search, score = self.search, self.search.alike(old, new)
        others = search.near_new(old, NEAR) if score < NEAR else ()
        return any(search.new_is_free(other) and (old, other) not in search.apart for other, _score in others)

    def _twins(self, old: int, new: int) -> bool:
        """Tell whether in one of the two parts something says the same, and was found as nothing."""
        search = self.search
        key = (search.new.spots[new].is_row, search.new.words[new])
        olds = [one for one in search.old.by_words.get(key, ()) if search.old_is_free(one)]
        news = [one for one in search.new.by_words[key] if search.new_is_free(one)]
        part, now = search.old.spots[old].part, search.new.spots[new].part
        gone = any(search.old.spots[one].part == part for one in olds if (one, new) not in search.apart)
        return gone or any(search.new.spots[one].part == now for one in news if (old, one) not in search.apart)

    def _same_heading(self, old: int, new: int) -> bool:
        """Tell whether two clauses have the same below them, or at least a title alike."""
        search = self.search
        ours = {search.to_new.get(child) for child in search.old.below(old)} - {None}
        theirs = {child for child in search.new.below(new) if child in search.to_old}
        return ours == theirs or (search.same_list(old, new) and search.alike(old, new) >= BARELY)

    def _rival(self, old: int, new: int, score: float) -> str:
        """Return what else the new one could be, or what else the old one; empty where nothing is as likely."""
        search, own = self.search, rank(self.search, old, new, score)
        for rival, likeness in search.near_old(new, score - BESIDE):
            guessed = search.how.get(search.to_new.get(rival, -1), "alike") in ("alike", "elsewhere")
            allowed = rival != old and rival not in search.into and (rival, new) not in search.apart
            if guessed and allowed and self._may_swap(rival, new, likeness, old, own):
                return search.old.spots[rival].what.ref
        for rival, likeness in search.near_new(old, score - BESIDE):
            allowed = search.new_is_free(rival) and (old, rival) not in search.apart
            if allowed and rank(search, old, rival, likeness) > own - CLOSE:
                return name_of(search.new, rival)
        return ""

    def _may_swap(self, rival: int, new: int, likeness: float, old: int, own: float) -> bool:
        """Tell whether `rival` could be the new one as well, and the old one what the rival was found as."""
        search = self.search
        gain = rank(search, rival, new, likeness) - own
        taken = search.to_new.get(rival)
        if taken is not None:
            gain += rank(search, old, taken, search.alike(old, taken))
            gain -= rank(search, rival, taken, search.alike(rival, taken))
        return gain > -CLOSE

    # ------------------------------------------------------------ what was split, copied or rewritten

    def _splits(self) -> Iterator[Question]:
        """Show each split; ask where little keeps the address, a piece is far away, or has words of its own."""
        search = self.search
        was, now = search.old.words, search.new.words
        for old in sorted(set(search.split.values())):
            new = search.to_new[old]
            pieces = [new, *(piece for piece, of in search.split.items() if of == old)]
            little = len(now[new]) < SMALL * len(was[old]) or any(held(now[one], was[old]) < WELL for one in pieces)
            far = any(behind - before >= REACH for before, behind in pairwise(sorted(pieces)))
            in_order = search.how[new] == "mark" and new == min(pieces)
            if search.how[new] != "told" and not in_order:
                done = self.say("%(ref)s was split, and this piece keeps its id: '%(words)s'")
                yield self._ask(new, old, done, stops=little or far or search.how[new] == "mark")
        for old, new in sorted(search.into.items()):
            head = search.to_old[new]
            if held(was[old], now[new]) < WELL or abs(head - old) >= REACH:
                done = self.say("%(ref)s is taken as merged into this, though from elsewhere or changed: '%(words)s'")
                yield self._ask(new, old, done)

    def _copies(self) -> Iterator[Question]:
        """Show what bears the copy of a bookmark: it was copied in the word processor."""
        search = self.search
        owners = {mark: spot.key for spot in search.old.spots for mark in spot.what.marks}
        for key in search.free_new:
            for old in (owner_of(mark, owners) for mark in search.new.spots[key].what.marks if is_copy(mark)):
                if old is not None and (old, key) not in search.apart:
                    done = self.say("Taken as new: it was made as a copy of %(ref)s: '%(words)s'")
                    yield self._ask(key, old, done, stops=False)

    def _left(self) -> Iterator[Question]:
        """Ask about what is new where something somewhat alike is gone; show it where nothing is alike."""
        search = self.search
        for olds, news in search.lists():
            for new in news:
                near = [old for old in olds if (old, new) not in search.apart]
                scores = [(self._kinship(old, new), -old) for old in near]
                score, old = max(scores, default=(0.0, 0))
                if score >= BARELY:
                    done = self.say("Taken as new, and %(ref)s as gone, though %(percent)s of 100 signs are the same")
                    yield self._ask(new, -old, done, percent=round(score * 100))
                for one in near:
                    if score < BARELY and search.beside(one, new) == 2:
                        done = self.say("Taken as new at the place of %(ref)s, which is gone: '%(words)s'")
                        yield self._ask(new, one, done, stops=False)
        yield from self._moved_away()

    def _kinship(self, old: int, new: int) -> float:
        """Return how alike two are; what stands wholly in the other is at least as alike as makes one ask."""
        was, now = self.search.old.words[old], self.search.new.words[new]
        short, long = sorted((was, now), key=len)
        return max(self.search.alike(old, new), BARELY if len(short) >= LEAST and held(short, long) >= WELL else 0)

    def _moved_away(self) -> Iterator[Question]:
        """Ask about what is new and somewhat alike to something gone from another list."""
        search = self.search
        for new in search.free_new:
            said = search.new.words[new]
            near = search.near_old(new, NEAR) if len(said) >= SHORT else []
            near += [(old, BARELY) for old in search.kin_old.holding(said) if len(said) >= KNOWN]
            for old, score in near:
                document = search.old.spots[old].what.ref.partition("#")[0]
                if search.may(old, new) and not search.same_list(old, new) and document not in self.gone:
                    done = self.say("Taken as new, and %(ref)s as gone, though %(percent)s of 100 signs are the same")
                    yield self._ask(new, old, done, percent=round(score * 100))

    # ------------------------------------------------------------ annexes

    def _parts(self) -> Iterator[Question]:
        """Ask about every part, and every checklist, of which nothing was found."""
        search, parts = self.search, self.search.new.outline.parts
        taken = set(search.parts.values())
        for old, part in enumerate(search.old.outline.parts):
            new = search.parts.get(old)
            free = next((at for at in range(1, len(parts)) if at not in taken), None) if new is None else new
            if old in search.unsaid:
                continue
            if old not in search.parts_told and not self._is_found(old, rows=False, name=part.name):
                yield self._ask_part(part, part.name, free)
            elif part.checklist and not self._is_found(old, rows=True, name=f"{part.name}#"):
                yield self._ask_part(part, f"{part.name}#", new)

    def _is_found(self, old: int, rows: bool, name: str) -> bool:
        """Tell whether anything of a part, or of its rows, is found, or said to be gone, or was not there at all."""
        own = [spot for spot in self.search.old.spots if spot.part == old and (spot.is_row or not rows)]
        there = self.search.parts.get(old) is not None or rows
        found = there and any(spot.key in self.search.to_new for spot in own)
        return found or not own or bool(self.gone & {name, name.removesuffix("#")})

    def _ask_part(self, part: Part, ref: str, new: int | None) -> Question:
        """Return the question whether a part is gone, or is the new one of a number."""
        found = self.search.new.outline.parts[new] if new is not None else None
        done = self.say("%(title)s (%(ref)s) was not found: nothing of it is in the file")
        to_do = self.say("If it is gone: --same 0=%(ref)s; if it is a part of the file: --same NUMBER=%(ref)s")
        named = {"title": part.title.replace("\n", ""), "ref": ref}
        name = NOTHING if new is None else name_of_part(self.search.new, new)
        number = found.number if found else 0
        return Question(number, part.label + part.title, done % named, to_do % named, True, name, ref)
