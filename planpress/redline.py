"""Two texts → the words that were taken out and put in.

In: two texts and the names that must stay whole. Out: `Piece` values; pure. Texts are compared word by
word, since a comparison by characters cannot be read in Chinese: jieba cuts the words, names count as
one, and so does a number with its unit. Dropping the insertions gives the old text, dropping the
deletions the new one, always.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple

import jieba

from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.lists import listed
from planpress.signs import NUMERALS

Mark = Literal["same", "deleted", "inserted"]

ISLAND, BRIDGE = 1, 2
"""Characters: equal text, and one equal word, as short as this between two replacements is read as part of them."""

CHAIN = 3
"""Places at which a number may end, if a second number with its unit follows the first."""

NEIGHBOURS = 2
"""So many lines are shown on either side of one with a mark."""

CLAUSE_ENDS = ("。", "；", "，", "！", "？", ";", ",", ". ", "\n")
"""What closes a clause or a sentence."""

_DIGITS = re.compile(r"\d+(?:[.,:：]\d+)*(?:[%％‰℃]|(?![A-Za-z]))")
_FIGURES = re.compile(f"[{NUMERALS}]+")
_BOXES = re.compile("□[^□\n]*(?=　|\n|$)", re.MULTILINE)
"""A box to tick with what stands beside it, and a mark behind."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text and what became of it."""

    mark: Mark
    text: str


def redline(old: str, new: str, words: Words) -> tuple[Piece, ...]:
    """Compare two texts, which `words` cuts; return the stretches in order.

    Two neighbours never bear the same mark; what was taken out stands before what was put in for it.
    """
    pieces: list[Piece] = []
    for step in _joined(_slid(_steps(words.cut(old), words.cut(new)))):
        before, after = "".join(step.old), "".join(step.new)
        marks: dict[Mark, str] = {"same": before} if step.same else {"deleted": before, "inserted": after}
        pieces += [Piece(mark, text) for mark, text in marks.items() if text]
    return tuple(pieces)


def shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return a redline without the lines between that nothing was done to, as of a form that lists what it prints.

    Beside each line with a mark stand its neighbours; `…` stands for more than one that is left out.
    """
    lines = [[Piece(piece.mark, text)] for piece in pieces for text in piece.text.splitlines(keepends=True)]
    joined: list[list[Piece]] = []
    for line in lines:
        if joined and not joined[-1][-1].text.endswith("\n"):
            joined[-1] += line
        else:
            joined.append(line)
    done = [any(piece.mark != "same" for piece in line) for line in joined]
    if not any(done):
        return tuple(pieces)
    kept = [any(done[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]) for at in range(len(joined))]
    found: list[Piece] = []
    for keep, group in itertools.groupby(zip(kept, joined, strict=True), key=lambda one: one[0]):
        left = [piece for _keep, line in group for piece in line]
        found += left if keep or len(left) == 1 else [Piece("same", "…\n")]
    alike = itertools.groupby(found, key=lambda piece: piece.mark)
    return tuple(Piece(mark, "".join(piece.text for piece in group)) for mark, group in alike)


def marked(pieces: Iterable[Piece]) -> str:
    """Return a redline as plain text: `[deleted]{inserted}`."""
    shapes: dict[Mark, str] = {"same": "%s", "deleted": "[%s]", "inserted": "{%s}"}
    return "".join(shapes[piece.mark] % piece.text for piece in pieces)


# ---------------------------------------------------------------- words


class Words:
    """Cuts text into words, in which names and numbers with their units are whole."""

    def __init__(self, names: Iterable[str], language: str) -> None:
        """Take the names that must stay whole, and the language that tells the units of measure."""
        _ = translations(language).gettext
        # Units of measure, of time and what may follow a date, divided by blanks.
        units = _("per cent hours hour minutes minute days day weeks week months month years year mm cm km m kg t")
        ordered = sorted(units.split(), key=lambda unit: (-len(unit), unit))
        self._unit = re.compile(f" ?(?:{'|'.join(map(re.escape, ordered))})")
        # What stands before the number of an article.
        self._ordinal = re.compile(re.escape(_("No. (before a number)")) + " ?")
        self._jieba = _Tokenizer(names)

    def cut(self, text: str) -> list[str]:
        """Return the words of `text`; joined they are the text."""
        edges, at = {0, len(text)}, 0
        self._jieba.read(text)
        for word in self._jieba.cut(text, HMM=False):
            at += len(word)
            edges.add(at)
        boxes = [found.span() for found in _BOXES.finditer(text)]
        for start, end in (*self._numbers(text, edges), *boxes):
            edges = {edge for edge in edges if not start < edge < end} | {start, end}
        cuts = sorted(edges)
        return [text[start:end] for start, end in itertools.pairwise(cuts)]

    def _numbers(self, text: str, edges: set[int]) -> Iterator[tuple[int, int]]:
        """Yield where a number with its units stands.

        Signs that are numerals are parts of words too: they count where both ends fall between words, and
        where something else belongs to them.
        """
        at = 0
        while at < len(text):
            first = self._ordinal.match(text, at)
            start = first.end() if first else at
            digits = _DIGITS.match(text, start)
            number = digits or _FIGURES.match(text, start)
            if number is None or (at not in edges and not first) or (digits and start not in edges):
                at += 1
                continue
            ends = self._ends(text, number.end())
            whole = [end for end in ends if end in edges]
            if len(ends) > CHAIN:
                # A day behind a month is one, whatever word jieba sees where it ends.
                end = ends[-1]
            elif whole:
                # A numeral that stands alone may be any word.
                end = whole[-1] if digits or first or whole[-1] - at > 1 else at
            else:
                end = ends[0] if digits else at
            if end > at:
                yield at, end
            at = max(end, at + 1)

    def _ends(self, text: str, at: int) -> list[int]:
        """Return where a number that goes on at `at` may end: behind it, each unit and each number that follow."""
        ends = [at]
        while at < len(text):
            unit = self._unit.match(text, at)
            at = unit.end() if unit else at
            number = _DIGITS.match(text, at) or _FIGURES.match(text, at)
            at = number.end() if unit and number else at
            if at == ends[-1]:
                break
            ends += [unit.end(), at] if unit and number else [at]
        return ends


def words_of(*campaigns: Campaign) -> Words:
    """Return what cuts the texts of `campaigns`: names of units and groups, and terms, stay whole."""
    names: set[str] = set()
    for campaign in campaigns:
        for unit in campaign.units:
            names |= {unit.name, unit.short, *(alias.text for alias in unit.aliases)}
        for group in campaign.groups:
            names |= {group.name, *(alias.text for alias in group.aliases)}
        for term in campaign.terms:
            names |= {term.name, *term.aliases}
    return _words(frozenset(name for name in names if len(name) > 1), campaigns[-1].plan.language)


@lru_cache(8)  # both paper and pages ask, and a server again after each edit
def _words(names: frozenset[str], language: str) -> Words:
    return Words(names, language)


ALL_WORDS = 60_101_967
"""How often the words of jieba's dictionary come, all together."""


@cache
def _dictionary() -> dict[str, list[str]]:
    """Read jieba's own dictionary once: blocks of lines by the character they begin with.

    Why:
        Its `initialize` writes a cache where every user can write, and talks to the log. The site's search
        uses jieba's shared tokenizer, which must not learn our names.
    """
    with jieba.Tokenizer().get_dict_file() as file:
        text = file.read().decode()
    blocks = re.findall(r"^((.).*\n?(?:\2.*\n?)*)", text, re.MULTILINE)
    return listed((first, block) for block, first in blocks)


@cache
def _begun_by(first: str) -> dict[str, list[str]]:
    """Return the lines of the dictionary that begin with a character by the second one, a blank where there is none."""
    return listed((line[1], line) for block in _dictionary()[first] for line in block.splitlines())


