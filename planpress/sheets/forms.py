"""Form, unit, sector, day → the sheet of that form; a pack and a number → the register of its numbered copies.

In: a validated `Campaign` and what the sheet is for. Out: a `Sheet` whose view is what it shows; pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

from planpress.blocks.kind import BlockView
from planpress.errors import BuildError
from planpress.heads import Head, printed_of
from planpress.i18n import translations
from planpress.model.addresses import NO_UNIT, form_pdf
from planpress.model.campaign import Campaign
from planpress.model.citing import clauses, serving
from planpress.model.forms import Printing
from planpress.sheets.citation import quoted
from planpress.sheets.rows import rows_for
from planpress.sheets.sheet import CampaignName, Sheet, fingerprint_of
from planpress.templates import long_date
from planpress.view import View, arranged

SLOTS = ("unit", "week", "deadline")
"""What a head field may show that differs between sheets of one layout."""


@dataclass(frozen=True)
class SectorLine:
    """What a sheet of a form says of its sector."""

    short: str
    leads: tuple[str, ...]


@dataclass(frozen=True)
class FieldView:
    """What a head field shows; `slot` is empty where it is the same on all sheets of the layout."""

    label: str
    value: str
    slot: str
    width_percent: float

    @property
    def head(self) -> Head:
        """Return what it asks for."""
        return Head(self.label, printed_of(self.slot or self.value), self.width_percent)


@dataclass(frozen=True)
class FormView:
    """What a form shows for one sheet."""

    title: str
    subtitle: str
    origin: str
    orientation: str
    instructions: tuple[str, ...]
    copies: str
    fields: tuple[FieldView, ...]
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True)
class FormSheetView(View):
    """What a sheet of a form shows.

    `basis` are the clauses that the form serves, as fingerprints know them, `clauses` the words that cite them; `unit`
    is a name, empty on a blank.
    """

    campaign: CampaignName
    form: FormView
    basis: tuple[str, ...]
    sector: SectorLine | None
    unit: str
    clauses: str = arranged("")

    def slots(self) -> Mapping[str, str]:
        """Return the name of the unit, and the head fields that tell of it or of a reporting day."""
        return {"unit": self.unit, **{field.slot: field.value for field in self.form.fields if field.slot}}

    def filled(self, slots: Mapping[str, str]) -> Self:
        """Return the view with these texts in its slots; the others stay as they are."""
        fields = (replace(field, value=slots.get(field.slot, field.value)) for field in self.form.fields)
        form = replace(self.form, fields=tuple(fields))
        return replace(self, unit=slots.get("unit", self.unit), form=form)

    def stand_in(self, mark: str) -> Self:
        """Return the view with `mark` in each slot, also where a blank has nothing.

        Why:
            A form has one layout for the units and the blank: only what the slots show tells them apart.
        """
        return self.filled(dict.fromkeys(self.slots(), mark))


@dataclass(frozen=True)
class Copies:
    """Numbered copies of a pack, as their register names them: the pack, how many, and of which revision."""

    pack: str = ""
    count: int = 0
    revision: str = ""


NO_COPIES = Copies()


def ranks_of(campaign: Campaign) -> dict[str, int]:
    """Return form → where readers look for it: 0 for checklists, 1 for what is signed in stages, 2 for the rest."""
    checklists = {sector.checklist.form for sector in campaign.sectors if sector.checklist}
    return {form.id: 0 if form.id in checklists else 1 if form.staged else 2 for form in campaign.forms}


def form_sheet(campaign: Campaign, printing: Printing, copies: Copies = NO_COPIES) -> Sheet:
    """Describe the sheet of a form that has to exist; `copies` are those that it registers."""
    form, unit, sector, week = printing
    of_unit, of_sector = unit.id if unit else None, sector.id if sector else None
    code = [campaign.plan.code, sector.code if sector else "", form.code, unit.code if unit else NO_UNIT]
    title = [form.title, form.subtitle, sector.short if sector else ""]
    if week is not None:
        code.append(week.code)
        title.append(week.day.isoformat())
    view = _view(campaign, printing, copies)
    return Sheet(
        code="-".join(filter(None, code)),
        path=form_pdf(form.address, of_unit, of_sector, week.code if week else None),
        template="sheet.html",
        title=" · ".join(filter(None, title)),
        form=form.id,
        view=view,
        unit=of_unit,
        sector=of_sector,
        fingerprint=fingerprint_of(view),
        day=week.day.isoformat() if week else "",
    )


def register_of(campaign: Campaign, pack: Sheet, count: int, revision: str) -> Sheet:
    """Return the sheet on which `count` copies of `pack` are signed out and in again.

    They are numbered from 1; `revision` is the line that names the revision they are of.

    Raises:
        BuildError: If no form is meant for that.
    """
    _ = translations(campaign.plan.language).gettext
    form = next((form for form in campaign.forms if form.scope == "copies"), None)
    if form is None:
        raise BuildError(_("No form in content/forms has 'scope: copies', on which copies are registered"))
    named = f"{pack.code} {_('Fingerprint %(value)s') % {'value': pack.mark}}"
    unit = campaign.unit_by_id[pack.unit] if pack.unit else None
    return form_sheet(campaign, Printing(form, unit), Copies(named, count, revision))


def copy_label(number: int, count: int, language: str) -> str:
    """Return what a numbered copy bears on each page."""
    _ = translations(language).gettext
    return _("Copy %(number)s of %(count)s") % {"number": number, "count": count}


def _view(campaign: Campaign, printing: Printing, copies: Copies) -> FormSheetView:
    form, unit, sector, _week = printing
    leads = tuple(lead.name for lead in campaign.members(sector.lead)) if sector else ()
    values = _values(campaign, printing, leads, copies)
    fields = (
        FieldView(one.label, values[one.value], one.value if one.value in SLOTS else "", one.width_percent)
        for one in form.fields
    )
    rows = rows_for(campaign, sector, copies.count)
    refs = serving(form.basis, sector.id if sector else "")
    return FormSheetView(
        campaign=CampaignName(campaign.plan.name),
        form=FormView(
            title=form.title,
            subtitle=form.subtitle,
            origin=form.origin,
            orientation=form.orientation,
            instructions=form.instructions,
            copies=form.copies,
            fields=tuple(fields),
            blocks=tuple(block.view(rows) for block in form.blocks),
        ),
        basis=tuple(_known(campaign, ref) for ref in refs),
        sector=SectorLine(sector.short, leads) if sector else None,
        unit=unit.name if unit else "",
        clauses=clauses(campaign, refs) if refs else "",
    )


def _known(campaign: Campaign, ref: str) -> str:
    """Return how fingerprints know a clause; one without labels by how it begins."""
    place, cite = campaign.places[ref], campaign.cite(ref)
    labelled = place.clause is None or any(clause.label for clause in (*place.above, place.clause))
    return cite if labelled else quoted(campaign, place, cite)


def _values(campaign: Campaign, printing: Printing, leads: Iterable[str], copies: Copies) -> dict[str, str]:
    """Return what each value of a head field stands for on this sheet."""
    _form, unit, sector, week = printing
    language = campaign.plan.language
    _ = translations(language).gettext
    contact, reporting = campaign.plan.contact, campaign.plan.reporting
    day = long_date(week.day, language) if week else ""
    return {
        "": "",
        "unit": unit.name if unit else "",
        "sector": sector.short if sector else "",
        "leads": _(", ").join(leads),
        "week": _("Week %(number)s · %(date)s") % {"number": week.number, "date": day} if week else "",
        "deadline": f"{day} {reporting.time}" if week and reporting else "",
        "recipient": campaign.unit_by_id[reporting.to].name if reporting else "",
        "contact": " ".join(filter(None, (contact.phone, contact.email))) if contact else "",
        "revision": copies.revision,
        "pack": copies.pack,
        "copies": str(copies.count or ""),
    }
