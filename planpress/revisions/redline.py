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
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

import jieba

from planpress.i18n import translations
from planpress.model import Campaign

Mark = Literal["same", "deleted", "inserted"]

ISLAND = 1
"""Characters: equal text as short as this beside a replacement is read as part of it."""

BRIDGE = 2
"""Characters: one equal word as short as this between two replacements joins them."""

# The signs that count as numerals where they stand before a unit, told by Unicode itself.
_NUMERALS = "".join(
    chr(code) for code in (0x3007, *range(0x4E00, 0xA000)) if unicodedata.numeric(chr(code), None) is not None
)
_DIGITS = re.compile(r"\d+(?:[.,:：]\d+)*(?:[%％‰℃]|(?![A-Za-z]))")
_FIGURES = re.compile(f"[{_NUMERALS}]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text and what became of it."""

    mark: Mark
    text: str


def redline(old: str, new: str, words: Words) -> tuple[Piece, ...]:
    """Compare two texts.

    Args:
        old: The text before.
        new: The text after.
        words: Cuts both; see `words_of`.

    Returns:
        The stretches in order. Two neighbours never bear the same mark; what was taken out stands before
        what was put in for it.
    """
    steps = _steps(words.cut(old), words.cut(new))
    pieces: list[Piece] = []
    for step in _joined(steps):
        if step.same:
            pieces.append(Piece("same", step.old))
            continue
        if step.old:
            pieces.append(Piece("deleted", step.old))
        if step.new:
            pieces.append(Piece("inserted", step.new))
    return tuple(pieces)


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
        self._jieba = _tokenizer(tuple(sorted(set(names))))

    def cut(self, text: str) -> list[str]:
        """Return the words of `text`; joined they are the text."""
        edges, at = {0, len(text)}, 0
        for word in self._jieba.cut(text, HMM=False):
            at += len(word)
            edges.add(at)
        for start, end in list(self._numbers(text, edges)):
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
            if digits or first:
                end = whole[-1] if whole else ends[0]
            else:
                end = whole[-1] if whole and whole[-1] - at > 1 else at
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
    return Words((name for name in names if len(name) > 1), campaigns[-1].plan.language)


class _Dictionary(NamedTuple):
    frequencies: dict[str, int]
    total: int


@cache
def _dictionary() -> _Dictionary:
    """Read jieba's own dictionary once.

    Why:
        Its `initialize` writes a cache where every user can write, and talks to the log. The site's search
        uses jieba's shared tokenizer, which must not learn our names.
    """
    with jieba.Tokenizer().get_dict_file() as file:
        return _Dictionary(*jieba.Tokenizer().gen_pfdict(file))


def _tokenizer(names: Sequence[str]) -> Any:
    """Return a tokenizer of our own that knows `names`."""
    made = jieba.Tokenizer()
    known = _dictionary()
    made.FREQ, made.total, made.initialized = dict(known.frequencies), known.total, True
    for name in names:
        made.add_word(name)
    return made


# ---------------------------------------------------------------- steps


class _Step(NamedTuple):
    """Old text that became new text; `tokens` is how many words the old one has."""

    same: bool
    old: str
    new: str
    tokens: int

    @property
    def replaces(self) -> bool:
        return bool(self.old and self.new) and not self.same


def _steps(old: Sequence[str], new: Sequence[str]) -> list[_Step]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [
        _Step(tag == "equal", "".join(old[a:b]), "".join(new[c:d]), b - a) for tag, a, b, c, d in matcher.get_opcodes()
    ]


def _joined(steps: Sequence[_Step]) -> list[_Step]:
    """Join changes that only a sign or a short word divides."""
    done: list[_Step] = []
    for step in steps:
        if len(done) > 1 and _joins(done[-2], done[-1], step):
            island, before = done.pop(), done.pop()
            step = _Step(False, before.old + island.old + step.old, before.new + island.new + step.new, 0)
        done.append(step)
    return done


def _joins(before: _Step, island: _Step, after: _Step) -> bool:
    if before.same or after.same or not island.same:
        return False
    if len(island.old) <= ISLAND:
        # Words taken out on both sides of a sign leave the sign where it is; so do words put in.
        return before.replaces or after.replaces or bool(before.old) != bool(after.old)
    return island.tokens == 1 and len(island.old) <= BRIDGE and before.replaces and after.replaces
