"""Campaign → the small values that several pages show.

In: a validated `Campaign`. Out: links, units by kind, telephone numbers; pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from planpress.i18n import translations
from planpress.model.addresses import group_address, unit_page
from planpress.model.campaign import Campaign
from planpress.model.records import Unit
from planpress.model.vocabulary import UNIT_KINDS, UnitKind


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere.

    Attributes:
        words: What is read.
        href: Address from the top of the site.
        title: What is told of it on demand; may be empty.
        marked: Whether it looks unlike its neighbours: a unit that is not in the source, the page one is on.
    """

    words: str
    href: str
    title: str = ""
    marked: bool = False


def named_link(campaign: Campaign, name: str) -> Link:
    """Return the link to the unit or group called `name`; a group tells its members."""
    group = campaign.group_by_id.get(name)
    if group is None:
        unit = campaign.unit_by_id[name]
        return Link(unit.name, unit_page(unit.id), marked=unit.provenance == "outside")
    joint = translations(campaign.plan.language).gettext(", ")
    members = joint.join(unit.name for unit in campaign.members((name,)))
    return Link(group.name, group_address(group.id), members)


def by_kind(units: Iterable[Unit]) -> dict[UnitKind, tuple[Unit, ...]]:
    """Arrange units by what they are, as readers look for them; kinds without a unit are left out."""
    units = tuple(units)
    found = {kind: tuple(unit for unit in units if unit.kind == kind) for kind in UNIT_KINDS}
    return {kind: members for kind, members in found.items() if members}


def dialled(phone: str) -> str:
    """Return what a telephone dials for `phone`; nothing where it holds words, or more than one number."""
    text = unicodedata.normalize("NFKC", phone).strip()
    return re.sub(r"[^0-9+]", "", text) if re.fullmatch(r"\+?[0-9 ()\u2010-\u2013-]+", text) else ""
