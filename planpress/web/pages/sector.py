"""A sector, word for word: who does what, its clauses, its checklist, its forms."""

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.blocks.answers import AnswerSet
from planpress.blocks.column import Column
from planpress.model import addresses, vocabulary
from planpress.model.checklist import Item
from planpress.model.forms import Form
from planpress.model.records import Sector, Unit
from planpress.sheets.sheet import Sheet
from planpress.web.context import Context
from planpress.web.page import Page
from planpress.web.past import GonePlace
from planpress.web.verbatim import ClauseView, Passage


@dataclass(frozen=True)
class RowView:
    """A row or category: its words, what it is answered with, and its values behind what heads them."""

    item: Item
    words: Passage
    asked: AnswerSet | None
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ChecklistView:
    """The checklist of a sector; `label` and `text` head its columns as on paper.

    `columns` are those of the paper, and `asked` what is answered in it: the marks of both are explained. `alone` is
    one whose rows come from no clause.
    """

    label: str
    text: str
    columns: tuple[Column, ...]
    asked: tuple[AnswerSet, ...]
    rows: tuple[RowView, ...]
    alone: bool


@dataclass(frozen=True)
class SectorView:
    """A sector: its clauses, its checklist and the blank sheet of it, its blank forms, and what a revision took out.

    `roles` are those that some unit has before all others, with these units; `contents` are its headings, by id.
    """

    sector: Sector
    roles: tuple[tuple[vocabulary.Role, tuple[Unit, ...]], ...]
    contents: tuple[tuple[str, str], ...]
    clauses: tuple[ClauseView, ...]
    checklist: ChecklistView | None
    checklist_sheet: Sheet | None
    blanks: tuple[tuple[Form, Sheet], ...]
    gone: tuple[GonePlace, ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield the list of sectors, where there are any, and a page a sector."""
    if site.campaign.sectors:
        title = site.say("Sectors")
        yield Page(addresses.SECTORS_PAGE, title, "sectors.md", None, (title, title), ("toc",), 0.2)
    for sector in site.campaign.sectors:
        address, nav = addresses.sector_page(sector.id), (site.say("Sectors"), sector.short)
        entries, scripts = tuple(site.findable.sector(sector)), ("js/contents.js", "js/concern.js", "js/copy.js")
        yield Page(address, sector.title, "sector.md", _view(site, sector), nav, (), 3, entries, scripts)


def _view(site: Context, sector: Sector) -> SectorView:
    blanks = ((form, site.sheets.first(form.id, sector)) for form in site.sheets.ranked_forms)
    return SectorView(
        sector,
        tuple(_roles(site, sector)),
        tuple((clause.id, clause.title) for clause in sector.clauses if clause.title and not clause.text),
        site.verbatim.clauses(sector.clauses, sector.id, 2),
        _checklist(site, sector),
        site.sheets.first(sector.checklist.form, sector) if sector.checklist else None,
        tuple((form, sheet) for form, sheet in blanks if sheet is not None),
        tuple(site.past.gone_from(sector.id)),
    )


def _roles(site: Context, sector: Sector) -> Iterator[tuple[vocabulary.Role, tuple[Unit, ...]]]:
    held = [one for one in site.campaign.bindings.involvements if one.sector.id == sector.id]
    for role in vocabulary.ROLES:
        units = tuple(one.unit for one in held if one.roles[0] == role)
        if units:
            yield role, units


def _checklist(site: Context, sector: Sector) -> ChecklistView | None:
    checklist = sector.checklist
    if checklist is None:
        return None
    form = site.campaign.form_by_id[checklist.form]
    labels, columns = form.row_labels, form.table("items").columns
    rows = tuple(
        RowView(
            item,
            site.verbatim.passage(item, f"{sector.id}#{item.id}"),
            item.asked(form.answers),
            form.labelled(item.values),
        )
        for item in checklist.items
    )
    return ChecklistView(
        labels.get("label") or labels.get("number") or site.say("No."),
        labels.get("text") or site.say("Item"),
        columns,
        checklist.asked(form.answers),
        rows,
        checklist.stands_alone,
    )
