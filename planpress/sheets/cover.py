"""Unit or sector → what the front matter of its pack shows; clauses are repeated word for word.

In: a validated `Campaign`, and the sheets of the pack. Out: a `Cover`; pure. Where a line tells its place, `cite` is
how the fingerprint knows it, and `place` the words that cite it.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from planpress.content.when import told, what
from planpress.i18n import translations
from planpress.model.bindings import Deadline, Recurring, repeated
from planpress.model.campaign import Campaign
from planpress.model.citing import cited
from planpress.model.records import Clause, Place, Sector, Unit
from planpress.model.reporting import ReportRule, dates_of
from planpress.model.vocabulary import Role, role_names
from planpress.sheets.citation import known
from planpress.sheets.sheet import Sheet, spaced
from planpress.templates import long_date
from planpress.view import View, arranged, later

Contents = Sequence[tuple[str, Sequence[Sheet]]]
"""The sheets of a pack in order, in groups with a title each."""

EXCERPT = 40
"""Characters by which the cover tells what is due; the whole clause stands among the duties."""


@dataclass(frozen=True)
class CampaignLine:
    """The campaign: its name, the number of the letter, first and last day."""

    name: str
    number: str
    start: str
    end: str


@dataclass(frozen=True)
class SectorHead:
    """A sector and who leads it."""

    label: str
    title: str
    short: str
    leads: tuple[str, ...]


@dataclass(frozen=True)
class RoleLine(SectorHead):
    """A sector and what the unit is in it."""

    roles: tuple[str, ...]


@dataclass(frozen=True)
class DueLine:
    """A day by which something is due: as the plan says it, as a date, and what."""

    text: str
    date: str
    cite: str
    sector: str
    words: str
    place: str = arranged("")


@dataclass(frozen=True)
class RoundLine:
    """What comes round: how often or when, in the plan's words, and where."""

    when: str
    text: str
    cite: str
    place: str = arranged("")


@dataclass(frozen=True)
class PhaseLine:
    """A phase of the period: its name, first and last day."""

    name: str
    start: str
    end: str


@dataclass(frozen=True)
class Reports:
    """To whom progress is reported, and when; what the reports are called, and what must have happened before."""

    to: str
    time: str
    days: tuple[str, ...]
    cite: str
    name: str = later("")
    event: str = later("")
    place: str = arranged("")


@dataclass(frozen=True)
class ContactLine:
    """How to reach the office that runs the campaign."""

    unit: str
    phone: str
    email: str


@dataclass(frozen=True)
class QuotedLine:
    """One clause, word for word."""

    label: str
    title: str
    text: str


@dataclass(frozen=True)
class Quotation:
    """A clause with those below it: where it stands, and what it binds the reader to.

    `sectors` are those that this extends to, by their short names, where the clause is of the main plan. `notes` are
    what the editor says of why the clause binds the reader.
    """

    cite: str
    roles: tuple[str, ...]
    sectors: tuple[str, ...]
    lines: tuple[QuotedLine, ...]
    notes: tuple[str, ...] = later(())
    place: str = arranged("")


@dataclass(frozen=True)
class Chapter:
    """Clauses of one document, word for word."""

    title: str
    entries: tuple[Quotation, ...]


@dataclass(frozen=True)
class SheetLine:
    """A sheet of the pack; the page on which it begins is known when the pack is bound."""

    title: str
    code: str
    fingerprint: str
    page: str = later("")


@dataclass(frozen=True)
class SheetGroup:
    """Sheets that stand together in the contents."""

    title: str
    sheets: tuple[SheetLine, ...]


@dataclass(frozen=True)
class Cover(View):
    """What the front matter of a pack shows: of a unit, or of a sector for enterprises.

    Attributes:
        unit: Name of the unit; empty on the pack of a sector.
        sector: None on the pack of a unit.
        parts: The sectors in which the unit is bound.
        due: What the unit must keep.
        reports: None where the unit does not report.
        contact: None where the plan names nobody.
        duties: What binds the unit, or what is looked at in the sector.
        pages: How many there are; known when the pack is bound.
        rounds: What comes round for the unit.
        phases: Those of the period, on the pack of a unit.
        more_reports: By the other rules by which it reports.
    """

    campaign: CampaignLine
    unit: str
    sector: SectorHead | None
    parts: tuple[RoleLine, ...]
    due: tuple[DueLine, ...]
    reports: Reports | None
    contact: ContactLine | None
    duties: tuple[Chapter, ...]
    contents: tuple[SheetGroup, ...]
    pages: str = later("")
    rounds: tuple[RoundLine, ...] = later(())
    phases: tuple[PhaseLine, ...] = later(())
    more_reports: tuple[Reports, ...] = later(())

    def slots(self) -> Mapping[str, str]:
        """Return the name of the unit, and each line of the contents."""
        found = {"unit": self.unit, "pages": self.pages}
        for number, line in enumerate(line for group in self.contents for line in group.sheets):
            found[f"code-{number}"] = line.code
            found[f"fingerprint-{number}"] = spaced(line.fingerprint)
            found[f"page-{number}"] = line.page
        return found

    def stand_in(self, mark: str) -> Self:
        """Return the view with `mark` in each slot; the pack of a sector has none for a unit."""
        contents = tuple(
            replace(group, sheets=tuple(SheetLine(line.title, mark, mark, mark) for line in group.sheets))
            for group in self.contents
        )
        return replace(self, unit=self.unit and mark, contents=contents, pages=mark)


