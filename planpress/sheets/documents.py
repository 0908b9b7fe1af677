"""Campaign → the plan and each annex as documents.

In: a validated `Campaign`. Out: `Sheet` values with the verbatim text; pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planpress.blocks.table import table_view
from planpress.model.campaign import Campaign
from planpress.model.records import Clause, Sector
from planpress.sheets.rows import SheetRows
from planpress.sheets.sheet import ANNEX_FORM, PLAN_FORM, Sheet


def documents_of(campaign: Campaign) -> Iterator[Sheet]:
    """Yield the plan and its annexes."""
    plan = campaign.plan
    yield Sheet(
        code=plan.code,
        path="print/plan.pdf",
        template="document.html",
        title=plan.name,
        form=PLAN_FORM,
        unit=None,
        sector=None,
        view=_document_view(campaign, campaign.sectors, whole=True),
    )
    for sector in campaign.sectors:
        yield Sheet(
            code=f"{plan.code}-{sector.number:02}",
            path=f"print/sectors/{sector.id}.pdf",
            template="document.html",
            title=sector.title,
            form=ANNEX_FORM,
            unit=None,
            sector=sector.id,
            view=_document_view(campaign, (sector,), whole=False),
        )


def _document_view(campaign: Campaign, sectors: tuple[Sector, ...], *, whole: bool) -> dict[str, Any]:
    """Describe the plan with `sectors`, or, where not `whole`, the sectors alone."""
    plan = campaign.plan
    notice = plan.notice
    return {
        "notice": {**notice.model_dump(exclude={"clauses"}), "clauses": [_clause_view(c) for c in notice.clauses]}
        if whole and notice
        else None,
        "title": plan.title if whole else "",
        "clauses": [_clause_view(clause) for clause in plan.clauses] if whole else [],
        "sectors": [_sector_view(campaign, sector) for sector in sectors],
    }


def _clause_view(clause: Clause) -> dict[str, Any]:
    return {
        "kind": clause.kind or "",
        "label": clause.label,
        "title": clause.title,
        "text": clause.text,
        "clauses": [_clause_view(below) for below in clause.clauses],
    }


def _sector_view(campaign: Campaign, sector: Sector) -> dict[str, Any]:
    checklist = sector.checklist
    view: dict[str, Any] = {
        "label": sector.label,
        "title": sector.title,
        "clauses": [_clause_view(clause) for clause in sector.clauses],
        "checklist": None,
    }
    if checklist is not None:
        table = table_view(campaign.form_by_id[checklist.form].table("items"), SheetRows(campaign, sector))
        view["checklist"] = {
            "label": checklist.label,
            "title": checklist.title,
            "columns": table.columns,
            "rows": table.rows,
        }
    return view
