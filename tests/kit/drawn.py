"""A table as it is drawn in a case → the table that a reader gives.

A line a row, `|` between cells: `<` goes on from the left, `^` from above, `*3` takes three columns, `~` is a new line.
"""

from __future__ import annotations

import re

from planpress.content.word.document import Cell, Paragraph, Table


def drawn(text: str) -> Table:
    """Return the table that `text` draws."""
    lines = [[part.strip() for part in line.split("|")] for line in text.rstrip("\n").split("\n")]
    found: list[Cell] = []
    place_of: dict[tuple[int, int], int] = {}
    number = 0
    for row, parts in enumerate(lines):
        column = 0
        for part in parts:
            words, across = re.fullmatch(r"(.*?)(?:\*(\d+))?", part, re.DOTALL).groups()  # type: ignore[union-attr]
            if words in ("<", "^"):
                at = place_of[(row, column - 1) if words == "<" else (row - 1, column)]
                one = found[at]
                rows, columns = max(one.rows, row - one.row + 1), max(one.columns, column - one.column + 1)
                found[at] = Cell(one.paragraphs, one.row, one.column, rows, columns)
            else:
                at = len(found)
                said = words.split("~") if words else []
                paragraphs = tuple(Paragraph(number + step, line) for step, line in enumerate(said, 1))
                number += len(said)
                found.append(Cell(paragraphs, row, column, 1, int(across or 1)))
            for step in range(int(across or 1)):
                place_of[row, column + step] = at
            column += int(across or 1)
    width = max(cell.column + cell.columns for cell in found)
    return Table(1, tuple(found), len(lines), width)