@dataclass(frozen=True)
class Covers:
    """The covers of one campaign."""

    campaign: Campaign

    def of_unit(self, unit: Unit, contents: Contents) -> Cover:
        """Return the cover for `unit`."""
        bindings = self.campaign.bindings
        parts = bindings.involvements_of[unit.id]
        reports = tuple(map(self._reports, bindings.reports_of(unit)))
        return Cover(
            self._campaign(),
            unit.name,
            None,
            tuple(RoleLine(*self._head(held.sector), self._roles(held.roles)) for held in parts),
            tuple(map(self._due, bindings.deadlines_of(unit))),
            reports[0] if reports else None,
            self._contact(),
            tuple(self._duties(unit)),
            self._contents(contents),
            rounds=tuple(map(self._round, bindings.recurring_of(unit))),
            phases=tuple(self._phases()),
            more_reports=reports[1:],
        )

    def of_sector(self, sector: Sector, contents: Contents) -> Cover:
        """Return the cover for the enterprises of `sector`."""
        looked_at = (
            Chapter("", (self._quotation(place, whole=True),))
            for place in self.campaign.places.values()
            if place.clause is not None and place.clause.kind == "focus" and place.sector == sector
        )
        head, contact = SectorHead(*self._head(sector)), self._contact()
        listed = self._contents(contents)
        return Cover(self._campaign(), "", head, (), (), None, contact, tuple(looked_at), listed)

    def _campaign(self) -> CampaignLine:
        plan = self.campaign.plan
        number = plan.notice.document_number if plan.notice else ""
        return CampaignLine(plan.name, number, self._day(plan.period.start), self._day(plan.period.end))

    def _phases(self) -> Iterator[PhaseLine]:
        for phase in self.campaign.plan.period.phases:
            yield PhaseLine(phase.name, self._day(phase.start), self._day(phase.end))

    def _day(self, day: datetime.date) -> str:
        return long_date(day, self.campaign.plan.language)

    def _head(self, sector: Sector) -> tuple[str, str, str, tuple[str, ...]]:
        leads = tuple(unit.name for unit in self.campaign.members(sector.lead))
        return sector.label, sector.title, sector.short, leads

    def _roles(self, roles: Iterable[Role]) -> tuple[str, ...]:
        names = role_names(self.campaign.plan.language)
        return tuple(names[role] for role in roles)

    def _round(self, found: Recurring) -> RoundLine:
        rule = told(found.due, self.campaign.plan)
        return RoundLine(rule, found.due.text, *self._place(found.place))

    def _due(self, deadline: Deadline) -> DueLine:
        place = deadline.place
        cite, where = self._place(place)
        words = what(place.clause, deadline.due) if place.clause else ""
        return DueLine(
            deadline.due.text,
            self._day(deadline.date),
            cite,
            place.sector.short if place.sector else self.campaign.plan.short,
            words if len(words) <= EXCERPT else words[:EXCERPT] + "\u2026",
            where,
        )

    def _reports(self, rule: ReportRule) -> Reports:
        to, place = self.campaign.unit_by_id[rule.to].name, self.campaign.bindings.reporting_place(rule)
        days = tuple(map(self._day, dates_of(rule, self.campaign.plan.period)))
        cite, where = self._place(place)
        return Reports(to, rule.time or "", days, cite, rule.name, rule.on_event, where)

    def _contact(self) -> ContactLine | None:
        contact = self.campaign.plan.contact
        if contact is None:
            return None
        return ContactLine(self.campaign.unit_by_id[contact.unit].name, contact.phone, contact.email)

    def _duties(self, unit: Unit) -> Iterator[Chapter]:
        """Yield what names `unit`, word for word: first the main plan, then sector by sector."""
        responsible = translations(self.campaign.plan.language).gettext("responsible")
        for sector in (None, *self.campaign.sectors):
            entries = []
            for work in self.campaign.bindings.work(unit, sector):
                roles = (*self._roles(work.roles), *([responsible] if work.responsible else ()))
                quoted = self._quotation(work.place, roles, tuple(one.short for one in work.sectors))
                notes = tuple(note.remark for note in self.campaign.reasons.notes(unit, work.place))
                entries.append(replace(quoted, notes=notes))
            if entries:
                title = f"{sector.label} {sector.title}".strip() if sector else self.campaign.plan.short
                yield Chapter(title, tuple(entries))

    def _quotation(
        self, place: Place, roles: tuple[str, ...] = (), sectors: tuple[str, ...] = (), *, whole: bool = False
    ) -> Quotation:
        """Quote a clause with those below it; unless `whole`, what binds someone by itself is left out."""

        def lines(clause: Clause) -> Iterator[QuotedLine]:
            yield QuotedLine(clause.label, clause.title, clause.text)
            for below in clause.clauses if whole else repeated(clause):
                yield from lines(below)

        quoted = tuple(lines(place.clause)) if place.clause else ()
        cite, where = self._place(place)
        return Quotation(cite, roles, sectors, quoted, place=where)

    def _place(self, place: Place) -> tuple[str, str]:
        """Return how the fingerprint knows a place, and the words that cite it."""
        return known(self.campaign, place), cited(self.campaign, place)

    def _contents(self, groups: Contents) -> tuple[SheetGroup, ...]:
        return tuple(SheetGroup(title, tuple(map(self._line, sheets))) for title, sheets in groups)

    def _line(self, sheet: Sheet) -> SheetLine:
        """Describe a sheet in the contents, where its sector stands above it."""
        short = self.campaign.sector_by_id[sheet.sector].short if sheet.sector else ""
        form, *rest = sheet.title.split(" · ")  # a form may be called like the sector
        title = " · ".join([form, *(part for part in rest if part != short)])
        return SheetLine(title, sheet.code, sheet.fingerprint)
