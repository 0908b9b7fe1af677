"""The foot of a letter: who has a copy, who printed it and when; below its date, or behind everything.

In: blocks. Out: which lines they are. A table that holds them is read as lines, a row each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from planpress.content.word.document import Block, Paragraph, Table
from planpress.content.word.grammar.headlines import is_headline
from planpress.content.word.grammar.labels import labels_of
from planpress.content.word.grammar.vocabulary import called
from planpress.signs import NUMERALS

MOST_LINES = 6
"""Blocks at the end of a file that may be the foot."""

_BLANKS = "    "


def flat(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, tables that hold the foot of a letter as lines."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and any(_says_copy(cell.words) for cell in block.cells):
            rows = groupby(block.cells, lambda cell: cell.row)
            found += [_joined([line for cell in row for line in cell.paragraphs if line.words]) for _at, row in rows]
        else:
            found.append(block)
    return found


def _joined(lines: Sequence[Paragraph]) -> Paragraph:
    marks = tuple(mark for line in lines for mark in line.marks)
    return replace(lines[0], text=_BLANKS.join(line.words for line in lines), label="", marks=marks)


def parted(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Paragraph, ...]]:
    """Return the blocks without the foot that closes the file, and the foot."""
    lines = flat(blocks)
    for start in range(max(0, len(lines) - MOST_LINES), len(lines)):
        foot = [line for line in lines[start:] if isinstance(line, Paragraph)]
        fields = {field_of(foot, at) for at in range(len(foot))}
        if len(foot) == len(lines) - start and fields <= {"copy_to", "printed"}:
            return tuple(lines[:start]), tuple(foot)
    return tuple(blocks), ()


def field_of(lines: Sequence[Block], at: int) -> str:
    """Return what a line below the date of a letter is: `remark`, `copy_to`, `printed`; empty where it is none."""
    line = lines[at]
    if not isinstance(line, Paragraph):
        return ""
    text, after = line.words.strip(), lines[at + 1] if at + 1 < len(lines) else None
    if text[0] in "(\uff08" and text[-1] in ")\uff09" and not any(one.sure for one in labels_of(line)):
        return "remark"
    if _says_copy(text):
        return "copy_to"
    dated = isinstance(after, Paragraph) and after.words.strip()[0].isdigit() and _says_printed(after)
    return "printed" if _says_printed(line) or (dated and is_headline(text)) else ""


def _says_copy(words: str) -> bool:
    return re.match(rf"{called('copy')}\s*[:\uff1a]", words, re.IGNORECASE) is not None


def _says_printed(line: Paragraph) -> bool:
    text = line.words.strip()
    pattern = rf".*\d.*{called('printed')}|{called('printed')}\W.*\d.*"
    return len(text) < 80 and re.fullmatch(pattern, text, re.IGNORECASE) is not None


def printed_parts(lines: Sequence[Paragraph]) -> tuple[str, str]:
    """Return who printed a letter, and when."""
    text = _BLANKS.join(line.words.strip() for line in lines)
    parts = re.split(r"\s{2,}|\t", text, maxsplit=1)
    if len(parts) == 1:
        parts = re.split(rf"(?=(?:\d{{4}}|[{NUMERALS}]{{4}})\D)", text, maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""
