"""The beginning of a paragraph → the numbers that it may bear.

In: words, and what the word processor numbers by itself. Out: `Label` values; pure. Whether a number is one depends on
those before it, so that a beginning such as `(i)` has several readings, and one such as `1.5` is none for sure.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache

from planpress.content.word.document import Paragraph
from planpress.content.word.files.numerals import numeral
from planpress.content.word.grammar.vocabulary import words
from planpress.signs import NUMERALS

_HAN = rf"[{NUMERALS}]{{1,6}}"
_OPEN, _CLOSE = r"[(\uff08]\s*", r"\s*[)\uff09]"
_STOP = r"\s*[.\uff0e\ufe52\u3001]"
_ROMAN = r"(?:[ivxlc]+|[IVXLC]+)"
_ANY = rf"(?:{_HAN}|\d{{1,4}}|{_ROMAN}|[A-Z])(?![A-Za-z])"

_ZEROS = dict.fromkeys(map(ord, "0Oo\uff10\u25cb\u041e\u043e"), "\u3007")
_YEAR = re.compile(rf"[{NUMERALS}](?:[{NUMERALS}]|[{''.join(map(chr, _ZEROS))}]){{3}}(?=\s*\u5e74)")

BULLET = "*"
"""The kind of signs that count nothing."""

_PLAIN = (
    ("han", rf"(?P<n>{_HAN}){_STOP}"),
    ("han", rf"(?P<n>{_HAN})(?=\s+[^{NUMERALS}\s\u3002\uff0c\uff1b]{{2,24}}$)"),
    ("(han)", rf"{_OPEN}(?P<n>{_HAN}){_CLOSE}[\u3001.\uff0e\ufe52]?"),
    ("1.0", r"(?P<n>\d{1,2})[.\uff0e\ufe52]0(?=\s|$)"),
    ("A.", r"(?P<n>[A-Z])\.(?!\w)"),
    ("I.", r"(?P<n>[IVXLC]+)\.(?!\w)"),
    ("1.", r"(?P<n>\d{1,3})\s*(?:\u3001(?!\d+\s*\u3001)|[.\uff0e\ufe52](?!\d))"),
    ("1.", r"(?P<n>\d{1,2})(?=\s+\S|[\u4e00-\u9fff])"),
    ("1.1", r"(?P<n>(?:[A-Z]|\d{1,3})(?:[.\uff0e\ufe52]\d{1,3})+)[.\uff0e\ufe52\u3001]?(?![\d%\uff05])"),
    ("(1)", rf"{_OPEN}(?P<n>\d{{1,3}}){_CLOSE}[\u3001.\uff0e\ufe52]?"),
    ("1)", rf"(?P<n>\d{{1,3}}){_CLOSE}[\u3001.\uff0e\ufe52]?"),
    ("1.", r"(?P<n>[\u2488-\u249b])"),
    ("(1)", r"(?P<n>[\u2474-\u2487])"),
    ("(han)", r"(?P<n>[\u3220-\u3229])"),
    ("o", r"(?P<n>[\u2460-\u2473\u24ea\u3251-\u325f\u32b1-\u32bf\u2776-\u277f])[\u3001.\uff0e\ufe52]?"),
    ("a.", r"(?P<n>[a-z](?=\.(?!\w))|[A-Za-z](?=\u3001(?!\s*[A-Za-z](?![A-Za-z]))))[.\u3001]"),
    ("(a)", rf"(?:{_OPEN})?(?P<n>[a-z]){_CLOSE}"),
    ("(A)", rf"(?:{_OPEN})?(?P<n>[A-Z]){_CLOSE}"),
    ("(i)", rf"(?:{_OPEN})?(?P<n>{_ROMAN}){_CLOSE}"),
    ("i.", r"(?P<n>[ivxlc]+)\.(?!\w)"),
    (BULLET, r"[-*\u2013\u2014\u2022\u00b7\u25a0-\u25cf](?=\s+\S)"),
)
"""Kinds of numbers, from those that mostly stand above to those that mostly stand below."""

_WRITTEN = ("decimal", "chineseCountingThousand", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter")

_SURE = ("(han)", "1.", "(1)", "1)", "o", BULLET)
_ROMANS = ("I.", "(i)", "i.")
_NAMED = ("part", "chapter", "section", "article")
_RANKS = {kind: rank for rank, kind in enumerate(dict.fromkeys((*_NAMED, *(kind for kind, _ in _PLAIN))))}


@dataclass(frozen=True)
class Label:
    """A number that a paragraph bears.

    Attributes:
        text: As printed, with the blanks behind it.
        kind: Numbers of one kind count on; `1.1` is another kind than `1.1.1`.
        number: Which one it is, the last one of `2.1.3`; 0 where its sign is none, such as a dot.
        above: The numbers before that, of `2.1.3` those of `2.1`.
        sure: Whether it is a number even where it does not go on from one before.
        typed: How many signs of the paragraph's text it takes.
        second: The number in brackets that stands right behind it, and is its part.
    """

    text: str
    kind: str
    number: int
    above: tuple[int, ...] = ()
    sure: bool = True
    typed: int = 0
    second: str = ""

    @property
    def rank(self) -> float:
        """Where its kind mostly stands: what is higher stands lower."""
        return _RANKS[self.kind.split()[0]] + len(self.above) / 10


def labels_of(paragraph: Paragraph) -> tuple[Label, ...]:
    """Return what a paragraph's number may be, the likeliest first; nothing where it bears none."""
    if not paragraph.label:
        return _typed(paragraph.text)
    blank = _blank(paragraph.text)
    second = _second(paragraph.text[len(blank) :])
    typed = blank + second
    text = paragraph.label + (typed or _parting(paragraph.label, paragraph.text))
    found = _typed(paragraph.label) or (Label("", BULLET, 0),)
    return tuple(replace(one, text=_flat(text), sure=True, typed=len(typed), second=second) for one in found)


