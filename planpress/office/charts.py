"""Campaign → drawings: the dates on a line, and which unit has which roles in which sector.

In: a validated `Campaign`, the edition, and the day to mark. Out: SVG, as files and as markup for a
page; pure. Places and sizes are computed here, in pixels; the templates in `site_templates/charts/` draw.

Every chart is drawn twice: wide, and narrow for telephones, where a wide one would be too small to read.
"""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from babel.dates import format_skeleton
from markupsafe import Markup

from planpress.i18n import translations
from planpress.model.bindings import Deadline
from planpress.model.campaign import Campaign
from planpress.model.records import Unit
from planpress.model.vocabulary import ROLES, role_names
from planpress.office.wording import width_em
from planpress.sheets.edition import Edition
from planpress.templates import environment

View = dict[str, Any]

WIDE, UNIT_WIDE, NARROW = 960, 720, 358
"""Widths in pixels; the last is what a telephone leaves a page of ours."""

TEXT, SMALL = 14, 12
"""Sizes of letters in pixels; no smaller ones, so that they can be read."""

LEADING = 1.5
"""Height of a line, measured in its size."""

WIDEST_COLUMN = 140
"""Pixels; a campaign of two sectors need not fill the page."""

TIMELINE, MATRIX = "charts/timeline.svg", "charts/matrix.svg"


