"""Everything that is printed → the list of the codes and fingerprints that are current; a long one is parted by sector.

In: the campaign and its sheets and packs. Out: `Sheet` values: for places without a network; pure.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

from planpress.i18n import translations
from planpress.model.addresses import CATALOGUE_CODE, CATALOGUE_FORM, CATALOGUE_PDF, NO_UNIT, sector_catalogue_pdf
from planpress.model.campaign import Campaign
from planpress.model.records import Sector
from planpress.sheets.sheet import CampaignName, Sheet, SlotView, fingerprint_of
from planpress.view import arranged, later

MOST = 2_000
"""Codes that one catalogue lists; where there are more, each sector has one of its own."""

SHORT = "*"
"""Stands for the unit inside a shortened code."""

WHOLE = "="
"""Stands before a code that is not shortened: a sheet about an earlier revision keeps the codes of then."""


@dataclass(frozen=True)
class ListedCode:
    """A code without what it shares with its neighbours, and the fingerprint that is current, which is a slot."""

    code: str
    fingerprint: str


@dataclass(frozen=True)
class ListedUnit:
    """The codes of a unit; without `code` those of no unit."""

    name: str
    code: str
    entries: tuple[ListedCode, ...]


@dataclass(frozen=True)
class ListedPart:
    """The codes of a sector, or those of none, by unit."""

    title: str
    groups: tuple[ListedUnit, ...]


@dataclass(frozen=True)
class CatalogueView(SlotView):
    """What it shows: `prefix` begins all codes, `count` tells how many; `groups` are printed as `parts`, by sector.

    `parted` says that it is one of several.
    """

    prefix: str
    count: int
    groups: tuple[ListedUnit, ...]
    parts: tuple[ListedPart, ...] = arranged()
    parted: bool = later(False)

    def slots(self) -> Mapping[str, str]:
        """Return the fingerprints, in the order in which they are printed."""
        listed = (entry for part in self.parts for group in part.groups for entry in group.entries)
        return {**super().slots(), **{f"fingerprint-{at}": entry.fingerprint for at, entry in enumerate(listed)}}

    def stand_in(self, mark: str) -> Self:
        """Return the view with `mark` for each fingerprint: it is laid out anew when codes or names are others."""

        def marked(groups: tuple[ListedUnit, ...]) -> tuple[ListedUnit, ...]:
            entries = (tuple(replace(entry, fingerprint=mark) for entry in group.entries) for group in groups)
            return tuple(replace(group, entries=own) for group, own in zip(groups, entries, strict=True))

        parts = tuple(replace(part, groups=marked(part.groups)) for part in self.parts)
        return replace(super().stand_in(mark), groups=marked(self.groups), parts=parts)


def catalogues_of(campaign: Campaign, sheets: Collection[Sheet], *, whole: bool = False) -> tuple[Sheet, ...]:
    """Return the catalogue of `sheets`; of too many, one of what is of no sector and one a sector, unless `whole`."""
    if whole or len(sheets) <= MOST or not campaign.sectors:
        return (catalogue_of(campaign, sheets),)
    by_sector: dict[str | None, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_sector[sheet.sector].append(sheet)
    parts = ((sector, by_sector.pop(sector.id, [])) for sector in campaign.sectors)
    own = tuple(catalogue_of(campaign, found, sector, parted=True) for sector, found in parts if found)
    rest = [sheet for found in by_sector.values() for sheet in found]
    return catalogue_of(campaign, rest, parted=True), *own


def catalogue_of(
    campaign: Campaign, sheets: Iterable[Sheet], sector: Sector | None = None, *, parted: bool = False
) -> Sheet:
    """Return the catalogue of `sheets`, which are all of a `sector`, if one is given.

    Why:
        Hundreds of codes have to be looked through. Those of a unit stand below its name, without what
        all of them begin with and without the code of the unit.
    """
    plan, say = campaign.plan, translations(campaign.plan.language).gettext
    by_unit: dict[str | None, list[Sheet]] = defaultdict(list)
    for sheet in sorted(sheets, key=lambda sheet: sheet.code):
        by_unit[sheet.unit].append(sheet)

    named = [(None, say("Documents and blanks"), ""), *((u.id, u.short or u.name, u.code) for u in campaign.units)]

    def groups(*sectors: str | None) -> tuple[ListedUnit, ...]:
        found = []
        for unit, name, code in named:
            own = [one for one in by_unit.get(unit, ()) if not sectors or one.sector in sectors]
            listed = (ListedCode(shortened(one.code, plan.code, code or NO_UNIT), one.fingerprint) for one in own)
            found.append(ListedUnit(name, code, tuple(listed)))
        return tuple(group for group in found if group.entries)

    rest = say("Of no sector") if campaign.sectors else plan.short
    titles = [(None, rest), *((one.id, f"{one.label} {one.short}".strip()) for one in campaign.sectors)]
    parts = tuple(ListedPart(title, found) for sector, title in titles if (found := groups(sector)))
    count = sum(len(found) for found in by_unit.values())
    view = CatalogueView(CampaignName(plan.name), "", {}, plan.code, count, groups(), parts, parted)
    titled = sector.short if sector else say("Of no sector")
    title = say("Catalogue of current sheets")
    return Sheet(
        code=f"{plan.code}-{sector.code}-{CATALOGUE_CODE}-{NO_UNIT}" if sector else f"{plan.code}-{CATALOGUE_CODE}",
        path=sector_catalogue_pdf(sector.id) if sector else CATALOGUE_PDF,
        template="catalogue.html",
        title=f"{title} · {titled}" if parted else title,
        form=CATALOGUE_FORM,
        sector=sector.id if sector else None,
        view=view,
        fingerprint=fingerprint_of(view),
    )


def shortened(code: str, prefix: str, unit: str) -> str:
    """Return `code` without `prefix` and without `unit` where that comes last; inside, a star stands for it.

    A code that is not made of both is marked as whole; what is of no unit needs no `unit`.
    """
    if not f"{code}-".startswith(f"{prefix}-") or (unit != NO_UNIT and unit not in code.split("-")[2:]):
        return WHOLE + code
    parts = code.removeprefix(prefix).strip("-").split("-")
    if parts[-1] == unit:
        return "-".join(parts[:-1])
    if unit in parts[1:]:
        at = parts.index(unit, 1)
        return "-".join(parts[:at]) + SHORT + "-".join(parts[at + 1 :])
    return "-".join(filter(None, parts)) or prefix
