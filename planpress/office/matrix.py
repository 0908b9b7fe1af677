"""Campaign → a spreadsheet that shows which unit has which roles in which sector.

In: a validated `Campaign` and the edition. Out: the bytes of an `.xlsx` file; pure.
"""

from typing import Any

from planpress.i18n import Translate, translations
from planpress.model.addresses import PLAN
from planpress.model.campaign import Campaign
from planpress.model.vocabulary import role_names
from planpress.office.wording import lines_in
from planpress.office.worksheet import (
    BODY_PT,
    HEAD,
    IDS,
    LINE,
    LONGEST_NAME,
    PADDING_MM,
    TITLE_PT,
    Worksheet,
    foot_line,
    head_line,
)
from planpress.sheets.edition import Edition

UNIT_MM, SECTOR_MM = 46.0, 24.0
"""Widths of the column of units, and of a column of a sector."""

TITLE, SUBTITLE, HEADS, SECTOR_IDS, FIRST = range(5)
"""Numbers of the rows; the sectors' ids stand in a hidden one."""


def matrix_title(campaign: Campaign, say: Translate) -> str:
    """Return what the matrix is called; a plan without annexes has no sectors."""
    return say("Units and sectors") if campaign.sectors else say("Units and roles")


def matrix_of(campaign: Campaign, edition: Edition) -> bytes:
    """Write which unit has which roles in which sector: a row a unit, a column a sector, or the plan as a whole."""
    say = translations(edition.language).gettext
    plan, title, fields = campaign.plan, matrix_title(campaign, say), campaign.bindings.fields
    names = role_names(edition.language)
    last = len(fields) + 1
    widths = [UNIT_MM] + [SECTOR_MM] * len(fields)
    cells = Worksheet(f"{plan.name} · {title}", plan.code, plan.code[:LONGEST_NAME], edition, widths, {})
    cells.text(TITLE, 1, last, plan.name, bold=True, font_size=TITLE_PT, align="center")
    cells.height(TITLE, 10 * lines_in(plan.name, sum(widths), TITLE_PT))
    cells.text(SUBTITLE, 1, last, title, align="center")
    for number, text in enumerate([say("Unit"), *((sector or plan).short for sector in fields)], 1):
        cells.text(HEADS, number, number, text, **HEAD)
    cells.height(HEADS, 12)
    for number, sector in enumerate(fields, 2):
        cells.text(SECTOR_IDS, number, number, sector.id if sector else PLAN)
    cells.text(SECTOR_IDS, IDS, IDS, "id")
    cells.sheet.set_row(SECTOR_IDS, None, None, {"hidden": True})
    for row, unit in enumerate(campaign.bindings.in_plan, FIRST):
        cells.text(row, IDS, IDS, unit.id)
        cells.text(row, 1, 1, unit.name, **LINE)
        cells.height(row, 8 * lines_in(unit.name, UNIT_MM - PADDING_MM, BODY_PT))
        for number, sector in enumerate(fields, 2):
            held = campaign.bindings.roles(unit, sector)
            looks: dict[str, Any] = {"bold": True, "bg_color": "#FBEBE8"} if "lead" in held else {}
            cells.text(
                row, number, number, say(", ").join(names[role] for role in held), align="center", **LINE, **looks
            )
    cells.sheet.freeze_panes(FIRST, 2)
    cells.sheet.repeat_rows(HEADS, HEADS)
    foot = foot_line(f"{plan.code}  {edition.line}", say)
    cells.paper(landscape=True, head=head_line(plan.name, title), foot=foot)
    return cells.done()
