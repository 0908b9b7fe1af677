"""A table that holds the text itself, such as of minutes → clauses, so that its words are not only told.

In: a table. Out: `Piece` values: a row that is one cell reads on; of others the first cell heads what stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from planpress.content.word.document import Cell, Paragraph, one_line
from planpress.content.word.grammar.headlines import is_headline
from planpress.content.word.grammar.levels import tree
from planpress.content.word.grammar.titles import pieces
from planpress.content.word.outline import Doubt, Kept, Piece
from planpress.i18n import Translate

_COLONS = ("\uff1a", ":")


def clauses_of(kept: Kept, _: Translate) -> tuple[tuple[Piece, ...], list[Doubt]]:
    """Return what a table and its head say as clauses, and the doubts about them."""
    table, inside = kept.table, {cell.words for cell in kept.table.cells}
    made = [Piece(text=head, number=table.number) for head in (kept.title, *kept.above) if head and head not in inside]
    doubts: list[Doubt] = []
    rows = (_filled(cells) for _at, cells in groupby(table.cells, lambda cell: cell.row))
    for alone, group in groupby((row for row in rows if row), lambda row: len(row) == 1):
        if alone:
            nodes, told = tree([line for row in group for line in row[0]], _)
            made += pieces(nodes)
            doubts += told
        else:
            made += (piece for row in group for piece in _of_row(row, _))
    done = _("All that stands here is a table that is no form: its rows were written as clauses")
    to_do = _("Where it is a list, make rows of a checklist, or a form, of them")
    return tuple(made), [Doubt(table.number, made[0].words, done, to_do), *doubts] if made else []


def named_by(kept: Kept) -> Piece:
    """Return the clause that a form serves, where nothing else stands beside it: its title, or its first words."""
    cell = next(cell for cell in kept.table.cells if cell.words)
    return Piece(text=kept.title or one_line(cell.words), number=cell.number)


def _filled(cells: Iterator[Cell]) -> list[list[Paragraph]]:
    """Return the lines of each cell that says something."""
    lines = ([line for line in cell.paragraphs if line.words.strip()] for cell in cells)
    return [one for one in lines if one]


def _of_row(row: Sequence[Sequence[Paragraph]], _: Translate) -> Iterator[Piece]:
    """Yield a clause of a row, or of each label in it and what stands beside it."""
    words = ["".join(line.words for line in cell) for cell in row]
    if len(row) % 2 == 0 and all(word.strip().endswith(_COLONS) for word in words[::2]):
        for heads, beside in zip(row[::2], row[1::2], strict=True):
            text = beside[0].words if len(beside) == 1 else ""
            below = () if text else _below([beside], _)
            yield Piece("", " ".join(line.words for line in heads), text, below, heads[0].number, "", heads[0].marks)
        return
    first = row[0][0]
    is_number = len(row) > 1 and not any(sign.isalpha() for sign in words[0])
    head, *others = row[1:] if is_number else row
    text, below = head[0].words, _below([head[1:], *others], _)
    title = text if below and is_headline(text) else ""
    label = words[0].strip() if is_number else ""
    yield Piece(label, title, "" if title else text, below, first.number, "", first.marks)


def _below(cells: Sequence[Sequence[Paragraph]], _: Translate) -> tuple[Piece, ...]:
    return tuple(piece for cell in cells for piece in pieces(tree(cell, _)[0]))
