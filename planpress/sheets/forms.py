"""Form, unit, sector, day → the sheet of that form.

In: a validated `Campaign` and what the sheet is for. Out: a `Sheet` whose view is what it shows; pure.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.addresses import NO_UNIT
from planpress.model.campaign import Campaign
from planpress.model.forms import Block, Column, Form, FormField, Table
from planpress.model.records import Sector, Unit
from planpress.sheets.citation import quoted
from planpress.sheets.sheet import Sheet, fingerprint_of
from planpress.templates import long_date

SLOT_FIELDS = ("unit", "week", "deadline")
"""What a head field may show that differs between sheets of one layout."""

COPIES_SCOPE = "copies"
"""Scope of the form on which numbered copies are registered."""


def ranks_of(campaign: Campaign) -> dict[str, int]:
    """Return form → where readers look for it: 0 for checklists, 1 for what is signed in stages, 2 for the rest."""
    checklists = {sector.checklist.form for sector in campaign.sectors if sector.checklist}
    return {
        form.id: 0 if form.id in checklists else 1 if any(block.stages for block in form.blocks) else 2
        for form in campaign.forms
    }


@dataclass(frozen=True)
class Copies:
    """Numbered copies of a pack.

    Attributes:
        pack: What stands for the pack.
        count: How many there are; they are numbered from 1.
        revision: The line that names the revision they are of.
    """

    pack: Sheet
    count: int
    revision: str


def register_of(campaign: Campaign, copies: Copies) -> Sheet:
    """Return the sheet on which the copies are signed out and in again.

    Raises:
        BuildError: If no form is meant for that.
    """
    form = next((form for form in campaign.forms if form.scope == COPIES_SCOPE), None)
    if form is None:
        _ = translations(campaign.plan.language).gettext
        raise BuildError(_("No form in content/forms has 'scope: copies', on which copies are registered"))
    unit = campaign.unit_by_id[copies.pack.unit] if copies.pack.unit else None
    sheet = form_sheet(campaign, form, unit=unit, copies=copies)
    return replace(sheet, fingerprint=fingerprint_of(sheet.view))


def copy_label(number: int, count: int, language: str) -> str:
    """Return what a numbered copy bears on each page."""
    _ = translations(language).gettext
    return _("Copy %(number)s of %(count)s") % {"number": number, "count": count}


def form_sheet(
    campaign: Campaign,
    form: Form,
    unit: Unit | None = None,
    sector: Sector | None = None,
    week: tuple[int, datetime.date] | None = None,
    copies: Copies | None = None,
) -> Sheet:
    """Describe `form` for a unit, a sector, a reporting day (number from 1) and copies, each as far as given."""
    folder = f"print/units/{unit.id}" if unit else "print/blank"
    name = form.address if sector is None else f"{sector.id}-{form.address}"
    code = [campaign.plan.code, f"{sector.number:02}" if sector else "", form.code, unit.code if unit else NO_UNIT]
    title = [form.title, form.subtitle, sector.short if sector else ""]
    if week is not None:
        name += f"-{week[0]:02}"
        code.append(f"{week[0]:02}")
        title.append(week[1].isoformat())
    return Sheet(
        code="-".join(filter(None, code)),
        path=f"{folder}/{name}.pdf",
        template="sheet.html",
        title=" · ".join(filter(None, title)),
        form=form.id,
        unit=unit.id if unit else None,
        sector=sector.id if sector else None,
        view=_form_view(campaign, form, unit, sector, week, copies),
        day=week[1].isoformat() if week else "",
    )


def _form_view(
    campaign: Campaign,
    form: Form,
    unit: Unit | None,
    sector: Sector | None,
    week: tuple[int, datetime.date] | None,
    copies: Copies | None,
) -> dict[str, Any]:
    leads = [lead.name for lead in campaign.members(sector.lead)] if sector else []
    return {
        "campaign": {"name": campaign.plan.name},
        "form": {
            "title": form.title,
            "subtitle": form.subtitle,
            "origin": form.origin,
            "orientation": form.orientation,
            "instructions": list(form.instructions),
            "copies": form.copies,
            "fields": [_field_view(campaign, field, unit, sector, leads, week, copies) for field in form.fields],
            "blocks": [_block_view(campaign, block, sector, copies) for block in form.blocks],
        },
        "basis": _basis(campaign, form, sector),
        "sector": sector and {"short": sector.short, "leads": leads},
        "unit": unit.name if unit else "",
    }


def _basis(campaign: Campaign, form: Form, sector: Sector | None) -> list[str]:
    """Cite what `form` serves; on the sheet of one sector only the clauses of the main plan and of that sector.

    A clause without labels is told apart by how it begins.
    """
    places = [campaign.places[ref] for ref in form.basis]
    here = [place for place in places if sector is None or place.sector is None or place.sector.id == sector.id]
    cited = []
    for place in here or places:
        cite = campaign.cite(place.ref)
        if place.clause is not None and not any(clause.label for clause in (*place.above, place.clause)):
            cite = quoted(campaign, place, cite)
        cited.append(cite)
    return cited


def _field_view(
    campaign: Campaign,
    field: FormField,
    unit: Unit | None,
    sector: Sector | None,
    leads: list[str],
    week: tuple[int, datetime.date] | None,
    copies: Copies | None,
) -> dict[str, Any]:
    language = campaign.plan.language
    _ = translations(language).gettext
    contact, reporting = campaign.plan.contact, campaign.plan.reporting
    values = {
        "": "",
        "unit": unit.name if unit else "",
        "sector": sector.short if sector else "",
        "leads": _(", ").join(leads),
        "week": _("Week %(number)s · %(date)s") % {"number": week[0], "date": long_date(week[1], language)}
        if week
        else "",
        "deadline": f"{long_date(week[1], language)} {reporting.time}" if week and reporting else "",
        "recipient": campaign.unit_by_id[reporting.to].name if reporting else "",
        "contact": " ".join(filter(None, (contact.phone, contact.email))) if contact else "",
        "revision": copies.revision if copies else "",
        "pack": f"{copies.pack.code} {_('Fingerprint %(value)s') % {'value': copies.pack.mark}}" if copies else "",
        "copies": str(copies.count) if copies else "",
    }
    return {
        "label": field.label,
        "value": values[field.value],
        "slot": field.value if field.value in SLOT_FIELDS else "",
        "width_percent": field.width_percent,
    }


def _block_view(campaign: Campaign, block: Block, sector: Sector | None, copies: Copies | None) -> dict[str, Any]:
    if block.table is not None:
        columns = [column_view(column) for column in block.table.columns]
        rows = rows_view(campaign, block.table, sector, copies)
        shown = {"kind": "table", "row_height_mm": block.table.row_height_mm, "columns": columns, "rows": rows}
        return {**shown, **({"fill": True} if block.table.fill else {})}
    if block.stages is not None:
        return {"kind": "stages", "stages": [stage.model_dump(mode="json") for stage in block.stages]}
    if block.ticks is not None:
        return {"kind": "ticks", **block.ticks.model_dump(mode="json")}
    if block.box is not None:
        return {"kind": "box", **block.box.model_dump(mode="json")}
    if block.signatures is not None:
        return {"kind": "signatures", **block.signatures.model_dump(mode="json")}
    if block.sentence is not None:
        return {"kind": "sentence", "text": block.sentence}
    return {"kind": "heading", "text": block.heading}


def column_view(column: Column) -> dict[str, Any]:
    """Describe a column; boxes to tick only where there are any, so that other sheets keep their fingerprint."""
    shown = column.model_dump(mode="json")
    if not column.ticks:
        del shown["ticks"]
    return shown


def rows_view(campaign: Campaign, table: Table, sector: Sector | None, copies: Copies | None = None) -> list[list[str]]:
    """Return the cells of `table`: what each column's `value` asks for, empty where one writes by hand."""
    records = records_of(campaign, table, sector, copies)
    return [[record.get(column.value, "") for column in table.columns] for record in records]


