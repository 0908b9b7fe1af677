"""What sheets show that list their slots: those about revisions, and the catalogue.

In: what the sheet is about. Out: a `SlotView`; pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from planpress.sheets.sheet import CampaignName
from planpress.view import View, known_as


@dataclass(frozen=True)
class SlotView(View):
    """What a sheet shows that lists its slots.

    Attributes:
        campaign: Whose sheet it is.
        unit: Name of the unit; empty where the sheet is for none.
        texts: Slot → text, besides the slot of the unit.
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
