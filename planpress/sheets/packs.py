"""Campaign and sheets → packs: everything a unit prints, or an enterprise of a sector, in one file.

In: a validated `Campaign` and the sheets of `sheets_of`. Out: `Pack` values, sorted by path, each with
the sheets it holds, in order, and what its front matter shows. Pure: nothing is rendered here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from planpress.i18n import translations
from planpress.model.addresses import CARRY_OVER_FORM, NO_UNIT, PACK_CODE, PACK_FORM, PLAN
from planpress.model.bindings import Involvement, Work, repeated
from planpress.model.campaign import Campaign
from planpress.model.places import Place
from planpress.model.records import Clause, Sector, Unit
from planpress.model.vocabulary import ROLES, Role, role_names
from planpress.sheets.citation import cited
from planpress.sheets.forms import ranks_of
from planpress.sheets.sheet import Sheet, fingerprint_of
from planpress.templates import long_date

ZIP_PATH = "print/packs.zip"
"""Address of the packs of all units in one file."""

FOR_ENTERPRISES = frozenset({"enterprise", "any"})
"""Audiences of the forms that an enterprise may be handed."""


EXCERPT = 40
"""Characters by which the cover tells what is due; the whole clause stands among the duties."""


@dataclass(frozen=True)
class Pack:
    """One file that holds several sheets.

    Attributes:
        sheet: What stands for it in lists: code, address, fingerprint. Its view is what the front matter
            shows; `contents` names the sheets in order.
        parts: The sheets, in the order of `contents`.
    """

    sheet: Sheet
    parts: tuple[Sheet, ...]


def packs_of(campaign: Campaign, sheets: Iterable[Sheet]) -> tuple[Pack, ...]:
    """Return the pack of each unit that has sheets, and one a sector with forms for enterprises; sorted by path."""
    binder = _Binder(campaign, tuple(sheets))
    packs = (*binder.unit_packs(), *binder.sector_packs())
    return tuple(sorted(packs, key=lambda pack: pack.sheet.path))


def with_packs(sheets: Iterable[Sheet], packs: Iterable[Pack]) -> tuple[Sheet, ...]:
    """Return `sheets` and what stands for `packs`, sorted by path: everything that is printed."""
    return tuple(sorted((*sheets, *(pack.sheet for pack in packs)), key=lambda sheet: sheet.path))


@dataclass(frozen=True)
class _Binder:
    """The campaign, with what several packs need looked up once."""

    campaign: Campaign
    sheets: tuple[Sheet, ...]

    def say(self, message: str) -> str:
        return translations(self.campaign.plan.language).gettext(message)

    @cached_property
    def rank(self) -> dict[str, tuple[int, int]]:
        """Form → its place among the forms of one sector: the checklist, what is signed, the rest."""
        return {form: (rank, number) for number, (form, rank) in enumerate(ranks_of(self.campaign).items())}

    @cached_property
    def parts_of(self) -> dict[str, list[Involvement]]:
        """What each unit is in its sectors."""
        found: dict[str, list[Involvement]] = defaultdict(list)
        for part in self.campaign.bindings.involvements:
            found[part.unit.id].append(part)
        return found

    # ------------------------------------------------------------ which packs there are

    def unit_packs(self) -> Iterator[Pack]:
        held: dict[str, list[Sheet]] = {}
        for sheet in self.sheets:
            if sheet.unit is not None:
                held.setdefault(sheet.unit, []).append(sheet)
        for unit in self.campaign.units:
            if unit.id in held:
                yield self._unit_pack(unit, held[unit.id])

    def _unit_pack(self, unit: Unit, sheets: Sequence[Sheet]) -> Pack:
        say = self.say
        parts = self.parts_of[unit.id]
        changed = [sheet for sheet in sheets if sheet.form == CARRY_OVER_FORM]
        sheets = [sheet for sheet in sheets if sheet.form != CARRY_OVER_FORM]
        groups = [(say("Answers carried over"), changed), *self._by_sector(sheets)]
        weekly = [sheet for sheet in sheets if self._scope(sheet) == "unit-week"]
        others = [sheet for sheet in sheets if sheet.sector is None and sheet not in weekly]
        groups.append((say("For the unit as a whole"), sorted(others, key=self._order)))
        groups.append((say("Reports, by date"), sorted(weekly, key=self._order)))
        view = {
            "campaign": self._campaign_view(),
            "unit": unit.name,
            "sector": None,
            "parts": [self._part_view(part) for part in parts],
            "due": [self._due_view(*entry) for entry in self.campaign.bindings.deadlines_of(unit)],
            "reports": self._reports() if self.campaign.bindings.reports(unit) else None,
            "contact": self._contact(),
            "duties": self._duties(unit, parts),
        }
        code = f"{self.campaign.plan.code}-{PACK_CODE}-{unit.code}"
        path = f"print/units/{unit.id}/{PACK_FORM}.pdf"
        return self._pack(code, path, say("Pack"), unit.id, None, view, groups)

    def sector_packs(self) -> Iterator[Pack]:
        say = self.say
        for sector in self.campaign.sectors:
            blanks = [sheet for sheet in self.sheets if sheet.unit is None and self._for_enterprises(sheet, sector)]
            if not blanks:
                continue
            groups = self._by_sector(blanks)
            whole = [sheet for sheet in blanks if sheet.sector is None]
            groups.append((say("For any sector"), sorted(whole, key=self._order)))
            view = {
                "campaign": self._campaign_view(),
                "unit": "",
                "sector": {
                    "label": sector.label,
                    "title": sector.title,
                    "short": sector.short,
                    "leads": [unit.name for unit in self.campaign.members(sector.lead)],
                },
                "parts": [],
                "due": [],
                "reports": None,
                "contact": self._contact(),
                "duties": self._focus(sector),
            }
            code = f"{self.campaign.plan.code}-{sector.number:02}-{PACK_CODE}-{NO_UNIT}"
            path = f"print/sectors/{sector.id}-{PACK_FORM}.pdf"
            title = f"{say('Pack for enterprises')} · {sector.short}"
            yield self._pack(code, path, title, None, sector.id, view, groups)

    def _for_enterprises(self, sheet: Sheet, sector: Sector) -> bool:
        form = self.campaign.form_by_id.get(sheet.form)
        if form is None:
            return False
        if sheet.sector is not None:
            return sheet.sector == sector.id and bool(FOR_ENTERPRISES & set(form.audience))
        return "enterprise" in form.audience and (not form.sectors or sector.id in form.sectors)

    def _pack(
        self,
        code: str,
        path: str,
        title: str,
        unit: str | None,
        sector: str | None,
        view: Mapping[str, Any],
        groups: Iterable[tuple[str, Sequence[Sheet]]],
    ) -> Pack:
        kept = [(words, sheets) for words, sheets in groups if sheets]
        contents = [{"title": words, "sheets": [self._line(sheet) for sheet in sheets]} for words, sheets in kept]
        shown = {**view, "contents": contents}
        return Pack(
            Sheet(code, path, "cover.html", title, PACK_FORM, unit, sector, shown, fingerprint_of(shown)),
            tuple(sheet for _words, sheets in kept for sheet in sheets),
        )

    # ------------------------------------------------------------ order

    def _by_sector(self, sheets: Sequence[Sheet]) -> list[tuple[str, Sequence[Sheet]]]:
        return [
            (
                f"{sector.label} {sector.short}".strip(),
                sorted((sheet for sheet in sheets if sheet.sector == sector.id), key=self._order),
            )
            for sector in self.campaign.sectors
        ]

    def _order(self, sheet: Sheet) -> tuple[tuple[int, int], str]:
        return self.rank[sheet.form], sheet.code

    def _scope(self, sheet: Sheet) -> str:
        return self.campaign.form_by_id[sheet.form].scope

    def _line(self, sheet: Sheet) -> dict[str, str]:
        """Describe a sheet in the contents, where its sector stands above it."""
        short = self.campaign.sector_by_id[sheet.sector].short if sheet.sector else ""
        form, *rest = sheet.title.split(" · ")  # a form may be called like the sector
        return {
            "title": " · ".join([form, *(part for part in rest if part != short)]),
            "code": sheet.code,
            "fingerprint": sheet.fingerprint,
        }

    # ------------------------------------------------------------ the cover

    def _campaign_view(self) -> dict[str, str]:
        notice, period = self.campaign.plan.notice, self.campaign.plan.period
        return {
            "name": self.campaign.plan.name,
            "number": notice.document_number if notice else "",
            "start": self._day(period.start),
            "end": self._day(period.end),
        }

    def _day(self, day: Any) -> str:
        return long_date(day, self.campaign.plan.language)

    def _part_view(self, part: Involvement) -> dict[str, Any]:
        sector = part.sector
        return {
            "label": sector.label,
            "title": sector.title,
            "short": sector.short,
            "roles": self._roles(part.roles),
            "leads": [unit.name for unit in self.campaign.members(sector.lead)],
        }

    def _roles(self, roles: Iterable[Role]) -> list[str]:
        held = set(roles)
        return [role_names(self.campaign.plan.language)[role] for role in ROLES if role in held]

    def _due_view(self, due: Any, place: Place, _units: Any) -> dict[str, Any]:
        words = place.clause.title.strip() or place.clause.text.strip() if place.clause else ""
        return {
            "text": due.text,
            "date": self._day(due.date),
            "cite": cited(self.campaign, place),
            "sector": place.sector.short if place.sector else self.campaign.plan.short,
            "words": words if len(words) <= EXCERPT else words[:EXCERPT] + "\u2026",
        }

    def _reports(self) -> dict[str, Any] | None:
        reporting = self.campaign.plan.reporting
        if reporting is None:
            return None
        return {
            "to": self.campaign.unit_by_id[reporting.to].name,
            "time": reporting.time,
            "days": [self._day(day) for day in self.campaign.report_dates],
            "cite": cited(self.campaign, self.campaign.places[f"{PLAN}#{reporting.clause}"]),
        }

    def _contact(self) -> dict[str, str] | None:
        contact = self.campaign.plan.contact
        if contact is None:
            return None
        return {"unit": self.campaign.unit_by_id[contact.unit].name, "phone": contact.phone, "email": contact.email}

    # ------------------------------------------------------------ verbatim text

    def _duties(self, unit: Unit, parts: Sequence[Involvement]) -> list[dict[str, Any]]:
        """Return what binds `unit`, word for word: first the main plan, then sector by sector."""
        chapters: list[tuple[str, Sector | None]] = [(self.campaign.plan.short, None)]
        chapters += [(f"{part.sector.label} {part.sector.title}".strip(), part.sector) for part in parts]
        found = []
        for title, sector in chapters:
            entries = [self._work_view(work) for work in self.campaign.bindings.work(unit, sector)]
            if entries:
                found.append({"title": title, "entries": entries})
        return found

    def _work_view(self, work: Work) -> dict[str, Any]:
        roles = self._roles(work.roles)
        if work.responsible:
            roles.append(self.say("responsible"))
        return self._quote(work.place, roles, [sector.short for sector in work.sectors])

    def _focus(self, sector: Sector) -> list[dict[str, Any]]:
        found = []
        for place in self.campaign.places.values():
            clause = place.clause
            if clause is not None and clause.kind == "focus" and place.sector == sector:
                found.append({"title": "", "entries": [self._quote(place, [], [], whole=True)]})
        return found

    def _quote(self, place: Place, roles: list[str], sectors: list[str], whole: bool = False) -> dict[str, Any]:
        """Describe a clause with those below it; unless `whole`, what binds someone by itself is left out."""
        lines: list[dict[str, str]] = []

        def add(clause: Clause, depth: int) -> None:
            lines.append({"label": clause.label, "title": clause.title, "text": clause.text})
            for below in clause.clauses if whole else repeated(clause):
                add(below, depth + 1)

        if place.clause is not None:
            add(place.clause, 0)
        return {"cite": cited(self.campaign, place), "roles": roles, "sectors": sectors, "lines": lines}
