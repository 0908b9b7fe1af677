"""Campaign → the plan, whole and without its annexes, and each annex, as documents.

In: a validated `Campaign`. Out: `Sheet` values with the verbatim text; pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace

from planpress.blocks.answers import AnswerSet
from planpress.blocks.column import Column
from planpress.blocks.joined import begins_of
from planpress.blocks.table import Leaf, table_view
from planpress.i18n import translations
from planpress.model.addresses import ANNEX, MAIN_CODE, MAIN_FORM, MAIN_PDF, PLAN, PLAN_PDF, annex_pdf
from planpress.model.campaign import Campaign
from planpress.model.notice import Imprint, Notice, Signer
from planpress.model.records import Clause, Sector
from planpress.sheets.rows import rows_for
from planpress.sheets.sheet import Sheet, fingerprint_of
from planpress.view import LATER, View, arranged, beside, later

_ATTACHED = re.compile(r"(?P<head>[^:\uff1a]*[:\uff1a])?\s*(?P<number>[0-9]+[.\uff0e])?\s*(?P<name>.*)", re.DOTALL)
"""A line that names what is attached: a word and a colon on the first line, its number where there are several."""


@dataclass(frozen=True)
class ClauseView:
    """A clause and those below it, word for word."""

    kind: str
    label: str
    title: str
    text: str
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True)
class AttachmentView:
    """A line that names what is attached, in parts that stand below each other."""

    head: str
    number: str
    name: str


@dataclass(frozen=True)
class NoticeView:
    """The letter that carries the plan; the fields mean what they mean in `Notice`."""

    issuer: str
    title: str
    document_number: str
    addressees: str
    date: str
    clauses: tuple[ClauseView, ...]
    copy_number: str = later("")
    classification: str = later("")
    urgency: str = later("")
    issuers: tuple[str, ...] = later(())
    issuers_end: str = later("")
    signatory: str = later("")
    attachments: tuple[AttachmentView, ...] = later(())
    signed: tuple[Signer, ...] = later(())
    remark: str = later("")
    imprint: Imprint | None = field(default=None, metadata={LATER: True})


@dataclass(frozen=True)
class ChecklistView:
    """The table that closes a sector; see `TableView`."""

    label: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    headings: tuple[int, ...] = later(())
    answers: tuple[AnswerSet | None, ...] = later(())
    total: tuple[str, ...] = later(())

    @property
    def leaf(self) -> Leaf:
        """The table, all of it on one page side by side."""
        begins = begins_of(self.rows, [column.merge for column in self.columns], self.headings)
        return Leaf(self.columns, self.rows, begins, self.total, self.headings, self.answers)


@dataclass(frozen=True)
class SectorView:
    """A sector with its checklist."""

    label: str
    title: str
    clauses: tuple[ClauseView, ...]
    checklist: ChecklistView | None
    code: str = beside("")


@dataclass(frozen=True)
class DocumentView(View):
    """What a document shows; `notice`, `title` and `clauses` are empty where it is an annex alone.

    It is `silent` where no imprint closes it.
    """

    notice: NoticeView | None
    title: str
    clauses: tuple[ClauseView, ...]
    sectors: tuple[SectorView, ...]
    silent: bool = arranged(False)

    def parts(self) -> tuple[tuple[str, DocumentView], ...]:
        """Return the plan without its annexes and each of those, as they are laid out by themselves, too.

        Before each stands the last part of its code.

        There are none where it is not just these behind each other: an annex alone, and where a letter has a foot,
        which stands behind all of them.
        """
        if not self.title or not self.sectors or (self.notice and self.notice.imprint):
            return ()
        annexes = ((sector.code, DocumentView(None, "", (), (sector,))) for sector in self.sectors)
        return (MAIN_CODE, replace(self, sectors=())), *annexes


def documents_of(campaign: Campaign) -> Iterator[Sheet]:
    """Yield the plan and its annexes; and the plan without them, where both have words."""
    plan = campaign.plan
    annexes = [(sector, _sector_view(campaign, sector)) for sector in campaign.sectors]
    notice = _notice_view(plan.notice) if plan.notice else None
    whole = DocumentView(notice, plan.title, _clauses(plan.clauses), tuple(view for _sector, view in annexes))
    yield Sheet(plan.code, PLAN_PDF, "document.html", plan.name, PLAN, whole, fingerprint=fingerprint_of(whole))
    if annexes and (plan.notice or plan.clauses):
        main, say = replace(whole, sectors=()), translations(plan.language).gettext
        code, title = f"{plan.code}-{MAIN_CODE}", say("%(name)s, without its annexes") % {"name": plan.name}
        yield Sheet(code, MAIN_PDF, "document.html", title, MAIN_FORM, main, fingerprint=fingerprint_of(main))
    for sector, view in annexes:
        code, alone = f"{plan.code}-{sector.code}", DocumentView(None, "", (), (view,))
        mark = fingerprint_of(alone)
        yield Sheet(code, annex_pdf(sector.id), "document.html", sector.title, ANNEX, alone, None, sector.id, mark)


def _notice_view(notice: Notice) -> NoticeView:
    as_written = {one.name: getattr(notice, one.name) for one in fields(NoticeView)}
    made = {"clauses": _clauses(notice.clauses), "attachments": tuple(map(attachment, notice.attachments))}
    return NoticeView(**as_written | made)


def attachment(line: str) -> AttachmentView:
    """Return the parts of a line that names what is attached."""
    found = _ATTACHED.fullmatch(line)
    assert found  # it matches whatever there is
    return AttachmentView(found["head"] or "", found["number"] or "", found["name"])


def _clauses(clauses: Iterable[Clause]) -> tuple[ClauseView, ...]:
    return tuple(
        ClauseView(clause.kind or "", clause.label, clause.title, clause.text, _clauses(clause.clauses))
        for clause in clauses
    )


def _sector_view(campaign: Campaign, sector: Sector) -> SectorView:
    shown, checklist = None, sector.checklist
    if checklist is not None:
        table = table_view(campaign.form_by_id[checklist.form].table("items"), rows_for(campaign, sector))
        parts = (table.columns, table.rows, table.headings, table.answers, table.total)
        shown = ChecklistView(checklist.label, checklist.title, *parts)
    return SectorView(sector.label, sector.title, _clauses(sector.clauses), shown, sector.code)