def unit_chart_path(unit: Unit) -> str:
    """Return the address of the timeline of `unit`."""
    return f"charts/units/{unit.id}.svg"


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
    found = {TIMELINE: charts.timeline(alone=True), MATRIX: charts.matrix(alone=True)}
    found |= {unit_chart_path(unit): charts.timeline(unit, alone=True) for unit in campaign.units}
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
        view = self._days(unit) if narrow else self._lanes(unit, UNIT_WIDE if unit else WIDE)
        return self._drawn("days" if narrow else "timeline", view, narrow, alone)

    def matrix(self, *, narrow: bool = False, alone: bool = False) -> Markup:
        """Draw which unit has which roles in which sector; arguments as for `timeline`."""
        return self._drawn("matrix", self._matrix(narrow), narrow, alone)

    def _drawn(self, template: str, view: View, narrow: bool, alone: bool) -> Markup:
        made = environment(self.edition.language).get_template(f"charts/{template}.svg")
        key = f"_chart-{template}-{'narrow' if narrow else 'wide'}"
        text = made.render(**view, alone=alone, key=key, small=SMALL, text=TEXT)
        # no empty lines: Markdown would take what follows one for a paragraph
        return Markup("\n".join(line for line in text.splitlines() if line.strip()))

    def say(self, message: str) -> str:
        """Return `message` in the language of the edition."""
        return translations(self.edition.language).gettext(message)

    # ------------------------------------------------------------ dates

    def _short(self, day: datetime.date) -> str:
        return format_skeleton("MMMd", day, locale=self.edition.language)

    def _items(self, number: int) -> str:
        """Say how many due dates there are; nothing for one."""
        if number == 1:
            return ""
        words = translations(self.edition.language).ngettext("%(num)s task", "%(num)s tasks", number)
        return words % {"num": number}

    def _reports(self, unit: Unit | None) -> tuple[datetime.date, ...]:
        if unit is not None and not self.campaign.bindings.reports(unit):
            return ()
        return self.campaign.report_dates

    def _words(self, unit: Unit | None) -> View:
        """Return title and description, in words that need no picture."""
        period = self.campaign.plan.period
        kept, reports = self.campaign.bindings.deadlines_of(unit), self._reports(unit)
        title = self.say("Due dates and reports")
        days = [f"{entry.due.date.isoformat()} {self._lane_name(entry)}" for entry in kept]
        parts = [
            self.say("campaign period %(start)s to %(end)s")
            % {"start": period.start.isoformat(), "end": period.end.isoformat()},
            self._listed(self.say("Due dates"), days),
            self._listed(self.say("Report days"), [day.isoformat() for day in reports]),
        ]
        return {"title": f"{title} · {unit.name}" if unit else title, "description": " · ".join(parts)}

    def _listed(self, label: str, days: Sequence[str]) -> str:
        value = self.say(", ").join(days) or self.say("none")
        return self.say("%(label)s: %(value)s") % {"label": label, "value": value}

    def _lane_name(self, entry: Deadline) -> str:
        return entry.place.sector.short if entry.place.sector else self.campaign.plan.short

    def _lanes(self, unit: Unit | None, width: int) -> View:
        """Compute the wide timeline: a lane a sector, days to scale from left to right."""
        period = self.campaign.plan.period
        kept, reports = self.campaign.bindings.deadlines_of(unit), self._reports(unit)
        order = {sector.short: number for number, sector in enumerate(self.campaign.sectors, 1)}
        by_lane: dict[str, list[datetime.date]] = defaultdict(list)
        for entry in kept:
            by_lane[self._lane_name(entry)].append(entry.due.date)
        names = sorted(by_lane, key=lambda name: (order.get(name, 0), name))
        heads = [self.say("Report days")] * bool(reports) + names
        label_px = min(max([80.0, *(width_em(name) * TEXT + 24 for name in heads)]), width * 0.3)
        outside = 132
        left = label_px + (outside if any(entry.due.date < period.start for entry in kept) else 24)
        right = width - (outside if any(entry.due.date > period.end for entry in kept) else 56)
        days = max(1, (period.end - period.start).days)

        def at(day: datetime.date) -> float:
            if day < period.start:
                return label_px + 24
            if day > period.end:
                return right + 28
            return _tidy(left + (right - left) * (day - period.start).days / days)

        top = 66.0
        lanes: list[View] = []
        if reports:
            marks = [{"x": at(day), "words": day.isoformat()} for day in reports]
            lanes.append(
                {"name": _lines(heads[0], label_px - 16), "top": top, "height": 40, "reports": marks, "marks": []}
            )
            top += 40
        for name in names:
            found = [(day, len(list(same))) for day, same in groupby(sorted(by_lane[name]))]
            marks, rows = self._marks(found, at, width)
            lines = _lines(name, label_px - 16)
            height = max(16 + 28 * rows, 16 + len(lines) * TEXT * LEADING)
            lanes.append({"name": lines, "top": top, "height": height, "reports": [], "marks": marks})
            top += height
        for lane in lanes:
            lane["middle"] = _tidy(lane["top"] + lane["height"] / 2)
            for mark in lane["marks"]:
                mark["y"] = _tidy(lane["middle"] + mark["down"])
        months: list[View] = [
            {"x": at(day), "words": self._month(day, first=not number)}
            for number, day in enumerate(_months(period.start, period.end))
        ]
        # the first month is named only where its name does not run into the next
        if len(months) > 1 and months[1]["x"] - months[0]["x"] < width_em(months[0]["words"]) * SMALL + 12:
            months = months[1:]
        today = self.today if self.today and period.start <= self.today <= period.end else None
        return {
            **self._words(unit),
            "width": width,
            "height": math.ceil(top + 40),
            "label": _tidy(label_px),
            "left": _tidy(left),
            "right": _tidy(right),
            "bottom": _tidy(top),
            "start": self._short(period.start),
            "end": self._short(period.end),
            "months": months,
            "lanes": lanes,
            "today": {"x": at(today), "words": self._today(today)} if today else None,
            "before": any(entry.due.date < period.start for entry in kept),
            "after": any(entry.due.date > period.end for entry in kept),
        }

    def _today(self, day: datetime.date) -> str:
        return self.say("today %(date)s") % {"date": self._short(day)}

    def _month(self, day: datetime.date, *, first: bool) -> str:
        return format_skeleton("yMMM" if first or day.month == 1 else "MMM", day, locale=self.edition.language)

    def _marks(self, found: Sequence[tuple[datetime.date, int]], at: Any, width: int) -> tuple[list[View], int]:
        """Place the marks of one lane; those whose words would run into each other stand on rows of their own."""
        period = self.campaign.plan.period
        ends: list[float] = []
        marks: list[View] = []
        for day, number in found:
            outside = not period.start <= day <= period.end
            words = day.isoformat() if outside else self._short(day)
            if counted := self._items(number):
                words += f" · {counted}"
            x, long = at(day), width_em(words) * SMALL + 18
            leftward = x + long > width
            start, end = (x - long, x + 12) if leftward else (x - 12, x + long)
            row = next((number for number, free in enumerate(ends) if free <= start), len(ends))
            ends[row : row + 1] = [end]
            marks.append(
                {"x": x, "row": row, "words": words, "number": number, "leftward": leftward, "outside": outside}
            )
        for mark in marks:
            mark["down"] = 28 * (mark["row"] - (len(ends) - 1) / 2)
        return marks, len(ends)

    def _days(self, unit: Unit | None) -> View:
        """Compute the narrow timeline: the days below each other, each with what is due."""
        period = self.campaign.plan.period
        entries: dict[datetime.date, list[str]] = defaultdict(list)
        kept = self.campaign.bindings.deadlines_of(unit)
        by_day = groupby(kept, key=lambda entry: entry.due.date)
        for day, same in by_day:
            names = [self._lane_name(entry) for entry in same]
            for name in dict.fromkeys(names):
                entries[day].append(f"{name} {self._items(names.count(name))}".strip())
        reports = set(self._reports(unit))
        wanted = {period.start, period.end, *entries, *reports}
        if self.today and period.start <= self.today <= period.end:
            wanted.add(self.today)
        line = 118
        rows: list[View] = []
        y = 14.0
        for day in sorted(wanted):
            words = [text for name in entries[day] for text in _lines(name, NARROW - line - 24)]
            quiet = [self.say("Report day")] if day in reports else []
            if day == period.start:
                quiet.insert(0, self.say("Campaign begins"))
            if day == period.end:
                quiet.append(self.say("Campaign ends"))
            if not period.start <= day <= period.end:
                quiet.append(self.say("outside the campaign period"))
            height = max(1, len(words) + len(quiet)) * TEXT * LEADING + 6
            rows.append(
                {
                    "y": _tidy(y),
                    "height": height,
                    "date": day.isoformat(),
                    "words": words,
                    "quiet": quiet,
                    "due": bool(words),
                    "report": day in reports,
                    "today": self.say("today") if day == self.today else "",
                    "outside": not period.start <= day <= period.end,
                }
            )
            y += height
        return {**self._words(unit), "width": NARROW, "height": math.ceil(y + 4), "line": line, "rows": rows}

    # ------------------------------------------------------------ units and sectors

    def _matrix(self, narrow: bool) -> View:
        """Compute the matrix: a row a unit, a column a sector, a sign a role."""
        campaign = self.campaign
        roles = {(part.unit.id, part.sector.id): part.roles for part in campaign.bindings.involvements}
        units = [unit for unit in campaign.units if any(found == unit.id for found, _ in roles)]
        most = NARROW if narrow else WIDE
        size = SMALL if narrow else TEXT
        longest = max([60.0, *(width_em(unit.name) * size + 20 for unit in units)])
        label = min(longest, 118.0 if narrow else 260.0)
        column = min((most - label) / max(1, len(campaign.sectors)), WIDEST_COLUMN)
        width = math.ceil(label + column * len(campaign.sectors))
        heads = [self._head(sector.short, column, narrow) for sector in campaign.sectors]
        step = 12 if narrow else 22
        signs = 7 if narrow else 12
        used = [role for role in ROLES if any(role in held for held in roles.values())]
        legend, y, wide = self._legend([(role, role_names(self.edition.language)[role]) for role in used], most)
        top = y + max((head["deep"] for head in heads), default=0) + 16
        rows: list[View] = []
        foot = top
        for unit in units:
            lines = _lines(unit.name, label - 12, size)
            height = max(30, len(lines) * size * 1.35 + 10)
            cells = []
            for number, sector in enumerate(campaign.sectors):
                held = roles.get((unit.id, sector.id), ())
                middle = label + column * (number + 0.5)
                # as many signs as a cell has room for stand beside each other
                gap = min(step, (column - signs) / max(1, len(held) - 1)) if len(held) > 1 else 0
                cells += [
                    {"x": _tidy(middle + gap * (place - (len(held) - 1) / 2)), "role": role}
                    for place, role in enumerate(held)
                ]
            rows.append({"lines": lines, "top": _tidy(foot), "height": height, "cells": cells})
            foot += height
        for row in rows:
            row["middle"] = _tidy(row["top"] + row["height"] / 2)
        title = self.say("Units and sectors")
        by_role = [
            f"{role_names(self.edition.language)[role]} {sum(role in held for held in roles.values())}" for role in used
        ]
        return {
            "title": title,
            "description": self.say(", ").join(by_role),
            "width": max(width, math.ceil(wide)),
            "height": math.ceil(foot + 2),
            "label": _tidy(label),
            "column": _tidy(column),
            "heads": [{**head, "x": _tidy(label + column * (n + 0.5))} for n, head in enumerate(heads)],
            "top": _tidy(top),
            "bottom": _tidy(foot),
            "rows": rows,
            "legend": legend,
            "sign_size": signs,
            "size": size,
        }

    @staticmethod
    def _head(words: str, column: float, narrow: bool) -> View:
        """Set a column's head: across where it has room, down where its letters can stand, else turned."""
        if not narrow:
            lines = _lines(words, column - 8, TEXT)
            if all(width_em(line) * TEXT <= column for line in lines):
                return {"lines": lines, "turned": False, "deep": len(lines) * TEXT * LEADING, "step": TEXT * LEADING}
        if all(width_em(sign) == 1 for sign in words):
            return {"lines": list(words), "turned": False, "deep": len(words) * SMALL * 1.2, "step": SMALL * 1.2}
        return {"lines": [words], "turned": True, "deep": width_em(words) * SMALL + 4, "step": 0}

    @staticmethod
    def _legend(entries: Iterable[tuple[str, str]], width: int) -> tuple[list[View], float, float]:
        """Set signs with their words in lines; return them, how deep they reach and how far to the right."""
        found: list[View] = []
        wide = 0.0
        x, y = 10.0, 16.0
        for role, words in entries:
            long = 30 + width_em(words) * SMALL
            if x > 10 and x + long > width:
                x, y = 10.0, y + 24
            found.append({"x": _tidy(x), "y": y, "role": role, "words": words})
            wide = max(wide, x + long)
            x += long + 8
        return found, y + 16, wide


def _tidy(number: float) -> float:
    """Return `number` to a tenth of a pixel."""
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _months(start: datetime.date, end: datetime.date) -> list[datetime.date]:
    """Return the first day of the period and of every month in it."""
    months = range(start.year * 12 + start.month, end.year * 12 + end.month)  # of the next ones, from 0
    return [start, *(datetime.date(month // 12, month % 12 + 1, 1) for month in months)]


def _lines(text: str, room: float, size: int = TEXT) -> list[str]:
    """Break `text` into lines of at most `room` pixels: at blanks, or between Chinese characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line.strip() and width_em((line + piece).rstrip()) * size > room:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()] if line.strip() or not lines else lines


def _pieces(text: str) -> list[str]:
    """Return what must not be torn: a word with the blank behind it, or a wide character."""
    found: list[str] = []
    for sign in text:
        wide = width_em(sign) == 1
        if found and not wide and not found[-1].endswith(" ") and width_em(found[-1][-1]) != 1:
            found[-1] += sign
        else:
            found.append(sign)
    return found
