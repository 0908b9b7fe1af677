"""Campaign → the paragraphs and tables of its document for a word processor, each with the address of what it says.

In: a validated `Campaign`. Out: frozen blocks in printed order, as paper prints them; pure. They hold words of the plan
alone, and of forms the columns of a checklist, of which those to answer in are blank: nothing of the editor's or ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from planpress.blocks.column import Column
from planpress.blocks.head import HeadCell
from planpress.blocks.joined import spans_of
from planpress.blocks.table import TableView, table_view
from planpress.content.word.marks import LIST_TITLE, PLAN_TITLE, ROWS, checklist_ref, clause_style, letter_ref, part_ref
from planpress.model.addresses import PLAN
from planpress.model.campaign import Campaign
from planpress.model.notice import Imprint, Notice
from planpress.model.records import Clause, Sector
from planpress.redline import Mark
from planpress.sheets.documents import attachment
from planpress.sheets.rows import rows_for

Page = Literal["upright", "wide", "foot"]
"""How a page is set: upright, on its side, or upright with what stands on it at its end."""

WRITE = 0.45
"""By how much columns that one writes in are narrower where a table is there to be read, as on paper."""

FOOT = letter_ref("turn")
"""The address of what ends the pages before the foot of the letter, where that has a page of its own."""

LEADS = 3
"""So many styles a title has that text follows, by how deep it stands."""


@dataclass(frozen=True)
class Run:
    """A stretch of text in a style of characters, and what a tracked change does to it."""

    text: str
    style: str = ""
    mark: Mark = "same"


@dataclass(frozen=True)
class Line:
    """A paragraph.

    Attributes:
        ref: The address of what it says; no other of the document has it.
        style: What its style is called.
        mark: What a tracked change does to all of it.
        ends: How the pages lie that end with it.
        named: Whether a bookmark tells its address.
    """

    ref: str
    style: str
    runs: tuple[Run, ...] = ()
    mark: Mark = "same"
    ends: Page | None = None
    named: bool = True


@dataclass(frozen=True)
class Cell:
    """A cell over so many columns and rows; `down` is 0 where it goes on from the row above."""

    line: Line
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class GridRow:
    """A row of a table; those of its `head` are repeated on each page."""

    ref: str
    cells: tuple[Cell, ...]
    head: bool = False
    mark: Mark = "same"


@dataclass(frozen=True)
class Grid:
    """A table, as wide as the page but for one without rules, which is as wide as its words.

    `widths` are shares of its columns.
    """

    ref: str
    rows: tuple[GridRow, ...]
    widths: tuple[float, ...]
    ruled: bool = True
    joins: bool = field(default=False, compare=False)
    """Whether it has cells of several rows."""


Block = Line | Grid


def blocks_of(campaign: Campaign, annex: str = "") -> tuple[Block, ...]:
    """Return the whole document, or that of one sector alone; a table is never the last."""
    found: list[Block] = []
    if not annex:
        found += _main(campaign)
    for sector in campaign.sectors:
        if annex in ("", sector.id):
            found += _turned(found, part_ref(sector.id, "turn"))
            found += _sector(campaign, sector)
    notice = campaign.plan.notice
    if notice and notice.imprint and not annex:
        found += _turned(found, FOOT)
        found += _imprint(notice.imprint)
    if found and isinstance(found[-1], Grid):
        found.append(Line("end", "Section end", named=False))
    return tuple(found)


def page_of(blocks: Iterable[Block]) -> Page:
    """Return how the last page is set."""
    last = None
    for line in blocks:
        last = line if isinstance(line, Line) and line.ends else last
    if last is None or last.ends == "wide":
        return "foot" if last and last.ref == FOOT else "upright"
    return "wide"


def _turned(before: list[Block], ref: str) -> Iterator[Line]:
    """Yield what ends the pages that lie on their side, where the last one does."""
    if before and isinstance(before[-1], Grid):
        yield Line(ref, "Section end", ends="wide", named=False)


def _main(campaign: Campaign) -> Iterator[Block]:
    plan = campaign.plan
    if plan.notice:
        yield from _letter(plan.notice)
    if plan.title:
        yield Line(PLAN, PLAN_TITLE, (Run(plan.title),))
    yield from _clauses(PLAN, plan.clauses)


def _sector(campaign: Campaign, sector: Sector) -> Iterator[Block]:
    if sector.label:
        yield Line(part_ref(sector.id, "label"), "Annex label", (Run(sector.label),))
    yield Line(sector.id, "heading 1" if sector.label else PLAN_TITLE, (Run(sector.title),))
    yield from _clauses(sector.id, sector.clauses)
    checklist = sector.checklist
    if checklist:
        yield Line(part_ref(sector.id, "wide"), "Section end", ends="upright", named=False)
        title = Run(checklist.label + checklist.title)
        yield Line(checklist_ref(sector.id), LIST_TITLE, (title,))
        rows = rows_for(campaign, sector)
        yield _grid(sector.id, table_view(campaign.form_by_id[checklist.form].table("items"), rows))


def _clauses(document: str, clauses: Iterable[Clause], depth: int = 0) -> Iterator[Line]:
    for clause in clauses:
        ref = f"{document}#{clause.id}"
        if clause.title and not clause.text:
            yield Line(ref, f"heading {min(depth, 7) + 2}", (Run(clause.label + clause.title),))
        elif clause.title:
            lead = Run(clause.label + clause.title, f"Lead {min(depth, LEADS - 1) + 1}")
            yield Line(ref, clause_style(depth), (lead, Run(clause.text)))
        elif clause.full_text:
            yield Line(ref, clause_style(depth), (Run(clause.full_text),))
        yield from _clauses(document, clause.clauses, depth + 1)


# ---------------------------------------------------------------- the letter


def _letter(notice: Notice) -> Iterator[Block]:
    """Yield the letter; what stands at the foot of the last page is `_imprint`."""
    yield from _field("copy_number", "Letter mark", notice.copy_number)
    yield from _field("classification", "Letter urgency", notice.classification)
    yield from _field("urgency", "Letter urgency", notice.urgency)
    yield from _issuers(notice)
    number = "\t".join(filter(None, (notice.document_number, notice.signatory)))
    yield from _field("document_number", "Document number" if notice.signatory == "" else "Signatory", number)
    yield from _field("title", "Title", notice.title)
    yield from _field("addressees", "Addressees", notice.addressees)
    yield from _clauses(PLAN, notice.clauses)
    for line, attached in zip(_listed("attachments", "", notice.attachments), notice.attachments, strict=True):
        yield replace(line, style="Attachment" if attachment(attached).head else "Attachment next")
    yield from _listed("signed", "Signature", [one.by for one in notice.signed])
    yield from _field("date", "Signed date" if notice.signed else "Date", notice.date)
    yield from _field("remark", "Remark", notice.remark)


def _issuers(notice: Notice) -> Iterator[Block]:
    """Yield the names at the head; beside several stands what is behind them all, in the middle of their height."""
    names = notice.issuers or tuple(filter(None, (notice.issuer,)))
    lines = list(_listed("issuers", "Red names" if notice.issuers_end else "Red head", names))
    if not notice.issuers_end:
        yield from lines
        return
    rows = []
    for number, line in enumerate(lines):
        end = next(_field("issuers_end", "Red head", "" if number else notice.issuers_end, always=True))
        cells = (Cell(line), Cell(end, down=0 if number else len(lines)))
        rows.append(GridRow(line.ref, cells))
    longest = max(map(len, names), default=1)
    yield Grid(letter_ref("head"), tuple(rows), (longest, len(notice.issuers_end) + 1), ruled=False, joins=True)


def _imprint(imprint: Imprint) -> Iterator[Line]:
    yield from _field("copy_to", "Imprint", imprint.copy_to)
    printed = "\t".join(filter(None, (imprint.printed_by, imprint.printed_on)))
    yield from _field("printed_by", "Imprint", printed)


def _field(name: str, style: str, text: str, *, always: bool = False) -> Iterator[Line]:
    if text or always:
        yield Line(letter_ref(name), style, (Run(text),) if text else (), named=bool(text))


def _listed(name: str, style: str, texts: Iterable[str]) -> Iterator[Line]:
    for number, text in enumerate(texts, 1):
        yield Line(letter_ref(name, number), style, (Run(text),))


# ---------------------------------------------------------------- checklists


def _grid(sector: str, table: TableView) -> Grid:
    ref = part_ref(sector, "table")
    rows = [*_head(ref, table)]
    spans = spans_of(table.begins)
    for number, (texts, category, _asked) in enumerate(table.lines()):
        name = table.row_ids[number]
        if category:
            cells: tuple[Cell, ...] = (Cell(Line(name, "Table category", (Run(texts[0]),)), len(table.columns)),)
        else:
            cells = _cells(name, table.columns, texts, spans[number] if spans else ())
        rows.append(GridRow(name, cells))
    widths = tuple(column.width_mm * (1 if column.value else WRITE) for column in table.columns)
    return Grid(ref, tuple(rows), widths, joins=any(down != 1 for row in spans for down in row))


def _cells(name: str, columns: Sequence[Column], texts: Sequence[str], spans: Sequence[int]) -> tuple[Cell, ...]:
    """Return the cells of a row; that of its words tells its address, which no tall cell can."""
    found: list[Cell] = []
    named = next((at for at, column in enumerate(columns) if column.value == "text"), 0)
    for at, (column, text) in enumerate(zip(columns, texts, strict=True)):
        down = spans[at] if spans else 1
        runs = (Run(text),) if text and down else ()
        found.append(Cell(Line(name, ROWS[column.centred], runs, named=at == named), down=down))
    return tuple(found)


def _head(ref: str, table: TableView) -> Iterator[GridRow]:
    """Yield the rows of its head; a cell that goes on from above has no words."""
    covered: dict[tuple[int, int], tuple[HeadCell, int]] = {}
    for number, row in enumerate(table.head):
        covered |= {(number + deep, cell.at): (cell, deep) for cell in row for deep in range(cell.down)}
    for number in range(len(table.head)):
        found = [covered[place] for place in sorted(covered) if place[0] == number]
        name = f"{ref}:{number}"
        lines = [Line(name, "Table head", () if deep else (Run(cell.text),), named=False) for cell, deep in found]
        cells = [
            Cell(line, cell.across, 0 if deep else cell.down) for line, (cell, deep) in zip(lines, found, strict=True)
        ]
        yield GridRow(name, tuple(cells), head=True)
