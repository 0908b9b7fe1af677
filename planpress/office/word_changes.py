"""The blocks of a document as it was and as it is → one document with the difference as tracked changes.

In: the blocks of two states of a campaign, and what cuts their texts into words. Out: blocks in which each run,
paragraph and row tells what became of it; pure. Taking in all gives the blocks as they are, turning down all as they
were, always. Paragraphs and rows are joined by their addresses, never by likeness.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from planpress.office.word_blocks import Block, Grid, GridRow, Line, Run
from planpress.redline import Mark, Words, redline

T = TypeVar("T")


def tracked(old: Sequence[Block], new: Sequence[Block], words: Words) -> tuple[Block, ...]:
    """Return `new` with what was `old`; what is gone stands before what came in its place.

    A paragraph that moved, or has another style, is taken out and put in; its bookmark stands where it is now.
    """
    kept = {block.ref for block in new}
    found: list[Block] = []
    for was, now in _joined(old, new):
        if now is None:
            assert was is not None
            found.append(_marked(was, "deleted", named=was.ref not in kept))
        elif was is None:
            if isinstance(now, Grid) and found and isinstance(found[-1], Grid):
                found.append(Line(f"{now.ref}:gap", "Section end", mark="deleted", named=False))  # two would be one
            found.append(_marked(now, "inserted"))
        else:
            found.append(_changed(was, now, words))
    return tuple(found)


def _joined(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    return _aligned(old, [_key(block) for block in old], new, [_key(block) for block in new])


def _key(block: Block) -> tuple[object, ...]:
    """Return what a block must have in common with another to be joined with it."""
    if isinstance(block, Line):
        return block.ref, block.style, block.ends
    # of tall cells no row can be taken out by itself
    return block.ref, block.widths, tuple(row for row in block.rows if row.head or block.joins)


def _aligned(
    old: Sequence[T], before: Sequence[object], new: Sequence[T], after: Sequence[object]
) -> Iterator[tuple[T | None, T | None]]:
    """Yield what is the same in both by their keys, in order; else what was alone, then what is alone."""
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from ((one, None) for one in old[a:b])
            yield from ((None, one) for one in new[c:d])


def _changed(was: Block, now: Block, words: Words) -> Block:
    if isinstance(now, Line):
        assert isinstance(was, Line)
        return _reworded(was, now, words)
    assert isinstance(was, Grid)
    return _refilled(was, now, words)


def _marked(block: Block, mark: Mark, *, named: bool = True) -> Block:
    if isinstance(block, Line):
        return _marked_line(block, mark, named=named)
    return replace(block, rows=tuple(_marked_row(row, mark, named=named) for row in block.rows))


def _marked_line(line: Line, mark: Mark, *, named: bool = True) -> Line:
    runs = tuple(replace(run, mark=mark) for run in line.runs)
    return replace(line, mark=mark, runs=runs, named=line.named and named)


def _marked_row(row: GridRow, mark: Mark, *, named: bool = True) -> GridRow:
    cells = tuple(replace(cell, line=_marked_line(cell.line, mark, named=named)) for cell in row.cells)
    return replace(row, cells=cells, mark=mark)


def _refilled(was: Grid, now: Grid, words: Words) -> Grid:
    """Compare two tables with the same columns, row by row."""
    kept = {row.ref for row in now.rows}
    before, after = ([(row.ref, len(row.cells)) for row in grid.rows] for grid in (was, now))
    rows = []
    for old, new in _aligned(was.rows, before, now.rows, after):
        if new is None:
            assert old is not None
            rows.append(_marked_row(old, "deleted", named=old.ref not in kept))
        elif old is None:
            rows.append(_marked_row(new, "inserted"))
        else:
            lines = [_reworded(a.line, b.line, words) for a, b in zip(old.cells, new.cells, strict=True)]
            cells = (replace(cell, line=line) for cell, line in zip(new.cells, lines, strict=True))
            rows.append(replace(new, cells=tuple(cells)))
    return replace(now, rows=tuple(rows))


def _reworded(was: Line, now: Line, words: Words) -> Line:
    """Compare two paragraphs word by word, a style of characters at a time: what leads stands before the rest."""
    styles = dict.fromkeys(run.style for run in sorted((*was.runs, *now.runs), key=lambda run: not run.style))
    runs = []
    for style in styles:
        old, new = (_in_style(line.runs, style) for line in (was, now))
        runs += [Run(piece.text, style, piece.mark) for piece in redline(old, new, words)]
    return replace(now, runs=tuple(runs))


def _in_style(runs: Iterable[Run], style: str) -> str:
    return "".join(run.text for run in runs if run.style == style)
