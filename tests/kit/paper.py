"""What the tests of paper share: prepared faces, a form to press, and PDFs read by another library."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from kit.paths import FONTS
from planpress.blocks.column import Column
from planpress.blocks.kind import BlockView
from planpress.blocks.signatures import Signature
from planpress.blocks.stages import Stage
from planpress.blocks.table import TableView
from planpress.model.version import Version
from planpress.paper import machine
from planpress.paper import press as presses
from planpress.paper.faces import faces_of
from planpress.paper.fonts import FontSet
from planpress.paper.pool import Crew
from planpress.paper.recipe import PRINT
from planpress.paper.slots import Slots, slots_of, stand_in, title_of
from planpress.paper.stamp import Base, prepared
from planpress.paper.typeset import Typeset, typeset
from planpress.paper.worker import html_of, styles_of
from planpress.sheets.documents import ChecklistView, ClauseView, DocumentView, NoticeView, SectorView
from planpress.sheets.edition import Edition
from planpress.sheets.forms import FieldView, FormSheetView, FormView, SectorLine
from planpress.sheets.packs import Pack
from planpress.sheets.sheet import CampaignName, Sheet, fingerprint_of

SOURCE = FONTS / "source"
EDITION = Edition(Version(3), datetime.date(2031, 9, 15), False, "", "zh")

STAGE = Stage(
    label="一查",
    title="自查",
    ticks=("未发现", "发现___项"),
    finding="情况",
    signatures=(Signature(label="负责人", seal=True),),
)
"""A stage of a sign-off."""


@cache
def faces() -> FontSet:
    return machine.faces("zh")


@contextmanager
def pressing_here() -> Iterator[None]:
    """Press in this process: a fresh one loads its libraries first, which takes longer than most sheets."""

    def do(_crew: Crew, work: Callable, jobs: Sequence, take: Callable, _again: Callable) -> None:
        waiting = [*jobs]
        while waiting:
            job = waiting.pop(0)
            following, last = take(job, work(job))
            waiting = [*following, *waiting, *last]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Crew, "do", do)
        yield


@pressing_here()
def print_all(
    sheets: Iterable[Sheet],
    packs: Iterable[Pack],
    setup: presses.Setup,
    out: Path,
    progress: Callable = lambda *_told: None,
) -> tuple[presses.Pressed, ...]:
    """Make sheets and packs as the product does, but for the process that they are made in."""
    return presses.Printing(sheets, packs, setup).run(out)


press = pressing_here()(presses.press)
"""As the product has it, but for the same."""


def set_in_type(sheet: Sheet, edition: Edition) -> Typeset:
    """Lay a sheet out by itself."""
    return typeset(html_of(sheet, edition), styles_of(sheet.template, edition.variant), PRINT, faces())


def written(done: Typeset) -> bytes:
    """Return the file of what has no slots, as an office gets it."""
    base = Base(prepared(done.pdf, Slots(), faces_of(faces())), Slots(), faces_of(faces()))
    return base.stamp({}, base.title)


def base_for(sheet: Sheet, edition: Edition) -> Base:
    """Lay out what `sheet` shares with others, ready to be stamped."""
    done = set_in_type(stand_in(sheet), edition)
    return Base(prepared(done.pdf, done.slots, faces_of(faces())), done.slots, faces_of(faces()))


def stamped(sheet: Sheet, edition: Edition, base: Base | None = None) -> bytes:
    return (base or base_for(sheet, edition)).stamp(slots_of(sheet, edition), title_of(sheet))


def rows(count: int) -> tuple[tuple[str, ...], ...]:
    return tuple((str(number), f"第{number}行：检查“阀门”是否关好", "") for number in range(1, count + 1))


def table(count: int = 3, **more: Any) -> TableView:
    columns = (
        Column(label="序号", width_mm=12, value="label"),
        Column(label="内容", width_mm=90, value="text"),
        Column(label="结果", width_mm=60),
    )
    ids = tuple(f"quays#item-{number}" for number in range(1, count + 1))
    return replace(TableView(15.0, columns, rows(count), ids), **more)


def sheet(*blocks: BlockView, code: str = "T-1", unit: str = "东港办事处", **form: Any) -> Sheet:
    """Return a sheet with `blocks`; by default a table of three rows."""
    shown = FormView(
        title="检查清单",
        subtitle="",
        origin="source",
        orientation="portrait",
        instructions=(),
        copies="",
        fields=(FieldView("填表单位", unit, "unit", 50),),
        blocks=blocks or (table(),),
    )
    shown = replace(shown, **form)
    basis, sector = ("方案 一、",), SectorLine("码头", ("码头局",))
    view = FormSheetView(CampaignName("冬季检查"), shown, basis, sector, unit, "方案“一”")
    return Sheet(code, f"print/{code}.pdf", "sheet.html", "检查清单", "list", view, "east", None, fingerprint_of(view))


def text_of(path: Path) -> str:
    """Return all text of a PDF without white space."""
    with pymupdf.open(path) as document:
        return "".join("".join(page.get_text().split()) for page in document).replace("\u200b", "")


def clause(label: str = "", title: str = "", text: str = "", *below: ClauseView) -> ClauseView:
    return ClauseView("", label, title, text, below)


def document(**more: Any) -> Sheet:
    """Return a plan with a letter, three levels of clauses, and an annex with a table."""
    long = clause("1.", "", "“检查”要到每一个码头，" * 120)
    view = DocumentView(
        notice=NoticeView(
            issuer="港务委员会",
            title="关于印发《方案》的通知",
            document_number="港〔2031〕7号",
            addressees="各办事处：",
            date="2031年9月15日",
            clauses=(clause(text="现印发给你们。"),),
        ),
        title="冬季检查\n方案",
        clauses=(clause("一、", "时间安排", "", clause("（一）", "即日开始。", "不得拖延。", long)),),
        sectors=(
            SectorView(
                "附件1",
                "码头方案",
                (clause(text="由码头局牵头。"),),
                ChecklistView("二、", "清单", table().columns, rows(1)),
            ),
        ),
    )
    view = replace(view, **more)
    return Sheet("T", "print/plan.pdf", "document.html", "方案", "plan", view, None, None, fingerprint_of(view))
