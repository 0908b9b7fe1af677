"""A sheet: what one PDF shows, its code and its fingerprint.

In: what a sheet shows, as a view. Out: `Sheet`, and the fingerprint that changes exactly when the paper does.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from planpress.model.identity import Identity, identity_of
from planpress.model.revision import Standing
from planpress.view import View, known_as, plain

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, which a hand or an eye mixes up with digits."""

FINGERPRINT_LENGTH = 8


@dataclass(frozen=True)
class Sheet:
    """A form for one unit and/or sector, or the plan itself: what one PDF shows.

    Attributes:
        code: Printed number, such as `HWR-02-QD-CZX`: campaign, sector, form, unit.
        path: Address of the PDF in the site.
        template: File below `site_templates/print/`.
        title: One line for lists of sheets.
        form: Form id, or a name of ours (`addresses.RESERVED_FORMS`).
        view: Exactly what the sheet shows besides code, fingerprint and edition.
        unit: Unit id; None on a blank.
        sector: Sector id; None where the sheet covers no single sector.
        fingerprint: See `fingerprint_of`.
        day: The reporting day it is for, as YYYY-MM-DD; empty where it is for none.
        standing: The revision it tells about, for good; None where it is printed anew with each revision.
    """

    code: str
    path: str
    template: str
    title: str
    form: str
    view: View
    unit: str | None = None
    sector: str | None = None
    fingerprint: str = ""
    day: str = ""
    standing: Standing | None = None

    @property
    def mark(self) -> str:
        """The fingerprint as it is printed and read out: two groups of four."""
        return spaced(self.fingerprint)

    @property
    def identity(self) -> Identity:
        """Which sheet it is, whatever its code."""
        return identity_of(self.form, self.sector, self.unit, self.day, self.path)


@dataclass(frozen=True)
class CampaignName:
    """The campaign, as the head of a sheet names it."""

    name: str


@dataclass(frozen=True)
class SlotView(View):
    """What a sheet shows that lists its slots: sheets about revisions, and the catalogue.

    `unit` is the name of the unit, empty where the sheet is for none; `texts` are the slots besides it.
    """

    campaign: CampaignName
    unit: str
    texts: Mapping[str, str] = field(metadata=known_as("slots"))

    def slots(self) -> Mapping[str, str]:
        """Return the name of the unit, and what is listed."""
        return {"unit": self.unit, **self.texts}

    def stand_in(self, mark: str) -> Self:
        """Return the view with `mark` in each slot; without a unit it has no slot for one."""
        return replace(self, unit=self.unit and mark, texts=dict.fromkeys(self.texts, mark))


def by_path(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Return sheets in the order in which they are listed everywhere."""
    return tuple(sorted(sheets, key=lambda sheet: sheet.path))


def spaced(fingerprint: str) -> str:
    """Return a fingerprint in two groups of four."""
    return f"{fingerprint[:4]} {fingerprint[4:]}".rstrip()


def fingerprint_of(view: Any) -> str:
    """Return eight base-32 characters that change exactly when the plain values of `view` change.

    Why:
        A revision that does not touch a sheet must leave it valid, so neither the revision nor
        the layout counts.
    """
    text = json.dumps(plain(view), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:5], "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(FINGERPRINT_LENGTH)))
