"""Campaign and sheets → packs: everything a unit prints, or an enterprise of a sector, in one file.

In: a validated `Campaign` and its sheets. Out: `Pack` values, sorted by path; pure, nothing is rendered here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from planpress.i18n import translations
from planpress.model.addresses import CARRY_OVER_FORM, NO_UNIT, PACK_CODE, PACK_FORM, sector_pack_pdf, unit_pack_pdf
from planpress.model.campaign import Campaign
from planpress.model.records import Sector
from planpress.sheets.cover import Contents, Cover, Covers
from planpress.sheets.forms import ranks_of
from planpress.sheets.sheet import Sheet, by_path, fingerprint_of

FOR_ENTERPRISES = frozenset({"enterprise", "any"})
"""Audiences of the forms that an enterprise may be handed."""


@dataclass(frozen=True)
class Pack:
    """One file that holds several sheets.

    `sheet` stands for it in lists; its view is the `Cover`, whose contents name `parts` in order.
    """

    sheet: Sheet
    parts: tuple[Sheet, ...]


def packs_of(campaign: Campaign, sheets: Iterable[Sheet]) -> tuple[Pack, ...]:
    """Return the pack of each unit that has sheets, and one a sector with forms for enterprises; sorted by path."""
    packs = _Packs(campaign, tuple(sheets))
    return tuple(sorted((*packs.of_units(), *packs.of_sectors()), key=lambda pack: pack.sheet.path))


def with_packs(sheets: Iterable[Sheet], packs: Iterable[Pack]) -> tuple[Sheet, ...]:
    """Return `sheets` and what stands for `packs`, sorted by path: everything that is printed."""
    return by_path((*sheets, *(pack.sheet for pack in packs)))


@dataclass(frozen=True)
class _Packs:
    """The campaign and its sheets, with what several packs need looked up once."""

    campaign: Campaign
    sheets: tuple[Sheet, ...]

    def say(self, message: str) -> str:
        return translations(self.campaign.plan.language).gettext(message)

    @cached_property
    def rank(self) -> dict[str, tuple[int, int]]:
        """Form → its place among the forms of one sector: the checklist, what is signed, the rest."""
        return {form: (rank, number) for number, (form, rank) in enumerate(ranks_of(self.campaign).items())}

    def of_units(self) -> Iterator[Pack]:
        held: dict[str | None, list[Sheet]] = defaultdict(list)
        for sheet in self.sheets:
            held[sheet.unit].append(sheet)
        for unit in self.campaign.units:
            if unit.id in held:
                groups = self._of_unit(held[unit.id])
                cover = Covers(self.campaign).of_unit(unit, groups)
                code = f"{self.campaign.plan.code}-{PACK_CODE}-{unit.code}"
                yield _pack(code, unit_pack_pdf(unit.id), self.say("Pack"), cover, groups, unit=unit.id)

    def _of_unit(self, sheets: Sequence[Sheet]) -> Contents:
        carried = [sheet for sheet in sheets if sheet.form == CARRY_OVER_FORM]
        sheets = [sheet for sheet in sheets if sheet.form != CARRY_OVER_FORM]
        reports = [sheet for sheet in sheets if self.campaign.form_by_id[sheet.form].of_reports]
        others = [sheet for sheet in sheets if sheet.sector is None and sheet not in reports]
        rules = self.campaign.plan.reporting
        by_week = all(rule.often == "week" for rule in rules)  # the words of packs that are sealed
        groups = (
            (self.say("Answers carried over"), carried),
            *self._by_sector(sheets),
            (self.say("For the unit as a whole"), self._ordered(others)),
            (self.say("Reports, by date") if by_week else self.say("Reports, one by one"), self._ordered(reports)),
        )
        return [group for group in groups if group[1]]

    def of_sectors(self) -> Iterator[Pack]:
        for sector in self.campaign.sectors:
            blanks = [sheet for sheet in self.sheets if sheet.unit is None and self._for_enterprises(sheet, sector)]
            if blanks:
                whole = self._ordered(sheet for sheet in blanks if sheet.sector is None)
                groups = [*self._by_sector(blanks), (self.say("For any sector"), whole)]
                groups = [group for group in groups if group[1]]
                cover = Covers(self.campaign).of_sector(sector, groups)
                code = f"{self.campaign.plan.code}-{sector.code}-{PACK_CODE}-{NO_UNIT}"
                title = f"{self.say('Pack for enterprises')} · {sector.short}"
                yield _pack(code, sector_pack_pdf(sector.id), title, cover, groups, sector=sector.id)

    def _for_enterprises(self, sheet: Sheet, sector: Sector) -> bool:
        form = self.campaign.form_by_id.get(sheet.form)
        if form is None:
            return False
        if sheet.sector is not None:
            return sheet.sector == sector.id and bool(FOR_ENTERPRISES & set(form.audience))
        return "enterprise" in form.audience and (not form.sectors or sector.id in form.sectors)

    def _by_sector(self, sheets: Sequence[Sheet]) -> Iterator[tuple[str, list[Sheet]]]:
        for sector in self.campaign.sectors:
            own = self._ordered(sheet for sheet in sheets if sheet.sector == sector.id)
            yield f"{sector.label} {sector.short}".strip(), own

    def _ordered(self, sheets: Iterable[Sheet]) -> list[Sheet]:
        return sorted(sheets, key=lambda sheet: (self.rank[sheet.form], sheet.day))


def _pack(
    code: str,
    path: str,
    title: str,
    cover: Cover,
    contents: Contents,
    *,
    unit: str | None = None,
    sector: str | None = None,
) -> Pack:
    sheet = Sheet(code, path, "cover.html", title, PACK_FORM, cover, unit, sector, fingerprint_of(cover))
    return Pack(sheet, tuple(part for _title, sheets in contents for part in sheets))
