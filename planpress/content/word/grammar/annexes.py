"""The lines of a file → what stands before the annexes, and each annex with its label and title.

In: blocks. Out: `Scope` values. An annex begins with a line that is its label, or its label and title; a list that
names annexes begins none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from planpress.content.word.document import Block, Paragraph, Table
from planpress.content.word.grammar.headlines import (
    MOST_LATIN,
    MOST_SIGNS,
    is_annex_title,
    is_caption,
    is_headline,
    is_plain,
    is_styled,
)
from planpress.content.word.grammar.labels import Label, labels_of
from planpress.content.word.grammar.lines import is_date
from planpress.content.word.grammar.vocabulary import called
from planpress.signs import NUMERALS

MOST_LINES = 4
"""Of a title."""

_GAP = re.compile(r"\s{4,}$")

LIST = 12
"""So many lines above a date, names of annexes are a list that the letter has."""


@dataclass(frozen=True)
class Scope:
    """What one annex holds; of the plan, without a label."""

    label: str
    title: str
    blocks: tuple[Block, ...]
    number: int = 0
    marks: tuple[str, ...] = ()


@cache
def _label() -> re.Pattern[str]:
    number = rf"(?:\d{{1,2}}|[{NUMERALS}]{{1,3}}|[IVX]{{1,4}}(?![A-Za-z0-9])|[A-Z]\d{{0,2}}(?![A-Za-z0-9]))"
    more = rf"(?:\s*[-\uff0d\u2014\u2013.]\s*\d{{1,2}})*(?:\s*[(\uff08]\s*{number}\s*[)\uff09])?"
    return re.compile(
        rf"(?P<word>{called('annex')})\s*(?P<number>{number}{more})?\s*(?:(?P<colon>[:\uff1a])|(?<=\d)[.\uff0e](?!\d))?\s*",
        re.IGNORECASE,
    )


def named(paragraph: Paragraph) -> re.Match[str] | None:
    """Return what names an annex at the beginning of a line, if it is no sentence."""
    hit = _label().match(paragraph.words)
    rest = paragraph.words[hit.end() :] if hit else ""
    return (
        hit if hit and (not rest or (((hit["number"] or hit["colon"]) and is_headline(rest)) or hit["colon"])) else None
    )


def is_list(paragraph: Paragraph) -> bool:
    """Tell whether a line begins a list of annexes, or is one of it."""
    hit = named(paragraph)
    return bool(hit and hit["colon"])


def parted(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[Scope]]:
    """Return what stands before the first annex, and the annexes."""
    front, cut = _cut(blocks, _starts(blocks))
    return front, [_scope(one) for one in cut]


def announced(blocks: Sequence[Block], names: Sequence[str]) -> tuple[tuple[Block, ...], list[Scope]]:
    """Return the same where a letter names several plans, each of which begins with a line that is its name."""
    starts = [at for at, block in enumerate(blocks) if isinstance(block, Paragraph) and bare(block.words) in names]
    if len(starts) < 2:
        return tuple(blocks), []
    front, cut = _cut(blocks, starts)
    return front, [_titled(one, Paragraph(0, "")) for one in cut]


def bare(words: str) -> str:
    """Return words without blanks."""
    return "".join(words.split())


def unnamed(blocks: Sequence[Block], size_pt: float) -> tuple[tuple[Block, ...], list[Scope]]:
    """Return what stands before the first annex, and the annexes, where these have titles alone.

    Such a title stands in the middle, in signs no smaller than those of the plan's title, of `size_pt`, unless all
    that the file says is as large.
    """
    starts: list[int] = []
    if len({block.size_pt for block in blocks if isinstance(block, Paragraph)} | {size_pt}) == 1 and size_pt:
        return tuple(blocks), []
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        own = is_annex_title(block)  # whatever was moved around it
        if own or (at and block.centred and block.size_pt >= size_pt and _is_title_alone(block)):
            starts += [at] if own or not _stands_inside(blocks[at + 1 :]) else []
    front, cut = _cut(blocks, [at for at in starts if at - 1 not in starts])
    return front, [_titled(one, Paragraph(0, "")) for one in cut]


def _is_title_alone(line: Paragraph) -> bool:
    return is_headline(line.words) and not (labels_of(line) or is_date(line.words) or is_caption(line.words))


def _stands_inside(below: Sequence[Block]) -> bool:
    """Tell whether the first number below goes on from one above: such a line is that of a table or a picture."""
    numbers = (labels for block in below if isinstance(block, Paragraph) and (labels := labels_of(block)))
    return not any({*one.above, one.number} <= {0, 1} for one in next(numbers, (Label("", "", 1),)))


def _cut(blocks: Sequence[Block], starts: Sequence[int]) -> tuple[tuple[Block, ...], list[Sequence[Block]]]:
    parts = [blocks[start:end] for start, end in zip(starts, [*starts[1:], len(blocks)], strict=False)]
    return tuple(blocks[: starts[0]] if starts else blocks), parts


def _starts(blocks: Sequence[Block]) -> list[int]:
    """Return where annexes begin: at lines that are a label alone where there are any, else at labels with titles."""
    hits = {at: hit for at, block in enumerate(blocks) if isinstance(block, Paragraph) and (hit := named(block))}
    alone = [at for at, hit in hits.items() if hit.end() == len(hit.string) and not _begins_list(blocks, at, hits)]
    titled = [at for at in hits if hits[at].end() < len(hits[at].string) and not ({at - 1, at + 1} & set(hits))]
    titled = [at for at in titled if not _begins_list(blocks, at, hits)]
    if alone:
        word, numbers = hits[alone[0]]["word"], {hits[at]["number"] for at in alone}
        alone = [at for at in alone if hits[at]["word"] == word or not _is_above_table(blocks, at)]
        return sorted(alone + [at for at in titled if not hits[at]["colon"] and hits[at]["number"] not in numbers])
    return titled


def _begins_list(blocks: Sequence[Block], at: int, hits: dict[int, re.Match[str]]) -> bool:
    """Tell whether a line with a colon begins a list of annexes, which stand further below or are not there."""
    if not hits[at]["colon"]:
        return False
    rest = hits[at].string[hits[at].end() :]
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    items = [Paragraph(0, rest)] if rest else [below] if isinstance(below, Paragraph) else []
    listed = any(labels_of(item) and is_headline(item.text) for item in items)
    dated = any(isinstance(one, Paragraph) and is_date(one.words) for one in blocks[at + 1 : at + LIST])
    if hits[at]["number"]:
        if isinstance(below, Paragraph) and below.centred and not (rest or labels_of(below)):
            return False
        return dated or (listed and not rest)
    return dated or listed or any(after > at for after in hits)


def _is_above_table(blocks: Sequence[Block], at: int) -> bool:
    return any(isinstance(block, Table) for block in blocks[at + 1 : at + 3])


def _scope(blocks: Sequence[Block]) -> Scope:
    """Return the annex that begins with a line that names it."""
    first = blocks[0]
    assert isinstance(first, Paragraph)
    hit = named(first)
    assert hit
    label, rest = first.words[: hit.end()], first.words[hit.end() :]
    label = label.rstrip() + (" " if label.isascii() else "")  # where words are parted by blanks
    below = _titled(blocks[1:], replace(first, text=label, label=""))
    if rest and _GAP.search(first.words[: hit.end()]) and below.title:  # a form: the rest is written in
        return replace(below, blocks=(replace(first, text=rest, label="", marks=()), *below.blocks))
    if rest:
        return Scope(label, rest, tuple(blocks[1:]), first.number, first.marks)
    return below


def _titled(blocks: Sequence[Block], label: Paragraph) -> Scope:
    titles, body = title_of(blocks, most=2)
    number = label.number or next((title.number for title in titles), 0)
    marks = tuple(mark for line in (label, *titles) for mark in line.marks)
    return Scope(label.text, joined(titles, ""), body, number, marks)


def joined(titles: Sequence[Paragraph], sign: str) -> str:
    """Return a title of several lines in one, parted by `sign`; by a blank where words are parted by blanks."""
    words = [title.words for title in titles]
    return (sign or (" " if all(word.isascii() for word in words) else "")).join(words)


def title_of(blocks: Sequence[Block], most: int = MOST_LINES) -> tuple[list[Paragraph], tuple[Block, ...]]:
    """Return the lines that are the title of what follows, and what follows."""
    found: list[Paragraph] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or len(found) == most or not _may_go_on(found, block, blocks, most):
            break
        found.append(block)
    if found and len(found) == len(blocks):
        found = found[:1]
    return found, tuple(blocks[len(found) :])


def _may_go_on(found: list[Paragraph], line: Paragraph, blocks: Sequence[Block], most: int) -> bool:
    text = line.words.strip()
    if is_styled(line) and labels_of(line):
        return False
    if (any(one.sure for one in labels_of(line)) and not text.endswith(("\uff09", ")"))) or not _is_title(text):
        return False
    if not found:
        return True
    last = found[-1]
    if last.centred != line.centred:
        return False
    if text[0] in "(\uff08":
        return True
    below = (
        one for one in (line, *blocks[len(found) + 1 : most]) if isinstance(one, Paragraph) and is_plain(one.words)
    )
    return last.centred or (not ends_title(last) and any(map(ends_title, below)))


def ends_title(line: Paragraph) -> bool:
    """Tell whether a line closes a title: with a word for a plan, and whether that is a draft or the like."""
    text = re.sub(r"\s*[(\uff08][^()\uff08\uff09]*[)\uff09]$", "", line.words.strip())
    return bool(re.search(rf"{called('plan')}$", text, re.IGNORECASE))


def _is_title(text: str) -> bool:
    most = MOST_LATIN if text.isascii() else 2 * MOST_SIGNS
    return (
        1 < len(text) <= most
        and text[-1] not in "\u3002\uff1b;\uff1a:.\uff0c,"
        and any(sign.isalpha() for sign in text)
    )
