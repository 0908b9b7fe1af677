"""Campaign and sheets → packs: everything a unit prints, or an enterprise of a sector, in one file.

In: a validated `Campaign` and the sheets of `sheets_of`. Out: `Pack` values, sorted by path, each with
the sheets it holds, in order, and what its front matter shows. Pure: nothing is rendered here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from planpress.i18n import translations
from planpress.model.addresses import (
    CARRY_OVER_FORM,
    NO_UNIT,
    PACK_CODE,
    PACK_FORM,
    sector_pack_pdf,
    unit_pack_pdf,
)
from planpress.model.campaign import Campaign
from planpress.model.records import Sector, Unit
from planpress.sheets.cover import Cover, Covers
from planpress.sheets.forms import ranks_of
from planpress.sheets.sheet import Sheet, fingerprint_of

FOR_ENTERPRISES = frozenset({"enterprise", "any"})
"""Audiences of the forms that an enterprise may be handed."""

Groups = list[tuple[str, Sequence[Sheet]]]
"""Sheets that stand together in the contents of a pack, each group with its title."""


@dataclass(frozen=True)
class Pack:
    """One file that holds several sheets.

    Attributes:
        sheet: What stands for it in lists: code, address, fingerprint. Its view is the `Cover`, whose
            contents name the sheets in order.
        parts: The sheets, in that order.
    """

    sheet: Sheet
    parts: tuple[Sheet, ...]


def packs_of(campaign: Campaign, sheets: Iterable[Sheet]) -> tuple[Pack, ...]:
    """Return the pack of each unit that has sheets, and one a sector with forms for enterprises; sorted by path."""
    contents = _Contents(campaign, tuple(sheets))
    packs = (*contents.unit_packs(), *contents.sector_packs())
    return tuple(sorted(packs, key=lambda pack: pack.sheet.path))


def with_packs(sheets: Iterable[Sheet], packs: Iterable[Pack]) -> tuple[Sheet, ...]:
    """Return `sheets` and what stands for `packs`, sorted by path: everything that is printed."""
    return tuple(sorted((*sheets, *(pack.sheet for pack in packs)), key=lambda sheet: sheet.path))


@dataclass(frozen=True)
class _Contents:
    """The campaign and its sheets, with what several packs need looked up once."""

    campaign: Campaign
    sheets: tuple[Sheet, ...]

    def say(self, message: str) -> str:
        return translations(self.campaign.plan.language).gettext(message)

    @cached_property
    def rank(self) -> dict[str, tuple[int, int]]:
        """Form → its place among the forms of one sector: the checklist, what is signed, the rest."""
        return {form: (rank, number) for number, (form, rank) in enumerate(ranks_of(self.campaign).items())}

    def unit_packs(self) -> Iterator[Pack]:
        covers, code = Covers(self.campaign), self.campaign.plan.code
        held: dict[str, list[Sheet]] = {}
        for sheet in self.sheets:
            if sheet.unit is not None:
                held.setdefault(sheet.unit, []).append(sheet)
        for unit in self.campaign.units:
            if unit.id in held:
                groups = self._of_unit(held[unit.id])
                cover = covers.of_unit(unit, groups)
                sheet = _front(f"{code}-{PACK_CODE}-{unit.code}", unit_pack_pdf(unit.id), self.say("Pack"), cover, unit)
                yield _pack(sheet, groups)

    def _of_unit(self, sheets: Sequence[Sheet]) -> Groups:
        carried = [sheet for sheet in sheets if sheet.form == CARRY_OVER_FORM]
        sheets = [sheet for sheet in sheets if sheet.form != CARRY_OVER_FORM]
        weekly = [sheet for sheet in sheets if self.campaign.form_by_id[sheet.form].scope == "unit-week"]
        others = [sheet for sheet in sheets if sheet.sector is None and sheet not in weekly]
        groups: Groups = [
            (self.say("Answers carried over"), carried),
            *self._by_sector(sheets),
            (self.say("For the unit as a whole"), sorted(others, key=self._order)),
            (self.say("Reports, by date"), sorted(weekly, key=self._order)),
        ]
        return [group for group in groups if group[1]]

    def sector_packs(self) -> Iterator[Pack]:
        covers, say = Covers(self.campaign), self.say
        for sector in self.campaign.sectors:
            blanks = [sheet for sheet in self.sheets if sheet.unit is None and self._for_enterprises(sheet, sector)]
            if blanks:
                whole = [sheet for sheet in blanks if sheet.sector is None]
                groups: Groups = [*self._by_sector(blanks), (say("For any sector"), sorted(whole, key=self._order))]
                groups = [group for group in groups if group[1]]
                code = f"{self.campaign.plan.code}-{sector.number:02}-{PACK_CODE}-{NO_UNIT}"
                title = f"{say('Pack for enterprises')} · {sector.short}"
                cover = covers.of_sector(sector, groups)
                yield _pack(_front(code, sector_pack_pdf(sector.id), title, cover, sector=sector), groups)

    def _for_enterprises(self, sheet: Sheet, sector: Sector) -> bool:
        form = self.campaign.form_by_id.get(sheet.form)
        if form is None:
            return False
        if sheet.sector is not None:
            return sheet.sector == sector.id and bool(FOR_ENTERPRISES & set(form.audience))
        return "enterprise" in form.audience and (not form.sectors or sector.id in form.sectors)

    def _by_sector(self, sheets: Iterable[Sheet]) -> Iterator[tuple[str, Sequence[Sheet]]]:
        for sector in self.campaign.sectors:
            own = [sheet for sheet in sheets if sheet.sector == sector.id]
            yield f"{sector.label} {sector.short}".strip(), sorted(own, key=self._order)

    def _order(self, sheet: Sheet) -> tuple[tuple[int, int], str]:
        return self.rank[sheet.form], sheet.code


def _front(
    code: str, path: str, title: str, cover: Cover, unit: Unit | None = None, sector: Sector | None = None
) -> Sheet:
    """Return what stands for a pack."""
    return Sheet(
        code,
        path,
        "cover.html",
        title,
        PACK_FORM,
        unit.id if unit else None,
        sector.id if sector else None,
        cover,
        fingerprint_of(cover),
    )


def _pack(sheet: Sheet, groups: Groups) -> Pack:
    return Pack(sheet, tuple(part for _title, sheets in groups for part in sheets))
