"""A campaign's YAML → the paragraphs that a file of it has, and the trees that must come back of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from planpress.content.word.document import Block, Cell, Document, Paragraph, Table
from planpress.content.word.outline import Piece

Clauses = Sequence[Mapping[str, Any]]
Shape = tuple[int, str, str, str]
"""Depth, label, title and text."""


def read(path: Path) -> dict[str, Any]:
    """Return a file of YAML as plain text values."""
    return dict(yaml.load(path.read_text("utf-8"), yaml.BaseLoader))


def shapes(clauses: Clauses, depth: int = 0) -> Iterator[Shape]:
    """Yield the clauses of the YAML in printed order."""
    for clause in clauses:
        yield depth, clause.get("label", ""), clause.get("title", ""), clause.get("text", "")
        yield from shapes(clause.get("clauses", ()), depth + 1)


def shapes_of(pieces: Sequence[Piece], depth: int = 0) -> Iterator[Shape]:
    """Yield the clauses of an outline in the same way."""
    for piece in pieces:
        yield depth, piece.label, piece.title, piece.text
        yield from shapes_of(piece.pieces, depth + 1)


def kinds(clauses: Clauses) -> list[str]:
    """Return the kind of every clause of the YAML, in printed order."""
    return [kind for clause in clauses for kind in (clause.get("kind", ""), *kinds(clause.get("clauses", ())))]


@dataclass
class Typed:
    """A file as it is typed; `styled` sets titles bold, and headings in the styles of headings."""

    styled: bool = False
    blocks: list[Block] = field(default_factory=list)

    def line(self, words: str, *, bold: int = 0, level: int | None = None, centred: bool = False) -> None:
        """Add a paragraph."""
        looks = {"bold": bold, "level": level, "centred": centred} if self.styled else {}
        self.blocks.append(Paragraph(len(self.blocks) + 1, words, **looks))  # type: ignore[arg-type]

    def clauses(self, clauses: Clauses, depth: int = 0) -> None:
        """Add clauses, a paragraph each."""
        for clause in clauses:
            label, title, text = (clause.get(key, "") for key in ("label", "title", "text"))
            heads = bool(title and not text)
            self.line(label + title + text, bold=len(label + title) if title else 0, level=depth if heads else None)
            self.clauses(clause.get("clauses", ()), depth + 1)

    def notice(self, notice: Mapping[str, Any]) -> None:
        """Add the letter, in the order of the standard."""
        for key in ("copy_number", "classification", "urgency"):
            self.some(notice.get(key, ""))
        for issuer in notice.get("issuers", [notice.get("issuer", "")]):
            self.some(issuer)
        for key in ("issuers_end", "document_number", "signatory"):
            self.some(notice.get(key, ""))
        for line in notice["title"].split("\n"):
            self.line(line, centred=True)
        self.some(notice.get("addressees", ""))
        self.clauses(notice.get("clauses", ()))
        for line in (*notice.get("attachments", ()), *(one["by"] for one in notice.get("signed", ()))):
            self.line(line)
        self.some(notice.get("date", ""))
        self.some(notice.get("remark", ""))
        imprint = notice.get("imprint", {})
        self.some(imprint.get("copy_to", ""))
        self.some("    ".join(filter(None, (imprint.get("printed_by", ""), imprint.get("printed_on", "")))))

    def some(self, words: str) -> None:
        """Add a line that may be missing."""
        if words:
            self.line(words)

    def annex(self, sector: Mapping[str, Any]) -> None:
        """Add an annex with its table."""
        label = sector.get("label", "")
        if label.endswith(" "):
            self.line(label + sector["title"], centred=True)
        else:
            self.some(label)
            self.line(sector["title"], centred=True)
        self.clauses(sector["clauses"])
        checklist = sector.get("checklist")
        if checklist:
            self.line(checklist.get("label", "") + checklist["title"])
            self.table(
                [
                    ("序号", "检查内容", "检查结果"),
                    *((one.get("label", ""), one["text"], "") for one in checklist["items"]),
                ]
            )

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Add a table."""
        number = len(self.blocks) + 1
        cells = tuple(
            Cell((Paragraph(number, words),), at, column)
            for at, row in enumerate(rows)
            for column, words in enumerate(row)
        )
        self.blocks.append(Table(number, cells, len(rows), len(rows[0]), 1))

    @property
    def document(self) -> Document:
        """The file."""
        return Document("plan.docx", tuple(self.blocks))


def typed(campaign: Path, *, styled: bool) -> Document:
    """Return the file of a campaign."""
    made = Typed(styled)
    plan = read(campaign / "content" / "plan.yml")
    if "notice" in plan:
        made.notice(plan["notice"])
    for line in filter(None, plan.get("title", "").split("\n")):
        made.line(line, centred=True)
    made.clauses(plan.get("clauses", ()))
    for path in sectors(campaign):
        made.annex(read(path))
    return made.document


def sectors(campaign: Path) -> list[Path]:
    """Return the files of the annexes, in their order."""
    paths = (campaign / "sectors").glob("*.yml")
    return sorted(paths, key=lambda path: int(read(path)["number"]))
