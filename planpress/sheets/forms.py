"""Form, unit, sector, day → the sheet of that form; a pack and a number → the register of its numbered copies.

In: a validated `Campaign` and what the sheet is for. Out: a `Sheet` whose view is what it shows; pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from planpress.blocks.kind import BlockView, NumbersOf
from planpress.errors import BuildError
from planpress.fit import PAGE, page_named
from planpress.heads import Head, printed_of
from planpress.i18n import translations
from planpress.model.addresses import NO_UNIT, form_pdf
from planpress.model.campaign import Campaign
from planpress.model.citing import clauses, serving
from planpress.model.forms import Printing
from planpress.model.numbering import Pattern
from planpress.model.reporting import ReportDay
from planpress.sheets.citation import quoted
from planpress.sheets.rows import rows_for
from planpress.sheets.sheet import CampaignName, Sheet, fingerprint_of
from planpress.signs import width_of
from planpress.templates import long_date
from planpress.view import Shared, View, arranged, later

SLOTS = ("unit", "week", "report", "deadline")
"""What a head field may show that differs between sheets of one layout."""

ABOUT_EM, HEAD_EM = 24.0, 17.0
"""How long the line below a title, and the name of a form in the head of a page, may be to stand in a line for sure, in
the largest print too."""


@dataclass(frozen=True)
class SectorLine:
    """What a sheet of a form says of its sector."""

    short: str
    leads: tuple[str, ...]


@dataclass(frozen=True)
class FieldView:
    """What a head field shows; `slot` is empty where it is the same on all sheets of the layout.

    Of one that cites a number, `shown` is that, or its blanks where none is given.
    """

    label: str
    value: str
    slot: str
    width_percent: float
    shown: str = arranged("")

    @property
    def head(self) -> Head:
        """Return what it asks for."""
        return Head(self.label, printed_of(self.slot or self.value), self.width_percent)


@dataclass(frozen=True)
class FormView:
    """What a form shows for one sheet; `number` is the pattern of its numbers, empty where it has none."""

    title: str
    subtitle: str
    origin: str
    orientation: str
    instructions: tuple[str, ...]
    copies: str
    fields: tuple[FieldView, ...]
    blocks: tuple[BlockView, ...]
    paper: str = later("a4")
    number: str = later("")

    @property
    def page(self) -> str:
        """Which page it has, as `fit.PAGE` names it."""
        return page_named(self.orientation, self.paper)


@dataclass(frozen=True)
class FormSheetView(View):
    """What a sheet of a form shows.

    `basis` are the clauses that the form serves, as fingerprints know them, `clauses` the words that cite them; `unit`
    is a name, empty on a blank. `number` is the number that the sheet is issued with, or the blanks of one.
    """

    campaign: CampaignName
    form: FormView
    basis: tuple[str, ...]
    sector: SectorLine | None
    unit: str
    clauses: str = arranged("")
    number: str = arranged("")

    @property
    def of_any_sector(self) -> bool:
        """Whether the same form of another sector may share its layout: what names the sector stands in a line."""
        if self.sector is None or len(self.sector.leads) != 1:
            return False
        named = width_of(self.sector.short)
        about = named + width_of(self.form.subtitle) + width_of(self.sector.leads[0]) + 7  # words and gaps
        return about <= ABOUT_EM and named + width_of(self.form.title) + 2 <= HEAD_EM

    def slots(self) -> Mapping[str, str]:
        """Return the names of unit and sector, the head fields that tell of a unit or a day, and the number."""
        found = {"unit": self.unit, **{field.slot: field.value for field in self.form.fields if field.slot}}
        if self.sector and self.of_any_sector:
            found |= {"sector": self.sector.short, "leads": self.sector.leads[0]}
        return found | ({"number": self.number} if self.form.number else {})

    def filled(self, slots: Mapping[str, str]) -> Self:
        """Return the view with these texts in its slots; the others stay as they are."""
        fields = (replace(field, value=slots.get(field.slot, field.value)) for field in self.form.fields)
        form, sector = replace(self.form, fields=tuple(fields)), self.sector
        if sector and self.of_any_sector:
            sector = SectorLine(slots.get("sector", sector.short), (slots.get("leads", sector.leads[0]),))
        unit, number = slots.get("unit", self.unit), slots.get("number", self.number)
        return replace(self, unit=unit, number=number, form=form, sector=sector)

    def stand_in(self, mark: str) -> Self:
        """Return the view with `mark` in each slot, also where a blank has nothing.

        Why:
            A form has one layout for the units and the blank: only what the slots show tells them apart.
        """
        made = self.filled(dict.fromkeys(self.slots(), mark))
        return replace(made, form=replace(made.form, number=self.form.number and mark))


@dataclass(frozen=True)
class Copies:
    """Numbered copies of a pack, as their register names them: the pack, how many, and of which revision."""

    pack: str = ""
    count: int = 0
    revision: str = ""


NO_COPIES = Copies()


@dataclass(frozen=True)
class Given:
    """The number that a sheet is issued with, and those it cites: form → number."""

    number: str = ""
    cited: Mapping[str, str] = field(default_factory=dict)


NO_NUMBERS = Given()


def ranks_of(campaign: Campaign) -> dict[str, int]:
    """Return form → where readers look for it: 0 for checklists, 1 for what is signed in stages, 2 for the rest."""
    checklists = {sector.checklist.form for sector in campaign.sectors if sector.checklist}
    return {form.id: 0 if form.id in checklists else 1 if form.staged else 2 for form in campaign.forms}


def form_sheet(campaign: Campaign, printing: Printing, copies: Copies = NO_COPIES, given: Given = NO_NUMBERS) -> Sheet:
    """Describe the sheet of a form that has to exist; `copies` are those that it registers.

    Code and fingerprint are the same whatever is `given`: it is the same sheet, with its blanks filled in.
    """
    form, unit, sector, report = printing
    of_unit, of_sector = unit.id if unit else None, sector.id if sector else None
    code = [campaign.plan.code, sector.code if sector else "", form.code, unit.code if unit else NO_UNIT]
    title = [form.title, form.subtitle, sector.short if sector else ""]
    day = report.day.isoformat() if report and report.day else ""
    of_day = report.code if report else ""
    view = _view(campaign, printing, copies, given)
    return Sheet(
        code="-".join(filter(None, (*code, of_day))),
        path=form_pdf(form.address, of_unit, of_sector, of_day or None),
        template="sheet.html",
        title=" · ".join(filter(None, (*title, day, given.number))),
        form=form.id,
        view=view,
        unit=of_unit,
        sector=of_sector,
        fingerprint=fingerprint_of(view),
        day=day,
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


@dataclass(frozen=True)
class _Common:
    """What a form shows in a sector, whichever unit or day a sheet is for."""

    leads: tuple[str, ...]
    blocks: Shared[BlockView]
    basis: tuple[str, ...]
    clauses: str


def _common(campaign: Campaign, printing: Printing, count: int, numbers: NumbersOf) -> _Common:
    form, sector = printing.form, printing.sector
    rows = rows_for(campaign, sector, count, campaign.reports_on(form))
    refs = serving(form.basis, sector.id if sector else "")
    return _Common(
        leads=tuple(lead.name for lead in campaign.members(sector.lead)) if sector else (),
        blocks=Shared(block.view(rows).on(PAGE[form.page][0]).cited(numbers) for block in form.blocks),
        basis=tuple(_known(campaign, ref) for ref in refs),
        clauses=clauses(campaign, refs) if refs else "",
    )


def _commons(_campaign: Campaign) -> dict[Any, _Common]:
    return {}


def _view(campaign: Campaign, printing: Printing, copies: Copies, given: Given) -> FormSheetView:
    form, unit, sector, _report = printing

    def numbers(cited: str) -> tuple[str, str]:
        return Pattern(campaign.form_by_id[cited].number).cited_blank, given.cited.get(cited, "")

    known, key = campaign.once(_commons), (form.id, sector and sector.id, copies.count, *given.cited.items())
    if key not in known:
        known[key] = _common(campaign, printing, copies.count, numbers)
    common = known[key]
    values = _values(campaign, printing, common.leads, copies)
    fields = (
        FieldView(
            one.label,
            blank or values[one.value],
            one.value if one.value in SLOTS else "",
            one.width_percent,
            own or blank,
        )
        for one in form.fields
        for blank, own in [numbers(one.cites) if one.cites else ("", "")]
    )
    pattern = Pattern(form.number).of(unit)
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
            blocks=common.blocks,
            paper=form.paper,
            number=pattern.text,
        ),
        basis=common.basis,
        sector=SectorLine(sector.short, common.leads) if sector else None,
        unit=unit.name if unit else "",
        clauses=common.clauses,
        number=given.number or pattern.blank,
    )


def _known(campaign: Campaign, ref: str) -> str:
    """Return how fingerprints know a clause; one without labels by how it begins."""
    place, cite = campaign.places[ref], campaign.cite(ref)
    labelled = place.clause is None or any(clause.label for clause in (*place.above, place.clause))
    return cite if labelled else quoted(campaign, place, cite)


def _values(campaign: Campaign, printing: Printing, leads: Iterable[str], copies: Copies) -> dict[str, str]:
    """Return what each value of a head field stands for on this sheet."""
    form, unit, sector, report = printing
    _ = translations(campaign.plan.language).gettext
    contact = campaign.plan.contact
    number = _number(campaign, report) if report else ""
    rules = [report.rule] if report else [rule for rule in campaign.plan.reporting if form.is_for(rule)]
    receivers = dict.fromkeys(campaign.unit_by_id[rule.to].name for rule in rules)
    return {
        "": "",
        "unit": unit.name if unit else "",
        "sector": sector.short if sector else "",
        "leads": _(", ").join(leads),
        "week": number,
        "report": number,
        "deadline": _deadline(campaign, report) if report else "",
        "recipient": _(", ").join(receivers),
        "contact": " ".join(filter(None, (contact.phone, contact.email))) if contact else "",
        "revision": copies.revision,
        "pack": copies.pack,
        "copies": str(copies.count or ""),
    }


def _number(campaign: Campaign, report: ReportDay) -> str:
    """Return the number and the day of a report; empty where it has none."""
    if report.day is None:
        return ""
    _ = translations(campaign.plan.language).gettext
    weekly, numbered = _("Week %(number)s · %(date)s"), _("No. %(number)s · %(date)s")
    at = {"number": report.number, "date": long_date(report.day, campaign.plan.language)}
    return (weekly if report.rule.often == "week" else numbered) % at


def _deadline(campaign: Campaign, report: ReportDay) -> str:
    """Return the day and time by which a report is due; what must have happened, where it has no day."""
    if report.day is None:
        return report.rule.on_event
    return " ".join(filter(None, (long_date(report.day, campaign.plan.language), report.rule.time)))
