"""Everything that is printed → one list of the codes and fingerprints that are current.

In: the campaign and its sheets and packs. Out: a `Sheet`: for places without a network; pure.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from planpress.i18n import translations
from planpress.model.addresses import CATALOGUE_CODE, CATALOGUE_FORM, CATALOGUE_PDF, NO_UNIT
from planpress.model.campaign import Campaign
from planpress.sheets.sheet import CampaignName, Sheet, SlotView, fingerprint_of
from planpress.view import arranged

SHORT = "*"
"""Stands for the unit inside a shortened code."""

WHOLE = "="
"""Stands before a code that is not shortened: a sheet about an earlier revision keeps the codes of then."""


@dataclass(frozen=True)
class ListedCode:
    """A code without what it shares with its neighbours, and the fingerprint that is current."""

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
    """What it shows: `prefix` begins all codes, `count` tells how many; `groups` are printed as `parts`, by sector."""

    prefix: str
    count: int
    groups: tuple[ListedUnit, ...]
    parts: tuple[ListedPart, ...] = arranged()


def catalogue_of(campaign: Campaign, sheets: Iterable[Sheet]) -> Sheet:
    """Return the catalogue of `sheets`.

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
            own = [one for one in by_unit[unit] if not sectors or one.sector in sectors]
            listed = (ListedCode(shortened(one.code, plan.code, code or NO_UNIT), one.fingerprint) for one in own)
            found.append(ListedUnit(name, code, tuple(listed)))
        return tuple(group for group in found if group.entries)

    rest = say("Of no sector") if campaign.sectors else plan.short
    titles = [(None, rest), *((one.id, f"{one.label} {one.short}".strip()) for one in campaign.sectors)]
    parts = tuple(ListedPart(title, found) for sector, title in titles if (found := groups(sector)))
    count = sum(len(found) for found in by_unit.values())
    view = CatalogueView(CampaignName(plan.name), "", {}, plan.code, count, groups(), parts)
    return Sheet(
        code=f"{plan.code}-{CATALOGUE_CODE}",
        path=CATALOGUE_PDF,
        template="catalogue.html",
        title=say("Catalogue of current sheets"),
        form=CATALOGUE_FORM,
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
