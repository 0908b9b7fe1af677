"""Campaign → drawings: the dates on a line, and which unit has which roles in which sector.

In: a validated `Campaign`, the edition, and the day to mark. Out: SVG, as files and as markup for a page; pure.
Places and sizes are computed here and in `timeline.py`, in pixels; the templates in `site_templates/charts/` draw.

Every chart is drawn twice: wide, and narrow for telephones, where a wide one would be too small to read.
"""

import datetime
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from planpress.i18n import translations
from planpress.model.addresses import MATRIX_CHART, TIMELINE_CHART, unit_chart
from planpress.model.campaign import Campaign
from planpress.model.records import Unit
from planpress.model.vocabulary import ROLES, Role, role_names
from planpress.office.drawing import LEADING, NARROW, SMALL, TEXT, WIDE, Style, lines_of, tidy
from planpress.office.matrix import matrix_title
from planpress.office.timeline import Dates
from planpress.office.wording import width_em
from planpress.sheets.edition import Edition


def charts_of(campaign: Campaign, edition: Edition, today: datetime.date | None = None) -> dict[str, str]:
    """Draw every chart as a file of its own, readable in light and dark; return the text by address."""
    charts = Charts(campaign, edition, today)
    found = {TIMELINE_CHART: charts.timeline(alone=True), MATRIX_CHART: charts.matrix(alone=True)}
    found |= {unit_chart(unit.id): charts.timeline(unit, alone=True) for unit in campaign.units}
    return {path: str(text) + "\n" for path, text in found.items()}


@dataclass(frozen=True)
class Charts:
    """The campaign, with what several drawings need.

    A drawing that is `narrow` is for telephones; one that stands `alone` is a file of its own, with its colours,
    otherwise markup for a page. No day outside the period is marked as today.
    """

    campaign: Campaign
    edition: Edition
    today: datetime.date | None = None

    def timeline(self, unit: Unit | None = None, *, narrow: bool = False, alone: bool = False) -> Markup:
        """Draw the due dates and report days of `unit`, or of all."""
        dates = Dates(self.campaign, Style(self.edition.language, narrow, alone), unit, self.today)
        return dates.listed() if narrow else dates.to_scale()

    def matrix(self, *, narrow: bool = False, alone: bool = False) -> Markup:
        """Draw which unit has which roles in which sector."""
        return _matrix(self.campaign, Style(self.edition.language, narrow, alone))


# ---------------------------------------------------------------- the matrix

WIDEST_COLUMN = 140
"""A campaign of two sectors need not fill the page."""


HEADS_EVERY = 25
"""After so many rows the heads of the columns stand once more: no screen shows hundreds of units at once."""


@dataclass(frozen=True)
class Sign:
    """The sign of a role, in the legend with its words."""

    x: float
    role: Role
    y: float = 0
    words: str = ""


@dataclass(frozen=True)
class Head:
    """A column's head, and how deep it reaches; `step` leads from line to line."""

    x: float
    lines: list[str]
    turned: bool
    deep: float
    step: float


@dataclass(frozen=True)
class Row:
    """A unit."""

    lines: list[str]
    top: float
    height: float
    middle: float
    cells: list[Sign]


def _matrix(campaign: Campaign, style: Style) -> Markup:
    """Draw a row a unit, a column a sector, a sign a role."""
    most, size, sign_size, widest = (NARROW, SMALL, 7, 118.0) if style.narrow else (WIDE, TEXT, 12, 260.0)
    bindings, fields = campaign.bindings, campaign.bindings.fields
    units = bindings.in_plan
    number, step = len(fields), 12 if style.narrow else 22
    label = min(max([60.0, *(width_em(unit.name) * size + 20 for unit in units)]), widest)
    column = min((most - label) / max(1, number), WIDEST_COLUMN)
    middles = [label + column * (place + 0.5) for place in range(number)]
    shorts = [(sector or campaign.plan).short for sector in fields]
    heads = [_head(short, x, column, style) for short, x in zip(shorts, middles, strict=True)]
    counts = Counter(role for unit in units for sector in fields for role in bindings.roles(unit, sector))
    words = {role: role_names(style.language)[role] for role in ROLES if counts[role]}
    legend, deep, wide = _legend(words, most)
    room = max((head.deep for head in heads), default=0) + 16
    foot = deep + room
    tops = [tidy(foot)]
    rows: list[Row] = []
    for place, unit in enumerate(units):
        if place and place % HEADS_EVERY == 0:
            foot += room
            tops.append(tidy(foot))
        lines = lines_of(unit.name, label - 12, size)
        height = max(30, len(lines) * size * 1.35 + 10)
        cells: list[Sign] = []
        for sector, middle in zip(fields, middles, strict=True):
            held = bindings.roles(unit, sector)
            gap = min(step, (column - sign_size) / max(1, len(held) - 1))  # closer where a cell holds many
            cells += [Sign(tidy(middle + gap * (at - (len(held) - 1) / 2)), role) for at, role in enumerate(held)]
        rows.append(Row(lines, tidy(foot), height, tidy(tidy(foot) + height / 2), cells))
        foot += height
    say = translations(style.language).gettext
    return style.drawn(
        "matrix",
        title=matrix_title(campaign, say),
        description=say(", ").join(f"{words[role]} {counts[role]}" for role in words),
        width=max(math.ceil(label + column * number), math.ceil(wide)),
        height=math.ceil(foot + 2),
        column=tidy(column),
        heads=heads,
        tops=tops,
        bottom=tidy(foot),
        rows=rows,
        legend=legend,
        sign_size=sign_size,
        size=size,
    )


def _head(words: str, middle: float, column: float, style: Style) -> Head:
    """Set a column's head: across where it has room, down where its letters can stand, else turned."""
    x = tidy(middle)
    if not style.narrow:
        lines = lines_of(words, column - 8)
        if all(width_em(line) * TEXT <= column for line in lines):
            return Head(x, lines, False, len(lines) * TEXT * LEADING, TEXT * LEADING)
    if all(width_em(sign) == 1 for sign in words):
        return Head(x, list(words), False, len(words) * SMALL * 1.2, SMALL * 1.2)
    return Head(x, [words], True, width_em(words) * SMALL + 4, 0)


def _legend(words: Mapping[Role, str], width: int) -> tuple[list[Sign], float, float]:
    """Set signs with their words in lines; return them, how deep they reach and how far to the right."""
    found: list[Sign] = []
    x, y, wide = 10.0, 16.0, 0.0
    for role, said in words.items():
        long = 30 + width_em(said) * SMALL
        if x > 10 and x + long > width:
            x, y = 10.0, y + 24
        found.append(Sign(tidy(x), role, y, said))
        wide = max(wide, x + long)
        x += long + 8
    return found, y + 16, wide
