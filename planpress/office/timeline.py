"""Due dates and report days → the places they have on a timeline, wide or narrow.

In: a validated `Campaign`, a unit or none, and the day to mark. Out: SVG; pure.
All lengths are in pixels.
"""

import datetime
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from babel.dates import format_skeleton
from markupsafe import Markup

from planpress.blocks.page import labelled
from planpress.i18n import translations
from planpress.model.bindings import Deadline
from planpress.model.campaign import Campaign
from planpress.model.records import Period, Unit
from planpress.office.drawing import LEADING, NARROW, SMALL, TEXT, UNIT_WIDE, WIDE, Style, lines_of, tidy
from planpress.office.wording import width_em

OUTSIDE = 132
"""Room beside the period for the dates that lie before or after it."""

DATES_WIDE = 118
"""Width of the column of dates on the narrow timeline."""


@dataclass(frozen=True)
class Mark:
    """Words at a place: a month, a day, or what is due, to the left of its mark where there is no room to the right."""

    x: float
    words: str
    leftward: bool = False
    outside: bool = False
    y: float = 0


@dataclass(frozen=True)
class Lane:
    """The dates of one sector, or the report days, of which only the place is told."""

    name: list[str]
    top: float
    height: float
    reports: tuple[float, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def middle(self) -> float:
        """Where its marks stand."""
        return tidy(self.top + self.height / 2)


@dataclass(frozen=True)
class Day:
    """A day on the narrow timeline: what is due, and what else it is."""

    y: float
    height: float
    date: str
    words: list[str]
    quiet: list[str]
    report: bool
    today: str
    outside: bool


@dataclass(frozen=True)
class _Scale:
    """Where a day stands: the period between `left` and `right`, what lies outside it beside."""

    period: Period
    label: float
    left: float
    right: float

    def at(self, day: datetime.date) -> float:
        if day < self.period.start:
            return self.label + 24
        if day > self.period.end:
            return self.right + 28
        days = max(1, (self.period.end - self.period.start).days)
        return tidy(self.left + (self.right - self.left) * (day - self.period.start).days / days)


class Dates:
    """What a unit must keep, or everyone."""

    def __init__(self, campaign: Campaign, style: Style, unit: Unit | None, today: datetime.date | None) -> None:
        """Find the dates of `unit`, of the whole campaign where None; a day outside the period is not marked."""
        self.campaign, self.style, self.unit, self.period = campaign, style, unit, campaign.plan.period
        self.today = today if today and not self._outside(today) else None
        self.deadlines = campaign.bindings.deadlines_of(unit)
        self.reports = campaign.report_dates if unit is None or campaign.bindings.reports(unit) else ()
        self.say = translations(style.language).gettext

    # ------------------------------------------------------------ words

    def _outside(self, day: datetime.date) -> bool:
        return not self.period.start <= day <= self.period.end

    def _counted(self, number: int) -> str:
        """Say how many due dates there are; nothing for one."""
        words = translations(self.style.language).ngettext("%(num)s task", "%(num)s tasks", number)
        return "" if number == 1 else words % {"num": number}

    def _name(self, deadline: Deadline) -> str:
        return deadline.place.sector.short if deadline.place.sector else self.campaign.plan.short

    def _drawn(self, template: str, **chart: object) -> Markup:
        """Draw a chart, with what it shows in words that need no picture."""
        period, comma, none = self.period.model_dump(), self.say(", "), self.say("none")
        due = [f"{found.due.date} {self._name(found)}" for found in self.deadlines]
        parts = [
            self.say("campaign period %(start)s to %(end)s") % period,
            labelled(self.say("Due dates"), comma.join(due) or none, self.say),
            labelled(self.say("Report days"), comma.join(map(str, self.reports)) or none, self.say),
        ]
        title = self.say("Due dates and reports") + (f" · {self.unit.name}" if self.unit else "")
        return self.style.drawn(template, title=title, description=" · ".join(parts), **chart)

    # ------------------------------------------------------------ wide

    def to_scale(self) -> Markup:
        """Draw the wide timeline: a lane a sector, days to scale from left to right."""
        width = UNIT_WIDE if self.unit else WIDE
        days: dict[str, list[datetime.date]] = defaultdict(list)
        for deadline in self.deadlines:
            days[self._name(deadline)].append(deadline.due.date)
        order = {sector.short: number for number, sector in enumerate(self.campaign.sectors, 1)}
        names = sorted(days, key=lambda name: (order.get(name, 0), name))
        reports = [self.say("Report days")] if self.reports else []
        before = any(found.due.date < self.period.start for found in self.deadlines)
        after = any(found.due.date > self.period.end for found in self.deadlines)
        label = min(max([80.0, *(width_em(name) * TEXT + 24 for name in (*reports, *names))]), width * 0.3)
        right = width - (OUTSIDE if after else 56)
        scale = _Scale(self.period, label, label + (OUTSIDE if before else 24), right)
        top = 66.0
        lanes: list[Lane] = []
        for name in reports:
            lanes.append(Lane(lines_of(name, label - 16), top, 40, tuple(map(scale.at, self.reports))))
            top += 40
        for name in names:
            lanes.append(self._lane(name, days[name], top, scale, width))
            top += lanes[-1].height
        today = self.say("today %(date)s") % {"date": self.style.short_date(self.today)} if self.today else ""
        return self._drawn(
            "timeline",
            width=width,
            height=math.ceil(top + 40),
            label=tidy(label),
            left=tidy(scale.left),
            right=tidy(right),
            bottom=tidy(top),
            start=self.style.short_date(self.period.start),
            end=self.style.short_date(self.period.end),
            months=self._months(scale),
            lanes=lanes,
            today=Mark(scale.at(self.today), today) if self.today else None,
            before=before,
            after=after,
        )

    def _lane(self, name: str, days: Sequence[datetime.date], top: float, scale: _Scale, width: int) -> Lane:
        """Place the marks of a sector; those whose words would run into each other stand on rows of their own."""
        ends: list[float] = []
        placed: list[tuple[int, Mark]] = []  # each with its row
        for day, number in sorted(Counter(days).items()):
            written = day.isoformat() if self._outside(day) else self.style.short_date(day)
            words = " · ".join(filter(None, (written, self._counted(number))))
            x, long = scale.at(day), width_em(words) * SMALL + 18
            leftward = x + long > width
            start, end = (x - long, x + 12) if leftward else (x - 12, x + long)
            row = next((number for number, free in enumerate(ends) if free <= start), len(ends))
            ends[row : row + 1] = [end]
            placed.append((row, Mark(x, words, leftward, self._outside(day))))
        lines = lines_of(name, scale.label - 16)
        lane = Lane(lines, top, max(16 + 28 * len(ends), 16 + len(lines) * TEXT * LEADING))
        marks = (replace(mark, y=tidy(lane.middle + 28 * (row - (len(ends) - 1) / 2))) for row, mark in placed)
        return replace(lane, marks=tuple(marks))

    def _months(self, scale: _Scale) -> list[Mark]:
        """Name the first day of the period and of every month in it."""
        start, end = self.period.start, self.period.end
        numbers = range(start.year * 12 + start.month, end.year * 12 + end.month)  # of the months after, from 0
        found = []
        for day in (start, *(datetime.date(number // 12, number % 12 + 1, 1) for number in numbers)):
            skeleton = "yMMM" if day is start or day.month == 1 else "MMM"
            found.append(Mark(scale.at(day), format_skeleton(skeleton, day, locale=self.style.language)))
        # the first is named only where its name does not run into the next
        short = len(found) > 1 and found[1].x - found[0].x < width_em(found[0].words) * SMALL + 12
        return found[1:] if short else found

    # ------------------------------------------------------------ narrow

    def listed(self) -> Markup:
        """Draw the narrow timeline: the days below each other, each with what is due."""
        due: dict[datetime.date, Counter[str]] = defaultdict(Counter)
        for deadline in self.deadlines:
            due[deadline.due.date][self._name(deadline)] += 1
        days = {self.period.start, self.period.end, *due, *self.reports, *filter(None, [self.today])}
        rows: list[Day] = []
        y = 14.0
        for day in sorted(days):
            names = [f"{name} {self._counted(number)}".strip() for name, number in due[day].items()]
            words = [line for name in names for line in lines_of(name, NARROW - DATES_WIDE - 24)]
            told = {
                self.say("Campaign begins"): day == self.period.start,
                self.say("Report day"): day in self.reports,
                self.say("Campaign ends"): day == self.period.end,
                self.say("outside the campaign period"): self._outside(day),
            }
            quiet = [words for words, holds in told.items() if holds]
            height = max(1, len(words) + len(quiet)) * TEXT * LEADING + 6
            today = self.say("today") if day == self.today else ""
            rows.append(Day(tidy(y), height, str(day), words, quiet, day in self.reports, today, self._outside(day)))
            y += height
        return self._drawn("days", width=NARROW, height=math.ceil(y + 4), line=DATES_WIDE, rows=rows)
