"""Campaign → the plan and each annex as documents.

In: a validated `Campaign`. Out: `Sheet` values with the verbatim text; pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planpress.blocks.table import Column, table_view
from planpress.model.addresses import ANNEX, PLAN, PLAN_PDF, annex_pdf
from planpress.model.campaign import Campaign
from planpress.model.records import Clause, Notice, Sector
from planpress.sheets.rows import rows_for
from planpress.sheets.sheet import Sheet
from planpress.view import View


@dataclass(frozen=True)
class ClauseView:
    """A clause and those below it, word for word."""

    kind: str
    label: str
    title: str
    text: str
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True)
class NoticeView:
    """The letter that carries the plan."""

    issuer: str
    title: str
    document_number: str
    addressees: str
    date: str
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True)
class ChecklistView:
    """The table that closes a sector."""

    label: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class SectorView:
    """A sector with its checklist."""

    label: str
    title: str
    clauses: tuple[ClauseView, ...]
    checklist: ChecklistView | None


@dataclass(frozen=True)
class DocumentView(View):
    """What a document shows; `notice`, `title` and `clauses` are empty where it is an annex alone."""

    notice: NoticeView | None
    title: str
    clauses: tuple[ClauseView, ...]
    sectors: tuple[SectorView, ...]


def documents_of(campaign: Campaign) -> Iterator[Sheet]:
    """Yield the plan and its annexes."""
    plan = campaign.plan
    sectors = {sector.id: _sector_view(campaign, sector) for sector in campaign.sectors}
    notice = _notice_view(plan.notice) if plan.notice else None
    whole = DocumentView(notice, plan.title, _clauses(plan.clauses), tuple(sectors.values()))
    yield Sheet(plan.code, PLAN_PDF, "document.html", plan.name, PLAN, None, None, whole)
    for sector in campaign.sectors:
        code, shown = f"{plan.code}-{sector.number:02}", DocumentView(None, "", (), (sectors[sector.id],))
        yield Sheet(code, annex_pdf(sector.id), "document.html", sector.title, ANNEX, None, sector.id, shown)


def _notice_view(notice: Notice) -> NoticeView:
    return NoticeView(
        notice.issuer,
        notice.title,
        notice.document_number,
        notice.addressees,
        notice.date,
        _clauses(notice.clauses),
    )


def _clauses(clauses: Iterable[Clause]) -> tuple[ClauseView, ...]:
    return tuple(
        ClauseView(clause.kind or "", clause.label, clause.title, clause.text, _clauses(clause.clauses))
        for clause in clauses
    )


def _sector_view(campaign: Campaign, sector: Sector) -> SectorView:
    return SectorView(sector.label, sector.title, _clauses(sector.clauses), _checklist_view(campaign, sector))


def _checklist_view(campaign: Campaign, sector: Sector) -> ChecklistView | None:
    checklist = sector.checklist
    if checklist is None:
        return None
    table = table_view(campaign.form_by_id[checklist.form].table("items"), rows_for(campaign, sector))
    return ChecklistView(checklist.label, checklist.title, table.columns, table.rows)
