"""Units and groups → where the words of a clause name them, also by names that follow from those they have.

In: `Called` values, a language, text. Out: `Mention` values. A full name, another that is given, one
without its place, and a field with a word such as `department` are sure. The field alone is a name in a list that says
at its end what it lists, such as `education, health and other departments`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import NamedTuple

from planpress.content.word.facts.found import Called
from planpress.i18n import translations

_HAN = "\u3400-\u9fff"
BREAK = re.compile(r"[;:.!?\u3002\uff1b\uff1a\uff01\uff1f()\uff08\uff09\u201c\u201d\u300a\u300b\n]")
MOST_OF_LIST = 1_000
"""Signs of a list of fields."""

SENTENCE = re.compile(r"(?:[^\u3002;\uff1b!?\uff01\uff1f\n.]|\.(?!\s|$))+")
"""A sentence; a stop within a number or an address ends none."""

COMMA = re.compile(r"[,\uff0c\u3001]")
_FIELD = 2
"""Signs that a field has at least."""

MOST_OF_FIELD = 8
"""Signs of an entry of a list that is still taken for one, whoever it is."""


def list_before(text: str, end: int) -> int:
    """Return where a list begins that ends at `end`: behind the last sign that parts sentences."""
    first = max(0, end - MOST_OF_LIST)
    return max((hit.end() for hit in BREAK.finditer(text, first, end)), default=first)


class Mention(NamedTuple):
    """Where a unit or group is named, and by what words."""

    start: int
    end: int
    id: str
    words: str


class Endings:
    """What the names of units of a language begin and end with."""

    def __init__(self, language: str) -> None:
        """Read the words of the language."""
        _ = translations(language).gettext
        by_kind = {
            "subdistrict": _("Subdistrict Office|Ward Office|Subdistrict"),
            "township": _("Township|Town Council|Parish Council|Village Council"),
            "agency": _("Agency|Brigade|Police|Service|Authority"),
            "department": _("Department|Bureau|Directorate|Ministry"),
            "body": _("Office|Council|Committee|Board|Commission|Headquarters|Centre|Center|Team|Company"),
        }
        pairs = ((ending, kind) for kind, words in by_kind.items() for ending in words.split("|"))
        self.kinds = dict(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))
        """Each ending and the kind that it says, the longest first."""
        self.general = tuple(_("departments|department").split("|"))
        """What units of a field are called, the longest first."""
        self.own = tuple(one for one in self.kinds if one not in self.general)
        """What names of units end in that say more than that."""
        self.tails = re.compile(_("and other departments|and other offices|departments"), re.IGNORECASE)
        self.first_of_kind = {word[0] for word in self.general}
        """Signs that begin what units are called: behind one that is unknown, they say nothing of those before it."""
        places = _("County|City|District|Borough")
        self.place = re.compile(
            rf"(?:the )?\w+ (?:{places}) (?=\w+ \w)"
            if places.isascii()
            else rf"[{_HAN}]{{0,4}}?(?:{places})(?=[{_HAN}]{{2}})"
        )
        self.begins = re.compile(places)
        """What the name of a unit of a place begins with, where the name of the place is left out."""
        self.each = re.compile(_("each parish|every parish|all parishes|each township|all townships"), re.IGNORECASE)
        """Words for all units that answer for a territory."""

    def ending_of(self, name: str) -> str:
        """Return what a name ends in; empty where that is no word for a unit."""
        return next((one for one in self.kinds if name.endswith(one) and name != one), "")

    def ends(self, name: str) -> bool:
        """Tell whether a name ends in a word for a unit, or is one."""
        return name.endswith(tuple(self.kinds))

    def kind_of(self, name: str) -> str:
        """Return the kind that a name says; empty where it says none, or nothing else."""
        if len(name) <= _FIELD:
            return ""
        return self.kinds.get(self.ending_of(name), "")

    def bare(self, name: str) -> str:
        """Return a name without its place."""
        return self.place.sub("", name, count=1) if self.place.match(name) else name

    def names(self, words: str) -> bool:
        """Tell whether words say what they are the name of, and stand for nothing else."""
        return words.isascii() or self.ends(words)

    def field_of(self, name: str) -> str:
        """Return a name without its place and its ending; empty where it has none, or little is left."""
        ending, bare = self.ending_of(name), self.bare(name)
        field = bare.removesuffix(ending).strip() if ending else ""
        return field if len(field) >= _FIELD else ""


@cache
def endings_of(language: str) -> Endings:
    """Return the endings of a language, read once."""
    return Endings(language)


def fields(field: str) -> tuple[str, ...]:
    """Return a field and how its ideographs are shortened: of each pair the first, or what the first pairs say."""
    if field.isascii() or len(field) not in (4, 6):
        return (field,) if field else ()
    pairs = [field[at : at + 2] for at in range(0, len(field), 2)]
    firsts = "".join(pair[0] for pair in pairs)
    if len(pairs) > 2:
        return field, pairs[0] + firsts[1:]
    return field, pairs[0], firsts


class Calling:
    """The names of the units of one plan, looked for in its clauses."""

    def __init__(self, called: Iterable[Called], language: str) -> None:
        """Make all names."""
        self._called, self._endings = tuple(called), endings_of(language)
        self.local = {one.id for one in self._called if one.kind in ("township", "subdistrict")}
        """The units that answer for a territory."""
        all_of = (one.id for one in self._called if one.members and self.local.issuperset(one.members))
        self.territorial = next(all_of, "")
        """The group of all these; empty where there is none."""
        self.units = {one.id for one in self._called if not one.members}
        """The units, without groups."""

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return who is named, in the order of the text; no name inside a longer one."""
        taken, found = [False] * len(text), list[Mention]()
        for start, end, name in (*self._by_name(text), *self._of_all(text), *self._listed(text)):
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                found.append(Mention(start, end, name, text[start:end]))
        return self._absorbed(sorted(found), text)

    def _absorbed(self, named: list[Mention], text: str) -> tuple[Mention, ...]:
        """Return who is named, without a unit beside all units with a territory, such as the one town before them."""
        kept = []
        for at, one in enumerate(named):
            beside = (other for other in named[max(0, at - 1) : at + 2] if other.id == self.territorial)
            gaps = (text[min(one.end, other.end) : max(one.start, other.start)] for other in beside)
            if one.id not in self.local or not any(len(gap) < _FIELD for gap in gaps):
                kept.append(one)
        return tuple(kept)

    def _by_name(self, text: str) -> Iterator[tuple[int, int, str]]:
        for words, pattern in self._patterns:
            if words in text:
                yield from ((*hit.span(), self._sure[words]) for hit in pattern.finditer(text))

    def _of_all(self, text: str) -> Iterator[tuple[int, int, str]]:
        if self.territorial:
            yield from ((*hit.span(), self.territorial) for hit in self._endings.each.finditer(text))

    def _listed(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield the fields of lists, from their end on: up to words that are no field, and before which none begins."""
        for tail in self._endings.tails.finditer(text):
            begin = list_before(text, tail.start())
            end = tail.start()
            for item in reversed(COMMA.split(text[begin:end])):
                field, start = self._field_in(item)
                if field:
                    yield end - len(item) + start, end, self._fields[field]
                elif end == tail.start() and tail.group()[0] in self._endings.first_of_kind:
                    break
                if len(item) > max(MOST_OF_FIELD, len(field) + 1):
                    break
                end -= len(item) + 1

    def _field_in(self, item: str) -> tuple[str, int]:
        """Return the field that an entry of a list ends in, or begins with where it is little longer; and where."""
        for field in self._longest:
            if item.endswith(field):
                return field, len(item) - len(field)
            if item.startswith(field) and len(item) <= len(field) + _FIELD:
                return field, 0
        return "", 0

    # ------------------------------------------------------------ names

    @cached_property
    def _sure(self) -> dict[str, str]:
        """Names that need no list, and whose they are; what is a name of two is one of none."""
        full = {one.name: one.id for one in self._called}
        also = [
            (words, one.id) for one in self._called for words in (one.short, *one.aliases) if self._is_sure(one, words)
        ]
        made = [(words, one.id) for one in self._called if not one.members for words in self._made(one.name)]
        return _single(made) | _single(also) | full

    def _is_sure(self, one: Called, words: str) -> bool:
        """Tell whether another name needs no list: that of a group, or one that says what it is of."""
        return bool(words) and (bool(one.members) or self._endings.names(words))

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        longest = sorted(self._sure, key=lambda words: (-len(words), words))
        return [(words, re.compile(_whole(words))) for words in longest]

    @cached_property
    def _fields(self) -> dict[str, str]:
        """What units are called in lists; how the field of one is shortened is no name where it is that of another."""
        units = [one for one in self._called if not one.members]
        full = [(field, one.id) for one in units for field in self._fields_of(one)]
        acting = [(field, one.id) for one in units if one.kind != "body" for field in self._fields_of(one)]
        return _single((short, name) for field, name in acting for short in fields(field)) | _single(full)

    @cached_property
    def _longest(self) -> list[str]:
        return sorted(self._fields, key=lambda field: (-len(field), field))

    def _fields_of(self, one: Called) -> Iterator[str]:
        known = (self._endings.field_of(one.name), one.short, *one.aliases)
        yield from (words for words in known if len(words) >= _FIELD and not self._endings.ends(words))

    def _made(self, name: str) -> Iterator[str]:
        """Yield names that follow from a full one."""
        field, ending = self._endings.field_of(name), self._endings.ending_of(name)
        place = self._endings.place.match(name)
        if not field:
            return
        yield self._endings.bare(name)
        if ending.isascii():
            return
        words = dict.fromkeys((ending, ending[0], self._endings.general[-1]))
        for before in dict.fromkeys(("", place.group()[-1] if place else "")):
            yield from (before + short + word for short in fields(field) for word in words)
            yield from (before + field + word for word in self._endings.general)


def _whole(words: str) -> str:
    """Return a pattern that finds words, not inside a longer one of a script that sets blanks."""
    return rf"(?<![A-Za-z]){re.escape(words)}(?![A-Za-z])" if words.isascii() else re.escape(words)


def _single(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return words that are the name of one unit alone."""
    found: dict[str, set[str]] = {}
    for words, name in pairs:
        found.setdefault(words, set()).add(name)
    return {words: next(iter(names)) for words, names in found.items() if len(names) == 1}
