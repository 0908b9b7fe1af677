"""Sheets → how pages list them: by unit, sector and form.

In: everything that is printed. Out: `SheetIndex`, and groups of sheets; pure.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

from planpress.model import addresses
from planpress.model.campaign import Campaign
from planpress.model.forms import Form
from planpress.model.lists import listed
from planpress.model.records import Sector, Unit
from planpress.office.files import companions
from planpress.revisions.reprints import Reprint
from planpress.sheets.forms import ranks_of
from planpress.sheets.sheet import Sheet
from planpress.web.directory import NAME, Directory
from planpress.web.parting import MOST, Part, numbered, parts_of

_NO_DISK = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
"""Signs that no name of a file may have."""


@dataclass(frozen=True)
class SheetGroup:
    """The sheets of one sector or unit, form by form; of neither where they cover no single one."""

    sheets: tuple[Sheet, ...]
    sector: Sector | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class SheetIndex:
    """Everything that is printed, as pages look it up."""

    campaign: Campaign
    all: tuple[Sheet, ...]

    @cached_property
    def single(self) -> tuple[Sheet, ...]:
        """Forms and documents."""
        return tuple(sheet for sheet in self.all if sheet.form not in addresses.OWN_FORMS)

    @cached_property
    def annexes(self) -> tuple[Sheet, ...]:
        """The annexes in their order."""
        found = (self.first(addresses.ANNEX, sector) for sector in self.campaign.sectors)
        return tuple(sheet for sheet in found if sheet)

    @cached_property
    def forms(self) -> tuple[Sheet, ...]:
        """Forms, with and without a unit."""
        return tuple(sheet for sheet in self.single if sheet.form in self.campaign.form_by_id)

    @cached_property
    def packs(self) -> tuple[Sheet, ...]:
        """What stands for the packs."""
        return tuple(sheet for sheet in self.all if sheet.form == addresses.PACK_FORM)

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """Address → fingerprint of every PDF."""
        return {sheet.path: sheet.fingerprint for sheet in self.all}

    def existing(self, path: str) -> str:
        """Return `path` where the site has a PDF there; else nothing."""
        return path if path in self.fingerprints else ""

    def current(self, reprint: Reprint) -> bool:
        """Tell whether the site has the very state of a sheet that a revision printed."""
        return reprint.state != "gone" and self.fingerprints.get(reprint.sheet.path) == reprint.sheet.fingerprint

    @property
    def zip(self) -> str:
        """Address of the packs of all units in one file; empty where there are none."""
        return addresses.PACKS_ZIP if any(pack.unit for pack in self.packs) else ""

    @property
    def catalogues(self) -> tuple[Sheet, ...]:
        """The list of all current codes, for places without network; of many, one of no sector, then one a sector."""
        found = (self.first(addresses.CATALOGUE_FORM, sector) for sector in (None, *self.campaign.sectors))
        return tuple(sheet for sheet in found if sheet)

    @cached_property
    def _first(self) -> dict[tuple[str, str | None, str | None], Sheet]:
        return {(sheet.form, sheet.sector, sheet.unit): sheet for sheet in reversed(self.all)}

    def first(self, form: str, sector: Sector | None = None, unit: Unit | None = None) -> Sheet | None:
        """Return the first sheet of `form` for a sector and a unit, or for none."""
        return self._first.get((form, sector.id if sector else None, unit.id if unit else None))

    def pack(self, unit: Unit | None = None, sector: Sector | None = None) -> Sheet | None:
        """Return the pack of a unit, or of the enterprises of a sector."""
        return self.first(addresses.PACK_FORM, sector, unit)

    def of_unit(self, unit: Unit | None) -> tuple[Sheet, ...]:
        """Return the forms of `unit`; the blanks where None."""
        return tuple(self._by_unit.get(unit.id if unit else None, ()))

    @cached_property
    def _by_unit(self) -> dict[str | None, list[Sheet]]:
        found: dict[str | None, list[Sheet]] = defaultdict(list)
        for sheet in self.forms:
            found[sheet.unit].append(sheet)
        return dict(found)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The units that print something, in file order."""
        return tuple(unit for unit in self.campaign.units if unit.id in self._by_unit)

    @cached_property
    def ranked_forms(self) -> tuple[Form, ...]:
        """Forms as readers look for them: checklists, what is signed, the rest, those of some sectors only."""
        ranks, forms = ranks_of(self.campaign), self.campaign.forms
        return tuple(sorted(forms, key=lambda form: (bool(ranks[form.id] and form.sectors), ranks[form.id])))

    def by_sector(self, sheets: Iterable[Sheet]) -> tuple[SheetGroup, ...]:
        """Part `sheets` by sector, last those that cover no single one."""
        found = self._ranked(sheets)
        parts = ((sector, [one for one in found if one.sector == sector.id]) for sector in self.campaign.sectors)
        groups = [SheetGroup(tuple(part), sector=sector) for sector, part in parts if part]
        rest = tuple(one for one in found if not one.sector)
        return (*groups, SheetGroup(rest)) if rest else tuple(groups)

    def of_days(self, sheets: Iterable[Sheet]) -> tuple[tuple[Form, list[Sheet]], ...]:
        """Part those of `sheets` that are for reporting days by form."""
        found = listed((sheet.form, sheet) for sheet in sheets if sheet.day)
        return tuple((form, found[form.id]) for form in self.campaign.forms if form.id in found) if found else ()

    def by_unit(self, sector: Sector) -> tuple[SheetGroup, ...]:
        """Part the sheets of `sector` by unit, the blanks first."""
        found: dict[str | None, list[Sheet]] = defaultdict(list)
        for sheet in self._ranked(one for one in self.forms if one.sector == sector.id):
            found[sheet.unit].append(sheet)
        blanks = [SheetGroup(tuple(found[None]))] if None in found else []
        return (*blanks, *(SheetGroup(tuple(found[unit.id]), unit=unit) for unit in self.units if unit.id in found))

    def _ranked(self, sheets: Iterable[Sheet]) -> list[Sheet]:
        """Put `sheets` in the order in which readers look for their forms."""
        order = {form.id: number for number, form in enumerate(self.ranked_forms)}
        return sorted(sheets, key=lambda sheet: order[sheet.form])

    def rows_of(self, form: Form) -> Iterator[tuple[Sector | None, list[Sheet], list[tuple[Unit, list[Sheet]]]]]:
        """Yield each sector in which a form is printed, None where it covers none; its blanks, and those of units."""
        found: dict[tuple[str | None, str | None], list[Sheet]] = defaultdict(list)
        for sheet in self.forms:
            if sheet.form == form.id:
                found[sheet.sector, sheet.unit].append(sheet)
        for sector in (None, *self.campaign.sectors):
            name = sector.id if sector else None
            units = [(unit, found[name, unit.id]) for unit in self.units if (name, unit.id) in found]
            blanks = found.get((name, None), [])
            if units or blanks:
                yield sector, blanks, units


