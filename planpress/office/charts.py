"""Campaign → drawings: the dates on a line, and which unit has which roles in which sector.

In: a validated `Campaign`, the edition, and the day to mark. Out: SVG, as files and as markup for a page; pure.
`timeline.py` and `matrix.py` compute places and sizes, in pixels; the templates in `site_templates/charts/` draw.

Every chart is drawn twice: wide, and narrow for telephones, where a wide one would be too small to read.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from markupsafe import Markup

from planpress.model.addresses import MATRIX_CHART, TIMELINE_CHART, unit_chart
from planpress.model.campaign import Campaign
from planpress.model.records import Unit
from planpress.office.drawing import Style
from planpress.office.matrix_chart import role_matrix
from planpress.office.timeline import Dates
from planpress.sheets.edition import Edition


def charts_of(campaign: Campaign, edition: Edition, today: datetime.date | None = None) -> dict[str, str]:
    """Draw every chart as a file of its own, readable in light and dark.

    Args:
        campaign: Validated.
        edition: Its language is that of our words.
        today: The day to mark; None, or a day outside the period, marks none.

    Returns:
        Text by address.
    """
    charts = Charts(campaign, edition, today)
    found = {TIMELINE_CHART: charts.timeline(alone=True), MATRIX_CHART: charts.matrix(alone=True)}
    found |= {unit_chart(unit.id): charts.timeline(unit, alone=True) for unit in campaign.units}
    return {path: str(text) + "\n" for path, text in found.items()}


@dataclass(frozen=True)
class Charts:
    """The campaign, with what several drawings need."""

    campaign: Campaign
    edition: Edition
    today: datetime.date | None = None

    def timeline(self, unit: Unit | None = None, *, narrow: bool = False, alone: bool = False) -> Markup:
        """Draw the due dates and report days of `unit`, or of all.

        Args:
            unit: None draws those of the whole campaign.
            narrow: For telephones: days below each other.
            alone: As a file of its own, with its colours; otherwise as markup for a page.
        """
        dates = Dates(self.campaign, Style(self.edition.language, narrow, alone), unit, self.today)
        return dates.listed() if narrow else dates.to_scale()

    def matrix(self, *, narrow: bool = False, alone: bool = False) -> Markup:
        """Draw which unit has which roles in which sector; arguments as for `timeline`."""
        return role_matrix(self.campaign, Style(self.edition.language, narrow, alone))
