"""Everything that is printed → one list of the codes and fingerprints that are current.

In: the campaign and its sheets and packs. Out: a `Sheet`: for places without a network; pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from planpress.i18n import translations
from planpress.model.addresses import CATALOGUE_CODE, CATALOGUE_FORM, NO_UNIT
from planpress.model.campaign import Campaign
from planpress.sheets.sheet import Sheet, fingerprint_of

CATALOGUE_PATH = "print/catalogue.pdf"
"""Address of the catalogue."""

SHORT = "*"
"""Stands for the unit inside a shortened code."""


def catalogue_of(campaign: Campaign, sheets: Iterable[Sheet]) -> Sheet:
    """Return the catalogue of `sheets`.

    Why:
        Hundreds of codes have to stand on one page. Those of a unit stand below its name, without what
        all of them begin with and without the code of the unit.
    """
    by_unit: dict[str | None, list[Sheet]] = {}
    for sheet in sorted(sheets, key=lambda sheet: sheet.code):
        by_unit.setdefault(sheet.unit, []).append(sheet)
    say = translations(campaign.plan.language).gettext
    named: list[tuple[str | None, str, str]] = [(None, say("Documents and blanks"), NO_UNIT)]
    named += [(unit.id, unit.short or unit.name, unit.code) for unit in campaign.units]
    groups = [
        {
            "name": name,
            "code": code if unit else "",
            "entries": [_entry(sheet, campaign.plan.code, code) for sheet in by_unit[unit]],
        }
        for unit, name, code in named
        if unit in by_unit
    ]
    view = {
        "campaign": {"name": campaign.plan.name},
        "unit": "",
        "slots": {},
        "prefix": campaign.plan.code,
        "count": sum(len(found) for found in by_unit.values()),
        "groups": groups,
    }
    return Sheet(
        code=f"{campaign.plan.code}-{CATALOGUE_CODE}",
        path=CATALOGUE_PATH,
        template="catalogue.html",
        title=say("Catalogue of current sheets"),
        form=CATALOGUE_FORM,
        unit=None,
        sector=None,
        view=view,
        fingerprint=fingerprint_of(view),
    )


def _entry(sheet: Sheet, prefix: str, unit: str) -> dict[str, Any]:
    return {"code": shortened(sheet.code, prefix, unit), "fingerprint": sheet.fingerprint}


def shortened(code: str, prefix: str, unit: str) -> str:
    """Return `code` without `prefix` and without `unit` where that comes last; inside, a star stands for it."""
    parts = code.removeprefix(prefix).strip("-").split("-")
    if parts[-1] == unit:
        return "-".join(parts[:-1])
    if unit in parts[1:]:
        at = parts.index(unit, 1)
        return "-".join(parts[:at]) + SHORT + "-".join(parts[at + 1 :])
    return "-".join(filter(None, parts)) or prefix
