"""The blocks of a file → its lines: paragraphs parted at soft breaks, without blank ones and a table of contents.

In: a `Document`. Out: blocks, and what was left out. A soft break parts what are two paragraphs to a reader, or two
lines of a title; within a sentence it parts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from planpress.content.days import days_said
from planpress.content.word.document import Block, Document, Paragraph, Table
from planpress.content.word.grammar.labels import labels_of, number_of, with_zeros
from planpress.content.word.grammar.vocabulary import called
from planpress.content.word.outline import Doubt
from planpress.i18n import Translate, catalogues
from planpress.signs import NUMERALS

SHORT = 20
"""Signs of a line that is one by itself, such as of a title over several."""

MOST_LISTED = 40
"""Signs of a line of a table of contents."""

_ENDS = re.compile("[\u3002\uff1b;\uff1a:.!?\uff01\uff1f\u201d\u300b)\uff09]$")
_HAN = re.compile(f"[{NUMERALS}]+")
_PAGE = re.compile(r"(\.{3,}|\u2026|\u00b7{3,}|\t|\s{2,})\s*[-\u2013\u2014]?\s*\d{1,3}\s*[-\u2013\u2014]?$")


def lines_of(document: Document) -> tuple[Block, ...]:
    """Return tables as they are, and paragraphs that say something, a line each."""
    found: list[Block] = []
    for block in document.blocks:
        found += [block] if isinstance(block, Table) else _parted(block)
    return tuple(found)


def _parted(paragraph: Paragraph) -> Iterator[Paragraph]:
    made: list[Paragraph] = []
    rest, bold = paragraph.text, paragraph.bold
    for part in rest.split("\n"):
        text = part.strip()
        begins = len(part) - len(part.lstrip())
        line = replace(paragraph, text=text, bold=max(0, min(bold - begins, len(text))))
        bold = max(0, bold - len(part) - 1)
        if made:
            line = replace(line, label="", marks=())
        if made and text and _goes_on(made[-1], line):
            made[-1] = replace(made[-1], text=made[-1].text + _between(made[-1].text, text) + text)
        elif text or (line.label and not made):
            made.append(line)
    yield from made


def _goes_on(line: Paragraph, after: Paragraph) -> bool:
    open_end = line.text[-1:] in "\uff0c,\u3001" or (len(line.text) > SHORT and not _ENDS.search(line.text))
    return bool(line.text) and open_end and not line.centred and not any(one.sure for one in labels_of(after))


def _between(text: str, after: str) -> str:
    return " " if text[-1].isascii() and after[0].isascii() else ""


def is_date(text: str) -> bool:
    """Tell whether a line is a day with its year, and nothing else."""
    plain = with_zeros("".join(text.split())) if not text.isascii() else text
    plain = _HAN.sub(lambda hit: str(number_of(hit[0])), plain)
    for language in catalogues():
        said, left = days_said(plain, language)
        if len(said) == 1 and said[0].year and not left.strip(" ."):
            return True
    return False


def _end_of_contents(blocks: Sequence[Block], words: Sequence[str], at: int) -> int:
    """Return where the list below the title of a table of contents ends: it is short, and its first line repeated."""
    again = next((number for number in range(at + 2, len(words)) if words[number] == words[at + 1] != ""), at + 1)
    while again > at + 1 and words[again - 1] not in words[again:]:
        again -= 1
    short = all(isinstance(one, Paragraph) and len(one.words) <= MOST_LISTED for one in blocks[at:again])
    return again if short else at + 1


def without_contents(blocks: Sequence[Block], _: Translate) -> tuple[tuple[Block, ...], list[Doubt]]:
    """Return the blocks without a table of contents, which repeats headings, and a doubt that has its words."""
    title = re.compile(rf"{called('contents')}[:\uff1a]?", re.IGNORECASE)
    words = ["".join(block.words.split()) if isinstance(block, Paragraph) else "" for block in blocks]
    out: set[int] = set()
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        if title.fullmatch(words[at]):
            out.update(range(at, _end_of_contents(blocks, words, at)))
        if (
            block.style.casefold().startswith("toc")
            or (_PAGE.search(block.text) and (at - 1 in out))
            or title.fullmatch(words[at])
            or (at - 1 in out and words[at] in words[at + 1 :])
        ):
            out.add(at)
    if not out:
        return tuple(blocks), []
    left = [block for at, block in enumerate(blocks) if at in out and isinstance(block, Paragraph)]
    done = _("Left out: it is the table of contents, which says again what stands below")
    told = "\n".join(paragraph.words for paragraph in left)
    doubt = Doubt(left[0].number, told, done, _("Where it is none, write it into the YAML"), left=True)
    return tuple(block for at, block in enumerate(blocks) if at not in out), [doubt]
