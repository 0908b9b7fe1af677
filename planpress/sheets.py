"""Campaign → the sheets that must be printed.

In: a validated `Campaign`. Out: `Sheet` values, sorted by path; nothing is rendered here.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model import (
    NO_UNIT,
    Block,
    Campaign,
    Clause,
    Column,
    Form,
    FormField,
    Part,
    Role,
    Sector,
    Standing,
    Table,
    Unit,
    covers,
    prints,
)
from planpress.templates import long_date

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, which a hand or an eye mixes up with digits."""

FINGERPRINT_LENGTH = 8

EXCERPT = 12
"""Characters by which a place without a label is told apart from its neighbours."""

QUOTES_WITHIN = str.maketrans("\u201c\u201d", "\u2018\u2019")
"""Quotation marks inside quotation marks."""

SLOT_FIELDS = ("unit", "week", "deadline")
"""What a head field may show that differs between sheets of one layout."""

COPIES_SCOPE = "copies"
"""Scope of the form on which numbered copies are registered."""

PLAN_FORM = "plan"
ANNEX_FORM = "annex"


@dataclass(frozen=True)
class Edition:
    """What the foot of every sheet says besides the sheet's own code.

    Attributes:
        revision: Number of the revision, from 1.
        issued: Its day of issue; None for a draft that has none yet.
        draft: True prints a mark across each page.
        site_url: Public address of the site, with a final slash; empty where there is none.
        language: Of words that are ours.
        variant: How paper looks: `normal`, `large` (print of 14 pt and more) or `low-ink`. It changes
            no code, number or fingerprint.
        effective: First day on which it holds; None where nothing has been sealed, or for a draft.
    """

    revision: int
    issued: datetime.date | None
    draft: bool
    site_url: str
    language: str
    variant: str = "normal"
    effective: datetime.date | None = None

    @property
    def file_day(self) -> datetime.date:
        """The day that files bear; for a draft, which has none, the first that every format can tell."""
        return self.issued or datetime.date(1980, 1, 1)

    @property
    def line(self) -> str:
        """What the foot of a sheet says: the number, the day of issue, and the first day in force if that is another.

        In large print the foot has no room for both days.
        """
        _ = translations(self.language).gettext
        if self.issued is None:
            return _("Revision %(number)s (draft)") % {"number": self.revision}
        found = {"number": self.revision, "date": self.issued.isoformat()}
        if self.effective in (None, self.issued) or self.variant == "large":
            return _("Revision %(number)s (%(date)s)") % found
        words = _("Revision %(number)s (%(date)s, from %(effective)s)")
        return words % {**found, "effective": self.effective.isoformat() if self.effective else ""}

    def of(self, sheet: Sheet) -> Edition:
        """Return what the foot of `sheet` says: a sheet about an earlier revision keeps that one's number and dates."""
        if sheet.standing is None:
            return self
        stood = sheet.standing
        return replace(self, revision=stood.number, draft=stood.draft, issued=stood.issued, effective=stood.effective)


@dataclass(frozen=True)
class Sheet:
    """A form for one unit and/or sector, or the plan itself: what one PDF shows.

    Attributes:
        code: Printed number, such as `PZA29-02-QD-CZX`: campaign, sector, form, unit.
        path: Address of the PDF in the site.
        template: File below `site_templates/print/`.
        title: One line for lists of sheets.
        form: Form id, or `plan` or `annex`.
        unit: Unit id; None on a blank.
        sector: Sector id; None where the sheet covers no single sector.
        view: JSON values, exactly what the sheet shows besides code, fingerprint and edition.
        fingerprint: Eight characters of a hash of `view` (and of the code's meaning, not its place).
        day: The reporting day it is for, as YYYY-MM-DD; empty where it is for none.
        standing: The revision it tells about, for good; None where it is printed anew with each revision.
    """

    code: str
    path: str
    template: str
    title: str
    form: str
    unit: str | None
    sector: str | None
    view: Mapping[str, Any]
    fingerprint: str = ""
    day: str = ""
    standing: Standing | None = None

    @property
    def mark(self) -> str:
        """The fingerprint as it is printed and read out: two groups of four."""
        return f"{self.fingerprint[:4]} {self.fingerprint[4:]}".rstrip()


def fingerprint_of(view: Mapping[str, Any]) -> str:
    """Return eight base-32 characters that change exactly when `view` changes.

    Why:
        A revision that does not touch a sheet must leave it valid, so neither the revision nor
        the layout counts.
    """
    text = json.dumps(view, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:5], "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(FINGERPRINT_LENGTH)))


def beginning(text: str) -> str:
    """Return the first words of `text`, to stand between quotation marks."""
    line = text.split("\n")[0]
    return (line[:EXCERPT] + ("\u2026" if len(line) > EXCERPT else "")).translate(QUOTES_WITHIN)