def _typed(text: str) -> tuple[Label, ...]:
    hits = ((kind, pattern.match(text)) for kind, pattern in _patterns())
    return tuple(label for kind, hit in hits if hit and (label := _label(kind, hit)))


def _label(kind: str, hit: re.Match[str]) -> Label | None:
    parts = re.split(r"[.\uff0e\ufe52]", hit["n"]) if kind != BULLET else []
    numbers = [number_of(part, roman=kind in _ROMANS) for part in parts] or [0]
    if None in numbers:
        return None
    *above, number = (number or 0 for number in numbers)
    behind = hit.string[hit.end() :]
    blank = _blank(behind)
    end = hit.end() + len(blank)
    second = _second(hit.string[end:]) if hit[0][0] in "(\uff08" else ""
    end += len(second)
    text = _flat(hit.string[:end])
    kind = f"{kind} {len(above)}" if above else kind
    return Label(text, kind, number, tuple(above), _is_sure(kind, hit, blank, behind[len(blank) :]), end, second)


def _is_sure(kind: str, hit: re.Match[str], blank: str, behind: str) -> bool:
    """Tell whether nothing but a number looks like this."""
    if kind == "han":  # two numerals in a row, such as of classes one and two, are none
        return bool(behind) and behind[0] not in NUMERALS and hit[0][-1] not in NUMERALS
    if kind in _NAMED:  # in front of a word that goes on in small letters, it is that of another paper
        return bool(blank or not behind or hit[0][-1] in ":\uff1a") and not behind[:1].islower()
    if kind.startswith("1.1") and kind[4:] >= "2":  # three numbers in front of words
        return bool(blank and behind)
    return kind in _SURE and bool(behind) and not hit[0].isdecimal() and not (kind == "1." and behind[0].isdecimal())


def _second(text: str) -> str:
    """Return the number in brackets that stands behind another, with the blanks behind it."""
    hit = re.match(rf"{_OPEN}(?:\d{{1,3}}|{_HAN}){_CLOSE}\s*", text)
    return hit[0] if hit and text[hit.end() :] else ""


def _blank(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _flat(text: str) -> str:
    return text.replace("\t", " ")


def _parting(label: str, text: str) -> str:
    """Return the blank between an automatic number and its words, where both are written with blanks."""
    latin = text[:1].isascii() or unicodedata.east_asian_width(text[:1] or "x") == "Na"
    return " " if text and ((label[-1].isascii() and latin) or labels_named(label)) else ""


def labels_named(label: str) -> bool:
    """Tell whether a number is that of a chapter or the like, which a blank parts from its title."""
    return any(one.kind in _NAMED for one in _typed(label))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    named = []
    for kind in _NAMED:
        for called in words()[kind]:
            before, _, behind = called.partition("{number}")
            end = rf"\s*{re.escape(behind)}[:\uff1a]?" if behind else r"[.:]?"
            pattern = rf"{re.escape(before.strip())}\s*(?P<n>{_ANY}){end}"
            named.append((kind, re.compile(pattern, re.IGNORECASE)))
    named.append(("article", re.compile(r"\u00a7\s*(?P<n>\d{1,3})(?!\d|\.\d)\.?")))
    return (*named, *((kind, re.compile(pattern)) for kind, pattern in _PLAIN))


def following(label: Label) -> str:
    """Return the number behind one, written as it is; empty where that is not known."""
    for form in _WRITTEN:
        made, after = numeral(label.number, form), numeral(label.number + 1, form)
        if made and after and made in label.text:
            head, _made, tail = label.text.strip().rpartition(made)
            return head + after + tail
    return ""


def with_zeros(text: str) -> str:
    """Return a text with the zeros of its years in Chinese numerals, for which other round signs are typed."""
    return _YEAR.sub(lambda hit: hit[0].translate(_ZEROS), text)


def number_of(text: str, *, roman: bool = False) -> int | None:
    """Return the number that digits, letters, Roman or Chinese numerals write; None where they write none."""
    text = text.strip()
    if roman or (len(text) > 1 and re.fullmatch("[IVXLCivxlc]+", text)):
        return _roman(text)
    if len(text) == 1 and text.isascii() and text.isalpha():
        return ord(text.lower()) - ord("a") + 1
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and text not in NUMERALS:
        return int(unicodedata.numeric(text, 0))
    return _han(text) if text and all(sign in NUMERALS for sign in text) else None


def _roman(text: str) -> int | None:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[sign] for sign in text.lower()]
    number = sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
    return number if _written(number) == text.lower() else None


def _written(number: int) -> str:
    signs = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    made = ""
    for value, sign in signs:
        made += sign * (number // value)
        number %= value
    return made


def _han(text: str) -> int:
    """Return the number of Chinese numerals: digits in a row, or with tens, hundreds and thousands."""
    values = [int(unicodedata.numeric(sign)) for sign in text]
    if max(values) < 10:
        return int("".join(map(str, values)))
    total = digit = 0
    for value in values:
        if value < 10:
            digit = value
        else:
            total, digit = total + (digit or 1) * value, 0
    return total + digit