class _Tokenizer(jieba.Tokenizer):  # type: ignore[misc]
    """A tokenizer of our own that knows some names, and of the dictionary what can begin in the texts it is given.

    A text begins its words with some hundred pairs of characters, the dictionary with more than a hundred thousand.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Learn `names`."""
        super().__init__()
        self.FREQ = dict[str, int]()
        self.total, self.initialized = ALL_WORDS, True
        self._read = set[tuple[str, str]]()
        self.read("".join(names := sorted(set(names))))
        for name in names:
            self.add_word(name)

    def read(self, text: str) -> None:
        """Learn the words of the dictionary that can begin in `text`."""
        pairs = {*itertools.pairwise(text), *((sign, " ") for sign in text)} - self._read
        for first, second in pairs:
            for line in _begun_by(first)[second]:
                word, number = line.split(" ")[:2]
                self.FREQ[word] = int(number)
                for end in range(1, len(word)):
                    self.FREQ.setdefault(word[:end], 0)
        self._read |= pairs


# ---------------------------------------------------------------- steps


class _Step(NamedTuple):
    """Old words that became new words."""

    same: bool
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def replaces(self) -> bool:
        return bool(self.old and self.new) and not self.same


def _steps(old: Sequence[str], new: Sequence[str]) -> list[_Step]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [_Step(tag == "equal", tuple(old[a:b]), tuple(new[c:d])) for tag, a, b, c, d in matcher.get_opcodes()]


def _joined(steps: Sequence[_Step]) -> list[_Step]:
    """Join replacements that only a short word divides; a mark of punctuation divides thoughts, and stays."""
    done: list[_Step] = []
    for step in steps:
        if len(done) > 1 and done[-2].replaces and step.replaces and _is_island(done[-1]):
            island, before = done.pop(), done.pop()
            step = _Step(False, before.old + island.old + step.old, before.new + island.new + step.new)
        done.append(step)
    return done


def _is_island(step: _Step) -> bool:
    text = "".join(step.old)
    return step.same and (len(text) <= ISLAND or (len(step.old) == 1 and len(text) <= BRIDGE)) and text.isalnum()


def _slid(steps: Sequence[_Step]) -> list[_Step]:
    """Move what was put in or taken out to where a clause begins, where the text is the same either way.

    Of `a{b; a}b; c` this makes `ab; {ab; }c`.
    """
    done = list(steps)
    for at in range(1, len(done) - 1):
        before, change, after = done[at - 1 : at + 2]
        if change.same or change.replaces or not before.same or not after.same:
            continue
        left, moved, right = _best(before.old, change.old or change.new, after.old, at == 1, at == len(done) - 2)
        done[at - 1], done[at + 1] = _Step(True, left, left), _Step(True, right, right)
        done[at] = _Step(False, moved, ()) if change.old else _Step(False, (), moved)
    return [step for step in done if step.old or step.new]


def _best(
    left: tuple[str, ...], change: tuple[str, ...], right: tuple[str, ...], first: bool, last: bool
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the nearest place at which the change is a whole clause; the given one where there is none.

    Only at an end of the text may nothing be left beside the change.
    """
    found = [(left, change, right)]
    one = found[0]
    while one[2] and one[1][0] == one[2][0] and len(one[2]) > (not last):
        one = (*one[0], one[1][0]), (*one[1][1:], one[1][0]), one[2][1:]
        found.append(one)
    one = found[0]
    while one[0] and one[1][-1] == one[0][-1] and len(one[0]) > (not first):
        one = one[0][:-1], (one[1][-1], *one[1][:-1]), (one[1][-1], *one[2])
        found.append(one)
    whole = (one for one in found if one[1][-1] in CLAUSE_ENDS and (not one[0] or one[0][-1] in CLAUSE_ENDS))
    return next(whole, found[0])
