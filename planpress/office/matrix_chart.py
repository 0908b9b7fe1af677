"""Units and sectors → the places that the signs of their roles have in a matrix.

In: a validated `Campaign`. Out: SVG: a row a unit, a column a sector, a sign a role; pure.
All lengths are in pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.vocabulary import ROLES, Role, role_names
from planpress.office.drawing import LEADING, NARROW, SMALL, TEXT, WIDE, Style, lines_of, tidy
from planpress.office.wording import width_em

WIDEST_COLUMN = 140
"""A campaign of two sectors need not fill the page."""


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


def role_matrix(campaign: Campaign, style: Style) -> Markup:
    """Draw which unit has which roles in which sector."""
    most, size, sign_size, widest = (NARROW, SMALL, 7, 118.0) if style.narrow else (WIDE, TEXT, 12, 260.0)
    roles = {(part.unit.id, part.sector.id): part.roles for part in campaign.bindings.involvements}
    units = campaign.bindings.in_plan
    number = len(campaign.sectors)
    label = min(max([60.0, *(width_em(unit.name) * size + 20 for unit in units)]), widest)
    column = min((most - label) / max(1, number), WIDEST_COLUMN)
    middles = [label + column * (place + 0.5) for place in range(number)]
    heads = [_head(sector.short, x, column, style) for sector, x in zip(campaign.sectors, middles, strict=True)]
    counts = {role: sum(role in held for held in roles.values()) for role in ROLES}
    words = {role: role_names(style.language)[role] for role in ROLES if counts[role]}
    legend, deep, wide = _legend(words, most)
    top = foot = deep + max((head.deep for head in heads), default=0) + 16
    rows: list[Row] = []
    for unit in units:
        lines = lines_of(unit.name, label - 12, size)
        height = max(30, len(lines) * size * 1.35 + 10)
        held = [roles.get((unit.id, sector.id), ()) for sector in campaign.sectors]
        cells = _cells(held, middles, column, sign_size, 12 if style.narrow else 22)
        rows.append(Row(lines, tidy(foot), height, tidy(tidy(foot) + height / 2), cells))
        foot += height
    say = translations(style.language).gettext
    return style.drawn(
        "matrix",
        title=say("Units and sectors"),
        description=say(", ").join(f"{words[role]} {counts[role]}" for role in words),
        width=max(math.ceil(label + column * number), math.ceil(wide)),
        height=math.ceil(foot + 2),
        column=tidy(column),
        heads=heads,
        top=tidy(top),
        bottom=tidy(foot),
        rows=rows,
        legend=legend,
        sign_size=sign_size,
        size=size,
    )


def _cells(
    held: Iterable[Sequence[Role]], middles: Iterable[float], column: float, size: int, step: float
) -> list[Sign]:
    """Set the signs of a row, `step` apart, or as close as a cell needs to hold all of its own."""
    found = []
    for roles, middle in zip(held, middles, strict=True):
        between = len(roles) - 1
        gap = min(step, (column - size) / between) if between > 0 else 0
        found += [Sign(tidy(middle + gap * (place - between / 2)), role) for place, role in enumerate(roles)]
    return found


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
    wide = 0.0
    x, y = 10.0, 16.0
    for role, said in words.items():
        long = 30 + width_em(said) * SMALL
        if x > 10 and x + long > width:
            x, y = 10.0, y + 24
        found.append(Sign(tidy(x), role, y, said))
        wide = max(wide, x + long)
        x += long + 8
    return found, y + 16, wide
