"""A campaign → what it says as an outline, each clause and row with its address: what a new file is compared with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from planpress.blocks.column import BUILT_IN, Column
from planpress.blocks.table import Table
from planpress.content.word.aligning.matching import letter_fields, spots_of
from planpress.content.word.marks import checklist_ref, mark_of
from planpress.content.word.outline import Checklist, Letter, Outline, Part, Piece, Row
from planpress.model.addresses import PLAN
from planpress.model.campaign import Campaign
from planpress.model.checklist import Item
from planpress.model.notice import Notice
from planpress.model.records import Clause, Sector


def outline_of_campaign(campaign: Campaign) -> Outline:
    """Return the plan, its annexes by number, and its letter; all bear the bookmarks that a file of ours has."""
    plan, notice = campaign.plan, campaign.plan.notice
    body = Part("", plan.title, _pieces(plan.clauses, PLAN), name=PLAN, marks=(mark_of(PLAN),))
    annexes = tuple(_annex(campaign, sector) for sector in campaign.sectors)
    return Outline(body, annexes, _letter(notice) if notice else None)


def fingerprint_of(outline: Outline) -> str:
    """Return the fingerprint of all words of an outline, which `Origin.fingerprint` holds: 16 letters and digits."""
    words = [spot.what.label + spot.said for spot in spots_of(outline)]
    for part in outline.parts:
        rows = part.checklist.rows if part.checklist else ()
        words += [part.label, part.title, *(text for row in rows for _heading, text in row.values)]
        words += [part.checklist.label, part.checklist.title] if part.checklist else []
    if outline.letter:
        words += letter_fields(outline.letter).values()
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]


def _annex(campaign: Campaign, sector: Sector) -> Part:
    return Part(
        sector.label,
        sector.title,
        _pieces(sector.clauses, sector.id),
        _checklist(campaign, sector),
        name=sector.id,
        marks=(mark_of(sector.id),),
    )


def _pieces(clauses: tuple[Clause, ...], document: str) -> tuple[Piece, ...]:
    return tuple(_piece(clause, document) for clause in clauses)


def _piece(clause: Clause, document: str) -> Piece:
    ref = f"{document}#{clause.id}"
    return Piece(
        clause.label,
        clause.title,
        clause.text,
        _pieces(clause.clauses, document),
        ref=ref,
        marks=(mark_of(ref),),
        kind=clause.kind or "",
    )


def _checklist(campaign: Campaign, sector: Sector) -> Checklist | None:
    """Return the rows of a sector under the columns of their form; what one only writes in is no value of a row."""
    found = sector.checklist
    if found is None:
        return None
    table = campaign.form_by_id[found.form].table("items")
    rows = tuple(_row(item, sector.id, table) for item in found.items)
    shown = [column.value for column in table.columns]
    return Checklist(
        found.label,
        found.title,
        rows,
        tuple(map(heading_of, table.columns)),
        shown.index("text") if "text" in shown else 0,
        shown.index("label") if "label" in shown else None,
        marks=(mark_of(checklist_ref(sector.id)),),
        told=tuple(_texts(campaign.form_by_id[found.form].model_dump())),
    )


def _texts(value: object) -> Iterator[str]:
    """Yield all words of a form."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def heading_of(column: Column) -> str:
    """Return what stands above a column, as a file of ours has it: a line a row of the head, the outermost first."""
    return "\n".join((*column.path, *filter(None, [column.unit])))


def _row(item: Item, document: str, table: Table) -> Row:
    """Return a row; every column that prints a value of rows is among its values, also where it prints nothing."""
    named = [column for column in table.columns if column.value and column.value not in BUILT_IN]
    values = (
        () if item.is_heading else tuple((heading_of(column), item.values.get(column.value, "")) for column in named)
    )
    ref = f"{document}#{item.id}"
    return Row(item.label, item.text, item.is_heading, values, ref=ref, marks=(mark_of(ref),))


def _letter(notice: Notice) -> Letter:
    imprint = notice.imprint
    return Letter(
        notice.copy_number,
        notice.classification,
        notice.urgency,
        notice.issuers or tuple(filter(None, [notice.issuer])),
        notice.issuers_end,
        notice.title,
        notice.document_number,
        notice.signatory,
        notice.addressees,
        _pieces(notice.clauses, PLAN),
        notice.attachments,
        tuple(signer.by for signer in notice.signed),
        notice.date,
        notice.remark,
        (imprint.copy_to, imprint.printed_by, imprint.printed_on) if imprint else ("", "", ""),
    )