def edition_of(campaign: Campaign, site_url: str = "", variant: str = "") -> Edition:
    """Return the edition that `campaign` is printed as; the arguments stand before what the plan says.

    Number and dates are those of the sealed revision; where none has been sealed, the plan may state
    them, and a plan that does not is a draft of the first.
    """
    plan = campaign.plan
    standing = campaign.standing
    if standing is None:
        stated = plan.revision
        standing = Standing(stated.number, stated.issued, None, False) if stated else Standing(1, None, None, True)
    return Edition(
        standing.number,
        standing.issued,
        standing.draft or plan.status == "draft",
        site_url or plan.site_url or "",
        plan.language,
        variant or plan.variant,
        standing.effective,
    )


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
    sheet = _form_sheet(campaign, form, unit=unit, copies=copies)
    return replace(sheet, fingerprint=fingerprint_of(sheet.view))


def copy_label(number: int, count: int, language: str) -> str:
    """Return what a numbered copy bears on each page."""
    _ = translations(language).gettext
    return _("Copy %(number)s of %(count)s") % {"number": number, "count": count}


def sheets_of(campaign: Campaign) -> tuple[Sheet, ...]:
    """List everything the campaign prints, sorted by path.

    Returns:
        The plan, one annex per sector, the sheets of every unit, and the blanks. Empty for a
        unit of kind `body`: it has no sheets of its own.
    """
    found = [*_documents(campaign), *_unit_sheets(campaign), *_blanks(campaign)]
    finished = (replace(sheet, fingerprint=fingerprint_of(sheet.view)) for sheet in found)
    return tuple(sorted(finished, key=lambda sheet: sheet.path))


# ---------------------------------------------------------------- which sheets there are


def _documents(campaign: Campaign) -> Iterator[Sheet]:
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


def _unit_sheets(campaign: Campaign) -> Iterator[Sheet]:
    parts_by_unit: dict[str, list[Part]] = {}
    for part in campaign.parts:
        if part.unit.kind != "body":
            parts_by_unit.setdefault(part.unit.id, []).append(part)
    for parts in parts_by_unit.values():
        unit = parts[0].unit
        for form in campaign.forms:
            if form.scope == "unit-sector":
                for part in parts:
                    if prints(form, unit, part.roles) and covers(form, part.sector):
                        yield _form_sheet(campaign, form, unit=unit, sector=part.sector)
                continue
            held: tuple[Role, ...] = tuple(
                {role for part in parts if not form.sectors or part.sector.id in form.sectors for role in part.roles}
            )
            if not held or not prints(form, unit, held):
                continue
            if form.scope == "unit":
                yield _form_sheet(campaign, form, unit=unit)
            elif form.scope == "unit-week" and campaign.reports(unit):
                for number, day in enumerate(campaign.report_dates, 1):
                    yield _form_sheet(campaign, form, unit=unit, week=(number, day))


def _blanks(campaign: Campaign) -> Iterator[Sheet]:
    for form in campaign.forms:
        if not form.blank:
            continue
        if form.scope in ("unit-sector", "sector"):
            for sector in campaign.sectors:
                if covers(form, sector):
                    yield _form_sheet(campaign, form, sector=sector)
        else:
            yield _form_sheet(campaign, form)


def _form_sheet(
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


# ---------------------------------------------------------------- what a sheet shows


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
    quoted = translations(campaign.plan.language).gettext("%(place)s “%(begins)s”")
    cited = []
    for place in here or places:
        cite = campaign.cite(place.ref)
        if place.clause is not None and not any(clause.label for clause in (*place.above, place.clause)):
            cite = quoted % {"place": cite, "begins": beginning(place.text)}
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
        columns = [_column_view(column) for column in block.table.columns]
        rows = _rows(campaign, block.table, sector, copies)
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


def _column_view(column: Column) -> dict[str, Any]:
    """Describe a column; boxes to tick only where there are any, so that other sheets keep their fingerprint."""
    shown = column.model_dump(mode="json")
    if not column.ticks:
        del shown["ticks"]
    return shown


def _rows(campaign: Campaign, table: Table, sector: Sector | None, copies: Copies | None = None) -> list[list[str]]:
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
        units = (unit for unit in campaign.units if unit.kind != "body")
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
        blocks = campaign.form_by_id[checklist.form].blocks
        table = next(block.table for block in blocks if block.table and block.table.rows == "items")
        view["checklist"] = {
            "label": checklist.label,
            "title": checklist.title,
            "columns": [_column_view(column) for column in table.columns],
            "rows": _rows(campaign, table, sector),
        }
    return view
