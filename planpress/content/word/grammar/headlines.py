"""Which paragraphs without a number are headings.

In: paragraphs, their numbers, and how kinds of numbers rank. Out: the rank of each heading. A short line is one where
the word processor says so, where the numbers around it leave one out or begin again, or where a text stands below it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from planpress.content.word.document import Paragraph
from planpress.content.word.grammar.labels import Label
from planpress.content.word.grammar.vocabulary import called
from planpress.content.word.marks import PLAN_TITLE, mark_of
from planpress.model.addresses import PLAN

MOST_SIGNS, MOST_LATIN = 32, 70
"""Of a heading, where it is written in ideographs, and where it is not."""

SHORT = 18
"""Of a title that is a sentence."""

ENDS = "\u3002\uff1b;\uff01!\uff1f?\uff0c,\u3001."
_SENTENCES = re.compile("[\u3002\uff1b;\uff01!\uff1f?]|[.] +[A-Z]")
_FILLED_IN = re.compile(r"__|\s{3,}|\t.*\t")
"""Blanks to write in, and columns, which no heading has."""

_INSIDE = re.compile("[\u3002\uff1b;\uff01!\uff1f?\uff0c\uff1a:]|[.,] ")


class Heading(NamedTuple):
    """Where a heading without a number stands: at a rank, or below the heading of a rank higher than `above`."""

    rank: float | None = None
    above: float = math.inf


def is_headline(text: str) -> bool:
    """Tell whether a text is short and no sentence."""
    text = text.strip()
    most = MOST_LATIN if text.isascii() else MOST_SIGNS
    if not 1 < len(text) <= most or text[-1] in ENDS or _SENTENCES.search(text):
        return False
    return any(sign.isalpha() for sign in text)


def is_plain(text: str) -> bool:
    """Tell whether a text is short and has no sign of a sentence at all."""
    return is_headline(text) and not _INSIDE.search(text)


def is_short_sentence(text: str) -> bool:
    """Tell whether a text is one sentence that is as short as a title."""
    text = text.strip()
    return text[-1:] == "\u3002" and is_plain(text[:-1]) and len(text) <= SHORT


def is_caption(text: str) -> bool:
    """Tell whether a line is what a table or a picture with a number is called."""
    return re.match(rf"\s*{called('caption')}\s*\d", text, re.IGNORECASE) is not None


def is_annex_title(line: Paragraph) -> bool:
    """Tell whether a line of a file of ours is the title of an annex that has no label."""
    return bool(line.marks) and line.style == PLAN_TITLE and mark_of(PLAN) not in line.marks


def is_styled(paragraph: Paragraph) -> bool:
    """Tell whether the word processor says that it is a heading; the level of a list is its own."""
    listed = paragraph.label and not paragraph.style.casefold().startswith("heading")
    return paragraph.level is not None and not listed


def headings(
    paragraphs: Sequence[Paragraph], labels: Sequence[Label | None], ranks: dict[str, int]
) -> dict[int, Heading]:
    """Return each heading without a number, by its place."""
    found: dict[int, Heading] = {}
    for at, paragraph in enumerate(paragraphs):
        said = _FILLED_IN.search(paragraph.text) or is_caption(paragraph.text)
        if labels[at] is None and is_headline(paragraph.text) and not said:
            heading = _heading(at, paragraphs, labels, ranks, found)
            if heading:
                found[at] = heading
    return found


def _heading(
    at: int,
    paragraphs: Sequence[Paragraph],
    labels: Sequence[Label | None],
    ranks: dict[str, int],
    found: dict[int, Heading],
) -> Heading | None:
    paragraph = paragraphs[at]
    if paragraph.level is not None:
        pairs = zip(paragraphs, labels, strict=True)
        same = next((label for one, label in pairs if label and is_styled(one) and one.level == paragraph.level), None)
        return Heading(ranks[same.kind] if same else paragraph.level / 10 - 0.9)
    left_out = _left_out(at, labels, ranks, found)
    if left_out is not None:
        return Heading(left_out)
    if paragraph.bold >= len(paragraph.text.strip()):
        return Heading()
    if "article" in ranks:  # what stands below an article is its text
        return None
    if _has_text_below(at, paragraphs, labels, found):
        return Heading()
    after = labels[at + 1] if at + 1 < len(labels) else None
    if after and after.number == 1 and is_plain(paragraph.text):
        seen = any(label and label.kind == after.kind for label in labels[:at])
        return Heading(above=ranks[after.kind]) if not seen or _begins_again(at, after, labels, ranks) else None
    return None


def _left_out(
    at: int, labels: Sequence[Label | None], ranks: dict[str, int], found: dict[int, Heading]
) -> float | None:
    """Return the rank of a kind of numbers that leaves out one around this place, which no other heading takes."""
    for kind, rank in sorted(ranks.items(), key=lambda one: one[1]):
        before, start = 0, 0
        for place in range(at - 1, -1, -1):
            label = labels[place]
            if label and ranks[label.kind] <= rank:
                before, start = (label.number if label.kind == kind else 0), place
                break
        after = next((label for label in labels[at:] if label and ranks[label.kind] <= rank), None)
        taken = any(place in found and found[place].rank == rank for place in range(start, at))
        if after and after.kind == kind and after.number == before + 2 and not after.above and not taken:
            return float(rank)
    return None


def _begins_again(at: int, after: Label, labels: Sequence[Label | None], ranks: dict[str, int]) -> bool:
    """Tell whether numbers of a kind begin again though nothing above them did."""
    before = (label for label in reversed(labels[:at]) if label and ranks[label.kind] <= ranks[after.kind])
    last = next(before, None)
    return last is not None and last.kind == after.kind


def _has_text_below(
    at: int, paragraphs: Sequence[Paragraph], labels: Sequence[Label | None], found: dict[int, Heading]
) -> bool:
    before = (one for one in range(max(0, at - 2), at) if labels[one] is None and one not in found)
    listed = sum(is_headline(paragraphs[one].text) for one in before) == 2  # such as the last of several names
    if listed or at + 1 >= len(paragraphs) or labels[at + 1] is not None or not is_plain(paragraphs[at].text):
        return False
    below = paragraphs[at + 1].text.strip()
    return below[-1:] in "\u3002." and len(below) > 2 * len(paragraphs[at].text)