def records_of(
    campaign: Campaign, table: Table, sector: Sector | None, copies: Copies | None = None
) -> list[dict[str, str]]:
    """Return what is known of each row of `table`, in order, by the names of `Column.value`.

    `id` tells the row apart for good: the id or address of what it shows, or how many lines down it is.
    """
    records: list[dict[str, str]] = []
    if table.rows == "items":
        if sector is not None and sector.checklist is not None:
            records = [
                {"id": f"{sector.id}#{item.id}", "label": item.label, "text": item.text}
                for item in sector.checklist.items
            ]
    elif table.rows == "units":
        units = (unit for unit in campaign.units if unit.prints_sheets)
        records = [{"id": unit.id, "name": unit.name, "text": unit.name} for unit in units]
    elif table.rows == "weeks":
        language = campaign.plan.language
        records = [{"id": day.isoformat(), "date": long_date(day, language)} for day in campaign.report_dates]
    elif table.rows == "indicators":
        places = campaign.places.values()
        clauses = (place.clause for place in places if place.clause and place.sector is None)
        found = (indicator for clause in clauses for indicator in clause.indicators)
        records = [
            {"id": indicator.id, "text": indicator.text, "name": indicator.text, "target": indicator.target}
            for indicator in found
        ]
    elif table.rows == "sectors":
        records = [
            {"id": sector.id, "label": sector.label, "name": sector.short, "text": sector.title}
            for sector in campaign.sectors
        ]
    elif table.rows == COPIES_SCOPE and copies is not None:
        records = [{"id": str(number), "label": str(number)} for number in range(1, copies.count + 1)]
    blank = 0 if table.rows == COPIES_SCOPE and copies is not None else table.count
    records += [{"id": f"name:{number}", "name": name, "text": name} for number, name in enumerate(table.names, 1)]
    records += [{"id": f"line:{number}"} for number in range(1, blank + 1)]
    return [{"number": str(number), **record} for number, record in enumerate(records, 1)]
