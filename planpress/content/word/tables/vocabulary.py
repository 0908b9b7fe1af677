"""The words above a column, or in a cell that names something → what they mean.

In: words, in any language that has a catalogue. Out: what kind of column they head; whether they are those of a place
to sign, a total, a number, boxes to tick, or a title of check tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Literal

from planpress.i18n import Translate, catalogues, translations

LONGEST_FOOT = 24
"""Signs of the label of a place to sign."""

Heading = Literal["", "number", "content", "subject", "answer", "remark", "given", "data"]
"""What a column holds: numbers; the words to check; what may be those, or a category of them; what is found; remarks;
what else is printed of a row; or what only a list of data has, such as names and telephones."""


BOXES = "\u25a1\u2610\u2611\u2612\u25a0\u25cb\u25ef\u2b1c\u25fb\U0001f78e\uf06f\uf0a8\uf0a3"
"""Signs to tick, those of fonts of signs too."""

WRITTEN = "_\uff3f\u2014\u2015\u2013/\uff0f\\-\u3000 \n\t"
"""What a cell holds that says nothing."""


def kind_of(heading: str) -> Heading:
    """Return what kind of column a heading stands above; empty where it is none that is known."""
    said = list(dict.fromkeys((folded(heading), name_of(heading))))
    if any(one in _words()["number"] for one in said):
        return "number"
    kinds: tuple[Heading, ...] = ("content", "given", "answer", "remark", "data", "subject")
    return next((kind for kind in kinds for one in said if _patterns()[kind].search(one)), "")


def name_of(heading: str) -> str:
    """Return the words of a heading without what is in brackets, and without the same again in letters."""
    plain = re.sub(r"\([^()]*\)", "", folded(heading))
    return re.sub(r"[\x00-\x7f]", "", plain) or plain


def says(what: Literal["sign", "total", "check", "other", "log"], text: str) -> bool:
    """Tell whether words are those of a place to sign, of a total, or of the title of a check table or another."""
    return bool(_patterns()[what].search(folded(text)))


def is_foot(text: str) -> bool:
    """Tell whether words are the label of a place below a table: it ends with a word for who signs or the like."""
    plain = re.sub(r"[\s()_]+$", "", folded(re.split("[:\uff1a\n]", text)[0]))
    found = [hit.end() for hit in _patterns()["foot"].finditer(plain)]
    return len(plain) <= LONGEST_FOOT and len(plain) in found


def is_date(text: str) -> bool:
    """Tell whether words are the blanks of a date."""
    signs = {sign for language in catalogues() for sign in translations(language).gettext("____ / ___ / ___")}
    return bool(text.strip(" _/\u3000")) and set(text) <= signs | set(" \u3000")


def is_number(text: str) -> bool:
    """Tell whether words are a number and no more: digits of any script, with signs or up to two letters."""
    plain = unicodedata.normalize("NFKC", re.sub(r"\s", "", text))
    signs = re.sub(r"^[A-Za-z]{1,2}(?=[\d.-])|[-.\u3001()\u7b2c\u6761\u9879]", "", plain)
    return 0 < len(plain) <= 10 and bool(signs) and all(unicodedata.numeric(sign, None) is not None for sign in signs)


def is_blank(text: str) -> bool:
    """Tell whether a cell says nothing: it is empty, or holds lines to write on."""
    return not text.strip(WRITTEN)


def ticks_of(text: str) -> tuple[str, ...]:
    """Return what can be ticked, where a cell holds boxes and what stands at each; none where it holds something else.

    Boxes stand before what they are for, or all behind it; what one stands for may begin with a box of another kind.
    """
    first = next((sign for sign in text if sign in BOXES), "")
    found = _ticked(text, first) if first else ()
    return found if not any(sign in BOXES for one in found for sign in one[1:]) else _ticked(text, BOXES)


def ticks_of_all(column: Iterable[str]) -> tuple[str, ...]:
    """Return what can be ticked in each cell of a column that says something; none where that is not the same."""
    found = {ticks_of(text) for text in column if not is_blank(text)}
    return found.pop() if len(found) == 1 else ()


def _ticked(text: str, boxes: str) -> tuple[str, ...]:
    parts = [part.strip(" \u3000\u00a0\t\n;\uff1b,\uff0c/\uff0f") for part in re.split(f"[{boxes}]", text)]
    parts = parts[1:] if not parts[0] else parts[:-1] if not parts[-1] else []
    return tuple(parts) if all(parts) else ()


def folded(text: str) -> str:
    """Return words as they are compared: in small letters, without blanks that only set them apart."""
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).lower()).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", plain)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = {what: list(map(_pattern, found)) for what, found in _words().items()}
    parts = "|".join(words.pop("part"))
    words["content"].append(f"(?:{'|'.join(words['check'])})[ -]?(?:{parts})")  # what is checked, in any of its words
    return {what: re.compile("|".join(sorted(found, key=len, reverse=True))) for what, found in words.items()}


def _pattern(word: str) -> str:
    """Return the pattern of a word: one in letters stands alone, `^` and `$` mean the whole."""
    inner = re.escape(word.strip("^$"))
    inner = rf"\b{inner}\b" if word.isascii() else inner
    return "^" * word.startswith("^") + inner + "$" * word.endswith("$")


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Return the words of each kind, of all languages."""
    found: dict[str, dict[str, None]] = {}
    for _ in (translations(language).gettext for language in catalogues()):
        for what, words in _said(_).items():
            found.setdefault(what, {}).update(dict.fromkeys(map(folded, words.split("|"))))
    return {what: tuple(words) for what, words in found.items()}


def _said(_: Translate) -> dict[str, str]:
    return {
        "number": _("no.|no|number|item no.|s/n|ref|ref.|#"),
        "content": _(
            "what to check|what to look at|items to check|requirement|requirements|question|questions|criteria"
            "|^check list$|^checklist$"
        ),
        "part": _("item|items|point|points|content|contents|question|questions|requirement|requirements"),
        "subject": _("^item$|^items$|subject|description|topic|category|area|section|hazard"),
        "answer": _(
            "result|results|finding|findings|found|in order|confirmed|yes|no|n/a|pass|fail|compliant|compliance"
            "|complies|ok|score|measure|action|mended|corrected"
        ),
        "remark": _("remark|remarks|comment|comments|note|notes"),
        "given": _("method|basis|law|legal basis|reference|points|weight|standard|evidence|kind|frequency"),
        "data": _(
            "name|names|phone|telephone|mobile|email|post|position|unit|department|office|lead|led by|supported by"
            "|date|time|deadline|due|by when|responsible|place|address|count|quantity|amount|day"
        ),
        "foot": _(
            "signature|signed|signed by|inspected by|inspector|representative|conclusion|opinion|remarks|note|notes"
            "|seal|date"
        ),
        "sign": _("signature|signed|signed by|seal"),
        "total": _("^total$|^total score$|^sum$|^subtotal$"),
        "check": _("check|checklist|inspection|self-check|audit|assessment|review"),
        "other": _(
            "register|registration|ledger|statistics|contacts|contact list|schedule|attendance|assignment|summary"
            "|roster"
        ),
        "log": _("log|record of entries"),
    }
