"""Plans as they are typed, with the tree that they mean, in files of `tests/cases/word/`.

A line is `depth|label|title|text`; `=|` a line of the plan's title, `+|label|title` an annex, `name|words` a line of
that field of the letter, `#` a remark. What stands between bars is printed without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kit.paths import CASES
from planpress.content.word.document import Document, Paragraph
from planpress.content.word.outline import Outline, Piece

Place = tuple[str, int]
"""The label of a paragraph and the number of the paragraph that it stands below, 0 for none."""


@dataclass
class Case:
    """What a file of cases says."""

    lines: list[Paragraph] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)
    split: dict[int, tuple[str, str]] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    annexes: list[tuple[str, str]] = field(default_factory=list)
    letter: list[tuple[str, str]] = field(default_factory=list)

    @property
    def document(self) -> Document:
        """The file as a reader returns it."""
        return Document("case.txt", tuple(self.lines))

    def add(self, words: str) -> int:
        """Add a paragraph."""
        self.lines.append(Paragraph(len(self.lines) + 1, words.strip()))
        return len(self.lines)


def cases() -> list[Path]:
    """Return the files, in the order of their names."""
    return sorted((CASES / "word").glob("*.txt"))


def read_case(path: Path) -> Case:
    """Return a file of cases."""
    case = Case()
    above: list[int] = []
    for line in path.read_text("utf-8").splitlines():
        kind, *parts = line.split("|")
        if kind == "=":
            case.titles.append(parts[0])
            case.add(parts[0])
        elif kind == "+":
            case.annexes.append((parts[0], parts[1]))
            if parts[0].endswith(" "):
                case.add("".join(parts))
            else:
                case.add(parts[0])
                case.add(parts[1])
        elif kind.isdigit():
            label, title, text = parts
            number = case.add("".join(parts))
            above[int(kind) :] = [number]
            case.places[number] = (label.strip(), above[-2] if len(above) > 1 else 0)
            case.split[number] = (title, text)
        elif not line.startswith("#"):
            case.letter.append((kind, parts[0]))
            case.add(parts[0])
    return case


def found_pieces(outline: Outline) -> Iterator[tuple[Piece, int]]:
    """Yield every clause with the number of the paragraph that it stands below."""
    letter = outline.letter.pieces if outline.letter else ()
    for pieces in (letter, *(part.pieces for part in outline.parts)):
        yield from _below(pieces, 0)


def _below(pieces: Sequence[Piece], above: int) -> Iterator[tuple[Piece, int]]:
    for piece in pieces:
        yield piece, above
        yield from _below(piece.pieces, piece.number)