def size_of(campaign: Campaign, sheet: Sheet) -> int:
    """Return about how many bytes a sheet takes in a list, with its links for office programs."""
    words = f"{sheet.path}{sheet.code * 2}{sheet.title}{saved_title(campaign, sheet)}"
    return 200 + len(words.encode()) + len(companions(sheet)) * (100 + len(sheet.path))


def _size_by_form(campaign: Campaign, sheet: Sheet) -> int:
    """Return about how many bytes it takes where sheets are listed by form: by unit, or by day."""
    words = f"{sheet.path}{saved_title(campaign, sheet)}"
    return 120 + len(words.encode()) + bool(sheet.day) * len(companions(sheet)) * (100 + len(sheet.path))


def _on_one_page(index: SheetIndex) -> bool:
    by_sector = sum(size_of(index.campaign, sheet) for sheet in index.forms if sheet.sector)
    return max(by_sector, sum(_size_by_form(index.campaign, sheet) for sheet in index.forms)) <= MOST


def sector_parts(index: SheetIndex, directory: Directory) -> dict[str, tuple[Part[SheetGroup], ...]]:
    """Part the sheets of the units of each sector for pages of their own; not where they all fit on one page."""
    campaign = index.campaign
    if not directory.parted and _on_one_page(index):
        return {}

    def size(group: SheetGroup) -> int:
        return 4 * NAME + sum(size_of(campaign, sheet) for sheet in group.sheets)

    found = {}
    for sector in campaign.sectors:
        having = {group.unit.id: group for group in index.by_unit(sector) if group.unit}
        bound = {unit.id for unit in campaign.bindings.in_sector(sector)}
        units = [unit for unit in campaign.units if unit.id in having or unit.id in bound]
        groups = [having.get(unit.id, SheetGroup((), sector, unit)) for unit in units]
        pages = numbered(partial(addresses.sector_sheets_page, sector.id))
        found[sector.id] = parts_of(groups, lambda group: group.unit.name if group.unit else "", size, pages)
    return {name: parts for name, parts in found.items() if parts}


def saved_title(campaign: Campaign, sheet: Sheet) -> str:
    """Return unit and title of a sheet in signs that may stand in the name of a file on any disk."""
    unit = campaign.unit_by_id[sheet.unit].name if sheet.unit else ""
    return for_disk(f"{unit} {sheet.title}")


@lru_cache(1 << 14)
def for_disk(words: str) -> str:
    """Return words in signs that may stand in the name of a file on any disk."""
    return " ".join(_NO_DISK.sub(" ", words.replace(" · ", " ")).split())
