"""A whole text → a .docx that is as hard to read as those of an office, and says the same once changes are accepted.

In: lines as printed, and tables as rows. Out: a file in which numbers are automatic wherever the word processor would
print the same, also in cells; the first lines stand in a table; words are put in and taken out as tracked changes, a
paragraph was cut in two and another struck; heads of tables are typed again; cells that say nothing are merged; a text
box stands beside, and paragraphs are indented by full-width blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kit.word import (
    MARK_GONE,
    PLAN_LEVELS,
    abstract,
    box,
    cell,
    docx,
    gone,
    ins,
    num,
    p,
    restart,
    row,
    run,
    table,
)
from planpress.content.word.files.numerals import numeral

BOX = "此件公开发布"
STRUCK = "（此段已删去）"
Line = str | Sequence[Sequence[str]]
"""A paragraph, or the rows of a table, the first its head."""


@dataclass
class _Numbers:
    """What the lists print next; each scope of a plan has a list of its own, so that it begins at one."""

    lists: int = 1
    counts: dict[int, int] = field(default_factory=dict)

    def take(self, words: str) -> tuple[tuple[int, int], str] | None:
        """Return list and level that print what words begin with, and the words behind; None where none does."""
        for at, (form, pattern) in enumerate(PLAN_LEVELS):
            expected = self.counts.get(at, 0) + 1
            for number in dict.fromkeys((expected, 1) if at == 0 else (expected,)):
                label = re.sub(r"%\d", numeral(number, form) or "?", pattern)
                if not words.startswith(label) or words == label:
                    continue
                if number != expected:
                    self.lists += 1
                self.counts = {level: many for level, many in self.counts.items() if level < at} | {at: number}
                return (self.lists, at), words[len(label) :]
        return None


def hard(path: Path, lines: Iterable[Line], *, head: int = 0, every: int = 7) -> Path:
    """Write a file that says `lines`.

    Args:
        path: Where.
        lines: What it says.
        head: How many of the first lines stand in a table, as a red head does.
        every: At each how manyth paragraph there is a tracked change.
    """
    lines = list(lines)
    numbers, tables = _Numbers(), 0
    red = [p(str(line), look='<w:jc w:val="center"/>') for line in lines[:head]]
    blocks = [table([cell(*red)])] if red else []
    for at, line in enumerate(lines[head:], 1):
        if not isinstance(line, str):
            tables += 1
            blocks.append(_table(line, 1000 + tables))
        else:
            blocks += _paragraphs(line, numbers.take(line), at if at % every == 0 else 0)
        if at == 3:
            blocks.append(p(box(p(BOX)), mark=MARK_GONE))
    plan = abstract(0, PLAN_LEVELS) + abstract(1, [("decimal", "%1")])
    anew = "".join(map(restart, range(len(PLAN_LEVELS))))
    lists = "".join(num(one, 0, anew) for one in range(1, numbers.lists + 1))
    lists += "".join(num(1000 + one, 1, restart(0)) for one in range(1, tables + 1))
    return docx(path, *blocks, numbering=plan + lists)


def _paragraphs(line: str, numbered: tuple[tuple[int, int], str] | None, changed: int) -> list[str]:
    """Return a paragraph, and with every tracked change what stood there before."""
    place, words = numbered or (None, line)
    indent = "" if place or not words else "　　"
    half = len(words) // 2
    if not changed or half < 2:
        return [p(run(indent + words) if indent else words, num=place)]
    if changed % 2:
        return [p(run(indent + words[:half]), ins(run(words[half:])), gone("旧文"), num=place)]
    struck = p(gone(STRUCK), num=place, mark=MARK_GONE)
    return [struck, p(run(indent + words[:half]), num=place, mark=MARK_GONE), p(run(words[half:]), mark="")]


def _table(rows: Sequence[Sequence[str]], list_number: int) -> str:
    """Return a table with its head marked and typed again, numbers made by a list, and a blank last column merged."""
    head, *others = rows
    made, counted = [row(*head, head=True)], 0
    blank = all(not one[-1] for one in others)
    for at, cells in enumerate(others):
        if at and at == len(others) // 2:
            made.append(row(*head))
        automatic = cells[0] == str(counted + 1)
        counted += automatic
        first = cell(p(num=(list_number, 0))) if automatic else cells[0]
        last = cell(tall="continue" if at and at != len(others) // 2 else "restart") if blank else cells[-1]
        made.append(row(first, *cells[1:-1], last))
    return table(*made)
